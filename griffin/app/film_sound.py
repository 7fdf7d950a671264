"""Moments → the samples of a film's track, off-line: what the loudspeaker plays, whether there is one or not.

Cues are pure, so the film's own are the same as those of the sound process. The loudspeaker's volume and
whether it is mute don't matter here: a film always has its sound, and music as `--music` says.
"""

import logging
from dataclasses import replace
from functools import partial

from griffin.app.open_cues import open_cues
from griffin.audio.cues import Cues
from griffin.audio.mastering import Mastering
from griffin.audio.mixdown import Mixdown, Samples
from griffin.audio.table import find_music_table, read_sound_table
from griffin.errors import AssetError
from griffin.game.moment import Moment
from griffin.options import PlayOptions

log = logging.getLogger(__name__)

_EARLIEST_S = 0.03  # before the picture that shows why it sounds; at slow pictures it happened long before


class FilmSound:
    """`hear` every moment from the first one on; `finish` at the end."""

    def __init__(self, cues: Cues, mixdown: Mixdown) -> None:
        self._cues = cues
        self._mixdown = mixdown
        self._mastering = Mastering()

    def hear(self, moment: Moment, film_s: float) -> Samples:
        """The next samples (n, 2) of the track. `film_s`: when the film shows the moment."""
        sheet = self._cues.follow(moment)
        shots = tuple(
            replace(shot, happened_s=film_s - min(moment.shown_s - shot.happened_s, _EARLIEST_S))
            for shot in sheet.shots
        )
        return self._mastering.feed(self._mixdown.mix(replace(sheet, shots=shots), film_s))

    def finish(self) -> Samples:
        """The rest of the track."""
        return self._mastering.finish()


def open_film_sound(options: PlayOptions) -> FilmSound | None:
    """The sound of a flight's film, decoded but for the music; None where there is none."""
    from griffin.audio.files import decode_piece, decode_sounds

    try:
        table = read_sound_table()
    except AssetError as error:
        log.warning("%s The film is silent.", error.sentence)
        return None
    music = find_music_table() if options.music > 0.0 else None
    decode = None if music is None else partial(decode_piece, music)
    return FilmSound(open_cues(table, music, options), Mixdown(decode_sounds(table), decode))
