"""The moves that the guide shows: key poses, and the pose of a move at any time. Pure.

Left and right are those of the picture, as in a mirror. Between two key poses everything goes by a
smoothstep; wrists come after elbows and feathers after wrists, which is what makes them look soft.
"""

import math
from dataclasses import dataclass, replace

from griffin.easing import between_keys, clamp, mix, smooth_between
from griffin.game.lesson_moment import Move


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTuning:
    """How the guide moves."""

    wrist_s: float = 0.06  # behind the elbow
    feathers_s: float = 0.10  # behind the wrist
    most_drag_rad: float = 0.5  # of the feathers: a longer way would fold them through the arm
    pause_s: float = 1.0  # between two rounds: time to copy it
    turn_s: float = 0.3  # from standing to the pose that a move begins with, where two guides take turns
    arrow_in_s: float = 0.08  # a stroke takes 0.22 s: an arrow must be there for most of it
    arrow_out_s: float = 0.25
    vanish_s: float = 0.4  # of the guide that has walked in, before it walks in again
    appear_s: float = 0.25

    def __post_init__(self) -> None:
        if not 2.0 * self.turn_s < self.pause_s:
            raise ValueError("the pause must have room for sitting back and for getting ready")
        if not self.wrist_s + self.feathers_s < self.pause_s:
            raise ValueError("what comes after must have come to rest before the next round")


TUNING = MoveTuning()


@dataclass(frozen=True, slots=True)
class Pose:
    """One posture of a figure; each pair is of the left and of the right side of the picture.

    Shoulders go from the horizontal, + up; elbows and wrists add to them. Hips go from the vertical, +
    outwards; a shank's angle is the hip's less the knee's. `lean_rad`: + to the right. `turn_rad`: about the
    vertical, 0 to the player, pi away. `lift_frac`: of the lower foot above the ground, of the figure's
    height. `drag_rad`: how far the feathers hang back behind the arm, + up.
    """

    shoulders_rad: tuple[float, float]
    elbows_rad: tuple[float, float]
    wrists_rad: tuple[float, float]
    hips_rad: tuple[float, float]
    knees_rad: tuple[float, float]
    lean_rad: float = 0.0
    turn_rad: float = 0.0
    lift_frac: float = 0.0
    drag_rad: tuple[float, float] = (0.0, 0.0)
    has_shut_eyes: bool = False


Key = tuple[float, ...]

# The columns of all key poses, in degrees but for the lift (of the figure's height):
# shoulder l r, elbow l r, wrist l r, hip l r, knee l r, lean, turn, lift
_STAND = (-70, -70, -8, -8, -4, -4, 7, 7, 0, 0, 0, 0, 0)
_ARMS_OUT = (2, 2, 4, 4, 5, 5, 7, 7, 0, 0, 0, 0, 0)

