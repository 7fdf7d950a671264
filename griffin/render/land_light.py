"""The lights that land is made in by the background worker, one after the other. Plain values, no OpenGL.

What follows the sun by a uniform does so in every picture. What the worker makes can't: it is made in one
light after the other, a degree of the sun's way apart, and shaders know the last few of them.
"""

import math
from dataclasses import dataclass, field

from griffin.world.sun import SunLight
from griffin.world.terrain_shading import ShadingTuning

SHADING = ShadingTuning()
KEPT_LIGHTS = 4  # that shaders know: pictures made in an older one are thrown away
STEP_COS = math.cos(math.radians(1.0))  # of the sun's way from one light to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class HillTuning:
    """How far the maps reach, and how the shadow moves."""

    near_blocks: int = 4  # a side of the fine map: 64 cells of 32 m each, 3 km around the eye at least
    far_blocks: int = 5  # and of the coarse one, to the land's end: 128 m
    near_m: tuple[float, float] = (2200.0, 2700.0)  # from the eye: there the coarse map takes over
    fade_s: float = 12.0  # from one light to the next, a degree of the sun's way in between

    def __post_init__(self) -> None:
        sure_m = 0.5 * (self.near_blocks - 1) * SHADING.block_cells * SHADING.fine_cell_m
        if not 0.0 < self.near_m[0] < self.near_m[1] < sure_m:
            raise ValueError("the coarse map must take over before the fine one ends")
        if self.fade_s <= 0.0:
            raise ValueError("fade_s must be above 0")


HILLS = HillTuning()


@dataclass(frozen=True, slots=True)
class LandLight:
    """A light that the background worker makes things in, and how many came before it."""

    number: int
    sun: SunLight = field(compare=False, repr=False)

    @property
    def place(self) -> int:
        """Where it lies among the lights that shaders know."""
        return self.number % KEPT_LIGHTS

    def is_old(self, sun: SunLight) -> bool:
        """Whether the sun has gone on so far that it is time for the next one."""
        return float(sun.direction_world @ self.sun.direction_world) < STEP_COS


@dataclass(frozen=True, slots=True)
class HillBlock:
    """A wish: the shadow's surface on one block of a map."""

    cell_m: float
    column: int
    row: int
    light: LandLight
