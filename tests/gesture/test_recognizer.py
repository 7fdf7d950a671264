"""The whole recogniser on moving figures: presence, drop-outs, order of frames, cost."""

import math

import pytest

from griffin.gesture.recognizer import Recognizer

from .bodies import body, film, frame, recognize, times, told
from .test_jump import TAKE_OFF_S, hop


@pytest.mark.parametrize("fps", [8.0, 15.0, 30.0, 60.0])
def test_drop_outs_of_up_to_four_tenths_are_bridged(fps: float) -> None:
    recognitions = recognize(film(lambda t: None if 1.0 < t < 1.36 or 2.0 < t < 2.2 else body(), 3.0, fps))
    assert [kind for kind, _ in told(recognitions)] == ["player_found"]
    assert all(r.steering.is_tracked for r in recognitions[round(0.5 * fps) :])


def test_longer_ones_end_in_player_lost() -> None:
    recognitions = recognize(film(lambda t: None if t > 1.0 else body(), 2.0))
    assert [kind for kind, _ in told(recognitions)] == ["player_found", "player_lost"]
    assert times(recognitions, "player_lost")[0] - 1.0 == pytest.approx(0.4, abs=0.04)
    assert not recognitions[-1].steering.is_tracked


@pytest.mark.parametrize("blind_s", [0.6, 0.9])
def test_a_gap_between_pictures_does_not_lose_a_player_who_stays(blind_s: float) -> None:
    frames = [each for each in film(lambda _: body(), 3.0) if not 1.0 < each.captured_s < 1.0 + blind_s]
    recognitions = recognize(frames)
    assert [kind for kind, _ in told(recognitions)] == ["player_found"]
    assert recognitions[-1].steering.is_tracked


def test_a_model_that_swaps_sides_around_a_gap_between_pictures_turns_nobody_away() -> None:
    swapped = {29, 58}
    frames = [
        frame(number / 30, body(yaw=math.pi if number in swapped else 0.0))
        for number in range(90)
        if not 29 < number < 58
    ]
    assert [kind for kind, _ in told(recognize(frames))] == ["player_found"]


def test_a_body_elsewhere_after_a_gap_between_pictures_is_not_the_pilot() -> None:
    frames = film(lambda t: body(x=0.2 if t < 1.0 else 1.5), 1.8)
    recognitions = recognize([each for each in frames if not 1.0 < each.captured_s < 1.6])
    assert [kind for kind, _ in told(recognitions)] == ["player_found", "player_lost"]


def test_an_empty_room_says_nothing() -> None:
    recognitions = recognize(film(lambda _: None, 1.0))
    assert told(recognitions) == []
    assert not recognitions[-1].steering.is_tracked
    assert recognitions[-1].steering.captured_s == pytest.approx(29 / 30)


def test_steering_carries_the_time_of_the_picture() -> None:
    assert recognize(film(lambda _: body(), 1.0, start_s=50.0))[-1].steering.captured_s == pytest.approx(
        50.0 + 29 / 30
    )


def test_a_frame_that_isn_t_newer_changes_nothing() -> None:
    recognizer = Recognizer()
    before = recognize(film(lambda _: body(left_arm=0.3, right_arm=-0.3), 1.0), recognizer)[-1]
    for time_s in (29 / 30, 0.2):
        again = recognizer.recognize(frame(time_s, body(left_arm=-1.0, right_arm=1.0)))
        assert again.steering == before.steering
        assert again.events == ()
        assert again.frames_with_player == 0


def test_the_arms_show_before_anybody_is_found_but_steer_nothing() -> None:
    recognitions = recognize(film(lambda _: body(left_arm=0.5, right_arm=-0.3), 0.25))
    steering = recognitions[-1].steering
    assert steering.arms.left.wing_rad == pytest.approx(0.5)
    assert steering.arm_line_rad > 0.2
    assert steering.roll_rad == steering.climb_frac == 0.0
    assert not steering.is_tracked


def test_who_jumps_before_being_known_is_heard_late() -> None:
    moving = hop(0.25)
    recognitions = recognize(film(lambda t: None if t < TAKE_OFF_S - 0.17 else moving(t), 3.0))
    assert [kind for kind, _ in told(recognitions)][:2] == ["player_found", "jump"]
    assert times(recognitions, "jump")[0] - TAKE_OFF_S < 0.2


def test_seated_players_don_t_jump() -> None:
    assert times(recognize(film(hop(0.25), 3.0), Recognizer(is_seated=True)), "jump") == []


def test_the_same_frames_say_the_same_at_any_time_of_day() -> None:
    early = recognize(film(hop(0.25), 3.0, start_s=0.0))
    late = recognize(film(hop(0.25), 3.0, start_s=86_400.0))
    assert [k for k, _ in told(early)] == [k for k, _ in told(late)]
    assert [t for _, t in told(late)] == pytest.approx([t + 86_400.0 for _, t in told(early)])
