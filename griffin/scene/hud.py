"""What the screen says: one short line, chosen by what the player needs to know now. Pure.

Several things may be worth saying at once. The first of these is said:

1. that somebody was turned away: it is there for some seconds and can be read nowhere else in the room;
2. the answer to a key: whoever pressed it waits for it, for two seconds;
3. the way back to the branch: nothing that a player does counts meanwhile;
4. whether there is a camera at all, and what to do without: no advice of a camera that is away can be true;
5. while nobody is seen, why not: nothing else helps;
6. what is in the way of being seen well, before a lesson, which it may prevent;
7. the lesson that the figures show;
8. that the camera is slow, which keeps nobody from flying.
"""

from dataclasses import dataclass
from enum import Enum

from griffin.absence import Absence
from griffin.camera_health import CameraHealth
from griffin.events import Advice, GoodbyeReason, LinkState, Refusal
from griffin.flight.state import FlightMode, FlightState
from griffin.scene.frame import Label, LabelPlace


class HudLine(Enum):
    """Everything that the screen can say."""

    NOTHING = "nothing"
    CAMERA_STARTS = "camera_starts"
    STEP_INTO_VIEW = "step_into_view"
    ARMS_OUT = "arms_out"
    JUMP_OR_FLAP = "jump_or_flap"
    FLAP_OFF = "flap_off"
    TILT = "tilt"
    RAISE = "raise"
    REST = "rest"
    FLAP = "flap"
    HOME = "home"
    PRIVACY = "privacy"
    TAKE_OFF_BY_KEYS = "take_off_by_keys"
    NO_CAMERA = "no_camera"
    PLUG_IN_CAMERA = "plug_in_camera"
    STEER_BY_KEYS = "steer_by_keys"
    PLAYER_LOST = "player_lost"
    CAMERA_LOST = "camera_lost"
    CAMERA_LOST_PERCHED = "camera_lost_perched"
    CAMERA_FAILED = "camera_failed"
    VIDEO_OVER = "video_over"
    SENDER_DONE = "sender_done"
    REFUSED_PROGRAM = "refused_program"
    REFUSED_VERSION = "refused_version"
    REFUSED_STRANGER = "refused_stranger"
    TOO_DARK = "too_dark"
    AGAINST_THE_LIGHT = "against_the_light"
    COVERED = "covered"
    TOO_NEAR = "too_near"
    TOO_FAR = "too_far"
    OFF_TO_LEFT = "off_to_left"
    OFF_TO_RIGHT = "off_to_right"
    SEVERAL_PEOPLE = "several_people"
    CAMERA_SLOW = "camera_slow"
    RETURNING = "returning"
    DEMO_PILOT = "demo_pilot"
    SOUND_OFF = "sound_off"
    SOUND_ON = "sound_on"


# A child of six reads these from three metres away. Another language is another table with the same keys.
ENGLISH: dict[HudLine, str] = {
    HudLine.NOTHING: "",
    HudLine.CAMERA_STARTS: "The camera is waking up …",
    HudLine.STEP_INTO_VIEW: "Step into view: head to hips",
    HudLine.ARMS_OUT: "Arms out, like wings",
    HudLine.JUMP_OR_FLAP: "Jump or flap",
    HudLine.FLAP_OFF: "Flap hard to take off",
    HudLine.TILT: "Tilt your arms: turn",
    HudLine.RAISE: "Arms up: climb",
    HudLine.REST: "Let your arms rest",
    HudLine.FLAP: "Flap: faster",
    HudLine.HOME: "Turn your back: fly home",
    HudLine.PRIVACY: "No picture leaves this machine",
    HudLine.TAKE_OFF_BY_KEYS: "Press space to take off",
    HudLine.NO_CAMERA: "No camera. Press space to fly",
    HudLine.PLUG_IN_CAMERA: "Plug in a camera",
    HudLine.STEER_BY_KEYS: "Arrow keys steer, space flaps",
    HudLine.PLAYER_LOST: "Where are you? Gliding on …",
    HudLine.CAMERA_LOST: "Camera lost - gliding",
    HudLine.CAMERA_LOST_PERCHED: "Camera lost - press space to fly by keys",
    HudLine.CAMERA_FAILED: "The camera stopped - fly with arrows and space",
    HudLine.VIDEO_OVER: "The video is over - fly by keys, or press Esc",
    HudLine.SENDER_DONE: "Nobody steers now - fly by keys, or press Esc",
    HudLine.REFUSED_PROGRAM: "Another program tried to steer - turned away",
    HudLine.REFUSED_VERSION: "Two versions of Griffin - start the game again",
    HudLine.REFUSED_STRANGER: "A stranger tried to steer - turned away",
    HudLine.TOO_DARK: "Too dark to see you - turn on a light",
    HudLine.AGAINST_THE_LIGHT: "Too bright behind you - close the curtains",
    HudLine.COVERED: "Is the camera covered?",
    HudLine.TOO_NEAR: "Step back a little",
    HudLine.TOO_FAR: "Come a little closer",
    HudLine.OFF_TO_LEFT: "Take a step to your right",
    HudLine.OFF_TO_RIGHT: "Take a step to your left",
    HudLine.SEVERAL_PEOPLE: "Who flies? Raise both arms",
    HudLine.CAMERA_SLOW: "More light makes the camera faster",
    HudLine.RETURNING: "Back to the branch",
    HudLine.DEMO_PILOT: "Demo pilot",
    HudLine.SOUND_OFF: "Sound off - M turns it on",
    HudLine.SOUND_ON: "Sound on",
}


