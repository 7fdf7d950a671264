import math

import numpy as np
import pytest

from griffin.world.palette import PALETTE
from griffin.world.sun import DAY_TUNING, SUN_TUNING, blend_lights, hour_at, sun_at


def test_first_morning_has_a_low_sun_that_models_slopes() -> None:
    height = math.degrees(math.asin(sun_at().direction_world[1]))
    assert 22.0 <= height <= 35.0  # low enough to model slopes, high enough to light the valley


@pytest.mark.parametrize(("hour_h", "x", "z"), [(5.5, 1, 0), (13.0, 0, 1), (20.5, -1, 0)])
def test_sun_goes_from_east_over_south_to_west(hour_h: float, x: int, z: int) -> None:
    level = sun_at(hour_h).direction_world[[0, 2]]
    assert np.allclose(level / np.linalg.norm(level), (x, z), atol=1e-9)


def test_azimuth_is_the_heading_that_looks_at_the_sun() -> None:
    sun = sun_at(9.0)
    ahead = np.array([math.sin(sun.azimuth_rad), -math.cos(sun.azimuth_rad)])
    level = sun.direction_world[[0, 2]]
    assert np.allclose(ahead, level / np.linalg.norm(level))


@pytest.mark.parametrize("hour_h", np.linspace(0.0, 24.0, 13))
def test_every_hour_has_light(hour_h: float) -> None:
    sun = sun_at(hour_h)
    assert np.isclose(np.linalg.norm(sun.direction_world), 1.0)
    assert sun.direction_world[1] >= math.sin(SUN_TUNING.lowest_rad) - 1e-9
    assert (sun.sun_light > 0.0).all()


def test_low_sun_is_redder() -> None:
    low, high = sun_at(6.5).sun_light, sun_at(12.0).sun_light
    assert low[2] / low[0] < high[2] / high[0]


def test_palette_is_law_on_the_first_morning() -> None:
    sun = sun_at()
    assert np.allclose(sun.sky.zenith, PALETTE.sky.zenith, rtol=0.03)
    assert np.allclose(sun.sky.haze_sun, PALETTE.sky.haze_sun, rtol=0.03)
    assert np.allclose(sun.sun_light, PALETTE.sun_light, rtol=0.03)


def test_shade_is_cooler_than_sunlight_at_any_hour() -> None:
    for hour_h in np.linspace(5.5, 20.5, 16):
        sun = sun_at(hour_h)
        assert sun.fill_tint[2] / sun.fill_tint[0] > sun.key_tint[2] / sun.key_tint[0]


def test_noon_is_no_harder_than_the_morning() -> None:
    # A sun twice as high shines twice as squarely on level ground: the key gives way.
    assert (sun_at(13.0).key_tint < sun_at().key_tint).all()


def test_dusk_and_mist_belong_to_a_low_sun() -> None:
    dawn, morning, noon = sun_at(6.0), sun_at(), sun_at(13.0)
    assert dawn.dusk_frac > 0.9
    assert morning.dusk_frac == noon.dusk_frac == 0.0
    assert dawn.mist_frac > morning.mist_frac > noon.mist_frac == 0.0


def test_the_evening_has_less_mist_than_the_morning_and_noon_has_none_to_lose() -> None:
    morning, evening = sun_at(7.0), sun_at(19.0)
    assert np.isclose(morning.direction_world[1], evening.direction_world[1])
    assert 0.0 < evening.mist_frac < 0.5 * morning.mist_frac


MINUTES_S = np.arange(0.0, 91.0) * 60.0


def day_from(start_h: float) -> np.ndarray:
    """The hour after each minute of a flight."""
    return np.array([hour_at(start_h, flown_s) for flown_s in MINUTES_S])


def test_the_day_goes_by_slowly_and_lingers_while_the_sun_is_low() -> None:
    day = day_from(SUN_TUNING.morning_h)
    assert day[0] == pytest.approx(SUN_TUNING.morning_h)
    paces = np.diff(day)
    assert (paces >= 0.0).all()
    golden, noon = (
        paces[(day[:-1] > begins) & (day[1:] < ends)] for begins, ends in ((17.6, 19.4), (11, 15))
    )
    assert noon.mean() == pytest.approx(0.25, rel=0.01)  # of an hour a minute
    assert golden.max() < 0.6 * noon.mean()
    assert np.abs(np.diff(paces[:40])).max() < 0.03  # it changes its pace gently


def test_the_day_ends_in_evening_light() -> None:
    assert day_from(SUN_TUNING.morning_h)[-1] == day_from(18.0)[-1] == DAY_TUNING.last_h
    assert 0.5 < sun_at(DAY_TUNING.last_h).dusk_frac < 1.0
    assert hour_at(20.0, 0.0) == hour_at(20.0, 3600.0) == 20.0


def test_a_day_goes_by_the_same_from_wherever_it_began() -> None:
    later_h = hour_at(SUN_TUNING.morning_h, 500.0)
    assert hour_at(later_h, 700.0) == pytest.approx(hour_at(SUN_TUNING.morning_h, 1200.0), abs=1e-6)


@pytest.mark.parametrize("hour_h", [6.5, 12.0, 18.6])
def test_light_between_two_hours_close_together_is_that_of_the_hour_between(hour_h: float) -> None:
    blended = blend_lights(sun_at(hour_h), sun_at(hour_h + 0.1), 0.3)
    exact = sun_at(hour_h + 0.03)
    assert np.isclose(np.linalg.norm(blended.direction_world), 1.0)
    for name in ("direction_world", "sun_light", "sky_light", "ground_light", "key_tint", "fill_tint"):
        assert np.allclose(getattr(blended, name), getattr(exact, name), atol=4e-3), name
    for name in ("zenith", "middle", "horizon", "haze_sun", "haze_away"):
        assert np.allclose(getattr(blended.sky, name), getattr(exact.sky, name), atol=4e-3), name
    assert blended.dusk_frac == pytest.approx(exact.dusk_frac, abs=4e-3)
    assert blended.mist_frac == pytest.approx(exact.mist_frac, abs=4e-3)
