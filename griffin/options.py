"""What a game is asked to do: one record, merged from layers once, and handed whole to its processes.

Defaults stand here and nowhere else. A layer names only what it sets; later layers win.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from griffin.app.delegate import Delegate
from griffin.arguments import (
    EARLIEST_H,
    LATEST_H,
    LEAST_SIZE_PX,
    LONGEST_FLIGHT_S,
    MOST_SIZE_PX,
    MOST_SOUND_OFFSET_S,
    USUAL_SIZE_PX,
)
from griffin.errors import ConfigError
from griffin.render.qualities import Quality
from griffin.vision.orientation import Orientation, Rotation
from griffin.vision.source_kind import SourceKind
from griffin.wire.address import Address

KIOSK_VOLUME = 0.5  # 6 dB down


class PlayOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every option of a game. `griffin fly` and `griffin camera` take some of them each.

    `model`: as it was given; `StartMessage.model` is the file that was found for it.
    `hour_h`: of the day; None is the morning. `seconds`: None flies until the source or the player ends it.
    """

    # What the camera process does
    source: str = SourceKind.AUTO.value
    is_looped: bool = False
    is_mirrored: bool = False  # the source shows everything as a mirror does
    rotation: Rotation = Rotation.AUTO  # how far its pictures must be turned clockwise
    is_seated: bool = False
    may_reach_network: bool = False
    model: Path | None = None
    faster_model: Path | None = None  # takes over where the other one is too slow
    delegate: Delegate = Delegate.CPU
    wants_every_frame: bool = False  # of a video, even where the model can't keep up with it
    waits_for_camera: bool = False  # one that isn't there yet, and one that has gone
    # What the flight process does
    size_px: tuple[int, int] = USUAL_SIZE_PX
    seed: int = 1
    hour_h: float | None = None
    quality: Quality = Quality.AUTO
    is_headless: bool = False
    is_fullscreen: bool = False
    is_kiosk: bool = False  # full screen without a cursor, and a calm show while nobody plays
    asks_no_jump: bool = False  # shows strokes in place of a jump, which still takes off
    repeats_lessons: bool = False  # also what is known on this machine from earlier games
    sound: float | None = None  # 0 to 1, how loud; None is for `volume` to say
    music: float = 1.0  # 0 to 1, how loud the music is beside the rest
    is_calm: bool = False  # wider, slower turns under a still lens
    seconds: float | None = None
    record: Path | None = None
    screenshot: Path | None = None
    journal: Path | None = None  # the inputs of each turn, for `griffin replay`
    # What the sound process does
    sound_offset_s: float = 0.0  # how late the loudspeaker is; below 0 the picture is
    # What all do
    report: Path | None = None
    is_verbose: bool = False

    def __post_init__(self) -> None:
        if not LEAST_SIZE_PX <= min(self.size_px) <= max(self.size_px) <= MOST_SIZE_PX:
            raise ValueError(f"each side of size_px must be within {LEAST_SIZE_PX} to {MOST_SIZE_PX}")
        if self.hour_h is not None and not EARLIEST_H <= self.hour_h <= LATEST_H:
            raise ValueError(f"hour_h must be within {EARLIEST_H:g} to {LATEST_H:g}")
        if self.seconds is not None and not 0.0 < self.seconds <= LONGEST_FLIGHT_S:
            raise ValueError(f"seconds must be above 0 and up to {LONGEST_FLIGHT_S:g}")
        if self.sound is not None and not 0.0 <= self.sound <= 1.0:
            raise ValueError("sound must be within 0 to 1")
        if not 0.0 <= self.music <= 1.0:
            raise ValueError("music must be within 0 to 1")
        if not abs(self.sound_offset_s) <= MOST_SOUND_OFFSET_S:
            raise ValueError(f"sound_offset_s must be within {MOST_SOUND_OFFSET_S:g} either way")

    @property
    def has_camera(self) -> bool:
        """Whether anything is watched at all; otherwise the keyboard flies."""
        return self.source != SourceKind.NONE.value

    @property
    def orientation(self) -> Orientation:
        """How the source's pictures lie."""
        return Orientation(is_mirrored=self.is_mirrored, rotation=self.rotation)

    @property
    def volume(self) -> float:
        """How loud everything is, 0 to 1. A kiosk's room has others in it."""
        if self.sound is not None:
            return self.sound
        return KIOSK_VOLUME if self.is_kiosk else 1.0


# What stands in `StartMessage.live_file`: how far the camera process has got, and what it watches.
MODEL_LOADED, CAMERA_ABSENT, LIVE_CAMERA, LIVE_DEMO = "model", "absent", "camera", "demo"


class StartMessage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The options, and what only this start of a process knows.

    `started_s`: when the player started the game. `report`: where this process leaves its part. For the
    camera process alone: `model`, and `live_file`, into which it writes how far it has got: see above;
    `is_camera_lost`, whether the one before has ended because its camera was gone.
    `cues` is a handle: the flight process' end of the pipe that says what sounds, or the sound process' end.
    `beats` is one, too: where the camera or the sound process shows that it lives.
    """

    options: PlayOptions
    address: str
    token: str
    started_s: float
    report: Path | None = None
    model: Path | None = None
    live_file: Path | None = None
    is_camera_lost: bool = False
    cues: int | None = None
    beats: int | None = None

    @property
    def link(self) -> Address:
        """Where the two processes meet."""
        return Address.parse(self.address, self.token)


def merge_options(defaults: PlayOptions, *layers: Mapping[str, Any]) -> PlayOptions:
    """Each layer maps some of the fields' names to values, as they are or as JSON has them.

    Raises ConfigError where a name or a value can't be used.
    """
    merged: dict[str, Any] = _to_builtins(defaults)
    for layer in layers:
        merged |= layer
    try:
        return msgspec.convert(merged, PlayOptions, dec_hook=_read_special)
    except msgspec.ValidationError as error:
        raise ConfigError(f"The options can't be used: {error}.") from error


def encode_start(message: StartMessage) -> bytes:
    """One line of JSON, newline included."""
    # Not msgspec's own encoder: names of files needn't be Unicode, and it refuses those.
    return json.dumps(_to_builtins(message)).encode("ascii") + b"\n"


def decode_start(line: bytes) -> StartMessage:
    """What `encode_start` made. Raises ConfigError where the line is anything else."""
    try:
        content = json.loads(line, parse_constant=_refuse_constant)
        return msgspec.convert(content, StartMessage, dec_hook=_read_special)
    # RecursionError: brackets in brackets without end.
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise ConfigError(
            f"The message that starts this process can't be used: {error}.",
            hint="It is one line of JSON on standard input, as `griffin play` sends it.",
        ) from error


def _to_builtins(value: msgspec.Struct) -> Any:
    return msgspec.to_builtins(value, enc_hook=_write_special)


def _write_special(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _read_special(wanted: type, value: Any) -> Any:
    if wanted is Path and isinstance(value, str | Path):
        return Path(value)
    raise TypeError("Expected the name of a file")


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number in JSON")
