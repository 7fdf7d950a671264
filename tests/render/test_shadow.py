"""The shadow on the GPU: dark where the griffin keeps the sun off, only there, never at low quality."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.flight.state import FlightMode, FlightState

pytestmark = pytest.mark.gl

GREY = 0.55
GLIDE = FlightState(mode=FlightMode.FLYING, mode_s=9.0, speed_mps=16.0)


class Plain:
    """Land at a height, for passes that ask for nothing else."""

    def __init__(self, height_m: float) -> None:
        self._height_m = height_m

    def surface_m(self, x_m: np.ndarray, z_m: np.ndarray) -> np.ndarray:
        return np.full(np.shape(x_m), self._height_m)


@pytest.fixture
def above_plain(studio: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    from griffin.render.passes.griffin import GriffinPass
    from griffin.render.quality import Quality

    made = GriffinPass(replace(studio.setup, quality=Quality.HIGH, terrain=Plain(request.param)))
    yield made
    made.release()


def dark_pixels(rgb: np.ndarray) -> np.ndarray:
    """Darker than the ground, and its own colour."""
    level = GREY * 255.0
    grey = np.abs(rgb - rgb.mean(axis=-1, keepdims=True)).max(axis=-1) < 14
    return grey & (rgb.max(axis=-1) < 0.93 * level)


@pytest.mark.parametrize("above_plain", [90.0], indirect=True)
def test_a_shadow_lies_on_the_land_away_from_the_sun(studio: Any, above_plain: Any) -> None:
    state = replace(GLIDE, position_world=np.array([0.0, 100.0, 0.0]))
    sun = studio.setup.sun.direction_world
    rgb = studio.shoot(state, (0.0, 40.0, 0.1), above_plain, grey=GREY)  # from high above, north is up
    rows, columns = np.nonzero(dark_pixels(rgb))
    assert len(rows) > 60
    height, width = rgb.shape[:2]
    right, up = columns.mean() - width / 2, height / 2 - rows.mean()
    away = np.array([right, up]) / np.hypot(right, up)
    wanted = np.array([-sun[0], sun[2]]) / np.hypot(sun[0], sun[2])
    assert away @ wanted > 0.95


@pytest.mark.parametrize("above_plain", [-600.0], indirect=True)
def test_far_below_there_is_none(studio: Any, above_plain: Any) -> None:
    state = replace(GLIDE, position_world=np.array([0.0, 100.0, 0.0]))
    with_shadow = studio.shoot(state, (0.0, 30.0, 1.0), above_plain, grey=GREY)
    above_plain._shadow, kept = None, above_plain._shadow
    without = studio.shoot(state, (0.0, 30.0, 1.0), above_plain, grey=GREY)
    above_plain._shadow = kept
    np.testing.assert_array_equal(with_shadow, without)


def test_low_quality_has_no_shadow_to_pay_for(studio: Any) -> None:
    from griffin.render.passes.griffin import GriffinPass

    made = GriffinPass(studio.setup)
    assert made._shadow is None
    made.release()


@pytest.mark.parametrize("above_plain", [90.0], indirect=True)
def test_the_griffin_takes_three_calls_at_most(studio: Any, above_plain: Any, monkeypatch: Any) -> None:
    from griffin.render.core.gpu import VertexArray

    calls = []
    draw = VertexArray.draw
    monkeypatch.setattr(VertexArray, "draw", lambda self, *a, **k: (calls.append(self), draw(self, *a, **k)))
    studio.shoot(replace(GLIDE, position_world=np.array([0.0, 100.0, 0.0])), (0.0, 3.0, 11.0), above_plain)
    assert len(calls) == 3
