"""Cues: what sounds at which moment, and that a mirrored flight sounds mirrored."""

import itertools
import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from griffin.audio.cue_sheet import CueSheet, Shot
from griffin.audio.cues import Cues, CueTuning
from griffin.audio.loudness import gain_of
from griffin.audio.music import TUNING as MUSIC
from griffin.audio.music import Programme
from griffin.audio.table import read_music_table
from griffin.audio.wind import WindTuning
from griffin.flight.state import FlightState
from griffin.game.calls import Caller, CallKind
from griffin.game.moment import Moment, SteeredBy
from griffin.happenings import HappeningKind
from griffin.world.nearby import NOTHING_NEARBY, Nearby
from tests.audio.moments import TURN_S, fall_at, flying, mirrored, moment, restless_moments
from tests.audio.sounds import SHOTS, SOFT_CRIES, level_of, stand_in_table
from tests.flights import angled

TABLE = stand_in_table()
CALM = CueTuning(wind=WindTuning(gust_db=0.0, gust_woods_db=0.0, gust_ridge_db=0.0))


def follow(
    cues: Cues,
    seconds: float,
    state: Callable[[float], FlightState],
    *,
    happenings: dict[int, tuple[HappeningKind, ...]] | None = None,
    begin_s: float = 0.0,
    nearby: Nearby = NOTHING_NEARBY,
    strength: float | None = None,
    steered_by: SteeredBy = SteeredBy.BODY,
) -> list[CueSheet]:
    sheets = []
    for turn in range(round(seconds / TURN_S)):
        now_s = begin_s + turn * TURN_S
        kinds = (happenings or {}).get(turn, ())
        shown = moment(now_s, state(now_s), *kinds, nearby=nearby, strength=strength, steered_by=steered_by)
        sheets.append(cues.follow(shown))
    return sheets


def shots_of(sheets: list[CueSheet], *families: str) -> list[Shot]:
    shots = [shot for sheet in sheets for shot in sheet.shots]
    return [shot for shot in shots if not families or shot.sound.rstrip("0123456789_") in families]


def wind_power(sheet: CueSheet) -> float:
    """Of all that is wind, each loop as loud as its file."""
    winds = {sound: max(sides) for sound, sides in sheet.loops.items() if sound.startswith("wind")}
    return sum((gain * gain_of(TABLE.entries[sound].loudness_lufs)) ** 2 for sound, gain in winds.items())


def settled(state: FlightState, nearby: Nearby = NOTHING_NEARBY, tuning: CueTuning = CALM) -> CueSheet:
    """What sounds after some seconds of the same."""
    return follow(Cues(TABLE, tuning=tuning), 4.0, lambda now_s: state, nearby=nearby)[-1]


# --- wind -------------------------------------------------------------------------------------------------


def test_without_gusts_the_wind_follows_airspeed() -> None:
    def dive(now_s: float) -> FlightState:
        return flying(speed_mps=26.0 - 13.0 * math.cos(0.4 * now_s))

    sheets = follow(Cues(TABLE, tuning=CALM), 34.0, dive)[120:]
    levels = [10.0 * math.log10(wind_power(sheet)) for sheet in sheets]
    speeds = [dive(turn * TURN_S).speed_mps for turn in range(120, 120 + len(sheets))]
    assert np.corrcoef(levels, speeds)[0, 1] > 0.97


def test_with_gusts_it_still_does() -> None:
    def dive(now_s: float) -> FlightState:
        return flying(speed_mps=26.0 - 13.0 * math.cos(0.4 * now_s))

    sheets = follow(Cues(TABLE), 34.0, dive)[120:]
    levels = [10.0 * math.log10(wind_power(sheet)) for sheet in sheets]
    speeds = [dive(turn * TURN_S).speed_mps for turn in range(120, 120 + len(sheets))]
    assert 0.85 < np.corrcoef(levels, speeds)[0, 1] < 0.995


def test_the_branch_is_quieter_than_any_flight() -> None:
    branch = settled(FlightState())
    assert 10.0 * math.log10(wind_power(settled(flying())) / wind_power(branch)) > 8.0
    assert branch.loops["wind_1"][0] > 0.0
    assert "leaves" in branch.loops


def test_woods_muffle_the_wind() -> None:
    in_woods = Nearby(wood_frac=1.0, wood_world=np.array([0.0, 80.0, 0.0]))
    low = flying(clearance_m=8.0)
    open_air, muffled = settled(low), settled(low, in_woods)
    assert muffled.loops["wind_woods"][0] > 5.0 * muffled.loops["wind_1"][0]
    assert "wind_woods" not in open_air.loops
    assert muffled.loops["leaves"][0] > 0.01
    assert settled(flying(clearance_m=200.0), in_woods).loops.keys() == open_air.loops.keys()


