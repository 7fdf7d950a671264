"""Lessons: what the camera process says of a player, and how the griffin flies → the move to show now. Pure.

Before the first flight only what it needs is shown: how to step in, to spread the arms and to take off.
Nobody has to wait for that: a jump or strokes take off whatever is shown. Everything else is taught in the
air (`air_lessons.py`).

Lessons are only for a body before a live camera, and run only while the guide can be seen: while a sign, the
keys or the ring about the next pilot stand in its place, nothing is shown and no lesson gets older. The demo
pilot is taught nothing: the guide beside it shows the moves that it makes. Times are the flight's, which
stand still while the game is paused.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from griffin.events import TAKE_OFFS, EventKind, GestureEvent, LinkState, Steering
from griffin.flight.controls import Controls
from griffin.flight.state import FlightMode, FlightState
from griffin.game.air_lessons import AirLessons
from griffin.game.lesson_moment import DONE, IN_THE_AIR, NO_LESSON, REMEMBERED, LessonMoment, Move
from griffin.game.moment import SteeredBy
from griffin.game.move_detector import MoveDetector, are_spread

_FLAPPED = frozenset({EventKind.FLAP_RUN, EventKind.FLAIL})


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonTuning:
    """What is shown on the branch, and for how long."""

    spread_s: float = 0.4  # arms count as spread once they have been held out for this long
    arms_out_s: float = 5.0  # whoever hasn't spread them by then is shown the take-off ...
    take_off_s: float = 10.0  # ... for this long: the guides show jump and strokes twice each
    reminder_s: float = 8.0  # on the branch, for those who know how: most have taken off by then
    absent_s: float = 3.0  # out of view for longer, a player is shown again how to spread the arms
    anew_s: float = 60.0  # after this long without anybody the next one is taken for somebody new
    asked_s: float = 0.2  # a take-off this soon after a jump or strokes was made by them, and not by a key
    step_in_s: float = 10.0  # out of view for this long in the air, a player is shown how to step in
    room_s: float = 6.0  # "room to jump?": enough to look round
    privacy_s: float = 8.0  # the line can be read twice
    demo_s: float = 2.5  # a move of the demo pilot's is shown for at least this long

    def __post_init__(self) -> None:
        shown_s = (self.arms_out_s, self.take_off_s, self.room_s, self.privacy_s, self.demo_s)
        if min(shown_s) <= 0.0:
            raise ValueError("what is shown must be shown for a while")
        if min(self.asked_s, self.reminder_s, self.step_in_s) < 0.0:
            raise ValueError("asked_s, reminder_s and step_in_s must not be negative")
        if not 0.0 <= self.spread_s < self.arms_out_s:
            raise ValueError("arms must count as spread before the take-off is shown without them")
        if not 0.0 < self.absent_s < self.anew_s:
            raise ValueError("a player must be absent before the next one is new")


TUNING = LessonTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the lessons need of one turn.

    `said`, `events`: by the body. `flight`: after its last step. `is_demo`: the body is the demo pilot's.
    `is_hidden`: the guide can't be seen.
    """

    said: Steering
    events: tuple[GestureEvent, ...]
    link: LinkState
    steered_by: SteeredBy
    flight: FlightState
    is_demo: bool = False
    is_hidden: bool = False

    @property
    def is_body(self) -> bool:
        """Whether a body steers, or could."""
        return self.steered_by is SteeredBy.BODY and self.said.is_tracked


