"""The tables of sounds and music that their build scripts write: what there is, how loud, how long.

Sounds are in assets/sounds/sounds.json. A sound's id is its family's name, or that and the number of a
variant: `stroke_3` is one of `stroke`. Pieces of music are in assets/music/music.json.
"""

import logging
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import msgspec

from griffin.errors import AssetError
from griffin.paths import assets_folder

log = logging.getLogger(__name__)

TABLE_NAME = "sounds.json"
MUSIC_TABLE_NAME = "music.json"

_Entries = TypeVar("_Entries")


class SoundEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One file. `loudness_lufs`: of a loop the whole, of any other sound its loudest 0.4 s."""

    file: str
    seconds: float
    is_loop: bool
    loudness_lufs: float
    peak_dbfs: float
    centroid_hz: float
    channels: int


class PieceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of music. `loudness_lufs`: of the whole. `phrase_ends_s`: the last is the end of the tune."""

    file: str
    seconds: float
    loudness_lufs: float
    phrase_ends_s: tuple[float, ...]

    def __post_init__(self) -> None:
        marks_s = (0.0, *self.phrase_ends_s, self.seconds)
        if len(marks_s) < 3 or any(later <= earlier for earlier, later in pairwise(marks_s)):
            raise ValueError("phrase_ends_s must grow, and end before the piece")

    @property
    def phrase_begins_s(self) -> tuple[float, ...]:
        """Where it may be entered."""
        return (0.0, *self.phrase_ends_s[:-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundTable:
    """All sounds by their id."""

    folder: Path
    entries: dict[str, SoundEntry]
    _families: dict[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        families: dict[str, tuple[str, ...]] = {}
        for sound in sorted(self.entries, key=_variant):
            name, _ = _variant(sound)
            families[name] = (*families.get(name, ()), sound)
        object.__setattr__(self, "_families", families)

    def variants(self, family: str) -> tuple[str, ...]:
        """The ids of a family in the order of their numbers; none where it has no sound."""
        return self._families.get(family, ())

    @property
    def loops(self) -> tuple[str, ...]:
        """The ids of all loops."""
        return tuple(sound for sound, entry in self.entries.items() if entry.is_loop)


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicTable:
    """All pieces by their name."""

    folder: Path
    entries: dict[str, PieceEntry]


def read_sound_table(folder: Path | None = None) -> SoundTable:
    """The table in a folder, by default that of the assets. Raises AssetError where it can't be read."""
    folder = folder or assets_folder() / "sounds"
    return SoundTable(folder=folder, entries=_read(folder / TABLE_NAME, dict[str, SoundEntry], "sounds"))


def read_music_table(folder: Path | None = None) -> MusicTable:
    """The same for the pieces of music."""
    folder = folder or assets_folder() / "music"
    return MusicTable(folder=folder, entries=_read(folder / MUSIC_TABLE_NAME, dict[str, PieceEntry], "music"))


def find_music_table(folder: Path | None = None) -> MusicTable | None:
    """The same, or None, with a warning: a game without music is a game."""
    try:
        return read_music_table(folder)
    except AssetError as error:
        log.warning("%s The flight goes on without music.", error.sentence)
        return None


def _read(file: Path, entries: type[_Entries], what: str) -> _Entries:
    try:
        return msgspec.json.decode(file.read_bytes(), type=entries)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AssetError(
            f"Griffin's table of {what} can't be read: {error}.", hint="Install Griffin again."
        ) from error


def _variant(sound: str) -> tuple[str, int]:
    name, _, number = sound.rpartition("_")
    return (name, int(number)) if name and number.isdecimal() else (sound, 0)
