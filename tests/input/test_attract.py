"""Two minutes without a player: home, a rest, a calm flight, and home for whoever comes."""

import math
from dataclasses import replace

import pytest

from griffin.flight.controls import Controls
from griffin.flight.model import Surroundings, start
from griffin.flight.model import step as whole_step
from griffin.flight.state import FlightMode, FlightState
from griffin.input.attract import AttractShow, AttractTuning
from griffin.world.perch import find_perch
from griffin.world.terrain import Terrain


def step(*given: object) -> FlightState:
    return whole_step(*given)[0]


DT_S = 0.01
FLYING = FlightState(mode=FlightMode.FLYING, mode_s=5.0, clearance_m=45.0)
PERCHED = FlightState(mode=FlightMode.PERCHED, mode_s=100.0)


@pytest.fixture(scope="module")
def surroundings() -> Surroundings:
    terrain = Terrain(1)
    perch = find_perch(terrain)
    return Surroundings(
        surface_m=terrain.surface_at,
        perch_world=perch.position_world,
        perch_heading_rad=perch.heading_rad,
        water_level_m=terrain.water_level_m,
    )


def alone(since_s: float = 1000.0) -> AttractShow:
    show = AttractShow()
    show.hear(is_present=True, now_s=0.0)
    show.hear(is_present=False, now_s=since_s)
    return show


def test_a_player_is_never_disturbed() -> None:
    show = AttractShow()
    for now_s in (0.0, 1000.0, 2000.0):
        show.hear(is_present=True, now_s=now_s)
        assert show.take(FLYING) is None
        assert show.take(PERCHED) is None


def test_a_short_absence_changes_nothing() -> None:
    assert alone(119.9).take(FLYING) is None
    assert alone(119.9).take(PERCHED) is None


def test_after_two_minutes_the_flight_that_was_left_ends_at_the_perch() -> None:
    controls = alone(120.0).take(FLYING)
    assert controls is not None
    assert controls.is_reset


def test_whoever_never_came_counts_from_the_start() -> None:
    show = AttractShow()
    show.hear(is_present=False, now_s=500.0)
    assert show.take(PERCHED) is None
    show.hear(is_present=False, now_s=620.0)
    assert show.take(PERCHED) is not None


def test_it_rests_before_it_flies() -> None:
    show = alone()
    assert show.take(replace(PERCHED, mode_s=1.0)) == Controls(is_at_rest=True)
    assert show.take(replace(PERCHED, mode_s=15.0)) == Controls(is_launch=True)
    assert show.is_flying


def test_who_comes_during_the_show_starts_at_the_perch() -> None:
    show = alone()
    show.take(PERCHED)
    show.hear(is_present=True, now_s=1001.0)
    assert show.take(FLYING) == Controls(is_reset=True)
    assert show.take(replace(FLYING, mode=FlightMode.RETURNING)) is None  # the wings are theirs already
    assert show.take(replace(PERCHED, mode_s=0.0)) is None
    assert show.take(FLYING) is None
    assert not show.is_flying


def test_who_only_passes_by_during_the_show_does_not_leave_it_stuck() -> None:
    show = alone()
    show.take(PERCHED)
    show.hear(is_present=True, now_s=1001.0)
    show.take(FLYING)
    show.hear(is_present=False, now_s=1001.5)
    assert show.take(replace(FLYING, mode=FlightMode.RETURNING)) is not None
    assert show.take(replace(PERCHED, mode_s=1.0)) == Controls(is_at_rest=True)


def test_the_whole_show_is_calm_and_touches_nothing(surroundings: Surroundings) -> None:
    tuning = AttractTuning(idle_s=1.0, rest_s=2.0)
    show = AttractShow(tuning)
    state = start(surroundings)
    modes = [state.mode]
    rolls_rad, clearances_m = [], []
    for number in range(round((tuning.flight_s + 15.0) / DT_S)):
        show.hear(is_present=False, now_s=number * DT_S)
        state = step(state, show.take(state) or Controls(), surroundings, DT_S)
        if state.mode is not modes[-1]:
            modes.append(state.mode)
        if state.mode is FlightMode.FLYING:
            rolls_rad.append(abs(state.roll_rad))
        if state.mode is FlightMode.FLYING and state.mode_s > 10.0:
            clearances_m.append(state.clearance_m)
    perched, flying, returning = FlightMode.PERCHED, FlightMode.FLYING, FlightMode.RETURNING
    assert modes[:5] == [perched, flying, returning, perched, flying]
    assert max(rolls_rad) < math.radians(20.0)
    assert min(clearances_m) > 8.0
    assert max(clearances_m) < 250.0


def test_tunables_are_checked() -> None:
    with pytest.raises(ValueError, match="above 0"):
        AttractTuning(idle_s=0.0)
    with pytest.raises(ValueError, match="climb_limits_frac"):
        AttractTuning(climb_limits_frac=(0.1, 0.5))
