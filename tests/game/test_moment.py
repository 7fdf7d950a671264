"""The grid that inputs lie on: every number of a steering and an event that the game uses, and no other."""

import msgspec
import pytest

from griffin.arms import Arm, Arms
from griffin.events import EventKind, GestureEvent, Steering
from griffin.game.moment import TICKS, event_on_grid, put_on_grid

OFF_GRID = 0.1234567
# What the camera process says of a body besides, and no flight depends on.
LEFT_OUT = {".player", ".is_left_arm_seen", ".is_right_arm_seen", ".inferred_s", ".sent_s"}


def numbers(value: object, path: str = "") -> dict[str, object]:
    if isinstance(value, msgspec.Struct):
        found = [numbers(getattr(value, name), f"{path}.{name}") for name in value.__struct_fields__]
        return {name: number for each in found for name, number in each.items()}
    return {path: value}


def test_every_number_of_a_steering_lies_on_the_grid() -> None:
    arm = Arm(**dict.fromkeys(Arm.__struct_fields__, OFF_GRID))
    others = ("arms", "player")
    names = [name for name in Steering.__struct_fields__ if not name.startswith("is_") and name not in others]
    flags = dict.fromkeys(("is_tracked", "is_seated", "is_left_arm_seen", "is_right_arm_seen"), True)
    said = Steering(**dict.fromkeys(names, OFF_GRID), **flags, arms=Arms.both(arm), player=2)
    laid = numbers(put_on_grid(said, OFF_GRID))
    assert set(laid) == set(numbers(said))
    nothing_said = numbers(Steering(captured_s=0.0))
    assert {name: laid.pop(name) for name in LEFT_OUT} == {name: nothing_said[name] for name in LEFT_OUT}
    assert laid.pop(".is_tracked") is True
    assert laid.pop(".is_seated") is True
    assert set(laid.values()) == {round(OFF_GRID * TICKS) / TICKS}


def test_an_event_keeps_its_kind() -> None:
    event = GestureEvent(
        captured_s=9.0,
        kind=EventKind.FLAP,
        strength=OFF_GRID,
        left_strength=0.1,
        right_strength=0.2,
        player=1,
    )
    laid = event_on_grid(event, 1.00004)
    assert laid == GestureEvent(captured_s=1.0, kind=EventKind.FLAP, strength=pytest.approx(0.1235))
    silent = GestureEvent(captured_s=9.0, kind=EventKind.JUMP)
    assert event_on_grid(silent, 2.0) == GestureEvent(captured_s=2.0, kind=EventKind.JUMP)
