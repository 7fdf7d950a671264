"""A body → the Group that draws it: the guide, the player and the onlookers are all of one make. Pure.

Later shapes lie over earlier ones: the seat, feathers, legs, arms, the trunk, the head.
"""

import itertools
import math
from dataclasses import dataclass
from enum import Enum

from griffin.easing import clamp, mix, smooth_between
from griffin.scene.figure_body import TUNING, Body, Limb
from griffin.scene.figure_head import Face, head_fills
from griffin.scene.shapes import (
    Box,
    Capsule,
    Ellipse,
    Fill,
    Group,
    Leaf,
    Paint,
    Shape,
)

# Where each feather of an arm begins (1 is the elbow, 2 the wrist), and how far out it is, 0 to 1.
_PARTS = tuple(number / (TUNING.feathers - 1) for number in range(TUNING.feathers))
_ROOTS = tuple((mix(*TUNING.feather_roots, part), part) for part in _PARTS)


class Seat(Enum):
    """What a figure sits on."""

    NONE = "none"
    CHAIR = "chair"
    WHEELCHAIR = "wheelchair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a body is drawn; `arms` and `legs`: their colours, if not that of the rest."""

    body: Paint
    face: Face
    arms: Paint | None = None
    legs: Paint | None = None
    seat: Seat = Seat.NONE
    alpha_frac: float = 1.0
    has_shadow: bool = True


GUIDE = Look(body=Paint.CREAM, face=Face.GUIDE)
PILOT = Look(body=Paint.GOLD, face=Face.PERSON)
ONLOOKER = Look(body=Paint.CREAM, face=Face.PERSON)


def outline_u(unit_u: float) -> float:
    """How thick the outline of a figure of this height is."""
    return clamp(TUNING.outline * unit_u, *TUNING.outline_u)


def figure(body: Body, look: Look) -> Group:
    """All of a figure as one thing."""
    line = outline_u(body.unit_u)
    is_away = body.facing < 0.0
    fills: list[Fill] = []
    fills += _seat(body, look.seat, line)
    for side in (0, 1):
        fills += _feathers(body, side, look.arms or look.body, line)
    for leg in body.legs:
        fills += _leg_fills(leg, body, look.legs or look.body)
    for arm in body.arms:
        fills += _arm_fills(arm, body, look.arms or look.body, line)
    trunk = Capsule(
        body.chest,
        body.belly,
        body.chest_radius_u * mix(1.0, body.width_frac, 0.45),
        TUNING.belly * body.unit_u * mix(1.0, body.width_frac, 0.45),
    )
    fills += _lined(trunk, look.body, line)
    if is_away:
        fills += _tail(body, look.body, line)
    fills += head_fills(body, look.face, look.body, line)
    return Group(
        fills=tuple(fills),
        top_u=body.head[1] - body.head_radius_u,
        bottom_u=max(body.legs[0][2][1], body.legs[1][2][1]) + TUNING.leg[1] * body.unit_u,
        outline_u=line,
        shadow_u=7.0 if look.has_shadow else 0.0,
        alpha_frac=look.alpha_frac,
    )


def moving_limbs(body: Body, look: Look) -> Group:
    """Only what the look has a colour of its own for, arms or legs: how they were, behind how they are."""
    line = outline_u(body.unit_u)
    fills: list[Fill] = []
    if look.legs is not None:
        for leg in body.legs:
            fills += _leg_fills(leg, body, look.legs)
    if look.arms is not None:
        for side in (0, 1):
            fills += _feathers(body, side, look.arms, line)
            fills += _arm_fills(body.arms[side], body, look.arms, line)
    return Group(
        fills=tuple(fills),
        top_u=body.head[1] - body.head_radius_u,
        bottom_u=body.ground[1],
        outline_u=line,
        shadow_u=0.0,
        alpha_frac=look.alpha_frac,
    )


