"""What a far tile of land looks like between its vertices: a small picture. Knows nothing of OpenGL."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from griffin.render.detail import CANOPY_CROWNS, CANOPY_PX, canopy_picture
from griffin.render.land_tiles import RIM, LandPlan, Tile, ground_colours
from griffin.world.ground_colour import Ground
from griffin.world.terrain import Terrain
from griffin.world.terrain_shading import ShadingMaps, read_grid

Array = NDArray[np.float64]

CROWN_M = 9.0  # across; where a pixel is larger than half of one, several crowns are drawn as one
_CROWN_PX = 2.3  # the smallest that still has a side in the sun and one in the shade
_SHARPER = 0.5  # how much of what a pixel has over its neighbours is added to it ...
_SHARPER_TO_M = 12.0  # ... and less where a pixel is larger than this: it would show as a block
_CROWN_RELIEF = 0.34  # how much brighter the sunlit side is, as a part of the colour on the screen
# From the tree of the cool, dark kind to that of the warm, light one.
_CROWN_HUE = np.array([0.16, 0.07, -0.02])


@dataclass(frozen=True, slots=True, kw_only=True)
class TilePicture:
    """`pixels` (side, side, 4) uint8, rows along z: square roots of the linear light that leaves the land."""

    tile: Tile
    pixels: NDArray[np.uint8]


def tile_picture(
    tile: Tile, side_px: int, plan: LandPlan, terrain: Terrain, ground: Ground, shading: ShadingMaps
) -> TilePicture:
    """What lies between a tile's vertices. Outer pixels have their centres on its edges: neighbours meet."""
    size_m = plan.size_m(tile.level)
    step_m = size_m / (side_px - 1)
    steps = np.arange(-RIM, side_px + RIM).astype(np.float64)
    x, z = tile.column * size_m + steps * step_m, tile.row * size_m + steps * step_m
    wide = terrain.height_m(x, z[:, None])
    heights = _as_wet_as_the_mesh(tile, wide, plan, terrain)
    colours = ground_colours(x, z, heights, 1, step_m, ground, shading)
    wood = (colours[..., 4:5] / 255.0) ** 2
    inner = slice(RIM, -RIM)
    crowns = _crowns(x[inner], z[inner], step_m, ground.sun_azimuth_rad)
    sharper = _SHARPER * min(1.0, _SHARPER_TO_M / step_m)
    seen = _sharpened(colours[..., :3] * (1.0 + wood * crowns), sharper)
    pixels = np.full((side_px, side_px, 4), 255, dtype=np.uint8)
    pixels[..., :3] = np.rint(np.clip(seen, 0.0, 255.0))
    return TilePicture(tile=tile, pixels=pixels)


def _sharpened(picture: Array, by: float) -> Array:
    """Crisper, as a pixel fills several on the screen. The edge stays as it is: neighbours share it."""
    inner = picture[1:-1, 1:-1]
    around = picture[:-2, 1:-1] + picture[2:, 1:-1] + picture[1:-1, :-2] + picture[1:-1, 2:]
    picture[1:-1, 1:-1] = inner + by * (inner - 0.25 * around)
    return picture


def _crowns(x: Array, z: Array, step_m: float, sun_azimuth_rad: float) -> Array:
    """(z, x, 3) how much a roof of trees differs from its mean: sunlit and shaded sides, hues of trees."""
    doublings = max(0, int(np.ceil(np.log2(_CROWN_PX * step_m / CROWN_M))))
    texels_per_m = CANOPY_PX / (CANOPY_CROWNS * CROWN_M * 2.0**doublings)
    columns, rows = (np.floor(each * texels_per_m).astype(int) % CANOPY_PX for each in (x, z))
    return np.asarray(_canopy(sun_azimuth_rad)[rows[:, None], columns])


@cache
def _canopy(sun_azimuth_rad: float) -> Array:
    """(256, 256, 3) the whole roof under a sun from there; its mean is 0."""
    height, hue = canopy_picture()
    reach_px = CANOPY_PX / CANOPY_CROWNS / 3.0
    right, down = np.sin(sun_azimuth_rad) * reach_px, -np.cos(sun_azimuth_rad) * reach_px
    sunward = np.roll(height, (-round(down), -round(right)), axis=(0, 1))
    lit = 0.5 * height + np.clip(height - sunward, -1.0, 1.0)
    lit = (lit - lit.mean()) / np.abs(lit).max()
    return np.asarray(_CROWN_RELIEF * lit[..., None] + (hue - hue.mean())[..., None] * _CROWN_HUE)


def _as_wet_as_the_mesh(tile: Tile, wide: Array, plan: LandPlan, terrain: Terrain) -> Array:
    """Heights of a picture's points, but on the side of the shore on which the mesh has them.

    The mesh is coarser, and coarser still when it has slid: a deep bay that it does not have would lie on its
    dry land as a dark blot.
    """
    size_m = plan.size_m(tile.level)
    steps_m = np.arange(plan.side) * (size_m / plan.cells)
    own = terrain.height_m(tile.column * size_m + steps_m, (tile.row * size_m + steps_m)[:, None])
    place = np.clip((np.arange(len(wide)) - RIM) / (len(wide) - 2 * RIM - 1.0), 0.0, 1.0)
    cells = place * plan.cells
    slid = read_grid(own[::2, ::2], cells / 2.0, cells[:, None] / 2.0)
    mesh = np.maximum(read_grid(own, cells, cells[:, None]), slid)
    level_m = terrain.water_level_m
    return np.where((mesh > level_m) != (wide > level_m), mesh, wide)
