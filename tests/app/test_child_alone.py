"""A child alone with the game for twenty minutes: any body, any hands on the keyboard, and nobody to help."""

import math
from collections import deque

import numpy as np
import pytest

from griffin.events import EventKind, GestureEvent, Steering
from griffin.flight.state import FlightMode
from griffin.input.keys import Key
from tests.app.stand_ins import Said
from tests.app.test_flight_loop import Stage
from tests.flights import tracked_body

PERIOD_S = 1 / 30
ALONE_S = 20 * 60.0
AWAY_S = 270.0  # a minute, three of flying home at most, and the landing
AGAIN_S = 8.0
LONGEST_PRESS_S = 1.5


def hands(rng: np.random.Generator, turns: int) -> tuple[dict[int, Key], dict[int, tuple[Key, ...]]]:
    """Keys at random, several at a time, each down for up to 1.5 s; Esc more often than others."""
    keys = [*Key, *[Key.ESCAPE] * 4]
    pressed: dict[int, Key] = {}
    held: dict[int, set[Key]] = {}
    turn = 0
    while turn < turns:
        is_busy = rng.random() < 0.7
        turn += int(rng.integers(2, 20) if is_busy else rng.integers(60, 600))
        key = keys[int(rng.integers(len(keys)))]
        pressed[turn] = key
        length = rng.uniform(0.05, LONGEST_PRESS_S) / PERIOD_S
        for each in range(turn, turn + int(length)):
            if key in held.get(each, set()):  # it is down already: one hand can't press it again
                break
            held.setdefault(each, set()).add(key)
    return pressed, {each: tuple(keys) for each, keys in held.items()}


def let_go_in_time(held: dict[int, tuple[Key, ...]]) -> dict[int, tuple[Key, ...]]:
    """No key is down for longer than a press, though one press may follow another at once."""
    limit = int(LONGEST_PRESS_S / PERIOD_S)
    run = 0
    kept = {}
    for turn in range(max(held) + 1):
        keys = held.get(turn, ())
        run = run + 1 if Key.ESCAPE in keys else 0
        kept[turn] = tuple(key for key in keys if key is not Key.ESCAPE or run <= limit)
        run = 0 if run > limit else run
    return kept


class Child:
    """Comes, waves, jumps, turns round, and goes, in spells of some seconds."""

    def __init__(self, rng: np.random.Generator, turns: int) -> None:
        self._rng = rng
        self._turns = turns
        self._until = 0
        self._is_there = False
        self._pace_hz = self._middle_rad = self._swing_rad = 0.0

    def say(self, turn: int) -> Said:
        rng = self._rng
        if turn >= self._until:
            self._until = turn + int(rng.uniform(1.0, 20.0) / PERIOD_S)
            self._is_there = rng.random() < 0.8
            self._pace_hz, self._middle_rad, self._swing_rad = rng.uniform((0, -1.5, 0), (4.0, 1.5, 1.2))
        if not self._is_there:
            return (Steering(captured_s=1000.0 + turn * PERIOD_S),)
        beat = math.sin(math.tau * self._pace_hz * turn * PERIOD_S)
        left, right = self._middle_rad + self._swing_rad * beat, self._middle_rad - self._swing_rad * beat
        steering = tracked_body(float(np.clip(left, -1.5, 1.5)), float(np.clip(right, -1.5, 1.5)))
        if rng.random() < 0.02:
            kind = list(EventKind)[int(rng.integers(len(EventKind)))]
            return (steering, GestureEvent(captured_s=1000.0 + turn * PERIOD_S, kind=kind, strength=0.8))
        return (steering,)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_game_neither_ends_nor_gets_stuck(seed: int) -> None:
    rng = np.random.default_rng(seed)
    alone, away = round(ALONE_S / PERIOD_S), round(AWAY_S / PERIOD_S)
    child = Child(rng, alone)
    pressed, held = hands(rng, alone)
    modes: list[FlightMode] = []

    def said(turn: int) -> Said:
        if turn < alone:
            state = stage.session.states[0]
            assert np.isfinite(state.position_world).all()
            modes.append(state.mode)
            return child.say(turn)
        if turn < alone + away:
            return (Steering(captured_s=1000.0 + turn * PERIOD_S),)
        if turn == alone + away:
            assert stage.session.states[0].mode is FlightMode.PERCHED  # it has found home
        jumps = turn == alone + away + 60
        jump = GestureEvent(captured_s=1000.0 + turn * PERIOD_S, kind=EventKind.JUMP, strength=0.8)
        return (tracked_body(0.1), jump) if jumps else (tracked_body(0.1),)

    seconds = ALONE_S + AWAY_S + AGAIN_S
    stage = Stage(
        said, pressed=pressed, held=let_go_in_time(held), period_s=PERIOD_S, seconds=seconds, has_sound=True
    )
    stage.renderer.frames = deque(maxlen=3)  # type: ignore[assignment]
    stage.run()
    assert stage.window.swaps == pytest.approx(seconds / PERIOD_S, abs=3)  # nobody has left
    assert stage.session.states[0].mode is FlightMode.FLYING  # the jump was heard
    assert {FlightMode.PERCHED, FlightMode.FLYING} <= set(modes)
