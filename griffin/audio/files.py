"""Files of sound → samples, by PyAV. What plays live decodes in its own process, by pygame."""

import logging
from pathlib import Path

import av
import numpy as np

from griffin.audio.mixdown import Samples
from griffin.audio.steps import RATE_HZ
from griffin.audio.table import MusicTable, SoundTable
from griffin.errors import AssetError

log = logging.getLogger(__name__)


def decode_sounds(table: SoundTable) -> dict[str, Samples]:
    """All sounds of a table by their id, 0.4 MB a second. Raises AssetError where one can't be read."""
    sounds = {}
    for sound, entry in table.entries.items():
        path = table.folder / entry.file
        try:
            sounds[sound] = decode_file(path)
        except (OSError, av.FFmpegError) as error:
            raise _unreadable(path, str(error)) from error
        if not len(sounds[sound]):
            raise _unreadable(path, "nothing is in it")
    return sounds


def _unreadable(path: Path, reason: str) -> AssetError:
    return AssetError(f"Griffin's sound {path} can't be read: {reason}.", hint="Install Griffin again.")


def decode_piece(table: MusicTable, name: str) -> Samples:
    """A piece of music, 23 MB a minute; one that can't be read is silent, with a warning."""
    path = table.folder / table.entries[name].file
    try:
        return decode_file(path)
    except (OSError, av.FFmpegError) as error:
        log.warning("Griffin's music %s can't be read: %s. It is silent.", path, error)
        return np.zeros((0, 2), dtype=np.float32)


def decode_file(path: Path) -> Samples:
    """The first track of sound of a file, (n, 2), -1 to 1, at the mixer's rate; none: no samples.

    Raises OSError or FFmpegError where the file can't be read.
    """
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return np.zeros((0, 2), dtype=np.float32)
        # Made stereo here and not by FFmpeg, which makes mono softer by 3 dB.
        layout = "mono" if container.streams.audio[0].codec_context.channels == 1 else "stereo"
        resampler = av.AudioResampler(format="fltp", layout=layout, rate=RATE_HZ)
        parts = [
            part.to_ndarray()
            for frame in (*container.decode(audio=0), None)
            for part in resampler.resample(frame)
        ]
    sound = np.concatenate([np.zeros((1 if layout == "mono" else 2, 0), dtype=np.float32), *parts], axis=1)
    return np.ascontiguousarray(np.broadcast_to(sound, (2, sound.shape[1])).T)
