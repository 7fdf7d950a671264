import itertools

import numpy as np
import pytest

from griffin.render.land_tiles import (
    FINE_LAND_VERTEX,
    LAND_VERTEX,
    LandPlan,
    Tile,
    _with_summits,
    fine_terrain_mesh,
    roots,
    select_tiles,
    terrain_mesh,
    tile_indices,
)
from griffin.render.quality import TUNINGS, Quality
from griffin.world.ground_colour import Ground
from griffin.world.sun import sun_at
from griffin.world.terrain import Terrain
from griffin.world.terrain_shading import ShadingMaps

PLAN = LandPlan(cells=8)
TERRAIN, SUN = Terrain(1), sun_at()
PLACES = [(0.0, 0.0, 2.0), (1234.5, -777.0, 40.0), (-9000.1, 63.9, 400.0), (4096.0, 8192.0, 0.0)]


def mesh(tile: Tile, plan: LandPlan = PLAN) -> np.ndarray:
    made = terrain_mesh(tile, plan, TERRAIN, Ground(1, SUN), ShadingMaps(TERRAIN, SUN))
    return made.vertices[: plan.side**2].reshape(plan.side, plan.side)


def fine_mesh(tile: Tile) -> np.ndarray:
    made = fine_terrain_mesh(tile, PLAN, TERRAIN, Ground(1, SUN), ShadingMaps(TERRAIN, SUN))
    return made.vertices[: PLAN.side**2].reshape(PLAN.side, PLAN.side)


@pytest.mark.parametrize("quality", list(TUNINGS))
def test_every_quality_closes_its_tiles(quality: Quality) -> None:
    tuning = TUNINGS[quality]
    plan = LandPlan(near_split=tuning.near_split, far_split=tuning.far_split, cells=tuning.tile_cells)
    for level in range(plan.levels):
        begins_m, done_m = plan.slide_m(level)
        assert begins_m < done_m
    assert tuning.picture_level + 1 < plan.levels


def test_a_plan_that_would_gape_is_refused() -> None:
    with pytest.raises(ValueError, match="gape"):
        LandPlan(near_split=1.3)
    with pytest.raises(ValueError, match="even"):
        LandPlan(cells=7)


