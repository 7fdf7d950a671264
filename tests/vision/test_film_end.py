"""Films made for the test: whole ones of every kind that are not cut off, and each kind cut off."""

import logging
from pathlib import Path

import numpy as np
import pytest

from griffin.clock import ManualClock
from griffin.vision.film import VideoReader
from griffin.vision.readers import ReaderTuning

from .films import cut_off, write_film, write_timed_film

BUGS = Path(__file__).resolve().parents[3] / "shared" / "data" / "bugs"
STEADY = [number / 25 for number in range(150)]
SLOW = [float(number) for number in range(20)]
FAST = [number / 500 for number in range(1000)]
UNEVEN = [*(number / 5 for number in range(20)), *(4 + number / 20 for number in range(60))]
WAITS = [*(number / 10 for number in range(20)), *(9 + number / 10 for number in range(20))]


def play(path: Path, caplog: pytest.LogCaptureFixture, *, loop: bool = False) -> list[float]:
    """Each frame's time; warnings are in `caplog`."""
    reader = VideoReader(path, ManualClock(), ReaderTuning(), loop=loop)
    times_s: list[float] = []
    with caplog.at_level(logging.WARNING):
        while (frame := reader.read()) is not None and len(times_s) < 2000:
            times_s.append(frame.captured_s)
    reader.release()
    return times_s


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
@pytest.mark.parametrize(
    "times_s", [STEADY, SLOW, FAST, UNEVEN, WAITS], ids=["steady", "slow", "fast", "uneven", "waits"]
)
def test_a_whole_film_is_not_said_to_break_off(tmp_path, caplog, suffix, times_s):
    seen_s = play(write_timed_film(tmp_path / f"a{suffix}", times_s), caplog)
    assert seen_s == pytest.approx(times_s, abs=0.002)
    assert caplog.text == ""


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_sound_may_be_longer_than_the_film(tmp_path, caplog, suffix):
    play(write_timed_film(tmp_path / f"a{suffix}", STEADY, sound_s=9.0), caplog)
    assert caplog.text == ""


def test_what_an_edit_list_hides_is_not_missed(tmp_path, caplog):
    seen_s = play(write_timed_film(tmp_path / "a.mp4", STEADY, hidden_s=3.0), caplog)
    assert len(seen_s) == pytest.approx(75, abs=2)
    assert caplog.text == ""


def test_a_film_trimmed_by_a_phone_is_whole(caplog):
    film = BUGS / "editlist-trimmed.mp4"
    if not film.is_file():
        pytest.skip(f"the film is not there ({film})")
    assert len(play(film, caplog)) == 501
    assert caplog.text == ""


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
@pytest.mark.parametrize("times_s", [STEADY, SLOW, FAST, UNEVEN], ids=["steady", "slow", "fast", "uneven"])
def test_a_film_that_is_cut_off_says_so_once(tmp_path, caplog, suffix, times_s):
    seen_s = play(cut_off(write_timed_film(tmp_path / f"a{suffix}", times_s)), caplog)
    assert 0.2 * len(times_s) < len(seen_s) < 0.9 * len(times_s)
    assert len(caplog.records) == 1
    said = caplog.records[0].getMessage()
    step_s = max(np.diff(times_s))
    name, end_s, promised_s = said.split()[0], float(said.split()[4]), float(said.split()[6])
    assert name == f"cut_a{suffix}"
    assert end_s == pytest.approx(seen_s[-1], abs=0.06)
    assert promised_s == pytest.approx(times_s[-1], abs=step_s + 0.1)


def test_a_cut_off_film_with_an_edit_list_counts_from_its_first_picture(tmp_path, caplog):
    play(cut_off(write_timed_film(tmp_path / "a.mp4", STEADY, hidden_s=2.0), 0.7), caplog)
    assert "of 4.0 s" in caplog.text


def test_a_cut_off_avi_says_so(tmp_path, caplog):
    play(cut_off(write_film(tmp_path / "a.avi", frames=200, size_px=(320, 240))), caplog)
    assert "of 10.0 s" in caplog.text


def test_a_film_whose_end_was_never_written_says_so(tmp_path, caplog):
    whole = write_timed_film(tmp_path / "a.mp4", STEADY)
    content = whole.read_bytes()
    kept = round(0.6 * len(content))
    whole.write_bytes(content[:kept] + bytes(len(content) - kept))
    play(whole, caplog)
    assert "breaks off after" in caplog.text


def test_a_loop_says_it_once(tmp_path, caplog):
    assert len(play(cut_off(write_timed_film(tmp_path / "a.mkv", STEADY)), caplog, loop=True)) == 2000
    assert len(caplog.records) == 1
