"""Films at their own speed: how they are paced, looped and named."""

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image, features

from griffin.clock import ManualClock
from griffin.errors import CameraError
from griffin.vision.film import VideoReader
from griffin.vision.frame import Frame
from griffin.vision.readers import ReaderTuning

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


@pytest.fixture
def opened(clock: ManualClock) -> Iterator[Callable[..., VideoReader]]:
    """Opens films, and closes them after the test."""
    with ExitStack() as owned:

        def open_film(path: Path, *, loop: bool = False) -> VideoReader:
            reader = VideoReader(path, clock, TUNING, loop=loop)
            owned.callback(reader.release)
            return reader

        yield open_film


def test_a_video_comes_at_its_own_speed(tmp_path, clock, opened):
    reader = opened(write_film(tmp_path / "a.avi", frames=12))
    frames = read_all(reader, clock)
    assert [number_of(frame.picture) for frame in frames] == list(range(12))
    assert [frame.captured_s for frame in frames] == pytest.approx([100.0 + i / 20.0 for i in range(12)])
    assert reader.frames_read == 12
    assert reader.read() is None


def test_its_time_begins_with_the_first_reading(tmp_path, clock, opened):
    reader = opened(write_film(tmp_path / "a.avi", frames=2))
    clock.advance(7.0)
    assert reader.read().captured_s == pytest.approx(107.0)


def test_a_video_skips_when_it_is_late_and_never_slows(tmp_path, clock, opened):
    reader = opened(write_film(tmp_path / "a.avi", frames=24))
    frames = read_all(reader, clock, busy_s=0.2)
    numbers = [number_of(frame.picture) for frame in frames]
    assert len(numbers) < 12
    assert numbers == sorted(set(numbers))
    assert (numbers[0], numbers[-1]) == (0, 23)  # the very last frame is never lost
    assert [frame.captured_s for frame in frames] == pytest.approx([100.0 + n / 20.0 for n in numbers])
    assert reader.frames_read == 24


def test_a_decoder_that_never_keeps_up_still_shows_something(tmp_path, clock, opened):
    reader = opened(write_film(tmp_path / "a.avi", frames=24))
    reader.read()
    clock.advance(60.0)
    assert number_of(reader.read().picture) == pytest.approx(11)  # half a second on, not the end


def test_a_loop_goes_on_without_a_gap(tmp_path, clock, opened):
    reader = opened(write_film(tmp_path / "a.avi", frames=4), loop=True)
    frames = []
    for _ in range(11):
        frames.append(reader.read())
        clock.sleep(frames[-1].captured_s - clock.now_s())
    assert [number_of(frame.picture) for frame in frames] == [0, 1, 2, 3] * 2 + [0, 1, 2]
    assert [frame.captured_s for frame in frames] == pytest.approx([100.0 + i / 20.0 for i in range(11)])


def test_a_video_that_breaks_off_is_played_and_told(tmp_path, clock, opened, caplog):
    film = write_film(tmp_path / "a.avi", frames=200, size_px=(320, 240))
    content = film.read_bytes()
    film.write_bytes(content[: len(content) // 2])
    reader = opened(film)
    with caplog.at_level(logging.WARNING):
        frames = read_all(reader, clock)
    assert 50 < len(frames) < 150
    assert "breaks off after" in caplog.text


def test_big_pictures_are_scaled_and_keep_their_aspect(tmp_path, clock, opened):
    film = write_film(tmp_path / "a.avi", frames=1, size_px=(1080, 1920))
    frame = opened(film).read()
    assert frame.picture.shape == (960, 540, 3)


NAMES = [
    "17:30.avi",
    "file:a.avi",
    "-i.avi",
    "%03d.avi",
    "[a] #1 'b'.avi",
    "http:.avi",
    "a?b=c.avi",
    "no suffix",
]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems forbid such names")
@pytest.mark.parametrize("name", [*NAMES, "bad\udcff.avi", "line\nbreak.avi"])
def test_a_film_may_have_any_name(tmp_path, opened, monkeypatch, name):
    write_film(tmp_path / "a.avi", frames=2).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    reader = opened(Path(name))
    assert number_of(reader.read().picture) == 0
    assert reader.name == name.replace("\udcff", "?")
    reader.name.encode()


def animate(path: Path, kind: str, *, colours: Sequence[tuple[int, int, int]] | None = None) -> Path:
    colours = colours or [(60 * number,) * 3 for number in range(4)]
    pictures = [Image.new("RGB", (64, 48), colour) for colour in colours]
    options = {"lossless": True} if kind == "WEBP" else {"quality": 95} if kind == "AVIF" else {}
    pictures[0].save(path, kind, save_all=True, append_images=pictures[1:], duration=50, loop=0, **options)
    return path


@pytest.fixture(params=["GIF", "PNG", "WEBP", "AVIF"])
def kind(request: pytest.FixtureRequest) -> str:
    """The kinds of animated pictures."""
    if request.param == "AVIF" and not features.check("avif"):
        pytest.skip("this Pillow writes no AVIF")
    return str(request.param)


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp", "a.jpg", "a.mp4", "a"])
def test_an_animated_picture_is_a_film_whatever_its_suffix(tmp_path, clock, opened, kind, name):
    frames = read_all(opened(animate(tmp_path / name, kind)), clock)
    assert [round(frame.picture.mean() / 60) for frame in frames] == [0, 1, 2, 3]
    assert [frame.captured_s for frame in frames] == pytest.approx([100.0, 100.05, 100.1, 100.15])


def test_red_is_first_in_an_animated_picture(tmp_path, opened, kind):
    reader = opened(animate(tmp_path / "a", kind, colours=[(250, 0, 0), (0, 0, 250)]))
    for wanted in ([250, 0, 0], [0, 0, 250]):
        assert reader.read().picture[24, 32].tolist() == pytest.approx(wanted, abs=6)


def test_an_animated_picture_is_repeated(tmp_path, opened, kind):
    reader = opened(animate(tmp_path / "a", kind), loop=True)
    frames = [reader.read() for _ in range(9)]
    assert [round(frame.picture.mean() / 60) for frame in frames] == [0, 1, 2, 3] * 2 + [0]
    assert [frame.captured_s for frame in frames] == pytest.approx(
        [100.0 + i / 20 for i in range(9)], abs=0.001
    )


def test_an_animated_webp_that_is_cut_off_says_so(tmp_path, clock, opened, caplog):
    path = animate(tmp_path / "a.webp", "WEBP")
    path.write_bytes(path.read_bytes()[:-20])
    with caplog.at_level(logging.WARNING):
        try:
            frames = read_all(opened(path), clock)
        except CameraError:
            return  # some versions of Pillow read nothing of it
    assert len(frames) < 4
    assert "a.webp breaks off after" in caplog.text


def test_a_film_of_packets_without_pictures_is_refused(tmp_path, opened):
    film = write_film(tmp_path / "a.avi", frames=3)
    content = bytearray(film.read_bytes())
    start, end = content.index(b"movi") + 4, content.index(b"idx1")
    while (at := content.find(b"\xff\xd8\xff", start, end)) >= 0:
        content[at : at + 200] = bytes(200)
        start = at
    film.write_bytes(content)
    with pytest.raises(CameraError, match=r"can't be decoded|no picture that can be decoded"):
        opened(film)