@pytest.mark.parametrize(("x", "z", "above"), PLACES)
def test_shown_tiles_cover_everything_once(x: float, z: float, above: float) -> None:
    shown = select_tiles(PLAN, x, z, above, lambda _: True).shown
    coarsest = PLAN.levels - 1
    area = sum(4.0**tile.level for tile in shown)
    assert area == len(list(roots(PLAN, x, z))) * 4.0**coarsest
    assert len(set(shown)) == len(shown)
    for tile in shown:  # no tile lies within another one
        up = tile
        while up.level < coarsest:
            up = Tile(up.level + 1, up.column // 2, up.row // 2)
            assert up not in shown


@pytest.mark.parametrize(("x", "z", "above"), PLACES)
def test_neighbours_differ_by_one_level_at_most(x: float, z: float, above: float) -> None:
    shown = set(select_tiles(PLAN, x, z, above, lambda _: True).shown)

    def cover(tile: Tile) -> Tile | None:
        while tile.level < PLAN.levels:
            if tile in shown:
                return tile
            tile = Tile(tile.level + 1, tile.column // 2, tile.row // 2)
        return None

    for tile, (dx, dz) in itertools.product(shown, [(1, 0), (-1, 0), (0, 1), (0, -1)]):
        beside = cover(Tile(tile.level, tile.column + dx, tile.row + dz))
        if beside is not None:
            assert beside.level <= tile.level + 1


def test_what_is_not_ready_is_replaced_by_its_parent_and_wished_for() -> None:
    ready = set(roots(PLAN, 0.0, 0.0))
    selection = select_tiles(PLAN, 0.0, 0.0, 10.0, ready.__contains__)
    assert set(selection.shown) == ready
    assert selection.missing
    assert all(tile.level == PLAN.levels - 2 for tile in selection.missing)
    nothing = select_tiles(PLAN, 0.0, 0.0, 10.0, lambda _: False)
    assert nothing.shown == ()
    assert set(nothing.missing) == ready


def test_wishes_end_in_a_finished_picture() -> None:
    ready: set[Tile] = set()
    for _ in range(PLAN.levels + 1):
        ready.update(select_tiles(PLAN, 500.0, 500.0, 30.0, ready.__contains__).missing)
    assert select_tiles(PLAN, 500.0, 500.0, 30.0, ready.__contains__).missing == ()


def test_beside_each_other_tiles_share_their_rim() -> None:
    west, east = mesh(Tile(2, 4, 7)), mesh(Tile(2, 5, 7))
    for field in ("a_height", "a_colour", "a_far_colour"):
        assert np.array_equal(west[field][:, -1], east[field][:, 0])


def test_a_summit_between_vertices_is_kept_by_the_highest_of_them() -> None:
    x, z = np.meshgrid(np.arange(13.0), np.arange(13.0))
    cone = 100.0 - np.hypot(x - 5.1, z - 7.2)
    kept = _with_summits(cone, 2)
    sampled = cone[2:-2:2, 2:-2:2]
    row, column = (each[0] for each in np.nonzero(kept != sampled))
    assert (kept != sampled).sum() == 1
    assert kept[row, column] == cone.max()
    assert sampled[row, column] == sampled.max()
    slope = x + 0.5 * z
    assert np.array_equal(_with_summits(slope, 2), slope[2:-2:2, 2:-2:2])


@pytest.mark.parametrize("plan", [PLAN, LandPlan(cells=8, summit_level=3)])
@pytest.mark.parametrize("level", [2, 3])
def test_slid_vertices_lie_on_the_coarser_tile(plan: LandPlan, level: int) -> None:
    fine, coarse = mesh(Tile(level, 4, 6), plan), mesh(Tile(level + 1, 2, 3), plan)
    half = PLAN.cells // 2 + 1
    assert np.array_equal(fine["a_height"][::2, ::2, 1], coarse["a_height"][:half, :half, 0])
    assert np.array_equal(fine["a_far_colour"][::2, ::2], coarse["a_colour"][:half, :half])
    assert np.array_equal(fine["a_far_cover"][::2, ::2, :2], coarse["a_grid"][:half, :half, 2:])
    for field in ("a_far_colour", "a_height"):
        slid = fine[field] if field == "a_far_colour" else fine[field][..., 1]
        assert np.array_equal(slid[1::2, 1::2], slid[:-1:2, :-1:2])
        assert np.array_equal(slid[1::2, ::2], slid[:-1:2, ::2])


def test_fine_tiles_close_like_plain_ones() -> None:
    west, east = fine_mesh(Tile(2, 4, 7)), fine_mesh(Tile(2, 5, 7))
    for field in ("a_height", "a_lit", "a_shade", "a_lie", "a_far_lit", "a_far_shade", "a_far_lie"):
        assert np.array_equal(west[field][:, -1], east[field][:, 0])
    fine, coarse = fine_mesh(Tile(2, 4, 6)), fine_mesh(Tile(3, 2, 3))
    half = PLAN.cells // 2 + 1
    for field in ("lit", "shade", "lie"):
        slid = fine[f"a_far_{field}"]
        assert np.array_equal(slid[::2, ::2], coarse[f"a_{field}"][:half, :half])
        assert np.array_equal(slid[1::2, 1::2], slid[:-1:2, :-1:2])


def test_fine_normals_are_those_of_the_land() -> None:
    made = fine_mesh(Tile(1, 10, -3))
    cell_m = PLAN.size_m(1) / PLAN.cells
    south, east = np.gradient(made["a_height"][..., 0].astype(float), cell_m)
    normal = np.stack([-east, np.ones_like(east), -south], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    kept = (made["a_lie"][..., :2].astype(float) - 128.0) / 127.0
    assert np.abs(kept - normal[..., [0, 2]])[1:-1, 1:-1].max() < 0.005


def test_vertices_are_as_small_as_they_were_planned() -> None:
    assert LAND_VERTEX.itemsize == 24
    assert FINE_LAND_VERTEX.itemsize == 36


def test_meshes_are_the_terrain_and_always_the_same() -> None:
    tile = Tile(1, 10, -3)
    made = mesh(tile)
    size_m = PLAN.size_m(1)
    assert made["a_height"][2, 5, 0] == pytest.approx(
        float(TERRAIN.height_m(10 * size_m + 5 * size_m / 8, -3 * size_m + 2 * size_m / 8)), abs=1e-3
    )
    assert np.array_equal(made, mesh(tile))


def test_triangles_look_up_and_the_skirt_outwards() -> None:
    indices, bare_count = tile_indices(PLAN)
    side = PLAN.side
    assert bare_count == PLAN.cells**2 * 6
    assert len(indices) == bare_count + 4 * PLAN.cells * 6
    assert indices.max() == PLAN.tile_vertices - 1
    grid = np.stack(
        [np.tile(np.arange(side), side), np.zeros(side * side), np.repeat(np.arange(side), side)], -1
    )
    corners = grid[indices[:bare_count].reshape(-1, 3)].astype(float)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (normal[:, 1] > 0).all()
    rim = np.stack(
        [np.arange(side), np.zeros(side), np.zeros(side)], -1
    )  # the north rim and what hangs below it
    north = indices[bare_count : bare_count + PLAN.cells * 6].reshape(-1, 3).astype(int)
    place = np.concatenate([grid, rim - [0, 1, 0]])
    hanging = np.where(north < side * side, north, north - side * side + side * side)
    corners = place[hanging].astype(float)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (normal[:, 2] < 0).all()
