"""What the cues say of one moment, for those who play it: loops, sounds that begin, music. Plain values."""

from dataclasses import dataclass, field

from griffin.audio.loudness import Sides, pan_sides
from griffin.audio.music import MusicCue


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A sound that begins once. `happened_s`: the screen's time at which it should."""

    sound: str
    gain: float
    pan: float
    happened_s: float

    @property
    def sides(self) -> Sides:
        """Its gain left and right."""
        return pan_sides(self.gain, self.pan)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueSheet:
    """What sounds from one moment on. A loop that isn't there is silent; no `music` is silence, too."""

    loops: dict[str, Sides] = field(default_factory=dict)
    shots: tuple[Shot, ...] = ()
    music: MusicCue | None = None
