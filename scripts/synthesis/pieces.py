"""How a piece is written down: chords, rhythms, first notes, and who plays in which bar.

`melody.py` finds the rest of each tune, `voicing.py` what the choir sings, `arrangement.py` writes out the
parts. All pieces use white keys only.

One letter a bar says what an instrument does there (`accompaniment.py` has the patterns); `-` is silence.
"""

from dataclasses import dataclass
from enum import Enum


class Player(Enum):
    """Who has the tune."""

    FLUTE = "flute"
    CELESTA = "celesta"
    HARP = "harp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Bars are apart by spaces in `chords` and by bars in `rhythm`; `C,G` is half a bar each, `r1` a rest."""

    chords: str
    rhythm: str = ""  # beats of the tune's notes
    tune: str = ""  # the first notes, given; the others are found
    ends_on: str = ""
    top: str = ""  # where the tune's arch aims at
    is_return: bool = False  # takes up the intervals of the first phrase that has a tune
    player: Player = Player.FLUTE
    harp: str = ""
    celesta: str = ""
    has_echo: bool = False  # the celesta repeats the phrase's last three notes, an octave up
    choir: str = ""  # the vowel of each bar
    drum: str = ""
    level: tuple[float, float] = (0.5, 0.5)

    @property
    def bars(self) -> int:
        """How many there are."""
        return len(self.chords.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Tempo in beats a minute; a beat of the 6/8 bar is a quaver. The parts' levels are in LUFS, dry."""

    name: str
    beats_a_bar: int
    tempo_bpm: float
    lowest: str
    highest: str
    phrases: tuple[Phrase, ...]
    stems_lufs: dict[str, float]
    tail_s: float = 3.6
    harp_octaves: int = 0  # how much higher the harp accompanies
    has_hard_plucks: bool = False  # the harp's accompaniment, too, is plucked near the soundboard
