"""Frame → PoseFrame, by MediaPipe's PoseLandmarker. MediaPipe's ways stop here; it must not know any gesture.

Its ways: picture points scaled by width and height separately (so the aspect is undone here), RGB, and whole
milliseconds that must strictly increase. Only calls that 0.10.18 has too, the newest that older Jetsons run.
Call `sandbox.close_network` before the first landmarker is made: the library is loaded then, not at import.
"""

import platform
import sys
import zipfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from griffin.clock import Clock, MonotonicClock
from griffin.errors import PoseModelError
from griffin.landmarks import Landmarks, PoseFrame
from griffin.vision.frame import Frame
from griffin.vision.native_stderr import keep_native_notes_away
from griffin.vision.opencv import cv2

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
    tracking_frac: float = 0.5  # how much of a body must stay in its place to be the same; MediaPipe's own

    def __post_init__(self) -> None:
        for name in ("detection_frac", "presence_frac", "tracking_frac"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} must be within 0 and 1")


class PoseLandmarker:
    """Finds up to one body, or up to two, in each picture; pictures must come in the order of their times.

    One body is followed cheaply from picture to picture. To find a second one costs about double, as the
    detector then runs as long as fewer than two are found; its graph is made when it is first asked for.
    `last_model_s`: seconds that the model's own call took in the last `detect`.
    """

    def __init__(
        self,
        model: Path,
        *,
        uses_gpu: bool = False,
        tuning: LandmarkerTuning | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Load MediaPipe and the model. Raises PoseModelError when either can't be used."""
        self.last_model_s = 0.0
        self._model = model
        self._uses_gpu = uses_gpu
        self._tuning = tuning or LandmarkerTuning()
        self._clock = clock or MonotonicClock()
        self._graphs: dict[int, _Graph] = {}
        _check_bundle(model)
        _check_processor()
        self._graph(1)

    def detect(self, frame: Frame, *, bodies: int = 1) -> PoseFrame:
        """All bodies (at most `bodies`, 1 or 2) in one picture.

        Raises PoseModelError when the model fails.
        """
        graph = self._graph(bodies)
        height, width = frame.picture.shape[:2]
        code = cv2.COLOR_BGR2RGBA if self._uses_gpu else cv2.COLOR_BGR2RGB
        image = graph.image(np.asarray(cv2.cvtColor(frame.picture, code), dtype=np.uint8))
        started_s = self._clock.now_s()
        result = graph.detect(image, frame.captured_s)
        self.last_model_s = self._clock.now_s() - started_s
        aspect = width / height
        return PoseFrame(
            captured_s=frame.captured_s,
            aspect=aspect,
            bodies=tuple(
                to_landmarks(points, world, aspect)
                for points, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
            ),
        )

    def close(self) -> None:
        """Let the models go. Closing twice does no harm."""
        while self._graphs:
            self._graphs.popitem()[1].close()

    def _graph(self, bodies: int) -> "_Graph":
        if bodies not in self._graphs:
            self._graphs[bodies] = _Graph(self._model, bodies, self._tuning, uses_gpu=self._uses_gpu)
        return self._graphs[bodies]


class _Graph:
    """One of MediaPipe's graphs, for a fixed greatest number of bodies, with its own idea of time."""

    def __init__(self, model: Path, bodies: int, tuning: LandmarkerTuning, *, uses_gpu: bool) -> None:
        self._uses_gpu = uses_gpu
        self._last_ms = -1
        keep_native_notes_away()
        try:
            self._create(model, bodies, tuning)
            # The first call finishes the loading; better now than on the player's first picture.
            self.detect(self.image(np.zeros((64, 64, 4 if uses_gpu else 3), np.uint8)), 0.0)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise PoseModelError(
                f"MediaPipe can't load the pose model {model.name}: {first_line(error)}.",
                hint="`griffin doctor` shows what is missing.",
            ) from error

    def _create(self, model: Path, bodies: int, tuning: LandmarkerTuning) -> None:
        # MediaPipe imports sounddevice, whose PortAudio asks every sound server, even one that hangs. None in
        # sys.modules makes that import fail, which MediaPipe tolerates.
        sys.modules.setdefault("sounddevice", None)  # type: ignore[arg-type]
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision

        self._mediapipe = mediapipe
        options = vision.PoseLandmarkerOptions(
            base_options=BaseOptions(
                model_asset_path=str(model),
                delegate=BaseOptions.Delegate.GPU if self._uses_gpu else BaseOptions.Delegate.CPU,
            ),
            running_mode=vision.RunningMode.VIDEO,
            num_poses=bodies,
            min_pose_detection_confidence=tuning.detection_frac,
            min_pose_presence_confidence=tuning.presence_frac,
            min_tracking_confidence=tuning.tracking_frac,
        )
        self._landmarker = vision.PoseLandmarker.create_from_options(options)

    def image(self, pixels: NDArray[np.uint8]) -> Any:
        """MediaPipe's own picture; it holds a copy of the pixels: RGB, or RGBA, which GPUs want."""
        formats = self._mediapipe.ImageFormat
        return self._mediapipe.Image(
            image_format=formats.SRGBA if self._uses_gpu else formats.SRGB, data=pixels
        )

    def detect(self, image: Any, captured_s: float) -> Any:
        """MediaPipe's own result. Raises PoseModelError when the graph fails."""
        self._last_ms = max(self._last_ms + 1, round(captured_s * 1000.0))
        try:
            return self._landmarker.detect_for_video(image, self._last_ms)
        except (RuntimeError, ValueError) as error:
            raise PoseModelError(f"The pose model failed: {first_line(error)}.") from error

    def close(self) -> None:
        self._landmarker.close()


def to_landmarks(points: Any, world: Any, aspect: float) -> Landmarks:
    """One of MediaPipe's bodies in our own terms: picture heights, metres, float64."""
    picture = np.array([(p.x * aspect, p.y, p.z * aspect) for p in points], dtype=np.float64)
    return Landmarks(
        picture=picture,
        visibility=np.array([p.visibility for p in points], dtype=np.float64),
        world=np.array([(p.x, p.y, p.z) for p in world], dtype=np.float64),
    )


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


def first_line(error: Exception) -> str:
    """What went wrong, without the trace that MediaPipe appends."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".")
