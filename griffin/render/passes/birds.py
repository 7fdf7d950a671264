"""The bird pass: flocks that circle over the land, and now and then a lone bird of prey. One draw call."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.render.context import DrawContext, PassSetup
from griffin.render.core.gpu import VertexArray
from griffin.scene.frame import SceneFrame
from griffin.world.noise import hash_u32
from griffin.world.palette import PALETTE
from griffin.world.terrain import Terrain

BIRD = np.dtype([("a_middle", "f4", 4), ("a_bird", "f4", 4), ("a_round", "f4")])

# Body, tail and two wings of two triangles: x right, y up, z back; half a span is 1.
_POINTS = np.array(
    [
        (0.0, 0.0, -0.42), (0.09, 0.0, 0.0), (-0.09, 0.0, 0.0), (0.0, 0.0, 0.46), (0.45, 0.08, -0.16),
        (0.42, 0.05, 0.14), (1.0, 0.0, 0.1), (-0.45, 0.08, -0.16), (-0.42, 0.05, 0.14), (-1.0, 0.0, 0.1),
    ]
)  # fmt: skip
_TRIANGLES = [(0, 2, 1), (1, 2, 3), (0, 1, 4), (1, 5, 4), (4, 5, 6), (0, 7, 2), (2, 7, 8), (7, 9, 8)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BirdTuning:
    """How many birds there are, and how they fly."""

    cell_m: float = 750.0  # one flock at most in each
    flock_chance: float = 0.4
    hunter_chance: float = 0.2  # a lone, larger bird instead of a flock
    most_in_flock: int = 16
    reach_m: float = 1900.0  # farther, a bird is less than a pixel
    half_span_m: float = 0.75
    hunter_half_span_m: float = 1.5
    radius_m: tuple[float, float] = (30.0, 110.0)
    above_m: tuple[float, float] = (25.0, 110.0)  # the ground or water below
    speed_mps: float = 11.0
    beats_hz: float = 2.6
    spread_rad: float = 0.5  # of a flock along its circle
    replace_m: float = 200.0  # flocks are looked for again when the eye has moved so far


TUNING = BirdTuning()


def flock_birds(terrain: Terrain, column: int, row: int, tuning: BirdTuning = TUNING) -> NDArray[np.void]:
    """The birds (BIRD) of one cell, with the world's place of their circle's middle in `a_middle`."""
    bits = hash_u32((column * 73_856_093) ^ (row * 19_349_663), terrain.seed + 71)
    chance = hash_u32(np.arange(8 + 3 * tuning.most_in_flock), int(bits)) / 2.0**32
    if chance[0] > tuning.flock_chance:
        return np.zeros(0, dtype=BIRD)
    is_hunter = chance[1] < tuning.hunter_chance
    count = 1 if is_hunter else 5 + int(chance[2] * (tuning.most_in_flock - 5))
    x, z = (column + chance[3]) * tuning.cell_m, (row + chance[4]) * tuning.cell_m
    ground_m = float(terrain.surface_m(x, z))
    above_m = tuning.above_m[0] + (tuning.above_m[1] - tuning.above_m[0]) * chance[5] * (
        2.0 if is_hunter else 1.0
    )
    radius_m = tuning.radius_m[0] + (tuning.radius_m[1] - tuning.radius_m[0]) * chance[6]
    own = chance[8:].reshape(3, -1)[:, :count]
    birds = np.zeros(count, dtype=BIRD)
    birds["a_middle"] = (x, ground_m + above_m, z, radius_m)
    birds["a_bird"][:, 0] = 6.0 * chance[7] + tuning.spread_rad * own[0]
    birds["a_bird"][:, 1] = (tuning.hunter_half_span_m if is_hunter else tuning.half_span_m) * (
        0.85 + 0.3 * own[1]
    )
    birds["a_bird"][:, 2] = 14.0 * (own[2] - 0.5)
    birds["a_bird"][:, 3] = tuning.beats_hz * (0.4 if is_hunter else 0.9 + 0.2 * float(own[1].mean()))
    birds["a_middle"][:, 3] += 12.0 * (own[1] - 0.5)
    birds["a_round"] = math.copysign(tuning.speed_mps / radius_m, chance[7] - 0.5)
    return birds


class BirdPass:
    """Flocks near the eye."""

    def __init__(self, setup: PassSetup) -> None:
        self._terrain = setup.terrain
        self._program = setup.programs.load("birds")
        vertices = np.zeros(len(_POINTS), dtype=[("a_position", "f4", 3)])
        vertices["a_position"] = _POINTS
        cells = (2 * math.ceil(TUNING.reach_m / TUNING.cell_m) + 1) ** 2
        room = np.zeros(cells * TUNING.most_in_flock, dtype=BIRD)
        triangles = np.array(_TRIANGLES, dtype=np.uint16).ravel()
        self._shape = VertexArray(self._program, vertices, triangles, room, is_dynamic=True)
        self._cells: dict[tuple[int, int], NDArray[np.void]] = {}
        self._placed_at = np.full(3, np.inf)
        self._count = 0

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

    def resize(self, size_px: tuple[int, int]) -> None:
        """Nothing depends on the size."""

    def release(self) -> None:
        """Give everything back to the driver."""
        self._shape.release()

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
