"""The options of a flight → what decides on its sounds and its music: the same for loudspeaker and film."""

from griffin.audio.cues import Cues
from griffin.audio.music import Programme
from griffin.audio.table import MusicTable, SoundTable
from griffin.options import PlayOptions
from griffin.world.sun import SUN_TUNING, hour_at


def open_cues(sounds: SoundTable, music: MusicTable | None, options: PlayOptions) -> Cues:
    """`music`: None where there is to be none."""
    programme = None if music is None else open_programme(music, options)
    return Cues(sounds, programme=programme, seed=_seed_of(options))


def open_programme(music: MusicTable, options: PlayOptions) -> Programme:
    """What decides on the music, by the flight's own hour."""

    def hour_of(world_s: float) -> float:
        return hour_at(SUN_TUNING.morning_h, world_s) if options.hour_h is None else options.hour_h

    return Programme(music, hour_at=hour_of, volume=options.music, seed=_seed_of(options))


def _seed_of(options: PlayOptions) -> int:
    """NumPy's generators take no negative seed; a land has one for every number."""
    return abs(options.seed)