def test_the_outer_ear_hears_more_wind_in_a_turn() -> None:
    left, right = settled(flying(turn_radps=0.9)).loops["wind_2"]
    assert level_of(left / right) == pytest.approx(2.0, abs=0.05)


def test_everything_fades_in_over_a_second() -> None:
    nearby = Nearby(shore_world=np.array([30.0, 0.0, 0.0]))
    sheets = follow(Cues(TABLE, tuning=CALM), 2.0, lambda now_s: flying(), nearby=nearby, begin_s=500.0)
    levels = [sheet.loops["shore"][1] for sheet in sheets]
    assert levels[0] == 0.0
    assert levels[30] == pytest.approx(0.5 * levels[-1], rel=0.1)
    assert levels[60] == pytest.approx(levels[-1], rel=0.01)
    assert np.diff(levels).min() >= 0.0


# --- what happens -----------------------------------------------------------------------------------------


def test_a_take_off_cries_at_once_and_the_wind_gives_way() -> None:
    sheets = follow(
        Cues(TABLE, tuning=CALM), 6.0, lambda now_s: flying(), happenings={120: (HappeningKind.TOOK_OFF,)}
    )
    heard = {shot.sound.split("_")[0]: shot for shot in sheets[120].shots}
    assert heard.keys() >= {"cry", "launch"}
    assert heard["cry"].happened_s == pytest.approx(120 * TURN_S)
    under = wind_power(sheets[120 + 30]) / wind_power(sheets[110])
    assert 10.0 * math.log10(under) == pytest.approx(-5.0, abs=0.3)
    assert wind_power(sheets[-1]) == pytest.approx(wind_power(sheets[110]), rel=0.02)


def test_the_wind_gives_way_to_music_and_music_to_a_cry() -> None:
    programme = Programme(read_music_table(), hour_at=lambda world_s: 9.0)
    full = round((MUSIC.first_pause_s + MUSIC.fade_s + 1.0) / TURN_S)
    took_off = {full + 60: (HappeningKind.TOOK_OFF,)}
    cues = Cues(TABLE, programme=programme, tuning=CALM)
    sheets = follow(cues, full * TURN_S + 3.0, lambda now_s: flying(), happenings=took_off)
    before = full - round((MUSIC.fade_s + 2.0) / TURN_S)
    assert sheets[before].music is None
    assert sheets[full].music is not None
    assert sheets[full].music.gain == pytest.approx(1.0)
    given = wind_power(sheets[full]) / wind_power(sheets[before])
    assert 10.0 * math.log10(given) == pytest.approx(-2.5, abs=0.1)
    under_cry = sheets[full + 90].music
    assert under_cry is not None
    assert level_of(under_cry.gain) == pytest.approx(-5.0, abs=0.1)


def test_without_a_programme_there_is_no_music() -> None:
    assert all(sheet.music is None for sheet in follow(Cues(TABLE), 15.0, lambda now_s: flying()))


def test_no_variant_comes_twice_in_a_row_and_quick_cries_are_soft() -> None:
    every = dict.fromkeys(range(60, 60 * 60, 60), (HappeningKind.TOOK_OFF,))
    cries = shots_of(follow(Cues(TABLE), 60.0, lambda now_s: flying(), happenings=every), "cry")
    assert all(first.sound != second.sound for first, second in itertools.pairwise(cries))
    assert cries[0].sound not in SOFT_CRIES
    assert {cry.sound for cry in cries[1:]} == set(SOFT_CRIES)
    rare = dict.fromkeys(range(60, 60 * 600, 60 * 20), (HappeningKind.TOOK_OFF,))
    loud = {
        shot.sound
        for shot in shots_of(follow(Cues(TABLE), 600.0, lambda now_s: flying(), happenings=rare), "cry")
    }
    assert loud == {sound for sound in SHOTS if sound.startswith("cry")} - set(SOFT_CRIES)


def test_strokes_follow_their_strength() -> None:
    def numbers(strength: float) -> list[int]:
        every = dict.fromkeys(range(60, 1200, 60), (HappeningKind.STROKE,))
        sheets = follow(Cues(TABLE), 20.0, lambda now_s: flying(), happenings=every, strength=strength)
        return [int(shot.sound[-1]) for shot in shots_of(sheets, "stroke")]

    assert max(numbers(0.0)) <= 2
    assert min(numbers(1.0)) >= 5
    assert 2 <= min(numbers(0.5)) <= max(numbers(0.5)) <= 5
    assert len(numbers(0.5)) == 19


def test_a_stroke_of_one_arm_is_heard_on_its_side() -> None:
    def arms(now_s: float) -> FlightState:
        return flying(arms=angled(left_wing_rad=0.8 * math.sin(9.0 * now_s)))

    (stroke,) = shots_of(
        follow(Cues(TABLE), 2.0, arms, happenings={90: (HappeningKind.STROKE,)}, strength=0.8), "stroke"
    )
    left, right = stroke.sides
    assert left > 1.3 * right > 0.0


