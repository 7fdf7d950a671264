"""What one picture says and shows, decided once: the line, the sign, the keys, and room for a guide. Pure.

Words and pictures read the same choice, so they always agree. Several things may be worth showing at once.
The first of these is chosen:

1. without a camera, or without a picture of it: what to do, and the keys where they are what steers;
2. somebody is about to take over: the figures and their ring, and nothing beside them;
3. while nobody is seen, why not;
4. what is in the way of being seen well, before a lesson, which it may prevent;
5. the lesson that the guide shows;
6. that the camera is slow, which keeps nobody from flying.

Three lines are said instead of the chosen one, while the pictures stay as they are: that somebody was turned
away, since that can be read nowhere else; the answer to a key, since whoever pressed it waits for it; and
that the griffin goes back to the branch, since nothing that a player does counts meanwhile.
"""

import math
from dataclasses import dataclass, replace

from griffin.absence import Absence
from griffin.camera_health import CameraHealth
from griffin.events import Advice, GoodbyeReason, LinkState, Refusal
from griffin.flight.state import FlightMode, FlightState
from griffin.game.lesson_moment import NO_LESSON, LessonMoment, Move
from griffin.scene.hud import HudLine
from griffin.scene.lesson_words import LessonWords, words_of
from griffin.scene.signs import SIGN_OF_ADVICE, Sign

