import numpy as np

from griffin.meshes.cloud_mesh import TUNING, cloud_pictures, place_clouds

EYE = np.array([300.0, 200.0, -900.0])


def test_pictures_hold_one_cloud_each_with_clear_edges() -> None:
    pictures = cloud_pictures()
    width, height = TUNING.picture_px
    assert pictures.shape == (height, TUNING.kinds * width, 3)
    for kind in range(TUNING.kinds):
        density = pictures[:, kind * width : (kind + 1) * width, 2]
        is_veil = TUNING.heaps <= kind < TUNING.upright
        assert (0.01 if is_veil else 0.05) < (density > (60 if is_veil else 200)).mean() < 0.7
        assert density[:, [0, -1]].max() == 0  # or the neighbour would show
        assert density[[0, -1]].max() == 0
    assert np.array_equal(pictures, cloud_pictures())


def test_clouds_drift_with_the_wind_and_stand_still_against_the_eye_otherwise() -> None:
    now = place_clouds(EYE, 100.0, seed=1)
    assert len(now) > 20
    moved = place_clouds(EYE + np.array([40.0, 0.0, 0.0]), 100.0, seed=1)
    later = place_clouds(EYE, 102.0, seed=1)
    for other, shift in ((moved, (-40.0, 0.0)), (later, (2 * TUNING.wind_mps[0], 2 * TUNING.wind_mps[1]))):
        expected = now["a_cloud"][:, [0, 2]] + shift
        nearest = [np.abs(other["a_cloud"][:, [0, 2]] - each).max(axis=1).min() for each in expected]
        assert np.median(nearest) < 0.01


def test_the_farthest_comes_first() -> None:
    clouds = place_clouds(EYE, 3.0, seed=4)["a_cloud"]
    away_m = np.hypot(clouds[:, 0], clouds[:, 2])
    assert (np.diff(away_m) <= 1e-3).all()


def test_clouds_about_a_high_eye_are_puffs_that_one_can_fly_through() -> None:
    low, high = (place_clouds(np.array([0.0, height_m, 0.0]), 5.0, seed=1) for height_m in (300.0, 1200.0))
    assert not (low["a_kind"][:, 0] == TUNING.upright).any()
    puffs = high[high["a_kind"][:, 0] == TUNING.upright]
    assert len(puffs) >= TUNING.puffs
    away_m = np.hypot(puffs["a_cloud"][:, 0], puffs["a_cloud"][:, 2])
    assert away_m.max() < 1.5 * TUNING.nearest_m + TUNING.width_m[1]


def test_a_cloud_is_a_picture_or_puffs_or_in_between() -> None:
    eye = np.array([0.0, 1200.0, 0.0])
    clouds = place_clouds(eye, 5.0, seed=1)
    heaps = clouds[clouds["a_kind"][:, 0] < TUNING.heaps]
    assert np.hypot(heaps["a_cloud"][:, 0], heaps["a_cloud"][:, 2]).min() > TUNING.nearest_m
