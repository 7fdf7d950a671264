import numpy as np

from griffin.meshes.fall_mesh import FALL_VERTEX, fall_mesh
from griffin.meshes.place_island import meadow_m
from griffin.world.island import lip


def test_water_runs_over_the_meadow_and_falls_beyond_the_rim() -> None:
    vertices, triangles = fall_mesh(3, 0)
    assert vertices.dtype == FALL_VERTEX
    assert triangles.max() == len(vertices) - 1
    start, way = lip()
    place, down = vertices["a_position"].astype(float), vertices["a_flow"][:, 1]
    along = place @ way
    is_brook = down < 0.12
    assert (place[is_brook, 1] > meadow_m(place[is_brook, 0], place[is_brook, 2])).mean() > 0.9
    assert (along[down > 0.2] > start @ way).all()
    assert place[down == 1.0, 1].max() < -80.0


def test_it_widens_on_its_way() -> None:
    vertices, _ = fall_mesh(5, 0)
    down = vertices["a_flow"][:, 1]
    _, way = lip()
    aside = vertices["a_position"] @ np.array([-way[2], 0.0, way[0]])
    assert np.ptp(aside[down == 1.0]) > 2.0 * np.ptp(aside[np.abs(down - 0.2) < 0.05])


def test_spray_lies_in_the_lower_half_and_only_it_has_corners() -> None:
    vertices, triangles = fall_mesh(2, 6)
    is_spray = vertices["a_corner"][:, 2] == 1.0
    assert is_spray.sum() == 6 * 4
    assert (vertices["a_flow"][is_spray, 1] > 0.5).all()
    assert (vertices["a_corner"][~is_spray] == 0.0).all()
    of_triangle = is_spray[triangles]
    assert (of_triangle == of_triangle[:, :1]).all()
