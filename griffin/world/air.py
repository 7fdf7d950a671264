"""The clear sky of a sun at any height: how bright and what colour, by single scattering. Pure numpy.

A ray of sight gathers sunlight that air (Rayleigh), haze (Mie) and the ozone layer have let through and bend
towards the eye; what has been scattered more than once is added as light without a direction, which is enough
for a sky of five colours. The planet is round, so a low sun's rays cross forty times as much air as those
from overhead: that is all there is to a sunset.

Constants: S. Hillaire, "A Scalable and Production Ready Sky and Atmosphere Rendering Technique" (2020),
table 1; the phase of haze: L. Henyey and J. Greenstein (1941).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class AirTuning:
    """The air of a clear day. Coefficients are of red, green and blue, by metre, at the ground."""

    ground_m: float = 6_360_000.0  # radius of the planet
    top_m: float = 6_460_000.0  # and of its air
    eye_m: float = 300.0  # above the ground
    rayleigh_per_m: tuple[float, float, float] = (5.802e-6, 13.558e-6, 33.1e-6)
    rayleigh_fall_m: float = 8000.0  # 1/e of the air is left this much higher
    mie_per_m: float = 3.996e-6
    mie_loss_per_m: float = 8.396e-6  # scattered and swallowed
    mie_fall_m: float = 1200.0
    mie_forward: float = 0.78  # 0 all around, 1 straight on
    ozone_per_m: tuple[float, float, float] = (0.650e-6, 1.881e-6, 0.085e-6)
    ozone_m: float = 25_000.0  # height of the layer's middle; it thins out over ozone_half_m to nothing
    ozone_half_m: float = 15_000.0
    again_frac: float = 0.30  # of what is scattered once: how much is scattered again, without direction
    steps: int = 24  # along a ray


AIR = AirTuning()


def sun_transmittance(elevation_rad: float, air: AirTuning = AIR) -> Array:
    """(3,) the fraction of the sun's red, green and blue that reaches the ground."""
    up = np.array([math.sin(elevation_rad)])
    return np.asarray(_let_through(np.array([air.ground_m + air.eye_m]), up, air)[0])


def sky_radiance(directions: Array, sun: Array, air: AirTuning = AIR) -> Array:
    """(n, 3) light from directions (n, 3), for a sun (3,) of strength 1. Unit vectors, y is up."""
    start_m = air.ground_m + air.eye_m
    ahead = directions[:, 1]
    reach_m = _reach_m(np.full(len(directions), start_m), ahead, air.top_m)
    # Samples lie closer together near the eye, where the air is thick.
    edges = np.linspace(0.0, 1.0, air.steps + 1) ** 2
    middle, width = 0.5 * (edges[1:] + edges[:-1]), np.diff(edges)
    along_m, step_m = reach_m[:, None] * middle, reach_m[:, None] * width
    radius_m = np.sqrt(start_m**2 + along_m**2 + 2.0 * start_m * along_m * ahead[:, None])
    rayleigh, mie, loss = _density(radius_m - air.ground_m, air)
    depth = np.cumsum(loss * step_m[..., None], axis=1) - 0.5 * loss * step_m[..., None]
    # Up at the sample is not up at the eye.
    sun_up = (start_m * sun[1] + along_m * (directions @ sun)[:, None]) / radius_m
    lit = _let_through(radius_m.ravel(), sun_up.ravel(), air).reshape(*radius_m.shape, 3)
    cosine = directions @ sun
    phase_rayleigh = 3.0 / (16.0 * math.pi) * (1.0 + cosine**2)
    g = air.mie_forward
    phase_mie = (1.0 - g * g) / (4.0 * math.pi * (1.0 + g * g - 2.0 * g * cosine) ** 1.5)
    once = rayleigh * phase_rayleigh[:, None, None] + mie * phase_mie[:, None, None]
    again = (rayleigh + mie) * (air.again_frac / (4.0 * math.pi))
    seen = np.exp(-depth) * lit * (once + again) * step_m[..., None]
    return np.asarray(seen.sum(axis=1))


def _density(height_m: Array, air: AirTuning) -> tuple[Array, Array, Array]:
    """What air and haze scatter, and what all takes away, by metre: (..., 3) each."""
    thin = np.exp(-np.maximum(height_m, 0.0) / air.rayleigh_fall_m)[..., None]
    haze = np.exp(-np.maximum(height_m, 0.0) / air.mie_fall_m)[..., None]
    ozone = np.maximum(0.0, 1.0 - np.abs(height_m - air.ozone_m) / air.ozone_half_m)[..., None]
    rayleigh = thin * np.array(air.rayleigh_per_m)
    loss = rayleigh + haze * air.mie_loss_per_m + ozone * np.array(air.ozone_per_m)
    return rayleigh, haze * air.mie_per_m, loss


def _let_through(radius_m: Array, up: Array, air: AirTuning) -> Array:
    """(n, 3): light left after the way from outside to points (n,), whose direction's cosine to up is given.

    Rays that meet the ground are treated as if it were not there: the sun sets softly.
    """
    reach_m = _reach_m(radius_m, up, air.top_m)
    edges = np.linspace(0.0, 1.0, 17) ** 2
    along_m = reach_m[:, None] * (0.5 * (edges[1:] + edges[:-1]))
    height_m = (
        np.sqrt(radius_m[:, None] ** 2 + along_m**2 + 2.0 * (radius_m * up)[:, None] * along_m) - air.ground_m
    )
    loss = _density(height_m, air)[2]
    return np.asarray(np.exp(-(loss * (reach_m[:, None] * np.diff(edges))[..., None]).sum(axis=1)))


def _reach_m(radius_m: Array, up: Array, top_m: float) -> Array:
    """How far it is to the top of the air."""
    across = radius_m * up
    return np.asarray(-across + np.sqrt(across**2 + top_m**2 - radius_m**2))
