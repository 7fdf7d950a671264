"""Where the sun stands and what light it gives, by the hour of the day."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from griffin.world.palette import PALETTE, Colour, SkyColours

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SunTuning:
    """The sun's way over the sky: half an ellipse from east to west, highest in the south at one o'clock."""

    morning_h: float = 8.6  # the hour of the first flight: the sun stands 28 degrees high, slopes model
    rise_h: float = 5.5  # a long day, so that every hour from 6 to 20 has its own light
    set_h: float = 20.5
    noon_elevation_rad: float = math.radians(50.0)  # the latitude of the Alps, in spring
    lowest_rad: float = math.radians(4.0)  # it never quite sets: there is no night in this land
    warm_below_rad: float = math.radians(20.0)  # lower than this, its light turns to orange
    key_to_fill: float = 3.0  # sun light to sky light: shadows stay readable, forms stay round

    def __post_init__(self) -> None:
        if not self.rise_h < self.morning_h < self.set_h:
            raise ValueError("the first flight must be by day")
        if not 0.0 < self.lowest_rad < self.warm_below_rad < self.noon_elevation_rad < math.pi / 2:
            raise ValueError("the sun's heights must grow from lowest over warm_below to noon")


SUN_TUNING = SunTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class SunLight:
    """`direction_world` (3,) towards the sun; the lights (3,), linear: sun, sky above, ground below.

    `shade_tint` (3,) is what a surface's colour in the shade is multiplied by.
    """

    direction_world: Array
    sun_light: Array
    sky_light: Array
    ground_light: Array
    sky: SkyColours
    shade_tint: Array = field(default_factory=lambda: np.ones(3))

    @property
    def azimuth_rad(self) -> float:
        """The heading that looks at the sun: 0 along -Z (north), clockwise from above."""
        return math.atan2(self.direction_world[0], -self.direction_world[2])


def sun_at(hour_h: float = SUN_TUNING.morning_h, tuning: SunTuning = SUN_TUNING) -> SunLight:
    """The light of an hour of the day, 0 to 24."""
    day_frac = (hour_h - tuning.rise_h) / (tuning.set_h - tuning.rise_h)
    day_rad = math.pi * min(1.0, max(0.0, day_frac))
    elevation_rad = max(tuning.lowest_rad, tuning.noon_elevation_rad * math.sin(day_rad))
    azimuth_rad = math.pi / 2 + day_rad  # east at sunrise, south at noon, west at sunset
    level = math.cos(elevation_rad)
    direction = np.array(
        [level * math.sin(azimuth_rad), math.sin(elevation_rad), -level * math.cos(azimuth_rad)]
    )
    warmth = max(0.0, 1.0 - elevation_rad / tuning.warm_below_rad)
    return SunLight(
        direction_world=direction,
        sun_light=_redden(PALETTE.sun_light, 1.25 * warmth),
        sky_light=PALETTE.sky_light / tuning.key_to_fill * _toward(_VIOLET, warmth),
        ground_light=PALETTE.ground_light / tuning.key_to_fill * _toward(_VIOLET, warmth),
        sky=_sky(warmth),
        shade_tint=_toward(_VIOLET, warmth),
    )


_VIOLET = np.array([1.0, 0.91, 1.06])  # what the shade of a low sun is multiplied by
_ROSE = np.array([1.12, 0.80, 0.78])  # and the sky low over the horizon


def _toward(factor: Array, frac: float) -> Array:
    return np.asarray(1.0 + (factor - 1.0) * frac)


def _sky(warmth: float) -> SkyColours:
    """The palette's sky; a low sun sets it alight below, turns it rosy opposite, deepens it above."""
    day = PALETTE.sky
    return SkyColours(
        zenith=day.zenith * (1.0 - 0.38 * warmth) * _toward(_VIOLET, warmth),
        middle=day.middle * (1.0 - 0.2 * warmth) * _toward(_ROSE, 0.6 * warmth),
        horizon=_redden(day.horizon, 0.95 * warmth) * (1.0 - 0.08 * warmth),
        haze_sun=_redden(day.haze_sun, 1.5 * warmth),
        haze_away=day.haze_away * _toward(_ROSE, 0.9 * warmth) * (1.0 - 0.12 * warmth),
    )


def _redden(colour: Colour, warmth: float) -> Colour:
    """What the long way through the air at sunrise takes from a colour: `warmth` 0 none, 1 most."""
    return np.asarray(colour * np.array([1.0, 1.0 - 0.35 * warmth, 1.0 - 0.6 * warmth]))
