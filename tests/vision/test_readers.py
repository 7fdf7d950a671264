import sys

import numpy as np
import pytest
from PIL import Image

from griffin.clock import ManualClock
from griffin.errors import CameraError
from griffin.vision.opencv import cv2
from griffin.vision.readers import DemoReader, ImageReader, ReaderTuning
from griffin.vision.synthetic import draw_demo_frame

TUNING = ReaderTuning()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(100.0)


def test_an_image_is_repeated_with_new_times(tmp_path, clock):
    path = tmp_path / "a.png"
    cv2.imwrite(str(path), np.full((50, 70, 3), 99, np.uint8))
    reader = ImageReader(path, clock, TUNING)
    frames = [reader.read() for _ in range(4)]
    assert [frame.captured_s for frame in frames] == pytest.approx([100.0 + i / 15.0 for i in range(4)])
    assert frames[0].picture.shape == (50, 70, 3)
    assert reader.frames_read == 4


@pytest.mark.parametrize(("name", "kind"), [("a.mp4", ".png"), ("17:30", ".jpg"), ("b\udcff.png", ".bmp")])
def test_an_image_may_have_any_name(tmp_path, clock, name, kind):
    if sys.platform != "linux" and name != "a.mp4":
        pytest.skip("other systems forbid such names")
    (tmp_path / name).write_bytes(cv2.imencode(kind, np.full((50, 70, 3), 99, np.uint8))[1].tobytes())
    assert ImageReader(tmp_path / name, clock, TUNING).read().picture.mean() == pytest.approx(99, abs=2)


def test_a_still_gif_is_an_image(tmp_path, clock):
    Image.new("RGB", (70, 50), (99, 99, 99)).save(tmp_path / "a.gif")
    assert ImageReader(tmp_path / "a.gif", clock, TUNING).read().picture.shape == (50, 70, 3)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_red_is_first(tmp_path, clock, kind):
    Image.new("RGB", (70, 50), (250, 0, 0)).save(tmp_path / "a.png", kind)
    picture = ImageReader(tmp_path / "a.png", clock, TUNING).read().picture
    assert picture[25, 35].tolist() == pytest.approx([250, 0, 0], abs=6)


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


@pytest.mark.parametrize("wrong", [{"image_rate_hz": 0.0}, {"lag_s": 1.0}, {"demo_size_px": (8, 8)}])
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        ReaderTuning(**wrong)
