"""Stills and films are told apart by what is in the file."""

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, features

from griffin.vision.opencv import cv2
from griffin.vision.picture_kind import PictureKind, find_picture_kind

from .films import write_film, write_timed_film

MOVING = {"GIF": PictureKind.FILM, "PNG": PictureKind.FILM, "WEBP": PictureKind.ANIMATED_WEBP}


def save(path: Path, kind: str, frames: int) -> Path:
    pictures = [Image.new("RGB", (64, 48), (60 * number, 80, 90)) for number in range(frames)]
    more = {"save_all": True, "append_images": pictures[1:], "duration": 50} if frames > 1 else {}
    pictures[0].save(path, kind, **more)
    return path


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "JPEG", "BMP", "TIFF"])
@pytest.mark.parametrize("name", ["a.jpg", "a.mp4", "a"])
def test_one_picture_is_still(tmp_path, kind, name):
    assert find_picture_kind(save(tmp_path / name, kind, 1)) is PictureKind.STILL


@pytest.mark.parametrize("kind", MOVING)
@pytest.mark.parametrize("frames", [2, 4])
def test_several_pictures_are_a_film(tmp_path, kind, frames):
    assert find_picture_kind(save(tmp_path / "a.png", kind, frames)) is MOVING[kind]


def test_a_gif_with_a_large_first_picture_moves(tmp_path):
    noise = np.random.default_rng(1).integers(0, 255, (2, 600, 800, 3), np.uint8)
    pictures = [Image.fromarray(picture) for picture in noise]
    pictures[0].save(tmp_path / "a.gif", save_all=True, append_images=pictures[1:], duration=50)
    assert find_picture_kind(tmp_path / "a.gif") is PictureKind.FILM


def test_films_are_known(tmp_path):
    for suffix in (".mp4", ".mkv", ".webm"):
        film = write_timed_film(tmp_path / f"a{suffix}", [0.0, 0.1])
        assert find_picture_kind(film.rename(tmp_path / "a.jpg")) is PictureKind.FILM
    assert find_picture_kind(write_film(tmp_path / "a.avi", frames=2)) is PictureKind.FILM


def test_a_motion_jpeg_stream_is_no_still(tmp_path):
    jpeg = cv2.imencode(".jpg", np.zeros((48, 64, 3), np.uint8))[1].tobytes()
    (tmp_path / "a.mjpeg").write_bytes(3 * jpeg)
    assert find_picture_kind(tmp_path / "a.mjpeg") is PictureKind.FILM


def test_pictures_in_the_container_of_films_are_still(tmp_path):
    (tmp_path / "a.heic").write_bytes(struct.pack(">I4s4sI4s", 20, b"ftyp", b"heic", 0, b"mif1"))
    assert find_picture_kind(tmp_path / "a.heic") is PictureKind.STILL
    pictures = [Image.new("RGB", (64, 64), (60 * number, 80, 90)) for number in range(2)]
    if not features.check("avif"):
        pytest.skip("this Pillow writes no AVIF")
    pictures[0].save(tmp_path / "a.avif", save_all=True, append_images=pictures[1:], duration=50)
    assert find_picture_kind(tmp_path / "a.avif") is PictureKind.FILM


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"GIF89a" + 99 * b"\xff", b"RIFF", b"text"]
)
def test_nothing_is_raised_for_damage(tmp_path, content):
    (tmp_path / "a").write_bytes(content)
    assert find_picture_kind(tmp_path / "a") in (PictureKind.UNKNOWN, PictureKind.STILL)


def test_cut_off_and_damaged_pictures_raise_nothing(tmp_path):
    rng = np.random.default_rng(3)
    for kind in MOVING:
        content = bytearray(save(tmp_path / "a", kind, 3).read_bytes())
        for length in range(0, len(content), 7):
            (tmp_path / "cut").write_bytes(content[:length])
            find_picture_kind(tmp_path / "cut")
        for _ in range(100):
            content[rng.integers(len(content))] = rng.integers(256)
            (tmp_path / "damaged").write_bytes(content)
            find_picture_kind(tmp_path / "damaged")


def test_what_is_not_there_is_unknown(tmp_path):
    for path in (tmp_path, tmp_path / "none", Path("x" * 300), Path("a\0b"), Path("/dev/zero")):
        assert find_picture_kind(path) is PictureKind.UNKNOWN
