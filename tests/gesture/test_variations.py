"""The variations do what they say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.gesture.recording import Recording, resampled

from .bodies import body, film
from .variations import Variation

FRAMES = tuple(film(lambda t: body(left_arm=t), 3.0))
CLIP = Recording(name="drawn", category="test", fps=30.0, frames=FRAMES, truth=FRAMES)


def exchanged_frames(part: float, frames: int, fps: float) -> list[int]:
    """Which frames of a clip at this rate have left and right exchanged."""
    plain = resampled(CLIP, fps)
    swapped = Variation(fps=fps, swaps=((part, frames),)).apply(CLIP)
    pairs = enumerate(zip(plain.frames, swapped.frames, strict=True))
    return [n for n, (one, other) in pairs if (one.bodies[0].picture != other.bodies[0].picture).any()]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(part=st.floats(0.05, 0.9), frames=st.integers(1, 8), fps=st.floats(10.0, 60.0))
def test_sides_are_swapped_for_as_long_at_any_rate(part: float, frames: int, fps: float) -> None:
    numbers = exchanged_frames(part, frames, fps)
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    assert len(numbers) / fps <= max(frames / 30.0 + 1e-6, 1.0 / fps)
    assert len(numbers) / fps > frames / 30.0 - 1.0 / fps
    assert numbers[0] / fps >= part * 2.96 - 0.1


@pytest.mark.parametrize("part", [0.3, 0.45, 0.6, 0.77])
@pytest.mark.parametrize("frames", [1, 4, 8])
def test_at_the_clip_s_rate_frames_are_counted(part: float, frames: int) -> None:
    assert len(exchanged_frames(part, frames, 30.0)) == frames
