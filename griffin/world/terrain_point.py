"""The height of the land at one place, in plain Python: what `Terrain` computes for many places at once.

A call of numpy's takes as long for one number as for hundreds, and a flight asks for a few places in each of
its steps: for these, plain floats are several times as fast. The arithmetic is that of terrain.py and
noise.py, in the same order, so the two agree to the last bit; `tests/world/test_terrain_point.py` checks it.
Whoever changes the one changes the other.
"""

import math

from griffin.easing import smooth_between
from griffin.world.noise import GradientNoise
from griffin.world.terrain_tuning import GOLDEN, PLAN_LAYERS, Layer, TerrainTuning


class TerrainPoint:
    """Heights in metres, a place at a time."""

    def __init__(self, noise: GradientNoise, tuning: TerrainTuning) -> None:
        t = self._tuning = tuning
        self._sample, self._waves = noise.sample_at, noise.waves_at
        self._plan_noises = tuple(zip(t.plan_sizes_m, map(int, PLAN_LAYERS), strict=True))
        self._crests = tuple(t.crest_m / size_m for size_m in t.plan_sizes_m[1:4])
        self._gullies = tuple(
            (t.gully_size_m / 2**octave, Layer.GULLY + octave) for octave in range(t.gully_octaves)
        )
        self._grains = tuple(
            (t.grain_size_m / 2.0**octave, Layer.GRAIN + octave) for octave in range(t.grain_octaves)
        )

    def height_m(self, x: float, z: float) -> float:
        """The ground, the lakes' beds included."""
        t, sample = self._tuning, self._sample
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
        for size_m, layer in self._gullies:
            massif = height
            slope = math.sqrt(slope_x * slope_x + slope_z * slope_z)
            safe = max(slope, 1e-9)
            across_x, across_z = -slope_z / safe, slope_x / safe
            wave, wave_slope = self._waves(x / size_m, z / size_m, across_x, across_z, layer)
            strength = firm * slope / (1.0 + slope)
            rise = strength * wave_slope
            height = height + strength * size_m * (wave - t.gully_cut_frac)
            slope_x, slope_z = slope_x + rise * across_x, slope_z + rise * across_z
        country = sample(x / t.cliff_size_m, z / t.cliff_size_m, Layer.CLIFF)
        wander = sample(x / t.step_size_m, z / t.step_size_m, Layer.CLIFF + 1)
        line = sample(x / t.crag_size_m, z / t.crag_size_m, Layer.CLIFF + 2)
        grains = [sample(x / size_m, z / size_m, layer) for size_m, layer in self._grains]
        jag = grains[0]
        rough = t.grain_frac * (t.grain_level_frac + min(slope_x * slope_x + slope_z * slope_z, 1.0))
        grain = rough * sum(value * size_m for value, (size_m, _) in zip(grains, self._grains, strict=True))
        step = self._step(x, z, massif, steep, country, wander, jag)
        crag = self._crag(height, steep, country, wander, line, jag)
        return max(height + step + crag + grain, -t.deepest_m)

    def _plan(self, x: float, z: float) -> float:
        t, sample = self._tuning, self._sample
        warp_x, warp_z = x / t.warp_size_m, z / t.warp_size_m
        wiggle_x, wiggle_z = x / t.wiggle_size_m, z / t.wiggle_size_m
        moved_x = x + t.warp_m * sample(warp_x, warp_z, 0) + t.wiggle_m * sample(wiggle_x, wiggle_z, 2)
        moved_z = z + t.warp_m * sample(warp_x, warp_z, 1) + t.wiggle_m * sample(wiggle_x, wiggle_z, 3)
        noises = [sample(moved_x / size_m, moved_z / size_m, layer) for size_m, layer in self._plan_noises]
        country, basin, hill = noises[0], noises[4], noises[5]
        line, spur, knob = [
            math.sqrt(value * value + crest * crest) - crest
            for value, crest in zip(noises[1:4], self._crests, strict=True)
        ]
        spur, knob = 1.0 - spur, 1.0 - knob
        tent = max(1.0 - line / t.range_width_frac, 0.0)
        highland = smooth_between(country, *t.highland_noise)
        shoulder = t.spur_frac + t.knob_frac * knob * knob * spur
        ridges = t.crest_frac * tent * math.sqrt(tent) + shoulder * tent * spur * spur
        mountain = t.range_height_m * (t.lowland_frac + (1.0 - t.lowland_frac) * highland) * ridges
        mountain = mountain * mountain / (mountain + t.foot_m)
        dale = 1.0 - smooth_between(abs(basin), 0.0, t.dale_noise)
        mountain *= 1.0 - t.dale_frac * dale
        sink = t.sink_m * smooth_between(line, *t.sink_noise) + t.dale_m * dale
        low = t.floor_m - sink + t.basin_m * basin + t.hill_m * hill * abs(hill) - t.floor_level_m
        low = t.floor_level_m + low * abs(low) / (abs(low) + t.floor_flat_m)
        return low + mountain

    def _step(
        self, x: float, z: float, height: float, steep: float, country: float, wander: float, jag: float
    ) -> float:
        t = self._tuning
        mean_m = t.step_m * (1.0 + t.step_country_frac * country)
        place = height / mean_m + wander + t.step_jag_frac * jag
        pair = math.floor(0.5 * place)
        turn = GOLDEN * pair
        lower = 1.0 - t.step_odd_frac + 2.0 * t.step_odd_frac * (turn - math.floor(turn))
        within = place - 2.0 * pair
        is_upper = within >= lower
        tall = 2.0 - lower if is_upper else lower
        within = (within - lower if is_upper else within) / tall
        stands = self._sample(x / t.face_size_m, z / t.face_size_m, 2 * pair + is_upper + Layer.FACE)
        rocky = smooth_between(country + t.cliff_steep_gain * (steep - t.cliff_steep_slope), *t.cliff_noise)
        rocky *= smooth_between(steep, *t.cliff_slope) * smooth_between(height, *t.cliff_top_m)
        rocky *= t.face_least_frac + (1.0 - t.face_least_frac) * smooth_between(stands, *t.face_noise)
        up = max(within - t.ledge_frac, 0.0) / (1.0 - t.ledge_frac)
        added = (1.0 - t.ledge_slope_frac) * (up * up * (2.0 - up) - within)
        return rocky * mean_m * tall * added

    def _crag(
        self, height: float, steep: float, country: float, wander: float, line: float, jag: float
    ) -> float:
        t = self._tuning
        away = abs(line + 0.1 * jag)
        away += 1.5 * max(t.crag_country - min(country, wander), 0.0)
        away += 1.5 * max(steep - t.crag_slope, 0.0) + max(1.0 - height / t.crag_shore_m, 0.0)
        rise = max(1.0 - away / t.crag_noise, 0.0)
        place = rise * t.crag_ledges + t.crag_jag * jag
        within = place - math.floor(place)
        stair = (within * within * (3.0 - 2.0 * within) - within) / t.crag_ledges
        rise = max(rise + stair * min(4.0 * rise, 1.0), 0.0)
        return t.crag_m * rise * (0.8 + 0.5 * jag)
