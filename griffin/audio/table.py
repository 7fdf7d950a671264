"""The table of sounds, assets/sounds/sounds.json, which their build script writes: what there is, how loud.

A sound's id is its family's name, or that and the number of a variant: `stroke_3` is one of `stroke`.
"""

from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from griffin.errors import AssetError
from griffin.paths import assets_folder

TABLE_NAME = "sounds.json"


class SoundEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One file. `loudness_lufs`: of a loop the whole, of any other sound its loudest 0.4 s."""

    file: str
    seconds: float
    is_loop: bool
    loudness_lufs: float
    peak_dbfs: float
    centroid_hz: float
    channels: int


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


def read_sound_table(folder: Path | None = None) -> SoundTable:
    """The table in a folder, by default that of the assets. Raises AssetError where it can't be read."""
    folder = folder or assets_folder() / "sounds"
    try:
        entries = msgspec.json.decode((folder / TABLE_NAME).read_bytes(), type=dict[str, SoundEntry])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AssetError(
            f"Griffin's table of sounds can't be read: {error}.", hint="Install Griffin again."
        ) from error
    return SoundTable(folder=folder, entries=entries)


def _variant(sound: str) -> tuple[str, int]:
    name, _, number = sound.rpartition("_")
    return (name, int(number)) if name and number.isdecimal() else (sound, 0)
