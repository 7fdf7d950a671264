import numpy as np
from numpy.typing import ArrayLike

from griffin.world.sun import sun_at
from griffin.world.terrain import Terrain
from griffin.world.terrain_shading import ShadingMaps

MORNING = sun_at()  # in the south-east, 30 degrees high
SLOPE = MORNING.direction_world[1] / np.hypot(MORNING.direction_world[0], MORNING.direction_world[2])


class Wall:
    """A plain with a wall of 300 m across the way to the sun."""

    def surface_m(self, x_m: ArrayLike, z_m: ArrayLike) -> np.ndarray:
        towards = (
            np.asarray(x_m) * MORNING.direction_world[0] + np.asarray(z_m) * MORNING.direction_world[2]
        ) / (np.hypot(MORNING.direction_world[0], MORNING.direction_world[2]))
        return np.where(np.abs(towards) < 100.0, 300.0, 0.0)


def shading_behind(distance_m: float, height_m: float = 0.0) -> float:
    level = np.hypot(MORNING.direction_world[0], MORNING.direction_world[2])
    x = np.array([-MORNING.direction_world[0] / level * distance_m])
    z = np.array([-MORNING.direction_world[2] / level * distance_m])
    return float(ShadingMaps(Wall(), MORNING).read(x, z, np.array([height_m]), cell_m=2.0).sunlit[0])


def test_a_wall_throws_a_shadow_as_long_as_the_sun_says() -> None:
    length_m = 300.0 / SLOPE + 100.0
    assert shading_behind(length_m - 120.0) == 0.0
    assert shading_behind(length_m + 120.0) == 1.0
    assert shading_behind(-400.0) == 1.0  # before the wall


def test_what_stands_above_the_shadow_is_lit() -> None:
    assert shading_behind(300.0) == 0.0
    assert shading_behind(300.0, height_m=320.0) == 1.0


def test_hollows_and_crests_are_told_apart() -> None:
    terrain = Terrain(1)
    x, z = (each.ravel() for each in np.meshgrid(np.arange(0.0, 4000.0, 50.0), np.arange(0.0, 4000.0, 50.0)))
    height = terrain.height_m(x, z)
    hollow = ShadingMaps(terrain, MORNING).read(x, z, height, cell_m=2.0).hollow
    around = [terrain.height_m(x + dx, z + dz) for dx, dz in ((150, 0), (-150, 0), (0, 150), (0, -150))]
    depth = np.mean(around, axis=0) - height
    assert np.corrcoef(hollow, depth)[0, 1] > 0.6
    assert np.abs(hollow).max() <= 1.0


def test_reading_across_blocks_makes_no_seam() -> None:
    terrain = Terrain(2)
    x = np.linspace(2000.0, 2100.0, 401)  # the border of two blocks lies at 2048 m
    z = np.full_like(x, 777.0)
    maps = ShadingMaps(terrain, MORNING)
    flat = np.full_like(x, 100.0)
    assert np.abs(np.diff(maps.read(x, z, flat, cell_m=2.0).hollow)).max() < 0.02


def test_blocks_side_by_side_ask_for_shared_heights_once() -> None:
    asked: list[int] = []

    class Counted(Wall):
        def surface_m(self, x_m: ArrayLike, z_m: ArrayLike) -> np.ndarray:
            asked.append(np.broadcast(np.asarray(x_m), np.asarray(z_m)).size)
            return super().surface_m(x_m, z_m)

    maps, height = ShadingMaps(Counted(), MORNING), np.array([0.0])
    for x in (1000.0, 3000.0):
        maps.read(np.array([x]), height, height, cell_m=2.0)
        asked.append(0)
    first = sum(asked[: asked.index(0)])
    assert sum(asked) - first < 0.7 * first


def test_maps_that_turn_to_another_sun_shade_as_new_ones_do() -> None:
    terrain, evening = Terrain(1), sun_at(18.5)
    x, z = (each.ravel() for each in np.meshgrid(np.arange(0.0, 2000.0, 60.0), np.arange(0.0, 2000.0, 60.0)))
    height = terrain.height_m(x, z)
    maps = ShadingMaps(terrain, MORNING)
    before = maps.read(x, z, height, cell_m=2.0)
    maps.turn_to(evening)
    turned, fresh = (each.read(x, z, height, cell_m=2.0) for each in (maps, ShadingMaps(terrain, evening)))
    assert np.array_equal(turned.sunlit, fresh.sunlit)
    assert np.array_equal(turned.hollow, before.hollow)
    assert np.abs(turned.sunlit - before.sunlit).max() > 0.5


def test_the_surface_of_the_shadow_is_what_is_read() -> None:
    terrain = Terrain(1)
    maps = ShadingMaps(terrain, MORNING)
    surface_m = maps.shadow_m(32.0, 0, 1)
    rows, columns = np.divmod(np.arange(64 * 64), 64)
    x, z = 32.0 * columns, 32.0 * (64 + rows)
    under, over = (maps.read(x, z, surface_m.ravel() + shift, cell_m=2.0).sunlit for shift in (-20.0, -4.0))
    assert surface_m.shape == (64, 64)
    assert (under == 0.0).all()
    assert (over == 1.0).all()
