"""Where the passes draw: the window itself, or a picture of our own that is laid into it afterwards.

One of our own is needed for fewer pixels than the window has, and for smooth edges where the window has none.
"""

from OpenGL import GL

from griffin.errors import RenderError
from griffin.render.core.owned import Owned

Size = tuple[int, int]


class Target:
    """A picture of any size and number of samples, made when it is first needed."""

    def __init__(self, samples: int) -> None:
        """`samples` a pixel, 0 for plain pixels."""
        self.samples = samples
        self._size_px: Size = (0, 0)
        self._main: _Picture | None = None
        self._plain: _Picture | None = None

    def begin(self, size_px: Size, window_px: Size) -> None:
        """Draw into a picture of `size_px` from now on; straight into the window if that will do."""
        is_direct = self.samples == 0 and size_px == window_px
        if is_direct or size_px != self._size_px:
            self.release()
        if is_direct:
            return
        if self._main is None:
            self._main = _Picture(size_px, self.samples)
            if self.samples and size_px != window_px:  # samples can't be merged and scaled in one step
                self._plain = _Picture(size_px, 0)
            self._size_px = size_px
        self._main.bind(GL.GL_FRAMEBUFFER)

    def end(self, window_px: Size) -> None:
        """Lay the picture into the window, and draw there from now on."""
        if self._main is None:
            return
        source = self._main
        if self._plain is not None:
            _copy(source, self._plain, self._size_px, self._size_px)
            source = self._plain
        _copy(source, None, self._size_px, window_px)
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)

    def release(self) -> None:
        """Give everything back to the driver."""
        for picture in (self._main, self._plain):
            if picture is not None:
                picture.release()
        self._main = self._plain = None
        self._size_px = (0, 0)
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)


class _Picture:
    """Colour and depth of our own."""

    def __init__(self, size_px: Size, samples: int) -> None:
        kinds = (
            (GL.GL_RGBA8, GL.GL_COLOR_ATTACHMENT0),
            (GL.GL_DEPTH_COMPONENT24, GL.GL_DEPTH_ATTACHMENT),
        )
        with Owned() as owned:
            self._id = int(GL.glGenFramebuffers(1))
            owned.callback(GL.glDeleteFramebuffers, 1, [self._id])
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self._id)
            for layout, place in kinds:
                buffer = int(GL.glGenRenderbuffers(1))
                owned.callback(GL.glDeleteRenderbuffers, 1, [buffer])
                GL.glBindRenderbuffer(GL.GL_RENDERBUFFER, buffer)
                GL.glRenderbufferStorageMultisample(GL.GL_RENDERBUFFER, samples, layout, *size_px)
                GL.glFramebufferRenderbuffer(GL.GL_FRAMEBUFFER, place, GL.GL_RENDERBUFFER, buffer)
            if GL.glCheckFramebufferStatus(GL.GL_FRAMEBUFFER) != GL.GL_FRAMEBUFFER_COMPLETE:
                raise RenderError(f"The driver makes no picture of {size_px[0]}x{size_px[1]}.")
            self._owned = owned.pop_all()

    def bind(self, target: int) -> None:
        """Make it what is drawn to, read from, or both."""
        GL.glBindFramebuffer(target, self._id)

    def release(self) -> None:
        """Give it back to the driver."""
        self._owned.close()


def _copy(source: _Picture, target: _Picture | None, source_px: Size, target_px: Size) -> None:
    source.bind(GL.GL_READ_FRAMEBUFFER)
    if target is None:
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, 0)
    else:
        target.bind(GL.GL_DRAW_FRAMEBUFFER)
    smooth = GL.GL_NEAREST if source_px == target_px else GL.GL_LINEAR
    GL.glBlitFramebuffer(0, 0, *source_px, 0, 0, *target_px, GL.GL_COLOR_BUFFER_BIT, smooth)
