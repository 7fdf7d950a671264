"""The bird pass: flocks that circle over the land, and now and then a lone bird of prey. One draw call."""

import math

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.meshes.bird_mesh import BIRD, TUNING, bird_mesh, flock_birds
from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.gpu import VertexArray
from griffin.render.core.owned import Owned
from griffin.scene.frame import SceneFrame
from griffin.world.palette import PALETTE


class BirdPass(Pass):
    """Flocks near the eye."""

    def __init__(self, setup: PassSetup) -> None:
        self._terrain = setup.terrain
        self._program = setup.programs.load("birds")
        cells = (2 * math.ceil(TUNING.reach_m / TUNING.cell_m) + 1) ** 2
        room = np.zeros(cells * TUNING.most_in_flock, dtype=BIRD)
        self._cells: dict[tuple[int, int], NDArray[np.void]] = {}
        self._placed_at = np.full(3, np.inf)
        self._count = 0
        with Owned() as owned:
            self._shape = owned.hold(VertexArray(self._program, *bird_mesh(), room, is_dynamic=True))
            self._owned = owned.pop_all()

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw all of them; the few that aren't in view cost nothing."""
        eye = context.eye_world
        if np.abs(eye - self._placed_at).max() > TUNING.replace_m:
            self._gather(eye)
        if not self._count:
            return
        self._program.use()
        self._program.set("u_moved", self._placed_at - eye)
        self._program.set("u_dark", 0.7 * PALETTE.rock.shade)
        GL.glDisable(GL.GL_CULL_FACE)
        self._shape.draw(instances=self._count)
        GL.glEnable(GL.GL_CULL_FACE)

    def _gather(self, eye: NDArray[np.float64]) -> None:
        half = math.ceil(TUNING.reach_m / TUNING.cell_m)
        at_x, at_z = math.floor(eye[0] / TUNING.cell_m), math.floor(eye[2] / TUNING.cell_m)
        keys = [(at_x + x, at_z + z) for x in range(-half, half + 1) for z in range(-half, half + 1)]
        self._cells = {key: self._flock(key) for key in keys}
        birds = np.concatenate(list(self._cells.values()))
        birds["a_middle"][:, :3] -= eye.astype(np.float32)
        self._count = len(birds)
        if self._count:
            assert self._shape.instances is not None
            self._shape.instances.write(birds)
        self._placed_at = eye.copy()

    def _flock(self, key: tuple[int, int]) -> NDArray[np.void]:
        known = self._cells.get(key)
        return flock_birds(self._terrain, *key) if known is None else known