_OF_REFUSALS = {
    Refusal.OTHER_LANGUAGE: HudLine.REFUSED_PROGRAM,
    Refusal.OTHER_VERSION: HudLine.REFUSED_VERSION,
    Refusal.STRANGER: HudLine.REFUSED_STRANGER,
}
_OF_GOODBYES = {GoodbyeReason.FILM_OVER: HudLine.VIDEO_OVER, GoodbyeReason.DONE: HudLine.SENDER_DONE}
# NOBODY has lines of its own: which one depends on where the griffin is. A slow camera has a rule of its own.
_OF_ADVICE = {
    Advice.TOO_DARK: HudLine.TOO_DARK,
    Advice.AGAINST_THE_LIGHT: HudLine.AGAINST_THE_LIGHT,
    Advice.COVERED: HudLine.COVERED,
    Advice.TOO_NEAR: HudLine.TOO_NEAR,
    Advice.TOO_FAR: HudLine.TOO_FAR,
    Advice.OFF_TO_LEFT: HudLine.OFF_TO_LEFT,
    Advice.OFF_TO_RIGHT: HudLine.OFF_TO_RIGHT,
    Advice.SEVERAL_PEOPLE: HudLine.SEVERAL_PEOPLE,
}
_KEY_LINES = frozenset(
    {
        HudLine.TAKE_OFF_BY_KEYS,
        HudLine.NO_CAMERA,
        HudLine.STEER_BY_KEYS,
        HudLine.CAMERA_FAILED,
        HudLine.CAMERA_LOST_PERCHED,
        HudLine.VIDEO_OVER,
        HudLine.SENDER_DONE,
    }
)
# These leave a guide its place: a lesson may begin, and then takes it.
_YIELDING = (Sign.NOBODY, Sign.SLOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class HudTuning:
    """How long hints stay."""

    hint_s: float = 7.0  # in the air, which keys steer: read twice by a slow reader
    slow_s: float = 8.0  # a slow camera keeps nobody from flying, and may last the whole evening

    def __post_init__(self) -> None:
        if min(self.hint_s, self.slow_s) < 0.0:
            raise ValueError("times must not be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class HudSituation:
    """What the flight's state doesn't know: who steers, and how the camera is.

    Attributes:
        has_camera: a camera process is, or was, to be expected.
        is_steered_by_hand: a key steers, or did a moment ago.
        is_stand_in: the demo pilot flies because there is no camera.
        is_show: the griffin flies by itself, to be looked at.
        is_replay: a journal is flown again: neither keys nor a camera can change anything.
        is_claimed: somebody is about to take over.
        refusal: why somebody who wanted to steer was turned away a moment ago.
        goodbye: why the source has ended, where that is known.
        note: the answer to a key just pressed.
        camera_s: how long link and camera have been what they are.
        slow_s: for how long it has been said that the camera is slow.
    """

    has_camera: bool = True
    link: LinkState = LinkState.LIVE
    camera: CameraHealth = CameraHealth.RUNNING
    camera_s: float = math.inf
    is_tracked: bool = False
    is_claimed: bool = False
    is_steered_by_hand: bool = False
    is_demo: bool = False
    is_stand_in: bool = False
    is_show: bool = False
    is_replay: bool = False
    absence: Absence = Absence.HERE
    lesson: LessonMoment = NO_LESSON
    advice: Advice = Advice.NONE
    slow_s: float = 0.0
    refusal: Refusal | None = None
    goodbye: GoodbyeReason | None = None
    note: HudLine = HudLine.NOTHING

    @property
    def is_camera_down(self) -> bool:
        """Whether the camera process has failed, and no other one is heard yet."""
        has_failed = self.camera in (CameraHealth.RESTARTING, CameraHealth.FAILED)
        return has_failed and self.link is not LinkState.LIVE

    @property
    def is_camera_awaited(self) -> bool:
        """Whether the camera process waits for a camera to be plugged in."""
        return self.camera is CameraHealth.ABSENT and self.link is not LinkState.LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class HudChoice:
    """What one picture says and shows.

    `has_keys`: the keys stand there as pictures. `has_guide`: nothing stands where the guide would, so that a
    lesson can be seen. `has_privacy`: it is said that no picture leaves this machine. `has_badge`: the demo
    pilot is named.
    """

    line: HudLine = HudLine.NOTHING
    sign: Sign | None = None
    has_keys: bool = False
    has_guide: bool = True
    has_privacy: bool = False
    has_badge: bool = False


_DEFAULT_TUNING = HudTuning()
_Subject = tuple[HudLine, Sign | None]  # a line, and the sign that shows the same
_NOTHING: _Subject = (HudLine.NOTHING, None)


class Hud:
    """Chooses, once a picture, and remembers what a choice needs of earlier pictures."""

    def __init__(self, tuning: HudTuning = _DEFAULT_TUNING) -> None:
        self._tuning = tuning
        self._words = LessonWords()
        self._shown_s: float | None = None
        self._camera: tuple[LinkState, CameraHealth] | None = None
        self._camera_since_s = 0.0
        self._slow_s = 0.0

    def choose(self, state: FlightState, situation: HudSituation, shown_s: float) -> HudChoice:
        """The choice of the picture at this time of the screen. The words of a lesson count as said."""
        passed_s = 0.0 if self._shown_s is None else max(0.0, shown_s - self._shown_s)
        self._shown_s = shown_s
        camera = situation.link, situation.camera
        if camera != self._camera:
            self._camera, self._camera_since_s = camera, shown_s
        if situation.advice is not Advice.CAMERA_SLOW:
            self._slow_s = 0.0
        known = replace(situation, camera_s=shown_s - self._camera_since_s, slow_s=self._slow_s)
        choice = choose(state, known, self._tuning)
        if choice.sign is Sign.SLOW:
            self._slow_s += passed_s
        if choice.line is words_of(situation.lesson):
            return replace(choice, line=self._words.choose(situation.lesson, shown_s))
        return choice


def choose(state: FlightState, situation: HudSituation, tuning: HudTuning = _DEFAULT_TUNING) -> HudChoice:
    """What is said and shown, in the order above."""
    line, sign = _find_subject(state, situation, tuning)
    is_soon = min(state.mode_s, situation.camera_s) < tuning.hint_s
    has_keys = line in _KEY_LINES and (is_soon or state.mode is FlightMode.PERCHED)
    is_taken = has_keys or situation.is_claimed or situation.is_steered_by_hand
    return HudChoice(
        line=_line_instead(state, situation) or line,
        sign=None if has_keys else sign,
        has_keys=has_keys,
        has_guide=not is_taken and (sign is None or sign in _YIELDING),
        has_privacy=situation.lesson.privacy_age_s is not None and not situation.is_demo,
        has_badge=situation.is_demo and not situation.is_camera_down,
    )


def _line_instead(state: FlightState, situation: HudSituation) -> HudLine | None:
    """What is said before anything else, if anything is."""
    if situation.refusal is not None:
        return _OF_REFUSALS[situation.refusal]
    if situation.note is not HudLine.NOTHING:
        return situation.note
    return HudLine.RETURNING if state.mode is FlightMode.RETURNING else None


def _find_subject(state: FlightState, situation: HudSituation, tuning: HudTuning) -> _Subject:
    is_perched, is_live = state.mode is FlightMode.PERCHED, situation.link is LinkState.LIVE
    if situation.is_replay and (situation.is_steered_by_hand or not is_live):
        return _NOTHING
    if situation.is_camera_down and situation.camera is CameraHealth.FAILED:
        return HudLine.CAMERA_FAILED, None if situation.is_steered_by_hand else Sign.UNPLUGGED
    if situation.is_steered_by_hand or not situation.has_camera:
        return _line_of_keys(state, situation, tuning), None
    if situation.is_camera_awaited:
        return HudLine.PLUG_IN_CAMERA, Sign.UNPLUGGED
    if situation.link is LinkState.WAITING:
        return HudLine.CAMERA_STARTS, None
    if situation.is_camera_down or situation.link is LinkState.STALE:
        return HudLine.CAMERA_LOST_PERCHED if is_perched else HudLine.CAMERA_LOST, Sign.UNPLUGGED
    if situation.link is LinkState.ENDED:
        return _OF_GOODBYES[situation.goodbye or GoodbyeReason.FILM_OVER], None
    if situation.is_demo:  # whoever looks on gets no orders that are the demo pilot's
        return (_line_of_keys(state, situation, tuning), None) if situation.is_stand_in else _NOTHING
    if situation.is_claimed:
        return _NOTHING
    if not situation.is_tracked and situation.absence is Absence.LETTING_GO and not is_perched:
        return _NOTHING
    if situation.advice in _OF_ADVICE:
        return _OF_ADVICE[situation.advice], SIGN_OF_ADVICE[situation.advice]
    is_slow = situation.advice is Advice.CAMERA_SLOW and situation.slow_s < tuning.slow_s
    if is_slow and not situation.lesson.moves:
        return HudLine.CAMERA_SLOW, Sign.SLOW
    if situation.is_tracked:
        return words_of(situation.lesson), None
    return _line_of_nobody(situation, is_perched=is_perched), _sign_of_nobody(situation)


def _line_of_keys(state: FlightState, situation: HudSituation, tuning: HudTuning) -> HudLine:
    """What to say where keys steer, or are all that could."""
    has_player_camera = situation.has_camera and not situation.is_stand_in
    if state.mode is FlightMode.PERCHED or (situation.is_show and not has_player_camera):
        return HudLine.TAKE_OFF_BY_KEYS if has_player_camera else HudLine.NO_CAMERA
    return HudLine.STEER_BY_KEYS if state.mode_s < tuning.hint_s else HudLine.NOTHING


def _line_of_nobody(situation: HudSituation, *, is_perched: bool) -> HudLine:
    """What to say while nobody is seen, and nothing is known that keeps the camera from seeing."""
    is_long_gone = situation.absence in (Absence.CIRCLING, Absence.GOING_HOME)
    is_inviting = is_perched or situation.is_show or is_long_gone
    return HudLine.STEP_INTO_VIEW if is_inviting else HudLine.PLAYER_LOST


def _sign_of_nobody(situation: HudSituation) -> Sign | None:
    """A guide that steps in shows the same, larger."""
    is_shown = situation.advice is Advice.NOBODY and Move.STEP_IN not in situation.lesson.moves
    return Sign.NOBODY if is_shown else None
