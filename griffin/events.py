"""The vocabulary that both processes share: what travels over the wire.

These are msgspec structs rather than dataclasses because they are at once the types of the program and the
one declared schema of the wire: a range that stands here is checked at the border and nowhere else.
Angles are radians, times are monotonic seconds of this machine.
"""

from enum import Enum, IntEnum
from typing import Annotated

from msgspec import Meta, Struct

from griffin.arms import Angle, Arms

PROTOCOL_VERSION = 5
MOST_PLAYERS = 4
MOST_ONLOOKERS = 3

Time = Annotated[float, Meta(ge=0.0, le=1e12)]
Fraction = Annotated[float, Meta(ge=0.0, le=1.0)]
SignedFraction = Annotated[float, Meta(ge=-1.0, le=1.0)]
MAX_TEXT_CHARS = 200  # a sentence for the player; the sender cuts it to this
ShortText = Annotated[str, Meta(max_length=MAX_TEXT_CHARS)]
PlayerNumber = Annotated[int, Meta(ge=0, lt=MOST_PLAYERS)]
Torsos = Annotated[float, Meta(ge=-8.0, le=8.0)]  # torso lengths: twice as far as a body reaches


class EventKind(str, Enum):
    """Everything that a body can say once. Never dropped, always in order."""

    JUMP = "jump"
    FLAP = "flap"
    FLAP_RUN = "flap_run"
    FLAIL = "flail"
    JOG = "jog"
    TURN_AWAY = "turn_away"
    TURN_BACK = "turn_back"
    PLAYER_FOUND = "player_found"
    PLAYER_LOST = "player_lost"


TAKE_OFFS = frozenset({EventKind.JUMP, EventKind.FLAP_RUN, EventKind.FLAIL, EventKind.JOG})


class Hello(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="hello"):
    """The first line of every connection: who sends, and in which version of this vocabulary."""

    protocol: Annotated[int, Meta(ge=0, le=999_999)]
    source: ShortText = ""
    note: ShortText = ""  # why the source is not the one that was wanted
    is_demo: bool = False
    is_sandboxed: bool = False
    token: ShortText = ""  # proves the right to speak where the link is a TCP port


class Steering(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="steering"):
    """What a body says all the time; the newest replaces all before it.

    `arm_line_rad`: the smoothed line between the wrists in the picture, positive when the right hand is the
    lower one. `roll_rad`: the steering made of it, positive to the right. `climb_frac`: -1 dive, 0 level,
    1 climb. `body_frac`: -1 ducked, 0 standing as usual, 1 stretched. `is_tracked`: a pilot is in view.
    `is_seated`: the pilot sits, so no jump is asked for. `is_left_arm_seen`, `is_right_arm_seen`: that arm
    is seen well enough to steer. `inferred_s`, `sent_s`: when the model was done with the picture, and when
    this was sent; 0 where that isn't known.
    """

    captured_s: Time
    arm_line_rad: Angle = 0.0
    roll_rad: Angle = 0.0
    climb_frac: SignedFraction = 0.0
    arms: Arms = Arms()
    body_frac: SignedFraction = 0.0
    is_tracked: bool = False
    is_seated: bool = False
    is_left_arm_seen: bool = False
    is_right_arm_seen: bool = False
    player: PlayerNumber = 0
    inferred_s: Time = 0.0
    sent_s: Time = 0.0


class GestureEvent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="event"):
    """Something that happened once. `strength` (0 to 1): of a stroke or a jump, against this body's own.

    `left_strength`, `right_strength`: of a stroke, each arm's; None for an arm that took no part.
    """

    captured_s: Time
    kind: EventKind
    strength: Fraction | None = None
    left_strength: Fraction | None = None
    right_strength: Fraction | None = None
    player: PlayerNumber = 0


class Advice(str, Enum):
    """What keeps the camera from seeing a player well, and so what would help. One at a time."""

    NONE = "none"
    NOBODY = "nobody"
    TOO_DARK = "too_dark"
    AGAINST_THE_LIGHT = "against_the_light"
    COVERED = "covered"  # a black picture, or one without anything in it
    TOO_NEAR = "too_near"
    TOO_FAR = "too_far"
    OFF_TO_LEFT = "off_to_left"  # the player stands too far to the player's own left
    OFF_TO_RIGHT = "off_to_right"
    SEVERAL_PEOPLE = "several_people"  # and none of them is the pilot yet
    CAMERA_SLOW = "camera_slow"


class CameraAdvice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="advice"):
    """The advice from now on, until the next one."""

    captured_s: Time
    advice: Advice


class FigurePoint(IntEnum):
    """The points of a figure, in their order. Left and right are the player's own; none is of the face."""

    HEAD = 0  # its middle
    LEFT_SHOULDER = 1
    RIGHT_SHOULDER = 2
    LEFT_ELBOW = 3
    RIGHT_ELBOW = 4
    LEFT_WRIST = 5
    RIGHT_WRIST = 6
    LEFT_HAND = 7  # the knuckles
    RIGHT_HAND = 8
    LEFT_HIP = 9
    RIGHT_HIP = 10
    LEFT_KNEE = 11
    RIGHT_KNEE = 12
    LEFT_ANKLE = 13
    RIGHT_ANKLE = 14
    LEFT_FOOT = 15  # the toes
    RIGHT_FOOT = 16


_OF_EVERY_POINT = Meta(min_length=len(FigurePoint), max_length=len(FigurePoint))


class Figure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="figure"):
    """A player's joints, for drawing a figure and for nothing else: they never become inputs of the game.

    `points`: x and y of each FigurePoint in torso lengths from the middle of the hips, as in a mirror: x to
    the right, which is the player's own right while facing the camera, and y up. `seen`: which of them are
    more than a guess.
    """

    captured_s: Time
    points: Annotated[tuple[tuple[Torsos, Torsos], ...], _OF_EVERY_POINT]
    seen: Annotated[tuple[bool, ...], _OF_EVERY_POINT]
    player: PlayerNumber = 0


class Onlooker(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another body in view, that steers nothing.

    `across_frac`: where it stands, -1 at the picture's left edge to 1 at its right one, as the picture shows
    it. `size_frac`: its torso's length in picture heights. `claim_frac`: how much of the time has gone by
    after which it takes over.
    """

    across_frac: SignedFraction
    size_frac: Fraction
    has_arms_up: bool = False
    claim_frac: Fraction = 0.0


class Onlookers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="onlookers"):
    """All other bodies in view; the newest replaces all before it."""

    captured_s: Time
    bodies: Annotated[tuple[Onlooker, ...], Meta(max_length=MOST_ONLOOKERS)] = ()


class GoodbyeReason(str, Enum):
    """Why a source has ended."""

    FILM_OVER = "film_over"  # the film that was watched has ended
    DONE = "done"  # a sender that is no camera process has said all that it had to say


class Goodbye(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="goodbye"):
    """The last line: the source has ended, and why."""

    reason: GoodbyeReason


Message = Hello | Steering | GestureEvent | CameraAdvice | Figure | Onlookers | Goodbye


class Refusal(Enum):
    """Why somebody who connected was turned away."""

    OTHER_LANGUAGE = "other_language"  # the first line is no hello, or a damaged one
    OTHER_VERSION = "other_version"
    STRANGER = "stranger"  # without the session's token


class LinkState(Enum):
    """What the flight process knows of the camera process."""

    WAITING = "waiting"  # nobody has said hello yet
    LIVE = "live"
    STALE = "stale"  # silent for some periods: glide, warn the player, go on
    ENDED = "ended"  # said goodbye
