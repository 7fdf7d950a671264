"""Small things beside the figures: floor rings, the tick, pearls, rings that fill. Pure."""

import itertools
import math

from griffin.easing import clamp, mix
from griffin.scene.shapes import Arc, Capsule, Ellipse, Fill, Group, Leaf, Paint, Point

_FROM_TOP_RAD = -0.5 * math.pi
_TICK_U = 46.0
_TICK_OUT_S = (1.2, 0.4)  # from when on it goes, and how long that takes
TICK_S = sum(_TICK_OUT_S)
_TICK_SIZES = ((0.0, 0.45), (0.12, 0.7), (0.25, 1.12), (0.45, 1.0))
_TICK_LEAVES = 8
_PEARL_U = (9.0, 17.0)  # one that is still to come, and any other
_PEARL_GAP_U = 52.0
_RING_U = 11.0
_TRACK_ALPHA_FRAC = 0.27
_OUTLINE_U = 2.4


def floor_ring(ground: Point, height_u: float, *, alpha_frac: float, is_golden: bool) -> Group:
    """The circle that a figure stands on: the pilot's in gold, any other faint."""
    radii = (0.45 * height_u, 0.108 * height_u) if is_golden else (0.31 * height_u, 0.075 * height_u)
    stroke = 5.0 * clamp(height_u / 200.0, 0.7, 1.1)
    y = ground[1] - 0.02 * height_u
    ring = Ellipse((ground[0], y), radii, stroke if is_golden else 0.6 * stroke)
    return Group(
        fills=(Fill(ring, Paint.GOLD if is_golden else Paint.CREAM),),
        top_u=y - radii[1],
        bottom_u=y + radii[1],
        outline_u=_OUTLINE_U if is_golden else 0.0,
        alpha_frac=alpha_frac if is_golden else _TRACK_ALPHA_FRAC * alpha_frac,
    )


def filling_ring(middle: Point, radius_u: float, done_frac: float, *, alpha_frac: float) -> tuple[Group, ...]:
    """Fills clockwise from the top."""
    breadth = clamp(0.12 * radius_u, 5.0, _RING_U)
    top, bottom = middle[1] - radius_u, middle[1] + radius_u
    track = Ellipse(middle, (radius_u, radius_u), breadth)
    done = Arc(middle, radius_u, breadth, breadth, _FROM_TOP_RAD, 2.0 * math.pi * clamp(done_frac, 0.0, 1.0))
    return (
        Group(
            fills=(Fill(track, Paint.CREAM),),
            top_u=top,
            bottom_u=bottom,
            alpha_frac=_TRACK_ALPHA_FRAC * alpha_frac,
        ),
        Group(
            fills=(Fill(done, Paint.GOLD),),
            top_u=top,
            bottom_u=bottom,
            outline_u=_OUTLINE_U,
            shadow_u=0.0,
            alpha_frac=alpha_frac,
        ),
    )


def home_ring(middle: Point, radius_u: float, done_frac: float, *, alpha_frac: float) -> tuple[Group, ...]:
    """A tree in a ring that fills: the griffin flies home."""
    (x, y), r = middle, radius_u
    ground = Capsule(middle, middle, r, r)
    stem = Capsule((x, y + 0.05 * r), (x, y + 0.55 * r), 0.09 * r, 0.12 * r)
    crowns = ((-0.22, -0.06, 0.24), (0.22, -0.06, 0.24), (0.0, -0.30, 0.28))
    tree = Group(
        fills=(
            Fill(ground, Paint.TILE, 0.75),
            Fill(stem, Paint.WOOD),
            *(
                Fill(
                    Capsule(
                        (x + across * r, y + down * r), (x + across * r, y + down * r), size * r, size * r
                    ),
                    Paint.MOSS,
                )
                for across, down, size in crowns
            ),
        ),
        top_u=y - r,
        bottom_u=y + r,
        alpha_frac=alpha_frac,
    )
    return (tree, *filling_ring(middle, r, done_frac, alpha_frac=alpha_frac))


def tick(middle: Point, age_s: float, *, alpha_frac: float = 1.0) -> Group | None:
    """Done: it swells once, sends out eight leaves, and goes. None before and after."""
    start_s, out_s = _TICK_OUT_S
    if not 0.0 <= age_s < start_s + out_s:
        return None
    alpha = clamp(age_s / 0.12, 0.0, 1.0) * (1.0 - clamp((age_s - start_s) / out_s, 0.0, 1.0) ** 3)
    size = _between(_TICK_SIZES, age_s)
    r = _TICK_U * size
    x, y = middle
    fills = []
    out = clamp((age_s - 0.12) / 0.25, 0.0, 1.0)
    if 0.0 < out < 1.0 or age_s < 0.7:
        away = mix(1.05, 1.42, 1.0 - (1.0 - out) ** 3) * r
        length = 0.36 * r * (1.0 - clamp((age_s - 0.45) / 0.25, 0.0, 1.0)) * out
        for number in range(_TICK_LEAVES):
            angle = (number + 0.5) * 2.0 * math.pi / _TICK_LEAVES
            across, down = math.cos(angle), math.sin(angle)
            if length > 2.0:
                root, tip = (
                    (x + away * across, y + away * down),
                    (x + (away + length) * across, y + (away + length) * down),
                )
                fills.append(Fill(Leaf(root, tip, 0.42 * length), Paint.GOLD))
    fills.append(Fill(Capsule(middle, middle, r, r), Paint.GOLD))
    return Group(
        fills=(*fills, *_tick_fills(middle, r)),
        top_u=y - r,
        bottom_u=y + r,
        outline_u=3.0,
        alpha_frac=alpha * alpha_frac,
    )


def _tick_fills(middle: Point, radius_u: float) -> tuple[Fill, Fill]:
    (x, y), r = middle, radius_u
    bend = (x - 0.12 * r, y + 0.36 * r)
    return (
        Fill(Capsule((x - 0.44 * r, y + 0.02 * r), bend, 0.10 * r, 0.10 * r), Paint.INK),
        Fill(Capsule(bend, (x + 0.46 * r, y - 0.38 * r), 0.10 * r, 0.10 * r), Paint.INK),
    )


def pearls(middle: Point, are_done: tuple[bool, ...], *, alpha_frac: float) -> tuple[Group, ...]:
    """A row: a tick where something is done, gold where one is now, small where one will be."""
    groups = []
    now = are_done.index(False) if False in are_done else -1
    for number, is_done in enumerate(are_done):
        x = middle[0] + (number - 0.5 * (len(are_done) - 1)) * _PEARL_GAP_U
        r = _PEARL_U[1] if is_done or number == now else _PEARL_U[0]
        disc = Capsule((x, middle[1]), (x, middle[1]), r, r)
        paint = Paint.GOLD if number == now else Paint.CREAM
        groups.append(
            Group(
                fills=(Fill(disc, paint), *(_tick_fills((x, middle[1]), 1.05 * r) if is_done else ())),
                top_u=middle[1] - r,
                bottom_u=middle[1] + r,
                outline_u=_OUTLINE_U,
                alpha_frac=alpha_frac,
            )
        )
    return tuple(groups)


def _between(values: tuple[tuple[float, float], ...], at_s: float) -> float:
    for (start_s, start), (end_s, end) in itertools.pairwise(values):
        if at_s < end_s:
            part = (at_s - start_s) / (end_s - start_s)
            return mix(start, end, part * part * (3.0 - 2.0 * part))
    return values[-1][1]
