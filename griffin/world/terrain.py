"""Terrain: the seeded, endless height field. Pure: the same seed gives the same land everywhere, for ever.

How the land comes about, large to small:

1. The plan. Two broad noises say where a country is mountainous and where it is low. A range is a tent along
   the line where a third noise crosses zero: such lines are long, winding and never end in the middle of
   nowhere, and a tent has a crest. Its height rises and sinks along the crest into peaks and saddles. All
   places are shifted by a slow warp first, so that nothing lies on a lattice.
2. Water's work. On a slope, ribs and gullies run downhill: waves whose crests follow the slope, each octave
   branching off the larger ones because it sees the slope that these have made. They grow with steepness, so
   valley floors stay flat by themselves. Source of the idea: C. John, "Eroded Terrain Noise" (2018),
   and R. S. Johansen's later writing on it; the code and the blending of the waves are our own.
3. Cliffs. In some countries steep slopes are drawn together into steps.
4. Grain, for a griffin that flies low.

Lakes are where the low country sinks under the one water level.
"""

from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from griffin.linalg import vec_normalize
from griffin.world.noise import GradientNoise, smoothstep

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TerrainTuning:
    """The land's measures. The eye chose them, on shaded maps of 16 km and on pictures from 100 m up."""

    warp_size_m: float = 3600.0
    warp_m: float = 560.0
    wiggle_size_m: float = 1150.0
    wiggle_m: float = 130.0
    country_size_m: float = 11_000.0  # from one highland to the next
    highland_noise: tuple[float, float] = (-0.6, 0.45)
    lowland_frac: float = 0.28  # height of ranges in the low country
    range_size_m: float = 5600.0  # from one crest to the next, about
    range_width_frac: float = 0.46  # how far a range's foot reaches, in noise
    range_height_m: float = 1150.0
    crest_m: float = 110.0  # how round crests are before the water comes; sharper, and gullies tear at them
    foot_m: float = 90.0  # what is lower than this is pressed into the valley floor
    crest_frac: float = 0.42  # parts of a range's height: the crest itself ...
    spur_frac: float = 0.34  # ... its spurs ...
    knob_frac: float = 0.24  # ... and the knobs on these
    spur_size_m: float = 2300.0
    knob_size_m: float = 980.0
    basin_size_m: float = 3900.0
    basin_m: float = 58.0
    floor_m: float = 34.0  # of the low country above the water, on average
    sink_m: float = 62.0  # how much lower the middle of a valley lies
    sink_noise: tuple[float, float] = (0.2, 0.8)  # from a range's foot to the middle of the valley
    hill_size_m: float = 1300.0
    hill_m: float = 40.0
    gully_size_m: float = 820.0  # the largest ribs; each octave halves it
    gully_octaves: int = 5
    gully_frac: float = 0.2  # height of a rib over its width, on a slope of 45 degrees
    gully_cut_frac: float = 0.2  # water takes more than it leaves: ribs lie so much lower than the plan
    shore_frac: float = 0.15  # of the gullies is left at the water's edge
    shore_m: float = 30.0  # lower than this above the water there are fewer gullies: bays are smooth
    slope_span_m: float = 24.0  # over which the plan's slope is measured
    cliff_size_m: float = 2600.0
    cliff_noise: tuple[float, float] = (0.05, 0.4)  # where this noise is high the country is rocky
    cliff_slope: tuple[float, float] = (0.25, 0.5)  # rise over run of the plan from which steps form
    cliff_step_m: float = 74.0  # from ledge to ledge
    ledge_size_m: float = 520.0  # ledges rise and fall by a step over this, or they look like a quarry
    cliff_most_frac: float = 0.55  # how much of a slope becomes steps at most
    cliff_top_m: tuple[float, float] = (500.0, 340.0)  # ledges full of snow would be stripes: no steps above
    cliff_frac: float = 0.45  # of a step that is cliff; the rest is ledge
    grain_size_m: float = 34.0
    grain_octaves: int = 3
    grain_frac: float = 0.05  # height over width, on a slope of 45 degrees ...
    grain_level_frac: float = 0.15  # ... and this much of it on level ground

    def __post_init__(self) -> None:
        if min(value for value in astuple(self) if isinstance(value, float)) <= 0.0:
            raise ValueError("the land's measures must be positive")
        if not 0.0 < self.cliff_frac < 1.0:
            raise ValueError("a step needs both cliff and ledge")