def test_own_beats_are_softer_and_part_of_a_stroke_that_comes_with_them() -> None:
    both = {60: (HappeningKind.STROKE, HappeningKind.BEAT), 120: (HappeningKind.BEAT,)}
    strokes = shots_of(
        follow(Cues(TABLE), 3.0, lambda now_s: flying(), happenings=both, strength=1.0), "stroke"
    )
    assert len(strokes) == 2
    assert strokes[1].gain < strokes[0].gain
    assert int(strokes[1].sound[-1]) < int(strokes[0].sound[-1])


def test_a_landing_has_talons_then_feathers() -> None:
    sheets = follow(Cues(TABLE), 5.0, lambda now_s: FlightState(), happenings={60: (HappeningKind.LANDED,)})
    (talons,), (fold,) = shots_of(sheets, "talons"), shots_of(sheets, "fold")
    assert talons.happened_s == pytest.approx(1.0)
    assert fold.happened_s == pytest.approx(1.5)
    turn = next(number for number, sheet in enumerate(sheets) if fold in sheet.shots)
    assert turn * TURN_S - fold.happened_s < 2 * TURN_S


def test_what_follows_a_landing_is_left_out_when_it_takes_off_again_at_once() -> None:
    both = {60: (HappeningKind.LANDED,), 66: (HappeningKind.TOOK_OFF,)}
    sheets = follow(Cues(TABLE), 5.0, lambda now_s: flying(), happenings=both)
    assert len(shots_of(sheets, "talons")) == len(shots_of(sheets, "launch")) == 1
    assert shots_of(sheets, "fold", "shake") == []


def test_a_player_who_is_found_gets_a_sign_and_an_answer_but_not_all_the_time() -> None:
    flicker = dict.fromkeys(range(60, 300, 4), (HappeningKind.FOUND,))
    flicker |= {turn + 2: (HappeningKind.LOST,) for turn in flicker}
    sheets = follow(Cues(TABLE), 5.0, lambda now_s: FlightState(), happenings=flicker)
    assert len(shots_of(sheets, "chirr")) == 1
    assert len(shots_of(sheets, "sign_found")) == len(shots_of(sheets, "sign_lost")) == 2


def test_a_move_that_is_learned_gets_an_answer_each_time() -> None:
    learned = dict.fromkeys((60, 180), (HappeningKind.LEARNED,))
    assert len(shots_of(follow(Cues(TABLE), 5.0, lambda now_s: flying(), happenings=learned), "chirr")) == 2


# --- places -----------------------------------------------------------------------------------------------


def test_a_waterfall_to_the_right_is_louder_on_the_right() -> None:
    left, right = settled(flying(), fall_at(40.0)).loops["waterfall_near"]
    assert 6.0 <= level_of(right / left) <= 8.0
    ahead = settled(flying(), fall_at(0.0, 40.0)).loops["waterfall_near"]
    assert ahead[0] == pytest.approx(ahead[1])
    turned = settled(flying(heading_rad=math.pi / 2), fall_at(40.0)).loops["waterfall_near"]
    assert turned[0] == pytest.approx(turned[1])


def test_a_waterfall_fades_and_dulls_with_distance() -> None:
    def heard(away_m: float) -> tuple[float, float]:
        loops = settled(flying(), fall_at(0.0, away_m)).loops
        return loops.get("waterfall_near", (0.0, 0.0))[0], loops.get("waterfall_far", (0.0, 0.0))[0]

    near, middle, far, gone = heard(20.0), heard(90.0), heard(300.0), heard(590.0)
    assert near[0] > 5.0 * near[1]
    assert middle[0] > 0.0 < middle[1]
    assert far[0] == pytest.approx(0.0, abs=1e-9)
    assert far[1] > 0.0
    assert gone == (0.0, 0.0)
    assert math.hypot(*near) > math.hypot(*middle) > math.hypot(*far)
    assert level_of(near[0]) == pytest.approx(-24.0 + 20.0 - 2.5, abs=0.3)


def test_birds_call_seldom_and_only_near_woods() -> None:
    woods = Nearby(wood_frac=0.8, wood_world=np.array([40.0, 80.0, 0.0]))
    sheets = follow(Cues(TABLE), 240.0, lambda now_s: flying(), nearby=woods)
    calls = shots_of(sheets, "thrush", "tit", "dove")
    pauses_s = np.diff([call.happened_s for call in calls])
    assert 240 / 20 <= len(calls) <= 240 / 6
    assert 6.0 <= pauses_s.min() < pauses_s.max() <= 20.1
    assert all(call.pan > 0.0 for call in calls)
    assert shots_of(follow(Cues(TABLE), 60.0, lambda now_s: flying()), "thrush", "tit", "dove") == []


