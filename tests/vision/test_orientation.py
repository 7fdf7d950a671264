"""`--mirror` and `--rotate`: what a source's picture becomes before the model sees it."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from griffin.arguments import make_parser
from griffin.clock import ManualClock, MonotonicClock
from griffin.options import PlayOptions
from griffin.vision.camera import open_source
from griffin.vision.frame import Frame, set_upright
from griffin.vision.opencv import cv2
from griffin.vision.orientation import AS_IT_COMES, Orientation, Rotation
from griffin.vision.readers import ReaderTuning, UprightReader
from griffin.vision.synthetic import draw_demo_frame

from .films import write_film

# A picture whose corners differ, in the order upper left, upper right, lower left, lower right.
CORNERS = (10, 60, 110, 160)
PICTURE = np.zeros((40, 60, 3), np.uint8)
PICTURE[:20, :30], PICTURE[:20, 30:], PICTURE[20:, :30], PICTURE[20:, 30:] = CORNERS


def corners(picture: np.ndarray) -> tuple[int, ...]:
    return tuple(int(picture[row, column, 0]) for row in (5, -5) for column in (5, -5))


@pytest.mark.parametrize(
    ("rotation", "is_mirrored", "wanted"),
    [
        (Rotation.AUTO, False, (10, 60, 110, 160)),
        (Rotation.NONE, False, (10, 60, 110, 160)),
        (Rotation.RIGHT, False, (110, 10, 160, 60)),
        (Rotation.HALF, False, (160, 110, 60, 10)),
        (Rotation.LEFT, False, (60, 160, 10, 110)),
        (Rotation.NONE, True, (60, 10, 160, 110)),
        (Rotation.RIGHT, True, (10, 110, 60, 160)),
    ],
)
def test_pictures_are_turned_clockwise_and_then_mirrored(rotation, is_mirrored, wanted):
    upright = set_upright(PICTURE, Orientation(is_mirrored=is_mirrored, rotation=rotation))
    assert corners(upright) == wanted
    is_on_its_side = rotation in (Rotation.RIGHT, Rotation.LEFT)
    assert upright.shape == ((60, 40, 3) if is_on_its_side else (40, 60, 3))
    assert upright.flags.c_contiguous
    assert corners(PICTURE) == CORNERS  # the source's own picture stays


def test_a_picture_that_stays_as_it_comes_is_not_copied():
    assert set_upright(PICTURE, AS_IT_COMES) is PICTURE


@pytest.mark.parametrize("kind", ["picture.png", "film.avi"])
def test_every_source_is_set_upright(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if path.suffix == ".png":
        cv2.imwrite(str(path), PICTURE)
    else:
        write_film(path, frames=2, size_px=(60, 40))
    orientation = Orientation(rotation=Rotation.RIGHT)
    source = open_source(str(path), loop=False, clock=MonotonicClock(), orientation=orientation)
    frame = source.newest(5.0)
    source.close()
    assert frame is not None
    assert frame.picture.shape == (60, 40, 3)
    if path.suffix == ".png":
        assert corners(frame.picture) == (110, 10, 160, 60)


def test_the_demo_pilot_is_left_alone():
    orientation = Orientation(is_mirrored=True, rotation=Rotation.HALF)
    source = open_source("demo", loop=False, clock=ManualClock(), orientation=orientation)
    frame = source.newest(5.0)
    source.close()
    assert frame is not None
    assert np.array_equal(frame.picture, draw_demo_frame(0.0, ReaderTuning().demo_size_px))


class Still:
    """A reader that shows one picture and then ends."""

    name = "still"
    is_demo = False

    def __init__(self) -> None:
        self.frames_read = 0

    def read(self) -> Frame | None:
        self.frames_read += 1
        return Frame(captured_s=0.0, picture=PICTURE) if self.frames_read < 4 else None

    def release(self) -> None:
        self.frames_read = -1


def test_an_orientation_found_later_holds_from_the_next_frame_on():
    reader = UprightReader(Still(), AS_IT_COMES)
    assert corners(reader.read().picture) == CORNERS
    reader.orientation = Orientation(rotation=Rotation.HALF)
    assert corners(reader.read().picture) == (160, 110, 60, 10)
    assert (reader.frames_read, reader.name, reader.is_demo) == (2, "still", False)
    reader.read()
    assert reader.read() is None
    reader.release()
    assert reader.frames_read == -1


@pytest.mark.parametrize("command", [["play"], ["camera"], ["gestures", "film.mp4"], ["doctor"]])
def test_each_command_that_watches_takes_both_options(command):
    given = make_parser().parse_args([*command, "--mirror", "on", "--rotate", "90"])
    assert (given.is_mirrored, given.rotation) == (True, "90")
    assert not hasattr(make_parser().parse_args(command), "rotation")
    assert PlayOptions().orientation == AS_IT_COMES


@pytest.mark.parametrize("wrong", [["--mirror", "yes"], ["--rotate", "45"]])
def test_other_values_are_refused(wrong):
    command = [sys.executable, "-m", "griffin", "camera", *wrong]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2


def test_an_orientation_is_said_in_words():
    assert AS_IT_COMES.in_words == Orientation(rotation=Rotation.NONE).in_words == ""
    assert (
        Orientation(is_mirrored=True, rotation=Rotation.LEFT).in_words == "turned by 270 deg, mirrored back"
    )
