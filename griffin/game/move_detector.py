"""What a body says in the air → the moves that it does. Pure.

A move is done once it is held, or repeated, for long enough that it isn't chance. It goes by what the body
says, never by what the griffin does: that may do a move by itself.
"""

from dataclasses import dataclass

from griffin.arms import Arms
from griffin.events import EventKind, GestureEvent, Steering
from griffin.flight.state import FlightMode, FlightState
from griffin.game.lesson_moment import Move


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTuning:
    """What counts as which move."""

    tilt_rad: float = 0.26  # of bank: arms at 13 deg, which turns within a meadow
    tilt_s: float = 0.6  # longer than the arms need to pass through it
    raise_frac: float = 0.4  # of the climb: both arms at 26 deg
    raise_s: float = 0.8
    spread_rad: float = -0.35  # both upper arms above this are wings: a tired arm sags to 16 deg
    hanging_rad: float = -0.9  # both below this rest, as the steering has it
    rest_s: float = 1.2  # arms that swing for a stroke are down for less
    spread_before_rest_s: float = 5.0  # whoever never had them out rests nothing
    strokes: int = 2
    strokes_s: float = 2.5  # within this
    after_take_off_s: float = 3.0  # strokes until then are still those of the take-off

    def __post_init__(self) -> None:
        if min(self.tilt_s, self.raise_s, self.rest_s, self.strokes_s) <= 0.0 or self.strokes < 1:
            raise ValueError("a move takes a while")
        if not self.hanging_rad < self.spread_rad:
            raise ValueError("hanging_rad must be below spread_rad")


TUNING = MoveTuning()


def are_spread(arms: Arms, tuning: MoveTuning = TUNING) -> bool:
    """Whether both arms are out, or higher."""
    return min(arms.left.wing_rad, arms.right.wing_rad) >= tuning.spread_rad


class MoveDetector:
    """Follows one body through its flights."""

    def __init__(self, tuning: MoveTuning = TUNING) -> None:
        self._tuning = tuning
        self._began_s: dict[Move, float] = {}  # since when it is held, of those that are
        self._strokes_s: tuple[float, ...] = ()
        self._spread_s = 0.0  # how long the arms have been out in this flight
        self._before_s: float | None = None  # the last turn in the air

    def watch(self, said: Steering, events: tuple[GestureEvent, ...], flight: FlightState) -> frozenset[Move]:
        """The moves that are done as of this turn, and those that are still held. In the air alone."""
        was_flying = self._before_s is not None
        is_home = was_flying and any(event.kind is EventKind.TURN_AWAY for event in events)
        if flight.mode is not FlightMode.FLYING:
            self.interrupt()
            return frozenset({Move.HOME}) if is_home else frozenset()
        now_s = flight.time_s
        done = {move for move, is_held in self._held(said, now_s).items() if is_held}
        if self._has_stroked(events, flight):
            done.add(Move.FLAP)
        if is_home:
            done.add(Move.HOME)
        self._before_s = now_s
        return frozenset(done)

    def interrupt(self) -> None:
        """Another flight, or another body: nothing is held any more."""
        self._began_s, self._strokes_s = {}, ()
        self._spread_s, self._before_s = 0.0, None

    def _held(self, said: Steering, now_s: float) -> dict[Move, bool]:
        tuning = self._tuning
        if are_spread(said.arms, tuning) and self._before_s is not None:
            self._spread_s += now_s - self._before_s
        is_hanging = max(said.arms.left.wing_rad, said.arms.right.wing_rad) <= tuning.hanging_rad
        has_spread = self._spread_s >= tuning.spread_before_rest_s
        return {
            Move.TILT: self._lasts(Move.TILT, abs(said.roll_rad) >= tuning.tilt_rad, now_s, tuning.tilt_s),
            Move.RAISE: self._lasts(Move.RAISE, said.climb_frac >= tuning.raise_frac, now_s, tuning.raise_s),
            Move.REST: self._lasts(Move.REST, is_hanging and has_spread, now_s, tuning.rest_s),
        }

    def _lasts(self, move: Move, is_held: bool, now_s: float, least_s: float) -> bool:
        if not is_held:
            self._began_s.pop(move, None)
            return False
        return now_s - self._began_s.setdefault(move, now_s) >= least_s

    def _has_stroked(self, events: tuple[GestureEvent, ...], flight: FlightState) -> bool:
        tuning, now_s = self._tuning, flight.time_s
        if flight.mode_s >= tuning.after_take_off_s:
            self._strokes_s += (now_s,) * sum(event.kind is EventKind.FLAP for event in events)
        self._strokes_s = tuple(at_s for at_s in self._strokes_s if now_s - at_s <= tuning.strokes_s)
        return len(self._strokes_s) >= tuning.strokes
