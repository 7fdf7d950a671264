"""The machine's cameras → what each gives in the game, measured. For the doctor."""

from dataclasses import dataclass, replace

from griffin.clock import Clock, MonotonicClock
from griffin.errors import CameraError
from griffin.vision.camera_access import Cameras, SystemCameras
from griffin.vision.camera_choice import usable_cameras
from griffin.vision.devices import DeviceReader
from griffin.vision.orientation import AS_IT_COMES, Orientation
from griffin.vision.readers import UprightReader
from griffin.vision.v4l2 import CameraInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTuning:
    """How long a camera is measured."""

    settle_s: float = 12.0  # at most, for the trial of its modes: with three cameras the doctor has 40 s
    warm_up_frames: int = 5  # the first ones come late while the exposure settles
    measure_s: float = 1.0  # thirty frames of a usual webcam

    def __post_init__(self) -> None:
        if min(self.settle_s, self.measure_s) <= 0.0 or self.warm_up_frames < 1:
            raise ValueError("times and warm_up_frames must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraReport:
    """One camera. `rate_hz` and `size_px` are measured as in the game; `problem` is "" where it works."""

    path: str
    name: str
    formats: tuple[str, ...] = ()
    rate_hz: float | None = None
    size_px: tuple[int, int] | None = None
    problem: str = ""


def list_cameras(
    *,
    orientation: Orientation = AS_IT_COMES,
    clock: Clock | None = None,
    cameras: Cameras | None = None,
) -> list[CameraReport]:
    """Every camera that is fit for the game, each tried for some seconds. One that fails is listed with why.

    Where a system can't list cameras, numbers are tried, and those that fail aren't listed.
    """
    clock, cameras = clock or MonotonicClock(), cameras or SystemCameras()
    reports = []
    for info in usable_cameras(cameras.listed()):
        report = _try_camera(info, orientation, clock, cameras)
        if not report.problem or info.driver or info.is_forbidden:
            reports.append(report)
    return reports


def _try_camera(info: CameraInfo, orientation: Orientation, clock: Clock, cameras: Cameras) -> CameraReport:
    report = CameraReport(path=info.path, name=info.name, formats=info.formats)
    try:
        reader = DeviceReader(info.path, clock, cameras=cameras)
    except CameraError as error:
        return replace(report, problem=str(error))
    try:
        rate_hz = _measure_rate(reader, orientation, clock, MeasureTuning())
    except CameraError as error:
        return replace(report, problem=str(error))
    finally:
        reader.release()
    return replace(report, rate_hz=rate_hz, size_px=reader.size_px)


def _measure_rate(
    reader: DeviceReader, orientation: Orientation, clock: Clock, tuning: MeasureTuning
) -> float:
    """Frames a second that a camera really gives, in the mode in which the game would use it, set upright."""
    upright = UprightReader(reader, orientation)
    settled_s = clock.now_s() + tuning.settle_s
    while clock.now_s() < settled_s and not (
        reader.is_settled and reader.frames_read >= tuning.warm_up_frames
    ):
        upright.read()
    frames, start_s = 0, clock.now_s()
    while (passed_s := clock.now_s() - start_s) < tuning.measure_s:
        upright.read()
        frames += 1
    return frames / passed_s
