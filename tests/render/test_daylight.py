import numpy as np
import pytest

from griffin.render.daylight import STEP_H, Daylight
from griffin.world.sun import sun_at


@pytest.mark.parametrize("hour_h", [8.6, 12.0, 17.3999, 19.25])
def test_light_is_that_of_the_hour(hour_h: float) -> None:
    light, exact = Daylight().light_at(hour_h), sun_at(hour_h)
    assert np.allclose(light.direction_world, exact.direction_world, atol=4e-4)
    assert np.allclose(light.key_tint, exact.key_tint, atol=4e-3)
    assert np.allclose(light.sky.haze_sun, exact.sky.haze_sun, atol=4e-3)


def test_the_same_hour_to_the_eye_has_the_very_same_light() -> None:
    daylight = Daylight()
    light = daylight.light_at(10.0)
    assert daylight.light_at(10.0 + 0.2 * STEP_H) is light
    assert daylight.light_at(10.0 + 2.0 * STEP_H) is not light


def test_the_sun_goes_on_without_a_jump() -> None:
    daylight = Daylight()
    suns = np.array([daylight.light_at(hour_h).direction_world for hour_h in np.arange(17.0, 17.5, 0.005)])
    steps = np.linalg.norm(np.diff(suns, axis=0), axis=1)
    assert steps.max() < 1.1 * steps.min()
