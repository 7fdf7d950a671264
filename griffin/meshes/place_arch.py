"""The natural arch by the water: two legs and the beds that still lie over them, in metres."""

import numpy as np

from griffin.linalg import Array
from griffin.meshes.mesh import Patch, merge
from griffin.meshes.place_plants import hanging_turf, plant
from griffin.meshes.place_rock import Crag, Level, Turf, bed_borders, boulders, crag, turf, weather_rock
from griffin.world.flora import Plant

_TOP_M = 24.6
_FOOT_M = -7.0  # below any shore
# Legs: heights, and there how far along x the middle is, and how thick it is.
_LEGS = (
    (
        (-7.0, 2.0, 9.0, 14.0, 17.5, 20.5, 22.5),
        (-17.0, -16.0, -14.8, -13.8, -12.6, -10.6, -9.5),
        (9.4, 7.2, 5.5, 5.9, 7.4, 9.8, 11.0),
    ),
    (
        (-7.0, 2.0, 8.0, 13.0, 17.5, 20.5, 22.5),
        (16.3, 15.8, 15.3, 14.8, 13.4, 11.2, 10.0),
        (6.4, 5.0, 3.6, 4.0, 5.6, 8.4, 9.8),
    ),
)
_GREENERY = (
    (Plant.FIR, -12.0, 1.0, 10.0),
    (Plant.OAK, -5.0, -1.5, 7.5),
    (Plant.BUSH, 3.0, 1.8, 3.4),
    (Plant.BUSH, 12.5, -1.0, 4.0),
    (Plant.BUSH, -18.0, -1.2, 3.2),
)
_STONES = ((-24.0, 1.0, 7.0, 3.6), (-11.0, 0.5, -8.5, 2.6), (9.5, 0.4, 6.5, 2.2), (22.5, 0.8, -4.0, 3.0))


def arch(level: Level) -> Patch:
    """What wind and water left: thick at its feet, level on top, green where nobody walks."""
    borders = bed_borders(_TOP_M, _FOOT_M, 37)[:: (1, 1, 2)[level.number]]
    grass = Turf(outline=_roof, height=_roof_m, over_m=0.8, lip_m=0.9, seat_m=_TOP_M)
    parts = [turf(grass, level, 42), *hanging_turf(grass, level, 43)]
    rocks = [crag(_deck(), borders, level, 45), crag(_stack(), borders, level, 49)]
    rocks += [crag(_leg(number), borders, level, 46 + number) for number in range(len(_LEGS))]
    parts.append(weather_rock(merge(rocks), level, 50))
    stones = np.array(_STONES)
    parts.append(boulders(stones[:, :3], stones[:, 3], level, 60))
    for number, (kind, x, z, height_m) in enumerate(_GREENERY):
        foot = np.array([x, float(_roof_m(np.array(x), np.array(z))) - 0.3, z])
        parts.append(plant(kind, foot, height_m, 1.3 * number, level))
    return merge(parts)


def _roof(angle: Array) -> Array:
    """The deck's outline: long, narrow, bitten into."""
    c, s = np.cos(angle), np.sin(angle)
    long_m = 20.5 * np.sign(c) * np.abs(c) ** 0.85
    wide_m = 5.2 * np.sign(s) * np.abs(s) ** 0.8
    bite = 1.0 + 0.10 * np.sin(5.0 * angle + 1.0) + 0.07 * np.sin(11.0 * angle)
    return np.stack([long_m * bite, wide_m * bite], axis=1)


def _roof_m(x: Array, z: Array) -> Array:
    hump = 2.6 * np.exp(-(((x + 9.0) / 8.0) ** 2)) + 0.8 * np.exp(-(((x - 8.0) / 5.0) ** 2))
    return np.asarray(_TOP_M + 0.6 + hump - 0.9 * (np.abs(x) / 21.0) ** 3 - 0.03 * z * z)


def _deck() -> Crag:
    return Crag(
        outline=_roof,
        reach=lambda y: np.interp(y, [20.0, 22.0, 24.0], [0.78, 0.94, 1.0]),
        middle=lambda y: np.zeros((len(y), 2)),
        top_m=_TOP_M,
        bottom_m=20.0,
        jut_m=1.5,
        sheltered_m=3.0,
    )


def _leg(number: int) -> Crag:
    heights, middles, thick = _LEGS[number]

    def edge(angle: Array) -> Array:
        size = 1.0 + 0.12 * np.sin(2.0 * angle + number) + 0.08 * np.sin(3.0 * angle + 2.0 * number)
        return np.asarray(size[:, None] * np.stack([np.cos(angle), 0.66 * np.sin(angle)], axis=1) * 9.0)

    return Crag(
        outline=edge,
        reach=lambda y: np.interp(y, heights, np.array(thick) / 9.0),
        middle=lambda y: np.stack([np.interp(y, heights, middles), 0.4 * np.sin(0.2 * y)], axis=1),
        top_m=heights[-1],
        bottom_m=_FOOT_M,
        jut_m=1.2,
    )


def _stack() -> Crag:
    """What is left of a third leg."""

    def edge(angle: Array) -> Array:
        return np.stack([4.6 * np.cos(angle), 3.8 * np.sin(angle)], axis=1)

    return Crag(
        outline=edge,
        reach=lambda y: np.interp(y, [-7.0, 3.0, 9.0, 11.5, 13.0], [1.25, 0.9, 0.62, 0.8, 0.25]),
        middle=lambda y: np.stack([29.5 + 0.12 * y, 2.0 + 0.0 * y], axis=1),
        top_m=13.0,
        bottom_m=_FOOT_M,
        jut_m=0.9,
        moss=0.9,
    )
