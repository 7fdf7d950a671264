"""Cues: the moment of a game → what sounds. Pure: no clock, no device, the same moments give the same cues.

No other module decides what sounds. `Cues.follow` takes one moment after the other and says how loud each
loop is on either side, and which other sounds begin. Whoever plays them, now or into a film, only obeys.

    Moment ──follow──► CueSheet: {loop: gain left, gain right} and Shots (sound, gain, pan, when it happened)

Loops are brought to loudness by the table of sounds; all other sounds are kept as loud as they are meant, so
their gains are changes. A mirrored flight has mirrored cues: chance never chooses a side.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from griffin.audio.cue_sheet import CueSheet, Shot
from griffin.audio.loudness import Sides, cap_sides, gain_of, scale_sides
from griffin.audio.music import MusicCue, Programme
from griffin.audio.surroundings import TUNING as AROUND
from griffin.audio.surroundings import (
    Immersion,
    bearing_of,
    faded_db,
    fall_sides,
    immersion_of,
    leaves_gain,
    shore_sides,
)
from griffin.audio.table import SoundTable
from griffin.audio.variants import Timer, Variants
from griffin.audio.wind import TUNING as WIND
from griffin.audio.wind import Gusts, WindTuning, gustiness_db, layer_gains, wind_lufs
from griffin.easing import approach, clamp, mix, smooth_between
from griffin.flight.state import FlightMode, FlightState
from griffin.game.calls import LONGEST_TURN_S, Caller, CallKind, shown_at_s
from griffin.game.moment import Moment, PlayerMoment, SteeredBy
from griffin.happenings import Happening, HappeningKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CueTuning:
    """When what sounds, and how loud. A pause is the least and the most between two of a kind."""

    wind: WindTuning = WIND
    fade_in_s: float = 1.0  # after the start
    perch_hz: float = 3.0  # how quickly the branch's quiet comes and goes
    cry_db: float = -1.5
    shot_duck_db: float = (
        4.0  # how much softer another sound is that begins under a cry: together they'd startle
    )
    duck_db: float = 5.0  # how much softer all that sounds on is under a cry
    duck_in_dbps: float = 50.0
    duck_out_dbps: float = 8.3
    music_duck_db: float = 2.5  # how much softer the wind is under music
    chance_db: float = 1.5  # +-: nothing is twice as loud as it was
    loud_db: float = 3.0  # cries this far below the loudest are soft ones
    cry_tail_s: float = 1.3  # echoes at a cry's end, under which nothing is softer any more
    own_beat: tuple[float, float] = (0.15, 0.45)  # strength of the griffin's own beats, from idle to climbing
    own_beat_db: float = -3.0
    beat_pause_s: float = 0.2  # a beat sooner after a stroke of the player's is part of it
    arms_s: float = 0.12  # over which an arm's speed is measured
    arms_pan: float = 0.4  # at most: the pan of a stroke of one arm alone
    idle_radps: float = 1.0  # arms slower than this together are both as good as still
    fold_s: float = 0.5  # after the talons
    shake_s: float = 2.6
    shake_chance: float = 0.6
    chirr_s: float = 0.35  # after the sign for "found"
    chirr_pause_s: float = 8.0
    bird_pause_s: tuple[float, float] = (6.0, 20.0)
    bird_wood_frac: float = 0.2  # birds live where there is this much wood ...
    bird_reach_m: float = 130.0  # ... within this distance
    bird_m: float = 30.0  # up to there they are as loud as recorded
    flock_pause_s: tuple[float, float] = (50.0, 110.0)
    flock_m: float = 40.0  # above the ground at least
    lap_pause_s: tuple[float, float] = (1.1, 2.6)
    lap_reach_m: float = 60.0
    lap_m: float = 15.0
    lap_db: float = 3.0  # +-
    rustle_pause_s: tuple[float, float] = (0.5, 1.6)
    rustle_frac: float = 0.3  # as close to crowns as this
    branch_rustle_pause_s: tuple[float, float] = (8.0, 25.0)
    branch_rustle_db: float = -6.0
    branch_shake_pause_s: tuple[float, float] = (18.0, 45.0)
    skim_pause_s: tuple[float, float] = (1.2, 2.0)
    skim_m: float = 6.0  # above the water: wing tips touch it
    splash_m: float = 3.2  # and here the feet do
    splash_again_m: float = 6.0  # it must have been as high as this in between
    veil_frac: float = 0.8  # of places' sound that a full veil takes away

    def __post_init__(self) -> None:
        if min(self.fade_in_s, self.perch_hz, self.arms_s, self.idle_radps) <= 0.0:
            raise ValueError("times and rates must be positive")
        if not self.splash_m < self.splash_again_m:
            raise ValueError("splash_again_m must be above splash_m")


TUNING = CueTuning()
_WINDS = ("wind_1", "wind_2", "wind_3", "wind_4")
_BIRDS = ("thrush", "tit", "dove")


class Cues:
    """Follows one game from its start.

    `table`: which sounds there are; `programme`: of the music, if there is any; `seed`: of gusts and chance.
    """

    def __init__(
        self,
        table: SoundTable,
        *,
        programme: Programme | None = None,
        seed: int = 1,
        tuning: CueTuning = TUNING,
    ) -> None:
        self._table = table
        self._programme = programme
        self._tuning = tuning
        random = np.random.default_rng(seed)
        self._random = random
        self._variants = Variants(random)
        self._gusts = Gusts(seed, tuning.wind)
        self._timers = {
            name: Timer(random, pause_s)
            for name, pause_s in (
                ("bird", tuning.bird_pause_s),
                ("flock", tuning.flock_pause_s),
                ("lap", tuning.lap_pause_s),
                ("rustle", tuning.rustle_pause_s),
                ("branch rustle", tuning.branch_rustle_pause_s),
                ("branch shake", tuning.branch_shake_pause_s),
                ("skim", tuning.skim_pause_s),
            )
        }
        self._caller = Caller()
        # What follows a landing, and not if it takes off again at once.
        self._settling = {*table.variants("fold"), *table.variants("shake")}
        self._began_s: float | None = None
        self._now_s = 0.0
        self._perched_frac = 1.0
        self._immersion = Immersion()
        self._duck_db = 0.0
        self._music_frac = 0.0
        self._cry_ends_s = -math.inf
        self._arms: tuple[float, float] | None = None
        self._arm_radps = (0.0, 0.0)
        self._last_s: dict[str, float] = {}  # when a family sounded last
        self._may_splash = True
        self._coming: list[Shot] = []
        self._shots: list[Shot] = []

    def follow(self, moment: Moment) -> CueSheet:
        """The cues of the next moment, of its first player."""
        player = moment.players[0]
        dt_s = self._move_on(moment.shown_s)
        self._feel(player, dt_s)
        for happening in moment.happenings:
            if happening.player == 0:
                self._answer(happening, player, shown_at_s(moment, happening))
        self._call(player)
        fade = smooth_between(self._now_s - (self._began_s or 0.0), 0.0, self._tuning.fade_in_s)
        music = self._music(player, moment.world_s, dt_s)
        loops = self._loops(player, dt_s)
        return CueSheet(
            loops={sound: scale_sides(sides, fade) for sound, sides in loops.items()},
            shots=tuple(self._take_shots(fade)),
            music=music,
        )

    def _move_on(self, shown_s: float) -> float:
        if self._began_s is None:
            self._began_s = self._now_s = shown_s
        dt_s = clamp(shown_s - self._now_s, 0.0, LONGEST_TURN_S)
        self._now_s = shown_s
        return dt_s

    def _feel(self, player: PlayerMoment, dt_s: float) -> None:
        """Let follow what must not jump."""
        tuning, state = self._tuning, player.flight
        is_perched = state.mode is FlightMode.PERCHED
        self._perched_frac = approach(self._perched_frac, float(is_perched), tuning.perch_hz, dt_s)
        wanted = immersion_of(player.nearby, state.clearance_m)
        self._immersion = self._immersion.approach(wanted, math.exp(-AROUND.follow_hz * dt_s))
        arms = (state.arms.left.wing_rad, state.arms.right.wing_rad)
        if self._arms is not None and dt_s > 0.0:
            kept = math.exp(-dt_s / tuning.arms_s)
            left, right = (abs(now - then) / dt_s for now, then in zip(arms, self._arms, strict=True))
            self._arm_radps = (mix(left, self._arm_radps[0], kept), mix(right, self._arm_radps[1], kept))
        self._arms = arms
        change_db = tuning.duck_in_dbps if self._now_s < self._cry_ends_s else -tuning.duck_out_dbps
        self._duck_db = clamp(self._duck_db + change_db * dt_s, 0.0, tuning.duck_db)

    # --- what happens --------------------------------------------------------------------------------------

    def _answer(self, happening: Happening, player: PlayerMoment, at_s: float) -> None:
        """The sounds of one happening."""
        tuning, kind = self._tuning, happening.kind
        call = self._caller.answer(kind, at_s)
        if kind is HappeningKind.TOOK_OFF:
            self._coming = [shot for shot in self._coming if shot.sound not in self._settling]
            self._cry(at_s, is_soft=call is not None and call.kind is CallKind.SOFT_CRY)
            self._sound("launch", at_s)
        elif kind is HappeningKind.STROKE:
            self._stroke(happening.strength_frac or 0.0, at_s, pan=self._arms_pan())
        elif kind is HappeningKind.BEAT:
            if at_s - self._last_s.get("stroke", -math.inf) >= tuning.beat_pause_s:
                strength = mix(*tuning.own_beat, player.flight.stroke_frac)
                self._stroke(strength, at_s, change_db=tuning.own_beat_db)
        elif kind is HappeningKind.LANDED:
            self._sound("talons", at_s)
            self._sound("fold", at_s + tuning.fold_s)
            if self._random.random() < tuning.shake_chance:
                self._sound("shake", at_s + tuning.shake_s)
        elif kind is HappeningKind.FOUND:
            if call:
                self._begin("sign_found", at_s)
            if at_s - self._last_s.get("chirr", -math.inf) >= tuning.chirr_pause_s:
                self._sound("chirr", at_s + tuning.chirr_s)
        elif kind is HappeningKind.LEARNED:
            self._sound("chirr", at_s)
        elif kind is HappeningKind.LOST and call:
            self._begin("sign_lost", at_s)

    def _cry(self, at_s: float, *, is_soft: bool) -> None:
        cries = self._table.variants("cry")
        if not cries:
            return
        levels = {cry: self._table.entries[cry].loudness_lufs for cry in cries}
        least_lufs = max(levels.values()) - self._tuning.loud_db
        loud = [cry for cry in cries if levels[cry] >= least_lufs]
        soft = [cry for cry in cries if levels[cry] < least_lufs]
        cry = self._variants.choose("cry", soft if is_soft and soft else loud)
        self._begin(cry, at_s, family="cry", level_db=self._tuning.cry_db)
        self._cry_ends_s = at_s + self._table.entries[cry].seconds - self._tuning.cry_tail_s

    def _stroke(self, strength: float, at_s: float, *, change_db: float = 0.0, pan: float = 0.0) -> None:
        strokes = self._table.variants("stroke")
        if strokes:
            chosen = self._variants.choose_near("stroke", strokes, clamp(strength, 0.0, 1.0))
            self._begin(chosen, at_s, family="stroke", level_db=change_db + self._chance_db(), pan=pan)

    def _arms_pan(self) -> float:
        """By which arm strokes faster."""
        left, right = self._arm_radps
        share = (right - left) / max(left + right, self._tuning.idle_radps)
        return self._tuning.arms_pan * clamp(share, -1.0, 1.0)

    def _chance_db(self) -> float:
        return self._tuning.chance_db * float(self._random.uniform(-1.0, 1.0))

    # --- what calls by itself ------------------------------------------------------------------------------

    def _call(self, player: PlayerMoment) -> None:
        """Birds, laps, rustles: what comes at odd times, because of where the griffin is."""
        state = player.flight
        self._call_birds(player)
        self._lap(player)
        self._touch_water(state, is_over_water=player.is_over_water)
        is_perched = state.mode is FlightMode.PERCHED
        is_close = self._immersion.crowns_frac > self._tuning.rustle_frac and not is_perched
        if self._is_due("rustle", is_close):
            wood = player.nearby.wood_world
            pan = 0.0 if wood is None else bearing_of(wood, state).pan
            level_db = 10.0 * math.log10(clamp(self._immersion.crowns_frac, 0.1, 1.0)) + self._chance_db()
            self._sound("rustle", self._now_s, level_db=level_db, pan=pan)
        if self._is_due("branch rustle", is_perched):
            self._sound("rustle", self._now_s, level_db=self._tuning.branch_rustle_db + self._chance_db())
        is_idle = is_perched and player.steered_by is SteeredBy.NOBODY
        if self._is_due("branch shake", is_idle):
            self._sound("shake", self._now_s, level_db=self._chance_db())

    def _call_birds(self, player: PlayerMoment) -> None:
        tuning, wood = self._tuning, player.nearby.wood_world
        bearing = None if wood is None else bearing_of(wood, player.flight)
        is_near = (
            bearing is not None
            and bearing.away_m < tuning.bird_reach_m
            and player.nearby.wood_frac > tuning.bird_wood_frac
        )
        if self._is_due("bird", is_near) and bearing is not None:
            level_db = faded_db(bearing.away_m, tuning.bird_m) + self._chance_db()
            nearer = float(self._random.uniform(0.3, 1.0))  # to the middle: not all sit at one place
            there = [family for family in _BIRDS if self._table.variants(family)]
            if there:
                family = self._variants.choose("bird", there)
                self._sound(family, self._now_s, level_db=level_db, pan=bearing.pan * nearer)
        is_high = player.flight.mode is FlightMode.FLYING and player.flight.clearance_m > tuning.flock_m
        if self._is_due("flock", is_high):
            self._sound("flock", self._now_s, level_db=self._chance_db())

    def _lap(self, player: PlayerMoment) -> None:
        tuning, shore = self._tuning, player.nearby.shore_world
        bearing = None if shore is None else bearing_of(shore, player.flight)
        is_near = bearing is not None and bearing.away_m < tuning.lap_reach_m
        if self._is_due("lap", is_near) and bearing is not None:
            level_db = faded_db(bearing.away_m, tuning.lap_m)
            level_db += tuning.lap_db * float(self._random.uniform(-1.0, 1.0))
            along = float(self._random.uniform(0.2, 1.2))  # a shore is long
            self._sound("lap", self._now_s, level_db=level_db, pan=bearing.pan * along)

    def _touch_water(self, state: FlightState, *, is_over_water: bool) -> None:
        tuning = self._tuning
        is_above = state.mode is FlightMode.FLYING and is_over_water
        if self._is_due("skim", is_above and state.clearance_m < tuning.skim_m):
            self._sound("skim", self._now_s, level_db=self._chance_db())
        if is_above and state.clearance_m < tuning.splash_m and self._may_splash:
            self._may_splash = False
            self._sound("splash", self._now_s, level_db=self._chance_db())
        elif state.clearance_m > tuning.splash_again_m:
            self._may_splash = True

    def _is_due(self, name: str, is_wanted: bool) -> bool:
        return self._timers[name].is_due(self._now_s, is_wanted=is_wanted)

    # --- shots ---------------------------------------------------------------------------------------------

    def _sound(self, family: str, at_s: float, *, level_db: float = 0.0, pan: float = 0.0) -> None:
        """One of a family's sounds; nothing where it has none."""
        variants: Sequence[str] = self._table.variants(family)
        if variants:
            chosen = self._variants.choose(family, variants)
            self._begin(chosen, at_s, family=family, level_db=level_db, pan=pan)

    def _begin(
        self, sound: str, at_s: float, *, family: str = "", level_db: float = 0.0, pan: float = 0.0
    ) -> None:
        if sound not in self._table.entries:
            return
        self._last_s[family or sound] = at_s
        if family != "cry" and at_s < self._cry_ends_s:
            level_db -= self._tuning.shot_duck_db
        self._coming.append(Shot(sound=sound, gain=gain_of(level_db), pan=pan, happened_s=at_s))

    def _take_shots(self, fade: float) -> list[Shot]:
        """Those whose time has come."""
        due = [shot for shot in self._coming if shot.happened_s <= self._now_s]
        self._coming = [shot for shot in self._coming if shot.happened_s > self._now_s]
        return [replace(shot, gain=shot.gain * fade) for shot in due]

    # --- music and loops -----------------------------------------------------------------------------------

    def _music(self, player: PlayerMoment, world_s: float, dt_s: float) -> MusicCue | None:
        """What the programme has; under a cry it steps back as all else does."""
        if self._programme is None:
            return None
        cue = self._programme.follow(player, world_s=world_s, shown_s=self._now_s, dt_s=dt_s)
        self._music_frac = cue.gain if cue else 0.0
        return replace(cue, gain=cue.gain * gain_of(-self._duck_db)) if cue else None

    def _loops(self, player: PlayerMoment, dt_s: float) -> dict[str, Sides]:
        """How loud every loop is that sounds at all."""
        state, nearby = player.flight, player.nearby
        duck = gain_of(-self._duck_db)
        clear = 1.0 - self._tuning.veil_frac * state.veil_frac
        loops = self._wind(state, dt_s)
        near, far = fall_sides(nearby.falls, state)
        loops["waterfall_near"], loops["waterfall_far"] = scale_sides(near, clear), scale_sides(far, clear)
        if nearby.shore_world is not None:
            loops["shore"] = scale_sides(shore_sides(bearing_of(nearby.shore_world, state)), clear)
        leaves = leaves_gain(self._immersion.crowns_frac, state.speed_mps, self._perched_frac)
        loops["leaves"] = (leaves, leaves)
        return {
            sound: cap_sides(scale_sides(sides, duck * gain_of(-self._table.entries[sound].loudness_lufs)))
            for sound, sides in loops.items()
            if sound in self._table.entries and max(sides) > 0.0
        }

    def _wind(self, state: FlightState, dt_s: float) -> dict[str, Sides]:
        """The layers and the woods' own wind, for files of 0 LUFS."""
        tuning, perched = self._tuning.wind, self._perched_frac
        wood = self._immersion.wood_frac * (1.0 - perched)
        gust_db = gustiness_db(
            wood_frac=wood, ridge_frac=self._immersion.ridge_frac, perched_frac=perched, tuning=tuning
        )
        change_db, speed_frac = self._gusts.step(dt_s, gust_db)
        speed_mps = mix(state.speed_mps * speed_frac, tuning.layers_mps[0], perched)
        level_lufs = mix(wind_lufs(speed_mps, tuning), tuning.branch_lufs, perched) + change_db
        gain = gain_of(min(level_lufs, tuning.most_lufs) - self._tuning.music_duck_db * self._music_frac)
        turn_db = 0.5 * tuning.turn_db * clamp(state.turn_radps / tuning.turn_radps, -1.0, 1.0)
        ears = (gain * gain_of(turn_db), gain * gain_of(-turn_db))
        open_air, woods = math.cos(wood * math.pi / 2.0), math.sin(wood * math.pi / 2.0)
        layers = layer_gains(speed_mps, tuning)
        wind = {
            sound: scale_sides(ears, open_air * layer) for sound, layer in zip(_WINDS, layers, strict=True)
        }
        return wind | {"wind_woods": scale_sides(ears, woods)}
