import itertools

import numpy as np

from griffin.render.land_pictures import tile_picture
from griffin.render.land_tiles import LandPlan, Tile, terrain_mesh
from griffin.world.ground_colour import Ground
from griffin.world.palette import PALETTE
from griffin.world.sun import sun_at
from griffin.world.terrain import Terrain
from griffin.world.terrain_shading import ShadingMaps

PLAN = LandPlan(cells=8)
TERRAIN, SUN = Terrain(1), sun_at()
TOOLS = (PLAN, TERRAIN, Ground(1, SUN), ShadingMaps(TERRAIN, SUN))


def test_pictures_meet_and_say_what_the_vertices_say() -> None:
    west, east = (tile_picture(Tile(3, column, 7), 33, *TOOLS).pixels for column in (4, 5))
    assert np.array_equal(west[:, -1], east[:, 0])
    assert np.array_equal(west, tile_picture(Tile(3, 4, 7), 33, *TOOLS).pixels)
    mesh = terrain_mesh(Tile(3, 4, 7), *TOOLS).vertices[: PLAN.side**2].reshape(PLAN.side, PLAN.side)
    vertices = mesh["a_colour"][..., :3].astype(int)
    at_vertices = west[::4, ::4, :3].astype(int)  # finer slopes: not the same colours, but near them
    assert np.abs(vertices - at_vertices).mean() < 20.0
    assert west[..., :3].std() >= vertices.std() * 0.9


def test_woods_from_afar_have_crowns_with_two_sides() -> None:
    """Beside its trend, a wood's brightness goes up and down; the meadow's hardly."""
    rough: dict[bool, list[float]] = {True: [], False: []}
    for column, row in itertools.product(range(2, 6), range(-6, -2)):
        tile, side_px = Tile(3, column, row), 33
        pixels = tile_picture(tile, side_px, *TOOLS).pixels[..., :3].astype(float).mean(axis=-1)
        size_m = PLAN.size_m(3)
        spots = np.arange(side_px) * size_m / (side_px - 1)
        x, z = (each.ravel() for each in np.meshgrid(column * size_m + spots, row * size_m + spots))
        height, normal = TERRAIN.height_m(x, z), TERRAIN.normal(x, z, span_m=16.0)
        shading = ShadingMaps(TERRAIN, SUN).read(x, z, height, cell_m=16.0)
        cover = Ground(1, SUN).cover(x, z, height, normal, shading)
        wooded = cover.wood.reshape(side_px, side_px)
        around = sum(np.roll(pixels, step, axis) for step in (-1, 1) for axis in (0, 1)) / 4.0
        off = (np.abs(pixels - around) / pixels)[1:-1, 1:-1]
        inner = wooded[1:-1, 1:-1]
        rough[True] += list(off[inner > 0.95])
        rough[False] += list(off[inner < 0.05])
    assert len(rough[True]) > 100
    assert np.median(rough[True]) > 1.5 * np.median(rough[False])


def test_land_that_is_dry_in_the_mesh_is_dry_in_the_picture() -> None:
    """No tile along the lake before the perch has a blot of deep water outside of the mesh's water."""
    deep = np.rint(255.0 * np.sqrt(PALETTE.water_deep))
    blots = 0
    for column in range(4, 8):
        for row in range(-10, -4):
            tile = Tile(3, column, row)
            pixels = tile_picture(tile, 33, *TOOLS).pixels[..., :3].astype(float)
            steps_m = np.arange(PLAN.side) * PLAN.size_m(3) / PLAN.cells
            own = TERRAIN.height_m(
                column * PLAN.size_m(3) + steps_m, (row * PLAN.size_m(3) + steps_m)[:, None]
            )
            dry = np.minimum(np.minimum(own[:-1, :-1], own[1:, 1:]), np.minimum(own[:-1, 1:], own[1:, :-1]))
            is_deep = np.abs(pixels - deep).max(axis=-1) < 12.0
            cells = is_deep[:-1, :-1].reshape(PLAN.cells, 4, PLAN.cells, 4).any(axis=(1, 3))
            blots += int((cells & (dry > 1.0)).sum())
    assert blots == 0
