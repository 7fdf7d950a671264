"""What a player's body says in the air → the moves that the player does. Pure.

A move counts as done once it has been held, or repeated, for long enough that it wasn't by chance. Only what
the body says counts, never the griffin's flight: the griffin may do a move by itself.
"""

from dataclasses import dataclass

from griffin.arms import Arms
from griffin.events import EventKind, GestureEvent, Steering
from griffin.flight.state import FlightMode, FlightState
from griffin.game.lesson_moment import Move


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDetectorTuning:
    """What counts as which move."""

    tilt_rad: float = 0.26  # of bank: arms at 13 deg, a turn that is plainly seen
    tilt_s: float = 0.6  # longer than arms take that only pass through this angle
    raise_frac: float = 0.4  # of the climb: both arms at 26 deg
    raise_s: float = 0.8  # longer than the upstroke of a flap
    spread_rad: float = -0.35  # both upper arms above this count as spread: a tired arm sags to 16 deg
    hanging_rad: float = -0.9  # both below this hang, as in `gesture.steering`
    rest_s: float = 1.2  # longer than the downstroke of a flap
    spread_before_rest_s: float = 5.0  # of this flight: arms that were never out aren't resting
    strokes: int = 2  # one may be chance
    strokes_s: float = 2.5  # within this: a slow flap takes a second
    after_take_off_s: float = 3.0  # strokes until then still belong to the take-off

    def __post_init__(self) -> None:
        if min(self.tilt_s, self.raise_s, self.rest_s, self.strokes_s) <= 0.0 or self.strokes < 1:
            raise ValueError("a move takes a while")
        if not self.hanging_rad < self.spread_rad:
            raise ValueError("hanging_rad must be below spread_rad")
        if self.tilt_rad <= 0.0 or not 0.0 < self.raise_frac <= 1.0:
            raise ValueError("tilt_rad must be above 0, raise_frac within 0 (excluded) to 1")
        if min(self.spread_before_rest_s, self.after_take_off_s) < 0.0:
            raise ValueError("spread_before_rest_s and after_take_off_s must not be negative")


TUNING = MoveDetectorTuning()


def are_spread(arms: Arms, tuning: MoveDetectorTuning = TUNING) -> bool:
    """Whether both arms are held out to the sides, or higher."""
    return min(arms.left.wing_rad, arms.right.wing_rad) >= tuning.spread_rad


class MoveDetector:
    """Watches one body over all its flights."""

    def __init__(self, tuning: MoveDetectorTuning = TUNING) -> None:
        self._tuning = tuning
        self._began_s: dict[Move, float] = {}  # since when it is held, of those that are
        self._strokes_s: tuple[float, ...] = ()
        self._spread_s = 0.0  # how long the arms have been out in this flight
        self._before_s: float | None = None  # time of the last turn, if that was in the air

    def watch(self, said: Steering, events: tuple[GestureEvent, ...], flight: FlightState) -> frozenset[Move]:
        """The moves that are done by this turn, those that are still held among them. Only in the air."""
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
        """Another flight, or another body: what was held until now no longer counts."""
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
