"""Where the shadow maps lie: squares of the land ahead of the eye, looked at from the sun. Plain arrays.

Each cascade covers twice as much ground ahead as it has half widths, at the ground's own height. Its place
moves in whole texels of the world, so that no edge of a shadow crawls while the eye moves. Where the sun
moves, the grid of texels turns about the middle that the cascade had last, so that edges creep with the sun
and don't jump to and fro by a texel.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.meshes.shadow import frame_of_rays

Array = NDArray[np.float64]

MOST_CASCADES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowPlan:
    """The shadow maps of a quality: one for each half width, the nearest first; metres."""

    half_m: tuple[float, ...] = ()  # none: no maps
    map_px: int = 1024
    taps: int = 2  # looks into a map for each fragment, each of 2 x 2 texels
    ahead_frac: float = 0.75  # of half the width: how far ahead of the eye the middle lies
    deep_m: float = 1600.0  # towards the sun and away from it, what keeps the sun off is clamped beyond
    kept_m: float = 12.0  # all but the nearest map are drawn anew once the eye has moved this far ...
    kept_pictures: int = 6  # ... or after so many pictures

    def __post_init__(self) -> None:
        if list(self.half_m) != sorted(self.half_m) or min(self.half_m, default=1.0) <= 0.0:
            raise ValueError("the half widths must be positive, and grow")
        if len(self.half_m) > MOST_CASCADES:
            raise ValueError(f"there can be {MOST_CASCADES} maps at most")
        if self.map_px < 64 or not 1 <= self.taps <= 5:
            raise ValueError("a map needs 64 pixels and 1 to 5 taps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cascade:
    """One map's place: `map_from_world` (4, 4) leads to -1..1 each way, towards the sun is nearer.

    `texel_m`: of a texel on a surface that faces the sun, the larger side.
    """

    map_from_world: Array
    middle_world: Array
    texel_m: float


def place_cascade(
    eye: Array,
    ahead: Array,
    ground_m: float,
    sun: Array,
    half_m: float,
    plan: ShadowPlan,
    last_middle_world: Array | None = None,
) -> Cascade:
    """The cascade of an eye that looks `ahead` (3,); `ground_m`: height of the land where its middle lies.

    `middle_of(...)` says where that is; `last_middle_world`: where it was in the picture before.
    """
    middle = middle_of(eye, ahead, half_m, plan)
    middle[1] = ground_m
    frame = frame_of_rays(sun)
    # Level ground is foreshortened in the sun's eyes: the lower it stands, the more.
    halves_m = half_m * np.array([1.0, 1.25 * sun[1] + 0.12])
    texels_m = 2.0 * halves_m / plan.map_px
    seen = frame @ middle
    fixed = np.zeros(2) if last_middle_world is None else frame[:2] @ last_middle_world
    seen[:2] = fixed + np.floor((seen[:2] - fixed) / texels_m + 0.5) * texels_m
    middle = seen @ frame
    scale = np.array([1.0 / halves_m[0], 1.0 / halves_m[1], -1.0 / plan.deep_m])
    map_from_world = np.eye(4)
    map_from_world[:3, :3] = scale[:, None] * frame
    map_from_world[:3, 3] = -scale * seen
    return Cascade(map_from_world=map_from_world, middle_world=middle, texel_m=float(texels_m.max()))


def middle_of(eye: Array, ahead: Array, half_m: float, plan: ShadowPlan) -> Array:
    """(3,) the middle of a cascade, at the eye's height."""
    level = ahead[[0, 2]]
    length = float(np.hypot(*level))
    # Straight down there is no ahead.
    level = level / length if length > 1e-3 else np.zeros(2)
    return np.asarray(eye + plan.ahead_frac * half_m * np.array([level[0], 0.0, level[1]]))
