from typing import Any

import numpy as np
import pytest

from griffin.world.terrain import Terrain

pytestmark = pytest.mark.gl


def test_flocks_are_always_the_same_and_above_the_ground(window: Any) -> None:
    from griffin.render.passes.birds import flock_birds

    terrain = Terrain(1)
    flocks = [flock_birds(terrain, column, row) for column in range(8) for row in range(8)]
    sizes = {len(flock) for flock in flocks}
    assert 0 in sizes
    assert max(sizes) > 6
    birds = np.concatenate(flocks)
    ground_m = terrain.surface_m(birds["a_middle"][:, 0], birds["a_middle"][:, 2])
    assert (birds["a_middle"][:, 1] > ground_m + 20.0).all()
    assert np.array_equal(flock_birds(terrain, 3, 3), flocks[27])
