"""The ruined tower: a keep broken on one side, its stair turret, what is left of the court; metres."""

import math
from dataclasses import replace

import numpy as np

from griffin.linalg import Array, vec_normalize
from griffin.meshes.mesh import Patch, make_patch, merge, paint, tube
from griffin.meshes.place_masonry import Flags, RoundWall, block, round_wall, weather_masonry
from griffin.meshes.place_plants import ivy, plant
from griffin.meshes.place_rock import Level, lumps, quad_triangles
from griffin.world.flora import Plant
from griffin.world.noise import hash_uniform
from griffin.world.palette import PALETTE

_FOOT_M = -3.0
_TOP_M = 25.2  # where the parapet begins
_MERLONS = 9
_BREACH_RAD = 1.35  # the side that fell
_TURRET_RAD = 4.5
_TURRET = 5.7 * np.array([math.cos(_TURRET_RAD), math.sin(_TURRET_RAD)])
_TURRET_TOP_M = 31.0
_COURT = (2.2, 3.0)
_DOOR_RAD = 0.2

_FRAME = PALETTE.gravel  # dressed stone about openings
# Arrow slits of the keep: direction, height.
_SLITS = ((0.3, 8.5), (5.6, 9.5), (0.02, 14.0), (5.35, 17.5), (3.0, 12.0), (2.5, 18.5), (3.6, 20.5))
_LAMP = (5.95, 20.0)  # somebody lives there


def tower(level: Level) -> Patch:
    """Half of it stands, and somebody has lit a lamp."""
    walls = [_keep(level), _turret(level), _court(level), _step(), *_rubble(level)]
    parts = [weather_masonry(merge(walls), 70), _roof(level), _door(level)]
    parts += [_slit(turn, up, level) for turn, up in _SLITS[: (7, 7, 3)[level.number]]]
    parts += [_lamp(level), *_beams(level), *_ivy(level), *_greenery(level)]
    return merge(parts)


def _keep_radius(height: Array) -> Array:
    """Spread at its foot, corbelled out below the parapet."""
    return np.interp(height, [-3.0, 0.0, 4.0, 23.6, 24.8, 30.0], [7.0, 6.3, 5.7, 5.1, 5.75, 5.75])


def _keep_top_m(angle: Array) -> Array:
    """How high the wall still is."""
    away = np.abs((angle - _BREACH_RAD + math.pi) % (2.0 * math.pi) - math.pi)
    slope = np.interp(away, [0.0, 0.45, 0.9, 1.25, 1.7], [11.0, 13.0, 19.0, 23.5, 40.0])
    return np.asarray(slope + 2.4 * np.sin(9.0 * angle) * (away < 1.5))


def _keep(level: Level) -> Patch:
    half_blocks, courses = ((36, 27), (36, 11), (18, 4))[level.number]
    body = np.linspace(_FOOT_M, _TOP_M, courses + 1)
    heights = np.concatenate([body, [_TOP_M + 1.2, _TOP_M + 2.9]])

    def is_there(height: Array, angle: Array) -> Flags:
        place = np.stack([6.0 * np.cos(angle), height, 6.0 * np.sin(angle)], axis=-1)
        ragged = 2.6 * (lumps(place.reshape(-1, 3), 1.7, 15).reshape(height.shape) - 0.5)
        stands = height < _keep_top_m(angle) + ragged
        turns = (angle * _MERLONS / (2.0 * math.pi)) % 1.0
        return stands & ((height < _TOP_M + 1.2) | (turns < 0.5))

    wall = RoundWall(
        middle=(0.0, 0.0),
        angles=np.linspace(0.0, 2.0 * math.pi, half_blocks + 1),
        heights=heights,
        radius=_keep_radius,
        thick_m=1.15,
        is_there=is_there,
        inside_from_m=10.0,
        joints=(36.0 / half_blocks, 27.0 / courses),
    )
    return round_wall(wall, 71)


