"""The programme of music: which piece plays when, how much silence there is, where pieces begin and end."""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from griffin.audio.music import PLUCKED, TUNING, MusicCue, Programme
from griffin.audio.table import read_music_table, read_sound_table
from griffin.creature.creature import settle_creature
from griffin.events import LinkState
from griffin.flight.state import FlightMode, FlightState
from griffin.game.moment import PlayerMoment, SteeredBy
from griffin.world.nearby import NOTHING_NEARBY, Nearby
from tests.audio.moments import is_over_water
from tests.flights import mirrored_state

TURN_S = 0.2
TABLE = read_music_table()
CREATURE = settle_creature(FlightState())
FLIGHT_S = 600.0
RESTLESS = range(1, 5)  # seeds
EVENING_H = 19.0
BRANCH = FlightState()

Flown = Callable[[float], FlightState]


def flying(**changes: object) -> FlightState:
    place = {"position_world": np.array([0.0, 400.0, 0.0]), "clearance_m": 100.0, "speed_mps": 18.0}
    return replace(FlightState(mode=FlightMode.FLYING), **{**place, **changes})


GLIDING = flying()
CLIMBING = flying(path_rad=0.25)
HIGH_UP = flying(clearance_m=390.0)
LOW_AND_FAST = flying(clearance_m=15.0, speed_mps=26.0)
DIVING = flying(clearance_m=250.0, speed_mps=40.0, path_rad=-0.6)
OVER_WATER = flying(position_world=np.array([0.0, 20.0, 0.0]), clearance_m=20.0)


@dataclass(frozen=True)
class Played:
    """One time that a piece was heard, on the screen's time; places are within the piece."""

    piece: str
    entered_s: float
    entered_at_s: float
    left_s: float
    left_at_s: float
    speed_mps: float


def perform(
    state: Flown,
    seconds: float = FLIGHT_S,
    *,
    hour_h: float = 9.0,
    seed: int = 1,
    volume: float = 1.0,
    nearby: Nearby = NOTHING_NEARBY,
    begin_s: float = 50.0,
) -> list[MusicCue | None]:
    programme = Programme(TABLE, hour_at=lambda world_s: hour_h, seed=seed, volume=volume)
    cues = []
    for turn in range(round(seconds / TURN_S)):
        flight = state(turn * TURN_S)
        player = PlayerMoment(
            flight=flight,
            creature=CREATURE,
            link=LinkState.LIVE,
            steered_by=SteeredBy.BODY,
            is_tracked=True,
            is_over_water=is_over_water(flight),
            nearby=nearby,
        )
        shown_s = begin_s + turn * TURN_S
        cues.append(programme.follow(player, world_s=turn * TURN_S, shown_s=shown_s, dt_s=TURN_S))
    return cues


def played(cues: list[MusicCue | None], state: Flown, begin_s: float = 50.0) -> list[Played]:
    """Those that have begun and ended."""
    heard = []
    turns = itertools.groupby(enumerate(cues), lambda each: each[1] and (each[1].piece, each[1].begin_s))
    for run, each in turns:
        numbers = [number for number, _ in each]
        if run and numbers[-1] < len(cues) - 1:
            piece, first_s = run
            entered_s, left_s = (begin_s + number * TURN_S for number in (numbers[0], numbers[-1] + 1))
            heard.append(
                Played(
                    piece=piece,
                    entered_s=entered_s,
                    entered_at_s=entered_s - first_s,
                    left_s=left_s,
                    left_at_s=left_s - first_s,
                    speed_mps=state(numbers[0] * TURN_S).speed_mps,
                )
            )
    return heard


def hear(state: Flown, seconds: float = FLIGHT_S, **flight: object) -> list[Played]:
    return played(perform(state, seconds, **flight), state)


def steadily(state: FlightState) -> Flown:
    return lambda now_s: state


