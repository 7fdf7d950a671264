"""The sky pass: one triangle behind everything."""

from OpenGL import GL

from griffin.render.context import DrawContext, PassSetup
from griffin.scene.frame import SceneFrame


class SkyPass:
    """Gradient, sun and glow, drawn where nothing else is: after the land."""

    def __init__(self, setup: PassSetup) -> None:
        self._program = setup.programs.load("sky")
        self._corners = int(GL.glGenVertexArrays(1))  # core profile: even nothing needs a vertex array

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Fill what is still empty."""
        GL.glDepthMask(False)
        self._program.use()
        GL.glBindVertexArray(self._corners)
        GL.glDrawArrays(GL.GL_TRIANGLES, 0, 3)
        GL.glDepthMask(True)

    def resize(self, size_px: tuple[int, int]) -> None:
        """Nothing depends on the size."""

    def release(self) -> None:
        """Give everything back to the driver."""
        GL.glDeleteVertexArrays(1, [self._corners])
