"""One sentence for what was measured."""

import pytest

from griffin.tools.verdict import rate_hz, verdict


@pytest.mark.parametrize(
    ("picture_hz", "look_hz", "quality", "said"),
    [
        (60.0, 30.0, "high", "Smooth, with 60 pictures and 30 looks at the player a second."),
        (60.0, None, "high", "Smooth, with 60 pictures a second."),
        (20.0, 30.0, "low", "Playable, with 20 pictures and 30 looks at the player a second."),
        (60.0, 10.0, "low", "Playable, with 60 pictures and 10 looks at the player a second."),
        (None, 20.0, "low", "Smooth, with 20 looks at the player a second."),
        (None, None, "low", "Nothing was measured that tells whether it is quick enough to play."),
    ],
)
def test_what_is_quick_enough(
    picture_hz: float | None, look_hz: float | None, quality: str, said: str
) -> None:
    assert verdict(picture_hz, look_hz, quality) == said


@pytest.mark.parametrize(
    ("quality", "remedy"),
    [("low", "--size 960x540"), ("medium", "--quality low"), ("high", "--quality medium")],
)
def test_what_is_too_slow_says_what_to_change(quality: str, remedy: str) -> None:
    said = verdict(9.0, 30.0, quality)
    assert said.startswith("Too slow to play well, with 9 pictures and 30 looks at the player a second: ")
    assert remedy in said


def test_a_slow_pose_model_wants_the_processor_for_itself() -> None:
    said = verdict(9.0, 4.0, "low")
    assert "smaller" in said
    assert "pose model" in said


def test_a_rate_of_what_was_not_measured_is_none() -> None:
    assert rate_hz(None) is None
    assert rate_hz(25.0) == 40.0