_CHUNK = 2048
_FOUR = np.arange(4)[:, None, None]
_WARP, _COUNTRY, _RANGE, _SPUR, _KNOB, _BASIN, _HILL, _CLIFF, _GULLY, _GRAIN = range(0, 100, 10)


class Terrain:
    """Heights in metres over the world's x and z. Water stands level at `water_level_m`."""

    water_level_m = 0.0

    def __init__(self, seed: int, tuning: TerrainTuning = TerrainTuning()) -> None:
        self.seed = seed
        self._tuning = tuning
        self._noise = GradientNoise(seed)
        t, octaves = tuning, np.arange(tuning.grain_octaves)
        self._fine_m = np.array([t.cliff_size_m, t.ledge_size_m, *(t.grain_size_m / 2.0**octaves)])[:, None]
        self._fine_layers = np.array([_CLIFF, _CLIFF + 1, *(_GRAIN + octaves)])[:, None]

    def height_m(self, x_m: ArrayLike, z_m: ArrayLike) -> Array:
        """The ground, the lakes' beds included; arrays broadcast."""
        x, z = np.broadcast_arrays(np.asarray(x_m, dtype=np.float64), np.asarray(z_m, dtype=np.float64))
        flat_x, flat_z = x.ravel(), z.ravel()
        height = np.empty(flat_x.shape)
        for start in range(0, max(1, flat_x.size), _CHUNK):  # so that the work stays in the processor's cache
            part = slice(start, start + _CHUNK)
            height[part] = self._carve(flat_x[part], flat_z[part])
        return np.reshape(height, x.shape)

    def surface_m(self, x_m: ArrayLike, z_m: ArrayLike) -> Array:
        """The ground or the water, whichever is higher."""
        return np.maximum(self.height_m(x_m, z_m), self.water_level_m)

    def normal(self, x_m: ArrayLike, z_m: ArrayLike, span_m: float = 2.0) -> Array:
        """Unit normals (..., 3) of the ground, measured over `span_m`."""
        x, z = np.broadcast_arrays(np.asarray(x_m, dtype=np.float64), np.asarray(z_m, dtype=np.float64))
        half = span_m / 2.0
        west, east, north, south = self.height_m(
            np.stack([x - half, x + half, x, x]), np.stack([z, z, z - half, z + half])
        )
        return vec_normalize(np.stack([west - east, np.full_like(west, span_m), north - south], axis=-1))

    def _plan(self, x: Array, z: Array) -> Array:
        """Ranges, hills and basins: the land before the rain; x and z (..., n)."""
        t, noise = self._tuning, self._noise.sample
        sizes_m = np.array([t.warp_size_m, t.warp_size_m, t.wiggle_size_m, t.wiggle_size_m])
        shift = noise(x / sizes_m[:, None, None], z / sizes_m[:, None, None], _WARP + _FOUR)
        x = x + t.warp_m * shift[0] + t.wiggle_m * shift[2]
        z = z + t.warp_m * shift[1] + t.wiggle_m * shift[3]
        sizes_m = np.array(
            [t.country_size_m, t.range_size_m, t.spur_size_m, t.knob_size_m, t.basin_size_m, t.hill_size_m]
        )[:, None, None]
        layers = np.array([_COUNTRY, _RANGE, _SPUR, _KNOB, _BASIN, _HILL])[:, None, None]
        country, line, spur, knob, basin, hill = noise(x / sizes_m, z / sizes_m, layers)
        line = _soft_abs(line, t.crest_m / t.range_size_m)
        spur = 1.0 - _soft_abs(spur, t.crest_m / t.spur_size_m)
        knob = 1.0 - _soft_abs(knob, t.crest_m / t.knob_size_m)
        tent = np.maximum(1.0 - line / t.range_width_frac, 0.0)
        highland = smoothstep(*t.highland_noise, country)
        shoulder = t.spur_frac + t.knob_frac * knob * knob * spur
        ridges = t.crest_frac * tent * np.sqrt(tent) + shoulder * tent * spur * spur
        mountain = t.range_height_m * (t.lowland_frac + (1.0 - t.lowland_frac) * highland) * ridges
        mountain = mountain * mountain / (mountain + t.foot_m)
        sink = t.sink_m * smoothstep(*t.sink_noise, line)
        low = t.floor_m - sink + t.basin_m * basin + t.hill_m * hill * np.abs(hill)
        return np.asarray(low + mountain)

    def _carve(self, x: Array, z: Array) -> Array:
        t = self._tuning
        span_m = t.slope_span_m
        plan = self._plan(np.stack([x, x + span_m, x]), np.stack([z, z, z + span_m]))
        height = plan[0]
        firm = t.shore_frac + (1.0 - t.shore_frac) * smoothstep(0.0, t.shore_m, np.abs(height))
        firm *= t.gully_frac
        slope_x, slope_z = (plan[1] - height) / span_m, (plan[2] - height) / span_m
        for octave in range(t.gully_octaves):
            rib, rib_x, rib_z = self._gully(x, z, slope_x, slope_z, firm, octave)
            height = height + rib
            slope_x, slope_z = slope_x + rib_x, slope_z + rib_z
        fine = self._noise.sample(x / self._fine_m, z / self._fine_m, self._fine_layers)
        steep = np.sqrt((plan[1] - plan[0]) ** 2 + (plan[2] - plan[0]) ** 2) / span_m
        rough = t.grain_frac * (t.grain_level_frac + np.minimum(slope_x * slope_x + slope_z * slope_z, 1.0))
        grain = rough * (fine[2:] * self._fine_m[2:]).sum(axis=0)
        return np.asarray(height + self._terrace(height, steep, fine[0], fine[1]) + grain)

    def _gully(
        self, x: Array, z: Array, slope_x: Array, slope_z: Array, firm: Array, octave: int
    ) -> tuple[Array, Array, Array]:
        """One octave of ribs: their height and its slope in x and z."""
        size_m = self._tuning.gully_size_m / 2**octave
        steep = np.sqrt(slope_x * slope_x + slope_z * slope_z)
        safe = np.maximum(steep, 1e-9)
        across_x, across_z = -slope_z / safe, slope_x / safe
        wave, wave_slope = self._noise.waves(x / size_m, z / size_m, across_x, across_z, _GULLY + octave)
        strength = firm * steep / (1.0 + steep)  # no rib outgrows a cliff
        rise = strength * wave_slope
        return strength * size_m * (wave - self._tuning.gully_cut_frac), rise * across_x, rise * across_z

    def _terrace(self, height: Array, steep: Array, country: Array, wander: Array) -> Array:
        """Steps of cliff and ledge, where the country is rocky and the slope steep: what they add."""
        t = self._tuning
        rocky = t.cliff_most_frac * smoothstep(*t.cliff_noise, country) * smoothstep(*t.cliff_slope, steep)
        rocky *= smoothstep(*t.cliff_top_m, height)
        step = height / t.cliff_step_m + wander
        within = step - np.floor(step)
        return np.asarray(rocky * t.cliff_step_m * (smoothstep(1.0 - t.cliff_frac, 1.0, within) - within))


def _soft_abs(value: Array, width: float) -> Array:
    """The absolute value, rounded at 0 over about `width`."""
    return np.asarray(np.sqrt(value * value + width * width) - width)