_OF_REFUSALS = {
    Refusal.OTHER_LANGUAGE: HudLine.REFUSED_PROGRAM,
    Refusal.OTHER_VERSION: HudLine.REFUSED_VERSION,
    Refusal.STRANGER: HudLine.REFUSED_STRANGER,
}
_OF_GOODBYES = {GoodbyeReason.FILM_OVER: HudLine.VIDEO_OVER, GoodbyeReason.DONE: HudLine.SENDER_DONE}
# Nobody has lines of its own: which one depends on where the griffin is.
_OF_ADVICE = {
    Advice.TOO_DARK: HudLine.TOO_DARK,
    Advice.AGAINST_THE_LIGHT: HudLine.AGAINST_THE_LIGHT,
    Advice.COVERED: HudLine.COVERED,
    Advice.TOO_NEAR: HudLine.TOO_NEAR,
    Advice.TOO_FAR: HudLine.TOO_FAR,
    Advice.OFF_TO_LEFT: HudLine.OFF_TO_LEFT,
    Advice.OFF_TO_RIGHT: HudLine.OFF_TO_RIGHT,
    Advice.SEVERAL_PEOPLE: HudLine.SEVERAL_PEOPLE,
    Advice.CAMERA_SLOW: HudLine.CAMERA_SLOW,
}
_KEY_LINES = frozenset(
    {
        HudLine.TAKE_OFF_BY_KEYS,
        HudLine.NO_CAMERA,
        HudLine.STEER_BY_KEYS,
        HudLine.CAMERA_FAILED,
        HudLine.CAMERA_LOST_PERCHED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HudTuning:
    """How long hints stay."""

    hint_s: float = 7.0  # which keys steer, after take-off: read twice by a slow reader
    slow_s: float = 14.0  # after take-off: a slow camera may last the whole evening

    def __post_init__(self) -> None:
        if min(self.hint_s, self.slow_s) < 0.0:
            raise ValueError("times must not be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class HudSituation:
    """What the flight's state doesn't know: who steers, and how the camera is.

    `refusal`: why somebody who wanted to steer was turned away a moment ago. `goodbye`: why the source has
    ended, where that is known. `note`: the answer to a key just pressed. `advice`: of the camera process.
    `lesson`: the words of what the figures show. `has_privacy`: it is to be said that no picture leaves this
    machine.
    """

    has_camera: bool = True
    link: LinkState = LinkState.LIVE
    is_tracked: bool = False
    lesson: HudLine = HudLine.NOTHING
    has_privacy: bool = False
    is_steered_by_hand: bool = False
    is_demo: bool = False
    is_stand_in: bool = False  # the demo pilot flies because there is no camera
    camera: CameraHealth = CameraHealth.RUNNING
    absence: Absence = Absence.HERE
    is_show: bool = False  # the griffin flies by itself, to be looked at
    refusal: Refusal | None = None
    goodbye: GoodbyeReason | None = None
    advice: Advice = Advice.NONE
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


_DEFAULT_TUNING = HudTuning()


def choose_line(state: FlightState, situation: HudSituation, tuning: HudTuning = _DEFAULT_TUNING) -> HudLine:
    """The one thing to say, in the order above."""
    if situation.refusal is not None:
        return _OF_REFUSALS[situation.refusal]
    if situation.note is not HudLine.NOTHING:
        return situation.note
    if state.mode is FlightMode.RETURNING:
        return HudLine.RETURNING
    if situation.is_camera_down and situation.camera is CameraHealth.FAILED:
        return HudLine.CAMERA_FAILED
    is_perched = state.mode is FlightMode.PERCHED
    is_hint_due = state.mode_s < tuning.hint_s
    if situation.is_steered_by_hand or not situation.has_camera:
        if is_perched:
            return HudLine.TAKE_OFF_BY_KEYS if situation.has_camera else HudLine.NO_CAMERA
        return HudLine.STEER_BY_KEYS if is_hint_due else HudLine.NOTHING
    if situation.is_camera_awaited:
        return HudLine.PLUG_IN_CAMERA
    if situation.link is LinkState.WAITING:
        return HudLine.CAMERA_STARTS
    if situation.is_camera_down or situation.link is LinkState.STALE:
        return HudLine.CAMERA_LOST_PERCHED if is_perched else HudLine.CAMERA_LOST
    if situation.link is LinkState.ENDED:
        return _OF_GOODBYES[situation.goodbye or GoodbyeReason.FILM_OVER]
    if situation.is_demo:  # whoever looks on gets no orders that are the demo pilot's
        return HudLine.NO_CAMERA if situation.is_stand_in and is_perched else HudLine.NOTHING
    advice = _OF_ADVICE.get(situation.advice, HudLine.NOTHING)
    if not situation.is_tracked:
        return _line_of_nobody(is_perched, situation, advice)
    if advice is HudLine.CAMERA_SLOW:
        is_due = not is_perched and state.mode_s < tuning.slow_s
        is_free = situation.lesson is HudLine.NOTHING
        return advice if is_due and is_free else situation.lesson
    return situation.lesson if advice is HudLine.NOTHING else advice


def are_keys_shown(state: FlightState, situation: HudSituation, tuning: HudTuning = _DEFAULT_TUNING) -> bool:
    """Whether the keys stand there as pictures: wherever words speak of them, on the branch and soon after.

    The demo pilot shows its moves where they would stand.
    """
    if situation.is_demo and not situation.is_steered_by_hand:
        return False
    is_soon = state.mode is FlightMode.PERCHED or state.mode_s < tuning.hint_s
    return is_soon and choose_line(state, situation, tuning) in _KEY_LINES


def _line_of_nobody(is_perched: bool, situation: HudSituation, advice: HudLine) -> HudLine:
    """What to say while nobody is seen."""
    if situation.absence is Absence.LETTING_GO and not is_perched:
        return HudLine.NOTHING
    if advice is not HudLine.NOTHING:
        return advice
    is_long_gone = situation.absence in (Absence.CIRCLING, Absence.GOING_HOME)
    is_inviting = is_perched or situation.is_show or is_long_gone
    return HudLine.STEP_INTO_VIEW if is_inviting else HudLine.PLAYER_LOST


def hud_labels(
    state: FlightState,
    situation: HudSituation,
    *,
    words: dict[HudLine, str] = ENGLISH,
    tuning: HudTuning = _DEFAULT_TUNING,
) -> tuple[Label, ...]:
    """The line, advice at a place of its own, a promise, and a badge as long as the demo pilot flies."""
    line = choose_line(state, situation, tuning)
    place = LabelPlace.ADVICE if line in _OF_ADVICE.values() else LabelPlace.LINE
    badge = words[HudLine.DEMO_PILOT] if situation.is_demo and not situation.is_camera_down else ""
    promise = words[HudLine.PRIVACY] if situation.has_privacy else ""
    labels = (
        Label(text=words[line], place=place),
        Label(text=promise, place=LabelPlace.PROMISE),
        Label(text=badge, place=LabelPlace.BADGE),
    )
    return tuple(label for label in labels if label.text)
