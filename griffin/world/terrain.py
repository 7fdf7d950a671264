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
    floor_m: float = 25.0  # of the low country above the water, on average
    sink_m: float = 62.0  # how much lower the middle of a valley lies
    sink_noise: tuple[float, float] = (0.2, 0.8)  # from a range's foot to the middle of the valley
    dale_noise: float = 0.32  # half a dale's width: its sides are no steeper than other slopes
    dale_frac: float = 0.5  # how much of a range's height a dale takes away: a pass to fly through
    dale_m: float = 10.0  # how much deeper its floor lies in low country
    deepest_m: float = 90.0  # of a lake
    floor_level_m: float = 9.0  # the low land is pressed towards this level ...
    floor_flat_m: float = 22.0  # ... and half as much so far above and below it: shores still slope
    hill_size_m: float = 1300.0
    hill_m: float = 40.0
    gully_size_m: float = 820.0  # the largest ribs; each octave halves it
    gully_octaves: int = 5
    gully_frac: float = 0.2  # height of a rib over its width, on a slope of 45 degrees
    gully_cut_frac: float = 0.2  # water takes more than it leaves: ribs lie so much lower than the plan
    shore_frac: float = 0.15  # of the gullies is left at the water's edge
    shore_m: float = 55.0  # lower than this above the water there are fewer gullies: smooth bays, few ponds
    slope_span_m: float = 24.0  # over which the plan's slope is measured
    cliff_size_m: float = 2600.0
    cliff_noise: tuple[float, float] = (-0.3, 0.05)  # where this noise is high the country is rocky
    cliff_slope: tuple[float, float] = (0.2, 0.42)  # rise over run of the plan from which steps form
    cliff_steep_gain: float = 0.8  # a steeper slope is rock in a milder country, too ...
    cliff_steep_slope: float = 0.35  # ... and a gentler one than this only in a rockier
    cliff_top_m: tuple[float, float] = (950.0, 480.0)  # ledges full of snow are stripes: fewer steps up there
    step_m: float = 82.0  # from ledge to ledge, on average; a face takes four fifths of it
    step_country_frac: float = 0.45  # how much taller steps are where the country is at its rockiest
    step_odd_frac: float = 0.4  # and how much two neighbours differ from their mean
    step_size_m: float = 520.0  # ledges rise and fall by a step over this, or they look like a quarry
    step_jag_frac: float = 0.05  # of a step, by which the first octave of grain breaks its edges
    ledge_frac: float = 0.66  # of a step, before it is remapped
    ledge_slope_frac: float = 0.2  # slope of a ledge over that of its hill: meadows, 8 m broad and more
    face_size_m: float = 380.0  # along a slope, from one face to the next at the same height
    face_noise: tuple[float, float] = (-0.16, 0.14)  # where this noise is high there is a face
    face_least_frac: float = 0.15  # of a face that remains where there is none
    crag_size_m: float = 260.0  # from one wall to the next
    crag_m: float = 60.0  # height of the tallest
    crag_noise: float = 0.22  # half the width of a wall's foot
    crag_ledges: float = 2.5  # from foot to top ...
    crag_jag: float = 1.2  # ... by how many of them they are higher here and lower there
    crag_country: float = 0.35  # crags stand where the country is rockier than this ...
    crag_slope: float = 0.3  # ... and the plan less steep, for steeper slopes have steps ...
    crag_shore_m: float = 6.0  # ... and not in the water
    grain_size_m: float = 34.0
    grain_octaves: int = 3
    grain_frac: float = 0.05  # height over width, on a slope of 45 degrees ...
    grain_level_frac: float = 0.15  # ... and this much of it on level ground

    def __post_init__(self) -> None:
        if min(value for value in astuple(self) if isinstance(value, float)) <= 0.0:
            raise ValueError("the land's measures must be positive")
        if max(self.ledge_frac, self.ledge_slope_frac, self.step_odd_frac) >= 1.0:
            raise ValueError("a step needs both a ledge and a face, whatever its height")


_CHUNK = 2048
_GOLDEN = 0.6180339887498949  # multiples of it, without their whole parts, are spread evenly
_WARP, _COUNTRY, _RANGE, _SPUR, _KNOB, _BASIN, _HILL, _CLIFF, _GULLY, _GRAIN, _FACE = range(0, 110, 10)
_EAST, _SOUTH = np.array([[0.0], [1.0], [0.0]]), np.array([[0.0], [0.0], [1.0]])  # the points of a slope
_WARP_LAYERS = np.arange(_WARP, _WARP + 4)[:, None, None]
_PLAN_LAYERS = np.array([_COUNTRY, _RANGE, _SPUR, _KNOB, _BASIN, _HILL])[:, None, None]


class Terrain:
    """Heights in metres over the world's x and z. Water stands level at `water_level_m`."""

    water_level_m = 0.0

    def __init__(self, seed: int, tuning: TerrainTuning = TerrainTuning()) -> None:
        self.seed = seed
        self._tuning = tuning
        self._noise = GradientNoise(seed)
        t, octaves = tuning, np.arange(tuning.grain_octaves)
        self._warp_m = np.array([t.warp_size_m, t.warp_size_m, t.wiggle_size_m, t.wiggle_size_m])[
            :, None, None
        ]
        self._plan_m = np.array(
            [t.country_size_m, t.range_size_m, t.spur_size_m, t.knob_size_m, t.basin_size_m, t.hill_size_m]
        )[:, None, None]
        self._fine_m = np.array(
            [t.cliff_size_m, t.step_size_m, t.crag_size_m, *(t.grain_size_m / 2.0**octaves)]
        )[:, None]
        self._fine_layers = np.array([_CLIFF, _CLIFF + 1, _CLIFF + 2, *(_GRAIN + octaves)])[:, None]

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
        wave, wave_slope = self._noise.waves(x / size_m, z / size_m, across_x, across_z, _GULLY + octave)
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
        turn = _GOLDEN * pair
        lower = 1.0 - t.step_odd_frac + 2.0 * t.step_odd_frac * (turn - np.floor(turn))
        within = place - 2.0 * pair
        is_upper = within >= lower
        tall = np.where(is_upper, 2.0 - lower, lower)
        within = np.where(is_upper, within - lower, within) / tall
        layer = (2.0 * pair + is_upper).astype(np.int64) + _FACE
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
