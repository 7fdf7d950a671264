from types import SimpleNamespace
from typing import Any

import numpy as np

from griffin.linalg import mat_perspective
from griffin.render.land_view import SurfaceDetail, choose_details, level_spans_m, meets_view, nearest_m

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
    assert np.allclose(nearest_m(boxes, EYE), [0.0, 30.0, 50.0, np.hypot(100.0, 40.0)])


def test_level_spans_leave_out_the_height() -> None:
    near_m, far_m = level_spans_m(np.array([box(8.0, 0.0, 5.0, 0.0, 10.0)]), EYE)
    assert np.allclose([near_m[0], far_m[0]], [3.0, np.hypot(13.0, 5.0)])


def test_only_boxes_before_the_eye_and_not_aside_meet_the_view() -> None:
    view: Any = SimpleNamespace(eye_world=EYE, clip_from_rel=mat_perspective(0.8, 1.5, 0.5, 1000.0))
    boxes = np.array(
        [
            box(0.0, -100.0, 5.0, 40.0, 60.0),  # ahead
            box(0.0, 100.0, 5.0, 40.0, 60.0),  # behind
            box(200.0, -100.0, 5.0, 40.0, 60.0),  # aside
            box(200.0, -100.0, 150.0, 40.0, 60.0),  # aside, but large
            box(0.0, -100.0, 5.0, 200.0, 220.0),  # above
            box(0.0, -100.0, 5.0, 0.0, 220.0),  # above, but reaching down
        ]
    )
    assert meets_view(view, boxes).tolist() == [True, False, False, True, False, True]


def test_a_tile_shows_what_it_has_and_what_can_be_seen() -> None:
    has_grain = np.array([True, True, True, True, False, False])
    has_picture = np.array([False, False, True, True, True, False])
    is_close = np.array([True, False, True, False, False, True])
    details = choose_details(has_grain, has_picture, is_close)
    assert details.tolist() == [
        SurfaceDetail.CLOSE,
        SurfaceDetail.NEAR,
        SurfaceDetail.MIDDLE,
        SurfaceDetail.MIDDLE,
        SurfaceDetail.FAR,
        SurfaceDetail.BARE,
    ]
