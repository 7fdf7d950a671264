"""The guide: the figure that shows a move, with what belongs to it: arrows, the pose before, rings. Pure."""

import math
from dataclasses import dataclass, replace

from griffin.easing import clamp, mix, smooth_between
from griffin.game.lesson_moment import Move
from griffin.scene.arrows import TUNING as ARROWS
from griffin.scene.arrows import arrow_around, curved_arrow, straight_arrow
from griffin.scene.badges import floor_ring
from griffin.scene.figure_body import Body, breath_at, posed_body
from griffin.scene.figure_shapes import GUIDE, Look, Seat, figure, ghost, moving_limbs, outline_u
from griffin.scene.moves import (
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
from griffin.scene.ring_pictures import ring_picture
from griffin.scene.shapes import Ellipse, Fill, Group, Paint, Point, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideTuning:
    """What stands about the guide, in parts of its height unless a name says otherwise."""

    arrow: float = 11.0 / 240.0  # its breadth: as thin as an arm's half, and 5 px at 800x450
    before_alpha_frac: float = 0.35  # of the pose before: seen, but never taken for the pose to copy
    # Arrows beside the hands.
    reach: float = 0.56  # from the shoulder: beyond the longest feather
    least_sweep_rad: float = 0.12  # below it there is only a head
    grown: float = 3.5  # an arrow shorter than so many breadths is thinner: no head without a shaft
    # JUMP: an arrow up on either side of the legs; between them it was taken for a flame.
    jump_across: float = 0.28  # clear of bent knees
    jump_arrow: float = 1.25  # breadths: up is what tells it from flapping
    jump_up: tuple[float, float] = (0.17, 0.40)  # how long it is at the beginning and at the end of the jump
    # REST: an arrow down beside each hanging hand, where a stroke's arrow is an arc.
    rest_across: float = 0.40
    rest_from: float = 0.54  # above the floor
    rest_down: tuple[float, float] = (0.14, 0.34)
    # HOME: an arrow about the waist.
    turn_up: float = 0.43  # above the floor: below feathers and hands
    turn_radii: tuple[float, float] = (0.31, 0.085)
    turn_arrow: float = 1.15  # breadths
    turn_start_rad: float = math.radians(-40.0)  # behind it on the right, then left about it ...
    turn_sweep_rad: float = math.radians(-272.0)  # ... until the tip comes round before it
    # What comes of a move that is held: a picture in a ring, beside the guide.
    picture: float = 0.42  # its radius: a tree is a tree at 800x450
    picture_across: float = 0.99
    picture_up: float = 0.62
    picture_in_s: float = 0.3  # it is there before the move is done: for its sake one does it
    picture_out_s: float = 0.3
    # STEP_IN.
    goal: float = 0.83  # the golden floor ring is that of a figure of this height
    goal_stroke_u: float = 5.0  # of the ghost, at `goal_stroke_from_u`
    goal_stroke_from_u: float = 288.0
    least_goal_stroke_frac: float = 0.6
    arrives: tuple[float, float] = (0.75, 1.0)  # of its way: the ghost goes as the guide comes
    way_arrow_out: tuple[float, float] = (0.25, 0.5)  # of its way
    way_arrow: float = 0.066  # the only one on the screen: broader than those beside hands
    way_arrow_at: float = 0.46  # of the way between both
    way_arrow_up: float = 0.10
    way_arrow_radius: float = 0.24
    way_arrow_start_rad: float = -2.45
    way_arrow_sweep_rad: float = 1.75
    # "Room to jump?"
    room_down: float = 0.10  # the ring's middle lies below the feet: it lies on the floor
    room_radii: tuple[float, float] = (0.84, 0.24)  # an arm's length and a step
    room_stroke_u: float = 5.0
    room_outline_u: float = 2.4
    room_arrows: tuple[float, float] = (0.36, 0.76)  # from and to, outwards
    room_arrow: float = 0.08

    def __post_init__(self) -> None:
        if min(self.jump_up[0] / self.jump_arrow, self.rest_down[0]) <= ARROWS.head_length * self.arrow:
            raise ValueError("an arrow must be longer than its head")


TUNING = GuideTuning()


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

    Only while it moves are its limbs golden. `has_arrows`: it is still to be done; otherwise neither arrows
    nor the pose before are drawn.
    """
    move = moves[index]
    begin_s, whole_s = turn_of(moves, index)
    own_s = age_s if len(moves) == 1 else (age_s - begin_s) % whole_s
    course = COURSES[move]
    is_seated = seat is not Seat.NONE
    breath = breath_at(age_s + index)
    pose = pose_in_turn(moves, index, age_s)
    body = posed_body(pose, ground, height_u, breath_frac=breath, is_seated=is_seated)
    is_moving = len(moves) == 1 or own_s < course.round_s
    look = replace(
        GUIDE,
        arms=Paint.GOLD if course.has_gold_arms and is_moving else None,
        legs=Paint.GOLD if course.has_gold_legs and is_moving else None,
        seat=seat,
        alpha_frac=alpha_frac,
    )
    groups: list[Group] = []
    if has_ring:
        groups.append(floor_ring(ground, height_u, alpha_frac=alpha_frac, is_golden=False))
    stroke = stroke_at(move, own_s) if is_moving and has_arrows else None
    arrows = [] if stroke is None else _arrows(move, stroke, body, alpha_frac)
    if stroke is not None:
        groups += _before(move, own_s, stroke, body, look)
    if move is Move.HOME:
        groups += arrows  # about the body: what is behind it, and over the body only what is before it
        groups.append(figure(body, look))
        groups += [_front_of(arrow, body) for arrow in arrows]
    else:
        groups.append(figure(body, look))
        groups += arrows
    if course.hold_s is not None:
        groups += _outcome(move, own_s % course.round_s, ground, height_u, alpha_frac)
    return groups


def _before(move: Move, own_s: float, stroke: Stroke, body: Body, look: Look) -> list[Group]:
    """The limbs as they were when the stroke began, faintly."""
    course = COURSES[move]
    if not course.has_gold_arms:
        return []
    round_s = own_s - own_s % course.round_s
    start_s = max(start_s for start_s, _ in course.strokes_s if start_s <= own_s % course.round_s)
    pose = pose_at(move, round_s + start_s)
    before = posed_body(pose, body.ground, body.unit_u, is_seated=look.seat is not Seat.NONE)
    alpha = TUNING.before_alpha_frac * stroke.alpha_frac * look.alpha_frac
    return [moving_limbs(before, replace(look, alpha_frac=alpha))]


def _arrows(move: Move, stroke: Stroke, body: Body, alpha_frac: float) -> list[Group]:
    if move is Move.JUMP:
        shapes = _jump_arrows(stroke, body)
    elif move is Move.REST:
        shapes = _rest_arrows(stroke, body)
    elif move is Move.HOME:
        t, (x, y), h = TUNING, body.ground, body.unit_u
        middle, radii = (x, y - t.turn_up * h), (t.turn_radii[0] * h, t.turn_radii[1] * h)
        breadth = t.turn_arrow * t.arrow * h
        shapes = [*arrow_around(middle, radii, t.turn_start_rad, t.turn_sweep_rad, breadth)]
    else:
        shapes = _hand_arrows(stroke, body)
    if not shapes:
        return []
    return [
        Group(
            fills=tuple(Fill(shape, Paint.GOLD) for shape in shapes),
            top_u=body.head[1] - body.head_radius_u,
            bottom_u=body.ground[1],
            outline_u=outline_u(body.unit_u),
            alpha_frac=stroke.alpha_frac * alpha_frac,
        )
    ]


def _hand_arrows(stroke: Stroke, body: Body) -> list[Shape]:
    """Along the way of the hands."""
    t, h = TUNING, body.unit_u
    reach, breadth = t.reach * h, t.arrow * h
    shapes: list[Shape] = []
    for side, out in enumerate((-1.0, 1.0)):
        start, end = stroke.from_rad[side], stroke.to_rad[side]
        if abs(end - start) < t.least_sweep_rad:
            continue
        first = -start if out > 0.0 else math.pi + start
        grown = min(1.0, abs(end - start) * reach / (t.grown * breadth))
        shapes += curved_arrow(
            body.arms[side][0],
            reach,
            first,
            -out * (end - start),
            grown * breadth,
            has_two_heads=stroke.is_to_and_fro,
        )
    return shapes


def _jump_arrows(stroke: Stroke, body: Body) -> list[Shape]:
    """From the floor up, on either side."""
    t, (x, y), h = TUNING, body.ground, body.unit_u
    up = mix(*t.jump_up, stroke.done_frac) * h
    return [
        shape
        for across in (-t.jump_across * h, t.jump_across * h)
        for shape in straight_arrow((x + across, y), (x + across, y - up), t.jump_arrow * t.arrow * h)
    ]


def _rest_arrows(stroke: Stroke, body: Body) -> list[Shape]:
    """Straight down beside the hands."""
    t, (x, y), h = TUNING, body.ground, body.unit_u
    top = y - t.rest_from * h
    down = mix(*t.rest_down, stroke.done_frac) * h
    return [
        shape
        for across in (-t.rest_across * h, t.rest_across * h)
        for shape in straight_arrow((x + across, top), (x + across, top + down), t.arrow * h)
    ]


def _front_of(arrow: Group, body: Body) -> Group:
    """The half before the body of an arrow about it."""
    t, (x, y), h = TUNING, body.ground, body.unit_u
    middle = y - t.turn_up * h
    clip = (x - h, middle, x + h, middle + h)
    return replace(arrow, clip=clip, shadow_u=0.0)


def _outcome(move: Move, at_s: float, ground: Point, height_u: float, alpha_frac: float) -> tuple[Group, ...]:
    """What comes of it, and how long it must be held."""
    t, course = TUNING, COURSES[move]
    if course.hold_s is None:
        return ()
    alpha = smooth_between(at_s, 0.0, t.picture_in_s) * smooth_between(
        at_s, course.moved_s, course.moved_s - t.picture_out_s
    )
    if alpha <= 0.0:
        return ()
    start_s, end_s = course.hold_s
    middle = ground[0] + t.picture_across * height_u, ground[1] - t.picture_up * height_u
    held = (at_s - start_s) / (end_s - start_s)
    return ring_picture(
        move, middle, t.picture * height_u, clamp(held, 0.0, 1.0), alpha_frac=alpha * alpha_frac
    )


def walker_groups(
    age_s: float, start: Point, end: Point, height_u: float, *, alpha_frac: float = 1.0
) -> list[Group]:
    """The guide of STEP_IN: it walks to where somebody is to stand."""
    t = TUNING
    walked = walked_frac(age_s)
    alpha = walker_alpha_frac(age_s) * alpha_frac
    groups = [floor_ring(end, t.goal * height_u, alpha_frac=alpha_frac, is_golden=True)]
    waiting = 1.0 - smooth_between(walked, *t.arrives)
    if walked >= 1.0:
        waiting = 1.0 - walker_alpha_frac(age_s)
    groups += ghost(
        posed_body(STANDING, end, height_u),
        t.goal_stroke_u * clamp(height_u / t.goal_stroke_from_u, t.least_goal_stroke_frac, 1.0),
        alpha_frac=alpha_frac * waiting,
    )
    ground = mix(start[0], end[0], walked), mix(start[1], end[1], walked)
    groups.append(
        figure(posed_body(pose_at(Move.STEP_IN, age_s), ground, height_u), replace(GUIDE, alpha_frac=alpha))
    )
    arrow_alpha = alpha * (1.0 - smooth_between(walked, *t.way_arrow_out))
    if arrow_alpha > 0.0:
        groups.append(_way_arrow(start, end, height_u, arrow_alpha))
    return groups


def _way_arrow(start: Point, end: Point, height_u: float, alpha_frac: float) -> Group:
    """From the one to the other, over the floor between them."""
    t = TUNING
    middle = mix(start[0], end[0], t.way_arrow_at), start[1] - t.way_arrow_up * height_u
    radius = t.way_arrow_radius * height_u
    shapes = curved_arrow(
        middle, radius, t.way_arrow_start_rad, t.way_arrow_sweep_rad, t.way_arrow * height_u
    )
    return Group(
        fills=tuple(Fill(shape, Paint.GOLD) for shape in shapes),
        top_u=middle[1] - radius,
        bottom_u=middle[1],
        outline_u=outline_u(height_u),
        alpha_frac=alpha_frac,
    )


def room_groups(age_s: float, ground: Point, height_u: float, *, alpha_frac: float) -> list[Group]:
    """Is there room to jump? A guide that jumps in a ring, whose arrows show the room about it."""
    t = TUNING
    x, y = ground[0], ground[1] + t.room_down * height_u
    radii = t.room_radii[0] * height_u, t.room_radii[1] * height_u
    first, last = (part * height_u for part in t.room_arrows)
    arrows = [
        shape
        for out in (-1.0, 1.0)
        for shape in straight_arrow((x + out * first, y), (x + out * last, y), t.room_arrow * height_u)
    ]
    rim = Group(
        fills=tuple(Fill(shape, Paint.GOLD) for shape in (Ellipse((x, y), radii, t.room_stroke_u), *arrows)),
        top_u=y - radii[1],
        bottom_u=y + radii[1],
        outline_u=t.room_outline_u,
        alpha_frac=alpha_frac,
    )
    jumper = guide_groups(
        (Move.JUMP,), 0, age_s, ground, height_u, has_ring=False, has_arrows=False, alpha_frac=alpha_frac
    )
    return [rim, *jumper]
