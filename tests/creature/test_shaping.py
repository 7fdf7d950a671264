"""What bends how much: legs in and out, the W of a dive, strokes of the player, a head that stays level."""

import math
from dataclasses import replace

import numpy as np
import pytest

from griffin.creature.creature import settle_creature
from griffin.creature.life import settle_life
from griffin.creature.posture import CreatureShape, pack_shape, unpack_shape
from griffin.creature.shaping import TUNING, ShapingTuning, shape_griffin, spring_m
from griffin.creature.skeleton import PRIMARIES
from griffin.creature.wing import wing_joints
from griffin.flight.state import FlightMode, FlightState
from tests.flights import angled

FLYING = FlightState(
    mode=FlightMode.FLYING,
    mode_s=9.0,
    speed_mps=17.0,
    clearance_m=60.0,
    arms=angled(left_wing_rad=0.1, right_wing_rad=0.1),
)


def shape(state: FlightState) -> CreatureShape:
    return shape_griffin(state, settle_life(state))


def test_legs_come_out_when_slow_and_low_only() -> None:
    tucked = shape(FLYING).right_foreleg
    for state in (replace(FLYING, speed_mps=9.5), replace(FLYING, clearance_m=4.0)):
        assert shape(state).right_foreleg == tucked
    landing = shape(replace(FLYING, speed_mps=9.5, clearance_m=4.0))
    assert landing.right_foreleg.upper_rad < tucked.upper_rad - 0.8
    assert landing.fan_spread_rad > shape(FLYING).fan_spread_rad
    assert landing.body_pitch_rad > 0.2  # and the body rears


def test_a_dive_folds_the_wings_to_a_w_and_never_shuts_them() -> None:
    dive = shape(replace(FLYING, path_rad=-0.65, pitch_rad=-0.6, speed_mps=40.0)).left_wing
    assert 0.4 < dive.arm_fold_frac < dive.hand_fold_frac < 0.85
    assert shape(FLYING).left_wing.arm_fold_frac < 0.1


def test_the_players_own_stroke_flexes_the_wing_on_the_way_up_and_stretches_it_on_the_way_down() -> None:
    life = settle_life(FLYING)
    up, down = (
        shape_griffin(FLYING, replace(life, arms_radps=(rate, rate))).right_wing for rate in (5.0, -5.0)
    )
    assert up.hand_fold_frac > down.hand_fold_frac + 0.3
    assert down.twist_rad > up.twist_rad  # the leading edge goes down with the stroke
    assert down.bend_rad > up.bend_rad
    assert down.wrist_lift_rad > up.wrist_lift_rad  # the hand trails


def test_the_body_heaves_against_the_players_stroke() -> None:
    life = settle_life(FLYING)
    low = shape_griffin(
        FLYING, replace(life, arms_rad=(life.arms_slow_rad[0] - 0.6, life.arms_slow_rad[1] - 0.6))
    )
    assert low.lift_m > shape(FLYING).lift_m + 0.05


def test_the_head_stays_nearly_level_in_a_bank() -> None:
    banked = shape(replace(FLYING, roll_rad=0.9))
    assert banked.look_roll_rad + banked.body_roll_rad == pytest.approx(0.0, abs=0.3)
    assert banked.look_yaw_rad > 0.2  # and looks where it goes


def test_wind_lays_ears_back_and_ruffles_feathers() -> None:
    slow, fast = shape(replace(FLYING, speed_mps=9.0)), shape(replace(FLYING, speed_mps=40.0))
    assert fast.ear_back_rad < slow.ear_back_rad
    assert fast.ruffle_m > slow.ruffle_m


def test_at_take_off_the_body_starts_on_the_bough_and_catches_up() -> None:
    lags = [spring_m(replace(FLYING, mode_s=t)) for t in np.linspace(0.0, TUNING.spring_s, 30)]
    ways = [17.0 * t - lag for t, lag in zip(np.linspace(0.0, TUNING.spring_s, 30), lags, strict=True)]
    assert lags[0] == lags[-1] == 0.0
    assert (np.diff(ways) >= 0.0).all()
    assert spring_m(replace(FLYING, mode=FlightMode.PERCHED, mode_s=0.1)) == 0.0


def test_a_shape_survives_its_row() -> None:
    row = settle_creature(replace(FLYING, roll_rad=0.4, arms=angled(FLYING.arms, left_wing_rad=0.5))).row
    np.testing.assert_array_equal(pack_shape(unpack_shape(row)), row)
    numbered = np.arange(len(row), dtype=float)
    np.testing.assert_array_equal(pack_shape(unpack_shape(numbered)), numbered)


def test_numbers_are_checked() -> None:
    with pytest.raises(ValueError, match="bough"):
        ShapingTuning(duck_m=1.0)
    with pytest.raises(ValueError, match="crouch"):
        ShapingTuning(crouch_s=1.0)


def test_breath_moves_the_body_a_little() -> None:
    perched = FlightState(mode_s=9.0)
    life = settle_life(perched)
    heights = [
        shape_griffin(perched, replace(life, breath_rad=phase)).lift_m
        for phase in np.linspace(0.0, 2 * math.pi, 20)
    ]
    assert 0.005 < np.ptp(heights) < 0.05


def test_a_braking_wing_reaches_forwards_and_stands_hollow_against_the_air() -> None:
    gliding, braking = (
        shape(replace(FLYING, speed_mps=9.5, clearance_m=high_m)).right_wing for high_m in (60.0, 4.0)
    )
    assert gliding.sweep_rad == 0.0
    assert braking.sweep_rad > 0.3
    assert braking.twist_rad < gliding.twist_rad - 0.4
    assert braking.wrist_lift_rad < gliding.wrist_lift_rad
    tips = {}
    for name, wing in (("gliding", gliding), ("braking", braking)):
        _, (feathers,) = wing_joints([wing])
        tips[name] = feathers[PRIMARIES - 3, 1, :3, 3]
    assert tips["braking"][2] < tips["gliding"][2] - 0.8
