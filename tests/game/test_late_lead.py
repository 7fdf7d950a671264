"""The griffin with younger wings than the game's: sooner, never back and forth, and for the picture alone."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from griffin.arms import Arm, Arms
from griffin.events import LinkState, Steering
from griffin.flight.state import FlightMode
from griffin.game.late_lead import LateLead
from griffin.game.moment import Inputs, PlayerInput, PlayerMoment
from tests.flights import plain_session

CAMERA_S = 1 / 30
LATE_S = 0.012  # from the beginning of a picture until its griffin is drawn

ArmAt = Callable[[float], float]


def steering(captured_s: float, wing_rad: float, roll_rad: float = 0.0) -> Steering:
    arms = Arms.both(Arm(wing_rad=wing_rad))
    return Steering(captured_s=captured_s, arms=arms, roll_rad=roll_rad, is_tracked=True)


def elevation_rad(player: PlayerMoment) -> float:
    return player.creature.shape.right_wing.elevation_rad


def watch(arm_at: ArmAt, *, period_s: float, seconds: float = 3.0) -> tuple[list[float], list[float]]:
    """The right wing in each picture, as the game has it and as it is led. Messages arrive 15 ms old."""
    session, lead = plain_session(), LateLead()
    own, led = [], []
    heard: Steering | None = None

    def newest(now_s: float) -> Steering | None:
        captured_s = math.floor((now_s - 0.015) / CAMERA_S) * CAMERA_S
        if captured_s < 0.0:
            return None
        if heard is not None and heard.captured_s == captured_s:
            return heard
        return steering(captured_s, arm_at(captured_s))

    for number in range(round(seconds / period_s)):
        turn_s = number * period_s
        said = newest(turn_s)
        news = None if said is heard else said
        player = session.advance(
            Inputs(now_s=turn_s, players=(PlayerInput(steering=news or said, link=LinkState.LIVE),))
        ).players[0]
        heard = newest(turn_s + LATE_S)
        own.append(elevation_rad(player))
        led.append(elevation_rad(lead.lead(player, heard, turn_s, turn_s + LATE_S)))
    return own, led


def rise(t_s: float) -> float:
    """Level until 1.5 s, then up by a radian within half a second."""
    return min(1.0, max(0.0, 2.0 * (t_s - 1.5)))


@pytest.mark.parametrize("period_s", [0.0172, 0.029, 0.036, 0.047])
def test_wings_are_younger_and_never_go_back(period_s: float) -> None:
    own, led = (np.array(wing) for wing in watch(rise, period_s=period_s))
    still_at = round(1.4 / period_s)
    lift = np.interp(np.linspace(0.2, 0.8, 13), [0.0, 1.0], [own[still_at], own[-1]])
    turns = np.arange(len(own)) * period_s
    moving = slice(still_at, None)
    late_s = np.interp(lift, own[moving], turns[moving]) - np.interp(lift, led[moving], turns[moving])
    assert 0.5 * LATE_S < late_s.mean() < 2.5 * LATE_S  # and some of it predicted
    breath_rad = 0.01  # the small corrections of a glide go on meanwhile
    assert np.diff(led[moving]).min() > -breath_rad
    assert led[-1] == pytest.approx(own[-1], abs=breath_rad)


def test_wings_that_are_still_are_the_games() -> None:
    own, led = watch(lambda t_s: 0.4, period_s=0.036)
    assert np.abs(np.subtract(own, led))[30:].max() < 1e-3


def perched() -> PlayerMoment:
    """Somebody has stood before the camera for a second, arms level."""
    session = plain_session()
    for number in range(31):
        heard = PlayerInput(steering=steering(number / 30, 0.0), link=LinkState.LIVE)
        moment = session.advance(Inputs(now_s=number / 30, players=(heard,)))
    return moment.players[0]


def test_the_body_leads_once_it_has_all_of_the_controls() -> None:
    assert perched().is_led_by_body
    assert not plain_session().moment().players[0].is_led_by_body


def test_a_griffin_that_others_move_is_left_alone() -> None:
    player = replace(perched(), is_led_by_body=False)
    lead = LateLead()
    for number in range(3):
        now_s = 1.0 + 0.03 * number
        assert lead.lead(player, steering(now_s, 1.0), now_s, now_s + LATE_S) is player


def test_wings_have_their_limits_in_a_picture_as_well() -> None:
    player, lead = perched(), LateLead()
    lead.lead(player, steering(1.0, 0.0), 1.0, 1.01)
    led = lead.lead(player, steering(1.033, 1.2), 1.036, 1.046)
    assert elevation_rad(led) - elevation_rad(player) == pytest.approx(13.3 * 0.036, rel=0.01)


def test_the_bank_goes_on_from_the_games_towards_what_was_said() -> None:
    player = perched()
    player = replace(player, flight=replace(player.flight, mode=FlightMode.FLYING, roll_rad=0.1))
    lead = LateLead()
    lead.lead(player, steering(1.0, 0.0, 0.5), 1.0, 1.01)
    led = lead.lead(player, steering(1.033, 0.0, 0.5), 1.036, 1.046)
    assert 0.1 < led.flight.roll_rad < 0.12
    assert led.flight.position_world is player.flight.position_world


def test_who_is_lost_from_sight_moves_nothing() -> None:
    player, lead = perched(), LateLead()
    lead.lead(player, steering(1.0, 0.0), 1.0, 1.01)
    lost = Steering(captured_s=1.033, arms=Arms.both(Arm(wing_rad=1.0)))
    assert elevation_rad(lead.lead(player, lost, 1.036, 1.046)) == pytest.approx(
        elevation_rad(player), abs=0.01
    )
