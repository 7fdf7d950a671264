"""The value types around one turn of the game: `Inputs` go in, a `Moment` comes out. No rules here.

What is continuous in the inputs lies on a grid of a ten-thousandth (of a second, a radian, a whole) before
anybody uses it: far below what a body can do, and a journal holds it as short whole numbers, exactly.
"""

from dataclasses import dataclass
from enum import Enum

from griffin.absence import Absence
from griffin.creature.creature import CreatureState
from griffin.events import GestureEvent, LinkState, Steering
from griffin.flight.state import FlightState
from griffin.game.lesson_moment import NO_LESSON, LessonMoment
from griffin.happenings import Happening
from griffin.input.hands import NO_COMMAND, HandCommand
from griffin.world.nearby import NOTHING_NEARBY, Nearby

TICKS = 10_000  # in a second, in a radian, in a whole


def to_ticks(value: float) -> int:
    """The nearest point of the grid, as a whole number."""
    return round(value * TICKS)


def from_ticks(ticks: int) -> float:
    """A point of the grid; `from_ticks(to_ticks(x))` is the same float whenever `x` lies on the grid."""
    return ticks / TICKS


def on_grid(value: float) -> float:
    """The nearest point of the grid."""
    return from_ticks(to_ticks(value))


def put_on_grid(said: Steering, captured_s: float) -> Steering:
    """What the game uses of a steering, on the grid, captured at this time of the session.

    Whose it is, how surely the arms are seen and when it was sent is left out: no flight depends on it.
    """
    return Steering(
        captured_s=on_grid(captured_s),
        arm_line_rad=on_grid(said.arm_line_rad),
        roll_rad=on_grid(said.roll_rad),
        climb_frac=on_grid(said.climb_frac),
        arms=said.arms.map(on_grid),
        body_frac=on_grid(said.body_frac),
        is_tracked=said.is_tracked,
        is_seated=said.is_seated,
    )


def event_on_grid(event: GestureEvent, captured_s: float) -> GestureEvent:
    """What the game uses of an event, on the grid, captured at this time of the session.

    Whose it is and the strength of each arm is left out, as above.
    """
    strength = None if event.strength is None else on_grid(event.strength)
    return GestureEvent(captured_s=on_grid(captured_s), kind=event.kind, strength=strength)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerInput:
    """What reached one player's griffin since the last turn.

    `steering`: the newest, None if none came. `events`: all that came, in order. `is_demo`: the body is the
    drawn demo pilot's. `is_guide_hidden`: in the last picture something else stood where the guide shows a
    lesson.
    """

    steering: Steering | None = None
    events: tuple[GestureEvent, ...] = ()
    link: LinkState = LinkState.WAITING
    hand: HandCommand = NO_COMMAND
    is_demo: bool = False
    is_guide_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that one turn is made of. `now_s`: of the session, which begins at 0; it never goes back."""

    now_s: float
    players: tuple[PlayerInput, ...]


class SteeredBy(Enum):
    """Who has the controls."""

    NOBODY = "nobody"
    BODY = "body"
    HAND = "hand"
    SHOW = "show"  # the griffin flies by itself, to be looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerMoment:
    """One player's griffin between the last two steps, as a picture shows it.

    `is_tracked`: a person was in view in what was heard last, and sat there (`is_seated`). `is_over_water`: a
    lake lies straight below. `nearby`: what sounds near the griffin, as of a moment ago. `absence`: how the
    griffin looks after itself while nobody steers. `is_led_by_body`: wings and bank are
    the body's alone.
    """

    flight: FlightState
    creature: CreatureState
    link: LinkState
    steered_by: SteeredBy
    is_tracked: bool
    is_seated: bool = False
    is_over_water: bool = False
    nearby: Nearby = NOTHING_NEARBY
    lesson: LessonMoment = NO_LESSON
    absence: Absence = Absence.HERE
    is_led_by_body: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The game at one turn.

    `world_s`: the world's time, which stands still while the game is paused. `shown_s`: the screen's time,
    which never does: whatever fades or streams in goes by it. `happenings`: of this turn, in order.
    """

    players: tuple[PlayerMoment, ...]
    happenings: tuple[Happening, ...] = ()
    world_s: float = 0.0
    shown_s: float = 0.0
