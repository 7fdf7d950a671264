"""The height of the land at one place, in plain Python: what `Terrain` computes for many places at once.

A call of numpy's takes as long for one number as for hundreds, and a flight asks for a few places in each of
its steps: for these, plain floats are several times as fast. The arithmetic is that of terrain.py and
noise.py, in the same order, so the two agree to the last bit; `tests/world/test_terrain_point.py` checks it.
Whoever changes the one changes the other. A noise is left out where all that it adds is multiplied by zero:
away from ranges, on gentle slopes and where no wall of rock stands.
"""

import math
from functools import lru_cache

from griffin.easing import smooth_between
from griffin.world.noise import GradientNoise
from griffin.world.terrain_tuning import GOLDEN, PLAN_LAYERS, Layer, TerrainTuning

_KEPT_FACES = 64  # steps of cliff whose noise is kept at hand; a country has fewer above each other


class TerrainPoint:
    """Heights in metres, a place at a time."""

    def __init__(self, noise: GradientNoise, tuning: TerrainTuning) -> None:
        t = self._tuning = tuning
        sampler = noise.sampler
        self._warps = (sampler(Layer.WARP), sampler(Layer.WARP + 1))
        self._wiggles = (sampler(Layer.WARP + 2), sampler(Layer.WARP + 3))
        self._country, self._range, self._spur, self._knob, self._basin, self._hill = map(
            sampler, PLAN_LAYERS
        )
        self._range_crest, self._spur_crest, self._knob_crest = (
            t.crest_m / size_m for size_m in (t.range_size_m, t.spur_size_m, t.knob_size_m)
        )
        self._gullies = tuple(
            (t.gully_size_m / 2**octave, noise.wave_sampler(Layer.GULLY + octave))
            for octave in range(t.gully_octaves)
        )
        self._cliff, self._wander, self._line = (sampler(Layer.CLIFF + each) for each in range(3))
        self._grains = tuple(
            (t.grain_size_m / 2.0**octave, sampler(Layer.GRAIN + octave)) for octave in range(t.grain_octaves)
        )
        self._face = lru_cache(_KEPT_FACES)(sampler)

    def height_m(self, x: float, z: float) -> float:
        """The ground, the lakes' beds included."""
        t = self._tuning
        span_m = t.slope_span_m
        height = self._plan(x, z)
        slope_x, slope_z = (
            (self._plan(x + span_m, z) - height) / span_m,
            (self._plan(x, z + span_m) - height) / span_m,
        )
        firm = t.shore_frac + (1.0 - t.shore_frac) * smooth_between(abs(height), 0.0, t.shore_m)
        firm *= t.gully_frac
        steep = math.sqrt(slope_x * slope_x + slope_z * slope_z)
        massif = height
        for size_m, waves in self._gullies:
            massif = height
            slope = math.sqrt(slope_x * slope_x + slope_z * slope_z)
            safe = max(slope, 1e-9)
            across_x, across_z = -slope_z / safe, slope_x / safe
            wave, wave_slope = waves(x / size_m, z / size_m, across_x, across_z)
            strength = firm * slope / (1.0 + slope)
            rise = strength * wave_slope
            height = height + strength * size_m * (wave - t.gully_cut_frac)
            slope_x, slope_z = slope_x + rise * across_x, slope_z + rise * across_z
        country = self._cliff(x / t.cliff_size_m, z / t.cliff_size_m)
        grains = [(sample(x / size_m, z / size_m), size_m) for size_m, sample in self._grains]
        jag = grains[0][0]
        rough = t.grain_frac * (t.grain_level_frac + min(slope_x * slope_x + slope_z * slope_z, 1.0))
        grain = rough * sum([value * size_m for value, size_m in grains])
        step = self._step(x, z, massif, steep, country, jag)
        crag = self._crag(x, z, height, steep, country, jag)
        return max(height + step + crag + grain, -t.deepest_m)

    def _plan(self, x: float, z: float) -> float:
        t = self._tuning
        warp_x, warp_z = x / t.warp_size_m, z / t.warp_size_m
        wiggle_x, wiggle_z = x / t.wiggle_size_m, z / t.wiggle_size_m
        east, south = self._warps
        east_wiggle, south_wiggle = self._wiggles
        x, z = (
            x + t.warp_m * east(warp_x, warp_z) + t.wiggle_m * east_wiggle(wiggle_x, wiggle_z),
            z + t.warp_m * south(warp_x, warp_z) + t.wiggle_m * south_wiggle(wiggle_x, wiggle_z),
        )
        line = _soft_abs(self._range(x / t.range_size_m, z / t.range_size_m), self._range_crest)
        basin = self._basin(x / t.basin_size_m, z / t.basin_size_m)
        hill = self._hill(x / t.hill_size_m, z / t.hill_size_m)
        dale = 1.0 - smooth_between(abs(basin), 0.0, t.dale_noise)
        sink = t.sink_m * smooth_between(line, *t.sink_noise) + t.dale_m * dale
        low = t.floor_m - sink + t.basin_m * basin + t.hill_m * hill * abs(hill) - t.floor_level_m
        low = t.floor_level_m + low * abs(low) / (abs(low) + t.floor_flat_m)
        tent = 1.0 - line / t.range_width_frac
        if tent <= 0.0:
            return low
        return low + self._mountain(x, z, tent) * (1.0 - t.dale_frac * dale)

    def _mountain(self, x: float, z: float, tent: float) -> float:
        """What a range adds, but for its passes; x and z are shifted already."""
        t = self._tuning
        country = self._country(x / t.country_size_m, z / t.country_size_m)
        spur = 1.0 - _soft_abs(self._spur(x / t.spur_size_m, z / t.spur_size_m), self._spur_crest)
        knob = 1.0 - _soft_abs(self._knob(x / t.knob_size_m, z / t.knob_size_m), self._knob_crest)
        highland = smooth_between(country, *t.highland_noise)
        shoulder = t.spur_frac + t.knob_frac * knob * knob * spur
        ridges = t.crest_frac * tent * math.sqrt(tent) + shoulder * tent * spur * spur
        mountain = t.range_height_m * (t.lowland_frac + (1.0 - t.lowland_frac) * highland) * ridges
        return mountain * mountain / (mountain + t.foot_m)

    def _step(self, x: float, z: float, height: float, steep: float, country: float, jag: float) -> float:
        t = self._tuning
        rocky = smooth_between(country + t.cliff_steep_gain * (steep - t.cliff_steep_slope), *t.cliff_noise)
        rocky *= smooth_between(steep, *t.cliff_slope) * smooth_between(height, *t.cliff_top_m)
        if rocky == 0.0:
            return 0.0
        wander = self._wander(x / t.step_size_m, z / t.step_size_m)
        mean_m = t.step_m * (1.0 + t.step_country_frac * country)
        place = height / mean_m + wander + t.step_jag_frac * jag
        pair = math.floor(0.5 * place)
        turn = GOLDEN * pair
        lower = 1.0 - t.step_odd_frac + 2.0 * t.step_odd_frac * (turn - math.floor(turn))
        within = place - 2.0 * pair
        is_upper = within >= lower
        tall = 2.0 - lower if is_upper else lower
        within = (within - lower if is_upper else within) / tall
        stands = self._face(2 * pair + is_upper + Layer.FACE)(x / t.face_size_m, z / t.face_size_m)
        rocky *= t.face_least_frac + (1.0 - t.face_least_frac) * smooth_between(stands, *t.face_noise)
        up = max(within - t.ledge_frac, 0.0) / (1.0 - t.ledge_frac)
        added = (1.0 - t.ledge_slope_frac) * (up * up * (2.0 - up) - within)
        return rocky * mean_m * tall * added

    def _crag(self, x: float, z: float, height: float, steep: float, country: float, jag: float) -> float:
        t = self._tuning
        unfit = 1.5 * max(steep - t.crag_slope, 0.0) + max(1.0 - height / t.crag_shore_m, 0.0)
        if unfit >= t.crag_noise:
            return 0.0
        wander = self._wander(x / t.step_size_m, z / t.step_size_m)
        line = self._line(x / t.crag_size_m, z / t.crag_size_m)
        away = abs(line + 0.1 * jag)
        away += 1.5 * max(t.crag_country - min(country, wander), 0.0)
        away += unfit
        rise = 1.0 - away / t.crag_noise
        if rise <= 0.0:
            return 0.0
        place = rise * t.crag_ledges + t.crag_jag * jag
        within = place - math.floor(place)
        stair = (within * within * (3.0 - 2.0 * within) - within) / t.crag_ledges
        rise = max(rise + stair * min(4.0 * rise, 1.0), 0.0)
        return t.crag_m * rise * (0.8 + 0.5 * jag)


def _soft_abs(value: float, width: float) -> float:
    return math.sqrt(value * value + width * width) - width
