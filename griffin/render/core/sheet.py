"""An off-screen picture that is drawn into and read from. Import it only after a `Window`."""

import numpy as np
from OpenGL import GL

from griffin.errors import RenderError
from griffin.render.core.owned import Owned
from griffin.render.core.texture import Texture

Size = tuple[int, int]


class Sheet:
    """Colours and their alpha, a byte each."""

    def __init__(self, size_px: Size) -> None:
        """Raises RenderError when the driver makes no such picture."""
        self.size_px = size_px
        width, height = size_px
        with Owned() as owned:
            self.texture = owned.hold(
                Texture(np.zeros((height, width, 4), dtype=np.uint8), is_mipmapped=False, is_smooth=False)
            )
            self._id = int(GL.glGenFramebuffers(1))
            owned.callback(GL.glDeleteFramebuffers, 1, [self._id])
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self._id)
            GL.glFramebufferTexture2D(
                GL.GL_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, self.texture.id, 0
            )
            is_complete = GL.glCheckFramebufferStatus(GL.GL_FRAMEBUFFER) == GL.GL_FRAMEBUFFER_COMPLETE
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)
            if not is_complete:
                raise RenderError(f"The driver makes no picture of {width}x{height}.")
            self._owned = owned.pop_all()

    def begin(self) -> None:
        """Draw into it from now on; it is empty."""
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self._id)
        GL.glViewport(0, 0, *self.size_px)
        # All of it: a software renderer draws a rectangle to clear a part, which takes ten times as long.
        GL.glClearBufferfv(GL.GL_COLOR, 0, _NOTHING)

    def end(self, window_px: Size) -> None:
        """Draw into the window from now on."""
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)
        GL.glViewport(0, 0, *window_px)

    def keep_window(self) -> None:
        """Copy the contents of a window of the same size that isn't multisampled."""
        self._copy(0, self._id)

    def fill_window(self) -> None:
        """Copy it into such a window."""
        self._copy(self._id, 0)

    def _copy(self, source: int, target: int) -> None:
        size_px = self.size_px
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, source)
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, target)
        GL.glBlitFramebuffer(0, 0, *size_px, 0, 0, *size_px, GL.GL_COLOR_BUFFER_BIT, GL.GL_NEAREST)
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, 0)

    def release(self) -> None:
        """Give everything back to the driver."""
        self._owned.close()


_NOTHING = np.zeros(4, dtype=np.float32)
