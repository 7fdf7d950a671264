import logging
from pathlib import Path

import numpy as np
import pytest

from griffin.clock import ManualClock
from griffin.errors import CameraError
from griffin.vision.frame import Frame
from griffin.vision.opencv import cv2
from griffin.vision.readers import DemoReader, ImageReader, ReaderTuning, VideoReader
from griffin.vision.synthetic import draw_demo_frame

from .films import number_of, write_film

TUNING = ReaderTuning()


def read_all(reader: VideoReader, clock: ManualClock, *, busy_s: float = 0.0) -> list[Frame]:
    """Every frame up to the end, waiting for each and then being busy for a while."""
    frames = []
    while (frame := reader.read()) is not None:
        clock.sleep(frame.captured_s - clock.now_s())
        clock.advance(busy_s)
        frames.append(frame)
    return frames


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(100.0)


def test_a_video_comes_at_its_own_speed(tmp_path, clock):
    reader = VideoReader(write_film(tmp_path / "a.avi", frames=12), clock, TUNING, loop=False)
    frames = read_all(reader, clock)
    assert [number_of(frame.picture) for frame in frames] == list(range(12))
    assert [frame.captured_s for frame in frames] == pytest.approx([100.0 + i / 20.0 for i in range(12)])
    assert reader.frames_read == 12
    assert reader.read() is None


def test_its_time_begins_with_the_first_reading(tmp_path, clock):
    reader = VideoReader(write_film(tmp_path / "a.avi", frames=2), clock, TUNING, loop=False)
    clock.advance(7.0)
    assert reader.read().captured_s == pytest.approx(107.0)


def test_a_video_skips_when_it_is_late_and_never_slows(tmp_path, clock):
    reader = VideoReader(write_film(tmp_path / "a.avi", frames=24), clock, TUNING, loop=False)
    frames = read_all(reader, clock, busy_s=0.2)
    numbers = [number_of(frame.picture) for frame in frames]
    assert len(numbers) < 12
    assert numbers == sorted(set(numbers))
    assert (numbers[0], numbers[-1]) == (0, 23)  # the very last frame is never lost
    assert [frame.captured_s for frame in frames] == pytest.approx([100.0 + n / 20.0 for n in numbers])
    assert reader.frames_read == 24


def test_a_decoder_that_never_keeps_up_still_shows_something(tmp_path, clock):
    reader = VideoReader(write_film(tmp_path / "a.avi", frames=24), clock, TUNING, loop=False)
    reader.read()
    clock.advance(60.0)
    assert number_of(reader.read().picture) == pytest.approx(11)  # half a second on, not the end


def test_a_loop_goes_on_without_a_gap(tmp_path, clock):
    reader = VideoReader(write_film(tmp_path / "a.avi", frames=4), clock, TUNING, loop=True)
    frames = []
    for _ in range(11):
        frames.append(reader.read())
        clock.sleep(frames[-1].captured_s - clock.now_s())
    assert [number_of(frame.picture) for frame in frames] == [0, 1, 2, 3] * 2 + [0, 1, 2]
    assert [frame.captured_s for frame in frames] == pytest.approx([100.0 + i / 20.0 for i in range(11)])


def test_a_rate_that_nobody_believes_is_replaced(tmp_path, clock):
    film = write_film(tmp_path / "a.avi", frames=3, rate_hz=1000.0)
    reader = VideoReader(film, clock, TUNING, loop=False)
    assert reader._period_s == pytest.approx(1.0 / TUNING.video_rate_hz)


def test_a_video_that_breaks_off_is_played_and_told(tmp_path, clock, caplog):
    film = write_film(tmp_path / "a.avi", frames=200, size_px=(320, 240))
    content = film.read_bytes()
    film.write_bytes(content[: len(content) // 2])
    reader = VideoReader(film, clock, TUNING, loop=False)
    with caplog.at_level(logging.WARNING):
        frames = read_all(reader, clock)
    assert 50 < len(frames) < 150
    assert "breaks off after" in caplog.text


def test_big_pictures_are_scaled_and_keep_their_aspect(tmp_path, clock):
    film = write_film(tmp_path / "a.avi", frames=1, size_px=(1080, 1920))
    frame = VideoReader(film, clock, TUNING, loop=False).read()
    assert frame.picture.shape == (960, 540, 3)


@pytest.mark.parametrize("name", ["17:30.avi", "file:a.avi"])
def test_a_name_with_a_colon_is_no_address(tmp_path, clock, monkeypatch, name):
    write_film(tmp_path / "a.avi", frames=2).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert VideoReader(Path(name), clock, TUNING, loop=False).read() is not None


def test_a_name_that_is_not_proper_text_is_refused(tmp_path, clock):
    path = tmp_path / "b\udcff"
    with pytest.raises(CameraError, match="not proper text"):
        VideoReader(path, clock, TUNING, loop=False)
    with pytest.raises(CameraError, match="not proper text"):
        ImageReader(path, clock, TUNING)


def test_an_image_is_repeated_with_new_times(tmp_path, clock):
    path = tmp_path / "a.png"
    cv2.imwrite(str(path), np.full((50, 70, 3), 99, np.uint8))
    reader = ImageReader(path, clock, TUNING)
    frames = [reader.read() for _ in range(4)]
    assert [frame.captured_s for frame in frames] == pytest.approx([100.0 + i / 15.0 for i in range(4)])
    assert frames[0].picture.shape == (50, 70, 3)
    assert reader.frames_read == 4


def test_a_text_that_calls_itself_an_image_is_refused(tmp_path, clock):
    path = tmp_path / "a.png"
    path.write_text("hello")
    with pytest.raises(CameraError, match="not a picture"):
        ImageReader(path, clock, TUNING)


def test_the_demo_pilot_is_drawn_for_the_time_at_which_it_is_due(clock):
    reader = DemoReader(clock, TUNING)
    first, second = reader.read(), reader.read()
    assert (first.captured_s, second.captured_s) == pytest.approx((100.0, 100.0 + 1.0 / 30.0))
    assert np.array_equal(second.picture, draw_demo_frame(second.captured_s - 100.0))
    clock.advance(2.0)
    assert reader.read().captured_s == pytest.approx(102.0)  # late frames are left out


@pytest.mark.parametrize(
    "wrong", [{"image_rate_hz": 0.0}, {"video_rate_hz": 999.0}, {"lag_s": 1.0}, {"demo_size_px": (8, 8)}]
)
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        ReaderTuning(**wrong)
