"""Frame → PoseFrame, by MediaPipe's PoseLandmarker. MediaPipe's ways stop here; it must not know any gesture.

Its ways: picture points scaled by width and height separately (so the aspect is undone here), and whole
milliseconds that must strictly increase. Only calls that 0.10.18 has too, the newest that older Jetsons run.
Call `sandbox.close_network` before the first landmarker is made: the library is loaded then, not at import.
"""

import locale
import math
import os
import platform
import sys
import zipfile
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from importlib import metadata
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from griffin import paths
from griffin.clock import Clock, MonotonicClock
from griffin.errors import ConfigError, PoseModelError
from griffin.landmarks import Landmarks, PictureSpan, PoseFrame
from griffin.vision.clothing import with_clothes
from griffin.vision.frame import Frame, Picture, hide_outside
from griffin.vision.lean_model import lean_file
from griffin.vision.native_stderr import keep_native_notes_away
from griffin.vision.opencv import cv2
from griffin.vision.rotation import turned
from griffin.vision.search_view import ViewSearch
from griffin.vision.view import View, size_of

_MEMBERS = {"pose_detector.tflite", "pose_landmarks_detector.tflite"}
_CPU_INFO = Path("/proc/cpuinfo")
# What mediapipe 1.x is compiled to use on aarch64; without one of these its library aborts the process.
_NEEDED_CPU_FEATURES = frozenset(
    {"atomics", "asimddp", "lrcpc", "asimdrdm", "aes", "sha2", "crc32", "fphp", "asimdhp"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkerTuning:
    """When the model believes that it sees somebody."""

    # The detector's score for a new body. MediaPipe's own value: 0.4 sees people in empty rooms.
    detection_frac: float = 0.5
    # The landmark network's score; below it the body is looked for anew. MediaPipe's own 0.5 loses people who
    # are far away; 0.4 keeps more of them (in three clips 42 for 40 of 45, 93 for 89 of 100, 649 for 636 of
    # 720 frames) and invents nobody new.
    presence_frac: float = 0.4
    clothes_s: float = 0.09  # between two looks at the clothes: ten a second are enough to notice a change
    tracking_frac: float = 0.5  # how much of a body must stay in its place to be the same; MediaPipe's own

    def __post_init__(self) -> None:
        for name in ("detection_frac", "presence_frac", "tracking_frac"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} must be within 0 and 1")


class PoseLandmarker:
    """Follows one body from picture to picture; pictures must come in the order of their times.

    Nobody may be found in the whole picture who is found in a part of it: `views` says where to look.
    `last_model_s`: seconds that the model's own call took in the last `detect`.
    """

    def __init__(
        self,
        model: Path,
        *,
        uses_gpu: bool = False,
        views: ViewSearch | None = None,
        tuning: LandmarkerTuning | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Load MediaPipe and the model. Raises PoseModelError when either can't be used."""
        self.last_model_s = 0.0
        self._uses_gpu = uses_gpu
        self._views = views or ViewSearch()
        self._clock = clock or MonotonicClock()
        _check_bundle(model)
        _check_processor()
        self._tuning = tuning or LandmarkerTuning()
        self._dressed_s = -math.inf  # when clothes were looked at last
        self._graph = _Graph(model, self._tuning, uses_gpu=uses_gpu)

    def detect(self, frame: Frame, *, within: PictureSpan | None = None) -> PoseFrame:
        """The body in one picture, if there is one; some times a second with its clothes.

        `within`: the model is shown nothing outside these columns of the upright picture. Raises
        PoseModelError when the model fails.
        """
        picture, view = self._views.choose(frame)
        is_ready = picture is frame.picture and within is None and view.shows_all(size_of(picture))
        image = frame.image if is_ready else None
        if image is None:
            image = self._graph.image(view.cut(hide_outside(picture, within)))
        started_s = self._clock.now_s()
        result = self._graph.detect(image, frame.captured_s)
        self.last_model_s = self._clock.now_s() - started_s
        height, width = picture.shape[:2]
        found = tuple(
            to_landmarks(points, world, view, height)
            for points, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
        )
        if found and frame.captured_s - self._dressed_s >= self._tuning.clothes_s:
            self._dressed_s = frame.captured_s
            found = tuple(with_clothes(body, picture) for body in found)
        self._views.note(frame, found[0] if found else None)
        return PoseFrame(captured_s=frame.captured_s, aspect=width / height, bodies=found)

    def prepare(self, frame: Frame) -> Frame:
        """The frame with the model's own picture of it. Any thread may make it, ahead of `detect`."""
        return replace(frame, image=self._graph.image(frame.picture))

    def upright(self, frame: Frame) -> Frame:
        """The frame the way up in which bodies are looked for."""
        picture = turned(frame.picture, self._views.turn)
        return frame if picture is frame.picture else replace(frame, picture=picture)

    def close(self) -> None:
        """Let the model go. Closing twice does no harm."""
        self._graph.close()


class _Graph:
    """MediaPipe's graph, with its own idea of time."""

    def __init__(self, model: Path, tuning: LandmarkerTuning, *, uses_gpu: bool) -> None:
        self._uses_gpu = uses_gpu
        self._last_ms = -1
        try:
            # No GPU's interpreter has been tried with a lean model.
            with nullcontext(model) if uses_gpu else lean_file(model) as path:
                self._create(path, tuning)
            # The first call finishes the loading; better now than on the player's first picture.
            self.detect(self.image(np.zeros((64, 64, 3), np.uint8)), 0.0)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise loading_error(model, error) from error

    def _create(self, model: Path, tuning: LandmarkerTuning) -> None:
        prepare_mediapipe()
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision

        self._mediapipe = mediapipe
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(
                model_asset_path=str(model),
                delegate=BaseOptions.Delegate.GPU if self._uses_gpu else BaseOptions.Delegate.CPU,
            ),
            running_mode=vision.RunningMode.VIDEO,
            num_poses=1,
            min_pose_detection_confidence=tuning.detection_frac,
            min_pose_presence_confidence=tuning.presence_frac,
            min_tracking_confidence=tuning.tracking_frac,
        )
        self._landmarker = vision.PoseLandmarker.create_from_options(options)

    def image(self, picture: Picture) -> Any:
        """MediaPipe's own picture; it holds a copy of the pixels: RGB, or RGBA, which GPUs want."""
        formats = self._mediapipe.ImageFormat
        if self._uses_gpu:
            with_alpha = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2RGBA), np.uint8)
            return self._mediapipe.Image(image_format=formats.SRGBA, data=with_alpha)
        return self._mediapipe.Image(image_format=formats.SRGB, data=np.ascontiguousarray(picture))

    def detect(self, image: Any, captured_s: float) -> Any:
        """MediaPipe's own result. Raises PoseModelError when the graph fails."""
        self._last_ms = max(self._last_ms + 1, round(captured_s * 1000.0))
        try:
            return self._landmarker.detect_for_video(image, self._last_ms)
        except (RuntimeError, ValueError) as error:
            raise PoseModelError(f"The pose model failed: {first_line(error)}.") from error

    def close(self) -> None:
        if self._landmarker is not None:
            self._landmarker.close()
            self._landmarker = None


