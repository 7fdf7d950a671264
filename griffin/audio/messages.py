"""Cues ↔ lines of JSON, for the pipe to the sound process. No pipes here: bytes in, messages out.

| message | from   | kind       | expected rate    | when the pipe is slow                                 |
|---------|--------|------------|------------------|-------------------------------------------------------|
| loops   | flight | continuous | 30 a second      | the newest wins; the music is a part of it            |
| shot    | flight | discrete   | a few a second   | never dropped, but skipped by the player when it is old |
| beat    | sound  | continuous | two a second     | dropped                                               |

A line is one object with a "type". Lines that can't be read are dropped: a process that is started again may
begin to read in the middle of one.
"""

from enum import Enum
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

Gain: TypeAlias = Annotated[float, Meta(ge=0.0, le=1.0)]
_Name: TypeAlias = Annotated[str, Meta(max_length=40)]

MAX_LINE_BYTES = 4096  # what the system takes in one piece (PIPE_BUF on Linux); ours are a sixth of it
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class MusicNow(msgspec.Struct, frozen=True, kw_only=True):
    """The piece that plays. `begin_s`: when its first sample sounded, or would have, on the shared clock."""

    piece: _Name
    begin_s: float
    gain: Gain


class Loops(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="loops"):
    """How loud each loop is, left and right; what isn't there is silent. `volume`: of everything.

    It says what the music is, too, each time, so that a process that is started again finds its way into it.
    """

    gains: dict[_Name, tuple[Gain, Gain]]
    volume: Gain = 1.0
    music: MusicNow | None = None


class ShotNow(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="shot"):
    """A sound to begin. `happened_s`: of the clock that all processes share; None is now."""

    sound: _Name
    left: Gain = 1.0
    right: Gain = 1.0
    happened_s: float | None = None


class SoundState(Enum):
    """How far the sound process is, as its heart beats."""

    LOADING = "loading"  # its libraries: takes as long as the disk
    OPENING = "opening"  # the device: an answer that doesn't come means a hung sound server
    SILENT = "silent"  # there is no device; it tries again
    PLAYING = "playing"


class Beat(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="beat"):
    """A sign of life."""

    state: SoundState


Cue: TypeAlias = Loops | ShotNow

_encoder = msgspec.json.Encoder()
_cue_decoder = msgspec.json.Decoder(Cue)
_beat_decoder = msgspec.json.Decoder(Beat)


def encode(message: Cue | Beat) -> bytes:
    """One line, newline included."""
    return _encoder.encode(message) + b"\n"


class LineReader:
    """Takes bytes as they come, torn or merged, and gives whole lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that are whole now."""
        *lines, rest = (self._rest + data).split(b"\n")
        self._rest = rest[-MAX_LINE_BYTES:]  # without an end in sight it is no line of ours
        return [line for line in lines if len(line) < MAX_LINE_BYTES]


def read_cues(lines: list[bytes]) -> tuple[Loops | None, tuple[ShotNow, ...]]:
    """The newest loops, if any came, and all shots in order."""
    loops: Loops | None = None
    shots: list[ShotNow] = []
    for line in lines:
        try:
            message = _cue_decoder.decode(line)
        except _UNREADABLE:
            continue
        if isinstance(message, Loops):
            loops = message
        else:
            shots.append(message)
    return loops, tuple(shots)


def read_beat(lines: list[bytes]) -> SoundState | None:
    """What the newest beat says, if any came."""
    beats = [beat for line in lines if (beat := _decode_beat(line)) is not None]
    return beats[-1].state if beats else None


def _decode_beat(line: bytes) -> Beat | None:
    try:
        return _beat_decoder.decode(line)
    except _UNREADABLE:
        return None
