import math

import numpy as np

from griffin.world.air import sky_radiance, sun_transmittance

ZENITH = np.array([0.0, 1.0, 0.0])
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def _ahead(up_rad: float, turn_rad: float = 0.0) -> np.ndarray:
    level = math.cos(up_rad)
    return np.array([level * math.cos(turn_rad), math.sin(up_rad), level * math.sin(turn_rad)])


def test_overhead_sun_loses_what_the_optical_depth_of_clear_air_takes() -> None:
    # Rayleigh's optical depth is about 0.044, 0.104 and 0.25 for such wavelengths; haze adds 0.01
    # and ozone up to 0.03.
    depth = -np.log(sun_transmittance(math.pi / 2))
    assert np.allclose(depth, (0.06, 0.14, 0.26), atol=0.02)


def test_low_sun_is_dim_and_red() -> None:
    low, high = sun_transmittance(math.radians(4.0)), sun_transmittance(math.radians(40.0))
    assert (low < high).all()
    assert low[1] / low[0] < 0.7 * high[1] / high[0]
    assert low[2] < 0.2 * low[0]


def test_day_sky_is_blue_above_and_pale_at_the_horizon() -> None:
    sun = _ahead(math.radians(40.0))
    above, low = sky_radiance(np.stack([ZENITH, _ahead(0.03, math.pi / 2)]), sun)
    assert above[2] > 2.0 * above[0]
    assert low @ LUMINANCE > 2.0 * (above @ LUMINANCE)
    assert low[2] / low[0] < 0.6 * above[2] / above[0]


def test_sunset_glows_towards_the_sun() -> None:
    sun = _ahead(math.radians(4.0))
    towards, away = sky_radiance(np.stack([_ahead(0.04), _ahead(0.04, math.pi)]), sun)
    assert towards @ LUMINANCE > 2.5 * (away @ LUMINANCE)
    assert towards[0] > 2.0 * towards[2]


def test_sky_is_the_same_on_both_sides_of_the_sun() -> None:
    sun = _ahead(math.radians(20.0))
    left, right = sky_radiance(np.stack([_ahead(0.3, 0.8), _ahead(0.3, -0.8)]), sun)
    assert np.allclose(left, right)
