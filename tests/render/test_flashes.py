"""Nothing flashes: not the veil of the return, not the take-off, not the landing."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from griffin.events import EventKind, GestureEvent, Steering
from griffin.flight.state import FlightMode
from griffin.game.moment import PlayerMoment
from griffin.game.session import Session, SessionStart
from griffin.render.core.window import Window
from griffin.render.quality import Quality
from griffin.scene.camera import ChaseCamera
from griffin.scene.compose import compose
from griffin.world.sun import sun_at
from tests.flashes import MOST_FRAC, brightness_of, flashing_frac
from tests.flights import one, tracked_body
from tests.replays import land

SIZE_PX = (160, 96)
RATE_HZ = 15.0
BODY = tracked_body(0.1)


# --- the measure ------------------------------------------------------------------------------------------


def steps(*levels: float) -> NDArray[np.float64]:
    """Pictures of one point each, ten a second."""
    return np.array(levels).reshape(-1, 1, 1)


@pytest.mark.parametrize(
    ("pictures", "flashes"),
    [
        (steps(0.2, 0.9, 0.2), True),
        (steps(0.9, 0.2, 0.9), True),
        (steps(0.4, 0.6, 0.9, 0.7, 0.4), True),  # over several pictures
        (steps(0.5, 0.9, 0.5), False),  # by less than half
        (steps(0.2, 0.9, 0.9, 0.9), False),  # once
        (steps(0.9, 0.4, 0.15), False),  # in one direction
        (steps(0.01, 0.09, 0.01), False),  # in the dark
        (steps(0.2, *[0.9] * 12, 0.2), False),  # slowly
    ],
)
def test_there_and_back_by_more_than_half_within_a_second_is_a_flash(
    pictures: NDArray[np.float64], flashes: bool
) -> None:
    assert flashing_frac(pictures, 10.0) == float(flashes)


def test_the_part_of_the_picture_is_measured() -> None:
    pictures = np.full((3, 10, 10), 0.5)
    pictures[1, :2] = 0.1
    assert flashing_frac(pictures, 10.0) == pytest.approx(0.2)


# --- the game ---------------------------------------------------------------------------------------------


class Game:
    """A game by body over the land of seed 1, a turn for each picture."""

    def __init__(self) -> None:
        self.session = Session.over_land(SessionStart(), *land(1))
        self.turns = 0

    def turn(self, *events: EventKind, steering: Steering = BODY) -> PlayerMoment:
        now_s = self.turns / RATE_HZ
        self.turns += 1
        said = tuple(GestureEvent(captured_s=now_s, kind=kind) for kind in events)
        self.moment = self.session.advance(one(now_s, steering=steering, events=said))
        return self.moment.players[0]

    def wait(self, seconds: float) -> Iterator[None]:
        for _ in range(round(seconds * RATE_HZ)):
            self.turn()
            yield


def take_off(game: Game) -> Iterator[None]:
    """From the branch into the air."""
    yield from game.wait(0.5)
    game.turn(EventKind.JUMP)
    yield
    yield from game.wait(3.0)


def turn_back(game: Game) -> Iterator[None]:
    """In the air, behind the veil, and on the branch: the landing."""
    game.turn(EventKind.JUMP)
    for _ in game.wait(6.0):
        pass
    yield
    game.turn(EventKind.TURN_AWAY)
    yield
    yield from game.wait(3.0)
    assert game.session.states[0].mode is FlightMode.PERCHED


def turn_back_and_jump_at_once(game: Game) -> Iterator[None]:
    """Off again while the veil is still lifting."""
    game.turn(EventKind.JUMP)
    for _ in game.wait(4.0):
        pass
    game.turn(EventKind.TURN_AWAY)
    yield
    while game.turn().flight.mode is not FlightMode.PERCHED:
        yield
    game.turn(EventKind.JUMP)
    yield
    yield from game.wait(2.0)
    assert game.session.states[0].mode is FlightMode.FLYING


@pytest.mark.gl
@pytest.mark.parametrize("hour_h", [8.5, 19.8], ids=["morning", "dusk"])
@pytest.mark.parametrize("scene", [take_off, turn_back, turn_back_and_jump_at_once])
def test_nothing_flashes(window: Window, scene: Callable[[Game], Iterator[None]], hour_h: float) -> None:
    from griffin.render.renderer import Renderer

    terrain, perch = land(1)
    game, eye = Game(), ChaseCamera(terrain.surface_at)
    renderer = Renderer(
        size_px=SIZE_PX, terrain=terrain, perch=perch, quality=Quality.LOW, sun=sun_at(hour_h)
    )
    seen, highest_veil_frac = [], 0.0
    try:
        for _ in scene(game):
            view = eye.follow(game.moment.players[0].flight, 1.0 / RATE_HZ)
            frame = compose(game.moment, (view,))
            if not seen:
                renderer.complete(frame)
            renderer.draw(frame)
            seen.append(brightness_of(renderer.read_pixels()))
            highest_veil_frac = max(highest_veil_frac, frame.veil_frac)
    finally:
        renderer.release()
    assert len(seen) > 2.0 * RATE_HZ
    assert highest_veil_frac > 0.9 or scene is take_off
    assert flashing_frac(np.array(seen), RATE_HZ) < MOST_FRAC
