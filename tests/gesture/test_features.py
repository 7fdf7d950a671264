"""What a pose measures: signs, and the same numbers for every size, place and side."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from griffin.gesture.features import BodyFeatures, BodyMeasures, measure
from griffin.gesture.points import BodyPoints
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import Joint, Landmarks

from .bodies import SHOULDER_M, TORSO_M, Pose, body, unseen

TUNING = GestureTuning()


def features(landmarks: Landmarks) -> BodyFeatures:
    return measure(0.0, BodyPoints.of(landmarks), BodyMeasures(TUNING), TUNING)


def test_lengths_are_torso_lengths() -> None:
    told = features(body(heights_per_m=0.4))
    assert told.torso == pytest.approx(0.4 * TORSO_M)
    assert told.shoulder_span == pytest.approx(SHOULDER_M / TORSO_M)
    assert told.upright_frac == pytest.approx(1.0)


@pytest.mark.parametrize("heights_per_m", [0.1, 0.35, 1.0])
@pytest.mark.parametrize("x", [0.3, 1.1])
def test_size_and_place_make_no_difference(heights_per_m: float, x: float) -> None:
    pose = Pose(left_arm=0.3, right_arm=-0.2, left_elbow=0.4, left_wrist=-0.5)
    told, usual = features(body(pose, heights_per_m=heights_per_m, x=x)), features(body(pose))
    for name in ("shoulder_span", "nose_depth", "wrist_span", "wrist_line_rad", "upright_frac"):
        assert getattr(told, name) == pytest.approx(getattr(usual, name))
    for name in ("out", "up", "rise_rad", "wing_rad", "elbow_rad", "wrist_rad"):
        assert getattr(told.left, name) == pytest.approx(getattr(usual.left, name))


def test_a_child_measures_as_an_adult() -> None:
    adult = body(left_arm=0.3, right_arm=-0.2, left_wrist=0.4)
    child = replace(adult, world=adult.world * 0.6)
    for name in ("out", "up", "rise_rad", "wing_rad", "elbow_rad", "wrist_rad"):
        assert getattr(features(child).left, name) == pytest.approx(getattr(features(adult).left, name))
    assert features(child).torso == pytest.approx(features(adult).torso)


def test_the_torso_keeps_its_length_in_a_bow_and_in_profile() -> None:
    for changes in ({"bow": 1.2}, {"yaw": math.pi / 2}):
        assert features(body(**changes)).torso == pytest.approx(0.35 * TORSO_M, rel=0.02)


def test_the_line_is_positive_with_the_right_hand_lower() -> None:
    assert features(body(left_arm=0.3, right_arm=-0.3)).wrist_line_rad > 0.2
    assert features(body(left_arm=-0.3, right_arm=0.3)).wrist_line_rad < -0.2


def test_the_line_means_the_same_hand_from_behind() -> None:
    assert features(body(left_arm=0.3, right_arm=-0.3, yaw=math.pi)).wrist_line_rad > 0.2


def test_wings_are_positive_above_the_horizontal_and_each_its_own() -> None:
    told = features(body(left_arm=0.5, right_arm=-0.7))
    assert told.left.wing_rad == pytest.approx(0.5)
    assert told.right.wing_rad == pytest.approx(-0.7)
    assert told.left.rise_rad == pytest.approx(0.5)


def test_an_upper_arm_that_points_at_the_camera_is_measured_in_space() -> None:
    for forward in np.arange(0.0, math.pi / 2, 0.05):
        assert abs(features(body(left_arm=-0.1, forward=float(forward))).left.wing_rad) < 0.45
    assert features(body(left_arm=-0.1, forward=1.55)).left.wing_rad == pytest.approx(-0.1)


def test_the_wing_leaps_nowhere_as_the_arm_swings_to_the_front() -> None:
    wings = [features(body(left_arm=-0.1, forward=0.02 * i)).left.wing_rad for i in range(158)]
    assert max(abs(b - a) for a, b in itertools.pairwise(wings)) < 0.05


def test_where_a_hand_is_not_seen_its_upper_arm_speaks_for_it() -> None:
    bent = body(left_arm=0.3, right_arm=-0.3, left_elbow=0.8, right_elbow=-0.6)
    told = features(unseen(bent, Joint.LEFT_WRIST, Joint.RIGHT_WRIST))
    straight = features(body(left_arm=0.3, right_arm=-0.3))
    assert told.left.rise_rad == pytest.approx(0.3)
    assert told.wrist_line_rad == pytest.approx(straight.wrist_line_rad, abs=0.01)
    assert told.left.certainty == 1.0
    assert features(unseen(bent, Joint.LEFT_WRIST, Joint.LEFT_ELBOW)).left.certainty == 0.0


@pytest.mark.parametrize("yaw", [0.0, 0.8, math.pi])
def test_the_gap_to_the_trunk_is_seen_from_the_front(yaw: float) -> None:
    spread = features(body(left_arm=0.0, yaw=yaw))
    assert spread.left.trunk_gap == pytest.approx((SHOULDER_M / 2.0 + 0.28 + 0.25) / TORSO_M)
    in_front = features(body(left_arm=-0.6, forward=math.pi / 2, yaw=yaw))
    assert in_front.left.trunk_gap == pytest.approx(SHOULDER_M / 2.0 / TORSO_M)


def test_above_the_shoulders_the_gap_grows() -> None:
    assert features(body(left_arm=math.pi / 2)).left.trunk_gap > 1.0


def test_wrists_beside_the_body_are_out_on_both_sides_and_from_behind() -> None:
    reach = (0.28 + 0.25) / TORSO_M
    for yaw in (0.0, 1.0, math.pi):
        told = features(body(left_arm=0.0, right_arm=0.0, yaw=yaw))
        assert told.left.out == pytest.approx(reach)
        assert told.right.out == pytest.approx(reach)


def test_an_arm_held_out_to_the_front_is_level_and_not_out() -> None:
    told = features(body(left_arm=0.0, right_arm=0.0, forward=math.pi / 2))
    assert told.left.rise_rad == pytest.approx(0.0, abs=1e-9)
    assert told.left.out == pytest.approx(0.0, abs=1e-9)


def test_the_elbow_folds_from_zero() -> None:
    assert features(body(left_arm=0.0)).left.elbow_rad == pytest.approx(0.0, abs=1e-6)
    assert features(body(left_arm=0.0, left_elbow=1.2)).left.elbow_rad == pytest.approx(1.2)


@pytest.mark.parametrize("yaw", [0.0, math.pi])
def test_a_hand_above_its_forearm_is_positive_on_both_sides_and_from_behind(yaw: float) -> None:
    told = features(body(left_arm=0.2, right_arm=-0.1, left_wrist=0.5, right_wrist=-0.4, yaw=yaw))
    assert told.left.wrist_rad == pytest.approx(0.5)
    assert told.right.wrist_rad == pytest.approx(-0.4)


def test_above_means_up_for_a_forearm_that_points_inwards_too() -> None:
    # Elbows out, hands before the chest: the forearm has turned by 170 deg, the hand goes on downwards.
    told = features(body(left_arm=0.0, left_elbow=math.radians(170.0), left_wrist=0.5))
    assert told.left.wrist_rad == pytest.approx(-0.5)


def test_a_straight_hand_has_no_bend_at_any_angle_of_the_arm() -> None:
    for arm in (-1.5, -0.7, 0.0, 0.7, 1.5):
        assert features(body(left_arm=arm)).left.wrist_rad == pytest.approx(0.0, abs=1e-9)


def test_the_bend_fades_where_the_forearm_is_upright_or_points_at_the_camera() -> None:
    def bend(**pose: float) -> float:
        return features(body(left_wrist=0.5, **pose)).left.wrist_rad

    assert bend(left_arm=0.9) == pytest.approx(0.5)
    assert 0.05 < bend(left_arm=1.2) < 0.45
    for pose in ({"left_arm": 1.5}, {"left_arm": -1.5}, {"left_arm": 0.0, "forward": 1.5}):
        assert bend(**pose) == 0.0


def test_no_arm_leaps_the_bend_on_its_way_round() -> None:
    bends = [
        features(body(left_arm=0.0, left_elbow=0.02 * i, left_wrist=0.5)).left.wrist_rad for i in range(158)
    ]
    assert max(abs(b - a) for a, b in itertools.pairwise(bends)) < 0.03


def test_a_hand_that_the_model_guesses_has_no_certain_bend() -> None:
    bent = body(left_arm=0.0, left_wrist=0.5)
    for joint in (Joint.LEFT_ELBOW, Joint.LEFT_WRIST, Joint.LEFT_INDEX, Joint.LEFT_PINKY):
        assert features(unseen(bent, joint)).left.wrist_certainty == 0.0
    assert features(bent).left.wrist_certainty == 1.0


def test_a_hand_bends_no_further_than_hands_do() -> None:
    for bend in (1.5, 2.5):
        assert features(body(left_arm=0.0, left_wrist=bend)).left.wrist_rad == TUNING.wrist_most_rad
        assert features(body(left_arm=0.0, left_wrist=-bend)).left.wrist_rad == -TUNING.wrist_most_rad


def test_a_lean_to_the_right_hand_is_positive_from_both_sides() -> None:
    assert features(body(lean=0.2)).torso_tilt_rad == pytest.approx(0.2)
    assert features(body(lean=-0.2)).torso_tilt_rad == pytest.approx(-0.2)
    assert features(body(lean=0.2, yaw=math.pi)).torso_tilt_rad == pytest.approx(0.2)


def test_span_and_nose_change_sign_with_the_back_turned() -> None:
    front, back = features(body()), features(body(yaw=math.pi))
    assert front.shoulder_span > 0.0 > back.shoulder_span
    assert front.nose_depth < 0.0 < back.nose_depth


def test_a_body_without_size_is_measured_without_error() -> None:
    nothing = replace(body(), picture=np.zeros((33, 3)), world=np.zeros((33, 3)))
    told = features(nothing)
    assert math.isfinite(told.left.out)
    assert told.left.elbow_rad == told.left.wrist_rad == 0.0
