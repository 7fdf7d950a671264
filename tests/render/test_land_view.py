import numpy as np

from griffin.render.land_view import CLOSE_M, Look, choose_looks, distance_m, level_spans_m

EYE = np.array([10.0, 50.0, -20.0])


def box(x: float, z: float, half: float, low: float, high: float) -> list[float]:
    return [EYE[0] + x, EYE[2] + z, half, low, high]


def test_distance_is_to_the_nearest_point_of_a_box() -> None:
    boxes = np.array(
        [
            box(0.0, 0.0, 5.0, 40.0, 60.0),  # around the eye
            box(0.0, 0.0, 5.0, 0.0, 20.0),  # below
            box(33.0, 0.0, 3.0, 0.0, 10.0),  # 30 aside, 40 below
            box(0.0, -105.0, 5.0, 90.0, 95.0),  # 100 ahead, 40 above
        ]
    )
    assert np.allclose(distance_m(boxes, EYE), [0.0, 30.0, 50.0, np.hypot(100.0, 40.0)])


def test_level_spans_leave_out_the_height() -> None:
    nearest_m, farthest_m = level_spans_m(np.array([box(8.0, 0.0, 5.0, 0.0, 10.0)]), EYE)
    assert np.allclose([nearest_m[0], farthest_m[0]], [3.0, np.hypot(13.0, 5.0)])


def test_a_tile_shows_what_it_has_and_what_can_be_seen() -> None:
    has_grain = np.array([True, True, True, True, False, False])
    has_picture = np.array([False, False, True, True, True, False])
    nearest_m = np.array([0.0, CLOSE_M, 0.0, 900.0, 900.0, 0.0])
    looks = choose_looks(has_grain, has_picture, nearest_m=nearest_m)
    assert looks.tolist() == [Look.CLOSE, Look.NEAR, Look.MIDDLE, Look.MIDDLE, Look.FAR, Look.BARE]
