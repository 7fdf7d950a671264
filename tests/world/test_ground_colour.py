import numpy as np
import pytest

from griffin.world.ground_colour import Cover, Ground
from griffin.world.noise import smoothstep
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
    rock = colours(200.0, tuple(SUN.direction_world * [1, 0.6, 1]))[:, :3].mean(axis=0) / SUN.key_tint
    shares = [surface.lit[1] / surface.lit[0] for surface in (PALETTE.rock, PALETTE.cliff)]
    assert min(shares) - 0.03 < rock[1] / rock[0] < max(shares) + 0.03


@pytest.mark.parametrize("hour_h", [6.0, 8.6, 13.0, 19.4])
def test_rock_in_the_shade_is_never_violet(hour_h: float) -> None:
    ground = Ground(1, sun_at(hour_h))
    lean = np.tile(np.array([0.9, 0.3, 0.3]) / np.linalg.norm([0.9, 0.3, 0.3]), (COUNT, 1))
    shading = Shading(sunlit=np.zeros(COUNT), hollow=np.zeros(COUNT))
    rock = ground.colour(X, Z, np.full(COUNT, 200.0), lean, shading)[:, :3].mean(axis=0)
    assert rock[2] < rock[1]  # violet is red and blue above green


def covers(height_m: float, normal: tuple[float, float, float]) -> Cover:
    lean = np.tile(np.array(normal) / np.linalg.norm(normal), (COUNT, 1))
    shading = Shading(sunlit=np.ones(COUNT), hollow=np.linspace(-1.0, 1.0, COUNT))
    return GROUND.cover(X, Z, np.full(COUNT, height_m), lean, shading)


def test_points_far_apart_show_snow_with_soft_edges() -> None:
    steps_m = 25.0 * np.arange(80)
    x, z = (each.ravel() for each in np.meshgrid(steps_m, steps_m))
    lean = np.tile([0.72, 0.68, 0.12], (x.size, 1))
    shading = Shading(sunlit=np.ones(x.size), hollow=np.zeros(x.size))
    sharp, soft = (
        GROUND.cover(x, z, np.full(x.size, 520.0), lean, shading, cell_m=cell_m).snow.reshape(80, 80)
        for cell_m in (0.0, 25.0)
    )
    steps = [np.abs(np.diff(each, axis=1)).mean() for each in (sharp, soft)]
    assert steps[1] < 0.5 * steps[0]
    assert soft.mean() == pytest.approx(sharp.mean(), abs=0.15)


@pytest.mark.parametrize("height_m", [-5.0, 2.0, 60.0, 240.0, 400.0, 900.0])
@pytest.mark.parametrize("lean", [0.0, 0.5, 0.75, 1.3])
def test_covers_are_fractions_and_kinds_keep_apart(height_m: float, lean: float) -> None:
    cover = covers(height_m, (lean, 1.0, 0.0))
    for name in (
        "dry",
        "heather",
        "mown",
        "flowers",
        "wood",
        "leafy",
        "scree",
        "rock",
        "cliff",
        "snow",
        "gravel",
    ):
        frac = getattr(cover, name)
        assert frac.min() >= 0.0, name
        assert frac.max() <= 1.0, name
    assert (cover.mown + cover.flowers <= 1.0 + 1e-9).all()
    assert (cover.scree + cover.rock <= 1.0 + 1e-9).all()
    assert (cover.flowers + cover.wood <= 1.0 + 1e-9).all()


def test_each_kind_has_its_country() -> None:
    valley, hill, foot = (covers(40.0, (0, 1, 0)), covers(280.0, (0.4, 1, 0)), covers(150.0, (0.76, 1, 0)))
    assert valley.mown.max() > 0.9 > 0.1 > hill.mown.max()
    assert valley.flowers.max() > 0.8
    assert hill.heather.max() > 0.8 > 0.2 > valley.heather.max()
    assert foot.scree.mean() > 0.3 > 0.05 > valley.scree.mean()


def test_who_lights_the_surface_himself_gets_the_same_colour() -> None:
    """The numbers of `lamp` and `surface` are those of `colour`, where there is neither rock nor snow."""
    normal = np.array([0.3, 1.0, -0.1]) / np.linalg.norm([0.3, 1.0, -0.1])
    lean = np.tile(normal, (COUNT, 1))
    shading = Shading(sunlit=np.full(COUNT, 0.7), hollow=np.full(COUNT, 0.4))
    point = (X, Z, np.full(COUNT, 60.0), lean, shading)
    made, lamp = GROUND.surface(*point), GROUND.lamp
    assert made.rock.max() == made.snow.max() == 0.0
    towards = float(normal @ SUN.direction_world)
    light = min(1.0, towards / lamp.full_sun) * 0.7
    bright = 1.0 + lamp.sun_gain * float(smoothstep(lamp.full_sun, 1.0, np.float64(towards)))
    open_sky = 1.0 - lamp.hollow_shade * 0.4 - 0.25 * (1.0 - normal[1])
    shade = made.shade * lamp.fill * open_sky * (1.0 + lamp.around)
    expected = shade + (made.lit * lamp.key * bright - shade) * light
    assert lamp.glow.max() == 0.0  # no dusk in the morning
    np.testing.assert_allclose(GROUND.colour(*point)[:, :3], expected, rtol=1e-9)


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


def test_water_darkens_with_depth() -> None:
    shallow, deep, deeper = (
        colours(height_m, (0.0, 1.0, 0.0))[:, :3].mean() for height_m in (-2.0, -9.0, -25.0)
    )
    assert shallow > deep > 1.15 * deeper
