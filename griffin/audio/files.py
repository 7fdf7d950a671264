"""Files of sound → samples, by PyAV. What plays live decodes in its own process, by pygame."""

import logging
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer

from griffin import pyav
from griffin.audio.mixdown import Samples
from griffin.audio.steps import RATE_HZ
from griffin.audio.table import LONGEST_S, MusicTable, SoundTable
from griffin.errors import SoundFileError, reason_of
from griffin.paths import insist_on_file

log = logging.getLogger(__name__)

_RATES_HZ = (8_000, 384_000)  # a file of 1 Hz would grow 48 000 times
_LOUDEST = 8.0  # of full scale: decoders exceed it by a little, damaged samples of 32 bit by any factor


def decode_sounds(table: SoundTable) -> dict[str, Samples]:
    """All sounds of a table by their id, 0.4 MB a second, without those that can't be used."""
    decoded = {sound: _decode_or_warn(table.folder / entry.file) for sound, entry in table.entries.items()}
    return {sound: samples for sound, samples in decoded.items() if samples is not None}


def decode_piece(table: MusicTable, name: str) -> Samples | None:
    """A piece of music, 23 MB a minute; None if it can't be used."""
    return _decode_or_warn(table.folder / table.entries[name].file)


def _decode_or_warn(path: Path) -> Samples | None:
    try:
        samples = decode_file(path)
        if not len(samples):
            raise _unusable(path, "there is nothing in it")
    except SoundFileError as error:
        log.warning("%s It is silent.", error.sentence)
        return None
    return samples


def decode_file(path: Path, *, longest_s: float = LONGEST_S) -> Samples:
    """The first track of sound of a file, (n, 2), -1 to 1, at the mixer's rate; none: no samples.

    Raises SoundFileError for every file that can't be used: missing or not an ordinary file, damaged, of an
    unknown codec, longer than `longest_s`, or with samples that are not finite.
    """
    try:
        insist_on_file(path)
        with av.open(str(path), **pyav.READING) as container:
            parts = list(_decode_parts(container, longest_s))
    except (OSError, av.FFmpegError, ValueError, RuntimeError, MemoryError) as error:
        raise _unusable(path, reason_of(error)) from error
    sound = np.concatenate([np.zeros((0, 2), dtype=np.float32), *parts])
    if not np.abs(sound).max(initial=0.0) <= _LOUDEST:  # NaN isn't either
        raise _unusable(path, "its samples are out of range")
    return sound


def _decode_parts(container: InputContainer, longest_s: float) -> Iterator[Samples]:
    """Piece by piece. Raises ValueError for what is unusual for a sound."""
    if not container.streams.audio:
        return
    codec = container.streams.audio[0].codec_context
    if codec is None:
        raise ValueError("its codec is unknown")
    if not _RATES_HZ[0] <= codec.sample_rate <= _RATES_HZ[1]:
        raise ValueError(f"its rate is {codec.sample_rate} Hz")
    # Made stereo here and not by FFmpeg, which makes mono softer by 3 dB.
    layout = "mono" if codec.channels == 1 else "stereo"
    resampler = av.AudioResampler(format="fltp", layout=layout, rate=RATE_HZ)
    forms, count = set(), 0
    for frame in chain(container.decode(audio=0), (None,)):
        if frame is not None:
            forms.add((frame.sample_rate, frame.layout.name))
        if len(forms) > 1:
            raise ValueError("its rate or its channels change")
        for part in resampler.resample(frame):
            samples = part.to_ndarray().T
            count += len(samples)
            if count > longest_s * RATE_HZ:
                raise ValueError(f"it is longer than {longest_s:.0f} s")
            yield np.broadcast_to(samples, (len(samples), 2))


def _unusable(path: Path, reason: str) -> SoundFileError:
    return SoundFileError(f"The sound in {path} can't be read: {reason}.")
