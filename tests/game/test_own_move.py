"""What the griffin does by itself for a lesson: smooth, towards home, and the player's again at once."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from griffin.flight.controls import Controls
from griffin.flight.state import FlightMode, FlightState
from griffin.flight.timestep import STEP_S
from griffin.game.lesson_moment import IN_THE_AIR, Move
from griffin.game.own_move import TUNING, OwnMove, OwnMoveTuning

PERCH = np.array([0.0, 40.0, 0.0])
START_S = 30.0
LEVEL = Controls()


def run(move: Move, wanted: Controls = LEVEL, since_s: float = math.inf, **state: object) -> list[Controls]:
    """The controls of each step of a move and the second after it; the player wants this from then on."""
    own, made = OwnMove(move, START_S), []
    for step in range(round((TUNING.length_s + 1.0) / STEP_S)):
        now_s = START_S + step * STEP_S
        flight = FlightState(mode=FlightMode.FLYING, time_s=now_s, **state)
        made.append(own.steer(wanted if now_s >= since_s else LEVEL, flight, PERCH, STEP_S))
    return made


@pytest.mark.parametrize("move", IN_THE_AIR)
def test_it_begins_and_ends_with_the_players_controls_and_never_jerks(move: Move) -> None:
    made = run(move)
    assert made[0] == made[-1] == LEVEL
    for before, now in pairwise(made):
        assert abs(now.roll_rad - before.roll_rad) < 0.03
        assert abs(now.climb_frac - before.climb_frac) < 0.03
        assert abs(now.arms.left.wing_rad - before.arms.left.wing_rad) < 0.08


def test_the_tilt_goes_to_the_right_and_the_wings_with_it() -> None:
    middle = run(Move.TILT)[150]
    assert middle.roll_rad == TUNING.roll_rad
    assert middle.arms.left.wing_rad == -middle.arms.right.wing_rad == TUNING.tilt_wing_rad


@pytest.mark.parametrize(("east_m", "side"), [(-500.0, 1.0), (500.0, -1.0)])
def test_home_is_where_the_branch_is(east_m: float, side: float) -> None:
    away = np.array([east_m, 100.0, 0.0])  # it looks to the north, so the branch is abeam
    assert run(Move.HOME, position_world=away)[150].roll_rad == pytest.approx(side * TUNING.roll_rad)
    ahead = np.array([0.0, 100.0, 500.0])
    assert run(Move.HOME, position_world=ahead)[150].roll_rad == pytest.approx(0.0)


def test_strokes_begin_where_the_wings_are_up() -> None:
    made = run(Move.FLAP)
    strokes = [each for each in made if each.stroke_frac > 0.0]
    assert len(strokes) == TUNING.strokes
    assert all(each.arms.left.wing_rad > 0.95 * TUNING.stroke_wing_rad for each in strokes)


@pytest.mark.parametrize("move", IN_THE_AIR)
@pytest.mark.parametrize(
    "wanted",
    [Controls(roll_rad=0.3), Controls(roll_rad=-0.3), Controls(climb_frac=-0.5), Controls(stroke_frac=0.5)],
)
def test_whatever_the_player_steers_is_obeyed_within_0_15_s_and_stays_so(
    move: Move, wanted: Controls
) -> None:
    made = run(move, wanted, START_S + 1.52)
    after = round((1.52 + TUNING.release_s) / STEP_S) + 2
    assert all(each == wanted for each in made[after:])


def test_arms_that_are_not_quite_still_do_not_end_it() -> None:
    noisy = Controls(roll_rad=0.05, climb_frac=0.05)
    assert run(Move.RAISE, noisy, START_S)[150].climb_frac > 0.6


def test_a_tuning_without_room_for_its_ends_is_refused() -> None:
    with pytest.raises(ValueError, match="room"):
        OwnMoveTuning(length_s=0.5)
    with pytest.raises(ValueError, match="above 0"):
        replace(TUNING, release_s=0.0)
