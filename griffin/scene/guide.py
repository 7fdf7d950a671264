"""The guide: the figure that shows a move, with what belongs to it: arrows, the pose before, rings. Pure."""

import math
from dataclasses import replace

from griffin.easing import clamp, mix, smooth_between
from griffin.game.lesson_moment import Move
from griffin.scene.arrows import curved_arrow, straight_arrow
from griffin.scene.badges import floor_ring, home_ring
from griffin.scene.figure_body import TUNING as FIGURE
from griffin.scene.figure_body import Body, breath_at, posed_body
from griffin.scene.figure_shapes import GUIDE, Look, Seat, figure, ghost, moving_limbs, outline_u
from griffin.scene.moves import (
    AWAY_S,
    COURSES,
    STANDING,
    Stroke,
    pose_at,
    pose_in_turn,
    stroke_at,
    turn_of,
    walked_frac,
    walker_alpha_frac,
)
from griffin.scene.shapes import Ellipse, Fill, Group, Paint, Point, Shape

_ARROW_REACH = 0.56  # from the shoulder, of the height: beside the hands
_ARROW = 11.0 / 240.0  # its breadth, of the height
_BEFORE_ALPHA_FRAC = 0.35
_LEAST_SWEEP_RAD = 0.12
_GROWN = 3.5  # an arrow shorter than so many breadths is thinner: no head without a shaft


def guide_groups(
    moves: tuple[Move, ...],
    index: int,
    age_s: float,
    ground: Point,
    height_u: float,
    *,
    seat: Seat = Seat.NONE,
    has_ring: bool = True,
    has_arrows: bool = True,
    alpha_frac: float = 1.0,
) -> list[Group]:
    """The guide that shows `moves[index]`, while those of the others take turns with it.

    `has_arrows`: it is still to be done; otherwise neither arrows nor the pose before are drawn.
    """
    move = moves[index]
    begin_s, whole_s = turn_of(moves, index)
    own_s = age_s if len(moves) == 1 else (age_s - begin_s) % whole_s
    course = COURSES[move]
    is_seated = seat is not Seat.NONE
    breath = breath_at(age_s + index)
    pose = pose_in_turn(moves, index, age_s)
    body = posed_body(pose, ground, height_u, breath_frac=breath, is_seated=is_seated)
    look = replace(
        GUIDE,
        arms=Paint.GOLD if course.has_gold_arms else None,
        legs=Paint.GOLD if course.has_gold_legs else None,
        seat=seat,
        alpha_frac=alpha_frac,
    )
    groups: list[Group] = []
    if has_ring:
        groups.append(floor_ring(ground, height_u, alpha_frac=alpha_frac, is_golden=False))
    is_moving = len(moves) == 1 or own_s < course.round_s
    stroke = stroke_at(move, own_s) if is_moving and has_arrows else None
    if stroke is not None:
        groups += _before(move, own_s, stroke, body, look)
    groups.append(figure(body, look))
    if stroke is not None:
        groups += _arrows(move, stroke, body, ground, height_u, alpha_frac)
    if move is Move.HOME:
        groups += _home(own_s % course.round_s, ground, height_u, alpha_frac)
    return groups


def _before(move: Move, own_s: float, stroke: Stroke, body: Body, look: Look) -> list[Group]:
    """The limbs as they were when the stroke began, faintly."""
    course = COURSES[move]
    round_s = own_s - own_s % course.round_s
    start_s = max(start_s for start_s, _ in course.strokes_s if start_s <= own_s % course.round_s)
    if not course.has_gold_arms:
        return []
    pose = pose_at(move, round_s + start_s)
    before = posed_body(pose, body.ground, body.unit_u, is_seated=look.seat is not Seat.NONE)
    alpha = _BEFORE_ALPHA_FRAC * stroke.alpha_frac * look.alpha_frac
    return [moving_limbs(before, replace(look, alpha_frac=alpha))]


