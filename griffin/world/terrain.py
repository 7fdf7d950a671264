"""Terrain: the seeded, endless height field. Pure: the same seed gives the same land everywhere, for ever.

How the land comes about, large to small:

1. The plan. Two broad noises say where a country is mountainous and where it is low. A range is a tent along
   the line where a third noise crosses zero: such lines are long, winding and never end in the middle of
   nowhere, and a tent has a crest. Its height rises and sinks along the crest into peaks and saddles. Dales
   follow the zero line of a fourth noise: where one crosses a range, the crest sinks to a pass. The low land
   is pressed towards one level a little above the lakes: valley floors are meadows. All places are shifted by
   a slow warp first, so that nothing lies on a lattice.
2. Water's work. On a slope, ribs and gullies run downhill: waves whose crests follow the slope, each octave
   branching off the larger ones because it sees the slope that these have made. They grow with steepness, so
   valley floors stay flat by themselves. Source of the idea: C. John, "Eroded Terrain Noise" (2018),
   and R. S. Johansen's later writing on it; the code and the blending of the waves are our own.
3. Cliffs. Where the country is rocky and the plan steep, heights are remapped in steps: a ledge, then a face
   with a concave foot and a sharp brow. Steps differ in height, and each has a noise of its own that says
   where along the slope its face stands and where the slope is left as it was, so that cliffs begin and end,
   and no two lie above each other like stripes. Ribs and gullies come before, and a face, being steeper than
   its slope, deepens them to buttresses and chimneys. Source of the idea of terraces by remapping: A. Patel,
   "Making maps with noise functions" (2015).
4. Crags. On the floors of rocky countries, short walls of rock along a noise's zero line.
5. Grain, for a griffin that flies low.

Lakes are where the low country sinks under the one water level.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from griffin.linalg import vec_normalize
from griffin.world.noise import GradientNoise, smoothstep
from griffin.world.terrain_point import TerrainPoint
from griffin.world.terrain_tuning import GOLDEN, PLAN_LAYERS, Layer, TerrainTuning

Array = NDArray[np.float64]


_TUNING = TerrainTuning()
_CHUNK = 2048
_FEW = 6  # fewer points are sooner done one by one
_KEPT = 64  # of those, the last ones: flight, camera and renderer ask again for places that they share
_EAST, _SOUTH = np.array([[0.0], [1.0], [0.0]]), np.array([[0.0], [0.0], [1.0]])  # the points of a slope
_WARP_LAYERS = np.arange(Layer.WARP, Layer.WARP + 4)[:, None, None]
_PLAN_LAYERS = np.array(PLAN_LAYERS)[:, None, None]


class Terrain:
    """Heights in metres over the world's x and z. Water stands level at `water_level_m`."""

    water_level_m = 0.0

    def __init__(self, seed: int, tuning: TerrainTuning = _TUNING) -> None:
        self.seed = seed
        self._tuning = tuning
        self._noise = GradientNoise(seed)
        self._point_height_m = lru_cache(_KEPT)(TerrainPoint(self._noise, tuning).height_m)
        t, octaves = tuning, np.arange(tuning.grain_octaves)
        self._warp_m = np.array([t.warp_size_m, t.warp_size_m, t.wiggle_size_m, t.wiggle_size_m])[
            :, None, None
        ]
        self._plan_m = np.array(t.plan_sizes_m)[:, None, None]
        self._fine_m = np.array(
            [t.cliff_size_m, t.step_size_m, t.crag_size_m, *(t.grain_size_m / 2.0**octaves)]
        )[:, None]
        self._fine_layers = np.array(
            [Layer.CLIFF, Layer.CLIFF + 1, Layer.CLIFF + 2, *(Layer.GRAIN + octaves)]
        )[:, None]

    def height_m(self, x_m: ArrayLike, z_m: ArrayLike) -> Array:
        """The ground, the lakes' beds included; arrays broadcast."""
        x, z = np.broadcast_arrays(np.asarray(x_m, dtype=np.float64), np.asarray(z_m, dtype=np.float64))
        flat_x, flat_z = x.ravel(), z.ravel()
        if flat_x.size < _FEW:
            points = zip(flat_x.tolist(), flat_z.tolist(), strict=True)
            return np.reshape([self._point_height_m(*point) for point in points], x.shape)
        height = np.empty(flat_x.shape)
        for start in range(0, max(1, flat_x.size), _CHUNK):  # so that the work stays in the processor's cache
            part = slice(start, start + _CHUNK)
            height[part] = self._carve(flat_x[part], flat_z[part])
        return np.reshape(height, x.shape)

    def surface_m(self, x_m: ArrayLike, z_m: ArrayLike) -> Array:
        """The ground or the water, whichever is higher."""
        return np.maximum(self.height_m(x_m, z_m), self.water_level_m)

    def surface_at(self, x_m: float, z_m: float) -> float:
        """`surface_m` of one place."""
        return max(self._point_height_m(x_m, z_m), self.water_level_m)

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
        shift = noise(x / self._warp_m, z / self._warp_m, _WARP_LAYERS)
        x = x + t.warp_m * shift[0] + t.wiggle_m * shift[2]
        z = z + t.warp_m * shift[1] + t.wiggle_m * shift[3]
        noises = noise(x / self._plan_m, z / self._plan_m, _PLAN_LAYERS)
        country, basin, hill = noises[0], noises[4], noises[5]
        line, spur, knob = _soft_abs(noises[1:4], t.crest_m / self._plan_m[1:4])
        spur, knob = 1.0 - spur, 1.0 - knob
        tent = np.maximum(1.0 - line / t.range_width_frac, 0.0)
        highland = smoothstep(*t.highland_noise, country)
        shoulder = t.spur_frac + t.knob_frac * knob * knob * spur
        ridges = t.crest_frac * tent * np.sqrt(tent) + shoulder * tent * spur * spur
        mountain = t.range_height_m * (t.lowland_frac + (1.0 - t.lowland_frac) * highland) * ridges
        mountain = mountain * mountain / (mountain + t.foot_m)
        dale = 1.0 - smoothstep(0.0, t.dale_noise, np.abs(basin))
        mountain *= 1.0 - t.dale_frac * dale
        sink = t.sink_m * smoothstep(*t.sink_noise, line) + t.dale_m * dale
        low = t.floor_m - sink + t.basin_m * basin + t.hill_m * hill * np.abs(hill) - t.floor_level_m
        low = t.floor_level_m + low * np.abs(low) / (np.abs(low) + t.floor_flat_m)
        return np.asarray(low + mountain)

    def _carve(self, x: Array, z: Array) -> Array:
        t = self._tuning
        height, east, south = self._plan(x + t.slope_span_m * _EAST, z + t.slope_span_m * _SOUTH)
        firm = t.shore_frac + (1.0 - t.shore_frac) * smoothstep(0.0, t.shore_m, np.abs(height))
        firm *= t.gully_frac
        slope_x, slope_z = (east - height) / t.slope_span_m, (south - height) / t.slope_span_m
        steep = np.sqrt(slope_x * slope_x + slope_z * slope_z)
        massif = height
        for octave in range(t.gully_octaves):
            massif = height
            rib, rib_x, rib_z = self._gully(x, z, slope_x, slope_z, firm, octave)
            height = height + rib
            slope_x, slope_z = slope_x + rib_x, slope_z + rib_z
        fine = self._noise.sample(x / self._fine_m, z / self._fine_m, self._fine_layers)
        rough = t.grain_frac * (t.grain_level_frac + np.minimum(slope_x * slope_x + slope_z * slope_z, 1.0))
        grain = rough * (fine[3:] * self._fine_m[3:]).sum(axis=0)
        country, wander, line, jag = fine[:4]
        step = self._step(x, z, massif, steep, country, wander, jag)
        crag = self._crag(height, steep, country, wander, line, jag)
        return np.asarray(np.maximum(height + step + crag + grain, -t.deepest_m))

    def _gully(
        self, x: Array, z: Array, slope_x: Array, slope_z: Array, firm: Array, octave: int
    ) -> tuple[Array, Array, Array]:
        """One octave of ribs: their height and its slope in x and z."""
        size_m = self._tuning.gully_size_m / 2**octave
        steep = np.sqrt(slope_x * slope_x + slope_z * slope_z)
        safe = np.maximum(steep, 1e-9)
        across_x, across_z = -slope_z / safe, slope_x / safe
        wave, wave_slope = self._noise.waves(x / size_m, z / size_m, across_x, across_z, Layer.GULLY + octave)
        strength = firm * steep / (1.0 + steep)  # no rib outgrows a cliff
        rise = strength * wave_slope
        return strength * size_m * (wave - self._tuning.gully_cut_frac), rise * across_x, rise * across_z

    def _step(
        self, x: Array, z: Array, height: Array, steep: Array, country: Array, wander: Array, jag: Array
    ) -> Array:
        """Steps of cliff and ledge, where the country is rocky and the slope steep: what they add."""
        t = self._tuning
        mean_m = t.step_m * (1.0 + t.step_country_frac * country)
        place = height / mean_m + wander + t.step_jag_frac * jag
        # Steps come in pairs, a lower and an upper one, which share two mean steps in a ratio of their own.
        pair = np.floor(0.5 * place)
        turn = GOLDEN * pair
        lower = 1.0 - t.step_odd_frac + 2.0 * t.step_odd_frac * (turn - np.floor(turn))
        within = place - 2.0 * pair
        is_upper = within >= lower
        tall = np.where(is_upper, 2.0 - lower, lower)
        within = np.where(is_upper, within - lower, within) / tall
        layer = (2.0 * pair + is_upper).astype(np.int64) + Layer.FACE
        stands = self._noise.sample(x / t.face_size_m, z / t.face_size_m, layer)
        rocky = smoothstep(*t.cliff_noise, country + t.cliff_steep_gain * (steep - t.cliff_steep_slope))
        rocky *= smoothstep(*t.cliff_slope, steep) * smoothstep(*t.cliff_top_m, height)
        rocky *= t.face_least_frac + (1.0 - t.face_least_frac) * smoothstep(*t.face_noise, stands)
        up = np.maximum(within - t.ledge_frac, 0.0) / (1.0 - t.ledge_frac)
        added = (1.0 - t.ledge_slope_frac) * (up * up * (2.0 - up) - within)
        return np.asarray(rocky * mean_m * tall * added)

    def _crag(
        self, height: Array, steep: Array, country: Array, wander: Array, line: Array, jag: Array
    ) -> Array:
        """Walls of rock on level ground in rocky countries: what they add."""
        t = self._tuning
        away = np.abs(line + 0.1 * jag)
        away += 1.5 * np.maximum(t.crag_country - np.minimum(country, wander), 0.0)
        away += 1.5 * np.maximum(steep - t.crag_slope, 0.0) + np.maximum(1.0 - height / t.crag_shore_m, 0.0)
        rise = np.maximum(1.0 - away / t.crag_noise, 0.0)
        place = rise * t.crag_ledges + t.crag_jag * jag
        within = place - np.floor(place)
        # What a stair adds to a slope: 0 in the middle of each step, and none at the foot.
        stair = (within * within * (3.0 - 2.0 * within) - within) / t.crag_ledges
        rise = np.maximum(rise + stair * np.minimum(4.0 * rise, 1.0), 0.0)
        return np.asarray(t.crag_m * rise * (0.8 + 0.5 * jag))


def _soft_abs(value: Array, width: Array) -> Array:
    """The absolute value, rounded at 0 over about `width`."""
    return np.asarray(np.sqrt(value * value + width * width) - width)
