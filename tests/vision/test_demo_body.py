import itertools
import math

import numpy as np
import pytest

from griffin.vision.demo_body import Build, pose_body
from griffin.vision.demo_performance import LOOP_S, TAKE_OFF_S, TURN_AWAY_S, perform

TIMES_S = [i / 10.0 for i in range(int(LOOP_S * 10))]


def test_bones_keep_their_lengths():
    build = Build()
    for t_s in TIMES_S:
        body = pose_body(perform(t_s), build)
        for start, end, length_m in (
            (body.hips, body.knees, build.thigh_m),
            (body.knees, body.ankles, build.shin_m),
            (body.shoulders, body.elbows, build.upper_arm_m),
            (body.elbows, body.wrists, build.forearm_m),
        ):
            for side in (0, 1):
                # A leg stretched to the limit may give by a centimetre, as hips and ankles do.
                assert np.linalg.norm(end[side] - start[side]) == pytest.approx(length_m, abs=0.012)


def test_the_left_hand_is_at_the_larger_x_while_it_faces_the_camera_and_at_the_smaller_from_behind():
    assert pose_body(perform(2.5)).wrists[0][0] > pose_body(perform(2.5)).wrists[1][0] + 1.0
    behind = pose_body(perform(TURN_AWAY_S[0] + 1.0))
    assert behind.shoulders[0][0] < behind.shoulders[1][0] - 0.3


def test_the_arm_line_is_the_bank():
    # Arms at 22 degrees, the shoulders between them at 5.
    body = pose_body(perform(18.7))
    left, right = body.wrists
    assert math.degrees(math.atan2(left[1] - right[1], left[0] - right[0])) == pytest.approx(18.4, abs=1.0)


def test_standing_feet_are_on_the_floor_and_still():
    standing = [pose_body(perform(t_s)) for t_s in (0.2, 2.5, 7.4, 14.0, 22.5, 26.9, 31.0)]
    for one, other in itertools.pairwise(standing):
        assert np.allclose(one.toes, other.toes)
    assert standing[0].toes[0][1] == pytest.approx(0.02)


def test_knees_bend_forwards_when_it_ducks():
    body = pose_body(perform(7.4))
    assert all(knee[2] > (hip[2] + ankle[2]) / 2.0 + 0.1 for hip, knee, ankle in
               zip(body.hips, body.knees, body.ankles, strict=True))  # fmt: skip
    assert body.head[1] < pose_body(perform(0.5)).head[1] - 0.25


def test_the_whole_body_rises_in_the_jump():
    standing, flying = pose_body(perform(0.5)), pose_body(perform(TAKE_OFF_S + 0.24))
    assert flying.ankles[0][1] - standing.ankles[0][1] > 0.25
    assert flying.head[1] - standing.head[1] > 0.25
