"""One turn of the game: who steers, what happens, what time it is, and that it is the same every time."""

import math
from dataclasses import fields, replace

import msgspec
import numpy as np
import pytest

from griffin.events import EventKind, GestureEvent, LinkState, Steering
from griffin.flight.state import FlightMode, FlightState, pack_state
from griffin.game.moment import Inputs, Moment, PlayerInput, SteeredBy
from griffin.game.session import Session, SessionStart
from griffin.happenings import HappeningKind
from griffin.input.attract import AttractTuning
from griffin.input.hands import HandCommand
from griffin.world.nearby import NOTHING_NEARBY, Nearby
from tests.flights import PICTURE_S, PLAIN, angled, one, plain_session, restless, tracked_body

TURN_S = 1 / 60


def event(kind: EventKind, strength: float | None = None) -> GestureEvent:
    return GestureEvent(captured_s=0.0, kind=kind, strength=strength)


def play(session: Session, heard: dict[int, dict[str, object]], turns: int) -> list[Moment]:
    """Turns with what is heard in them; the body is in view all the time."""
    usual = {"steering": tracked_body(0.1)}
    return [session.advance(one(n * TURN_S, **{**usual, **heard.get(n, {})})) for n in range(turns)]


def kinds(moments: list[Moment]) -> list[HappeningKind]:
    """All that happened but the griffin's own beats, which are many."""
    found = [happening.kind for moment in moments for happening in moment.happenings]
    return [kind for kind in found if kind is not HappeningKind.BEAT]


def test_a_flight_reports_what_happens_in_it_in_order() -> None:
    gone = {"steering": Steering(captured_s=0.0)}
    heard = {
        30: {"events": (event(EventKind.JUMP),)},
        120: {"events": (event(EventKind.FLAP, 0.7),)},
        200: {"events": (event(EventKind.TURN_AWAY),)},
        **dict.fromkeys(range(300, 310), gone),
        320: {"link": LinkState.STALE},
        321: {"link": LinkState.ENDED},
    }
    moments = play(plain_session(), heard, 340)
    assert kinds(moments) == [
        HappeningKind.CAMERA_LIVE,
        HappeningKind.FOUND,
        HappeningKind.TOOK_OFF,
        HappeningKind.STROKE,
        HappeningKind.TURNED_BACK,
        HappeningKind.LANDED,
        HappeningKind.LOST,
        HappeningKind.FOUND,
        HappeningKind.CAMERA_STALE,
        HappeningKind.LOST,  # with the camera
        HappeningKind.CAMERA_ENDED,
        HappeningKind.CAMERA_LIVE,  # a successor
        HappeningKind.FOUND,
    ]


def test_a_happening_has_its_time_its_player_and_a_stroke_its_strength() -> None:
    heard = {30: {"events": (event(EventKind.JUMP),)}, 90: {"events": (event(EventKind.FLAP, 0.7),)}}
    moments = play(plain_session(), heard, 100)
    (stroke,) = [h for m in moments for h in m.happenings if h.kind is HappeningKind.STROKE]
    assert stroke.at_s == pytest.approx(90 * TURN_S, abs=0.02)
    assert (stroke.player, stroke.strength_frac) == (0, 0.7)


def test_every_beat_of_its_own_is_reported_once() -> None:
    climbing = msgspec.structs.replace(tracked_body(0.6), climb_frac=1.0)
    heard = {n: {"steering": climbing} for n in range(1000)}
    heard[5]["events"] = (event(EventKind.JUMP),)
    moments = play(plain_session(), heard, 605)
    beats = [h.at_s for m in moments for h in m.happenings if h.kind is HappeningKind.BEAT]
    assert len(beats) == pytest.approx(10.0 * 1.4, abs=1.0)  # ten seconds at the flight's beat
    assert np.diff(beats) == pytest.approx(1 / 1.4, abs=0.011)


def test_hands_take_over_from_the_body_and_give_back() -> None:
    session = plain_session()
    commands = [HandCommand(bank=int(n == 5)) for n in range(20)]
    moments = [
        session.advance(one(n / 10, steering=tracked_body(0.1), hand=hand)) for n, hand in enumerate(commands)
    ]
    who = [moment.players[0].steered_by for moment in moments]
    assert who[4] is SteeredBy.BODY
    assert who[5] is who[10] is SteeredBy.HAND
    assert who[12] is SteeredBy.BODY