def restlessly(seed: int) -> Flown:
    """A flight that does a bit of everything, for some time each."""
    random = np.random.default_rng(seed)
    states = (GLIDING, CLIMBING, HIGH_UP, LOW_AND_FAST, DIVING, OVER_WATER, GLIDING)
    until_s, ways = 0.0, []
    while until_s < FLIGHT_S:
        until_s += float(random.uniform(2.0, 40.0))
        ways.append((until_s, states[int(random.integers(len(states)))]))
    return lambda now_s: next(state for end_s, state in ways if now_s < end_s)


def waving(now_s: float) -> FlightState:
    """Up and down, slower and faster, between the trees and the clouds."""
    wave = math.sin(now_s / 11.0)
    return flying(
        speed_mps=22.0 - 9.0 * wave, path_rad=0.4 * wave, clearance_m=150.0 - 140.0 * math.cos(now_s / 47.0)
    )


def from_the_branch(now_s: float) -> FlightState:
    return BRANCH if now_s < 30.0 else waving(now_s)


FLIGHTS = {
    "branch": steadily(BRANCH),
    "glide": steadily(GLIDING),
    "low": steadily(LOW_AND_FAST),
    "dive": steadily(DIVING),
    "waving": waving,
    "from the branch": from_the_branch,
    **{f"restless {seed}": restlessly(seed) for seed in RESTLESS},
}


@cache
def known(name: str) -> tuple[list[MusicCue | None], list[Played]]:
    """One of the flights above, flown once for all tests."""
    cues = perform(FLIGHTS[name])
    return cues, played(cues, FLIGHTS[name])


# --- how much ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FLIGHTS)
def test_music_is_silent_for_a_third_of_a_flight(name: str) -> None:
    cues, _ = known(name)
    assert 0.25 <= sum(cue is None for cue in cues) / len(cues) <= 0.45


def test_between_two_pieces_there_is_silence() -> None:
    for name in FLIGHTS:
        _, heard = known(name)
        pauses_s = [later.entered_s - earlier.left_s for earlier, later in itertools.pairwise(heard)]
        assert len(pauses_s) >= 3
        assert min(pauses_s) >= TUNING.least_pause_s - 1e-6


def test_the_land_is_heard_first() -> None:
    assert hear(steadily(BRANCH))[0].entered_s == pytest.approx(50.0 + TUNING.first_pause_s, abs=TURN_S)


# --- which ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "hour_h", "piece"),
    [
        (BRANCH, 9.0, "branch"),
        (GLIDING, 9.0, "glide"),
        (CLIMBING, 9.0, "climb"),
        (HIGH_UP, 9.0, "climb"),
        (LOW_AND_FAST, 9.0, "low"),
        (DIVING, 9.0, "low"),
        (OVER_WATER, 9.0, "water"),
        (GLIDING, EVENING_H, "evening"),
        (LOW_AND_FAST, EVENING_H, "low"),
    ],
)
def test_each_piece_has_its_place(state: FlightState, hour_h: float, piece: str) -> None:
    assert hear(steadily(state), 120.0, hour_h=hour_h)[0].piece == piece


def test_a_shore_is_water() -> None:
    shore = Nearby(shore_world=np.array([30.0, 390.0, 0.0]))
    assert hear(steadily(GLIDING), 120.0, nearby=shore)[0].piece == "water"


def test_no_piece_comes_twice_running_while_another_one_fits() -> None:
    heard = [each.piece for each in hear(steadily(GLIDING), hour_h=EVENING_H)]
    assert set(heard) == {"evening", "glide"}
    assert all(earlier != later for earlier, later in itertools.pairwise(heard))
    assert {each.piece for each in hear(steadily(GLIDING))} == {"glide"}  # nothing else fits


def test_nothing_soft_begins_in_a_fast_wind() -> None:
    fast = [each for name in FLIGHTS for each in known(name)[1] if each.speed_mps > 26.0]
    assert len(fast) > 3
    assert all(each.piece in PLUCKED for each in fast)


def test_a_restless_flight_hears_many_pieces() -> None:
    assert all(len({each.piece for each in known(f"restless {seed}")[1]}) >= 3 for seed in RESTLESS)


