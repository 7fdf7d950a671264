"""The real model, timed by a clock that a test turns."""

from pathlib import Path

import pytest

from griffin.clock import ManualClock
from griffin.landmarks import PictureSpan, PoseFrame
from griffin.vision.frame import Frame
from griffin.vision.landmarker import PoseLandmarker
from griffin.vision.model_choice import ChoosingLandmarker, ModelChoiceTuning
from griffin.vision.synthetic import draw_demo_frame

TUNING = ModelChoiceTuning(warm_up_looks=2, looks=5)

pytestmark = pytest.mark.pose


class SlowLandmarker(PoseLandmarker):
    """The real one on a slower processor: each look takes the time that it is told to take."""

    def __init__(self, model: Path, clock: ManualClock, look_s: float) -> None:
        super().__init__(model)
        self.closed = 0
        self._manual = clock
        self._look_s = look_s

    def detect(self, frame: Frame, *, within: PictureSpan | None = None) -> PoseFrame:
        self._manual.sleep(self._look_s)
        return super().detect(frame, within=within)

    def close(self) -> None:
        self.closed += 1
        super().close()


class Setting:
    def __init__(self, model: Path, look_s: float) -> None:
        self.clock = ManualClock()
        self.loaded: list[SlowLandmarker] = []
        self._look_s = look_s
        self._count = 0
        self.choosing = ChoosingLandmarker(
            model, model.with_name("faster.task"), load=self._load(model), tuning=TUNING, clock=self.clock
        )

    def _load(self, model: Path):  # type: ignore[no-untyped-def]
        def load(_which: Path) -> SlowLandmarker:
            self.loaded.append(SlowLandmarker(model, self.clock, self._look_s))
            return self.loaded[-1]

        return load

    def look(self, times: int, *, is_empty: bool = False) -> None:
        for _ in range(times):
            self._count += 1
            picture = draw_demo_frame(self._count / 30)
            if is_empty:
                picture = picture * 0
            self.choosing.detect(Frame(captured_s=self._count / 30, picture=picture))


def test_a_model_that_keeps_up_stays(pose_model: Path) -> None:
    setting = Setting(pose_model, 0.049)
    setting.look(20)
    assert not setting.choosing.is_faster_one
    assert len(setting.loaded) == 1
    setting.choosing.close()


def test_a_slow_one_is_replaced_once(pose_model: Path, caplog: pytest.LogCaptureFixture) -> None:
    setting = Setting(pose_model, 0.08)
    setting.look(6)
    assert not setting.choosing.is_faster_one
    setting.look(12)
    assert setting.choosing.is_faster_one
    assert [landmarker.closed for landmarker in setting.loaded] == [1, 0]
    assert "12 looks a second" in caplog.text
    assert setting.choosing.last_model_s > 0.0
    setting.choosing.close()
    assert setting.loaded[1].closed == 1


def test_looks_that_cost_otherwise_do_not_count(pose_model: Path) -> None:
    setting = Setting(pose_model, 0.08)
    setting.look(16, is_empty=True)
    assert not setting.choosing.is_faster_one
    setting.choosing.close()


def test_tunables_are_checked() -> None:
    with pytest.raises(ValueError, match="looks must be counted"):
        ModelChoiceTuning(looks=0)
