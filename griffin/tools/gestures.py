"""`griffin gestures`: the recogniser alone, over a landmark recording, a film or a picture, without a clock.

Each frame has the time that its file gives it, and the rate that is reported is that of these times: the rate
that a file states is often that of its shortest interval. A picture is shown for some seconds, as a still
that is the game's source is shown for as long as the game runs.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from griffin.app.report import event_as_json
from griffin.arms import Arm, Arms
from griffin.clock import ManualClock
from griffin.gesture.recognizer import Recognizer
from griffin.landmarks import PoseFrame
from griffin.progress import Progress
from griffin.vision.orientation import AS_IT_COMES, Orientation

if TYPE_CHECKING:
    from griffin.vision.frame import Frame

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


_WHICH_FILE = "Give a film, a picture or a landmark recording."
# Enough for what a body says without moving: the back means something after one second, sitting after five.
_STILL_S = 6.5
_STAMP_S = 0.002  # files round a frame's time to a millisecond, so an interval is off by up to two
_UNEVEN = 1.5  # the longest interval over the shortest one from which a rate varies


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pace:
    """When a source's frames were taken, and how many a second it states and were asked for.

    `times_s` are those of all its frames; it fills while the source is read.
    """

    stated_hz: float
    wanted_hz: float | None = None
    times_s: list[float] = field(default_factory=list)

    @property
    def varies(self) -> bool:
        """Whether the frames come at uneven intervals."""
        steps_s = [after - before for before, after in pairwise(self.times_s)]
        return bool(steps_s) and max(steps_s) > _UNEVEN * min(steps_s) + _STAMP_S

    def rate_hz(self, examined_s: Sequence[float]) -> float:
        """How many a second of its frames were examined."""
        if self.varies:
            return self._mean_hz(examined_s)
        rate_hz = self._mean_hz(self.times_s)
        return rate_hz if self.wanted_hz is None else min(rate_hz, self.wanted_hz)

    def _mean_hz(self, times_s: Sequence[float]) -> float:
        steps, span_s = len(times_s) - 1, (times_s[-1] - times_s[0] if times_s else 0.0)
        # A stated rate that the times agree with is the more precise one, as they are rounded.
        if steps < 1 or abs(span_s - steps / self.stated_hz) <= _STAMP_S:
            return self.stated_hz
        return round(steps / span_s, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """The frames to examine."""

    frames: Iterator[tuple[PoseFrame, PoseFrame | None]]  # each with a look at everybody, where one was due
    pace: _Pace
    is_still: bool = False


def examine(
    file: Path,
    *,
    fps: float | None,
    is_seated: bool,
    orientation: Orientation = AS_IT_COMES,
    provide_model: Callable[[], Path],
    progress: Progress,
) -> dict[str, Any]:
    """The events and controls that the recogniser makes of the file. `orientation`: of films and pictures.

    Raises:
        ConfigError, CameraError, PoseModelError: the file, or the model for a video, can't be used.
    """
    recognizer = Recognizer(is_seated=is_seated)
    if file.suffix == ".npz":
        source = _recorded(file, fps)
    else:
        source = _filmed(file, fps, orientation, recognizer, provide_model, progress)
    events: list[dict[str, Any]] = []
    controls: list[dict[str, Any]] = []
    times_s: list[float] = []
    for number, (frame, look) in enumerate(source.frames):
        said = recognizer.recognize(frame, look)
        noted = [event_as_json(event, event.captured_s, _DIGITS) for event in said.events]
        events += [{"frame": number, **entry} for entry in noted]
        steering = {name: round(read(said.steering), _DIGITS) for name, read in _CONTROLS.items()}
        controls.append({"frame": number, **steering, "tracked": said.steering.is_tracked})
        times_s.append(frame.captured_s)
    return {
        "fps": source.pace.rate_hz(times_s),
        "fps_varies": source.pace.varies,
        "is_still": source.is_still,
        "times_s": [round(time_s, _DIGITS) for time_s in times_s],
        "events": events,
        "controls": controls,
    }


def summarize(result: dict[str, Any]) -> str:
    """The events, one a line, how the file was treated, and how long a player was tracked."""
    controls = result["controls"]
    tracked = sum(entry["tracked"] for entry in controls)
    lines = [f"{event['t_s']:8.2f} s  {event['kind']}" for event in result["events"]]
    frames = f"{len(controls)} frames at {result['fps']:g} a second"
    if result["is_still"]:
        frames = f"One picture, shown for {_STILL_S:g} s: {frames}"
    elif result["fps_varies"]:
        frames += " on average (the rate varies)"
    lines.append(f"{frames}, a player tracked in {tracked}.")
    return "\n".join(lines)


def _recorded(file: Path, fps: float | None) -> _Source:
    from griffin.gesture.recording import load_recording, resampled
    from griffin.vision.source_file import find_file

    recording = load_recording(find_file(str(file), hint=_WHICH_FILE))
    if fps is not None and fps != recording.fps:
        recording = resampled(recording, fps)
    return _Source(frames=((frame, None) for frame in recording.frames), pace=_Pace(stated_hz=recording.fps))


def _filmed(
    file: Path,
    fps: float | None,
    orientation: Orientation,
    recognizer: Recognizer,
    provide_model: Callable[[], Path],
    progress: Progress,
) -> _Source:
    from griffin.vision.source_file import find_file

    file = find_file(str(file), hint=_WHICH_FILE)
    model = provide_model()
    from griffin.app.sandbox import close_network

    status = close_network()  # before MediaPipe is loaded, here as in the camera process
    if not status.in_force:
        log.warning("%s", status.sentence)
    from griffin.vision.crowd_landmarker import CrowdLandmarker
    from griffin.vision.film import VideoReader
    from griffin.vision.landmarker import PoseLandmarker
    from griffin.vision.lookout import Lookout
    from griffin.vision.orientation import Rotation
    from griffin.vision.readers import ImageReader, ReaderTuning, UprightReader
    from griffin.vision.search_view import ViewSearch
    from griffin.vision.source_kind import SourceKind, find_source_kind

    tuning = ReaderTuning()
    clock = ManualClock()  # it stands still, so no frame is ever late and passed over
    film = None
    if find_source_kind(str(file)) is not SourceKind.IMAGE:
        film = VideoReader(file, clock, tuning, loop=False)
    reader = UprightReader(film or ImageReader(file, clock, tuning), orientation)
    first, second = reader.read(), reader.read()
    assert first is not None  # a reader has a picture, or can't be opened
    if film is None or second is None:
        pace = _Pace(stated_hz=min(fps or tuning.image_rate_hz, tuning.image_rate_hz))
        pictures, is_still = _still(first, pace.stated_hz), True
    else:
        pace = _Pace(stated_hz=film.rate_hz, wanted_hz=fps)
        pictures, is_still = _picked(chain((first, second), iter(reader.read, None)), pace), False

    def frames() -> Iterator[tuple[PoseFrame, PoseFrame | None]]:
        with ExitStack() as owned:
            owned.callback(reader.release)
            landmarker = PoseLandmarker(
                model, views=ViewSearch(finds_rotation=orientation.rotation is Rotation.AUTO)
            )
            owned.callback(landmarker.close)
            lookout = Lookout(CrowdLandmarker(model))
            owned.callback(lookout.close)
            for picture in pictures:
                progress("Watching the picture" if is_still else "Watching the video", None)
                seen = landmarker.detect(picture, within=recognizer.view)
                known = recognizer.known_in(seen)
                yield seen, lookout.look(landmarker.upright(picture), recognizer.look_interval_s, known)

    return _Source(frames=frames(), pace=pace, is_still=is_still)


def _still(frame: "Frame", rate_hz: float) -> "Iterator[Frame]":
    """The picture again and again."""
    for number in range(round(_STILL_S * rate_hz)):
        yield replace(frame, captured_s=number / rate_hz)


def _picked(frames: "Iterator[Frame]", pace: _Pace) -> "Iterator[Frame]":
    """The first frame in each interval of the wanted rate; all frames if none is wanted."""
    before = -1
    for frame in frames:
        pace.times_s.append(frame.captured_s)
        interval = int((frame.captured_s + _STAMP_S) * pace.wanted_hz) if pace.wanted_hz else before + 1
        if interval > before:
            yield frame
        before = interval
