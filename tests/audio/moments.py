"""Moments for the tests of what is heard: single ones, a whole restless flight, and mirror images."""

from dataclasses import replace

import numpy as np

from griffin.creature.creature import settle_creature
from griffin.events import EventKind, GestureEvent, LinkState
from griffin.flight.state import FlightMode, FlightState
from griffin.game.moment import Moment, PlayerMoment, SteeredBy
from griffin.game.session import Session, SessionStart
from griffin.happenings import Happening, HappeningKind
from griffin.world.nearby import NOTHING_NEARBY, Nearby, Waterfall
from tests.flights import PLAIN, mirrored_state, one, restless

TURN_S = 1 / 60
CREATURE = settle_creature(FlightState())


def flying(**changes: object) -> FlightState:
    place = {"position_world": np.array([0.0, 100.0, 0.0]), "clearance_m": 80.0, "speed_mps": 18.0}
    return replace(FlightState(mode=FlightMode.FLYING), **{**place, **changes})


def is_over_water(state: FlightState) -> bool:
    """In a land whose only water is a sea at 0 m."""
    return float(state.position_world[1]) - state.clearance_m < 0.05


def moment(
    now_s: float,
    state: FlightState,
    *kinds: HappeningKind,
    nearby: Nearby = NOTHING_NEARBY,
    strength: float | None = None,
    steered_by: SteeredBy = SteeredBy.BODY,
) -> Moment:
    player = PlayerMoment(
        flight=state,
        creature=CREATURE,
        link=LinkState.LIVE,
        steered_by=steered_by,
        is_tracked=True,
        is_over_water=is_over_water(state),
        nearby=nearby,
    )
    happenings = tuple(Happening(kind=kind, at_s=now_s, strength_frac=strength) for kind in kinds)
    return Moment(players=(player,), happenings=happenings, world_s=now_s, shown_s=now_s)


def fall_at(right_m: float, ahead_m: float = 0.0) -> Nearby:
    top, foot = np.array([right_m, 160.0, -ahead_m]), np.array([right_m, 60.0, -ahead_m])
    return Nearby(falls=(Waterfall(top_world=top, foot_world=foot),))


def mirrored_place(place: np.ndarray) -> np.ndarray:
    return place * np.array([-1.0, 1.0, 1.0])


def mirrored_nearby(nearby: Nearby) -> Nearby:
    return replace(
        nearby,
        falls=tuple(
            Waterfall(top_world=mirrored_place(fall.top_world), foot_world=mirrored_place(fall.foot_world))
            for fall in nearby.falls
        ),
        shore_world=None if nearby.shore_world is None else mirrored_place(nearby.shore_world),
        wood_world=None if nearby.wood_world is None else mirrored_place(nearby.wood_world),
    )


def mirrored(whole: Moment) -> Moment:
    (player,) = whole.players
    flight = replace(
        mirrored_state(player.flight),
        heading_rad=-player.flight.heading_rad,
        position_world=mirrored_place(player.flight.position_world),
    )
    nearby = mirrored_nearby(player.nearby)
    return replace(whole, players=(replace(player, flight=flight, nearby=nearby),))


def restless_moments(seconds: float) -> list[Moment]:
    """A restless flight past a fall, a shore and a wood."""

    def look(position_world: np.ndarray) -> Nearby:
        return Nearby(
            falls=(
                Waterfall(
                    top_world=position_world + np.array([60.0, 30.0, 20.0]),
                    foot_world=position_world + np.array([62.0, -60.0, 22.0]),
                ),
            ),
            shore_world=np.array([position_world[0] - 25.0, 0.0, position_world[2] + 5.0]),
            wood_world=position_world + np.array([30.0, -10.0, -40.0]),
            wood_frac=0.7,
            ridge_frac=0.4,
        )

    session = Session(SessionStart(), PLAIN, look=look)
    moments = []
    for turn in range(round(seconds / TURN_S)):
        now_s = turn * TURN_S
        kind = EventKind.JUMP if turn == 60 else EventKind.FLAP
        event = GestureEvent(captured_s=now_s, kind=kind, strength=0.7)
        events = (event,) if turn % 60 == 0 and turn else ()
        moments.append(session.advance(one(now_s, steering=restless(now_s), events=events)))
    return moments