def bare_shapes(body: Body) -> list[Shape]:
    """Trunk, limbs and head alone: what a body's silhouette is the union of."""
    h = body.unit_u
    shapes: list[Shape] = [
        Capsule(body.chest, body.belly, body.chest_radius_u, TUNING.belly * h),
        Capsule(body.head, body.head, body.head_radius_u, body.head_radius_u),
    ]
    for limbs, (thick, thin) in ((body.arms, TUNING.arm), (body.legs, TUNING.leg)):
        middle = 0.5 * (thick + thin)
        for first, second, third, last in limbs:
            shapes += (
                Capsule(first, second, thick * h, middle * h),
                Capsule(second, third, middle * h, thin * h),
                Capsule(third, last, thin * h, thin * h),
            )
    return shapes


def ghost(body: Body, stroke_u: float, *, alpha_frac: float = 1.0) -> tuple[Group, ...]:
    """Where somebody is to stand: a golden stroke about the body, which is hardly filled."""
    shapes = bare_shapes(body)
    top, bottom = body.head[1] - body.head_radius_u, body.ground[1]
    line = outline_u(body.unit_u)
    rim = tuple(Fill(shape, Paint.GOLD, 0.0) for shape in shapes)
    return (
        Group(
            fills=tuple(Fill(shape, Paint.GOLD) for shape in shapes),
            top_u=top,
            bottom_u=bottom,
            shadow_u=0.0,
            alpha_frac=TUNING.ghost_alpha_frac * alpha_frac,
        ),
        Group(fills=rim, top_u=top, bottom_u=bottom, outline_u=stroke_u + line, alpha_frac=alpha_frac),
        Group(
            fills=rim,
            top_u=top,
            bottom_u=bottom,
            outline_u=stroke_u,
            outline_paint=Paint.GOLD,
            outline_alpha_frac=1.0,
            shadow_u=0.0,
            alpha_frac=alpha_frac,
        ),
    )


def _lined(shape: Shape, paint: Paint, line: float) -> list[Fill]:
    return [Fill(shape, paint, 1.0, line)]


def _arm_fills(arm: Limb, body: Body, paint: Paint, line: float) -> list[Fill]:
    thick, thin = TUNING.arm[0] * body.unit_u, TUNING.arm[1] * body.unit_u
    middle = 0.5 * (thick + thin)
    shoulder, elbow, wrist, hand = arm
    upper, lower = Capsule(shoulder, elbow, thick, middle), Capsule(elbow, wrist, middle, thin)
    palm = Capsule(wrist, hand, thin, thin)
    return [
        Fill(upper, paint, 1.0, line),
        Fill(lower, paint, 1.0, line),
        Fill(palm, paint, 1.0, line),
        Fill(upper, paint),  # over the line that the forearm has drawn across the elbow
        Fill(lower, paint),
    ]


def _leg_fills(leg: Limb, body: Body, paint: Paint) -> list[Fill]:
    thick, thin = TUNING.leg[0] * body.unit_u, TUNING.leg[1] * body.unit_u
    hip, knee, ankle, toes = leg
    middle = 0.5 * (thick + thin)
    return [
        Fill(Capsule(hip, knee, thick, middle), paint),
        Fill(Capsule(knee, ankle, middle, thin), paint),
        Fill(Capsule(ankle, toes, thin, thin), paint),
    ]


