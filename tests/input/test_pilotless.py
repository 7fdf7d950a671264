"""Nobody there any more: what the griffin does by itself, stage by stage of the table in docs/welcome.md."""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import msgspec
import numpy as np
import pytest

from griffin.absence import Absence
from griffin.events import EventKind, GestureEvent, LinkState, Steering
from griffin.flight.controls import Controls
from griffin.flight.model import Surroundings
from griffin.flight.state import FlightMode, FlightState
from griffin.flight.tuning import FlightTuning
from griffin.game.moment import PlayerMoment, SteeredBy
from griffin.game.session import Session, SessionStart
from griffin.happenings import HappeningKind
from griffin.input.attract import AttractTuning
from griffin.input.hands import HandCommand
from griffin.input.pilotless import PilotlessFlight, PilotlessTuning
from tests.flights import PLAIN, angled, one, tracked_body

TUNING = PilotlessTuning()
TURN_S = 1 / 20
NOBODY = Steering(captured_s=0.0)
IN_A_BANK = Steering(
    captured_s=0.0, is_tracked=True, roll_rad=0.5, climb_frac=0.3, arms=angled(left_wing_rad=0.4)
)
HIGH = replace(PLAIN, perch_world=np.array([0.0, 120.0, 0.0]))


@dataclass
class Game:
    """A session with one pilot, turn by turn."""

    session: Session
    turns: int = 0
    moments: list[PlayerMoment] = field(default_factory=list)
    happened: list[HappeningKind] = field(default_factory=list)

    def turn(self, **heard: object) -> PlayerMoment:
        moment = self.session.advance(one(self.turns * TURN_S, **heard))
        self.turns += 1
        self.moments.append(moment.players[0])
        self.happened += [each.kind for each in moment.happenings if each.kind is not HappeningKind.BEAT]
        return moment.players[0]

    def wait(self, seconds: float, **heard: object) -> list[PlayerMoment]:
        return [self.turn(**heard) for _ in range(round(seconds / TURN_S))]


def take_off(
    land: Surroundings = HIGH, steering: Steering = IN_A_BANK, seconds: float = 6.0, **begin: object
) -> Game:
    """A pilot in the air who steers so; with a show, one that begins late."""
    show = AttractTuning(idle_s=500.0) if begin.get("has_show") else None
    game = Game(Session(SessionStart(**begin), land, show_tuning=show))
    game.turn(steering=tracked_body(0.1))
    game.turn(events=(GestureEvent(captured_s=0.0, kind=EventKind.JUMP),))
    game.wait(seconds, steering=steering)
    return game


def leave(game: Game, seconds: float) -> list[PlayerMoment]:
    """The pilot walks away."""
    game.turn(steering=NOBODY)
    return game.wait(seconds)


def levels(moments: list[PlayerMoment]) -> np.ndarray:
    return np.array([moment.flight.position_world[1] for moment in moments])


# --- the table --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gone_s", "stage"),
    [
        (0.1, Absence.LETTING_GO),
        (0.49, Absence.LETTING_GO),
        (0.5, Absence.GLIDING),
        (9.9, Absence.GLIDING),
        (10.0, Absence.CIRCLING),
        (59.9, Absence.CIRCLING),
        (60.0, Absence.GOING_HOME),
        (5000.0, Absence.GOING_HOME),
    ],
)
def test_each_stage_has_its_time(gone_s: float, stage: Absence) -> None:
    alone = PilotlessFlight(PLAIN)
    alone.hear(is_present=True, is_missed=True, now_s=3.0)
    assert alone.stage is Absence.HERE
    alone.hear(is_present=False, is_missed=True, now_s=3.0 + gone_s)
    assert (alone.stage, alone.gone_s) == (stage, pytest.approx(gone_s))


def test_the_last_controls_are_kept_and_eased_to_level() -> None:
    game = take_off()
    before = game.moments[-1].flight.roll_rad
    moments = leave(game, 0.5)
    rolls = [moment.flight.roll_rad for moment in moments]
    assert rolls[0] > 0.7 * before  # nothing is cut off
    assert all(later <= earlier for earlier, later in itertools.pairwise(rolls))


@pytest.mark.parametrize("climb_frac", [0.8, 0.0, -1.0], ids=["climbing", "level", "diving"])
def test_it_glides_level_and_holds_its_height(climb_frac: float) -> None:
    high = replace(PLAIN, perch_world=np.array([0.0, 500.0, 0.0]))
    steering = msgspec.structs.replace(IN_A_BANK, climb_frac=climb_frac)
    gliding = leave(take_off(high, steering), 10.0)[round(3.0 / TURN_S) :]
    assert {moment.absence for moment in gliding} == {Absence.GLIDING, Absence.CIRCLING}
    assert max(abs(moment.flight.roll_rad) for moment in gliding[:-2]) < math.radians(1.0)
    assert np.ptp(levels(gliding)) < 2.0 * TUNING.band_m + 2.0