class Lessons:
    """The lessons of one player. Call `follow` each turn and `steer` each step."""

    def __init__(
        self, known: Iterable[Move] = (), *, asks_jump: bool = True, tuning: LessonTuning = TUNING
    ) -> None:
        """`known`: from earlier games. `asks_jump`: False never shows a jump; one still takes off."""
        self._start = frozenset(known) & frozenset(REMEMBERED)
        self._asks_jump = asks_jump
        self._tuning = tuning
        self._begin()

    def _begin(self) -> None:
        self._is_new = True
        self._air = AirLessons(self._start & frozenset(IN_THE_AIR))
        self._taken_off: frozenset[Move] = self._start - frozenset(IN_THE_AIR)  # how, in this game or before
        self._detector = MoveDetector()
        self._moment = NO_LESSON
        self._turn_s: float | None = None  # the last turn
        self._shown: tuple[Move, ...] = ()
        self._shown_s = 0.0  # since when, without the time in which the guide was hidden
        self._has_flown = False
        self._was_flying = False
        self._asked: tuple[EventKind, float] | None = None  # the last event that takes off, and when
        self._took_off: tuple[Move, float] | None = None  # how, and when
        self._there_s: float | None = None  # when a player, or the hands, were there last
        self._came_s: float | None = None  # when the player who is there came into view
        self._spread_since_s: float | None = None
        self._has_spread = False
        self._room_since_s: float | None = None
        self._privacy_since_s: float | None = None
        self._demo: tuple[Move, float] | None = None  # its move, and until when it is shown

    @property
    def moment(self) -> LessonMoment:
        """The lesson of the last turn."""
        return self._moment

    @property
    def known(self) -> frozenset[Move]:
        """What this player has done, and is to be remembered."""
        return self._air.known | self._taken_off

    def follow(self, seen: Seen) -> bool:
        """One turn. Returns whether the player has just done the move in the air that is shown."""
        now_s = seen.flight.time_s
        passed_s = 0.0 if self._turn_s is None else now_s - self._turn_s
        if seen.steered_by is SteeredBy.SHOW:
            self._invite(seen)
            return False
        self._is_new, self._turn_s = False, now_s
        self._note_presence(seen, now_s)
        self._note_take_off(seen, now_s)
        is_learned = self._note_moves(seen, now_s)
        if seen.is_hidden:
            self._pause(now_s, passed_s)
        else:
            self._moment = self._describe(self._choose(seen, now_s), seen, now_s)
        return is_learned

    def steer(
        self, wanted: Controls, state: FlightState, perch_world: NDArray[np.float64], dt_s: float
    ) -> Controls:
        """The controls of one step: the player's, or those of a move that the griffin does by itself."""
        return self._air.steer(wanted, state, perch_world, dt_s)

    # --- what has happened ---------------------------------------------------------------------------------

    def _note_presence(self, seen: Seen, now_s: float) -> None:
        if seen.is_body and self._privacy_since_s is None:
            self._privacy_since_s = now_s
        absent_s = 0.0 if self._there_s is None else now_s - self._there_s
        if seen.is_body and (self._came_s is None or absent_s > self._tuning.absent_s):
            self._came_s = now_s
        if absent_s > self._tuning.absent_s:
            self._has_spread = False
        if absent_s > self._tuning.anew_s and seen.flight.mode is FlightMode.PERCHED:
            self._has_flown = False
        if seen.is_body or seen.steered_by is SteeredBy.HAND or self._there_s is None:
            self._there_s = now_s
        if not (seen.is_body and are_spread(seen.said.arms)):
            self._spread_since_s = None
        elif self._spread_since_s is None:
            self._spread_since_s = now_s
        elif now_s - self._spread_since_s >= self._tuning.spread_s:
            self._has_spread = True

    def _note_take_off(self, seen: Seen, now_s: float) -> None:
        is_flying = seen.flight.mode is FlightMode.FLYING
        for event in seen.events:
            if event.kind in TAKE_OFFS:
                self._asked = (event.kind, now_s)
        if is_flying and not self._was_flying:
            self._has_flown = True
            if self._asked is not None and now_s - self._asked[1] <= self._tuning.asked_s:
                move = Move.FLAP_OFF if self._asked[0] in _FLAPPED else Move.JUMP
                self._took_off = (move, now_s)
                if not seen.is_demo:
                    self._taken_off |= {move}
        self._was_flying = is_flying
        if self._took_off is not None and now_s - self._took_off[1] >= DONE.shown_s:
            self._took_off = None

    def _note_moves(self, seen: Seen, now_s: float) -> bool:
        if not seen.is_body:
            self._detector.interrupt()
            return False
        done = self._detector.watch(seen.said, seen.events, seen.flight)
        if not seen.is_demo:
            return self._air.note(done, now_s)
        move = next((move for move in IN_THE_AIR if move in done), None)
        if move is not None:
            self._demo = (move, now_s + self._tuning.demo_s)
        return False

    # --- what is shown -------------------------------------------------------------------------------------

    def _invite(self, seen: Seen) -> None:
        """In a show: whoever looks on is shown how to step in, and is taken for somebody new."""
        if not self._is_new:
            self._begin()
        is_shown = seen.link is LinkState.LIVE and not seen.said.is_tracked and not seen.is_hidden
        self._moment = LessonMoment(moves=(Move.STEP_IN,) if is_shown else (), has_flown=True)

    def _pause(self, now_s: float, passed_s: float) -> None:
        """The guide can't be seen: only the tick of what was done goes on."""
        shown = self._just_taken_off(now_s) or self._air.finish(now_s) or NO_LESSON
        if frozenset(self._shown) & frozenset(IN_THE_AIR):
            self._shown = ()  # such a lesson starts again; others go on where they were
        self._shown_s += passed_s
        if self._room_since_s is not None:
            self._room_since_s += passed_s
        privacy_age_s = _age(self._privacy_since_s, self._tuning.privacy_s, now_s)
        self._moment = replace(
            shown, has_flown=self._has_flown, privacy_age_s=None if self._has_flown else privacy_age_s
        )

    def _just_taken_off(self, now_s: float) -> LessonMoment | None:
        """The tick of a take-off."""
        if self._took_off is None:
            return None
        move, since_s = self._took_off
        return LessonMoment(moves=(move,), done_age_s=now_s - since_s)

    def _choose(self, seen: Seen, now_s: float) -> LessonMoment:
        """What is shown now; of what doesn't come from the lessons in the air, only the moves."""
        taken_off = self._just_taken_off(now_s)
        if taken_off is not None:
            return taken_off
        if seen.is_body and seen.flight.mode is FlightMode.FLYING and not seen.is_demo:
            in_the_air = self._air.follow(seen.flight, is_seated=seen.said.is_seated)
        else:
            in_the_air = self._air.finish(now_s)
        if seen.is_demo and self._demo is not None and now_s < self._demo[1]:
            return LessonMoment(moves=(self._demo[0],))
        return in_the_air or LessonMoment(moves=self._moves_to_begin(seen, now_s))

    def _moves_to_begin(self, seen: Seen, now_s: float) -> tuple[Move, ...]:
        """On the branch, and wherever nobody is there."""
        tuning, flight = self._tuning, seen.flight
        if seen.link is not LinkState.LIVE or seen.steered_by is SteeredBy.HAND:
            return ()
        is_perched = flight.mode is FlightMode.PERCHED
        if not seen.is_body:
            gone_s = 0.0 if self._there_s is None else now_s - self._there_s
            return (Move.STEP_IN,) if is_perched or gone_s >= tuning.step_in_s else ()
        if not is_perched or self._is_expected_to_take_off(seen, now_s):
            return ()
        take_off = self._take_off_moves(seen)
        if self._has_spread:
            return take_off
        shown_s = now_s - self._shown_s
        if self._shown == (Move.ARMS_OUT,):
            return self._shown if shown_s < tuning.arms_out_s else take_off
        is_tried = Move.FLAP_OFF in self._shown and shown_s < tuning.take_off_s
        return take_off if is_tried else (Move.ARMS_OUT,)

    def _is_expected_to_take_off(self, seen: Seen, now_s: float) -> bool:
        """Whether somebody who knows how has just come to the branch."""
        if self._has_flown:
            return seen.flight.mode_s < self._tuning.reminder_s
        if seen.is_demo or not self._start or self._came_s is None:
            return False
        return now_s - self._came_s < self._tuning.reminder_s

    def _take_off_moves(self, seen: Seen) -> tuple[Move, ...]:
        has_jump = self._asks_jump and not seen.said.is_seated
        return (Move.JUMP, Move.FLAP_OFF) if has_jump else (Move.FLAP_OFF,)

    def _describe(self, shown: LessonMoment, seen: Seen, now_s: float) -> LessonMoment:
        """The same with what doesn't depend on the move."""
        if shown.moves != self._shown:
            # Where only one of two guides leaves, the other one goes on as it was.
            goes_on = any(move in self._shown for move in shown.moves)
            self._shown, self._shown_s = shown.moves, self._shown_s if goes_on else now_s
        if self._has_flown:
            return replace(shown, has_flown=True)
        if Move.JUMP in shown.moves and self._room_since_s is None and not seen.is_demo:
            self._room_since_s = now_s
        return replace(
            shown,
            pearls=self._pearls(seen),
            room_age_s=_age(self._room_since_s, self._tuning.room_s, now_s),
            privacy_age_s=_age(self._privacy_since_s, self._tuning.privacy_s, now_s),
        )

    def _pearls(self, seen: Seen) -> tuple[bool, ...]:
        """Stepped in, arms out, taken off."""
        return (seen.is_body, self._has_spread, False) if self._shown else ()


def _age(since_s: float | None, most_s: float, now_s: float) -> float | None:
    """How long it has been shown; None before that, and once it is over."""
    age_s = math.inf if since_s is None else now_s - since_s
    return age_s if age_s < most_s else None
