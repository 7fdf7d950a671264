"""The perch on the GPU: the tree is there, leaves the griffin its view, and its leaves stir."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.flight.state import FlightState
from griffin.render.quality import Quality

pytestmark = pytest.mark.gl

AT_REST = FlightState(position_world=np.array([0.0, 100.0, 0.0]))
BEHIND = (-1.5, 3.1, 9.6)
ASIDE = (14.0, 4.0, 12.0)


@pytest.fixture(scope="module")
def perch(studio: Any) -> Iterator[Any]:
    from griffin.render.passes.perch import PerchPass

    made = PerchPass(studio.setup)
    yield made
    made.release()


def covered(rgb: np.ndarray) -> np.ndarray:
    return rgb.max(axis=-1) > 0


def test_the_bough_lies_under_the_feet(studio: Any, perch: Any) -> None:
    """The picture's middle is where the feet stand: wood there, air above."""
    mask = covered(studio.shoot(AT_REST, BEHIND, perch))
    middle = studio.size_px[0] // 2
    assert mask[93:97, middle - 2 : middle + 3].all()
    assert not mask[40:70, middle - 2 : middle + 3].any()


def test_the_left_of_the_view_is_free(studio: Any, perch: Any) -> None:
    mask = covered(studio.shoot(AT_REST, BEHIND, perch))
    assert mask.mean() > 0.05
    assert not mask[:, :90].any()


def test_there_are_leaves_and_bark(studio: Any, perch: Any) -> None:
    rgb = studio.shoot(AT_REST, ASIDE, perch)
    colours = rgb[covered(rgb)]
    red, green, blue = colours.T
    assert (green > red).mean() > 0.15  # leaves
    assert ((red > green) & (green > blue)).mean() > 0.15  # bark


def test_leaves_stir_and_the_bough_does_not(studio: Any, perch: Any) -> None:
    first = studio.shoot(AT_REST, BEHIND, perch)
    second = studio.shoot(replace(AT_REST, time_s=0.9), BEHIND, perch)
    moved = np.abs(first - second).max(axis=-1) > 8
    assert moved.any()
    middle = studio.size_px[0] // 2
    assert not moved[93:97, middle - 2 : middle + 3].any()


def test_far_away_it_is_not_drawn(studio: Any, perch: Any) -> None:
    assert not covered(studio.shoot(AT_REST, (0.0, 500.0, 4000.0), perch)).any()


def test_a_crown_of_cards_is_as_large_as_a_plain_one(studio: Any, perch: Any) -> None:
    from griffin.render.passes.perch import PerchPass

    fine = PerchPass(replace(studio.setup, quality=Quality.MEDIUM))
    plain_rgb, fine_rgb = (studio.shoot(AT_REST, ASIDE, each) for each in (perch, fine))
    fine.release()
    assert covered(fine_rgb).mean() == pytest.approx(covered(plain_rgb).mean(), rel=0.35)
    assert not np.array_equal(fine_rgb, plain_rgb)
