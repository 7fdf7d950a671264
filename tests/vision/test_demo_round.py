"""Where the demo pilot's round leads, on the land of the usual seed: gestures only, through the real game."""

import itertools
import math

import pytest

from griffin.events import LinkState
from griffin.flight.state import FlightMode, FlightState
from griffin.game.moment import Inputs, PlayerInput
from griffin.game.session import Session, SessionStart
from griffin.gesture.recognizer import Recognizer
from griffin.happenings import HappeningKind
from griffin.landmarks import PoseFrame
from griffin.vision.demo_body import pose_body
from griffin.vision.demo_landmarks import ASPECT, demo_landmarks
from griffin.vision.demo_performance import perform
from griffin.vision.demo_round import ROUND_S, TAKE_OFFS_S, TURNS_AWAY_S
from griffin.world.perch import find_perch
from griffin.world.places import LandPlaces, PlaceKind
from griffin.world.terrain import Terrain

BEGIN = SessionStart()
TERRAIN = Terrain(BEGIN.seed)
PERCH = find_perch(TERRAIN)
PLACES = {place.kind: place.place_world for place in LandPlaces(TERRAIN, PERCH).first}


class Flown:
    """What became of the round, up to a time, at this many camera frames a second."""

    def __init__(self, camera_hz: float, end_s: float) -> None:
        recognizer, session = Recognizer(), Session.over_land(BEGIN, TERRAIN, PERCH)
        self.states: list[FlightState] = []
        self.times_s: dict[HappeningKind, list[float]] = {}
        self.over_water_s = 0.0
        for number in range(round(end_s * camera_hz)):
            now_s = number / camera_hz
            landmarks = demo_landmarks(pose_body(perform(now_s)))
            seen = recognizer.recognize(PoseFrame(captured_s=now_s, aspect=ASPECT, bodies=(landmarks,)))
            heard = PlayerInput(steering=seen.steering, events=seen.events, link=LinkState.LIVE)
            moment = session.advance(Inputs(now_s=now_s, players=(heard,)))
            for happening in moment.happenings:
                self.times_s.setdefault(happening.kind, []).append(happening.at_s)
            player = moment.players[0]
            if player.flight.mode is FlightMode.FLYING:
                self.states.append(player.flight)
                self.over_water_s += player.is_over_water / camera_hz

    def nearest_m(self, kind: PlaceKind) -> float:
        return min(math.dist(state.position_world, PLACES[kind]) for state in self.states)


def test_the_first_flight_takes_off_within_ten_seconds_and_passes_the_tower() -> None:
    flown = Flown(10.0, end_s=46.0)
    assert flown.times_s[HappeningKind.TOOK_OFF][0] < 10.0
    assert flown.times_s[HappeningKind.STROKE][0] < 30.0
    assert flown.nearest_m(PlaceKind.TOWER) < 100.0


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("camera_hz", [8.0, 15.0, 30.0, 60.0])
def test_the_round_passes_tower_lake_and_island_at_any_camera_rate(camera_hz: float) -> None:
    flown = Flown(camera_hz, end_s=ROUND_S)
    assert flown.nearest_m(PlaceKind.TOWER) < 100.0
    assert flown.nearest_m(PlaceKind.ISLAND) < 100.0
    assert flown.over_water_s > 30.0
    assert flown.times_s[HappeningKind.TOOK_OFF] == pytest.approx(list(TAKE_OFFS_S), abs=0.4)
    turned_s = [turned[0] for turned in TURNS_AWAY_S]
    assert flown.times_s[HappeningKind.TURNED_BACK] == pytest.approx(turned_s, abs=1.2)


def test_nothing_is_repeated_within_four_minutes() -> None:
    assert ROUND_S >= 240.0
    for one_s, other_s in itertools.combinations(TAKE_OFFS_S, 2):
        arms = [
            (perform(one_s + after_s).left.upper_rad, perform(other_s + after_s).left.upper_rad)
            for after_s in range(2, 40)
        ]
        assert sum(abs(one - other) > math.radians(10.0) for one, other in arms) >= 5
