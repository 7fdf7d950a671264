import numpy as np
import pytest

from griffin.landmarks import LANDMARK_COUNT, Joint
from griffin.vision.demo_body import pose_body
from griffin.vision.demo_landmarks import ASPECT, FLOOR_Y, HEIGHTS_PER_M, demo_landmarks
from griffin.vision.demo_performance import TAKE_OFF_S, perform


def test_the_points_have_the_signs_that_a_pose_model_reports() -> None:
    points = demo_landmarks(pose_body(perform(0.0)))
    assert points.picture.shape == points.world.shape == (LANDMARK_COUNT, 3)
    for named in (points.picture, points.world):
        assert named[Joint.LEFT_SHOULDER, 0] > named[Joint.RIGHT_SHOULDER, 0]  # unmirrored
        assert named[Joint.NOSE, 1] < named[Joint.LEFT_HIP, 1] < named[Joint.LEFT_ANKLE, 1]  # y is down
        assert named[Joint.NOSE, 2] < named[Joint.LEFT_EAR, 2]  # towards the camera is negative
    hips = (points.world[Joint.LEFT_HIP] + points.world[Joint.RIGHT_HIP]) / 2.0
    assert hips == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)


@pytest.mark.parametrize("time_s", np.arange(0.0, TAKE_OFF_S + 2.0, 0.2).tolist())
def test_the_body_keeps_its_size_and_stays_in_the_picture(time_s: float) -> None:
    body = pose_body(perform(time_s))
    points = demo_landmarks(body)
    size_m = points.world[Joint.LEFT_SHOULDER] - points.world[Joint.LEFT_HIP]
    size = points.picture[Joint.LEFT_SHOULDER] - points.picture[Joint.LEFT_HIP]
    assert size[:2] == pytest.approx(HEIGHTS_PER_M * size_m[:2])
    toe_y = FLOOR_Y - HEIGHTS_PER_M * body.toes[0][1]
    assert points.picture[Joint.LEFT_FOOT_INDEX, 1] == pytest.approx(toe_y)
    assert points.picture[:, 0].min() > 0.0
    assert points.picture[:, 0].max() < ASPECT
    assert points.picture[:, 1].min() > 0.0
