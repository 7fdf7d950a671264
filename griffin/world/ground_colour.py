"""What the ground looks like: height, slope, shading and seeded chance turned into colour. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.world.noise import GradientNoise, smoothstep
from griffin.world.palette import PALETTE, Colour, Palette, Surface
from griffin.world.sun import SunLight
from griffin.world.terrain_shading import Shading

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundTuning:
    """Where which ground begins. Pairs are (begins, full)."""

    patch_size_m: float = 420.0  # meadows, woods and dry patches
    mottle_size_m: float = 95.0  # breaks their borders up
    crown_size_m: float = 17.0  # single crowns in the woods
    rock_slope: tuple[float, float] = (0.8, 0.96)  # rise over run: 39 and 44 degrees
    cliff_slope: tuple[float, float] = (1.15, 1.5)
    band_frac: float = 0.85  # how much of the cliffs' warm bands any rock shows
    band_m: float = 23.0  # from one band of a cliff to the next
    wood_slope: tuple[float, float] = (0.75, 0.55)  # steeper: no woods
    wood_top_m: tuple[float, float] = (420.0, 300.0)
    broadleaf_top_m: tuple[float, float] = (190.0, 90.0)
    snow_m: tuple[float, float] = (450.0, 520.0)
    snow_slope: tuple[float, float] = (2.0, 0.85)
    alpine_m: tuple[float, float] = (260.0, 430.0)  # grass grows thin and dry
    shore_m: tuple[float, float] = (3.2, 1.2)
    deep_m: float = 9.0  # water this deep shows nothing of its bed
    full_sun: float = 0.76  # cosine at which a slope shows its sunlit colour: one that leans to the sun
    low_sun: float = 0.26  # the same for a sun at the horizon ...
    high_sun: float = 1.2  # ... and how much more for a sun overhead
    sun_gain: float = 0.36  # how much brighter a slope gets that faces the sun squarely
    hollow_shade: float = 0.3  # how much darker the shade is in a deep hollow
    # What a low sun's bright sky adds to all shade, and to that on slopes towards it.
    dusk_glow: tuple[float, float] = (0.35, 1.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Fractions of ground points (n,) that each thing covers; `slope` is rise over run.

    `leafy`: how much of a wood is broadleaf. `mottle` and `crown` are the noises that break borders up.
    """

    slope: Array
    dry: Array
    wood: Array
    leafy: Array
    rock: Array
    cliff: Array
    snow: Array
    gravel: Array
    mottle: Array
    crown: Array


_PATCH, _MOTTLE, _CROWN, _BORDER = 200, 210, 220, 230


