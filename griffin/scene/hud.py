"""What the screen says: one short line, chosen by what the player needs to know now. Pure."""

from dataclasses import dataclass
from enum import Enum

from griffin.camera_health import CameraHealth
from griffin.events import LinkState
from griffin.flight.state import FlightMode, FlightState
from griffin.scene.frame import Label, LabelPlace


class HudLine(Enum):
    """Everything that the screen can say."""

    NOTHING = "nothing"
    CAMERA_STARTS = "camera_starts"
    STEP_INTO_VIEW = "step_into_view"
    TAKE_OFF = "take_off"
    TAKE_OFF_SEATED = "take_off_seated"
    TAKE_OFF_BY_KEYS = "take_off_by_keys"
    STEER = "steer"
    STEER_BY_KEYS = "steer_by_keys"
    PLAYER_LOST = "player_lost"
    CAMERA_LOST = "camera_lost"
    CAMERA_LOST_PERCHED = "camera_lost_perched"
    CAMERA_FAILED = "camera_failed"
    VIDEO_OVER = "video_over"
    RETURNING = "returning"
    DEMO_PILOT = "demo_pilot"
    SOUND_OFF = "sound_off"
    SOUND_ON = "sound_on"


# A child of six reads these from three metres away. Another language is another table with the same keys.
ENGLISH: dict[HudLine, str] = {
    HudLine.NOTHING: "",
    HudLine.CAMERA_STARTS: "The camera is waking up …",
    HudLine.STEP_INTO_VIEW: "Step into view: head to hips",
    HudLine.TAKE_OFF: "Jump - or flap hard - to take off",
    HudLine.TAKE_OFF_SEATED: "Flap hard to take off",
    HudLine.TAKE_OFF_BY_KEYS: "Press space to take off",
    HudLine.STEER: "Tilt your arms to turn, raise them to climb",
    HudLine.STEER_BY_KEYS: "Arrow keys steer, space flaps",
    HudLine.PLAYER_LOST: "Where are you? Gliding on …",
    HudLine.CAMERA_LOST: "Camera lost - gliding",
    HudLine.CAMERA_LOST_PERCHED: "Camera lost - press space to fly by keys",
    HudLine.CAMERA_FAILED: "The camera stopped - fly with arrows and space",
    HudLine.VIDEO_OVER: "The video is over - fly by keys, or press Esc",
    HudLine.RETURNING: "Back to the branch",
    HudLine.DEMO_PILOT: "Demo pilot",
    HudLine.SOUND_OFF: "Sound off - M turns it on",
    HudLine.SOUND_ON: "Sound on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HudTuning:
    """How long hints stay."""

    hint_s: float = 7.0  # after take-off; read twice by a slow reader

    def __post_init__(self) -> None:
        if self.hint_s < 0.0:
            raise ValueError("hint_s must not be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class HudSituation:
    """What the flight's state doesn't know: who steers, and how the camera is.

    `refusal`: why the camera process was turned away; it is said before anything else. `note`: the answer to
    a key just pressed, said before all but that.
    """

    has_camera: bool = True
    link: LinkState = LinkState.LIVE
    is_tracked: bool = False
    is_seated: bool = False
    is_steered_by_hand: bool = False
    is_demo: bool = False
    camera: CameraHealth = CameraHealth.RUNNING
    is_show: bool = False  # the griffin flies by itself, to be looked at
    refusal: str = ""
    note: HudLine = HudLine.NOTHING

    @property
    def is_camera_down(self) -> bool:
        """Whether the camera process has failed, and no other one is heard yet."""
        return self.camera is not CameraHealth.RUNNING and self.link is not LinkState.LIVE


_DEFAULT_TUNING = HudTuning()


def choose_line(state: FlightState, situation: HudSituation, tuning: HudTuning = _DEFAULT_TUNING) -> HudLine:
    """The one thing to say."""
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
            return HudLine.TAKE_OFF_BY_KEYS
        return HudLine.STEER_BY_KEYS if is_hint_due else HudLine.NOTHING
    if situation.link is LinkState.WAITING:
        return HudLine.CAMERA_STARTS
    if situation.is_camera_down or situation.link is LinkState.STALE:
        return HudLine.CAMERA_LOST_PERCHED if is_perched else HudLine.CAMERA_LOST
    if situation.link is LinkState.ENDED:
        return HudLine.VIDEO_OVER
    if not situation.is_tracked:
        return HudLine.STEP_INTO_VIEW if is_perched or situation.is_show else HudLine.PLAYER_LOST
    if is_perched:
        return HudLine.TAKE_OFF_SEATED if situation.is_seated else HudLine.TAKE_OFF
    return HudLine.STEER if is_hint_due else HudLine.NOTHING


def hud_labels(
    state: FlightState,
    situation: HudSituation,
    *,
    words: dict[HudLine, str] = ENGLISH,
    tuning: HudTuning = _DEFAULT_TUNING,
) -> tuple[Label, ...]:
    """The line, and a badge that stays as long as the demo pilot flies."""
    line = situation.refusal or words[choose_line(state, situation, tuning)]
    badge = words[HudLine.DEMO_PILOT] if situation.is_demo and not situation.is_camera_down else ""
    labels = (Label(text=line, place=LabelPlace.LINE), Label(text=badge, place=LabelPlace.BADGE))
    return tuple(label for label in labels if label.text)