def test_it_circles_gently_with_slow_beats_in_sight_of_where_it_was() -> None:
    game = take_off()
    left_at = game.moments[-1].flight.position_world
    leave(game, 13.0)
    circling = game.wait(45.0)
    assert {moment.absence for moment in circling} == {Absence.CIRCLING}
    assert max(abs(moment.flight.roll_rad) for moment in circling) < math.radians(20.0)
    assert max(math.dist(moment.flight.position_world, left_at) for moment in circling) < 400.0
    assert np.ptp(levels(circling)) < 8.0
    turned_rad = np.unwrap([moment.flight.heading_rad for moment in circling])
    assert abs(turned_rad[-1] - turned_rad[0]) > math.tau  # more than once round
    beating = np.mean([moment.flight.stroke_frac > 0.05 for moment in circling])
    assert 0.1 < beating < 0.8  # now and then


def test_it_flies_home_and_lands_without_a_leap() -> None:
    game = take_off(seconds=15.0, steering=msgspec.structs.replace(IN_A_BANK, roll_rad=0.0))
    leave(game, 61.0)
    away_m = math.dist(game.session.states[0].position_world, HIGH.perch_world)
    moments = game.wait(60.0)
    assert game.happened[-2:] == [HappeningKind.TURNED_BACK, HappeningKind.LANDED]
    flying = [moment for moment in moments if moment.flight.mode is FlightMode.FLYING]
    nearest_m = math.dist(flying[-1].flight.position_world, HIGH.perch_world)
    assert away_m > 150.0 > nearest_m
    assert nearest_m < TUNING.near_m + 15.0
    assert moments[-1].flight.mode is FlightMode.PERCHED
    assert {moment.steered_by for moment in moments} == {SteeredBy.NOBODY}


def test_whoever_is_too_far_away_is_brought_home_by_the_veil() -> None:
    short = PilotlessTuning(longest_home_s=5.0)
    alone = PilotlessFlight(PLAIN, short)
    alone.hear(is_present=True, is_missed=True, now_s=0.0)
    far = FlightState(
        mode=FlightMode.FLYING, position_world=np.array([9000.0, 200.0, 0.0]), clearance_m=200.0
    )
    for now_s, is_reset in ((64.0, False), (65.0, True)):
        alone.hear(is_present=False, is_missed=True, now_s=now_s)
        assert alone.take(far, Controls()).is_reset is is_reset


@pytest.mark.parametrize("link", [LinkState.STALE, LinkState.ENDED], ids=["hung", "dead"])
def test_a_camera_process_that_is_dead_or_hung_has_lost_its_pilot(link: LinkState) -> None:
    game = take_off()
    stages = [moment.absence for moment in game.wait(11.0, link=link)]
    assert list(dict.fromkeys(stages)) == [
        Absence.LETTING_GO,
        Absence.GLIDING,
        Absence.CIRCLING,
    ]


def test_in_a_kiosk_it_flies_home_and_the_show_goes_on() -> None:
    game = Game(Session(SessionStart(has_show=True), HIGH, show_tuning=AttractTuning(rest_s=5.0)))
    game.turn(steering=tracked_body(0.1))
    game.turn(events=(GestureEvent(captured_s=0.0, kind=EventKind.JUMP),))
    leave(game, 130.0)
    assert game.moments[-1].steered_by is SteeredBy.SHOW
    assert game.happened[-3:] == [HappeningKind.TURNED_BACK, HappeningKind.LANDED, HappeningKind.TOOK_OFF]
    up = Steering(captured_s=0.0, is_tracked=True, arms=angled(left_wing_rad=0.9, right_wing_rad=0.9))
    newcomer = game.wait(0.3, steering=up)[-1]
    assert newcomer.flight.mode is FlightMode.RETURNING
    assert newcomer.flight.arms.left.wing_rad > 0.8  # the wings are theirs behind the veil
    assert game.wait(0.4, steering=up)[-1].flight.mode is FlightMode.PERCHED


def test_nothing_is_lost_by_leaving() -> None:
    game = take_off()
    flown = game.session.states[0]
    leave(game, 130.0)
    rested = game.session.states[0]
    assert rested.mode is FlightMode.PERCHED
    assert rested.distance_m > flown.distance_m > 0.0
    assert rested.airborne_s > flown.airborne_s > 0.0
    assert rested.min_clearance_m is not None


