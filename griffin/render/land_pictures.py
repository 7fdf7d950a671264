"""What a far tile of land looks like between its vertices: a small picture. Knows nothing of OpenGL."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.render.land_tiles import RIM, LandPlan, Tile, ground_colours
from griffin.world.ground_colour import Ground
from griffin.world.terrain import Terrain
from griffin.world.terrain_shading import ShadingMaps, read_grid

Array = NDArray[np.float64]


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
    pixels = np.full((side_px, side_px, 4), 255, dtype=np.uint8)
    pixels[..., :3] = np.rint(colours[..., :3])
    return TilePicture(tile=tile, pixels=pixels)


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