class Ground:
    """Colours points of one land under one sun."""

    def __init__(
        self,
        seed: int,
        sun: SunLight,
        palette: Palette = PALETTE,
        tuning: GroundTuning = GroundTuning(),
    ) -> None:
        self._noise = GradientNoise(seed ^ 0x5EED)
        self._sun = sun
        self._palette = palette
        self._tuning = tuning

    def colour(self, x: Array, z: Array, height: Array, normal: Array, shading: Shading) -> Array:
        """(n, 6): linear light that leaves the ground as it lies in the sun; its grass, woods and rock."""
        lit, shade, cover = self._material(x, z, height, normal, shading)
        t = self._tuning
        towards = normal @ self._sun.direction_world
        # Under a low sun the eye adapts: slopes count as sunlit that lean to it less.
        full_sun = min(t.full_sun, t.low_sun + t.high_sun * float(self._sun.direction_world[1]))
        light = np.clip(towards / full_sun, 0.0, 1.0) * shading.sunlit
        bright = 1.0 + t.sun_gain * smoothstep(full_sun, 1.0, towards)
        open_sky = 1.0 - t.hollow_shade * np.clip(shading.hollow, 0.0, 1.0) - 0.25 * (1.0 - normal[:, 1])
        in_shade = shade * self._sun.fill_tint * open_sky[:, None] * self._dusk_glow(normal)
        colour = in_shade + (lit * self._sun.key_tint * bright[:, None] - in_shade) * light[:, None]
        return np.concatenate([colour, cover], axis=1)

    def _dusk_glow(self, normal: Array) -> Array:
        """(n, 3) what a low sun's bright sky makes of the shade: it models slopes that no sun reaches."""
        sun, (all_around, ahead) = self._sun, self._tuning.dusk_glow
        level = sun.direction_world[[0, 2]] / np.linalg.norm(sun.direction_world[[0, 2]])
        facing = np.clip(0.3 + 1.2 * (normal[:, [0, 2]] @ level), 0.0, 1.0)
        warm = sun.key_tint / sun.key_tint.max()
        return np.asarray(1.0 + sun.dusk_frac * (all_around + ahead * facing[:, None] * warm))

    def cover(self, x: Array, z: Array, height: Array, normal: Array, shading: Shading) -> "Cover":
        """What lies and grows at ground points (n,)."""
        t, noise = self._tuning, self._noise.sample
        sizes_m = np.array([t.patch_size_m, t.mottle_size_m, t.crown_size_m, t.patch_size_m])[:, None]
        layers = np.array([_PATCH, _MOTTLE, _CROWN, _BORDER])[:, None]
        patch, mottle, crown, damp = noise(x / sizes_m, z / sizes_m, layers)
        slope = np.sqrt(np.maximum(1.0 / np.maximum(normal[:, 1], 0.05) ** 2 - 1.0, 0.0))
        ragged_m = 55.0 * mottle + 18.0 * crown
        wet = 0.5 * damp + 0.3 * mottle + 0.5 * shading.hollow
        dry = smoothstep(0.2, -0.6, wet) * 0.6 + 0.35 * smoothstep(*t.alpine_m, height + ragged_m)
        wood = smoothstep(0.02, 0.12, patch + 0.35 * mottle + 0.25 * shading.hollow)
        wood *= smoothstep(*t.wood_slope, slope) * smoothstep(*t.wood_top_m, height + ragged_m)
        wood *= smoothstep(5.0, 12.0, height)
        leafy = smoothstep(*t.broadleaf_top_m, height + ragged_m) * smoothstep(-0.1, 0.3, damp + 0.5 * mottle)
        rock = smoothstep(*t.rock_slope, slope + 0.1 * mottle + 0.16 * crown)
        snow = smoothstep(*t.snow_m, height + ragged_m + 60.0 * normal[:, 2] + 50.0 * shading.hollow)
        snow *= smoothstep(*t.snow_slope, slope + 0.3 * mottle + 0.2 * crown)
        return Cover(
            slope=slope,
            dry=np.clip(dry, 0.0, 1.0),
            wood=wood,
            leafy=leafy,
            rock=rock,
            cliff=smoothstep(*t.cliff_slope, slope),
            snow=snow,
            gravel=smoothstep(*t.shore_m, height + 0.8 * mottle) * (1.0 - rock),
            mottle=mottle,
            crown=crown,
        )

    def _material(
        self, x: Array, z: Array, height: Array, normal: Array, shading: Shading
    ) -> tuple[Array, Array, Array]:
        t, p, c = self._tuning, self._palette, self.cover(x, z, height, normal, shading)
        mix = _Mixture(p.meadow, len(x))
        mix.lay(p.dry_grass, c.dry)
        mix.lay(p.conifer, c.wood * (1.0 - c.leafy))
        mix.lay(p.broadleaf, c.wood * c.leafy)
        mix.shadow(c.wood * (0.32 * c.crown + 0.1))
        mix.lay(p.rock, c.rock)
        bands = 0.5 + 0.5 * np.sin((height + 7.0 * c.mottle) * (2.0 * np.pi / t.band_m))
        mix.lay(p.cliff, np.maximum(c.cliff, t.band_frac * c.rock) * (0.35 + 0.65 * bands))
        mix.lay(p.snow, c.snow)
        mix.lay(p.gravel, c.gravel)
        mix.sink(np.clip(-height / t.deep_m, 0.0, 1.0), height < 0.0, p.water_shallow, p.water_deep)
        bare = (1.0 - c.snow) * (height > -1.0)
        wood = c.wood * (1.0 - c.rock) * (1.0 - c.snow)
        turf = (1.0 - c.rock) * (1.0 - 0.6 * wood) * (1.0 - c.gravel) * bare
        grass = np.maximum(0.25, turf)  # sand and snow have a little of its grain, too
        return mix.lit, mix.shade, np.stack([grass, wood, c.rock * bare], axis=-1)


class _Mixture:
    """A surface that is painted over layer by layer."""

    def __init__(self, base: Surface, count: int) -> None:
        self.lit = np.tile(base.lit, (count, 1))
        self.shade = np.tile(base.shade, (count, 1))

    def lay(self, over: Surface, cover: Array) -> None:
        """Paint `over` on it, `cover` (n,) from 0 to 1."""
        self.lit += (over.lit - self.lit) * cover[:, None]
        self.shade += (over.shade - self.shade) * cover[:, None]

    def shadow(self, depth: Array) -> None:
        """Darken the sunlit colour towards the shade, or lighten it where `depth` is negative."""
        self.lit += (self.shade - self.lit) * depth[:, None]

    def sink(self, depth_frac: Array, is_under: NDArray[np.bool_], shallow: Colour, deep: Colour) -> None:
        """Lay water over what is under it: the bed shines through where it is shallow."""
        water = shallow + (deep - shallow) * smoothstep(0.1, 1.0, depth_frac)[:, None]
        cover = np.where(is_under, smoothstep(0.0, 0.25, depth_frac) * 0.9 + 0.1, 0.0)[:, None]
        self.lit += (water - self.lit) * cover
        self.shade += (0.6 * water - self.shade) * cover
