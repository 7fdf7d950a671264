import numpy as np

from griffin.meshes.bird_mesh import bird_mesh, flock_birds
from griffin.world.terrain import Terrain


def test_flocks_are_always_the_same_and_above_the_ground() -> None:
    terrain = Terrain(1)
    flocks = [flock_birds(terrain, column, row) for column in range(8) for row in range(8)]
    sizes = {len(flock) for flock in flocks}
    assert 0 in sizes
    assert max(sizes) > 6
    birds = np.concatenate(flocks)
    ground_m = terrain.surface_m(birds["a_middle"][:, 0], birds["a_middle"][:, 2])
    assert (birds["a_middle"][:, 1] > ground_m + 20.0).all()
    assert np.array_equal(flock_birds(terrain, 3, 3), flocks[27])


def test_a_bird_is_the_same_on_both_sides() -> None:
    vertices, triangles = bird_mesh()
    points = {tuple(point) for point in vertices["a_position"].tolist()}
    assert points == {(-x, y, z) for x, y, z in points}
    assert set(triangles.tolist()) == set(range(len(vertices)))
