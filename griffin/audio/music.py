"""Which piece of music plays when. Pure: the same moments give the same music; a mirrored flight the same.

    PlayerMoment ──follow──► MusicCue: a piece, when it would have begun with its first sample, and its gain

Each piece belongs to something that a flight can be: on the branch, gliding, climbing or high up, low and
fast, at the water, in the evening. How well each fits now is a number from 0 to 1 that follows the flight
slowly, so that a turn or a hop changes nothing. Between two pieces there is a silence that is long after a
long piece:

    silent ── its time is over, and a piece fits ──► enters at the beginning of a phrase, within 4 s
      ▲                                                   │ it fits no more and another one does, or it ends
      └───────── it is left, with the 4 s before the end of a phrase ◄──┘

A piece that is entered again begins with its second phrase: the first is an introduction.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from griffin.audio.surroundings import bearing_of
from griffin.audio.table import MusicTable
from griffin.easing import approach, clamp, mix, smooth_between
from griffin.flight.state import FlightMode
from griffin.game.moment import PlayerMoment


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicTuning:
    """When which piece fits, and how much silence there is. A pair is where something begins, and is all."""

    fade_s: float = 4.0
    first_pause_s: float = 6.0  # after the start: the land is heard first
    least_pause_s: float = 8.0
    pause_frac: tuple[float, float] = (0.5, 0.7)  # of the time for which the last piece sounded
    follow_hz: float = 0.22  # how quickly what fits follows the flight
    fitting_frac: float = 0.25  # a piece fits from here on ...
    leaving_frac: float = 0.12  # ... and no more from here, if ...
    better_frac: float = 0.5  # ... another one fits as well as this
    least_s: float = 14.0  # that a piece plays
    again_s: float = 15.0  # after a silence: for so long another fitting piece is preferred to the last one
    calm_mps: float = 26.0  # above this airspeed the wind hides all but plucked strings: nothing soft begins
    fast_mps: tuple[float, float] = (21.0, 25.0)
    dive_mps: tuple[float, float] = (26.0, 31.0)  # this fast, heights don't matter
    low_m: tuple[float, float] = (60.0, 30.0)  # above the ground
    climb_rad: tuple[float, float] = (math.radians(4.0), math.radians(12.0))
    high_m: tuple[float, float] = (180.0, 300.0)
    shore_m: tuple[float, float] = (90.0, 40.0)  # away
    water_m: tuple[float, float] = (110.0, 60.0)  # above it
    evening_h: tuple[float, float] = (17.5, 18.3)
    evening_first_frac: float = 0.3  # so much less a glide fits then

    def __post_init__(self) -> None:
        if min(self.fade_s, self.follow_hz) <= 0.0:
            raise ValueError("times and rates must be positive")
        if not 0.0 <= self.leaving_frac < self.fitting_frac <= self.better_frac <= 1.0:
            raise ValueError("leaving_frac, fitting_frac and better_frac must grow")
        if self.least_pause_s <= 0.0 or not 0.0 < self.pause_frac[0] <= self.pause_frac[1]:
            raise ValueError("there must be silence between pieces")


TUNING = MusicTuning()
PLUCKED = ("low",)  # the pieces that are heard through a fast wind


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicCue:
    """A piece that plays.

    `begin_s`: the screen's time at which its first sample sounds, or would have; it stays the same until the
    piece is left. `place_s`: how far into the piece the moment is.
    """

    piece: str
    begin_s: float
    place_s: float
    gain: float


@dataclass(slots=True)
class _Run:
    """One time that a piece is played. `leaves_s`: when it begins to fade, on the screen's time."""

    piece: str
    begin_s: float
    entered_s: float
    leaves_s: float