def _feathers(body: Body, side: int, paint: Paint, line: float) -> list[Fill]:
    """A fan below the arm, the innermost first; below the horizontal it folds along the arm."""
    t, h, narrow = TUNING, body.unit_u, body.width_frac
    out = (-1.0, 1.0)[side]
    shoulder, elbow, wrist, _ = body.arms[side]
    upper = math.atan2(shoulder[1] - elbow[1], out * (elbow[0] - shoulder[0]))
    lower = math.atan2(elbow[1] - wrist[1], out * (wrist[0] - elbow[0]))
    whole = math.atan2(shoulder[1] - wrist[1], out * (wrist[0] - shoulder[0]))
    folded = smooth_between(whole, *t.fold_rad) if whole > -0.5 * math.pi else 1.0
    line = line if h >= t.lines_from_u else 0.0
    spread = [mix(*ends, folded) for ends in zip(t.spread_rad, t.folded_rad, strict=True)]
    drag = body.drag_rad[side] * (1.0 - folded)
    reach = math.dist(shoulder, wrist) / (t.full_reach_frac * (t.upper_arm + t.forearm) * h)
    size = (1.0 - 0.5 * folded) * min(1.0, reach) * h
    fills = []
    for along, part in _ROOTS:
        start, end, angle = (shoulder, elbow, upper) if along < 1.0 else (elbow, wrist, lower)
        frac = along % 1.0
        x, y = start[0] + (end[0] - start[0]) * frac, start[1] + (end[1] - start[1]) * frac
        angle += drag - spread[0] - (spread[1] - spread[0]) * part
        length = (t.feather[0] + (t.feather[1] - t.feather[0]) * part) * size
        tip = x + out * narrow * length * math.cos(angle), y - length * math.sin(angle)
        fills.append(Fill(Leaf((x, y), tip, t.feather_breadth * h), paint, 1.0, line))
    return fills


def _tail(body: Body, paint: Paint, line: float) -> list[Fill]:
    """A lion's tail with a tuft, in a bow beside the legs."""
    h, (x, y) = body.unit_u, body.belly
    bend = [(0.0, 0.05), (-0.03, 0.17), (-0.10, 0.26), (-0.18, 0.28), (-0.235, 0.23)]
    points = [(x + across * h, y + down * h) for across, down in bend]
    parts = [Capsule(*ends, 0.019 * h, 0.019 * h) for ends in itertools.pairwise(points)]
    tuft = Leaf((x - 0.225 * h, y + 0.255 * h), (x - 0.285 * h, y + 0.12 * h), 0.08 * h)
    return [
        *(Fill(part, paint, 1.0, line) for part in parts),
        *(Fill(part, paint) for part in parts),
        Fill(
            Capsule((x, y + 0.025 * h), (x, y + 0.045 * h), 0.03 * h, 0.022 * h), paint
        ),  # no line at its root
        *_lined(tuft, Paint.WOOD, line),
    ]


def _seat(body: Body, seat: Seat, line: float) -> list[Fill]:
    """What stands behind one who sits."""
    if seat is Seat.NONE:
        return []
    h, x, floor = body.unit_u, body.belly[0], body.ground[1]
    hips = 0.5 * (body.legs[0][0][1] + body.legs[1][0][1])
    if seat is Seat.CHAIR:
        leg_u = 0.027 * h
        shapes: list[Shape] = [
            Box((x, hips - 0.17 * h), (0.185 * h, 0.155 * h), 0.05 * h),
            Capsule((x - 0.165 * h, hips), (x - 0.185 * h, floor - leg_u), leg_u, leg_u),
            Capsule((x + 0.165 * h, hips), (x + 0.185 * h, floor - leg_u), leg_u, leg_u),
            Capsule((x - 0.18 * h, hips + 0.01 * h), (x + 0.18 * h, hips + 0.01 * h), 0.038 * h, 0.038 * h),
        ]
        return [fill for shape in shapes for fill in _lined(shape, Paint.WOOD, line)]
    fills = _lined(Box((x, hips - 0.13 * h), (0.15 * h, 0.12 * h), 0.05 * h), Paint.WOOD, line)
    for out in (-1.0, 1.0):
        wheel = Ellipse((x + 0.245 * out * h, floor - 0.19 * h), (0.062 * h, 0.185 * h), 0.026 * h)
        rest = Capsule(
            (x + 0.12 * out * h, hips - 0.10 * h),
            (x + 0.235 * out * h, hips - 0.06 * h),
            0.024 * h,
            0.024 * h,
        )
        fills += [*_lined(wheel, Paint.CREAM, line), *_lined(rest, Paint.WOOD, line)]
    return fills
