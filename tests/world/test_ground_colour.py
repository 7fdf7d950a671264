import numpy as np
import pytest

from griffin.world.ground_colour import Ground
from griffin.world.palette import PALETTE
from griffin.world.sun import sun_at
from griffin.world.terrain_shading import Shading

SUN = sun_at()
GROUND = Ground(1, SUN)
COUNT = 400
X, Z = np.random.default_rng(5).uniform(-3000.0, 3000.0, (2, COUNT))


def colours(height_m: float, normal: tuple[float, float, float], sunlit: float = 1.0) -> np.ndarray:
    lean = np.tile(np.array(normal) / np.linalg.norm(normal), (COUNT, 1))
    shading = Shading(sunlit=np.full(COUNT, sunlit), hollow=np.zeros(COUNT))
    return GROUND.colour(X, Z, np.full(COUNT, height_m), lean, shading)


def test_peaks_are_white_and_meadows_green() -> None:
    snow = colours(900.0, (0.2, 1.0, 0.1))[:, :3].mean(axis=0)
    meadow = colours(40.0, (0.0, 1.0, 0.0))[:, :3].mean(axis=0)
    assert snow.min() > 0.6
    assert meadow[1] > meadow[0] > meadow[2]


def test_steep_ground_is_rock() -> None:
    rock = colours(200.0, tuple(SUN.direction_world * [1, 0.6, 1]))[:, :3].mean(axis=0)
    assert abs(rock[1] / rock[0] - PALETTE.rock.lit[1] / PALETTE.rock.lit[0]) < 0.15


def test_woods_and_open_ground_are_both_there() -> None:
    woods = colours(60.0, (0.0, 1.0, 0.0))[:, 4]
    assert (woods > 0.9).mean() > 0.15
    assert (woods < 0.1).mean() > 0.15


@pytest.mark.parametrize("height_m", [-30.0, 1.0, 80.0, 350.0, 800.0])
def test_shade_is_darker_but_never_black(height_m: float) -> None:
    lit = colours(height_m, (0.0, 1.0, 0.0))[:, :3]
    shade = colours(height_m, (0.0, 1.0, 0.0), sunlit=0.0)[:, :3]
    assert (shade.sum(axis=1) <= lit.sum(axis=1)).all()
    assert np.sqrt(shade).max(axis=1).min() > 0.12
    assert lit.max() < 1.3


def test_deep_water_hides_its_bed() -> None:
    deep = colours(-40.0, (0.0, 1.0, 0.0))[:, :3]
    assert deep.std(axis=0).max() < 0.02
    assert (deep[:, 2] > deep[:, 0]).all()
