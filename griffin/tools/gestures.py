"""`griffin gestures`: the recogniser alone, over a landmark recording or a video, without any clock."""

import logging
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

from griffin.app.report import event_as_json
from griffin.arms import Arm, Arms
from griffin.clock import ManualClock
from griffin.errors import ConfigError
from griffin.gesture.recognizer import Recognizer
from griffin.landmarks import PoseFrame
from griffin.progress import Progress

log = logging.getLogger(__name__)

_DIGITS = 5  # a thousandth of a degree
# Name in the JSON: where a Steering has it.
_CONTROLS = {
    "arm_line_rad": attrgetter("arm_line_rad"),
    "roll_rad": attrgetter("roll_rad"),
    "climb_frac": attrgetter("climb_frac"),
    **{
        f"{side}_{angle}": attrgetter(f"arms.{side}.{angle}")
        for angle in Arm.__struct_fields__
        for side in Arms.__struct_fields__
    },
    "body_frac": attrgetter("body_frac"),
}


def examine(
    file: Path,
    *,
    fps: float | None,
    is_seated: bool,
    provide_model: Callable[[], Path],
    progress: Progress,
) -> dict[str, Any]:
    """The events and controls that the recogniser makes of the file.

    Raises:
        ConfigError, CameraError, PoseModelError: the file, or the model for a video, can't be used.
    """
    try:
        is_file = file.is_file()
    except OSError:  # a name that is too long
        is_file = False
    if not is_file:
        raise ConfigError(f"There is no file {file}.")
    recognizer = Recognizer(is_seated=is_seated)
    if file.suffix == ".npz":
        rate, frames = _recorded(file, fps)
    else:
        rate, frames = _filmed(file, fps, recognizer, provide_model, progress)
    events: list[dict[str, Any]] = []
    controls: list[dict[str, Any]] = []
    for number, frame in enumerate(frames):
        said = recognizer.recognize(frame)
        noted = [event_as_json(event, event.captured_s, _DIGITS) for event in said.events]
        events += [{"frame": number, **entry} for entry in noted]
        steering = {name: round(read(said.steering), _DIGITS) for name, read in _CONTROLS.items()}
        controls.append({"frame": number, **steering, "tracked": said.steering.is_tracked})
    return {"fps": rate, "events": events, "controls": controls}


def summarize(result: dict[str, Any]) -> str:
    """The events, one a line, and how long a player was tracked."""
    controls = result["controls"]
    tracked = sum(entry["tracked"] for entry in controls)
    lines = [f"{event['t_s']:8.2f} s  {event['kind']}" for event in result["events"]]
    lines.append(f"{len(controls)} frames at {result['fps']:g} a second, a player tracked in {tracked}.")
    return "\n".join(lines)


def _recorded(file: Path, fps: float | None) -> tuple[float, Iterable[PoseFrame]]:
    from griffin.gesture.recording import load_recording, resampled

    recording = load_recording(file)
    if fps is not None and fps != recording.fps:
        recording = resampled(recording, fps)
    return recording.fps, recording.frames


def _filmed(
    file: Path,
    fps: float | None,
    recognizer: Recognizer,
    provide_model: Callable[[], Path],
    progress: Progress,
) -> tuple[float, Iterator[PoseFrame]]:
    model = provide_model()
    from griffin.app.sandbox import close_network

    status = close_network()  # before MediaPipe is loaded, here as in the camera process
    if not status.in_force:
        log.warning("%s", status.sentence)
    from griffin.vision.landmarker import PoseLandmarker
    from griffin.vision.readers import ReaderTuning, VideoReader

    # A clock that stands still never calls a frame late, so none is passed over.
    reader = VideoReader(file, ManualClock(), ReaderTuning(), loop=False)
    rate = min(fps, reader.rate_hz) if fps else reader.rate_hz

    def frames() -> Iterator[PoseFrame]:
        landmarker = PoseLandmarker(model)
        due_s = 0.0
        try:
            while (frame := reader.read()) is not None:
                if frame.captured_s < due_s - 0.5 / reader.rate_hz:
                    continue
                due_s += 1.0 / rate
                progress("Watching the video", None)
                yield landmarker.detect(frame, bodies=2 if recognizer.wants_second_body else 1)
        finally:
            reader.release()
            landmarker.close()

    return rate, frames()
