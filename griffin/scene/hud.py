"""What the screen can say: a table of all lines in one language, and the labels of one picture. Pure.

Which line is said when stands in `scene/hud_choice.py`.
"""

from enum import Enum

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
    LEAVING = "leaving"


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
    HudLine.VIDEO_OVER: "The video is over - fly by keys, or hold Esc",
    HudLine.SENDER_DONE: "Nobody steers now - fly by keys, or hold Esc",
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
    HudLine.LEAVING: "Hold Esc to leave",
}


# Each stands beside the sign that shows the same.
ADVICE_LINES = frozenset(
    {
        HudLine.TOO_DARK,
        HudLine.AGAINST_THE_LIGHT,
        HudLine.COVERED,
        HudLine.TOO_NEAR,
        HudLine.TOO_FAR,
        HudLine.OFF_TO_LEFT,
        HudLine.OFF_TO_RIGHT,
        HudLine.SEVERAL_PEOPLE,
        HudLine.CAMERA_SLOW,
    }
)


def hud_labels(
    line: HudLine,
    *,
    has_sign: bool = True,
    has_privacy: bool = False,
    has_badge: bool = False,
    words: dict[HudLine, str] = ENGLISH,
) -> tuple[Label, ...]:
    """The labels of one picture, each at its place.

    `line`: the one thing to say; advice waits for its sign (`has_sign`). `has_privacy`: that no picture
    leaves this machine. `has_badge`: the demo pilot flies.
    """
    is_advice = line in ADVICE_LINES
    texts = {
        LabelPlace.ADVICE: words[line] if is_advice and has_sign else "",
        LabelPlace.LINE: "" if is_advice else words[line],
        LabelPlace.PROMISE: words[HudLine.PRIVACY] if has_privacy else "",
        LabelPlace.BADGE: words[HudLine.DEMO_PILOT] if has_badge else "",
    }
    return tuple(Label(text=text, place=place) for place, text in texts.items() if text)