def to_landmarks(points: Any, world: Any, view: View, height_px: int) -> Landmarks:
    """One of MediaPipe's bodies in our own terms: heights of the whole picture, metres, float64.

    Its points are shares of the view's width and height; depth is measured as x is.
    """
    width, height = (side_px / height_px for side_px in view.size_px)
    seen = _to_rows(map(_get_seen, points), len(points), 4)
    return Landmarks(
        picture=seen[:, :3] * (width, height, width) + (view.left / height_px, view.top / height_px, 0.0),
        visibility=seen[:, 3],
        world=_to_rows(map(_get_place, world), len(world), 3),
    )


def _to_rows(points: Iterable[tuple[float, ...]], count: int, width: int) -> NDArray[np.float64]:
    """(count, width) of the points, in two thirds of the time that np.array takes for a list of them."""
    return np.fromiter(chain.from_iterable(points), np.float64, count * width).reshape(count, width)


# One call a point: four look-ups of attributes take twice as long.
_get_place = attrgetter("x", "y", "z")
_get_seen = attrgetter("x", "y", "z", "visibility")


def _check_bundle(model: Path) -> None:
    try:
        with zipfile.ZipFile(model) as bundle:
            names = set(bundle.namelist())
    except OSError as error:
        raise PoseModelError(f"The pose model {model} can't be read: {error.strerror}.") from error
    except zipfile.BadZipFile:
        names = set()
    if not names >= _MEMBERS:
        raise PoseModelError(
            f"{model} is not a pose landmarker model.",
            hint="Give one of the official pose_landmarker .task files, or none: Griffin has its own.",
        )


def _check_processor(cpu_info: Path = _CPU_INFO) -> None:
    """Refuse a processor on which MediaPipe would abort the process, with nothing to be caught."""
    if platform.machine() != "aarch64" or not cpu_info.is_file():
        return
    version = metadata.version("mediapipe")
    missing = missing_cpu_features(cpu_info.read_text())
    if missing and int(version.split(".")[0]) >= 1:
        raise PoseModelError(
            f"This processor lacks what MediaPipe {version} needs ({', '.join(missing)}).",
            hint="MediaPipe 0.10.18 runs here: on JetPack 5 install Griffin with it.",
        )


def missing_cpu_features(cpu_info: str) -> tuple[str, ...]:
    """What MediaPipe 1.x on aarch64 needs and this /proc/cpuinfo doesn't list; none if it lists nothing."""
    for line in cpu_info.splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "Features":
            return tuple(sorted(_NEEDED_CPU_FEATURES - set(value.split())))
    return ()


def prepare_mediapipe() -> None:
    """Before MediaPipe is imported for the first time: it shall neither write notes nor ask for sound.

    It imports sounddevice, whose PortAudio asks every sound server, even one that hangs. None in sys.modules
    makes that import fail, which MediaPipe tolerates. It also imports matplotlib, which keeps a list of
    fonts: in our cache folder, where uninstalling finds it.

    It puts the names in its graphs into lower case by the locale's rules. Turkish ones make a dotless i of I,
    which its own parser refuses.
    """
    keep_native_notes_away()
    sys.modules.setdefault("sounddevice", None)  # type: ignore[arg-type]
    with suppress(OSError, ConfigError):  # without a cache, matplotlib takes a temporary folder
        os.environ.setdefault("MPLCONFIGDIR", str(paths.cache_folder() / "matplotlib"))
    for plain in ("C.UTF-8", "C"):
        with suppress(locale.Error):  # older systems lack the first one
            locale.setlocale(locale.LC_CTYPE, plain)
            break


def loading_error(model: Path, error: Exception) -> PoseModelError:
    """What is said of a model that can't be used."""
    return PoseModelError(
        f"MediaPipe can't load the pose model {model.name}: {first_line(error)}.",
        hint="`scripts/play` installs system libraries that are missing; `griffin doctor` shows what is.",
    )


def first_line(error: Exception) -> str:
    """What went wrong, without the trace that MediaPipe appends."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".")
