"""Which lesson is shown in the air, and when: one at a time, each where the move has an effect. Pure.

A move that a player does before its lesson counts as known, and its lesson is never shown.

    waiting ──its time and place──► shown ──done──► ticked off ──► known
       ▲                              │
       │                          not done
       │                              ▼                    the second time
       └──minutes later, once── the griffin does it by itself ──► known

A lesson runs only while it can be seen and a body steers. Where it is interrupted it starts again later, and
doesn't count as shown.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.flight.controls import Controls
from griffin.flight.state import FlightState
from griffin.flight.tuning import FlightTuning
from griffin.game.lesson_moment import DONE, IN_THE_AIR, LessonMoment, Move
from griffin.game.own_move import OwnMove

_FLIGHT = FlightTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseTuning:
    """When a lesson is shown, and for how long."""

    first_s: float = 3.0  # after take-off, the first one: by then the griffin is clear of the tree
    resume_s: float = 1.5  # after an interruption, the same one again: whoever was hidden is back in place
    pause_s: float = 20.0  # from the end of one to the next: time to play with what was just learned
    patience_s: float = 8.0  # the guide shows a move three times before the griffin does it by itself
    again_s: float = 150.0  # after it was shown and not done: by then its first time is forgotten
    most_shows: int = 2  # a lesson that was ignored twice would only annoy
    room_m: float = 300.0  # below the ceiling: enough that a climb has an effect
    slow_mps: float = 15.0  # below this a stroke is felt: the level glide has 18
    low_m: float = 40.0  # above the ground: below this the lift of a stroke is seen
    flap_after_s: float = 90.0  # of flight in all: over a deep valley a glide never gets slow or low
    rest_after_s: float = 15.0  # of this flight: nobody is tired sooner
    home_after_s: float = 120.0  # of flight in all: whoever turns back sooner has seen nothing of the land

    def __post_init__(self) -> None:
        if self.flap_after_s > self.home_after_s:
            raise ValueError("home comes last")
        if min(self.first_s, self.resume_s, self.pause_s, self.patience_s, self.again_s) <= 0.0:
            raise ValueError("times must be above 0")
        if self.most_shows < 1 or min(self.room_m, self.slow_mps, self.low_m, self.rest_after_s) < 0.0:
            raise ValueError("most_shows must be above 0, the places and rest_after_s not negative")


TUNING = CourseTuning()


@dataclass(slots=True)
class _Current:
    """The lesson that is shown."""

    move: Move
    since_s: float
    done_s: float | None = None
    ends_s: float | None = None  # when the griffin will have done it


class AirLessons:
    """The lessons of one player in the air, over all flights. Times are the flight's.

    `known`: the moves that no lesson is needed for any more.
    """

    def __init__(self, known: Iterable[Move] = (), tuning: CourseTuning = TUNING) -> None:
        self.known = frozenset(known)
        self._tuning = tuning
        self._shows: dict[Move, int] = {}  # how often it was shown without being done
        self._due_s: dict[Move, float] = {}  # when it may come again
        self._free_s = -math.inf  # from then on another one may come
        self._is_interrupted = False  # the last one was, and starts again soon
        self._current: _Current | None = None
        self._own: OwnMove | None = None  # what the griffin does by itself, until it has let go

    def note(self, done: Iterable[Move], now_s: float) -> bool:
        """Moves that the player does, asked for or not. Returns whether that ticks off the one shown."""
        self.known |= frozenset(done)
        current = self._current
        if current is None or current.done_s is not None or current.move not in self.known:
            return False
        current.done_s = now_s
        self._let_go()
        return True

    def follow(self, flight: FlightState, *, is_seated: bool) -> LessonMoment | None:
        """What is shown while a body flies the griffin and sees the guide."""
        now_s, current = flight.time_s, self._current
        if self._is_interrupted:
            self._is_interrupted, self._free_s = False, now_s + self._tuning.resume_s
        if current is None:
            move = self._next(flight, is_seated=is_seated)
            current = self._current = _Current(move, now_s) if move else None
        elif current.done_s is not None:
            return self.finish(now_s)
        elif current.ends_s is None and now_s - current.since_s >= self._tuning.patience_s:
            self._own = OwnMove(current.move, now_s)
            current.ends_s = self._own.ends_s
        elif current.ends_s is not None and now_s >= current.ends_s:
            self._count_show(current.move, now_s)
            self._end(now_s)
        return self._moment(now_s)

    def finish(self, now_s: float) -> LessonMoment | None:
        """What is still shown where no lesson can run: the tick of one that is done. Interrupts any other."""
        current = self._current
        if current is not None and (current.done_s is None or now_s - current.done_s >= DONE.shown_s):
            self._end(now_s)
            self._is_interrupted = current.done_s is None and current.ends_s is None
        return self._moment(now_s)

    def steer(
        self, wanted: Controls, state: FlightState, perch_world: NDArray[np.float64], dt_s: float
    ) -> Controls:
        """The controls of one step: the player's, and those of a move that the griffin does by itself."""
        if self._own is None:
            return wanted
        controls = self._own.steer(wanted, state, perch_world, dt_s)
        if self._own.has_let_go:
            self._own = None
        return controls

    def _let_go(self) -> None:
        if self._own is not None:
            self._own.is_released = True

    def _moment(self, now_s: float) -> LessonMoment | None:
        current = self._current
        if current is None:
            return None
        return LessonMoment(
            moves=(current.move,),
            done_age_s=None if current.done_s is None else now_s - current.done_s,
            is_by_griffin=self._own is not None and not self._own.is_released,
        )

    def _end(self, now_s: float) -> None:
        self._current = None
        self._let_go()
        self._free_s = now_s + self._tuning.pause_s

    def _count_show(self, move: Move, now_s: float) -> None:
        self._shows[move] = self._shows.get(move, 0) + 1
        self._due_s[move] = now_s + self._tuning.again_s
        if self._shows[move] >= self._tuning.most_shows:
            self.known |= {move}

    def _next(self, flight: FlightState, *, is_seated: bool) -> Move | None:
        if flight.mode_s < self._tuning.first_s or flight.time_s < self._free_s:
            return None
        for move in IN_THE_AIR:
            is_due = flight.time_s >= self._due_s.get(move, -math.inf)
            if is_due and move not in self.known and self._fits(move, flight, is_seated=is_seated):
                return move
        return None

    def _fits(self, move: Move, flight: FlightState, *, is_seated: bool) -> bool:
        """Whether a move has an effect here and now."""
        tuning = self._tuning
        if move is Move.RAISE:
            return float(flight.position_world[1]) < _FLIGHT.ceiling_m - tuning.room_m
        if move is Move.REST:
            return flight.mode_s >= tuning.rest_after_s
        if move is Move.FLAP:
            is_late = flight.airborne_s >= tuning.flap_after_s
            return is_late or flight.speed_mps < tuning.slow_mps or flight.clearance_m < tuning.low_m
        if move is Move.HOME:  # nobody should have to turn a chair round
            return flight.airborne_s >= tuning.home_after_s and not is_seated
        return True
