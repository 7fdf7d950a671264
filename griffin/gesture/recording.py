"""Landmark recordings: .npz files → the frames that the recogniser reads, and variations of them.

The format is that of labelled motion-capture clips: arrays `landmarks` and `landmarks_clean` (frames, 33, 4),
`world` and `world_clean` (frames, 33, 3), `fps`, and JSON texts `events` and `meta`. This module knows
nothing of gestures; a label is a word and three times.
"""

import json
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from griffin.errors import ConfigError
from griffin.landmarks import LANDMARK_COUNT, Landmarks, PoseFrame

Array = NDArray[np.float64]

# The simulated webcam is 640x480; recordings of real video say their size in `meta`.
_DEFAULT_SIZE_PX = (640, 480)
# All that a damaged file, or one that is something else, makes numpy, zipfile and json raise.
_DAMAGES = (
    *(OSError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error, NotImplementedError),
    *(KeyError, ValueError, TypeError, AttributeError, ZeroDivisionError, RecursionError),
)
# What is believed of a file: 33 minutes at 30 frames/s. A few bytes may unpack to gigabytes.
_MOST_FRAMES = 60_000
_MOST_BYTES = {"landmarks": 64 * 2**20, "world": 64 * 2**20, "events": 4 * 2**20, "meta": 4 * 2**20}
_MOST_BYTES_ELSE = 4096  # of a number or a word
_MEMBERS = (
    *("landmarks", "landmarks_clean", "world", "world_clean"),
    *("fps", "category", "events", "meta"),
)
_RATES_HZ = (1.0, 1000.0)
_MOST_RESAMPLED = 4 * _MOST_FRAMES
# Left and right change places in a mirror: eyes in threes, then every pair.
_MIRRORED = np.array([0, 4, 5, 6, 1, 2, 3, *[i + 1 if i % 2 else i - 1 for i in range(7, LANDMARK_COUNT)]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a person saw in the clip. `kind` is the label's own word, of which gestures use some.

    `rise_m`: how far a jump raised the hips above standing, where that was measured.
    """

    kind: str
    start_s: float
    peak_s: float
    end_s: float
    rise_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A clip. `truth` holds the same frames without noise where they are known, else the same frames."""

    name: str
    category: str
    fps: float
    frames: tuple[PoseFrame, ...]
    truth: tuple[PoseFrame, ...]
    labels: tuple[Label, ...] = ()

    @property
    def is_real_video(self) -> bool:
        """Whether a pose model made the points from a video, so that no noise-free points exist."""
        return self.category == "real_video"


def load_recording(path: Path) -> Recording:
    """Read one clip. Raises ConfigError when the file isn't such a recording."""
    try:
        with path.open("rb") as stream:
            _check_sizes(path, stream)
            with np.load(stream) as archive:
                data = {key: archive[key] for key in _MEMBERS}
        fps = float(data["fps"])
        _check_shapes(data, fps)
        meta: dict[str, Any] = json.loads(str(data["meta"]))
        # In clips of synthetic children "size" is a number: the factor on all lengths.
        size_px = meta["size"] if isinstance(meta.get("size"), list) else _DEFAULT_SIZE_PX
        aspect = size_px[0] / size_px[1]
        labels = tuple(_read_label(entry, fps) for entry in json.loads(str(data["events"])))
        return Recording(
            name=path.stem,
            category=str(data["category"]),
            fps=fps,
            frames=_read_frames(data["landmarks"], data["world"], fps, aspect),
            truth=_read_frames(data["landmarks_clean"], data["world_clean"], fps, aspect),
            labels=labels,
        )
    except _DAMAGES as error:
        raise ConfigError(
            f"{path} is not a landmark recording.", hint="Give an .npz file with landmarks, world and fps."
        ) from error


def _check_sizes(path: Path, stream: BinaryIO) -> None:
    """Before anything is unpacked. Raises ConfigError."""
    with zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            key = member.filename.removesuffix(".npy")
            most = _MOST_BYTES.get(key.removesuffix("_clean"), _MOST_BYTES_ELSE)
            if key in _MEMBERS and member.file_size > most:
                raise ConfigError(
                    f"{path} is too long: its {key} unpack to {member.file_size / 1e6:.0f} MB.",
                    hint=f"A recording of up to {_MOST_FRAMES} frames can be read.",
                )
    stream.seek(0)


def _check_shapes(data: dict[str, NDArray[Any]], fps: float) -> None:
    if not _RATES_HZ[0] <= fps <= _RATES_HZ[1]:
        raise ValueError(f"{fps} is not a frame rate")
    if len(data["landmarks"]) > _MOST_FRAMES:
        raise ValueError("there are too many frames")
    frames = len(data["landmarks"])
    for name, width in (("landmarks", 4), ("world", 3)):
        for key in (name, f"{name}_clean"):
            if data[key].shape != (frames, LANDMARK_COUNT, width):
                raise ValueError(f"{key} has the shape {data[key].shape}")


def _read_label(entry: dict[str, Any], fps: float) -> Label:
    start_s, peak_s, end_s = (float(entry[key]) / fps for key in ("start", "peak", "end"))
    rise_m = float(entry["rise"]) if "rise" in entry else None
    return Label(kind=str(entry["type"]), start_s=start_s, peak_s=peak_s, end_s=end_s, rise_m=rise_m)


def _read_frames(landmarks: Array, world: Array, fps: float, aspect: float) -> tuple[PoseFrame, ...]:
    # MediaPipe scales x and z by the picture's width, y by its height.
    picture = landmarks[:, :, :3].astype(np.float64) * np.array([aspect, 1.0, aspect])
    visibility = landmarks[:, :, 3].astype(np.float64)
    metres = world.astype(np.float64)
    is_seen = np.isfinite(picture).all(axis=(1, 2)) & np.isfinite(metres).all(axis=(1, 2))
    return tuple(
        PoseFrame(
            captured_s=index / fps,
            aspect=aspect,
            bodies=(Landmarks(picture=picture[index], visibility=visibility[index], world=metres[index]),)
            if is_seen[index]
            else (),
        )
        for index in range(len(picture))
    )


def resampled(recording: Recording, fps: float) -> Recording:
    """The same motion seen by a camera of another rate: points between two frames are interpolated."""
    if not fps > 0.0:
        raise ConfigError(f"A frame rate of {fps} can't be used.", hint="Give a rate above zero.")
    last_s = (len(recording.frames) - 1) / recording.fps
    if last_s * fps > _MOST_RESAMPLED:
        raise ConfigError(
            f"At {fps:g} frames/s {recording.name} would be too long.", hint="Give a lower rate."
        )
    times_s = np.arange(0.0, last_s + 0.5 / recording.fps, 1.0 / fps)
    return replace(
        recording,
        fps=fps,
        frames=_interpolate(recording.frames, recording.fps, times_s),
        truth=_interpolate(recording.truth, recording.fps, times_s),
    )


def _interpolate(frames: tuple[PoseFrame, ...], fps: float, times_s: Array) -> tuple[PoseFrame, ...]:
    last = len(frames) - 1
    result = []
    for time_s in times_s:
        place = min(float(time_s) * fps, float(last))
        before = frames[int(place + 1e-6)]
        after = frames[min(int(place + 1e-6) + 1, last)]
        part = max(0.0, place - int(place + 1e-6))
        bodies = before.bodies if part < 1e-6 else _blend(before.bodies, after.bodies, part)
        result.append(replace(before, captured_s=float(time_s), bodies=bodies))
    return tuple(result)


def _blend(before: tuple[Landmarks, ...], after: tuple[Landmarks, ...], part: float) -> tuple[Landmarks, ...]:
    if not before or not after:
        return ()
    a, b = before[0], after[0]
    return (
        Landmarks(
            picture=a.picture + part * (b.picture - a.picture),
            visibility=a.visibility + part * (b.visibility - a.visibility),
            world=a.world + part * (b.world - a.world),
        ),
    )


def mirrored(recording: Recording) -> Recording:
    """The clip as a mirror shows it, left and right exchanged, so that it is again a possible motion."""

    def mirror(frame: PoseFrame, body: Landmarks) -> Landmarks:
        picture, world = body.picture[_MIRRORED].copy(), body.world[_MIRRORED].copy()
        picture[:, 0] = frame.aspect - picture[:, 0]
        world[:, 0] = -world[:, 0]
        return Landmarks(picture=picture, visibility=body.visibility[_MIRRORED], world=world)

    return _with_bodies(recording, mirror)


def scaled(recording: Recording, factor: float) -> Recording:
    """The clip as a nearer (above 1) or farther camera shows it: grown about the picture's middle."""

    def scale(frame: PoseFrame, body: Landmarks) -> Landmarks:
        middle = np.array([frame.aspect / 2.0, 0.5, 0.0])
        return replace(body, picture=middle + factor * (body.picture - middle))

    return _with_bodies(recording, scale)


def shifted(recording: Recording, right: float, down: float) -> Recording:
    """The clip with the player elsewhere in the picture, in picture heights."""
    offset = np.array([right, down, 0.0])
    return _with_bodies(recording, lambda _, body: replace(body, picture=body.picture + offset))


def _with_bodies(recording: Recording, change: Callable[[PoseFrame, Landmarks], Landmarks]) -> Recording:
    def changed(frames: Iterable[PoseFrame]) -> tuple[PoseFrame, ...]:
        return tuple(
            replace(frame, bodies=tuple(change(frame, body) for body in frame.bodies)) for frame in frames
        )

    return replace(recording, frames=changed(recording.frames), truth=changed(recording.truth))


def thinned(recording: Recording, dropped_frac: float, seed: int) -> Recording:
    """The clip with a part of its frames never delivered, chosen by a seeded generator."""
    keep = np.random.default_rng(seed).random(len(recording.frames)) >= dropped_frac
    return replace(
        recording,
        frames=tuple(frame for frame, kept in zip(recording.frames, keep, strict=True) if kept),
        truth=tuple(frame for frame, kept in zip(recording.truth, keep, strict=True) if kept),
    )
