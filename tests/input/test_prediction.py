"""Arms between messages: they go on while they move, and neither when they stand nor when they turn."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from griffin.arms import Arm, Arms
from griffin.events import Steering
from griffin.input.prediction import ArmPredictor, PredictionTuning

CAMERA_S = 1 / 30
AGE_S = 0.03
TUNING = PredictionTuning()


def said(captured_s: float, left_rad: float, right_rad: float = 0.0) -> Steering:
    arms = Arms(left=Arm(wing_rad=left_rad, elbow_rad=0.3), right=Arm(wing_rad=right_rad))
    return Steering(captured_s=captured_s, arms=arms, is_tracked=True)


def predicted(*angles_rad: float, every_s: float = CAMERA_S, age_s: float = AGE_S) -> float:
    predictor = ArmPredictor()
    for number, angle_rad in enumerate(angles_rad):
        predictor.hear(said(1.0 + number * every_s, angle_rad))
    return predictor.predict(1.0 + (len(angles_rad) - 1) * every_s + age_s).left.wing_rad


def test_an_even_movement_goes_on_for_a_part_of_its_age() -> None:
    assert predicted(0.0, 0.1, 0.2) == pytest.approx(0.2 + TUNING.age_frac * AGE_S * 3.0)
    assert predicted(0.0, -0.1, -0.2) == pytest.approx(-0.2 - TUNING.age_frac * AGE_S * 3.0)


def test_an_old_message_is_followed_no_further() -> None:
    assert predicted(0.0, 0.1, 0.2, age_s=9.0) == predicted(0.0, 0.1, 0.2, age_s=0.05)


def test_a_clock_that_is_behind_predicts_nothing() -> None:
    assert predicted(0.0, 0.1, 0.2, age_s=-0.1) == 0.2


@pytest.mark.parametrize(
    "angles_rad",
    [
        (0.2,),
        (0.1, 0.2),  # two say nothing about whether it slows down
        (0.0, 0.01, 0.02),  # so slow may be noise
        (0.1, 0.0, 0.2),  # it has turned
        (0.0, 0.15, 0.2),  # it stops
    ],
)
def test_nothing_goes_on(angles_rad: tuple[float, ...]) -> None:
    assert predicted(*angles_rad) == angles_rad[-1]


def test_a_movement_that_begins_goes_on_as_slowly_as_before() -> None:
    assert predicted(0.0, 0.1, 0.5) == pytest.approx(0.5 + TUNING.age_frac * AGE_S * 3.0)


def test_a_gap_and_a_repeated_time_begin_anew() -> None:
    assert predicted(0.0, 0.1, 0.2, every_s=0.2) == 0.2
    assert predicted(0.0, 0.1, 0.2, every_s=0.0) == 0.2


def test_each_arm_goes_its_own_way_and_only_the_upper_arm_is_predicted() -> None:
    predictor = ArmPredictor()
    for number in range(3):
        predictor.hear(said(number * CAMERA_S, 0.1 * number, -0.2 * number))
    arms = predictor.predict(2 * CAMERA_S + AGE_S)
    assert arms.left.wing_rad > 0.2
    assert arms.right.wing_rad < -0.4
    assert arms.left.elbow_rad == 0.3


def reach(t_s: float) -> float:
    """From one posture to another within 0.3 s, with the least jerk (Flash & Hogan 1985)."""
    u = min(1.0, max(0.0, (t_s - 0.5) / 0.3))
    return u * u * u * (10.0 + u * (6.0 * u - 15.0))


def follow(angle_at: Callable[[float], float], tuning: PredictionTuning) -> tuple[np.ndarray, np.ndarray]:
    """The arm as it is, and as it is predicted when each message is `AGE_S` old."""
    predictor, times_s = ArmPredictor(tuning), np.arange(0.0, 1.5, CAMERA_S)
    shown = []
    for t_s in times_s:
        predictor.hear(said(t_s, angle_at(t_s)))
        shown.append(predictor.predict(t_s + AGE_S).left.wing_rad)
    return np.array([angle_at(t_s + AGE_S) for t_s in times_s]), np.array(shown)


def test_a_reach_is_followed_closer_and_hardly_passed() -> None:
    true, led = follow(reach, TUNING)
    _, plain = follow(reach, PredictionTuning(age_frac=0.0))
    assert np.sqrt(np.mean((led - true) ** 2)) < 0.94 * np.sqrt(np.mean((plain - true) ** 2))
    assert led.max() < 1.0 + math.radians(0.1)