@pytest.mark.parametrize("link", [LinkState.WAITING, LinkState.STALE, LinkState.ENDED])
def test_a_silent_link_means_that_nobody_steers(link: LinkState) -> None:
    session = plain_session()
    session.advance(one(0.0, steering=tracked_body(0.1)))
    assert session.advance(one(0.1, link=link)).players[0].steered_by is SteeredBy.NOBODY


def test_the_show_flies_while_nobody_plays_and_gives_the_griffin_back() -> None:
    quick = AttractTuning(idle_s=1.0, rest_s=1.5)
    session = Session(SessionStart(has_show=True), PLAIN, show_tuning=quick)
    alone = [session.advance(one(n * TURN_S, link=LinkState.WAITING)) for n in range(600)]
    assert [m.players[0].steered_by for m in alone[-300:]] == [SteeredBy.SHOW] * 300
    assert alone[-1].players[0].flight.mode is FlightMode.FLYING
    comes = [session.advance(one(10 + n * TURN_S, steering=tracked_body(0.1))) for n in range(120)]
    assert comes[-1].players[0].flight.mode is FlightMode.PERCHED
    assert comes[-1].players[0].steered_by is SteeredBy.BODY


def test_without_a_show_nothing_flies_by_itself() -> None:
    session = plain_session()
    moments = [session.advance(one(n / 3, link=LinkState.WAITING)) for n in range(600)]
    assert moments[-1].players[0].flight.mode is FlightMode.PERCHED


def test_the_screens_time_goes_on_where_a_hitch_stops_the_worlds() -> None:
    session = plain_session()
    session.advance(one(0.0))
    moment = session.advance(one(5.0))
    assert moment.shown_s == 5.0
    assert moment.world_s == pytest.approx(0.25, abs=0.011)  # a longer hitch is not made up for


def test_the_worlds_time_is_that_of_the_shown_flight() -> None:
    session = plain_session()
    for n in range(100):
        moment = session.advance(one(n * TURN_S))
        assert moment.world_s == pytest.approx(moment.players[0].flight.time_s, abs=1e-9)


def test_the_same_inputs_give_the_same_states_bit_for_bit() -> None:
    def whole() -> tuple[str, list[bytes]]:
        session = plain_session()
        states = []
        for n in range(400):
            heard = {"events": (event(EventKind.JUMP),)} if n == 60 else {}
            session.advance(one(n * TURN_S, steering=restless(n * TURN_S), **heard))
            states.append(pack_state(session.states[0]))
        return session.states_sha256, states

    assert whole() == whole()


def test_looking_at_a_session_changes_nothing() -> None:
    watched, alone = plain_session(), plain_session()
    for n in range(100):
        for _ in range(n % 3):
            watched.moment()
        watched.advance(one(n * TURN_S, steering=restless(n * TURN_S)))
        alone.advance(one(n * TURN_S, steering=restless(n * TURN_S)))
    assert watched.states_sha256 == alone.states_sha256


def test_any_number_of_a_state_changes_the_digest() -> None:
    state = FlightState(min_clearance_m=1.0)
    for each in fields(FlightState):
        value = getattr(state, each.name)
        if each.name == "mode":
            other = FlightMode.RETURNING
        elif each.name == "arms":
            other = tracked_body(0.1).arms
        else:
            other = value + 1e-9
        assert pack_state(replace(state, **{each.name: other})) != pack_state(state), each.name


def test_two_players_fly_each_a_griffin_of_their_own() -> None:
    session = plain_session(player_count=2)
    for n in range(120):
        first = PlayerInput(
            steering=tracked_body(0.1),
            link=LinkState.LIVE,
            events=(event(EventKind.JUMP),) if n == 30 else (),
        )
        second = PlayerInput(hand=HandCommand(has_tapped_wings=n == 60))
        moment = session.advance(Inputs(now_s=n * TURN_S, players=(first, second)))
        took_off = [h.player for h in moment.happenings if h.kind is HappeningKind.TOOK_OFF]
        assert took_off == ([0] if n == 30 else [1] if n == 60 else [])
    first_state, second_state = session.states
    assert first_state.airborne_s > second_state.airborne_s > 0.0
    assert math.dist(first_state.position_world, second_state.position_world) > 1.0


