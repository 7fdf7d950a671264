"""The wind in the ears: airspeed → how loud each of its four layers is. Pure; seeded gusts.

The layers are loops of noise from a breath to a roar. Between two neighbours the gains are a cosine and a
sine: noises that have nothing in common add by their power, so the sum stays as loud as the law says, and
its colour moves from one to the other. The law has half the slope of a real wind (45 log10 v, a cyclist's
ear in a wind tunnel: Seidman et al.), which would be too much for an hour before a TV.

Gusts are two Ornstein-Uhlenbeck processes, a slow and a quick one, added when it is played and not in the
loops: nobody learns a loop by heart whose level never comes back the same way.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from griffin.easing import clamp, mix


@dataclass(frozen=True, slots=True, kw_only=True)
class WindTuning:
    """The law. Fitted by ear of instruments: loudness and centroid of the mixed layers over airspeed."""

    layers_mps: tuple[float, ...] = (14.0, 21.0, 29.0, 40.0)  # the airspeed that each loop sounds like
    level_lufs: float = -27.5  # at the first of them
    slope_db: float = 22.0  # for ten times the airspeed
    range_mps: tuple[float, float] = (6.0, 50.0)
    slow_frac: float = 0.19  # of the way to the second layer, where it is slower: two loops always sound
    slow_mps: float = 3.0  # below the first layer's airspeed, over which that comes in
    branch_lufs: float = -36.0
    most_lufs: float = -16.0  # gusts in the steepest dive end here: nothing may startle
    gust_db: float = 0.5  # in the open ...
    gust_woods_db: float = 0.2
    gust_ridge_db: float = 1.2
    gust_most_db: float = 3.5
    gust_speed_frac: float = 0.04  # a gust is a change of airspeed, too
    slow_gust_s: float = 2.5
    quick_gust_s: float = 0.5
    slow_gust: float = 1.1  # parts of gust_db
    quick_gust: float = 0.7
    turn_db: float = 2.0  # between the ears in the tightest turn: the outer one is faster
    turn_radps: float = 0.9

    def __post_init__(self) -> None:
        if list(self.layers_mps) != sorted(self.layers_mps) or len(self.layers_mps) < 2:
            raise ValueError("layers_mps must grow")
        if not 0.0 < self.range_mps[0] < self.range_mps[1]:
            raise ValueError("range_mps must be positive and grow")
        if min(self.slow_gust_s, self.quick_gust_s, self.slow_mps, self.turn_radps) <= 0.0:
            raise ValueError("times and speeds must be positive")


TUNING = WindTuning()


def wind_lufs(speed_mps: float, tuning: WindTuning = TUNING) -> float:
    """How loud the wind is at an airspeed."""
    speed_mps = clamp(speed_mps, *tuning.range_mps)
    return tuning.level_lufs + tuning.slope_db * math.log10(speed_mps / tuning.layers_mps[0])


def layer_gains(speed_mps: float, tuning: WindTuning = TUNING) -> tuple[float, ...]:
    """The gain of each layer; their squares add up to 1."""
    layers = tuning.layers_mps
    lower = min(max(bisect_right(layers, speed_mps) - 1, 0), len(layers) - 2)
    frac = (speed_mps - layers[lower]) / (layers[lower + 1] - layers[lower])
    slow = clamp((layers[0] - speed_mps) / tuning.slow_mps, 0.0, 1.0)
    angle = max(clamp(frac, 0.0, 1.0), tuning.slow_frac * slow) * math.pi / 2.0
    gains = [0.0] * len(layers)
    gains[lower], gains[lower + 1] = math.cos(angle), math.sin(angle)
    return tuple(gains)


class Gusts:
    """The wind's unrest, from a generator of its own."""

    def __init__(self, seed: int, tuning: WindTuning = TUNING) -> None:
        self._random = np.random.default_rng(seed)
        self._tuning = tuning
        self._slow = self._quick = 0.0

    def step(self, dt_s: float, gust_db: float) -> tuple[float, float]:
        """A time later: the change of level in dB, and the factor of airspeed. `gust_db`: how gusty it is."""
        tuning = self._tuning
        self._slow = self._wander(self._slow, dt_s / tuning.slow_gust_s)
        self._quick = self._wander(self._quick, dt_s / tuning.quick_gust_s)
        change_db = gust_db * (tuning.slow_gust * self._slow + tuning.quick_gust * self._quick)
        strength = gust_db / tuning.gust_db if tuning.gust_db else 0.0
        speed_frac = tuning.gust_speed_frac * min(1.0, strength) * self._slow
        return clamp(change_db, -tuning.gust_most_db, tuning.gust_most_db), 1.0 + speed_frac

    def _wander(self, value: float, times: float) -> float:
        kept = math.exp(-times)
        return kept * value + math.sqrt(1.0 - kept * kept) * float(self._random.standard_normal())


def gustiness_db(
    *, wood_frac: float, ridge_frac: float, perched_frac: float, tuning: WindTuning = TUNING
) -> float:
    """How gusty it is: calm in woods and on the branch, wild at ridges."""
    in_the_open = mix(tuning.gust_db, tuning.gust_ridge_db, ridge_frac)
    return mix(mix(in_the_open, tuning.gust_woods_db, wood_frac), 0.0, perched_frac)
