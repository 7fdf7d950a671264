"""The floating island: a torn-out piece of land with a spring, metres from its meadow's middle."""

import math
from dataclasses import replace

import numpy as np

from griffin.linalg import Array
from griffin.meshes.mesh import Patch, make_patch, merge, paint
from griffin.meshes.place_plants import hanging_turf, plant
from griffin.meshes.place_rock import (
    Crag,
    Level,
    Turf,
    bed_borders,
    boulders,
    crag,
    turf,
    weather_rock,
)
from griffin.world.flora import Plant
from griffin.world.island import (
    BROOK_RAD,
    OVER_M,
    POOL_M,
    RADIUS_M,
    SPRING_LEVEL_M,
    SPRING_M,
    outline,
    water_m,
)
from griffin.world.noise import hash_uniform
from griffin.world.palette import PALETTE

_SPRING = SPRING_M * np.array([math.cos(BROOK_RAD), math.sin(BROOK_RAD)])
_KNOLL = np.array([-9.0, 6.0])

# Where crags hang from it: x, z, how far they reach, how deep they go; the first is the middle one.
_CRAGS = (
    (3.0, -2.0, 20.0, 68.0),
    (-19.0, 9.0, 15.0, 46.0),
    (13.0, 17.0, 14.0, 53.0),
    (14.0, -18.0, 12.0, 38.0),
    (-14.0, -18.0, 12.0, 31.0),
    (27.0, -2.0, 9.0, 26.0),
    (-30.0, -4.0, 8.0, 20.0),
)
# Loose stones about it: direction, distance, height, size.
_STONES = (
    (0.2, 52.0, -9.0, 3.4),
    (0.55, 58.0, -22.0, 2.0),
    (1.9, 50.0, -30.0, 4.2),
    (2.4, 56.0, -12.0, 2.4),
    (2.6, 44.0, -44.0, 1.7),
    (3.6, 54.0, -18.0, 3.0),
    (4.1, 50.0, -38.0, 2.2),
    (4.9, 55.0, -6.0, 4.6),
    (5.15, 63.0, -14.0, 1.8),
    (5.8, 46.0, -33.0, 2.8),
)
# What grows on it: kind, direction, how far out, height.
_GROVE = (
    (Plant.OAK, 3.35, 0.38, 14.0),
    (Plant.FIR, 2.75, 0.50, 15.0),
    (Plant.SPRUCE, 2.45, 0.62, 12.0),
    (Plant.FIR, 3.9, 0.66, 11.0),
    (Plant.OAK, 5.4, 0.60, 11.5),
    (Plant.BUSH, 5.1, 0.70, 4.5),
    (Plant.SPRUCE, 4.5, 0.34, 13.0),
    (Plant.AUTUMN, 0.1, 0.72, 9.5),
    (Plant.BUSH, 0.35, 0.86, 4.0),
    (Plant.POPLAR, 1.75, 0.68, 12.0),
    (Plant.BUSH, 2.0, 0.84, 3.6),
    (Plant.BUSH, 3.5, 0.90, 4.2),
    (Plant.FIR, 5.9, 0.42, 10.0),
    (Plant.BUSH, 0.75, 0.55, 2.6),
)


def meadow_m(x: Array, z: Array) -> Array:
    """How high the meadow is: a knoll behind, a hollow for the spring, a bed for its brook."""
    knoll = np.hypot(x - _KNOLL[0], z - _KNOLL[1])
    away = np.hypot(x, z)
    ground = 4.2 * np.maximum(1.0 - (away / RADIUS_M) ** 2, 0.05) + 6.5 * np.exp(-((knoll / 13.0) ** 2))
    ground = ground + 0.7 * np.sin(0.21 * x + 1.0) * np.sin(0.26 * z)
    along = (x * _SPRING[0] + z * _SPRING[1]) / SPRING_M
    aside = np.abs(x * _SPRING[1] - z * _SPRING[0]) / SPRING_M
    pool = np.hypot(x - _SPRING[0], z - _SPRING[1])
    is_bed = np.clip((along - SPRING_M + 2.0) / 4.0, 0.0, 1.0) * np.exp(-((aside / 3.4) ** 2))
    wet = np.maximum(is_bed, np.exp(-((pool / 6.0) ** 4)))
    return np.asarray(ground + (water_m(along) - 0.9 - ground) * wet)


def island(level: Level) -> Patch:
    """Meadow and trees above, hanging rock below, and a spring whose brook leaves it."""
    borders = bed_borders(0.0, -90.0, 31)[:: (1, 2, 2)[level.number]]
    grass = Turf(outline=outline, height=meadow_m, over_m=OVER_M, seat_m=-0.5)
    parts = [turf(grass, level, 22), *hanging_turf(grass, level, 24)]
    rocks = [crag(_slab(), borders, level, 51), *_hanging(borders, level)]
    parts += [weather_rock(merge(rocks), level, 52), _pool(level), _banks(level), _stones(level)]
    parts += _grove(level)
    return merge(parts)