def _turret(level: Level) -> Patch:
    half_blocks, courses = ((12, 24), (8, 10), (6, 3))[level.number]

    def radius(height: Array) -> Array:
        return np.interp(height, [-3.0, 2.0, 27.5, 28.8, 31.0], [2.5, 2.1, 1.9, 2.35, 2.35])

    wall = RoundWall(
        middle=(float(_TURRET[0]), float(_TURRET[1])),
        angles=np.linspace(0.0, 2.0 * math.pi, half_blocks + 1),
        heights=np.linspace(_FOOT_M, _TURRET_TOP_M, courses + 1),
        radius=radius,
        thick_m=0.5,
        is_there=lambda height, angle: np.asarray(height < 29.6 + 1.6 * np.sin(2.0 * angle + 1.0)),
        inside_from_m=28.0,
        joints=(12.0 / half_blocks, 24.0 / courses),
    )
    return round_wall(wall, 72)


def _roof(level: Level) -> Patch:
    """A pointed roof of shingles, open on one side, where its rafters show."""
    columns = (14, 10, 7)[level.number]
    rows = (5, 3, 2)[level.number]
    middle = np.array([_TURRET[0], _TURRET_TOP_M - 1.0, _TURRET[1]])
    apex = middle + np.array([0.35, 7.6, 0.2])
    angle = np.linspace(0.9, 0.9 + 2.0 * math.pi * 0.78, columns + 1)
    around = np.stack([np.cos(angle), np.zeros(columns + 1), np.sin(angle)], axis=1)
    toss = hash_uniform((rows, columns + 1), 77)
    wood, moss = PALETTE.bark, PALETTE.dry_grass
    parts = []
    for row in range(rows):  # each row of shingles hangs over the one below
        low, high = row / rows, (row + 1.15) / rows
        foot = middle + around * (2.95 * (1.0 - low) + 0.22 * (row > 0)) + (apex - middle) * low
        foot[:, 1] -= 0.5 * toss[row]
        head = middle + around * max(2.95 * (1.0 - high), 0.0) + (apex - middle) * min(high, 1.0)
        cell = np.arange(columns)
        quads = np.stack([foot[cell], head[cell], head[cell + 1], foot[cell + 1]], axis=1)
        shingles = make_patch(quads.reshape(-1, 3), quad_triangles(columns))
        slope = vec_normalize(around[:-1] + around[1:] + np.array([0.0, 0.8, 0.0]))
        shingles = replace(shingles, normal=np.repeat(slope, 4, axis=0))  # an apex has none of its own
        tone = np.repeat(0.75 + 0.6 * toss[row, :-1], 4)[:, None]
        green = np.repeat(np.clip(2.0 * toss[row, ::-1][:-1] - 1.2, 0.0, 0.6), 4)[:, None]
        lit = wood.lit * tone + (moss.lit * 0.7 - wood.lit * tone) * green
        parts.append(paint(shingles, lit, wood.shade * tone))
    for turn in (0.9 - 0.35, 0.9 - 0.85, 0.9 - 1.25)[: (3, 2, 0)[level.number]]:
        foot_m = middle + 2.9 * np.array([math.cos(turn), 0.0, math.sin(turn)])
        parts.append(_beam(foot_m, apex - [0.0, 0.3, 0.0], 0.22))
    return merge(parts)


def _beam(start: Array, end: Array, thick_m: float) -> Patch:
    way = vec_normalize(end - start)
    side = vec_normalize(np.cross(way, [0.1, 1.0, 0.05]))
    over = np.cross(side, way)
    square = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * thick_m * 0.5
    ring = square[:, :1] * side + square[:, 1:] * over
    return paint(
        tube(np.stack([start + ring, end + ring])), PALETTE.bark.lit * 0.85, PALETTE.bark.shade * 0.8
    )


def _beams(level: Level) -> list[Patch]:
    """Ends of the floors' beams, seen through the breach."""
    if level.number == 2:
        return []
    beams = []
    for up, count in ((12.6, 4), (18.6, 3)):
        for number in range(count):
            aside = (number - (count - 1) / 2.0) * 2.1
            away = np.array([math.cos(_BREACH_RAD), 0.0, math.sin(_BREACH_RAD)])
            across = np.array([-away[2], 0.0, away[0]])
            start = across * aside - away * math.sqrt(16.0 - aside**2) + [0.0, up, 0.0]
            reach_m = (3.2, 0.6, 3.9, 1.8)[number]
            beams.append(_beam(start, start + away * (3.4 + reach_m) - [0.0, 0.1 * number, 0.0], 0.42))
    return beams


