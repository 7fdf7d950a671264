"""Where it looks: quick and still, to the side it leans, to what is worth it; lids that shut and open."""

import math

import numpy as np
import pytest

from griffin.creature.gaze import TUNING, Gaze, GazeTuning, lid_frac, settle_gaze, step_gaze
from griffin.flight.state import FlightMode, FlightState

FLYING = FlightState(mode=FlightMode.FLYING, mode_s=9.0, speed_mps=17.0)
STEP_S = 0.01


def look(
    gaze: Gaze, seconds: float, *, lean_rad: float = 0.0, side: float = 0.0, places: tuple = ()
) -> list[Gaze]:
    seen = []
    for _ in range(round(seconds / STEP_S)):
        gaze = step_gaze(gaze, FLYING, lean_rad, side, STEP_S, places)
        seen.append(gaze)
    return seen


def test_a_blink_shuts_the_lids_and_opens_them_again() -> None:
    lids = [lid_frac(Gaze(blink_s=t)) for t in np.linspace(0.0, TUNING.blink_s, 50)]
    assert lids[0] == lids[-1] == 0.0
    assert max(lids) == pytest.approx(1.0)


def test_the_head_turns_quickly_into_a_lean_and_does_not_swing_over() -> None:
    yaws = [gaze.yaw_rad for gaze in look(Gaze(), 1.0, lean_rad=0.6)]
    wanted = settle_gaze(0.6).yaw_rad
    assert wanted > 0.0
    assert yaws[29] > 0.85 * wanted  # 0.3 s
    assert max(yaws) <= wanted + 1e-6


def test_what_is_worth_a_look_draws_the_head() -> None:
    right_ahead = np.array([60.0, -10.0, -60.0])
    gaze = look(Gaze(), 1.0, places=(right_ahead,))[-1]
    assert gaze.yaw_rad == pytest.approx(TUNING.interest_frac * math.pi / 4.0, abs=0.1)
    assert gaze.pitch_rad < 0.0  # it lies below


@pytest.mark.parametrize("place", [(0.0, 0.0, 60.0), (0.0, 0.0, -2000.0)], ids=["behind", "too far"])
def test_what_lies_behind_or_far_away_does_not(place: tuple[float, float, float]) -> None:
    with_it = look(Gaze(), 1.0, places=(np.array(place),))[-1]
    assert with_it == look(Gaze(), 1.0)[-1]


def test_glances_go_to_the_side_that_it_leaned_to_and_mirrored_lives_glance_mirrored() -> None:
    left, right = (np.array([gaze.yaw_rad for gaze in look(Gaze(), 30.0, side=side)]) for side in (-1.0, 1.0))
    np.testing.assert_allclose(left, -right, atol=1e-12)
    assert right.max() > 0.1
    assert right.mean() > 0.0


def test_it_never_repeats_its_pauses() -> None:
    pauses = {gaze.glance_pause_s for gaze in look(Gaze(), 60.0)}
    assert len(pauses) > 12
    assert min(pauses) >= TUNING.glance_pause_s[0]


@pytest.mark.parametrize("side", [-1.0, 0.0, 1.0])
def test_whoever_is_found_is_looked_at_over_the_shoulder_within_half_a_second_and_then_ahead(
    side: float,
) -> None:
    found = step_gaze(Gaze(), FLYING, 0.0, side, STEP_S, (), has_found=True)
    yaws = np.abs([gaze.yaw_rad for gaze in look(found, 3.0, side=side)])
    assert yaws[49] > math.radians(125.0)
    assert yaws[149] > math.radians(125.0)
    assert yaws[210] < math.radians(10.0)
    assert math.copysign(1.0, look(found, 0.5, side=side)[-1].yaw_rad) == (side or 1.0)


def test_in_a_steep_turn_it_looks_where_it_goes_whoever_is_found() -> None:
    found = step_gaze(Gaze(), FLYING, 0.8, 1.0, STEP_S, (), has_found=True)
    assert look(found, 0.5, lean_rad=0.8, side=1.0)[-1].yaw_rad < TUNING.most_rad


def test_while_it_takes_off_it_looks_ahead_whoever_was_found() -> None:
    found = step_gaze(Gaze(), FlightState(), 0.0, 0.0, STEP_S, (), has_found=True)
    launched = FlightState(mode=FlightMode.FLYING, mode_s=0.1, speed_mps=14.0)
    for _ in range(40):
        found = step_gaze(found, launched, 0.0, 0.0, STEP_S, ())
    assert abs(found.yaw_rad) < 0.1


def test_times_must_be_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        GazeTuning(blink_s=0.0)