# --- entering and leaving ---------------------------------------------------------------------------------


def test_pieces_are_entered_and_left_where_phrases_meet() -> None:
    early = 0
    for name in FLIGHTS:
        for each in known(name)[1]:
            entry = TABLE.entries[each.piece]
            assert min(abs(each.entered_at_s - begin_s) for begin_s in entry.phrase_begins_s) < 1e-6
            ends_s = (*entry.phrase_ends_s[:-1], entry.seconds)
            assert min(abs(each.left_at_s - end_s) for end_s in ends_s) < 1.5 * TURN_S
            assert each.left_s - each.entered_s > 8.0
            early += each.left_at_s < entry.seconds - 1.0
    assert early > 5


def test_they_come_and_go_within_four_seconds() -> None:
    cues, _ = known("restless 1")
    for run, each in itertools.groupby(cues, lambda cue: cue and (cue.piece, cue.begin_s)):
        gains = [cue.gain for cue in each if cue]
        if run and gains[-1] < 0.01:
            rise, fall = gains[: round(4.0 / TURN_S) + 1], gains[-round(4.0 / TURN_S) - 1 :]
            assert gains[0] == 0.0
            assert rise == sorted(rise)
            assert rise[-1] == pytest.approx(1.0)
            assert fall == sorted(fall, reverse=True)
            assert set(gains[len(rise) : -len(fall)]) <= {1.0}


def test_a_piece_that_is_heard_again_begins_with_its_second_phrase() -> None:
    places_s = [each.entered_at_s for each in hear(steadily(GLIDING))]
    assert places_s == pytest.approx([0.0, *[TABLE.entries["glide"].phrase_ends_s[0]] * (len(places_s) - 1)])


def test_a_short_change_does_not_end_a_piece_and_a_long_one_does() -> None:
    def hop(length_s: float) -> Flown:
        return lambda now_s: LOW_AND_FAST if 20.0 <= now_s < 20.0 + length_s else GLIDING

    whole_s = TABLE.entries["glide"].seconds
    short, long = hear(hop(7.0), 120.0)[0], hear(hop(60.0), 120.0)
    assert short.left_at_s == pytest.approx(whole_s, abs=0.2)
    assert long[0].left_at_s < whole_s - 5.0
    assert long[1].piece == "low"


def test_after_a_take_off_the_branchs_music_is_over_with_its_phrase() -> None:
    heard = hear(lambda now_s: BRANCH if now_s < 12.0 else GLIDING, 120.0)
    assert [each.piece for each in heard[:2]] == ["branch", "glide"]
    assert heard[0].left_s - 50.0 < 45.0


def test_the_veil_on_the_way_to_the_branch_changes_nothing() -> None:
    returning = replace(GLIDING, mode=FlightMode.RETURNING, clearance_m=2.0, speed_mps=30.0)
    heard = hear(lambda now_s: GLIDING if now_s < 20.0 else returning, 120.0)
    assert heard[0].piece == "glide"
    assert heard[0].left_at_s == pytest.approx(TABLE.entries["glide"].seconds, abs=TURN_S)


# --- the same again ---------------------------------------------------------------------------------------


def test_the_same_and_a_mirrored_flight_have_the_same_music() -> None:
    flight = FLIGHTS["restless 3"]
    once, _ = known("restless 3")
    assert perform(flight) == once
    assert perform(lambda now_s: mirrored_state(flight(now_s))) == once


def test_it_is_as_loud_as_it_is_meant_to_be() -> None:
    assert max(cue.gain for cue in perform(steadily(GLIDING), 60.0, volume=0.4) if cue) == pytest.approx(0.4)


def test_music_is_well_below_the_cry_and_the_hardest_stroke() -> None:
    sounds = read_sound_table()
    loudest_lufs = max(entry.loudness_lufs for entry in TABLE.entries.values())
    for family in ("cry", "stroke"):
        lufs = max(sounds.entries[sound].loudness_lufs for sound in sounds.variants(family))
        assert loudest_lufs <= lufs - 8.0
