"""Files of a flight: playable, with true timestamps, whole or not there at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from griffin.audio.files import decode_file
from griffin.audio.steps import RATE_HZ
from griffin.errors import RenderError
from griffin.render.recorder import FlightRecorder, RecorderTuning, save_png

SIZE_PX = (160, 90)
ROOMY = RecorderTuning(queue_pictures=100)  # a test hands over pictures faster than anybody flies


def picture(level: int, size_px: tuple[int, int] = SIZE_PX) -> np.ndarray:
    return np.full((size_px[1], size_px[0], 3), level, dtype=np.uint8)


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def read_back(path: Path) -> tuple[list[float], list[np.ndarray], "av.VideoStream"]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        times = [float(frame.time) for frame in frames]
        return times, [frame.to_ndarray(format="rgb24") for frame in frames], stream


def test_a_flight_plays_back_with_its_own_times(tmp_path: Path) -> None:
    path = tmp_path / "flight.mp4"
    times_s = [100.0, 100.033, 100.1, 100.4, 100.41, 102.0]  # as uneven as a busy machine draws
    recorder = FlightRecorder(path, SIZE_PX, ROOMY)
    for index, time_s in enumerate(times_s):
        recorder.add(picture(40 * index), time_s)
    recorder.close()
    played_s, pictures, stream = read_back(path)
    np.testing.assert_allclose(played_s, np.array(times_s) - 100.0, atol=1e-3)
    assert [int(np.median(p)) for p in pictures] == pytest.approx([40 * i for i in range(6)], abs=6)
    assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
    assert (recorder.pictures_written, recorder.pictures_dropped) == (6, 0)
    assert names_in(tmp_path) == ["flight.mp4"]


def test_the_whole_file_lasts_as_long_as_the_flight(tmp_path: Path) -> None:
    path = tmp_path / "flight.mp4"
    recorder = FlightRecorder(path, SIZE_PX, ROOMY)
    for index in range(61):
        recorder.add(picture(index), 5.0 + index / 30.0)
    recorder.close()
    with av.open(str(path)) as container:
        assert container.duration / 1e6 == pytest.approx(2.0, abs=0.1)


def clicks(places: tuple[int, ...], seconds: float = 3.0) -> np.ndarray:
    """Sound that begins at some samples."""
    sound = np.zeros((round(seconds * RATE_HZ), 2), dtype=np.float32)
    for place in places:
        sound[place : place + 40] = 0.5
    return sound


def add_in_blocks(recorder: FlightRecorder, sound: np.ndarray, began_s: float, block: int = 1600) -> None:
    for at in range(0, len(sound), block):
        recorder.add_sound(sound[at : at + block], began_s)


def test_sound_keeps_its_place_beside_the_pictures(tmp_path: Path) -> None:
    path, places = tmp_path / "flight.mp4", (4800, 48_000, 100_001)
    recorder = FlightRecorder(path, SIZE_PX, ROOMY, sound_rate_hz=RATE_HZ)
    for index in range(90):
        recorder.add(picture(index), 5.0 + index / 30.0)
    add_in_blocks(recorder, clicks(places), 5.0)
    recorder.close()
    heard = np.abs(decode_file(path))
    assert len(heard) == pytest.approx(3 * RATE_HZ, abs=1024)
    for place in places:
        near = heard[place - 2000 : place + 2000, 0]
        assert int(np.argmax(near > 0.2)) == pytest.approx(2000, abs=48)  # a millisecond
    assert read_back(path)[0][0] == 0.0


def test_sound_from_before_the_first_picture_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "flight.mp4"
    recorder = FlightRecorder(path, SIZE_PX, ROOMY, sound_rate_hz=RATE_HZ)
    for index in range(60):
        recorder.add(picture(index), 5.0 + index / 30.0)
    add_in_blocks(recorder, clicks((4800, 72_000)), 4.5)
    recorder.close()
    heard = np.abs(decode_file(path)[:, 0])
    assert int(np.argmax(heard > 0.2)) == pytest.approx(48_000, abs=48)
    assert len(heard) == pytest.approx(2.5 * RATE_HZ, abs=1024)


def test_sound_heard_before_there_was_any_picture_shifts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "flight.mp4"
    recorder = FlightRecorder(path, SIZE_PX, ROOMY, sound_rate_hz=RATE_HZ)
    sound = clicks((72_000,), 2.0)
    add_in_blocks(recorder, sound[:RATE_HZ], 4.0)
    for index in range(30):
        recorder.add(picture(index), 5.0 + index / 30.0)
    add_in_blocks(recorder, sound[RATE_HZ:], 4.0)
    recorder.close()
    heard = np.abs(decode_file(path)[:, 0])
    assert int(np.argmax(heard > 0.2)) == pytest.approx(24_000, abs=48)


def test_sound_may_begin_after_the_first_picture(tmp_path: Path) -> None:
    path = tmp_path / "flight.mp4"
    recorder = FlightRecorder(path, SIZE_PX, ROOMY, sound_rate_hz=RATE_HZ)
    for index in range(60):
        recorder.add(picture(index), 5.0 + index / 30.0)
    add_in_blocks(recorder, clicks((0,), 1.0), 5.5)
    recorder.close()
    with av.open(str(path)) as container:
        assert container.streams.audio[0].start_time / RATE_HZ == pytest.approx(0.5, abs=0.03)


def test_a_slow_encoder_drops_pictures_but_no_sound(tmp_path: Path) -> None:
    path, size_px = tmp_path / "flight.mp4", (1280, 720)
    noise = np.random.default_rng(1).integers(0, 255, (size_px[1], size_px[0], 3), dtype=np.uint8)
    recorder = FlightRecorder(path, size_px, RecorderTuning(queue_pictures=1), sound_rate_hz=RATE_HZ)
    for index in range(30):
        recorder.add(noise, index / 30.0)
        recorder.add_sound(clicks((), 1 / 30), 0.0)
    recorder.close()
    assert recorder.pictures_dropped > 0
    assert len(decode_file(path)) == pytest.approx(RATE_HZ, abs=1024)


def test_a_film_that_is_to_have_no_sound_has_no_track(tmp_path: Path) -> None:
    path = tmp_path / "flight.mp4"
    recorder = FlightRecorder(path, SIZE_PX, ROOMY)
    recorder.add(picture(1), 0.0)
    recorder.close()
    with av.open(str(path)) as container:
        assert not container.streams.audio


def test_a_film_of_one_moment_has_a_picture_and_nothing_to_hear(tmp_path: Path) -> None:
    path = tmp_path / "flight.mp4"
    recorder = FlightRecorder(path, SIZE_PX, ROOMY, sound_rate_hz=RATE_HZ)
    recorder.add(picture(1), 0.0)
    recorder.close()
    assert len(read_back(path)[0]) == 1
    assert len(decode_file(path)) == 0


@pytest.mark.parametrize("bad", [np.full((4800, 2), np.nan), np.zeros((4800, 3))], ids=["nan", "sides"])
def test_sound_that_cannot_be_encoded_costs_the_rest_of_the_sound_but_no_picture(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, bad: np.ndarray
) -> None:
    path = tmp_path / "flight.mp4"
    recorder = FlightRecorder(path, SIZE_PX, ROOMY, sound_rate_hz=RATE_HZ)
    for index in range(61):
        recorder.add(picture(index), index / 30.0)
    for each in (clicks((24_000,), 1.0), bad.astype(np.float32), clicks((), 1.0)):
        recorder.add_sound(each, 0.0)
    recorder.close()
    (said,) = caplog.messages
    assert "breaks off" in said
    assert len(read_back(path)[0]) == 61
    heard = np.abs(decode_file(path)[:, 0])
    assert int(np.argmax(heard > 0.2)) == pytest.approx(24_000, abs=48)
    assert len(heard) == pytest.approx(RATE_HZ, abs=4096)  # the encoder keeps some frames back
    assert names_in(tmp_path) == ["flight.mp4"]


def test_odd_sizes_become_even(tmp_path: Path) -> None:
    path = tmp_path / "odd.mp4"
    recorder = FlightRecorder(path, (161, 91), ROOMY)
    recorder.add(picture(100, (161, 91)), 0.0)
    recorder.close()
    assert read_back(path)[1][0].shape == (90, 160, 3)


def test_a_picture_of_the_same_moment_is_dropped_and_counted(tmp_path: Path) -> None:
    recorder = FlightRecorder(tmp_path / "a.mp4", SIZE_PX, ROOMY)
    recorder.add(picture(10), 0.0)
    recorder.add(picture(20), 0.0)
    recorder.close()
    assert (recorder.pictures_written, recorder.pictures_dropped) == (1, 1)


def test_a_film_keeps_its_size_and_shows_all_of_a_window_that_is_resized(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    recorder = FlightRecorder(path, SIZE_PX, ROOMY)
    for index, size_px in enumerate((SIZE_PX, (80, 90), (640, 180), (1, 1), (161, 91))):
        recorder.add(picture(200, size_px), float(index))
    recorder.close()
    first, high, wide, tiny, odd = read_back(path)[1]
    assert first.shape == high.shape == wide.shape == tiny.shape == odd.shape == (90, 160, 3)
    for shown, middle, edge in (
        (high, (45, 80), (45, 5)),
        (wide, (45, 80), (5, 80)),
        (tiny, (45, 80), (45, 5)),
    ):
        assert shown[middle].min() > 180
        assert shown[edge].max() < 20
    assert odd.min() > 180


RECORDS = """
import os, sys, time, resource, numpy as np
from pathlib import Path
from griffin.errors import RenderError
from griffin.audio.steps import RATE_HZ
from griffin.render.recorder import FlightRecorder, RecorderTuning
how, path = sys.argv[1], Path(sys.argv[2])
if how == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
recorder = FlightRecorder(path, (320, 180), RecorderTuning(queue_pictures=1000), sound_rate_hz=RATE_HZ)
rng = np.random.default_rng(1)
noise = rng.integers(0, 255, (180, 320, 3), dtype=np.uint8)
for index in range(150):
    recorder.add(np.roll(noise, 3 * index, axis=1), index / 30.0)
    recorder.add_sound(np.zeros((RATE_HZ // 30, 2), dtype=np.float32), 0.0)
while recorder.pictures_written < 150 and how == "killed":
    time.sleep(0.05)
if how == "killed":
    os.kill(os.getpid(), 9)
try:
    recorder.close()
except RenderError as error:
    print(error)
"""


def play_to_its_end(path: Path) -> float:
    """Seconds of film."""
    with av.open(str(path)) as container:
        return max(float(frame.time) for frame in container.decode(video=0))


@pytest.mark.skipif(os.name != "posix", reason="an open file keeps its name elsewhere")
def test_a_film_plays_but_for_its_last_second_when_its_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "flight.mp4"
    done = subprocess.run([sys.executable, "-c", RECORDS, "killed", str(path)], timeout=100)
    assert done.returncode == -signal.SIGKILL
    assert names_in(tmp_path) == ["flight.mp4"]
    assert play_to_its_end(path) > 150 / 30 - 1.1


@pytest.mark.skipif(os.name != "posix", reason="limits the size of files as POSIX does")
def test_a_full_disk_loses_neither_the_sentence_nor_the_film_so_far(tmp_path: Path) -> None:
    path = tmp_path / "flight.mp4"
    done = subprocess.run(
        [sys.executable, "-c", RECORDS, "full", str(path)], capture_output=True, text=True, timeout=100
    )
    assert "flight.mp4 breaks off: File too large. What was written before plays." in done.stdout
    assert names_in(tmp_path) == ["flight.mp4"]
    assert 0.2 < play_to_its_end(path) < 4.9


def test_a_finished_film_is_an_ordinary_file(tmp_path: Path) -> None:
    recorder = FlightRecorder(tmp_path / "a.mp4", SIZE_PX, ROOMY)
    for index in range(90):
        recorder.add(picture(index), index / 30.0)
    recorder.close()
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert container.duration == pytest.approx(3_000_000, abs=50_000)
        assert container.streams.video[0].frames == 90  # which a file of fragments doesn't say


def test_handing_over_never_waits_for_the_encoder(tmp_path: Path) -> None:
    size_px = (1920, 1080)
    recorder = FlightRecorder(tmp_path / "a.mp4", size_px, RecorderTuning(queue_pictures=1))
    noise = np.random.default_rng(1).integers(0, 255, (size_px[1], size_px[0], 3), dtype=np.uint8)
    for index in range(40):
        recorder.add(noise, index / 60.0)
    recorder.close()
    assert recorder.pictures_dropped > 0
    assert recorder.pictures_written + recorder.pictures_dropped == 40


def test_until_it_is_closed_the_file_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "flight.mp4"
    path.write_bytes(b"yesterday's flight")
    recorder = FlightRecorder(path, SIZE_PX, ROOMY)
    recorder.add(picture(1), 0.0)
    assert path.read_bytes() == b"yesterday's flight"
    recorder.close()
    assert len(read_back(path)[0]) == 1


def test_a_flight_without_a_picture_leaves_nothing(tmp_path: Path) -> None:
    FlightRecorder(tmp_path / "a.mp4", SIZE_PX).close()
    assert names_in(tmp_path) == []


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    recorder = FlightRecorder(tmp_path / "a.mp4", SIZE_PX)
    recorder.add(picture(1), 0.0)
    recorder.close()
    recorder.close()


def test_a_place_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(RenderError, match="can't be written") as raised:
        FlightRecorder(tmp_path / "file" / "a.mp4", SIZE_PX)
    assert raised.value.hint


def test_a_video_that_cannot_be_begun_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no more files")

    monkeypatch.setattr(av, "open", fail)
    with pytest.raises(RenderError, match="no more files"):
        FlightRecorder(tmp_path / "flight.mp4", SIZE_PX)
    assert names_in(tmp_path) == []


def test_a_folder_in_the_place_of_the_file_is_an_error_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").mkdir()
    recorder = FlightRecorder(tmp_path / "a.mp4", SIZE_PX, ROOMY)
    recorder.add(picture(1), 0.0)
    with pytest.raises(RenderError, match="can't be written"):
        recorder.close()
    assert names_in(tmp_path) == ["a.mp4"]


def test_a_failing_encoder_is_heard_of_when_closing(tmp_path: Path) -> None:
    recorder = FlightRecorder(tmp_path / "a.mp4", SIZE_PX, ROOMY)
    recorder.add(np.zeros((90, 160, 2), dtype=np.uint8), 0.0)
    recorder.add(picture(1), 1.0)
    with pytest.raises(RenderError, match="can't be written"):
        recorder.close()
    assert names_in(tmp_path) == []


def test_a_png_holds_the_very_pixels(tmp_path: Path) -> None:
    rgb = np.random.default_rng(3).integers(0, 255, (9, 16, 3), dtype=np.uint8)
    save_png(tmp_path / "new" / "a.png", rgb)
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "new" / "a.png")), rgb)
    assert names_in(tmp_path / "new") == ["a.png"]


def test_a_png_that_cannot_be_written_is_a_render_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(RenderError, match="can't be written"):
        save_png(tmp_path / "file" / "a.png", picture(0))


def test_a_video_that_fails_at_its_very_end_is_told_at_once(tmp_path: Path) -> None:
    recorder = FlightRecorder(
        tmp_path / "flight.mp4", SIZE_PX, RecorderTuning(queue_pictures=100, join_s=5.0)
    )
    recorder.add(picture(40), 0.0)  # x264 keeps it back: the file is opened when all is flushed
    for part in tmp_path.iterdir():
        part.unlink()
        part.mkdir()
        part.rename(tmp_path / "elsewhere")
        part.symlink_to(tmp_path / "no" / "such" / "folder")
    with pytest.raises(RenderError, match="can't be written"):
        recorder.close()


def test_two_games_may_write_one_file(tmp_path: Path) -> None:
    path = tmp_path / "flight.mp4"
    recorders = [FlightRecorder(path, SIZE_PX, ROOMY) for _ in range(2)]
    for recorder in recorders:
        for index in range(3):
            recorder.add(picture(40 * index), index / 30.0)
    for recorder in recorders:
        recorder.close()
    assert len(read_back(path)[0]) == 3
    assert names_in(tmp_path) == ["flight.mp4"]


@pytest.mark.parametrize("name", ["x" * 300 + ".png", ""])
def test_a_name_that_no_picture_can_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(RenderError, match="can't be written"):
        save_png(tmp_path / name, picture(9))
