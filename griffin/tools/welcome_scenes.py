"""Scenes with figures over them: a lesson, an advice, the player and the others, each at a telling moment.

One table: over which scene of `griffin shot` it lies, what the game knows, and how long that has been so.
"""

from dataclasses import dataclass, field, replace

from griffin.events import Advice, Figure, FigurePoint, LinkState, Onlooker
from griffin.flight.state import FlightMode, FlightState
from griffin.game.lesson_moment import LessonMoment, Move
from griffin.scene.figure_body import posed_body
from griffin.scene.frame import Label, RoomReport
from griffin.scene.hud import hud_labels
from griffin.scene.hud_choice import HudSituation, choose
from griffin.scene.moves import STANDING, Pose, pose_at
from griffin.scene.shapes import Canvas, Overlay
from griffin.scene.signs import SIGN_OF_ADVICE, Sign
from griffin.scene.welcome import Welcome, WelcomeSituation
from griffin.tools.stage import STILL_S

FRAME_S = 1.0 / 60.0
_TORSO = 0.28  # of a figure's height
_GLIDING = pose_at(Move.ARMS_OUT, 1.0)


def joints(pose: Pose) -> Figure:
    """What the camera process would report of somebody in this posture."""
    body = posed_body(pose, (0.0, 0.0), 1.0 / _TORSO)
    (left_arm, right_arm), (left_leg, right_leg) = body.arms, body.legs
    hips_x = 0.5 * (left_leg[0][0] + right_leg[0][0])
    hips_y = 0.5 * (left_leg[0][1] + right_leg[0][1])
    places = [body.head]
    for left, right in zip((*left_arm, *left_leg), (*right_arm, *right_leg), strict=True):
        places += (left, right)
    return Figure(
        captured_s=0.0,
        points=tuple((x - hips_x, hips_y - y) for x, y in places),
        seen=(True,) * len(FigurePoint),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeScene:
    """`over`: a scene of SCENES. `age_s`: how long the situation has been what it is."""

    situation: WelcomeSituation
    over: str = "glide"
    age_s: float = 2.0
    pose: Pose | None = field(default_factory=lambda: _GLIDING)  # of the player; None: nobody is seen


def _lesson(*moves: Move, done_age_s: float | None = None, has_flown: bool = False) -> LessonMoment:
    is_there = Move.STEP_IN not in moves
    pearls = () if has_flown else (is_there, is_there and Move.ARMS_OUT not in moves, False)
    return LessonMoment(moves=moves, done_age_s=done_age_s, pearls=pearls, has_flown=has_flown)


def _before_flight(
    *moves: Move,
    age_s: float,
    pose: Pose | None = _GLIDING,
    is_seated: bool = False,
    asks_for_room: bool = False,
) -> WelcomeScene:
    lesson = replace(_lesson(*moves), room_age_s=age_s if asks_for_room else None)
    situation = WelcomeSituation(lesson=lesson, is_tracked=pose is not None, is_seated=is_seated)
    return WelcomeScene(situation=situation, over="perch", age_s=age_s, pose=pose)


def _in_flight(
    move: Move, *, age_s: float, over: str = "water", done_age_s: float | None = None, pose: Pose = _GLIDING
) -> WelcomeScene:
    lesson = _lesson(move, done_age_s=done_age_s, has_flown=True)
    return WelcomeScene(
        situation=WelcomeSituation(lesson=lesson, is_tracked=True), over=over, age_s=age_s, pose=pose
    )


def _advised(advice: Advice) -> WelcomeScene:
    situation = WelcomeSituation(
        lesson=LessonMoment(has_flown=True), room=RoomReport(advice=advice), sign=SIGN_OF_ADVICE[advice]
    )
    return WelcomeScene(situation=situation, pose=None)


_SIBLINGS = (
    Onlooker(across_frac=-0.1, size_frac=0.19, has_arms_up=True, claim_frac=0.7),
    Onlooker(across_frac=-0.5, size_frac=0.16),
)

WELCOME_SCENES: dict[str, WelcomeScene] = {
    "lesson-step-in": _before_flight(Move.STEP_IN, age_s=0.20, pose=None),
    "lesson-arms-out": _before_flight(Move.ARMS_OUT, age_s=0.70, pose=STANDING, asks_for_room=True),
    "lesson-jump": _before_flight(Move.JUMP, age_s=0.76),
    "lesson-flap-off": _before_flight(Move.FLAP_OFF, age_s=0.40),
    "lesson-jump-or-flap": _before_flight(Move.JUMP, Move.FLAP_OFF, age_s=2.2 + 0.40),
    "lesson-seated": _before_flight(Move.FLAP_OFF, age_s=2.2 + 0.40, is_seated=True),
    "lesson-tilt": _in_flight(Move.TILT, age_s=0.56),
    "lesson-raise": _in_flight(Move.RAISE, age_s=0.56),
    "lesson-rest": _in_flight(Move.REST, age_s=1.9),
    "lesson-flap": _in_flight(Move.FLAP, age_s=0.40),
    "lesson-home": _in_flight(Move.HOME, age_s=1.40),
    "lesson-done": _in_flight(
        Move.TILT, age_s=1.2, over="evening", done_age_s=0.27, pose=pose_at(Move.TILT, 1.0)
    ),
    **{
        f"advice-{advice.value.replace('_', '-')}": _advised(advice)
        for advice in SIGN_OF_ADVICE
        if SIGN_OF_ADVICE[advice]
    },
    "advice-unplugged": replace(
        _advised(Advice.NONE),
        situation=WelcomeSituation(lesson=LessonMoment(has_flown=True), sign=Sign.UNPLUGGED),
    ),
    "figure": WelcomeScene(
        situation=WelcomeSituation(lesson=LessonMoment(has_flown=True), is_tracked=True),
        pose=pose_at(Move.TILT, 0.6),
    ),
    "pilot-and-sibling": WelcomeScene(
        situation=WelcomeSituation(
            lesson=LessonMoment(has_flown=True), room=RoomReport(onlookers=_SIBLINGS), is_tracked=True
        ),
        over="wood",
    ),
}


def welcome_labels(name: str) -> tuple[Label, ...]:
    """The words beside a sign; a lesson must do without."""
    situation = WELCOME_SCENES[name].situation
    sign, advice = situation.sign, situation.room.advice
    if sign is None:
        return ()
    link = LinkState.STALE if sign is Sign.UNPLUGGED else LinkState.LIVE
    flying = FlightState(mode=FlightMode.FLYING, mode_s=STILL_S)
    is_tracked = advice is not Advice.NOBODY
    return hud_labels(choose(flying, HudSituation(link=link, is_tracked=is_tracked, advice=advice)).line)


def welcome_overlay(name: str, canvas: Canvas) -> Overlay | None:
    """One of WELCOME_SCENES over a picture."""
    scene = WELCOME_SCENES[name]
    situation = scene.situation
    if scene.pose is not None:
        room = replace(situation.room, figures=(joints(scene.pose),))
        situation = replace(situation, room=room)
    welcome = Welcome()
    pictures = round(scene.age_s / FRAME_S)
    before = replace(situation, lesson=replace(situation.lesson, done_age_s=None))
    for number in range(pictures):
        welcome.overlay(before, number * FRAME_S, canvas)
    return welcome.overlay(situation, pictures * FRAME_S, canvas)