_JUMP = (
    (0.40, (-46, -46, -12, -12, -6, -6, 42, 42, 84, 84, 0, 0, 0)),
    (0.58, (12, 12, -4, -4, -12, -12, 5, 5, 0, 0, 0, 0, 0.03)),
    (0.78, (34, 34, 8, 8, -8, -8, 14, 14, 30, 30, 0, 0, 0.17)),
    (0.98, (-8, -8, 6, 6, 10, 10, 26, 26, 52, 52, 0, 0, 0)),
)
_FLAP = (
    (0.18, (46, 46, 10, 10, -14, -14, 7, 7, 0, 0, 0, 0, 0)),
    (0.40, (-30, -30, -8, -8, 20, 20, 10, 10, 10, 10, 0, 0, 0)),
    (0.62, (46, 46, 10, 10, -14, -14, 7, 7, 0, 0, 0, 0, 0)),
    (0.84, (-30, -30, -8, -8, 20, 20, 10, 10, 10, 10, 0, 0, 0)),
)
_TILT = (
    (0.18, (-5, 8, 4, 4, 5, 5, 7, 7, 0, 0, -2.5, 0, 0)),
    (0.55, (31, -31, 2, 2, -6, 14, 7, 7, 0, 0, 9, 0, 0)),
    (0.75, (25, -25, 3, 3, 5, 5, 7, 7, 0, 0, 7, 0, 0)),
    (1.50, (25, -25, 3, 3, 5, 5, 7, 7, 0, 0, 7, 0, 0)),
)
_RAISE = (
    (0.18, (-14, -14, 0, 0, -4, -4, 12, 12, 20, 20, 0, 0, 0)),
    (0.55, (60, 60, 2, 2, -14, -14, 7, 7, 0, 0, 0, 0, 0)),
    (0.75, (52, 52, 6, 6, 6, 6, 7, 7, 0, 0, 0, 0, 0)),
    (1.50, (52, 52, 6, 6, 6, 6, 7, 7, 0, 0, 0, 0, 0)),
)
_REST = (
    (0.20, (12, 12, 5, 5, 6, 6, 7, 7, 0, 0, 0, 0, 0)),
    (0.90, (-52, -52, 6, 6, 18, 18, 7, 7, 0, 0, 0, 0, 0)),
    (1.25, (-78, -78, -10, -10, -8, -8, 8, 8, 6, 6, 0, 0, 0)),
    (1.50, _STAND),
    (2.60, _STAND),
)
_HOME = (
    (0.20, (0, 0, 4, 4, 4, 4, 7, 7, 0, 0, 0, -14, 0)),
    (0.55, (-4, -4, -4, -4, 14, 14, 7, 7, 0, 0, 0, 84, 0)),
    (0.90, (2, 2, 4, 4, 5, 5, 7, 7, 0, 0, 0, 180, 0)),
    (2.30, (2, 2, 4, 4, 5, 5, 7, 7, 0, 0, 0, 180, 0)),
)
_STRIDE = (-44, -78, 14, 8, -4, -4, 16, 10, 4, 42, 4, 42, 0)
_WALK = (
    (0.35, (-68, -68, -8, -8, -4, -4, 5, 5, 2, 2, 2, 42, 0)),
    (0.70, (-78, -44, 8, 14, -4, -4, 10, 16, 42, 4, 4, 42, 0)),
    (1.05, (-66, -66, -8, -8, -4, -4, 6, 6, 0, 0, 0, 0, 0)),
)
WALK_S = 1.05  # until the guide stands where it was to go


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One round of a move: `keys` from their times on, the last of which is the first pose again.

    `strokes_s`: when the arrows run. `swing_s`: two times between whose poses the hands go to and fro, which
    is shown by arrows with two heads. `hold_s`: the pose is held then, while a ring fills. `has_gold_arms`,
    `has_gold_legs`: the limbs that do it.
    """

    keys: tuple[tuple[float, Key], ...]
    strokes_s: tuple[tuple[float, float], ...] = ()
    swing_s: tuple[float, float] | None = None
    hold_s: tuple[float, float] | None = None
    eyes_shut_s: tuple[float, float] = (0.0, 0.0)
    has_gold_arms: bool = False
    has_gold_legs: bool = False
    is_mirrored_next: bool = False
    pause_s: float = TUNING.pause_s

    @property
    def moved_s(self) -> float:
        """How long the round takes without the pause after it."""
        return self.keys[-1][0]

    @property
    def round_s(self) -> float:
        """How long the round takes, the pause included."""
        return self.moved_s + self.pause_s


def _key(row: Key) -> Key:
    return (*(math.radians(degrees) for degrees in row[:12]), row[12])


def _keys(*rows: tuple[float, Key]) -> tuple[tuple[float, Key], ...]:
    return tuple((at_s, _key(row)) for at_s, row in rows)


_FLAPPING = Course(
    keys=_keys((0.0, _ARMS_OUT), *_FLAP, (1.2, _ARMS_OUT)),
    strokes_s=((0.18, 0.84),),
    swing_s=(0.18, 0.40),
    has_gold_arms=True,
)
COURSES: dict[Move, Course] = {
    Move.STEP_IN: Course(
        keys=_keys((0.0, _STRIDE), *_WALK, (1.4, _ARMS_OUT), (2.4, _ARMS_OUT)), pause_s=TUNING.vanish_s
    ),
    Move.ARMS_OUT: Course(
        keys=_keys((0.0, _STAND), (0.15, _STAND), (0.65, _ARMS_OUT), (1.9, _ARMS_OUT), (2.3, _STAND)),
        strokes_s=((0.15, 0.65),),
        has_gold_arms=True,
    ),
    Move.JUMP: Course(
        keys=_keys((0.0, _ARMS_OUT), *_JUMP, (1.2, _ARMS_OUT)),
        strokes_s=((0.45, 0.78),),
        has_gold_arms=True,
        has_gold_legs=True,
    ),
    Move.FLAP_OFF: _FLAPPING,
    Move.TILT: Course(
        keys=_keys((0.0, _ARMS_OUT), *_TILT, (1.9, _ARMS_OUT)),
        strokes_s=((0.18, 0.55),),
        has_gold_arms=True,
        is_mirrored_next=True,
    ),
    Move.RAISE: Course(
        keys=_keys((0.0, _ARMS_OUT), *_RAISE, (1.9, _ARMS_OUT)),
        strokes_s=((0.18, 0.55),),
        has_gold_arms=True,
    ),
    Move.REST: Course(
        keys=_keys((0.0, _ARMS_OUT), *_REST, (3.1, _ARMS_OUT)),
        strokes_s=((0.20, 1.10),),
        hold_s=(1.10, 2.5),
        eyes_shut_s=(1.1, 2.6),
        has_gold_arms=True,
    ),
    Move.FLAP: _FLAPPING,
    Move.HOME: Course(
        keys=_keys((0.0, _ARMS_OUT), *_HOME, (3.0, _ARMS_OUT)), strokes_s=((0.20, 1.5),), hold_s=(0.90, 2.0)
    ),
}


def _posed(values: Key, of_wrists: Key) -> Pose:
    return Pose(
        shoulders_rad=(values[0], values[1]),
        elbows_rad=(values[2], values[3]),
        wrists_rad=(of_wrists[4], of_wrists[5]),
        hips_rad=(values[6], values[7]),
        knees_rad=(values[8], values[9]),
        lean_rad=values[10],
        turn_rad=values[11],
        lift_frac=values[12],
    )


def pose_at(move: Move, age_s: float, tuning: MoveTuning = TUNING) -> Pose:
    """The posture so long after a move's first round began; it goes round for ever."""
    course = COURSES[move]
    number, at_s = divmod(age_s, course.round_s)
    now = between_keys(course.keys, at_s)
    wrists = between_keys(course.keys, at_s - tuning.wrist_s)
    then = between_keys(course.keys, at_s - tuning.wrist_s - tuning.feathers_s)
    most = tuning.most_drag_rad
    pose = replace(
        _posed(now, wrists),
        drag_rad=(
            clamp(then[0] + then[2] - now[0] - now[2], -most, most),
            clamp(then[1] + then[3] - now[1] - now[3], -most, most),
        ),
        has_shut_eyes=course.eyes_shut_s[0] <= at_s < course.eyes_shut_s[1],
    )
    return mirrored(pose) if course.is_mirrored_next and number % 2.0 == 1.0 else pose


