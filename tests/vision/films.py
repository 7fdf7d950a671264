"""Small films made for a test: every frame is of one grey that tells its number."""

from pathlib import Path

import numpy as np

from griffin.vision.frame import Picture
from griffin.vision.opencv import cv2

GREY_STEP = 10


def write_film(
    path: Path, *, frames: int, rate_hz: float = 20.0, size_px: tuple[int, int] = (160, 120)
) -> Path:
    """Best an AVI: its pictures are JPEGs, so that greys survive."""
    codec = cv2.VideoWriter.fourcc(*("MJPG" if path.suffix == ".avi" else "mp4v"))
    writer = cv2.VideoWriter(str(path), codec, rate_hz, size_px)
    assert writer.isOpened()
    for i in range(frames):
        writer.write(np.full((size_px[1], size_px[0], 3), i * GREY_STEP % 250, np.uint8))
    writer.release()
    return path


def number_of(picture: Picture) -> int:
    """Which frame of a film a picture is."""
    return round(float(picture.mean()) / GREY_STEP)
