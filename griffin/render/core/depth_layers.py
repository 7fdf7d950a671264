"""Depth pictures in layers, to be drawn to and then compared with: shadow maps."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from OpenGL import GL

from griffin.errors import RenderError
from griffin.render.core.owned import Owned


class DepthLayers:
    """Square layers of 16 bits of depth, read by a sampler2DArrayShadow, smoothly between texels."""

    def __init__(self, side_px: int, count: int) -> None:
        self._side_px = side_px
        with Owned() as owned:
            self._id = int(GL.glGenTextures(1))
            owned.callback(GL.glDeleteTextures, 1, [self._id])
            kind = GL.GL_TEXTURE_2D_ARRAY
            GL.glBindTexture(kind, self._id)
            GL.glTexImage3D(
                kind,
                0,
                GL.GL_DEPTH_COMPONENT16,
                side_px,
                side_px,
                count,
                0,
                GL.GL_DEPTH_COMPONENT,
                GL.GL_UNSIGNED_SHORT,
                None,
            )
            for name, value in (
                (GL.GL_TEXTURE_MIN_FILTER, GL.GL_LINEAR),
                (GL.GL_TEXTURE_MAG_FILTER, GL.GL_LINEAR),
                (GL.GL_TEXTURE_WRAP_S, GL.GL_CLAMP_TO_EDGE),
                (GL.GL_TEXTURE_WRAP_T, GL.GL_CLAMP_TO_EDGE),
                (GL.GL_TEXTURE_COMPARE_MODE, GL.GL_COMPARE_REF_TO_TEXTURE),
                (GL.GL_TEXTURE_COMPARE_FUNC, GL.GL_LEQUAL),
            ):
                GL.glTexParameteri(kind, name, value)
            self._framebuffers = []
            for layer in range(count):
                framebuffer = int(GL.glGenFramebuffers(1))
                owned.callback(GL.glDeleteFramebuffers, 1, [framebuffer])
                GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, framebuffer)
                GL.glFramebufferTextureLayer(GL.GL_FRAMEBUFFER, GL.GL_DEPTH_ATTACHMENT, self._id, 0, layer)
                GL.glDrawBuffer(GL.GL_NONE)
                GL.glReadBuffer(GL.GL_NONE)
                is_complete = GL.glCheckFramebufferStatus(GL.GL_FRAMEBUFFER) == GL.GL_FRAMEBUFFER_COMPLETE
                GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)
                if not is_complete:
                    raise RenderError(f"The driver makes no shadow maps of {side_px} x {side_px}.")
                self._framebuffers.append(framebuffer)
            self._owned = owned.pop_all()

    @contextmanager
    def drawing(self) -> Iterator[Callable[[int], None]]:
        """`with layers.drawing() as begin_layer: begin_layer(0); ...` draws to the layers, cleared."""
        drawn_to = int(GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING))
        view = [int(each) for each in GL.glGetIntegerv(GL.GL_VIEWPORT)]
        GL.glViewport(0, 0, self._side_px, self._side_px)

        def begin_layer(layer: int) -> None:
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, self._framebuffers[layer])
            GL.glClear(GL.GL_DEPTH_BUFFER_BIT)

        try:
            yield begin_layer
        finally:
            GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, drawn_to)
            GL.glViewport(*view)

    def bind(self, unit: int) -> None:
        """Make them what samplers set to `unit` read."""
        GL.glActiveTexture(GL.GL_TEXTURE0 + unit)
        GL.glBindTexture(GL.GL_TEXTURE_2D_ARRAY, self._id)

    def release(self) -> None:
        """Give them back to the driver."""
        self._owned.close()
