"""The water's way on an island: down a brook, over the rim, and out and down from there."""

import math

import numpy as np
import pytest

from griffin.world.island import FALL, FallPath, fall_path, lip


def test_the_fall_begins_at_the_rim_and_never_rises() -> None:
    down = np.linspace(0.0, 1.0, 60)
    path = fall_path(down)
    start, way = lip()
    assert (np.diff(path[:, 1]) <= 0.0).all()
    assert (np.diff(path @ way) > 0.0).all()
    at_rim = fall_path(np.array([FALL.brook_frac]))[0]
    assert math.dist(at_rim, start) < 0.2


def test_a_path_needs_a_brook_and_a_fall() -> None:
    with pytest.raises(ValueError, match="a part of the water's way"):
        FallPath(brook_frac=1.0)
