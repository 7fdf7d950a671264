"""The vocabulary that both processes share: what travels over the wire.

These are msgspec structs rather than dataclasses because they are at once the types of the program and the
one declared schema of the wire: a range that stands here is checked at the border and nowhere else.
Angles are radians, times are monotonic seconds of this machine.
"""

from enum import Enum
from typing import Annotated

from msgspec import Meta, Struct

from griffin.arms import Angle, Arms

PROTOCOL_VERSION = 4

Time = Annotated[float, Meta(ge=0.0, le=1e12)]
Fraction = Annotated[float, Meta(ge=0.0, le=1.0)]
SignedFraction = Annotated[float, Meta(ge=-1.0, le=1.0)]
MAX_TEXT_CHARS = 200  # a sentence for the player; the sender cuts it to this
ShortText = Annotated[str, Meta(max_length=MAX_TEXT_CHARS)]


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

    protocol: int
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
    `is_seated`: the pilot sits, so no jump is asked for.
    """

    captured_s: Time
    arm_line_rad: Angle = 0.0
    roll_rad: Angle = 0.0
    climb_frac: SignedFraction = 0.0
    arms: Arms = Arms()
    body_frac: SignedFraction = 0.0
    is_tracked: bool = False
    is_seated: bool = False


class GestureEvent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="event"):
    """Something that happened once. `strength` (0 to 1): of a stroke or a jump, against this body's own."""

    captured_s: Time
    kind: EventKind
    strength: Fraction | None = None


class Goodbye(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="goodbye"):
    """The last line: the source has ended, and why."""

    reason: ShortText


Message = Hello | Steering | GestureEvent | Goodbye


class LinkState(Enum):
    """What the flight process knows of the camera process."""

    WAITING = "waiting"  # nobody has said hello yet
    LIVE = "live"
    STALE = "stale"  # silent for some periods: glide, warn the player, go on
    ENDED = "ended"  # said goodbye