def test_inputs_of_another_number_of_players_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="2 players for 1"):
        plain_session().advance(Inputs(now_s=0.0, players=(PlayerInput(), PlayerInput())))
    with pytest.raises(ValueError, match="1 to 4 players"):
        SessionStart(player_count=0)


def test_what_is_nearby_is_looked_up_seldom_and_changes_no_state() -> None:
    looks: list[np.ndarray] = []

    def look(position_world: np.ndarray) -> Nearby:
        looks.append(position_world)
        return Nearby(wood_frac=0.5)

    heard = {30: {"events": (event(EventKind.JUMP),)}}
    plain, looking = plain_session(), Session(SessionStart(), PLAIN, look=look)
    plainly, moments = play(plain, heard, 300), play(looking, heard, 300)
    assert looking.states_sha256 == plain.states_sha256
    assert {moment.players[0].nearby.wood_frac for moment in moments} == {0.5}
    assert {moment.players[0].nearby for moment in plainly} == {NOTHING_NEARBY}
    assert 6 <= len(looks) <= 4.5 * 4 + 2  # at most four times a second in the air, once on the branch


@pytest.mark.parametrize("camera_hz", [8, 10, 15, 30])
def test_wings_move_evenly_at_any_camera_rate(camera_hz: int) -> None:
    def swing_rad(time_s: float) -> float:
        return 0.8 * math.sin(math.pi * time_s)

    session, heard, shown_rad = plain_session(), 0, []
    for picture in range(240):
        now_s, said = picture * PICTURE_S, None
        while heard / camera_hz <= now_s + 1e-9:
            arms = angled(left_wing_rad=swing_rad(heard / camera_hz))
            said = Steering(captured_s=heard / camera_hz, arms=arms, is_tracked=True)
            heard += 1
        player = session.advance(one(now_s, steering=said)).players[0]
        shown_rad.append(player.flight.arms.left.wing_rad)
    steps_rad = np.abs(np.diff(shown_rad[60:]))
    assert steps_rad.max() < 1.15 * 0.8 * math.pi * PICTURE_S


@pytest.mark.parametrize("is_flying", [False, True], ids=["on the branch", "in flight"])
def test_the_head_turns_to_whoever_is_found_but_not_to_whoever_was_hidden_for_a_moment(
    is_flying: bool,
) -> None:
    def turns_back(gone_s: float) -> bool:
        session = plain_session()
        heard = {"events": (event(EventKind.JUMP),)} if is_flying else {}
        session.advance(one(0.0, steering=tracked_body(0.1), **heard))
        gone_turns = range(30, 30 + round(gone_s / 0.1))
        for n in range(1, gone_turns.stop + 6):
            said = Steering(captured_s=0.0) if n in gone_turns else tracked_body(0.1)
            moment = session.advance(one(0.1 * n, steering=said))
        return abs(moment.players[0].creature.shape.look_yaw_rad) > math.radians(120.0)

    assert turns_back(2.5)
    assert not turns_back(1.0)


def test_a_calm_flight_turns_wider_and_more_slowly() -> None:
    def turn(*, is_calm: bool) -> list[FlightState]:
        steep = msgspec.structs.replace(tracked_body(0.1), roll_rad=1.0)
        session = plain_session(is_calm=is_calm)
        heard = {0: {"events": (event(EventKind.JUMP),)}}
        usual = {n: {"steering": steep} for n in range(240)}
        return [m.players[0].flight for m in play(session, {**usual, 0: {**usual[0], **heard[0]}}, 240)]

    calm, usual = turn(is_calm=True), turn(is_calm=False)
    assert calm[-1].roll_rad < math.radians(31.0) < usual[-1].roll_rad
    assert calm[-1].turn_radps < 0.6 * usual[-1].turn_radps
    rates = [max(np.diff([state.roll_rad for state in states])) for states in (calm, usual)]
    assert rates[0] < 0.5 * rates[1]


def test_the_very_first_player_is_looked_at_at_once() -> None:
    session = plain_session()
    for n in range(6):
        moment = session.advance(one(0.1 * n, steering=tracked_body(0.1)))
    assert abs(moment.players[0].creature.shape.look_yaw_rad) > math.radians(120.0)


def test_the_moment_says_whether_the_player_sits() -> None:
    session = plain_session()
    for is_seated in (True, False):
        said = Steering(captured_s=0.0, is_tracked=True, is_seated=is_seated)
        assert session.advance(one(0.0, steering=said)).players[0].is_seated is is_seated
