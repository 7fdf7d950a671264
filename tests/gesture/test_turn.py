"""Turning away and back: held for a second, at any rate, and not to be had by a swap of left and right."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from griffin.gesture.features import BodyMeasures, measure
from griffin.gesture.points import BodyPoints
from griffin.gesture.tuning import GestureTuning
from griffin.gesture.turn import TurnDetector
from griffin.landmarks import Joint, Landmarks

from .bodies import TORSO_M, body, film, recognize, swapped, times, told


def turned_between(away_s: float, back_s: float, t: float) -> float:
    """Yaw of a body that turns within 0.4 s about these moments, in profile in them."""
    if t < (away_s + back_s) / 2.0:
        return math.pi / 2.0 + math.pi / 2.0 * min(1.0, max(-1.0, (t - away_s) / 0.2))
    return math.pi / 2.0 - math.pi / 2.0 * min(1.0, max(-1.0, (t - back_s) / 0.2))


@pytest.mark.parametrize("fps", [8.0, 10.0, 15.0, 30.0, 60.0])
def test_the_back_shown_for_a_second_is_told_then(fps: float) -> None:
    frames = film(lambda t: body(yaw=turned_between(1.5, 4.0, t)), 5.0, fps)
    recognitions = recognize(frames)
    away, back = times(recognitions, "turn_away"), times(recognitions, "turn_back")
    assert len(away) == len(back) == 1
    assert -0.05 <= away[0] - 2.5 <= 0.15
    assert 0.0 < back[0] - 4.0 <= 0.5


@pytest.mark.parametrize("fps", [10.0, 30.0])
@pytest.mark.parametrize(("duration_s", "count"), [(0.85, 0), (1.1, 1)])
def test_a_second_it_must_be(duration_s: float, count: int, fps: float) -> None:
    frames = film(lambda t: body(yaw=turned_between(1.5, 1.5 + duration_s, t)), 4.5, fps)
    assert len(times(recognize(frames), "turn_away")) == count


def test_looking_over_the_shoulder_and_a_twist_to_the_side_are_no_turn() -> None:
    frames = film(lambda t: body(yaw=1.3 * math.sin(t)), 8.0)
    assert times(recognize(frames), "turn_away") == []


@pytest.mark.parametrize("fps", [8.0, 30.0, 60.0])
@pytest.mark.parametrize("profile_deg", [80, 90, 100, 110])
def test_standing_in_profile_is_no_turn(profile_deg: int, fps: float) -> None:
    def moving(t: float) -> Landmarks:
        yaw = math.radians(profile_deg) * min(1.0, max(0.0, t - 1.0))
        return body(yaw=yaw + 0.05 * math.sin(9.0 * t))

    assert times(recognize(film(moving, 6.0, fps)), "turn_away") == []


@pytest.mark.parametrize("back_deg", [-180, -130, 130, 160])
def test_the_second_counts_from_the_profile(back_deg: int) -> None:
    def moving(t: float) -> Landmarks:
        return body(yaw=math.radians(back_deg) * min(1.0, max(0.0, (t - 1.0) / 0.5)))

    side_s = 1.0 + 0.5 * 90.0 / abs(back_deg)
    assert times(recognize(film(moving, 4.0)), "turn_away")[0] - side_s == pytest.approx(1.0, abs=0.06)


def test_a_long_swap_under_a_bowed_head_is_no_turn() -> None:
    def moving(t: float) -> Landmarks:
        seen = body(bow=0.3)
        picture = seen.picture.copy()
        picture[Joint.NOSE, 2] = picture[Joint.LEFT_EAR, 2]
        return swapped(replace(seen, picture=picture)) if t > 2.0 else seen

    assert times(recognize(film(moving, 5.0)), "turn_away") == []


def test_a_turn_behind_a_hole_is_told() -> None:
    def moving(t: float) -> Landmarks | None:
        return None if 1.5 < t < 1.75 else body(yaw=math.pi if t > 1.6 else 0.0)

    assert len(times(recognize(film(moving, 4.0)), "turn_away")) == 1


def test_a_swap_of_left_and_right_is_no_turn() -> None:
    def moving(t: float) -> Landmarks:
        return swapped(body()) if 2.0 < t < 2.4 else body()

    assert times(recognize(film(moving, 4.0)), "turn_away") == []


def test_a_long_swap_is_told_by_the_nose() -> None:
    assert times(recognize(film(lambda t: swapped(body()) if t > 2.0 else body(), 5.0)), "turn_away") == []


def test_a_swap_while_away_doesn_t_bring_back() -> None:
    def moving(t: float) -> Landmarks:
        seen = body(yaw=turned_between(1.5, 5.0, t))
        return swapped(seen) if 2.0 < t < 2.15 or 3.0 < t < 3.15 else seen

    recognitions = recognize(film(moving, 6.0))
    assert [kind for kind, _ in told(recognitions)] == ["player_found", "turn_away", "turn_back"]
    assert times(recognitions, "turn_away")[0] == pytest.approx(2.5, abs=0.05)


def test_a_bow_with_the_head_down_is_no_turn() -> None:
    def moving(t: float) -> Landmarks:
        return body(yaw=math.pi if t > 2.0 else 0.0, bow=1.4 if t > 1.9 else 0.0)

    assert times(recognize(film(moving, 5.0)), "turn_away") == []


def test_who_comes_in_backwards_is_told_after_a_second() -> None:
    away = times(recognize(film(lambda _: body(yaw=math.pi), 3.0)), "turn_away")
    assert len(away) == 1
    assert 1.0 <= away[0] <= 1.4


def test_the_player_stays_tracked_and_the_steering_eases_to_level() -> None:
    def moving(t: float) -> Landmarks:
        return body(left_arm=0.5, right_arm=-0.5, yaw=math.pi if t > 2.0 else 0.0)

    recognitions = recognize(film(moving, 4.0))
    assert recognitions[59].steering.roll_rad > 0.3
    assert recognitions[-1].steering.is_tracked
    assert recognitions[-1].steering.roll_rad == pytest.approx(0.0)
    rolls = [abs(r.steering.roll_rad) for r in recognitions[61:]]
    assert max(abs(b - a) for a, b in itertools.pairwise(rolls)) < 0.1


def test_in_profile_the_last_bank_is_kept_for_a_moment() -> None:
    def moving(t: float) -> Landmarks:
        yaw = math.radians(95.0) * min(1.0, max(0.0, (t - 2.0) / 0.2), max(0.0, (5.0 - t) / 0.2))
        return body(left_arm=0.5, right_arm=-0.5, yaw=yaw)

    recognitions = recognize(film(moving, 7.0))
    rolls = [r.steering.roll_rad for r in recognitions]
    assert rolls[60] > 0.3
    assert rolls[66:78] == pytest.approx([rolls[66]] * 12)
    assert rolls[66] > 0.3
    assert rolls[105] == pytest.approx(0.0, abs=0.01)
    assert rolls[-1] == pytest.approx(rolls[60], abs=0.05)
    assert max(abs(b - a) for a, b in itertools.pairwise(rolls[66:])) < 0.1


# --- the shoulders' width from the front ---
NOISE_TORSOS = 0.05


def standing(duration_s: float, *, yaw: float = 0.0, wide: float = 1.0) -> list[Landmarks]:
    """A body whose shoulders are seen with noise, as models see them."""
    noise = np.random.default_rng(round(duration_s)).normal(
        0.0, NOISE_TORSOS * TORSO_M, round(duration_s * 30.0)
    )
    return [shouldered(body(yaw=yaw), wide, float(offset_m)) for offset_m in noise]


def shouldered(landmarks: Landmarks, wide: float, offset_m: float) -> Landmarks:
    """The body with shoulders this much wider in the picture, and more so by an offset."""
    picture = landmarks.picture.copy()
    middle = picture[11:13, 0].mean()
    picture[11:13, 0] = middle + wide * (picture[11:13, 0] - middle) + np.array([0.5, -0.5]) * offset_m * 0.35
    return replace(landmarks, picture=picture)


def slow_turn_after(bodies: list[Landmarks]) -> tuple[float, float]:
    """At which angles (deg) of a turn by 4 deg a frame after all this the profile begins and ends."""
    detector, tuning, measures = TurnDetector(GestureTuning()), GestureTuning(), BodyMeasures(GestureTuning())
    turning = [body(yaw=math.radians(deg)) for deg in range(0, 181, 2)]
    profile_deg = []
    for number, landmarks in enumerate([*bodies, *turning]):
        seen = measure(number / 30.0, BodyPoints.of(landmarks), measures, tuning)
        detector.watch(seen, is_exchanged=False)
        if detector.is_profile and number >= len(bodies):
            profile_deg.append(2.0 * (number - len(bodies)))
    return profile_deg[0], profile_deg[-1]


@pytest.mark.parametrize(
    ("name", "bodies"),
    [
        ("a moment", standing(3.0)),
        ("two minutes", standing(120.0)),
        ("a minute turned by 45 degrees", standing(5.0) + standing(60.0, yaw=math.radians(45.0))),
        ("a minute turned by 60 degrees", standing(5.0) + standing(60.0, yaw=math.radians(60.0))),
        ("one wild frame", [*standing(5.0), shouldered(body(), 2.0, 0.0), *standing(2.0)]),
        (
            "a second of wild frames, two minutes ago",
            standing(5.0) + standing(1.0, wide=1.3) + standing(120.0),
        ),
    ],
)
def test_the_profile_lies_between_70_and_120_degrees(name: str, bodies: list[Landmarks]) -> None:
    begin_deg, end_deg = slow_turn_after(bodies)
    assert begin_deg == pytest.approx(70.0, abs=5.0)
    assert end_deg == pytest.approx(120.0, abs=5.0)


def test_one_frame_after_a_bow_is_no_measure() -> None:
    bowing = [body(bow=1.4)] * 30
    begin_deg, end_deg = slow_turn_after(standing(5.0) + bowing + [shouldered(body(), 1.6, 0.0)])
    assert begin_deg == pytest.approx(70.0, abs=5.0)
    assert end_deg == pytest.approx(120.0, abs=5.0)
