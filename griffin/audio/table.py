"""The tables of sounds and music that their build scripts write: what there is, how loud, how long.

Sounds are in assets/sounds/sounds.json. A sound's id is its family's name, or that and the number of a
variant: `stroke_3` is one of `stroke`. Pieces of music are in assets/music/music.json.
"""

import logging
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from griffin.errors import AssetError, reason_of
from griffin.paths import assets_folder, insist_on_file

log = logging.getLogger(__name__)

TABLE_NAME = "sounds.json"
MUSIC_TABLE_NAME = "music.json"

LONGEST_S = 600.0  # of a sound or a piece: 230 MB decoded
MOST_LOOPS = 16  # each keeps a channel of the player's

_MOST_LETTERS = 40  # of a name
_NAME = re.compile(rf"[a-z0-9_]{{1,{_MOST_LETTERS}}}")
# In the table's own folder.
_File = Annotated[str, Meta(pattern=rf"^[A-Za-z0-9_-]{{1,{_MOST_LETTERS}}}\.[a-z0-9]{{1,8}}\Z")]
_Seconds = Annotated[float, Meta(gt=0.0, le=LONGEST_S)]
_Loudness = Annotated[float, Meta(ge=-70.0, le=0.0)]


class SoundEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One file. `loudness_lufs`: of a loop the whole, of any other sound its loudest 0.4 s."""

    file: _File
    seconds: _Seconds
    is_loop: bool
    loudness_lufs: _Loudness
    peak_dbfs: Annotated[float, Meta(ge=-120.0, le=20.0)]
    centroid_hz: Annotated[float, Meta(gt=0.0, le=24_000.0)]
    channels: Annotated[int, Meta(ge=1, le=2)]


class PieceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of music. `loudness_lufs`: of the whole. `phrase_ends_s`: the last is the end of the tune."""

    file: _File
    seconds: _Seconds
    loudness_lufs: _Loudness
    phrase_ends_s: tuple[float, ...]

    def __post_init__(self) -> None:
        marks_s = (0.0, *self.phrase_ends_s, self.seconds)
        if len(marks_s) < 3 or any(later <= earlier for earlier, later in pairwise(marks_s)):
            raise ValueError("phrase_ends_s must grow, and end before the piece")

    @property
    def phrase_begins_s(self) -> tuple[float, ...]:
        """Where it may be entered."""
        return (0.0, *self.phrase_ends_s[:-1])


_Entry = TypeVar("_Entry", SoundEntry, PieceEntry)


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
    """The table in a folder, by default that of the assets. Raises AssetError where it can't be used."""
    folder = folder or assets_folder() / "sounds"
    table = SoundTable(folder=folder, entries=_read(folder / TABLE_NAME, SoundEntry, "sounds"))
    if len(table.loops) > MOST_LOOPS:
        raise _unusable("sounds", f"{folder / TABLE_NAME}: it has more than {MOST_LOOPS} loops")
    return table


def read_music_table(folder: Path | None = None) -> MusicTable:
    """The same for the pieces of music."""
    folder = folder or assets_folder() / "music"
    return MusicTable(folder=folder, entries=_read(folder / MUSIC_TABLE_NAME, PieceEntry, "music"))


def find_music_table(folder: Path | None = None) -> MusicTable | None:
    """The same, or None, with a warning: a game without music is a game."""
    try:
        return read_music_table(folder)
    except AssetError as error:
        _warn_once(f"{error.sentence} The flight goes on without music.")
        return None


@cache
def _warn_once(sentence: str) -> None:
    """Once a process: the cues of the loudspeaker and of the film read the same table."""
    log.warning(sentence)


def _read(file: Path, entry: type[_Entry], what: str) -> dict[str, _Entry]:
    """Row by row, to know which one is at fault."""
    place = str(file)
    try:
        insist_on_file(file)
        rows = msgspec.json.decode(file.read_bytes(), type=dict[str, msgspec.Raw])
        entries = {}
        for name, row in rows.items():
            place = f"{file}, row {name[:_MOST_LETTERS]!r}"
            if not _NAME.fullmatch(name):
                raise ValueError(f"names are up to {_MOST_LETTERS} of a-z, 0-9 and _")
            entries[name] = msgspec.json.decode(row, type=entry)
    except (OSError, ValueError, msgspec.DecodeError, RecursionError) as error:
        raise _unusable(what, f"{place}: {reason_of(error)}") from error
    return entries


def _unusable(what: str, reason: str) -> AssetError:
    return AssetError(f"Griffin's table of {what} can't be used: {reason}.", hint="Install Griffin again.")


def _variant(sound: str) -> tuple[str, int]:
    name, _, number = sound.rpartition("_")
    return (name, int(number)) if name and number.isdecimal() else (sound, 0)