def _arrows(
    move: Move, stroke: Stroke, body: Body, ground: Point, height_u: float, alpha_frac: float
) -> list[Group]:
    breadth = _ARROW * height_u
    shapes: list[Shape] = []
    if move is Move.JUMP:
        feet = min(body.legs[0][2][1], body.legs[1][2][1]) + FIGURE.leg[1] * height_u
        tip = feet + 0.02 * height_u
        if ground[1] - tip > 0.06 * height_u:
            shapes += straight_arrow(
                (ground[0], ground[1] + 0.03 * height_u), (ground[0], tip), 1.5 * breadth
            )
    elif move is Move.HOME:
        middle = ground[0], ground[1] - 0.80 * height_u
        sweep = -0.90 * max(stroke.done_frac, 0.2)
        shapes += curved_arrow(middle, 0.80 * height_u, 0.5 * math.pi + 0.45, sweep, 0.8 * breadth)
    else:
        for side, out in enumerate((-1.0, 1.0)):
            start, end = stroke.from_rad[side], stroke.to_rad[side]
            if abs(end - start) < _LEAST_SWEEP_RAD:
                continue
            reach = _ARROW_REACH * height_u
            first = -start if out > 0.0 else math.pi + start
            grown = min(1.0, abs(end - start) * reach / (_GROWN * breadth))
            shapes += curved_arrow(body.arms[side][0], reach, first, -out * (end - start), grown * breadth)
    if not shapes:
        return []
    return [
        Group(
            fills=tuple(Fill(shape, Paint.GOLD) for shape in shapes),
            top_u=body.head[1] - body.head_radius_u,
            bottom_u=ground[1],
            outline_u=outline_u(height_u),
            alpha_frac=stroke.alpha_frac * alpha_frac,
        )
    ]


def _home(at_s: float, ground: Point, height_u: float, alpha_frac: float) -> tuple[Group, ...]:
    """How long the back must be turned."""
    start_s, end_s = AWAY_S
    alpha = smooth_between(at_s, start_s - 0.2, start_s) * (
        1.0 - smooth_between(at_s, end_s + 0.1, end_s + 0.5)
    )
    if alpha <= 0.0:
        return ()
    middle = ground[0] + 0.40 * height_u, ground[1] - 0.95 * height_u
    return home_ring(
        middle, 0.15 * height_u, (at_s - start_s) / (end_s - start_s), alpha_frac=alpha * alpha_frac
    )


def walker_groups(
    age_s: float, start: Point, end: Point, height_u: float, *, alpha_frac: float = 1.0
) -> list[Group]:
    """The guide of STEP_IN: it walks to where somebody is to stand."""
    walked = walked_frac(age_s)
    alpha = walker_alpha_frac(age_s) * alpha_frac
    groups = [floor_ring(end, 0.83 * height_u, alpha_frac=alpha_frac, is_golden=True)]
    waiting = 1.0 - smooth_between(walked, 0.75, 1.0)
    if walked >= 1.0:
        waiting = 1.0 - walker_alpha_frac(age_s)
    groups += ghost(
        posed_body(STANDING, end, height_u),
        5.0 * clamp(height_u / 288.0, 0.6, 1.0),
        alpha_frac=alpha_frac * waiting,
    )
    ground = mix(start[0], end[0], walked), mix(start[1], end[1], walked)
    groups.append(
        figure(posed_body(pose_at(Move.STEP_IN, age_s), ground, height_u), replace(GUIDE, alpha_frac=alpha))
    )
    arrow_alpha = alpha * (1.0 - smooth_between(walked, 0.25, 0.5))
    if arrow_alpha > 0.0:
        groups.append(_way_arrow(start, end, height_u, arrow_alpha))
    return groups


def _way_arrow(start: Point, end: Point, height_u: float, alpha_frac: float) -> Group:
    """From the one to the other, over the floor between them."""
    across = mix(start[0], end[0], 0.46)
    middle = across, start[1] - 0.10 * height_u
    radius = 0.24 * height_u
    shapes = curved_arrow(middle, radius, -2.45, 1.75, 0.066 * height_u)
    return Group(
        fills=tuple(Fill(shape, Paint.GOLD) for shape in shapes),
        top_u=middle[1] - radius,
        bottom_u=middle[1],
        outline_u=outline_u(height_u),
        alpha_frac=alpha_frac,
    )


def room_groups(age_s: float, ground: Point, height_u: float, *, alpha_frac: float) -> list[Group]:
    """Is there room to jump? A guide that jumps in a ring, whose arrows show the room about it."""
    x, y = ground[0], ground[1] + 0.10 * height_u
    radii = 0.84 * height_u, 0.24 * height_u
    ring = Ellipse((x, y), radii, 5.0)
    arrows = [
        shape
        for out in (-1.0, 1.0)
        for shape in straight_arrow(
            (x + 0.36 * out * height_u, y), (x + 0.76 * out * height_u, y), 0.08 * height_u
        )
    ]
    rim = Group(
        fills=tuple(Fill(shape, Paint.GOLD) for shape in (ring, *arrows)),
        top_u=y - radii[1],
        bottom_u=y + radii[1],
        outline_u=2.4,
        alpha_frac=alpha_frac,
    )
    moves = (Move.JUMP,)
    return [rim, *guide_groups(moves, 0, age_s, ground, height_u, has_ring=False, alpha_frac=alpha_frac)]