# --- coming back ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("has_show", [False, True], ids=["at home", "kiosk"])
def test_a_returning_pilot_has_control_within_three_tenths_of_a_second(has_show: bool) -> None:
    straight = msgspec.structs.replace(IN_A_BANK, roll_rad=0.0)
    game = take_off(steering=straight, seconds=15.0, has_show=has_show)
    for gone_s in (0.3, 3.0, 14.0, 62.0):
        gone = leave(game, gone_s)[-1]
        assert gone.absence is not Absence.HERE
        assert gone.flight.mode is FlightMode.FLYING
        against = msgspec.structs.replace(straight, roll_rad=-math.copysign(0.6, gone.flight.roll_rad))
        back = game.wait(0.3, steering=against)[-1]
        assert (back.absence, back.steered_by) == (Absence.HERE, SteeredBy.BODY), gone_s
        wanted_rad = against.roll_rad - gone.flight.roll_rad
        assert (back.flight.roll_rad - gone.flight.roll_rad) / wanted_rad > 0.5, gone_s
        assert math.dist(back.flight.position_world, gone.flight.position_world) < 0.3 * 20.0, (
            gone_s
        )  # no leap
        game.wait(1.0, steering=straight)


@pytest.mark.parametrize("after_s", [0.05, 0.35])
def test_a_pilot_who_returns_behind_the_veil_has_the_wings_at_once_and_may_jump(after_s: float) -> None:
    game = take_off(seconds=1.0)
    game.turn(steering=NOBODY, hand=HandCommand(has_reset=True))
    game.wait(after_s)
    jump = GestureEvent(captured_s=0.0, kind=EventKind.JUMP, strength=0.9)
    up = Steering(captured_s=0.0, is_tracked=True, arms=angled(left_wing_rad=0.9, right_wing_rad=0.9))
    assert game.turn(steering=up, events=(jump,)).flight.mode is FlightMode.RETURNING
    assert game.wait(0.3, steering=up)[-1].flight.arms.left.wing_rad > 0.8
    game.wait(0.5, steering=up)
    assert game.happened[-2:] == [HappeningKind.LANDED, HappeningKind.TOOK_OFF]
    assert game.session.states[0].mode is FlightMode.FLYING


def test_keys_steer_at_any_time_and_count_as_a_pilot() -> None:
    game = take_off()
    leave(game, 30.0)
    left = game.wait(0.3, hand=HandCommand(bank=-1))
    assert left[-1].steered_by is SteeredBy.HAND
    assert left[-1].flight.roll_rad < left[0].flight.roll_rad - math.radians(10.0)
    after = game.wait(9.0)
    assert max(abs(moment.flight.roll_rad) for moment in after[60:]) < math.radians(1.0)  # level again


def test_who_flies_by_keys_without_a_camera_may_let_go_of_them() -> None:
    game = Game(Session(SessionStart(), HIGH))
    game.turn(link=LinkState.WAITING, hand=HandCommand(has_tapped_wings=True))
    moments = game.wait(90.0, link=LinkState.WAITING)
    assert {moment.absence for moment in moments} == {Absence.HERE}
    assert moments[-1].flight.mode is FlightMode.FLYING


# --- the land ---------------------------------------------------------------------------------------------


def hills(side: float) -> Callable[[float, float], float]:
    """A ridge along the way north, to one side of it: 1 east, -1 west."""
    return lambda x_m, z_m: 90.0 / (1.0 + math.exp(-(side * x_m - 60.0) / 12.0))


@pytest.mark.parametrize("side", [1.0, -1.0], ids=["east", "west"])
def test_it_circles_away_from_a_ridge_and_clear_of_the_ground(side: float) -> None:
    land = replace(PLAIN, surface_m=hills(side), perch_world=np.array([0.0, 60.0, 0.0]))
    game = take_off(land, msgspec.structs.replace(IN_A_BANK, roll_rad=0.0, climb_frac=0.0))
    leave(game, 25.0)
    circling = game.wait(30.0)
    assert math.copysign(1.0, circling[0].flight.roll_rad) == -side
    assert min(moment.flight.clearance_m for moment in circling) > 20.0


def test_over_hills_on_both_sides_it_rises_before_it_comes_near() -> None:
    land = replace(
        PLAIN,
        surface_m=lambda x_m, z_m: 40.0 * (1.0 - math.cos(x_m / 40.0)),
        perch_world=np.array([0.0, 30.0, 0.0]),
    )
    game = take_off(land, msgspec.structs.replace(IN_A_BANK, roll_rad=0.0, climb_frac=0.0))
    leave(game, 30.0)
    circling = game.wait(28.0)
    assert min(moment.flight.clearance_m for moment in circling) > 12.0


def test_tunables_are_checked() -> None:
    with pytest.raises(ValueError, match="follow each other"):
        PilotlessTuning(circle_after_s=70.0)
    with pytest.raises(ValueError, match="positive"):
        PilotlessTuning(band_m=0.0)
    with pytest.raises(ValueError, match="climb_limits_frac"):
        PilotlessTuning(beat_climb_frac=0.9)


def test_a_climb_is_asked_for_by_its_angle() -> None:
    flight = FlightTuning()
    assert flight.climb_frac_of(flight.glide_rad) == 0.0
    assert flight.climb_frac_of(flight.climb_max_rad) == pytest.approx(1.0)
    assert flight.climb_frac_of(flight.dive_max_rad) == pytest.approx(-1.0)
