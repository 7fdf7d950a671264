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

    drift_size_m: float = 640.0  # over which the turf's hue drifts
    patch_size_m: float = 420.0  # meadows, woods and dry patches
    tint_size_m: float = 128.0  # the smaller drift of hue; flowers
    mottle_size_m: float = 95.0  # breaks their borders up
    crown_size_m: float = 17.0  # single crowns in the woods
    drift_frac: float = 0.16  # how far the hue drifts
    rock_slope: tuple[float, float] = (0.8, 0.96)  # rise over run: 39 and 44 degrees
    alpine_rock: float = 0.12  # so much less of a slope is needed where grass grows thin
    scree_slope: tuple[float, float] = (0.64, 0.82)  # stones in the turf, below and beside the rock
    cliff_slope: tuple[float, float] = (1.15, 1.5)
    band_frac: float = 0.85  # how much of the cliffs' warm bands any rock shows
    band_m: float = 23.0  # from one band of a cliff to the next
    bed_m: float = 8.3  # and the thinner beds within
    wood_slope: tuple[float, float] = (0.75, 0.55)  # steeper: no woods
    wood_top_m: tuple[float, float] = (420.0, 300.0)
    broadleaf_top_m: tuple[float, float] = (190.0, 90.0)
    snow_m: tuple[float, float] = (470.0, 505.0)
    snow_slope: tuple[float, float] = (1.2, 1.0)  # ribs of rock stand out of it
    # Spacing of points over which the snow's edges soften: sharp ones would show as blocks. On slopes of 50
    # degrees that costs a fifth of the snow.
    coarse_m: tuple[float, float] = (10.0, 22.0)
    coarse_snow_m: float = 50.0  # widens the band of heights at both ends
    coarse_snow_slope: float = 0.4  # the same for slopes
    faded_cells: tuple[float, float] = (0.7, 0.3)  # per noise size: above it is gone, below it is whole
    alpine_m: tuple[float, float] = (260.0, 430.0)  # grass grows thin and dry
    heather_m: tuple[float, float] = (110.0, 200.0)  # on dry slopes, from here ...
    heather_top_m: tuple[float, float] = (470.0, 380.0)  # ... to here
    mown_slope: tuple[float, float] = (0.34, 0.24)  # a scythe's
    mown_top_m: tuple[float, float] = (120.0, 90.0)
    shore_m: tuple[float, float] = (3.2, 1.2)
    deep_m: float = 9.0  # water this deep shows nothing of its bed
    abyss_m: float = 20.0  # and down to here it darkens further: so much less of the light comes back
    abyss_frac: float = 0.45
    full_sun: float = 0.76  # cosine at which a slope shows its sunlit colour: one that leans to the sun
    low_sun: float = 0.26  # the same for a sun at the horizon ...
    high_sun: float = 1.2  # ... and how much more for a sun overhead
    sun_gain: float = 0.36  # how much brighter a slope gets that faces the sun squarely
    hollow_shade: float = 0.3  # how much darker the shade is in a deep hollow
    # Tint of the fill on stone: less blue, or the toning of dusk turns grey into violet.
    stone_fill: tuple[float, float, float] = (0.97, 1.08, 0.94)
    # What a low sun's bright sky adds to all shade, and to that on slopes towards it.
    dusk_glow: tuple[float, float] = (0.2, 1.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Fractions of ground points (n,) that each thing covers; `slope` is rise over run.

    `leafy`: how much of a wood is broadleaf. `mottle` and `crown` are the noises that break borders up;
    `drift` and `tint` those of the turf's hue, large and small.
    """

    slope: Array
    dry: Array
    heather: Array
    mown: Array
    flowers: Array
    wood: Array
    leafy: Array
    scree: Array
    rock: Array
    cliff: Array
    snow: Array
    gravel: Array
    mottle: Array
    crown: Array
    drift: Array
    tint: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundSurface:
    """What ground points (n,) are made of before any light falls on them, with rock and snow apart.

    `lit` and `shade` (n, 3): linear colours of all but rock and snow. The rest are fractions: how much of it
    is under trees, grown with grass, rock, and snow (which lies over the rock).
    """

    lit: Array
    shade: Array
    wood: Array
    grass: Array
    rock: Array
    snow: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundLamp:
    """The numbers by which `Ground.colour` lights a surface, for shaders that do the same.

    `glow` (3,) is what the bright side of a low sun's sky adds to the shade of slopes towards it, `around`
    what it adds to all shade.
    """

    key: Colour
    fill: Colour
    glow: Colour
    around: float
    full_sun: float
    sun_gain: float
    hollow_shade: float


_PATCH, _MOTTLE, _CROWN, _BORDER, _DRIFT, _TINT = 200, 210, 220, 230, 240, 250
_DRIFT_HUE = np.array([1.5, 0.7, 0.1])  # towards a warm, dry green, or away from it


class Ground:
    """Colours points of one land under one sun at a time.

    Attributes:
        lamp: the numbers by which it lights a surface.
        rock, cliff, scree: the palette's stone with the shade that it has under this sky.
    """

    def __init__(
        self,
        seed: int,
        sun: SunLight,
        palette: Palette = PALETTE,
        tuning: GroundTuning = GroundTuning(),
    ) -> None:
        self._noise = GradientNoise(seed ^ 0x5EED)
        self._palette = palette
        self._tuning = tuning
        sizes_m = (
            tuning.patch_size_m,
            tuning.mottle_size_m,
            tuning.crown_size_m,
            tuning.patch_size_m,
            tuning.drift_size_m,
            tuning.tint_size_m,
        )
        self._per_m = 1.0 / np.array(sizes_m)[:, None]
        self._layers = np.array([_PATCH, _MOTTLE, _CROWN, _BORDER, _DRIFT, _TINT])[:, None]
        self.turn_to(sun)

    def turn_to(self, sun: SunLight) -> None:
        """Light it by another sun from now on."""
        tuning, palette = self._tuning, self._palette
        self._sun = sun
        all_around, ahead = tuning.dusk_glow
        self.lamp = GroundLamp(
            key=sun.key_tint,
            fill=sun.fill_tint,
            glow=sun.dusk_frac * ahead * sun.key_tint / sun.key_tint.max(),
            around=sun.dusk_frac * all_around,
            # Under a low sun the eye adapts: slopes count as sunlit that lean to it less.
            full_sun=min(tuning.full_sun, tuning.low_sun + tuning.high_sun * float(sun.direction_world[1])),
            sun_gain=tuning.sun_gain,
            hollow_shade=tuning.hollow_shade,
        )
        level = sun.direction_world[[0, 2]]
        self._sun_level = level / np.linalg.norm(level)
        fill = sun.fill_tint
        stone = float(fill.mean()) * np.array(tuning.stone_fill) / fill
        self.rock, self.cliff, self.scree = (
            Surface(each.lit, each.shade * stone) for each in (palette.rock, palette.cliff, palette.scree)
        )

    @property
    def sun_azimuth_rad(self) -> float:
        """The heading that looks at the sun by which this ground is lit."""
        return self._sun.azimuth_rad

    def colour(
        self, x: Array, z: Array, height: Array, normal: Array, shading: Shading, *, cell_m: float = 0.0
    ) -> Array:
        """(n, 6): linear light that leaves the ground as it lies in the sun; its grass, woods and rock.

        `cell_m`: distance between the points. Noise too fine for it fades out and the snow's edges soften; 0
        keeps full detail.
        """
        cover = self.cover(x, z, height, normal, shading, cell_m=cell_m)
        mix, surface = self._base(height, cover)
        self._lay_stone(mix, height, cover, surface.rock)
        mix.lay(self._palette.snow, surface.snow)
        lamp = self.lamp
        towards = normal @ self._sun.direction_world
        light = np.clip(towards / lamp.full_sun, 0.0, 1.0) * shading.sunlit
        bright = 1.0 + lamp.sun_gain * smoothstep(lamp.full_sun, 1.0, towards)
        open_sky = 1.0 - lamp.hollow_shade * np.clip(shading.hollow, 0.0, 1.0) - 0.25 * (1.0 - normal[:, 1])
        in_shade = mix.shade * (lamp.fill[:, None] * open_sky)
        if lamp.around > 0.0:
            in_shade *= self._dusk_glow(normal, lamp)
        colour = in_shade + (mix.lit * (lamp.key[:, None] * bright) - in_shade) * light
        grass = np.maximum(0.25, surface.grass)  # sand and snow have a little of its grain, too
        bare = surface.rock * (1.0 - surface.snow)
        return np.asarray(np.concatenate([colour, np.stack([grass, surface.wood, bare])]).T)

    def surface(
        self, x: Array, z: Array, height: Array, normal: Array, shading: Shading, *, cell_m: float = 0.0
    ) -> GroundSurface:
        """What the ground is made of, for who lights it himself."""
        return self._base(height, self.cover(x, z, height, normal, shading, cell_m=cell_m))[1]

    def _dusk_glow(self, normal: Array, lamp: GroundLamp) -> Array:
        """(3, n) what a low sun's bright sky adds to the shade, which models slopes that no sun reaches."""
        facing = np.clip(0.3 + 1.2 * (normal[:, [0, 2]] @ self._sun_level), 0.0, 1.0)
        return np.asarray(1.0 + lamp.around + lamp.glow[:, None] * facing)

    def cover(
        self, x: Array, z: Array, height: Array, normal: Array, shading: Shading, *, cell_m: float = 0.0
    ) -> "Cover":
        """What lies and grows at ground points (n,), as points `cell_m` apart show it."""
        t = self._tuning
        noises = self._noise.sample(x * self._per_m, z * self._per_m, self._layers)
        if cell_m > 0.0:
            noises = noises * smoothstep(*t.faded_cells, self._per_m * cell_m)
        patch, mottle, crown, damp, drift, tint = noises
        slope = np.sqrt(np.maximum(1.0 / np.maximum(normal[:, 1], 0.05) ** 2 - 1.0, 0.0))
        ragged_m = 55.0 * mottle + 18.0 * crown
        wet = 0.5 * damp + 0.3 * mottle + 0.5 * shading.hollow
        alpine = smoothstep(*t.alpine_m, height + ragged_m)
        dry = smoothstep(0.2, -0.6, wet) * 0.6 + 0.35 * alpine
        wood = smoothstep(0.02, 0.12, patch + 0.35 * mottle + 0.25 * shading.hollow)
        wood *= smoothstep(*t.wood_slope, slope) * smoothstep(*t.wood_top_m, height + ragged_m)
        wood *= smoothstep(5.0, 12.0, height)
        leafy = smoothstep(*t.broadleaf_top_m, height + ragged_m) * smoothstep(-0.1, 0.3, damp + 0.5 * mottle)
        stony = slope + 0.1 * mottle + 0.16 * crown + t.alpine_rock * alpine
        rock = smoothstep(*t.rock_slope, stony)
        scree = smoothstep(*t.scree_slope, stony + 0.12 * np.maximum(shading.hollow, 0.0)) * (1.0 - rock)
        heather = smoothstep(*t.heather_m, height + ragged_m) * smoothstep(*t.heather_top_m, height)
        heather *= smoothstep(0.0, 0.3, drift + 0.5 * mottle + 0.4 * crown - 0.6 * wet)
        open_turf = (1.0 - wood) * (1.0 - rock)
        mown = smoothstep(*t.mown_slope, slope) * smoothstep(*t.mown_top_m, height) * open_turf
        mown *= smoothstep(0.1, 0.16, tint + 0.4 * patch) * smoothstep(6.0, 9.0, height)
        flowers = smoothstep(0.05, 0.4, mottle + 0.5 * crown + 0.3 * tint) * open_turf * (1.0 - mown)
        flowers *= 1.0 - alpine
        soft = float(np.interp(cell_m, t.coarse_m, (0.0, 1.0)))
        (low, high), soft_m = t.snow_m, soft * t.coarse_snow_m
        (steep, flat), soft_slope = t.snow_slope, soft * t.coarse_snow_slope
        lies = height + ragged_m + 60.0 * normal[:, 2] + 50.0 * shading.hollow
        snow = smoothstep(low - soft_m, high + soft_m, lies)
        snow *= smoothstep(steep + soft_slope, flat - soft_slope, slope + 0.3 * mottle + 0.2 * crown)
        return Cover(
            slope=slope,
            dry=np.clip(dry, 0.0, 1.0),
            heather=heather,
            mown=mown,
            flowers=flowers,
            wood=wood,
            leafy=leafy,
            scree=scree,
            rock=rock,
            cliff=smoothstep(*t.cliff_slope, slope),
            snow=snow,
            gravel=smoothstep(*t.shore_m, height + 0.8 * mottle) * (1.0 - rock),
            mottle=mottle,
            crown=crown,
            drift=drift,
            tint=tint,
        )

    def _base(self, height: Array, c: Cover) -> tuple["_Mixture", GroundSurface]:
        """All but rock and snow; the mixture's colours are the surface's own."""
        t, p = self._tuning, self._palette
        mix = _Mixture(p.meadow, len(height))
        mix.lay(p.mown_grass, 0.8 * c.mown)
        mix.lay(p.dry_grass, c.dry * (1.0 - 0.5 * c.mown))
        mix.tint(_DRIFT_HUE, t.drift_frac * (c.drift + 0.6 * c.tint))
        mix.lay(p.heather, 0.75 * c.heather)
        bloom = 0.38 * c.flowers
        mix.lay(p.buttercup, bloom * (c.tint > 0.0))
        mix.lay(p.flowers, 0.7 * bloom * (c.tint <= 0.0))
        mix.lay(p.conifer, c.wood * (1.0 - c.leafy))
        mix.lay(p.broadleaf, c.wood * c.leafy)
        mix.shadow(c.wood * (0.32 * c.crown + 0.14))
        mix.lay(self.scree, 0.55 * c.scree)
        mix.lay(p.gravel, c.gravel)
        depth = np.clip(-height / t.deep_m, 0.0, 1.0)
        deep = p.water_deep[:, None] * (1.0 - t.abyss_frac * smoothstep(0.5 * t.deep_m, t.abyss_m, -height))
        dry_frac = 1.0 - mix.sink(depth, height < 0.0, p.water_shallow, deep)
        snow = c.snow * (1.0 - c.gravel) * dry_frac
        rock = c.rock * (1.0 - c.gravel) * dry_frac
        wood = c.wood * (1.0 - c.rock) * (1.0 - c.snow)
        above = (1.0 - c.snow) * (height > -1.0)
        turf = (1.0 - c.rock) * (1.0 - 0.6 * wood) * (1.0 - c.gravel) * (1.0 - 0.5 * c.scree) * above
        surface = GroundSurface(lit=mix.lit.T, shade=mix.shade.T, wood=wood, grass=turf, rock=rock, snow=snow)
        return mix, surface

    def _lay_stone(self, mix: "_Mixture", height: Array, c: Cover, rock: Array) -> None:
        """Rock, and its beds by the world's height."""
        t = self._tuning
        turns = 2.0 * np.pi * (height + 7.0 * c.mottle)
        bands = 0.5 + 0.34 * np.sin(turns / t.band_m) + 0.16 * np.sin(turns / t.bed_m)
        warm = np.maximum(c.cliff, t.band_frac * c.rock) * (0.35 + 0.65 * bands)
        mix.lay(self.rock, rock)
        mix.lay(self.cliff, warm * rock)


class _Mixture:
    """A surface that is painted over layer by layer.

    Its two colours are the rows of one array (6, n): a layer is then a few operations on long rows, where a
    row a point would take five times as long.
    """

    def __init__(self, base: Surface, count: int) -> None:
        self._rows = np.repeat(_column(base), count, axis=1)

    @property
    def lit(self) -> Array:
        """(3, n) as it looks in the sun."""
        return self._rows[:3]

    @property
    def shade(self) -> Array:
        """(3, n) as it looks in the shade."""
        return self._rows[3:]

    def lay(self, over: Surface, cover: Array) -> None:
        """Paint `over` on it, `cover` (n,) from 0 to 1; most tiles lack most layers."""
        if cover.any():
            self._rows += (_column(over) - self._rows) * cover

    def tint(self, hue: Colour, strength: Array) -> None:
        """Multiply it by 1 + `strength` (n,) of a hue."""
        factor = 1.0 + hue[:, None] * strength
        self.lit[:] *= factor
        self.shade[:] *= factor

    def shadow(self, depth: Array) -> None:
        """Darken the sunlit colour towards the shade, or lighten it where `depth` is negative."""
        self.lit[:] += (self.shade - self.lit) * depth

    def sink(self, depth_frac: Array, is_under: NDArray[np.bool_], shallow: Colour, deep: Array) -> Array:
        """Lay water over what is under it; the bed shines through where it is shallow. (n,) how much.

        `deep` (3, n): the colour of deep water.
        """
        if not is_under.any():
            return np.zeros(len(depth_frac))
        water = shallow[:, None] + (deep - shallow[:, None]) * smoothstep(0.1, 1.0, depth_frac)
        cover = np.where(is_under, smoothstep(0.0, 0.25, depth_frac) * 0.9 + 0.1, 0.0)
        self.lit[:] += (water - self.lit) * cover
        self.shade[:] += (0.6 * water - self.shade) * cover
        return np.asarray(cover)


def _column(surface: Surface) -> Array:
    return np.concatenate([surface.lit, surface.shade])[:, None]
