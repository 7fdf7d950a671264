"""scripts/measure_sound.py: what it makes of recordings. The recording itself needs a server and minutes."""

import numpy as np
import pytest

from griffin.audio.steps import RATE_HZ
from tests.scripts_loader import load_script

measure = load_script("measure_sound")


def chunk(at_s: float, *places: int) -> object:
    """A hundredth of a second that arrived at a time, silent but for some samples."""
    samples = np.zeros(RATE_HZ // 100, dtype=np.int16)
    samples[list(places)] = 8000
    return measure.Chunk(at_s=at_s, samples=samples)


def test_a_sound_is_as_late_as_its_first_sample() -> None:
    chunks = [chunk(1.00), chunk(1.01, 240, 250), chunk(1.02, 0, 5), chunk(2.00, 0), chunk(2.01)]
    assert measure.heard_after([0.95, 1.5, 1.96], chunks) == pytest.approx([0.055, 0.49, 0.03])
    assert measure.heard_after([2.5], chunks) == []


def test_a_gap_in_a_tone_is_found_and_its_zeros_are_none() -> None:
    tone = measure.tone(1.0)
    assert measure.find_gaps(tone) == []
    tone[20_000:20_480] = 0.0
    assert measure.find_gaps(tone) == [pytest.approx(0.010, abs=0.001)]


def test_without_the_programs_one_sentence_and_a_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(measure.shutil, "which", lambda name: None)
    assert measure.main([]) == 1
    assert capsys.readouterr().err.startswith("pulseaudio and parec not found")