def _slab() -> Crag:
    return Crag(
        outline=outline,
        reach=lambda y: np.interp(y, [-22.0, -14.0, -6.0, -1.0], [0.36, 0.66, 0.90, 0.97]),
        middle=lambda y: np.zeros((len(y), 2)),
        top_m=-0.6,
        bottom_m=-22.0,
        sheltered_m=9.0,
    )


def _hanging(borders: Array, level: Level) -> list[Patch]:
    most = (7, 5, 4)[level.number]
    rocks = []
    for number, (x, z, reach_m, deep_m) in enumerate(_CRAGS[:most]):
        turn = hash_uniform((3,), 60 + number) * 2.0 * math.pi

        def edge(angle: Array, reach_m: float = reach_m, turn: Array = turn) -> Array:
            size = reach_m * (
                1.0 + 0.14 * np.sin(2.0 * angle + turn[0]) + 0.10 * np.sin(3.0 * angle + turn[1])
            )
            return np.asarray(size[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1))

        def reach(y: Array, deep_m: float = deep_m) -> Array:
            left = np.clip(1.0 + y / (deep_m * 1.03), 0.0, 1.0)
            return np.asarray(left**0.72)

        def middle(y: Array, x: float = x, z: float = z, deep_m: float = deep_m) -> Array:
            inward = 1.0 + 0.30 * np.clip(y / deep_m, -1.0, 0.0)
            return np.stack([x * inward, z * inward], axis=1)

        top_m = -9.0 if number == 0 else -5.0
        form = Crag(outline=edge, reach=reach, middle=middle, top_m=top_m, bottom_m=-deep_m, moss=0.5)
        rocks.append(crag(form, borders, level, 70 + number))
    return rocks


def _pool(level: Level) -> Patch:
    """The spring's water, lighter at its edge."""
    columns = (18, 12, 8)[level.number]
    angle = 2.0 * math.pi * np.arange(columns) / columns
    reach = POOL_M * (1.0 + 0.16 * np.sin(3.0 * angle))
    rim = np.stack([reach * np.cos(angle), np.zeros(columns), reach * np.sin(angle)], axis=1)
    position = np.vstack([rim, np.zeros((1, 3))]) + np.array([_SPRING[0], SPRING_LEVEL_M, _SPRING[1]])
    after = (np.arange(columns) + 1) % columns
    water = make_patch(position, np.stack([np.full(columns, columns), after, np.arange(columns)], axis=1))
    light = np.append(np.ones(columns), 0.0)[:, None]
    p = PALETTE
    lit = p.water_deep + (p.water_shallow - p.water_deep) * (0.35 + 0.65 * light)
    return paint(replace(water, normal=np.tile([0.0, 1.0, 0.0], (columns + 1, 1))), lit, lit * 0.8)


def _banks(level: Level) -> Patch:
    """Stones about the spring and at the lip, and the outcrop that it comes from."""
    stones = [(*(_SPRING + np.array([-4.6, -5.4])), 3.6), (*(_SPRING + np.array([-7.2, -2.2])), 2.6)]
    rim_m = float(np.linalg.norm(outline(np.array([BROOK_RAD])))) + OVER_M
    way = _SPRING / SPRING_M
    aside = np.array([-way[1], way[0]])
    stones += [(*(way * (rim_m - 2.2) + aside * 3.6), 2.0), (*(way * (rim_m - 2.6) - aside * 3.8), 2.4)]
    toss = hash_uniform((9, 2), 81)
    for number, (turn, size) in enumerate(toss[: (9, 5, 0)[level.number]]):
        angle = 2.0 * math.pi * (number + turn) / 9.0
        away = (POOL_M + 0.8) * np.array([math.cos(angle), math.sin(angle)])
        if away @ _SPRING < 0.75 * SPRING_M * POOL_M:  # the brook leaves there
            stones.append((*(_SPRING + away), 0.7 + 0.8 * size))
    x, z, size = np.array(stones).T
    return boulders(np.stack([x, meadow_m(x, z) + 0.25 * size, z], axis=1), size, level, 83)


def _grove(level: Level) -> list[Patch]:
    grown = []
    for number, (kind, turn, frac, height_m) in enumerate(_GROVE[: (14, 14, 9)[level.number]]):
        x, z = outline(np.array([turn]))[0] * frac
        foot = np.array([x, float(meadow_m(x, z)) - 0.4, z])
        grown.append(plant(kind, foot, height_m, 1.7 * number, level))
    return grown


def _stones(level: Level) -> Patch:
    """Broken pieces that float about, each rising and sinking by itself."""
    turn, away_m, y, size = np.array(_STONES[: (10, 8, 4)[level.number]]).T
    middles = np.stack([away_m * np.cos(turn), y, away_m * np.sin(turn)], axis=1)
    stones = boulders(middles, size, level, 90)
    pattern = stones.pattern.copy()
    pattern[:, 0] = np.repeat(0.5 + 0.09 * np.arange(len(turn)), len(pattern) // len(turn))
    return replace(stones, pattern=pattern)
