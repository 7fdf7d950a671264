"""The cloud pass: every cloud is a card that faces the eye, all in one draw call."""

import numpy as np
from OpenGL import GL

from griffin.meshes.cloud_mesh import CLOUD, LOW_TUNING, TUNING, cloud_pictures, place_clouds
from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.blending import blended
from griffin.render.core.gpu import VertexArray
from griffin.render.core.owned import Owned
from griffin.render.core.texture import Texture
from griffin.render.quality import Quality
from griffin.scene.frame import SceneFrame

_MOST_CLOUDS = 400
_REPLACE_M = 500.0
_REPLACE_S = 0.25  # clouds are placed anew so often: they move by a pixel at most meanwhile


class CloudPass(Pass):
    """Blended over the sky; mountains stand before the clouds behind them."""

    def __init__(self, setup: PassSetup) -> None:
        self._program = setup.programs.load("clouds")
        self._seed = setup.terrain.seed
        self._tuning = LOW_TUNING if setup.quality is Quality.LOW else TUNING
        corners = np.zeros(4, dtype=[("a_corner", "f4", 2)])
        corners["a_corner"] = [(-1, 0), (1, 0), (-1, 1), (1, 1)]
        room = np.zeros(_MOST_CLOUDS, dtype=CLOUD)
        self._placed_s = -1e9
        self._placed_at = np.zeros(3)
        self._count = 0
        with Owned() as owned:
            self._cards = owned.hold(VertexArray(self._program, corners, instances=room, is_dynamic=True))
            self._pictures = owned.hold(Texture(cloud_pictures()))
            self._owned = owned.pop_all()

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw the farthest first."""
        assert self._cards.instances is not None
        eye = context.eye_world
        if (
            abs(context.world_s - self._placed_s) >= _REPLACE_S
            or np.abs(eye - self._placed_at).max() > _REPLACE_M
        ):
            clouds = place_clouds(eye, context.world_s, self._seed, self._tuning)[-_MOST_CLOUDS:]
            self._count = len(clouds)
            self._cards.instances.write(clouds)
            self._placed_s, self._placed_at = context.world_s, eye.copy()
        self._program.use()
        self._program.set("u_moved", self._placed_at - eye)
        self._program.set("u_kinds", float(TUNING.kinds))
        self._program.set("u_upright", float(TUNING.upright) - 0.5)
        self._program.set("u_pictures", 0)
        self._pictures.bind(0)
        with blended(is_two_sided=True):
            self._cards.draw(GL.GL_TRIANGLE_STRIP, instances=self._count)
