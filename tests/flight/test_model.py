"""The flight model: trim, energy, symmetry, step length, ground, and the way from mode to mode."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from griffin.easing import clamp
from griffin.flight.controls import Controls
from griffin.flight.model import Surroundings, start
from griffin.flight.model import step as whole_step
from griffin.flight.state import FlightMode, FlightState
from griffin.flight.tuning import GRAVITY_MPS2, FlightTuning
from griffin.happenings import HappeningKind
from griffin.world.terrain import Terrain
from griffin.world.terrain_point import TerrainPoint
from tests.flights import angled


def step(*given: object) -> FlightState:
    return whole_step(*given)[0]


DT_S = 0.01
TUNING = FlightTuning()


def over(surface_m: Callable[[float, float], float]) -> Surroundings:
    return Surroundings(surface_m=surface_m, perch_world=np.array([0.0, 100.0, 0.0]), perch_heading_rad=0.0)


SEA = over(lambda x, z: 0.0)


def gliding(height_m: float = 800.0, speed_mps: float = TUNING.cruise_mps) -> FlightState:
    return FlightState(
        mode=FlightMode.FLYING,
        position_world=np.array([0.0, height_m, 0.0]),
        speed_mps=speed_mps,
        path_rad=TUNING.glide_rad,
        pitch_rad=TUNING.glide_rad + TUNING.nose_lead_rad,
    )


def fly(
    state: FlightState,
    controls: Controls,
    seconds: float,
    surroundings: Surroundings = SEA,
    dt_s: float = DT_S,
) -> FlightState:
    for _ in range(round(seconds / dt_s)):
        state = step(state, controls, surroundings, dt_s)
    return state


def energy(state: FlightState) -> float:
    return GRAVITY_MPS2 * float(state.position_world[1]) + 0.5 * state.speed_mps**2


def test_trim_holds_speed_and_heading() -> None:
    state = fly(gliding(), Controls(), 20.0)
    assert state.speed_mps == pytest.approx(TUNING.cruise_mps, abs=0.1)
    assert state.heading_rad == 0.0
    assert state.roll_rad == 0.0
    assert state.stroke_frac == 0.0
    sink_mps = (800.0 - state.position_world[1]) / 20.0
    assert sink_mps == pytest.approx(TUNING.cruise_mps * math.sin(-TUNING.glide_rad), abs=0.05)


@pytest.mark.parametrize("climb_frac", [0.0, -0.3, -1.0])
@pytest.mark.parametrize("speed_mps", [18.0, 40.0])
@pytest.mark.parametrize("roll_rad", [0.0, 0.8])
def test_energy_never_rises_without_a_beat(climb_frac: float, speed_mps: float, roll_rad: float) -> None:
    state = gliding(1200.0, speed_mps)
    for _ in range(1500):
        after = step(state, Controls(climb_frac=climb_frac, roll_rad=roll_rad), SEA, DT_S)
        if after.stroke_frac == 0.0 and after.position_world[1] > 60.0:
            assert energy(after) <= energy(state) + 1e-2  # explicit Euler's error in one step
        state = after


def test_arms_up_climb_and_arms_down_dive_faster() -> None:
    climbed = fly(gliding(), Controls(climb_frac=1.0), 10.0)
    dived = fly(gliding(), Controls(climb_frac=-1.0), 10.0)
    assert climbed.position_world[1] > 840.0
    assert climbed.speed_mps > TUNING.slowest_mps + 2.0
    assert climbed.stroke_frac > 0.8
    assert dived.position_world[1] < 650.0
    assert dived.speed_mps > 30.0


def test_left_and_right_mirror() -> None:
    right = fly(gliding(), Controls(roll_rad=0.7), 6.0)
    left = fly(gliding(), Controls(roll_rad=-0.7), 6.0)
    assert right.heading_rad == pytest.approx(-left.heading_rad, abs=1e-9)
    assert right.position_world[0] == pytest.approx(-left.position_world[0], abs=1e-6)
    np.testing.assert_allclose(right.position_world[1:], left.position_world[1:])


def test_right_wing_down_turns_right() -> None:
    state = fly(gliding(), Controls(roll_rad=0.5), 1.5)
    assert state.roll_rad > 0.4
    assert state.heading_rad > 0.1
    assert state.position_world[0] > 0.0  # +X is to the right of heading 0
    assert state.position_world[2] < 0.0


def test_halving_the_step_agrees() -> None:
    controls = Controls(roll_rad=0.5, climb_frac=0.4)
    whole = fly(gliding(), controls, 8.0)
    half = fly(gliding(), controls, 8.0, dt_s=DT_S / 2)
    assert np.linalg.norm(whole.position_world - half.position_world) < 0.5  # of 144 m flown
    assert whole.speed_mps == pytest.approx(half.speed_mps, abs=0.05)


def test_a_stroke_adds_height_and_speed_for_a_moment_only() -> None:
    glide = fly(gliding(), Controls(), 3.0)
    stroke = fly(step(gliding(), Controls(stroke_frac=1.0), SEA, DT_S), Controls(), 3.0 - DT_S)
    assert energy(stroke) > energy(glide) + 40.0
    assert stroke.thrust_s == 0.0


def test_stronger_strokes_do_more() -> None:
    gains = []
    for strength in (0.2, 0.6, 1.0):
        state = step(gliding(), Controls(stroke_frac=strength), SEA, DT_S)
        gains.append(energy(fly(state, Controls(), 2.0)))
    assert gains == sorted(gains)


def test_nobody_crashes_into_the_sea() -> None:
    state, least_m = gliding(60.0), math.inf
    for _ in range(3000):
        state = step(state, Controls(climb_frac=-1.0), SEA, DT_S)
        least_m = min(least_m, float(state.position_world[1]))
    assert least_m >= TUNING.hard_clearance_m
    assert state.min_clearance_m == pytest.approx(least_m)
    assert state.position_world[1] == pytest.approx(TUNING.clearance_m, abs=1.5)
    assert state.speed_mps > TUNING.slowest_mps


@pytest.mark.parametrize("slope", [0.3, 0.8, 3.0])
def test_a_mountain_ahead_is_flown_over(slope: float) -> None:
    mountain = over(lambda x, z: clamp((-z - 150.0) * slope, 0.0, 400.0))
    state = gliding(40.0)
    for _ in range(10000):
        state = step(state, Controls(), mountain, DT_S)
        surface_m = mountain.surface_m(*state.position_world[[0, 2]])
        assert state.position_world[1] >= surface_m + TUNING.hard_clearance_m - 1e-9
        assert abs(state.path_rad) < math.radians(65.0)
    assert state.position_world[1] > 400.0


def test_the_ceiling_ends_a_climb() -> None:
    state = fly(gliding(1450.0), Controls(climb_frac=1.0), 60.0)
    assert state.position_world[1] < TUNING.ceiling_m + 20.0


def test_launch_flight_and_return() -> None:
    state = start(SEA)
    assert state.mode is FlightMode.PERCHED
    state = fly(state, Controls(climb_frac=1.0, roll_rad=0.5), 2.0)
    np.testing.assert_array_equal(state.position_world, SEA.perch_world)
    state = step(state, Controls(is_launch=True), SEA, DT_S)
    assert state.mode is FlightMode.FLYING
    np.testing.assert_allclose(state.position_world - SEA.perch_world, [0.0, TUNING.stand_height_m, 0.0])
    state = fly(state, Controls(), 3.0)
    assert state.airborne_s == pytest.approx(3.0)
    assert state.distance_m > 30.0
    state = step(state, Controls(is_reset=True), SEA, DT_S)
    assert state.mode is FlightMode.RETURNING
    state = fly(state, Controls(), TUNING.veil_down_s + 2 * DT_S)
    assert state.mode is FlightMode.PERCHED
    assert state.veil_frac > 0.9
    state = fly(state, Controls(), TUNING.veil_up_s)
    assert state.veil_frac == 0.0
    assert (state.roll_rad, state.pitch_rad, state.speed_mps) == (0.0, 0.0, 0.0)


def test_a_launch_behind_the_veil_lets_it_lift_at_its_own_pace() -> None:
    veiled = replace(start(SEA), veil_frac=0.9)
    state = step(veiled, Controls(is_launch=True), SEA, DT_S)
    assert state.mode is FlightMode.FLYING
    assert state.veil_frac > 0.85
    assert fly(state, Controls(), TUNING.veil_up_s).veil_frac == 0.0


def test_a_higher_jump_launches_higher() -> None:
    feeble, usual, high = (
        fly(step(start(SEA), Controls(is_launch=True, launch_frac=frac), SEA, DT_S), Controls(), 2.0)
        for frac in (0.0, 0.5, 1.0)
    )
    assert feeble.position_world[1] + 1.0 < usual.position_world[1] < high.position_world[1] - 1.0
    assert feeble.speed_mps < usual.speed_mps < high.speed_mps


def test_wings_are_the_players_own() -> None:
    shown = Controls(
        arms=angled(left_wing_rad=0.8, right_wing_rad=-0.2, left_wrist_rad=0.5, right_wrist_rad=-0.3)
    )
    state = fly(start(SEA), shown, 0.12)
    assert state.arms.left.wing_rad == pytest.approx(0.8, abs=0.05)
    assert state.arms.right.wing_rad == pytest.approx(-0.2, abs=0.05)
    assert state.arms.left.wrist_rad == pytest.approx(0.5, abs=0.05)
    assert state.arms.right.wrist_rad == pytest.approx(-0.3, abs=0.05)


def test_wings_fold_on_the_branch_when_nobody_steers() -> None:
    state = fly(replace(start(SEA), arms=angled(left_wrist_rad=0.6)), Controls(is_at_rest=True), 3.0)
    assert state.arms.left.wrist_rad == pytest.approx(0.0, abs=0.01)
    assert state.arms.left.wing_rad == pytest.approx(TUNING.folded_wing_rad, abs=0.01)
    assert state.arms.right.elbow_rad == pytest.approx(TUNING.folded_elbow_rad, abs=0.01)


def test_a_reset_on_the_branch_changes_nothing() -> None:
    assert step(start(SEA), Controls(is_reset=True), SEA, DT_S).mode is FlightMode.PERCHED


def test_a_lake_below_is_told_from_land_and_from_the_branch() -> None:
    lake = replace(SEA, water_level_m=0.0)
    state = step(gliding(), Controls(), lake, DT_S)
    assert lake.is_over_water(state)
    assert not lake.is_over_water(start(lake))
    assert not SEA.is_over_water(state)  # no lakes are known there
    hill = over(lambda x, z: 20.0)
    assert not lake.is_over_water(step(gliding(), Controls(), hill, DT_S))


def test_ten_wild_minutes_stay_finite() -> None:
    rng = np.random.default_rng(7)
    hills = over(lambda x, z: 150.0 + 150.0 * math.sin(x / 90.0) * math.sin(z / 70.0))
    state = step(start(hills), Controls(is_launch=True), hills, DT_S)
    for _ in range(600):
        controls = Controls(
            roll_rad=float(rng.uniform(-3, 3)),
            climb_frac=float(rng.uniform(-1, 1)),
            stroke_frac=float(rng.choice([0.0, 1.0])),
        )
        state = fly(state, controls, 1.0, hills, dt_s=0.05)
        assert np.isfinite(state.position_world).all()
        assert TUNING.slowest_mps <= state.speed_mps <= TUNING.fastest_mps


def test_tuning_is_checked() -> None:
    with pytest.raises(ValueError, match="order"):
        FlightTuning(glide_rad=0.1)
    with pytest.raises(ValueError, match="order slowest"):
        FlightTuning(launch_mps=5.0)
    with pytest.raises(ValueError, match="clearance"):
        FlightTuning(clearance_m=1.0)
    with pytest.raises(ValueError, match="cruise_mps"):
        FlightTuning(cruise_mps=50.0)
    with pytest.raises(ValueError, match="thin_air_m"):
        FlightTuning(thin_air_m=0.0)
    with pytest.raises(ValueError, match="look_ahead_s"):
        FlightTuning(look_ahead_s=(0.5, 1.0))


def happened(state: FlightState, controls: Controls) -> list[HappeningKind]:
    return [happening.kind for happening in whole_step(state, controls, SEA, DT_S)[1]]


def test_a_step_reports_what_happens_in_it() -> None:
    perched = start(SEA)
    assert happened(perched, Controls()) == []
    assert (
        happened(perched, Controls(stroke_frac=1.0, is_reset=True)) == []
    )  # on the branch they mean nothing
    assert happened(perched, Controls(is_launch=True)) == [HappeningKind.TOOK_OFF, HappeningKind.BEAT]
    flying = gliding()
    assert happened(flying, Controls(is_launch=True)) == []
    assert happened(flying, Controls(is_reset=True)) == [HappeningKind.TURNED_BACK]
    returning = replace(flying, mode=FlightMode.RETURNING)
    assert happened(returning, Controls(is_reset=True)) == []
    assert happened(replace(returning, veil_frac=0.999), Controls()) == [HappeningKind.LANDED]


def test_a_stroke_is_reported_with_its_strength() -> None:
    (stroke,) = whole_step(gliding(), Controls(stroke_frac=0.4), SEA, DT_S)[1]
    assert (stroke.kind, stroke.strength_frac, stroke.at_s) == (HappeningKind.STROKE, 0.4, DT_S)


def test_its_own_beats_are_reported_at_the_top_of_each() -> None:
    state, beats_s = gliding(), []
    for _ in range(500):
        state, found = whole_step(state, Controls(climb_frac=1.0), SEA, DT_S)
        beats_s += [each.at_s for each in found if each.kind is HappeningKind.BEAT]
    assert np.diff(beats_s) == pytest.approx(1.0 / TUNING.beat_hz, abs=1.1 * DT_S)
    assert len(beats_s) == 7


def test_a_step_asks_the_land_only_for_places_that_are_new(monkeypatch: pytest.MonkeyPatch) -> None:
    calculated, height_m = [], TerrainPoint.height_m

    def note(self: TerrainPoint, x: float, z: float) -> float:
        calculated.append((x, z))
        return height_m(self, x, z)

    monkeypatch.setattr(TerrainPoint, "height_m", note)
    state, land = gliding(), over(Terrain(1).surface_at)
    for steps in range(1, 6):
        state = step(state, Controls(roll_rad=0.2), land, DT_S)
        assert len(calculated) == 1 + steps * len(TUNING.look_ahead_s)  # where it is, it was led by a step
