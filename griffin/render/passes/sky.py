"""The sky pass: a grid behind everything, and the sun's disc."""

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.gpu import VertexArray
from griffin.render.core.owned import Owned
from griffin.render.quality import Quality
from griffin.scene.frame import SceneFrame

_GLOW_HALF = {Quality.LOW: 0.13, Quality.MEDIUM: 0.30, Quality.HIGH: 0.30}  # of the sun's card, at distance 1
# Columns and rows of the sky's grid, in whose cells the colour runs straight: cells of 4 degrees, which are
# off by 5 of 255 levels at most, and by 0.1 on average; and of 2 degrees.
_GRID = {Quality.LOW: (20, 12), Quality.MEDIUM: (40, 24), Quality.HIGH: (40, 24)}


class SkyPass(Pass):
    """Gradient, glow and sun, drawn where nothing else is: after the land."""

    def __init__(self, setup: PassSetup) -> None:
        self._sky = setup.programs.load("sky")
        self._sun = setup.programs.load("sun")
        self._sun.use()
        self._sun.set("u_half_width", _GLOW_HALF[setup.quality])
        with Owned() as owned:
            self._grid = owned.hold(VertexArray(self._sky, *picture_grid(*_GRID[setup.quality])))
            self._card = owned.hold(VertexArray(self._sun, *picture_grid(1, 1)))
            self._owned = owned.pop_all()

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Fill what is still empty."""
        GL.glDepthMask(False)
        self._sky.use()
        self._grid.draw()
        GL.glEnable(GL.GL_BLEND)
        GL.glBlendFunc(GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA)
        self._sun.use()
        self._card.draw()
        GL.glDisable(GL.GL_BLEND)
        GL.glDepthMask(True)


def picture_grid(columns: int, rows: int) -> tuple[NDArray[np.void], NDArray[np.uint16]]:
    """Vertices from -1 to 1 each way, and counter-clockwise triangles."""
    across, up = np.meshgrid(np.linspace(-1.0, 1.0, columns + 1), np.linspace(-1.0, 1.0, rows + 1))
    vertices = np.zeros(across.size, dtype=[("a_corner", "f4", 2)])
    vertices["a_corner"] = np.stack([across.ravel(), up.ravel()], axis=-1)
    low = (np.arange(rows)[:, None] * (columns + 1) + np.arange(columns)).ravel()
    high = low + columns + 1
    triangles = np.stack([low, low + 1, high + 1, low, high + 1, high], axis=-1)
    return vertices, triangles.ravel().astype(np.uint16)
