"""A body's head: ears and beak or a smile, and hair where it is seen from behind. Pure.

A head is a ball that turns: its face goes round to the side and out of sight, and hair comes round after it.
"""

import math
from dataclasses import dataclass
from enum import Enum

from griffin.easing import smooth_between
from griffin.scene.figure_body import Body
from griffin.scene.shapes import Arc, Capsule, Ellipse, Fill, Leaf, Paint, Point, Triangle


class Face(Enum):
    """Which face a figure has."""

    GUIDE = "guide"  # ears and a beak
    PERSON = "person"  # a smile
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadTuning:
    """Places and sizes on a head of radius 1: to the right, down, and towards the one who looks."""

    ear_root: tuple[float, float] = (0.48, -0.30)
    ear_tip: tuple[float, float] = (0.92, -1.60)  # long: what tells the guide from people at a glance
    ear_breadth: float = 0.62
    eye: tuple[float, float, float] = (0.40, -0.06, 0.91)
    eye_radii: tuple[float, float] = (0.125, 0.16)
    eye_from: float = 0.15  # an eye less far towards the one who looks has gone round the edge
    least_eye_frac: float = 0.45  # of its breadth: a thinner one is lost at 800x450
    lid_up: float = 0.18
    lid: float = 0.17
    lid_breadth: float = 0.07
    beak_root: tuple[float, float] = (0.10, 0.90)  # down, and to the one who looks
    beak_tip: tuple[float, float] = (0.66, 1.16)  # it stands out of the head, so it is seen from the side
    beak_half: float = 0.27
    beak_line_frac: float = 0.8  # of the figure's: it is small
    smile_down: float = 0.05
    smile: float = 0.42
    smile_breadth: float = 0.09
    least_stroke_u: float = 2.0  # 1.25 px at 800x450
    hair: float = 0.94  # a rim of the head is left, as of every other part
    hair_facing: tuple[float, float] = (0.45, -0.60)  # it begins to be seen, and covers all
    locks_from: float = 0.8  # of the head covered: then it hangs down the neck
    locks: tuple[float, ...] = (-0.5, 0.5, 0.0)  # across; the last, in the middle, lies above
    lock_breadth: float = 0.7
    lock_down: tuple[float, float] = (0.1, 1.45)  # root and tip of the middle one: never below a chin's place
    cap: tuple[float, float, float] = (-0.12, 0.80, 0.78)  # down, and its radii: over the roots of the locks


TUNING = HeadTuning()


def head_fills(body: Body, face: Face, paint: Paint, line_u: float) -> list[Fill]:
    """`line_u`: how broad the lines of the figure are."""
    t, (x, y), r = TUNING, body.head, body.head_radius_u
    fills: list[Fill] = []
    if face is Face.GUIDE:
        for out in (-body.width_frac, body.width_frac):
            root = x + t.ear_root[0] * out * r, y + t.ear_root[1] * r
            tip = x + t.ear_tip[0] * out * r, y + t.ear_tip[1] * r
            fills.append(Fill(Leaf(root, tip, t.ear_breadth * r), paint, 1.0, line_u))
    fills.append(Fill(Capsule(body.head, body.head, r, r), paint, 1.0, line_u))
    if face is not Face.NONE:
        fills += _hair(body, t.beak_line_frac * line_u)
        fills += _eyes(body)
        fills += _beak(body, line_u) if face is Face.GUIDE else _smile(body)
    return fills


def _turned(across: float, depth: float, body: Body) -> tuple[float, float]:
    """A place on the head as it is seen: across, and how far towards the one who looks."""
    return across * body.facing + depth * body.sideways, depth * body.facing - across * body.sideways


def _eyes(body: Body) -> list[Fill]:
    t, (x, y), r = TUNING, body.head, body.head_radius_u
    across, down, out = t.eye
    fills = []
    for side in (-across, across):
        eye_x, depth = _turned(side, out, body)
        if depth <= t.eye_from:
            continue
        if body.has_shut_eyes:
            breadth = max(t.least_stroke_u, t.lid_breadth * r)
            middle = x + eye_x * r, y - t.lid_up * r
            fills.append(Fill(Arc(middle, t.lid * r, breadth, breadth, 0.5, math.pi - 1.0), Paint.INK))
        else:
            narrow = max(t.least_eye_frac, depth / out)
            radii = t.eye_radii[0] * narrow * r, t.eye_radii[1] * r
            fills.append(Fill(Ellipse((x + eye_x * r, y + down * r), radii), Paint.INK))
    return fills


def _beak(body: Body, line_u: float) -> list[Fill]:
    """A cone: from before it hangs down, from the side it stands out."""
    t, (x, y), r = TUNING, body.head, body.head_radius_u
    root_x, depth = _turned(0.0, t.beak_root[1], body)
    if depth <= 0.0:
        return []
    tip_x, _ = _turned(0.0, t.beak_tip[1], body)
    root: Point = (x + root_x * r, y + t.beak_root[0] * r)
    tip: Point = (x + tip_x * r, y + t.beak_tip[0] * r)
    half = t.beak_half * r / math.dist(root, tip)
    across, down = half * (tip[0] - root[0]), half * (tip[1] - root[1])
    beak = Triangle((root[0] - down, root[1] + across), (root[0] + down, root[1] - across), tip)
    return [Fill(beak, Paint.GOLD, 1.0, t.beak_line_frac * line_u)]


def _smile(body: Body) -> list[Fill]:
    if body.facing < 0.0:
        return []
    t, (x, y), r = TUNING, body.head, body.head_radius_u
    breadth = max(t.least_stroke_u, t.smile_breadth * r)
    middle = x + _turned(0.0, t.smile, body)[0] * r, y + t.smile_down * r
    return [Fill(Arc(middle, t.smile * r, breadth, breadth, 0.45, math.pi - 0.9), Paint.INK)]


def _hair(body: Body, line_u: float) -> list[Fill]:
    """It comes round from the side that the face has left, and from behind covers all of the head."""
    t, (x, y), r = TUNING, body.head, body.head_radius_u
    # A player's figure is seen from before or from behind: what is between has no side.
    covered = smooth_between(body.facing, *t.hair_facing) if body.sideways else float(body.facing < 0.0)
    if covered <= 0.0:
        return []
    bare = 1.0 - covered
    radii = t.hair * covered * r, t.hair * math.sqrt(1.0 - bare**2) * r
    side = Ellipse((x - math.copysign(bare, body.sideways) * r, y), radii)
    if covered < t.locks_from:
        return [Fill(side, Paint.WOOD)]
    root, tip = t.lock_down
    locks = [
        Leaf(
            (x + out * r, y + root * r),
            (x + 1.1 * out * r, y + (tip - 0.5 * abs(out)) * r),
            t.lock_breadth * r,
        )
        for out in t.locks
    ]
    cap = Ellipse((x, y + t.cap[0] * r), (t.cap[1] * r, t.cap[2] * r))
    return [
        Fill(side, Paint.WOOD),
        *(Fill(lock, Paint.WOOD, 1.0, line_u) for lock in locks),
        Fill(cap, Paint.WOOD),
    ]