class Programme:
    """Follows one player's flight.

    `hour_at`: the hour of the day by the world's time; `volume`: how loud the music is beside the rest.
    """

    def __init__(
        self,
        table: MusicTable,
        *,
        hour_at: Callable[[float], float],
        volume: float = 1.0,
        seed: int = 1,
        tuning: MusicTuning = TUNING,
    ) -> None:
        self._table = table
        self._hour_at = hour_at
        self._volume = volume
        self._tuning = tuning
        self._random = np.random.default_rng(seed)
        self._fits = dict.fromkeys(table.entries, 0.0)
        self._run: _Run | None = None
        self._last: str | None = None
        self._heard: set[str] = set()
        self._due_s: float | None = None

    def follow(self, player: PlayerMoment, *, world_s: float, shown_s: float, dt_s: float) -> MusicCue | None:
        """The music at the next moment, `dt_s` after the last one; None is silence."""
        tuning = self._tuning
        if self._due_s is None:
            self._due_s = shown_s + tuning.first_pause_s
            self._feel(player, world_s, math.inf)
        self._feel(player, world_s, dt_s)
        run = self._run
        if run is not None and shown_s >= run.leaves_s + tuning.fade_s:
            pause_s = (shown_s - run.entered_s) * mix(*tuning.pause_frac, float(self._random.random()))
            self._due_s = shown_s + max(tuning.least_pause_s, pause_s)
            self._run = run = None
        if run is None:
            run = self._run = self._enter(player.flight.speed_mps, shown_s)
        elif shown_s - run.entered_s >= tuning.least_s and self._is_unfitting(run.piece):
            run.leaves_s = min(run.leaves_s, self._next_leave_s(run, shown_s))
        if run is None:
            return None
        place_s = shown_s - run.begin_s
        gain = self._volume * self._presence(run, shown_s)
        return MusicCue(piece=run.piece, begin_s=run.begin_s, place_s=place_s, gain=gain)

    # --- what fits -----------------------------------------------------------------------------------------

    def _feel(self, player: PlayerMoment, world_s: float, dt_s: float) -> None:
        """Let what fits follow the flight. Behind the veil on the way to the branch it doesn't."""
        if player.flight.mode is FlightMode.RETURNING:
            return
        wanted = self._fits_now(player, self._hour_at(world_s))
        for piece, fit in self._fits.items():
            self._fits[piece] = approach(fit, wanted.get(piece, 0.0), self._tuning.follow_hz, dt_s)

    def _fits_now(self, player: PlayerMoment, hour_h: float) -> dict[str, float]:
        """How well each piece fits a moment; those that aren't named don't."""
        tuning, state = self._tuning, player.flight
        evening = smooth_between(hour_h, *tuning.evening_h)
        if state.mode is FlightMode.PERCHED:
            return {"branch": 1.0, "evening": evening}
        dive = smooth_between(state.speed_mps, *tuning.dive_mps)
        near_ground = smooth_between(state.clearance_m, *tuning.low_m)
        low = max(dive, near_ground * smooth_between(state.speed_mps, *tuning.fast_mps))
        height = smooth_between(state.clearance_m, *tuning.high_m)
        climb = max(height, smooth_between(state.path_rad, *tuning.climb_rad)) * (1.0 - low)
        water = self._water_frac(player) * (1.0 - max(low, climb))
        return {
            "low": low,
            "climb": climb,
            "water": water,
            "evening": evening * (1.0 - low),
            "glide": (1.0 - max(low, climb, water)) * (1.0 - tuning.evening_first_frac * evening),
        }

    def _water_frac(self, player: PlayerMoment) -> float:
        """How near the griffin is to water, above it or at a shore."""
        state, shore = player.flight, player.nearby.shore_world
        near = (
            0.0 if shore is None else smooth_between(bearing_of(shore, state).away_m, *self._tuning.shore_m)
        )
        above = smooth_between(state.clearance_m, *self._tuning.water_m) if player.is_over_water else 0.0
        return max(near, above)

    def _is_unfitting(self, piece: str) -> bool:
        tuning = self._tuning
        return self._fits[piece] < tuning.leaving_frac and max(self._fits.values()) >= tuning.better_frac

    # --- entering and leaving ------------------------------------------------------------------------------

    def _enter(self, speed_mps: float, shown_s: float) -> _Run | None:
        """The piece that fits best, now that the silence is over; not the last one while another fits."""
        tuning = self._tuning
        waited_s = shown_s - (self._due_s or 0.0)
        if waited_s < 0.0:
            return None
        fitting = [piece for piece, fit in self._fits.items() if fit >= tuning.fitting_frac]
        fresh = [piece for piece in fitting if piece != self._last]
        if waited_s < tuning.again_s:
            fitting = fresh or fitting
        if speed_mps > tuning.calm_mps:
            fitting = [piece for piece in fitting if piece in PLUCKED]
        if not fitting:
            return None
        piece = max(fitting, key=lambda each: self._fits[each])
        entry = self._table.entries[piece]
        from_s = entry.phrase_begins_s[min(int(piece in self._heard), len(entry.phrase_begins_s) - 1)]
        self._last = piece
        self._heard.add(piece)
        begin_s = shown_s - from_s
        return _Run(piece, begin_s, shown_s, begin_s + entry.seconds - tuning.fade_s)

    def _next_leave_s(self, run: _Run, shown_s: float) -> float:
        """So long before the end of a phrase that the music is gone by then."""
        ends_s = self._table.entries[run.piece].phrase_ends_s[:-1]
        leaves_s = (run.begin_s + end_s - self._tuning.fade_s for end_s in ends_s)
        return min((each for each in leaves_s if each >= shown_s), default=run.leaves_s)

    def _presence(self, run: _Run, shown_s: float) -> float:
        fade_s = self._tuning.fade_s
        rising = smooth_between(shown_s, run.entered_s, run.entered_s + fade_s)
        return clamp(rising - smooth_between(shown_s, run.leaves_s, run.leaves_s + fade_s), 0.0, 1.0)