STANDING = _posed(_key(_STAND), _key(_STAND))
ARMS_UP = replace(
    STANDING, shoulders_rad=(math.radians(62.0),) * 2, elbows_rad=(0.05, 0.05), wrists_rad=(0.1, 0.1)
)  # of somebody who wants to be the pilot


def pose_in_turn(moves: tuple[Move, ...], index: int, age_s: float, tuning: MoveTuning = TUNING) -> Pose:
    """The posture of one of several guides of whom one moves at a time, while the others stand."""
    if len(moves) == 1:
        return pose_at(moves[0], age_s, tuning)
    begin_s, whole_s = turn_of(moves, index)
    at_s = (age_s - begin_s) % whole_s
    moved_s = COURSES[moves[index]].moved_s
    if at_s < moved_s + tuning.turn_s:
        ready = 1.0 - smooth_between(at_s, moved_s, moved_s + tuning.turn_s)
    else:
        ready = smooth_between(at_s, whole_s - tuning.turn_s, whole_s)
    pose = pose_at(moves[index], min(at_s, moved_s) if at_s < moved_s + tuning.turn_s else 0.0, tuning)
    return _mixed(STANDING, pose, ready)


def turn_of(moves: tuple[Move, ...], index: int) -> tuple[float, float]:
    """When a guide's turn begins within a round of all of them, and how long that takes."""
    rounds_s = [COURSES[move].round_s for move in moves]
    return sum(rounds_s[:index]), sum(rounds_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """The way of the hands in a main stroke, for the arrows beside them.

    `from_rad`, `to_rad`: of the left and the right hand about its shoulder, above the horizontal.
    `is_to_and_fro`: they go back as well, again and again.
    """

    from_rad: tuple[float, float]
    to_rad: tuple[float, float]
    done_frac: float
    alpha_frac: float
    is_to_and_fro: bool = False


def stroke_at(move: Move, age_s: float, tuning: MoveTuning = TUNING) -> Stroke | None:
    """The stroke that is being made at that time, or has just been; None in between."""
    course = COURSES[move]
    number, at_s = divmod(age_s, course.round_s)
    for start_s, end_s in course.strokes_s:
        alpha = smooth_between(at_s, start_s, start_s + tuning.arrow_in_s)
        alpha *= 1.0 - smooth_between(at_s, end_s, end_s + tuning.arrow_out_s)
        if alpha > 0.0:
            from_s, to_s = course.swing_s or (start_s, min(at_s, end_s))
            first, now = between_keys(course.keys, from_s), between_keys(course.keys, to_s)
            hands = (first[0] + first[2], first[1] + first[3]), (now[0] + now[2], now[1] + now[3])
            if course.is_mirrored_next and number % 2.0 == 1.0:
                hands = (hands[0][1], hands[0][0]), (hands[1][1], hands[1][0])
            done = clamp((at_s - start_s) / (end_s - start_s), 0.0, 1.0)
            return Stroke(
                from_rad=hands[0],
                to_rad=hands[1],
                done_frac=done,
                alpha_frac=alpha,
                is_to_and_fro=course.swing_s is not None,
            )
    return None


def walked_frac(age_s: float) -> float:
    """How much of its way the guide of STEP_IN has gone."""
    return clamp(age_s % COURSES[Move.STEP_IN].round_s / WALK_S, 0.0, 1.0)


def walker_alpha_frac(age_s: float, tuning: MoveTuning = TUNING) -> float:
    """The guide of STEP_IN goes where it stands and comes back at its way's beginning."""
    course = COURSES[Move.STEP_IN]
    at_s = age_s % course.round_s
    coming = 1.0 - (1.0 - clamp(at_s / tuning.appear_s, 0.0, 1.0)) ** 3
    return coming * (1.0 - clamp((at_s - course.moved_s) / tuning.vanish_s, 0.0, 1.0) ** 3)


def mirrored(pose: Pose) -> Pose:
    """The same posture with left and right exchanged."""
    return replace(
        pose,
        shoulders_rad=pose.shoulders_rad[::-1],
        elbows_rad=pose.elbows_rad[::-1],
        wrists_rad=pose.wrists_rad[::-1],
        hips_rad=pose.hips_rad[::-1],
        knees_rad=pose.knees_rad[::-1],
        lean_rad=-pose.lean_rad,
        turn_rad=-pose.turn_rad,
        drag_rad=pose.drag_rad[::-1],
    )


def _mixed(a: Pose, b: Pose, frac: float) -> Pose:
    """From `a` (0) to `b` (1); eyes as in `b`."""

    def both(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
        return mix(one[0], other[0], frac), mix(one[1], other[1], frac)

    return Pose(
        both(a.shoulders_rad, b.shoulders_rad),
        both(a.elbows_rad, b.elbows_rad),
        both(a.wrists_rad, b.wrists_rad),
        both(a.hips_rad, b.hips_rad),
        both(a.knees_rad, b.knees_rad),
        mix(a.lean_rad, b.lean_rad, frac),
        mix(a.turn_rad, b.turn_rad, frac),
        mix(a.lift_frac, b.lift_frac, frac),
        both(a.drag_rad, b.drag_rad),
        b.has_shut_eyes,
    )
