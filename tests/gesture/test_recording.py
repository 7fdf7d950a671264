"""Recordings: read as written, and varied without losing what they say."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from griffin.errors import ConfigError
from griffin.gesture.recording import (
    Recording,
    load_recording,
    mirrored,
    resampled,
    scaled,
    shifted,
    thinned,
)

from .bodies import body, recognize, times, told, write_recording


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    return load_recording(write_recording(tmp_path / "clip.npz"))


def test_it_is_read_in_picture_heights_and_seconds(recording: Recording) -> None:
    assert recording.name == "clip"
    assert len(recording.frames) == 60
    assert recording.frames[5].bodies == ()
    assert recording.frames[30].captured_s == pytest.approx(1.0)
    np.testing.assert_allclose(
        recording.frames[0].bodies[0].picture, body(left_arm=0.4, right_arm=-0.4).picture, atol=1e-6
    )
    (label,) = recording.labels
    assert (label.kind, label.start_s, label.end_s, label.rise_m) == ("jump", 0.5, 0.7, 0.2)
    assert not recording.is_real_video


def test_the_size_of_a_video_gives_the_aspect_and_a_factor_doesn_t(tmp_path: Path) -> None:
    assert load_recording(write_recording(tmp_path / "a.npz", size=[1080, 1920])).frames[0].aspect == 0.5625
    assert load_recording(write_recording(tmp_path / "b.npz", size=0.7)).frames[0].aspect == pytest.approx(
        4 / 3
    )


def test_what_is_no_recording_says_so(tmp_path: Path) -> None:
    text = tmp_path / "text.npz"
    text.write_text("not a zip")
    other = tmp_path / "other.npz"
    np.savez(other, numbers=np.zeros(3))
    for path in (text, other, tmp_path / "missing.npz"):
        with pytest.raises(ConfigError, match="not a landmark recording"):
            load_recording(path)


@pytest.mark.parametrize(
    "damage",
    [
        {"fps": 0.0},
        {"fps": float("nan")},
        {"fps": 1e-9},
        {"fps": 1e12},
        {"meta": "[]"},
        {"meta": '{"size": [0, 0]}'},
        {"events": "[1]"},
        {"events": "[" * 100_000},
        {"landmarks": np.zeros((4, 3, 4))},
        {"world": np.zeros((1, 33, 3))},
        {"world_clean": np.float64(0.0)},
    ],
)
def test_a_damaged_recording_says_so(tmp_path: Path, damage: dict[str, object]) -> None:
    with np.load(write_recording(tmp_path / "a.npz")) as archive:
        content = {key: archive[key] for key in archive.files}
    np.savez(tmp_path / "a.npz", **(content | damage))
    with pytest.raises(ConfigError, match="not a landmark recording"):
        load_recording(tmp_path / "a.npz")


def test_a_recording_that_breaks_off_says_so(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a.npz")
    content = path.read_bytes()
    for length in range(0, len(content), len(content) // 20):
        path.write_bytes(content[:length])
        with pytest.raises(ConfigError, match="not a landmark recording"):
            load_recording(path)


def test_a_small_file_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("landmarks.npy", "w", force_zip64=True) as member,
    ):
        for _ in range(100):
            member.write(bytes(2**20))
    assert path.stat().st_size < 2**20
    with pytest.raises(ConfigError, match="its landmarks unpack to 105 MB"):
        load_recording(path)


def test_a_length_that_a_file_only_claims_is_not_believed(tmp_path: Path) -> None:
    with np.load(write_recording(tmp_path / "a.npz")) as archive:
        content = {key: archive[key] for key in archive.files}
    header = io.BytesIO()
    shape = {"descr": "<f4", "fortran_order": False, "shape": (10**9, 33, 4)}
    np.lib.format.write_array_header_1_0(header, shape)
    del content["landmarks"]
    np.savez(tmp_path / "a.npz", **content)
    with zipfile.ZipFile(tmp_path / "a.npz", "a") as archive_file:
        archive_file.writestr("landmarks.npy", header.getvalue() + bytes(1000))
    with pytest.raises(ConfigError, match="not a landmark recording"):
        load_recording(tmp_path / "a.npz")


def test_more_frames_than_anybody_records_are_refused(tmp_path: Path) -> None:
    with np.load(write_recording(tmp_path / "a.npz")) as archive:
        content = {key: archive[key] for key in archive.files}
    for key in ("landmarks", "landmarks_clean", "world", "world_clean"):
        content[key] = np.broadcast_to(content[key][:1].astype(np.float16), (60_001, *content[key].shape[1:]))
    np.savez_compressed(tmp_path / "a.npz", **content)
    with pytest.raises(ConfigError, match="not a landmark recording"):
        load_recording(tmp_path / "a.npz")


def test_a_slow_recording_is_not_seen_by_a_quick_camera(recording: Recording) -> None:
    long = replace(recording, fps=1.0, frames=recording.frames * 40)
    with pytest.raises(ConfigError, match="At 240 frames/s clip would be too long"):
        resampled(long, 240.0)


def test_a_mirror_changes_sides_and_twice_changes_nothing(recording: Recording) -> None:
    seen, again = recording.frames[0].bodies[0], mirrored(mirrored(recording)).frames[0].bodies[0]
    np.testing.assert_allclose(again.picture, seen.picture)
    np.testing.assert_allclose(again.world, seen.world)
    usual, other = (recognize(clip.frames)[-1].steering for clip in (recording, mirrored(recording)))
    assert usual.roll_rad > 0.2
    assert other.roll_rad == pytest.approx(-usual.roll_rad)
    assert other.arms.left.wing_rad == pytest.approx(usual.arms.right.wing_rad)


@pytest.mark.parametrize("fps", [8.0, 10.0, 24.0, 60.0])
def test_another_rate_keeps_the_times(recording: Recording, fps: float) -> None:
    other = resampled(recording, fps)
    assert other.fps == fps
    assert other.frames[1].captured_s == pytest.approx(1.0 / fps)
    assert other.frames[-1].captured_s <= recording.frames[-1].captured_s + 0.02
    assert len(other.frames) == len(other.truth)
    assert times(recognize(other.frames), "player_found")


def test_a_hole_isn_t_filled_by_another_rate(recording: Recording) -> None:
    without = [frame.captured_s for frame in resampled(recording, 60.0).frames if not frame.bodies]
    assert without == pytest.approx([9 / 60, 10 / 60, 11 / 60])


def test_no_rate_is_refused(recording: Recording) -> None:
    with pytest.raises(ConfigError):
        resampled(recording, 0.0)


def test_size_and_place_say_the_same(recording: Recording) -> None:
    usual = recognize(recording.frames)[-1].steering
    for other in (scaled(recording, 0.6), scaled(recording, 1.1), shifted(recording, 0.2, 0.05)):
        steering = recognize(other.frames)[-1].steering
        assert steering.roll_rad == pytest.approx(usual.roll_rad, abs=1e-6)
        assert told(recognize(other.frames)) == told(recognize(recording.frames))


def test_dropped_frames_are_gone_the_same_ones_each_time(recording: Recording) -> None:
    first, second = (thinned(recording, 0.3, seed=4) for _ in range(2))
    assert [f.captured_s for f in first.frames] == [f.captured_s for f in second.frames]
    assert 30 < len(first.frames) < 54
    assert [f.captured_s for f in first.truth] == [f.captured_s for f in first.frames]
