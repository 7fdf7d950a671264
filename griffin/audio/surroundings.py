"""Where things around the griffin are heard: places of the world → loudness and sides. Pure.

A thing's side is that of the griffin's heading: the picture looks the same way.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.audio.loudness import SIDE_FRAC, SILENCE, Sides, add_sides, gain_of, pan_sides
from griffin.easing import clamp, mix, smooth_between
from griffin.flight.state import FlightState
from griffin.world.nearby import Nearby, Waterfall


@dataclass(frozen=True, slots=True, kw_only=True)
class SurroundingsTuning:
    """How loud places are. A level holds up to the distance beside it, then falls as distance grows."""

    fall_lufs: float = -24.0
    fall_m: float = 15.0
    fall_far_m: tuple[float, float] = (40.0, 160.0)  # from here to there only its low roar is left
    fall_end_m: tuple[float, float] = (400.0, 580.0)  # there it fades away
    shore_lufs: float = -30.0
    shore_m: float = 15.0
    shore_end_m: tuple[float, float] = (90.0, 145.0)
    leaves_lufs: float = -26.0  # close to crowns, at cruising speed
    leaves_speed_mps: float = 18.0
    branch_leaves_lufs: float = -38.0  # of the tree that it sits in
    crowns_m: tuple[float, float] = (26.0, 11.0)  # above the ground: crowns are heard from here, and are here
    woods_m: tuple[float, float] = (30.0, 12.0)  # the same for wind that is muffled by woods around
    ridge_m: tuple[float, float] = (90.0, 40.0)  # the same for a ridge's gusts
    follow_hz: float = 2.0  # what is around changes no faster

    def __post_init__(self) -> None:
        if min(self.fall_m, self.shore_m, self.leaves_speed_mps, self.follow_hz) <= 0.0:
            raise ValueError("distances, speeds and rates must be positive")


TUNING = SurroundingsTuning()
_NEAREST_M = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """Where a place is: how far, and its pan."""

    away_m: float
    pan: float


def bearing_of(place_world: NDArray[np.float64], state: FlightState) -> Bearing:
    """Of a place (3,), heard by the griffin."""
    east_m, up_m, south_m = (place_world - state.position_world).tolist()
    away_m = max(_NEAREST_M, math.sqrt(east_m**2 + up_m**2 + south_m**2))
    right_m = east_m * math.cos(state.heading_rad) + south_m * math.sin(state.heading_rad)
    return Bearing(away_m=away_m, pan=SIDE_FRAC * right_m / away_m)


def fall_bearing(fall: Waterfall, state: FlightState) -> Bearing:
    """Of the part of a waterfall at the griffin's height, which is the nearest."""
    drop_m = float(fall.top_world[1] - fall.foot_world[1])
    down_m = float(fall.top_world[1] - state.position_world[1])
    frac = clamp(down_m / drop_m, 0.0, 1.0) if drop_m > 0.0 else 0.0
    return bearing_of(mix_places(fall.top_world, fall.foot_world, frac), state)


def mix_places(first: NDArray[np.float64], second: NDArray[np.float64], frac: float) -> NDArray[np.float64]:
    """A place (3,) on the line between two."""
    return np.asarray(first + (second - first) * frac)


def faded_db(away_m: float, full_m: float) -> float:
    """How much softer a thing is than within `full_m`: 6 dB for twice the distance."""
    return -20.0 * math.log10(max(away_m, full_m) / full_m)


def fall_sides(
    falls: tuple[Waterfall, ...], state: FlightState, tuning: SurroundingsTuning = TUNING
) -> tuple[Sides, Sides]:
    """Of the near and of the far sound of all falls, for files of 0 LUFS."""
    near = far = SILENCE
    for fall in falls:
        bearing = fall_bearing(fall, state)
        here = 1.0 - smooth_between(bearing.away_m, *tuning.fall_end_m)
        gain = here * gain_of(tuning.fall_lufs + faded_db(bearing.away_m, tuning.fall_m))
        angle = smooth_between(bearing.away_m, *tuning.fall_far_m) * math.pi / 2.0
        near = add_sides(near, pan_sides(gain * math.cos(angle), bearing.pan))
        far = add_sides(far, pan_sides(gain * math.sin(angle), bearing.pan))
    return near, far


def shore_sides(bearing: Bearing, tuning: SurroundingsTuning = TUNING) -> Sides:
    """Of the water on a shore, for a file of 0 LUFS."""
    here = 1.0 - smooth_between(bearing.away_m, *tuning.shore_end_m)
    gain = here * gain_of(tuning.shore_lufs + faded_db(bearing.away_m, tuning.shore_m))
    return pan_sides(gain, bearing.pan)


def leaves_gain(
    crowns_frac: float, speed_mps: float, perched_frac: float, tuning: SurroundingsTuning = TUNING
) -> float:
    """Of leaves, for a file of 0 LUFS: those that it passes, and those of its own tree."""
    speed_frac = clamp(speed_mps / tuning.leaves_speed_mps, 0.0, 2.0)
    passed = gain_of(tuning.leaves_lufs) * math.sqrt(crowns_frac) * speed_frac
    return mix(passed, gain_of(tuning.branch_leaves_lufs), perched_frac)


@dataclass(frozen=True, slots=True, kw_only=True)
class Immersion:
    """How much the griffin is within things, 0 to 1: above a ridge, in woods, close to crowns."""

    ridge_frac: float = 0.0
    wood_frac: float = 0.0
    crowns_frac: float = 0.0

    def approach(self, wanted: "Immersion", kept: float) -> "Immersion":
        """`kept` of it, the rest of what is wanted."""
        return Immersion(
            ridge_frac=mix(wanted.ridge_frac, self.ridge_frac, kept),
            wood_frac=mix(wanted.wood_frac, self.wood_frac, kept),
            crowns_frac=mix(wanted.crowns_frac, self.crowns_frac, kept),
        )


def immersion_of(nearby: Nearby, clearance_m: float, tuning: SurroundingsTuning = TUNING) -> Immersion:
    """By what is around and how high above it."""
    return Immersion(
        ridge_frac=nearby.ridge_frac * smooth_between(clearance_m, *tuning.ridge_m),
        wood_frac=nearby.wood_frac * smooth_between(clearance_m, *tuning.woods_m),
        crowns_frac=nearby.wood_frac * smooth_between(clearance_m, *tuning.crowns_m),
    )