def test_at_the_edge_of_a_wood_birds_still_keep_their_pauses() -> None:
    woods = Nearby(wood_frac=0.8, wood_world=np.array([40.0, 80.0, 0.0]))
    cues, sheets = Cues(TABLE), []
    for turn in range(60 * 120):
        nearby = woods if turn // 30 % 2 else NOTHING_NEARBY
        sheets.append(cues.follow(moment(turn * TURN_S, flying(), nearby=nearby)))
    calls = shots_of(sheets, "thrush", "tit", "dove")
    assert all(second.happened_s - first.happened_s > 2.0 for first, second in itertools.pairwise(calls))


def test_low_over_water_wings_skim_and_feet_splash_once() -> None:
    def skim(now_s: float) -> FlightState:
        height_m = 2.6 if 2.0 < now_s < 4.0 else 5.0
        return flying(position_world=np.array([0.0, height_m, 0.0]), clearance_m=height_m)

    sheets = follow(Cues(TABLE), 8.0, skim, nearby=Nearby(shore_world=np.array([20.0, 0.0, 0.0])))
    assert len(shots_of(sheets, "splash")) == 1
    assert 3 <= len(shots_of(sheets, "skim")) <= 8
    assert len(shots_of(sheets, "lap")) >= 3
    meadow = follow(Cues(TABLE), 8.0, lambda now_s: replace(skim(now_s), clearance_m=1.0))
    assert shots_of(meadow, "splash", "skim") == []


# --- the whole --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def flight() -> list[Moment]:
    return restless_moments(25.0)


def test_the_same_flight_has_the_same_cues(flight: list[Moment]) -> None:
    first, second = Cues(TABLE), Cues(TABLE)
    assert [first.follow(each) for each in flight] == [second.follow(each) for each in flight]


def test_a_mirrored_flight_has_mirrored_cues(flight: list[Moment]) -> None:
    plain, mirror = Cues(TABLE), Cues(TABLE)
    count = 0
    for each in flight:
        here, there = plain.follow(each), mirror.follow(mirrored(each))
        assert here.loops.keys() == there.loops.keys()
        for sound, sides in here.loops.items():
            assert there.loops[sound][::-1] == pytest.approx(sides)
        assert [shot.sound for shot in here.shots] == [shot.sound for shot in there.shots]
        assert [-shot.pan for shot in there.shots] == pytest.approx([shot.pan for shot in here.shots])
        count += len(here.shots)
    assert count > 20


def test_no_gain_is_above_what_a_file_holds_and_loops_change_little_by_little(flight: list[Moment]) -> None:
    cues = Cues(TABLE)
    sheets = [cues.follow(each) for each in flight]
    sides = [value for sheet in sheets for sides in sheet.loops.values() for value in sides]
    sides += [value for shot in shots_of(sheets) for value in shot.sides]
    assert 0.0 <= min(sides) <= max(sides) <= 1.0
    winds = np.array([sheet.loops.get("wind_2", (0.0, 0.0))[0] for sheet in sheets])
    assert np.abs(np.diff(winds)).max() < 0.1


def test_a_sound_that_is_missing_is_passed_over(flight: list[Moment]) -> None:
    few = replace(TABLE, entries={sound: TABLE.entries[sound] for sound in ("wind_1", "stroke_1")})
    cues = Cues(few)
    heard = [cues.follow(each) for each in flight]
    assert {sound for sheet in heard for sound in sheet.loops} == {"wind_1"}
    assert {shot.sound for shot in shots_of(heard)} == {"stroke_1"}


def test_what_is_called_is_heard_and_nothing_else_of_its_kind() -> None:
    random = np.random.default_rng(7)
    kinds = (HappeningKind.TOOK_OFF, HappeningKind.FOUND, HappeningKind.LOST)
    cues, caller = Cues(TABLE, tuning=CALM), Caller()
    families = {CallKind.FOUND: "sign_found", CallKind.LOST: "sign_lost"}
    called: list[tuple[str, float]] = []
    heard: list[tuple[str, float]] = []
    for turn in range(900):
        now_s = turn * TURN_S
        some = [kind for kind in kinds if random.random() < 0.02]
        shown = moment(now_s, flying(), *some)
        called += [(families.get(call.kind, "cry"), call.at_s) for call in caller.follow(shown)]
        for shot in cues.follow(shown).shots:
            family = "cry" if shot.sound.startswith("cry") else shot.sound
            if family in ("cry", *families.values()):
                heard.append((family, shot.happened_s))
    assert len(called) > 15
    assert sorted(heard) == sorted(called)