def _court(level: Level) -> Patch:
    half_blocks, courses = ((44, 9), (22, 5), (10, 2))[level.number]

    def is_there(height: Array, angle: Array) -> Flags:
        place = np.stack([13.0 * np.cos(angle), np.zeros_like(angle), 13.0 * np.sin(angle)], axis=-1)
        left_m = 1.2 + 6.4 * lumps(place.reshape(-1, 3), 4.6, 19).reshape(height.shape)
        gate = np.abs(angle - 2.55)
        left_m = np.where(gate < 0.36, np.maximum(left_m, 6.4), left_m)  # the gate's posts and their arch
        is_open = (gate < 0.17) & (height < 4.2) | (gate < 0.09) & (height < 5.1)
        return (height < left_m) & ~(is_open & (height > -2.0))

    wall = RoundWall(
        middle=_COURT,
        angles=np.linspace(0.55, 4.25, half_blocks + 1),
        heights=np.linspace(-5.0, 7.0, courses + 1),
        radius=lambda height: 13.0 - 0.05 * height,
        thick_m=1.2,
        is_there=is_there,
        inside_from_m=-2.0,
        joints=(44.0 / half_blocks, 9.0 / courses),
        wear_m=0.1,
    )
    return round_wall(wall, 73)


def _facing(turn_rad: float, up_m: float, proud_m: float) -> tuple[Array, Array, Array]:
    """A place on the keep's skin, and the directions out of it and along it."""
    out = np.array([math.cos(turn_rad), 0.0, math.sin(turn_rad)])
    reach = float(_keep_radius(np.array(up_m))) + proud_m
    return out * reach + np.array([0.0, up_m, 0.0]), out, np.array([-out[2], 0.0, out[0]])


def _pane(
    turn_rad: float, up_m: float, half_m: tuple[float, float], proud_m: float, arch_m: float = 0.0
) -> Patch:
    """An upright plate on the keep's skin, its upper end pointed by `arch_m`."""
    middle, out, side = _facing(turn_rad, up_m, proud_m)
    wide, tall = half_m
    up = np.array([0.0, 1.0, 0.0])
    outline = ((1, -1, 0.0), (1, 1, 0.0), (0, 1, arch_m), (-1, 1, 0.0), (-1, -1, 0.0))
    corners = np.stack([middle + side * wide * x + up * (tall * y + more) for x, y, more in outline])
    pane = make_patch(corners, np.array([[0, 1, 2], [0, 2, 4], [2, 3, 4]]))
    return replace(pane, normal=np.tile(out, (5, 1)))


def _slit(turn_rad: float, up_m: float, level: Level) -> Patch:
    """A dark slit between lighter stones."""
    pane = paint(
        _pane(turn_rad, up_m, (0.24, 1.05), 0.17, 0.3), PALETTE.bark.shade * 0.35, PALETTE.bark.shade * 0.3
    )
    if level.number == 2:
        return pane
    frame = _pane(turn_rad, up_m, (0.62, 1.35), 0.11, 0.5)
    return merge([paint(frame, _FRAME.lit * 0.72, _FRAME.shade * 0.7), pane])


def _lamp(level: Level) -> Patch:
    """The one window with light behind it; from far it would be lost, so it is larger there."""
    size = (1.0, 1.15, 1.7)[level.number]
    frame = _pane(*_LAMP, (0.95 * size, 1.35 * size), 0.12, 0.8 * size)
    pane = _pane(*_LAMP, (0.55 * size, size), 0.2, 0.6 * size)
    gloss = pane.finish.copy()
    gloss[:, 1] = 1.0
    bar = paint(_pane(*_LAMP, (0.06, size), 0.24), PALETTE.bark.shade, PALETTE.bark.shade)
    light = PALETTE.magic * [0.98, 0.78, 0.62]
    frame = paint(frame, _FRAME.lit * 0.7, _FRAME.shade * 0.7)
    return merge([frame, paint(replace(pane, finish=gloss), light, light), bar])


