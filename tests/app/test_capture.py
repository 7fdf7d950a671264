"""The video of a flight: its sound stays with its pictures, whatever the screen's clock does."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from griffin.app.capture import Capture, FilmClock
from griffin.app.film_sound import FilmSound
from griffin.audio.cues import Cues
from griffin.audio.files import decode_file
from griffin.audio.mixdown import Mixdown
from griffin.audio.steps import RATE_HZ
from griffin.happenings import HappeningKind
from tests.app.stand_ins import StandInRenderer
from tests.audio.moments import flying, moment
from tests.audio.sounds import stand_in_table

SIZE_PX = (320, 180)
CRY = np.full((RATE_HZ // 10, 2), 0.5, dtype=np.float32)


def film_sound() -> FilmSound:
    """In which only cries are heard."""
    return FilmSound(Cues(stand_in_table()), Mixdown({f"cry_{n}": CRY for n in range(1, 7)}))


def record(path: Path, times_s: list[float], cry_at: int) -> tuple[list[float], float]:
    """When the film's pictures are shown, and when the cry of the moment `cry_at` is heard."""
    capture = Capture(record=path, screenshot=None, size_px=SIZE_PX, sound=film_sound())
    for index, now_s in enumerate(times_s):
        kinds = (HappeningKind.TOOK_OFF,) if index == cry_at else ()
        capture.hear(moment(now_s, flying(), *kinds))
        capture.keep(StandInRenderer(), flying(), now_s)
    capture.close()
    assert capture.written == [path]
    with av.open(str(path)) as container:
        pictures_s = [float(frame.time) for frame in container.decode(video=0)]
    return pictures_s, float(np.argmax(np.abs(decode_file(path)[:, 0]) > 0.1)) / RATE_HZ


def test_the_cry_is_heard_with_its_picture(tmp_path: Path) -> None:
    times_s = [7.0 + turn / 20 for turn in range(60)]
    pictures_s, heard_s = record(tmp_path / "a.mp4", times_s, cry_at=40)
    off_s = [min(abs(at_s - turn / 20) for turn in range(60)) for at_s in pictures_s]  # some may be dropped
    assert max(off_s) < 1e-3
    assert heard_s == pytest.approx(2.0, abs=0.002)


def test_at_slow_pictures_the_cry_does_not_come_before_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    capture = Capture(record=path, screenshot=None, size_px=SIZE_PX, sound=film_sound())
    for turn in range(10):
        kinds = (HappeningKind.TOOK_OFF,) if turn == 5 else ()
        shown = moment(turn / 5, flying(), *kinds)
        early = tuple(replace(each, at_s=each.at_s - 0.15) for each in shown.happenings)
        capture.hear(replace(shown, happenings=early))
        capture.keep(StandInRenderer(), flying(), turn / 5)
    capture.close()
    heard_s = float(np.argmax(np.abs(decode_file(path)[:, 0]) > 0.1)) / RATE_HZ
    assert 0.96 < heard_s < 1.0


def test_a_computer_that_slept_makes_no_film_of_it(tmp_path: Path) -> None:
    times_s = [turn / 20 for turn in range(30)]
    times_s += [8 * 3600.0 + each for each in times_s]
    pictures_s, heard_s = record(tmp_path / "a.mp4", times_s, cry_at=50)
    assert pictures_s[-1] < 14.0
    assert heard_s == pytest.approx(1.45 + 10.0 + 1.0, abs=0.002)


def test_the_films_clock_leaves_out_only_long_gaps() -> None:
    clock = FilmClock()
    assert [clock.film_s(at_s) for at_s in (0.0, 1.0, 1.0, 8.0, 30.0, 31.0)] == [
        0.0,
        1.0,
        1.0,
        8.0,
        18.0,
        19.0,
    ]


def test_turns_that_are_not_drawn_are_heard(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    capture = Capture(record=path, screenshot=None, size_px=SIZE_PX, sound=film_sound())
    for turn in range(90):
        kinds = (HappeningKind.TOOK_OFF,) if turn == 61 else ()
        capture.hear(moment(turn / 30, flying(), *kinds))
        if turn % 10 == 0:
            capture.keep(StandInRenderer(), flying(), turn / 30)
    capture.close()
    heard = np.abs(decode_file(path)[:, 0])
    assert float(np.argmax(heard > 0.1)) / RATE_HZ == pytest.approx(61 / 30, abs=0.002)


def test_a_flight_without_sound_has_a_silent_film(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    capture = Capture(record=path, screenshot=None, size_px=SIZE_PX)
    capture.hear(moment(0.0, flying()))
    capture.keep(StandInRenderer(), flying(), 0.0)
    capture.close()
    with av.open(str(path)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
