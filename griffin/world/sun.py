"""Where the sun stands and what light it gives, by the hour of the day.

The palette's colours are law at the hour of the first flight. For any other hour they are multiplied by how
much brighter, and how differently coloured, a physical sky would be (`air.py`), with two liberties: the eye
adapts, so neither the sun nor the sky dims as far as physics has it, and under a low sun the air opposite is
kept rosy where single scattering alone would turn it brown.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from griffin.easing import mix
from griffin.world.air import sky_radiance, sun_transmittance
from griffin.world.noise import smoothstep
from griffin.world.palette import PALETTE, SkyColours

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SunTuning:
    """The sun's way over the sky, highest in the south at one o'clock, and what its light does.

    Light is split in two: the key is the sun's, warm; the fill is the sky's, cool. Each multiplies what the
    palette has for a surface in the sun and in the shade.
    """

    morning_h: float = 8.6  # the hour of the first flight: the sun stands 25 degrees high, slopes model
    rise_h: float = 5.5  # a long day, so that every hour from 6 to 20 has its own light
    set_h: float = 20.5
    noon_elevation_rad: float = math.radians(50.0)  # the latitude of the Alps, in spring
    low_power: float = 1.35  # more than 1: the sun stands low for longer, morning and evening
    lowest_rad: float = math.radians(4.0)  # it never quite sets: there is no night in this land
    key_tint: tuple[float, float, float] = (1.62, 1.44, 1.10)
    fill_tint: tuple[float, float, float] = (0.63, 0.72, 0.92)
    high_key_frac: float = 0.66  # of the key is left at noon, or shadows would be too hard ...
    high_fill_gain: float = 0.2  # ... and so much more of the fill comes from a sky that is bright all over
    high_rad: tuple[float, float] = (math.radians(27.0), math.radians(48.0))  # over which it sinks
    low_rad: tuple[float, float] = (math.radians(4.0), math.radians(18.0))  # dusk: all of it, none of it
    sun_adapts: float = 0.72  # power of the sun's strength that the eye takes back
    sky_adapts: float = 0.35  # and of the sky's
    key_to_fill: float = (
        3.0  # sun light to sky light, for what is lit without a colour of its own in the shade
    )
    mist_rad: tuple[float, float] = (math.radians(31.0), math.radians(5.0))  # none above, most below
    evening_mist_frac: float = 0.25  # of a morning's: the day has dried the valleys

    def __post_init__(self) -> None:
        if not self.rise_h < self.morning_h < self.set_h:
            raise ValueError("the first flight must be by day")
        if not 0.0 < self.lowest_rad < self.low_rad[1] < self.noon_elevation_rad < math.pi / 2:
            raise ValueError("the sun's heights must grow from lowest over dusk to noon")


SUN_TUNING = SunTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class SunLight:
    """`direction_world` (3,) towards the sun; the lights (3,), linear: sun, sky above, ground below.

    `key_tint` and `fill_tint` (3,) multiply what a surface sends out in the sun and in the shade.
    `dusk_frac` is 0 by day and 1 for the lowest sun; `mist_frac` how thick mist lies over low ground.
    """

    direction_world: Array
    sun_light: Array
    sky_light: Array
    ground_light: Array
    sky: SkyColours
    key_tint: Array
    fill_tint: Array
    dusk_frac: float
    mist_frac: float

    @property
    def azimuth_rad(self) -> float:
        """The heading that looks at the sun: 0 along -Z (north), clockwise from above."""
        return math.atan2(self.direction_world[0], -self.direction_world[2])


def sun_at(hour_h: float = SUN_TUNING.morning_h, tuning: SunTuning = SUN_TUNING) -> SunLight:
    """The light of an hour of the day, 0 to 24."""
    elevation_rad = _elevation_rad(hour_h, tuning)
    azimuth_rad = math.pi / 2 + _day_rad(hour_h, tuning)  # east at sunrise, south at noon, west at sunset
    law_rad = _elevation_rad(tuning.morning_h, tuning)  # where the palette is law
    dusk = float(smoothstep(tuning.low_rad[1], tuning.low_rad[0], np.float64(elevation_rad)))
    high = float(smoothstep(*tuning.high_rad, np.float64(elevation_rad)))
    key_frac = 1.0 - (1.0 - tuning.high_key_frac) * high
    reddened = sun_transmittance(elevation_rad) / sun_transmittance(law_rad)
    reddened *= key_frac * _luminance(reddened) ** -tuning.sun_adapts
    sky_gain = _sky_of(elevation_rad) / _sky_of(law_rad)
    sky_gain *= _luminance(sky_gain[0]) ** -tuning.sky_adapts
    sky_gain *= _toward(_DUSK_SKY, dusk)
    cool = _toward(_DUSK_FILL, dusk)
    return SunLight(
        direction_world=_direction(elevation_rad, azimuth_rad),
        sun_light=PALETTE.sun_light * reddened,
        sky_light=PALETTE.sky_light / tuning.key_to_fill * cool,
        ground_light=PALETTE.ground_light / tuning.key_to_fill * cool,
        sky=_sky(sky_gain),
        key_tint=np.array(tuning.key_tint) * reddened,
        fill_tint=np.array(tuning.fill_tint) * cool * (1.0 + tuning.high_fill_gain * high),
        dusk_frac=dusk,
        mist_frac=_mist_frac(hour_h, elevation_rad, tuning),
    )


# What the five colours of the sky are multiplied by under the lowest sun: zenith, middle, horizon aside,
# towards the sun, away from it.
_DUSK_SKY = np.array(
    [
        (0.80, 0.94, 1.40),
        (0.88, 0.94, 1.36),
        (1.20, 0.96, 1.50),
        (1.00, 1.00, 1.00),
        (1.35, 1.05, 1.85),
    ]
)
_DUSK_FILL = np.array([0.72, 0.80, 1.12])  # and the light in the shade, which the blue sky overhead gives


def _day_rad(hour_h: float, tuning: SunTuning) -> float:
    day_frac = (hour_h - tuning.rise_h) / (tuning.set_h - tuning.rise_h)
    return math.pi * min(1.0, max(0.0, day_frac))


def _elevation_rad(hour_h: float, tuning: SunTuning) -> float:
    height = math.pow(max(math.sin(_day_rad(hour_h, tuning)), 0.0), tuning.low_power)
    return max(tuning.lowest_rad, tuning.noon_elevation_rad * height)


def _mist_frac(hour_h: float, elevation_rad: float, tuning: SunTuning) -> float:
    mist = float(smoothstep(*tuning.mist_rad, np.float64(elevation_rad)))
    noon_h = (tuning.rise_h + tuning.set_h) / 2.0
    return mist if hour_h < noon_h else mist * tuning.evening_mist_frac


def _direction(elevation_rad: float, azimuth_rad: float) -> Array:
    level = math.cos(elevation_rad)
    return np.array([level * math.sin(azimuth_rad), math.sin(elevation_rad), -level * math.cos(azimuth_rad)])


def _sky_of(elevation_rad: float) -> Array:
    """(5, 3) light of the sky: zenith, middle, and the horizon aside, towards and away from the sun."""
    low_rad, middle_rad, high_rad = (math.radians(each) for each in (2.5, 22.0, 70.0))
    ways = [(high_rad, 0.5), (middle_rad, 0.5), (low_rad, 0.5), (low_rad, 0.0), (low_rad, 1.0)]
    directions = np.stack([_direction(up_rad, turn * math.pi) for up_rad, turn in ways])
    return sky_radiance(directions, _direction(elevation_rad, 0.0))


def _sky(gain: Array) -> SkyColours:
    day = PALETTE.sky
    return SkyColours(
        zenith=day.zenith * gain[0],
        middle=day.middle * gain[1],
        horizon=day.horizon * gain[2],
        haze_sun=day.haze_sun * gain[3],
        haze_away=day.haze_away * gain[4],
    )


def _luminance(colour: Array) -> float:
    return float(colour @ (0.2126, 0.7152, 0.0722))


def _toward(factor: Array, frac: float) -> Array:
    return np.asarray(1.0 + (factor - 1.0) * frac)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTuning:
    """How fast the day goes by while one flies: seconds for each of its hours."""

    day_s_per_h: float = 240.0  # shadows creep: 0.05 degrees of the sun's way a second
    golden_s_per_h: float = 420.0  # the low sun is what one wants to fly in
    golden_until_h: tuple[float, float] = (8.0, 10.0)  # golden, and as fast as by day
    golden_from_h: tuple[float, float] = (16.0, 17.5)
    # There the day rests: 6 degrees of sun, the longest shadows that still have light between them. A sun
    # that set would leave a dark land, and one that rose again where it has set would be wrong.
    last_h: float = 19.5
    table_h: float = 0.05  # from one entry of the timetable to the next

    def __post_init__(self) -> None:
        if not 0.0 < self.table_h <= 1.0 or min(self.day_s_per_h, self.golden_s_per_h) <= 0.0:
            raise ValueError("hours must take time")
        marks_h = (*self.golden_until_h, *self.golden_from_h, self.last_h)
        if list(marks_h) != sorted(marks_h):
            raise ValueError("the day must go from golden to golden, and end there")


DAY_TUNING = DayTuning()


def hour_at(start_hour_h: float, flown_s: float, tuning: DayTuning = DAY_TUNING) -> float:
    """The hour of the day after so long a flight that began at `start_hour_h`. Never later than `last_h`.

    A start that is later than that stays as it is.
    """
    if start_hour_h >= tuning.last_h:
        return start_hour_h
    hours_h, passed_s = _timetable(tuning)
    start_s = float(np.interp(start_hour_h, hours_h, passed_s))
    return float(np.interp(start_s + max(0.0, flown_s), passed_s, hours_h))


@cache
def _timetable(tuning: DayTuning) -> tuple[Array, Array]:
    """Hours from midnight to the last, and how many seconds of flight have passed by then."""
    hours_h = np.linspace(0.0, tuning.last_h, math.ceil(tuning.last_h / tuning.table_h) + 1)
    middle_h = 0.5 * (hours_h[1:] + hours_h[:-1])
    golden = 1.0 - smoothstep(*tuning.golden_until_h, middle_h) + smoothstep(*tuning.golden_from_h, middle_h)
    pace_s_per_h = tuning.day_s_per_h + (tuning.golden_s_per_h - tuning.day_s_per_h) * golden
    passed_s = np.concatenate([[0.0], np.cumsum(pace_s_per_h * np.diff(hours_h))])
    return hours_h, passed_s


def blend_lights(earlier: SunLight, later: SunLight, frac: float) -> SunLight:
    """The light between two hours that lie so close together that the sun's way is straight; 0 to 1."""

    def between(a: Array, b: Array) -> Array:
        return np.asarray(a + (b - a) * frac)

    direction = between(earlier.direction_world, later.direction_world)
    a, b = earlier.sky, later.sky
    return SunLight(
        direction_world=direction / np.linalg.norm(direction),
        sun_light=between(earlier.sun_light, later.sun_light),
        sky_light=between(earlier.sky_light, later.sky_light),
        ground_light=between(earlier.ground_light, later.ground_light),
        sky=SkyColours(
            zenith=between(a.zenith, b.zenith),
            middle=between(a.middle, b.middle),
            horizon=between(a.horizon, b.horizon),
            haze_sun=between(a.haze_sun, b.haze_sun),
            haze_away=between(a.haze_away, b.haze_away),
        ),
        key_tint=between(earlier.key_tint, later.key_tint),
        fill_tint=between(earlier.fill_tint, later.fill_tint),
        dusk_frac=mix(earlier.dusk_frac, later.dusk_frac, frac),
        mist_frac=mix(earlier.mist_frac, later.mist_frac, frac),
    )