def _door(level: Level) -> Patch:
    """Old planks under a round arch, a step before them: what a person is high."""
    frame = _pane(_DOOR_RAD, 1.2, (1.45, 1.9), 0.16, 1.1)
    parts = [paint(frame, _FRAME.lit * 0.7, _FRAME.shade * 0.65)]
    planks = (4, 2, 1)[level.number]
    wide = 0.95 / planks
    for number in range(planks):
        turn = _DOOR_RAD + (number - (planks - 1) / 2.0) * 2.0 * wide / 6.2
        plank = _pane(turn, 1.0, (wide * 0.93, 1.6), 0.25, 0.25)
        tone = 0.9 + 0.25 * (number % 2)
        parts.append(paint(plank, PALETTE.bark.lit * tone, PALETTE.bark.shade * tone))
    return merge(parts)


def _step() -> Patch:
    """The slab before the door."""
    middle, out, _ = _facing(_DOOR_RAD, -0.75, 1.0)
    return block(middle + out * 0.4, np.array([3.4, 0.6, 3.0]), np.array([0.0, -_DOOR_RAD, 0.0]), 31)


def _ivy(level: Level) -> list[Patch]:
    """Ivy that climbs from the foot on the weather side, and up the turret."""
    count = (190, 50, 0)[level.number]
    if count == 0:
        return []
    toss = hash_uniform((count, 4), 33)
    climb = toss[:, 0] ** 1.7
    stem = np.array([5.5, 2.7, 3.6])[(toss[:, 1] * 3.0).astype(int)]
    tall = np.array([13.0, 19.0, 9.0])[(toss[:, 1] * 3.0).astype(int)]
    turn = stem + (0.55 - 0.35 * climb) * (toss[:, 2] - 0.5) * 2.0 + 0.12 * np.sin(9.0 * climb)
    up = -1.0 + tall * climb
    out = np.stack([np.cos(turn), np.zeros(count), np.sin(turn)], axis=1)
    places = out * _keep_radius(up)[:, None] + np.stack([np.zeros(count), up, np.zeros(count)], axis=1)
    size = (0.55 + 0.5 * toss[:, 3]) * (1.0, 1.6, 1.0)[level.number]
    return [ivy(places, out, size, 34)]


def _rubble(level: Level) -> list[Patch]:
    """What fell from the breach lies below it."""
    count = (16, 4, 0)[level.number]
    toss = hash_uniform((16, 6), 35)[:count]
    stones = []
    for number, (turn, away, size, a, b, c) in enumerate(toss):
        angle = _BREACH_RAD + 1.5 * (turn - 0.5)
        reach_m = 6.6 + 6.0 * away**1.5
        up_m = 0.1 + 1.5 * (1.0 - away) ** 2
        middle = np.array([reach_m * math.cos(angle), up_m, reach_m * math.sin(angle)])
        edges = (0.8 + 0.9 * size) * np.array([1.5, 0.8, 0.9])
        stones.append(block(middle, edges, np.array([1.2 * a, 6.0 * b, 0.9 * c]), 90 + number))
    return stones


def _greenery(level: Level) -> list[Patch]:
    """Bushes on the broken wall, a tree in the court."""
    breach = np.array([math.cos(_BREACH_RAD - 0.35), 0.0, math.sin(_BREACH_RAD - 0.35)])
    spots: list[tuple[Plant, Array, float]] = [
        (Plant.BUSH, breach * 4.9 + [0.0, 12.4, 0.0], 2.6),
        (Plant.OAK, np.array([_COURT[0] - 3.5, 0.6, _COURT[1] + 7.2]), 8.5),
        (Plant.BUSH, np.array([-6.6, 0.2, -3.2]), 2.4),
        (Plant.BUSH, np.array([8.6, 0.2, 9.0]), 2.8),
    ]
    shown = spots[: (4, 4, 2)[level.number]]
    return [plant(kind, foot, height_m, 1.1, level) for kind, foot, height_m in shown]
