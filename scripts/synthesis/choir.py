"""A choir without words: six singers a part, each a throat with its own pitch, vibrato, place and mouth.

Each singer is a glottal source (a table of one period, read at the singer's phase, and air that pulses with
it) through the formants of u, o and a. Sources: Fant 1960, "Acoustic theory of speech production"; Sundberg
1987, "The science of the singing voice" (formants, vibrato of 5 to 6 Hz); Ternstrom 1991 (singers in a
choir differ by about 5 cents). Before each phrase all breathe in, and begin with some air, as an h.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from griffin.audio.loudness import gain_of
from synthesis.basics import RATE_HZ, Random, Signal, mix_at, pan, rise, rms, samples
from synthesis.noise import paint
from synthesis.score import A4, Played, hertz

# Each vowel: frequency (Hz), bandwidth (Hz), level (dB).
_U = ((325.0, 70.0, 0.0), (720.0, 90.0, -12.0), (2_400.0, 160.0, -32.0), (3_100.0, 200.0, -38.0))
_O = ((440.0, 80.0, 0.0), (800.0, 100.0, -8.0), (2_500.0, 170.0, -28.0), (3_150.0, 200.0, -34.0))
_A = ((620.0, 100.0, 0.0), (1_060.0, 120.0, -6.0), (2_600.0, 180.0, -24.0), (3_200.0, 220.0, -30.0))
_VOWELS = (_U, _O, _A)
_SINGERS = 6
_TABLE = 2_048
_SOURCE_FALL = 1.35  # partial h is h^-this
_HIGHEST_HZ = 6_500.0
_DETUNE_OCTAVES, _MOUTH = 5.5 / 1_200.0, 0.035
_VIBRATO_HZ, _VIBRATO_CENTS = (4.6, 5.7), (7.0, 16.0)
_LATE_S = 0.11
_GLIDE_S, _CHANGE_DIP = 0.14, 0.72
_ATTACK_S, _RELEASE_S = 0.32, 0.28
_DYING = 0.55  # of the level, in a note before a breath
_AIR_DB, _ONSET_AIR_DB = -24.0, 9.0
_FRAME, _HOP = 2_048, 1_024
_BREATH_S, _BREATH_DB = 0.42, -27.0
_JOINED_S = 0.05
_PART_LEVELS = (1.0, 0.85, 0.9)
_FLOOR = 0.004

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Line:
    """One part's course, a value a sample; `phrases_s` are when it begins after a breath."""

    octave: Signal
    level: Signal
    air: Signal
    phrases_s: tuple[float, ...]
    highest_hz: float


def perform(random: Random, parts: Sequence[Sequence[Played]], vowels: Points, count: int) -> Signal:
    """All parts (2, count). `vowels` are (s, u 0 to a 1)."""
    sung = np.zeros((2, count))
    lines = [_line(notes, count) for notes in parts]
    for line, level in zip(lines, _PART_LEVELS, strict=True):
        table = _period(random, line.highest_hz)
        for singer in range(_SINGERS):
            side = (singer / (_SINGERS - 1) * 2.0 - 1.0) * 0.75 + random.uniform(-0.1, 0.1)
            voice = _sing(random, line, table, vowels)
            sung += pan(level * random.uniform(0.8, 1.15) * voice, float(np.clip(side, -0.9, 0.9)))
    loudness = rms(sung)
    for begin_s in lines[0].phrases_s:
        mix_at(
            sung, gain_of(_BREATH_DB) * loudness * _breath_in(random), samples(max(0.0, begin_s - _BREATH_S))
        )
    return sung


def _sing(random: Random, line: _Line, table: Signal, vowels: Points) -> Signal:
    count = len(line.octave)
    late = samples(random.uniform(0.0, _LATE_S))
    # Curves that move slowly are made at a thousandth of the rate.
    vibrato = _wander(random, count, *_vibrato_rates(random))
    cents = random.uniform(*_VIBRATO_CENTS) * vibrato + 4.0 * _wander(random, count, 0.2, 2.0)
    octave = np.roll(line.octave, late) + random.normal() * _DETUNE_OCTAVES + cents / 1_200.0
    turns = np.cumsum(hertz(A4) / RATE_HZ * 2.0**octave) + random.uniform()
    level = np.roll(line.level, late) * (1.0 + 0.10 * _wander(random, count, 0.4, 4.0))
    place = (turns % 1.0) * _TABLE
    left = place.astype(np.intp)
    source = table[left] + (place - left) * (table[left + 1] - table[left])
    air = random.normal(size=count) * (0.6 + 0.4 * np.cos(2.0 * np.pi * turns)) * np.roll(line.air, late)
    return _through_mouth(source * level + gain_of(_AIR_DB) * air, level, vowels, random.normal() * _MOUTH)


def _through_mouth(source: Signal, level: Signal, vowels: Points, mouth: float) -> Signal:
    """The source under the formants of the moving vowel; louder is brighter."""
    count = len(source)
    padded = np.pad(source, (_FRAME, _FRAME + (-count) % _HOP))
    window = np.sqrt(0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(_FRAME) / _FRAME))
    blocks = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::_HOP] * window
    middle = np.arange(len(blocks)) * _HOP - _FRAME // 2
    frequency_hz = np.asarray(np.fft.rfftfreq(_FRAME, 1.0 / RATE_HZ), np.float64)
    shapes = np.log(np.stack([_formants(frequency_hz / (1.0 + mouth), vowel) for vowel in _VOWELS]))
    times_s, openings = zip(*vowels, strict=True)
    opening = np.interp(middle / RATE_HZ, times_s, openings) * (len(_VOWELS) - 1)
    first = np.clip(opening.astype(int), 0, len(_VOWELS) - 2)
    part = (opening - first)[:, None]
    shape = shapes[first] * (1.0 - part) + shapes[first + 1] * part
    loud = np.log(np.clip(level[np.clip(middle, 0, count - 1)], 0.05, 2.0))[:, None]
    shape = shape + 0.16 * loud * np.maximum(np.log2(np.maximum(frequency_hz, 1.0) / 200.0), 0.0)
    painted = np.fft.irfft(np.fft.rfft(blocks) * np.exp(shape), _FRAME) * window
    halves = painted.reshape(len(blocks), 2, _HOP)
    added = halves[1:, 0] + halves[:-1, 1]
    return np.asarray(added.reshape(-1)[_HOP : _HOP + count])


def _formants(frequency_hz: Signal, vowel: Sequence[tuple[float, float, float]]) -> Signal:
    peaks = sum(
        gain_of(db) / np.sqrt(1.0 + ((frequency_hz - middle_hz) / (0.9 * width_hz)) ** 2)
        for middle_hz, width_hz, db in vowel
    )
    return np.asarray(_FLOOR / (1.0 + (frequency_hz / 5_000.0) ** 2) + peaks)


def _period(random: Random, highest_hz: float) -> Signal:
    """One period of the source, with one sample more; its partials stay below the highest that matter."""
    numbers = np.arange(1, int(_HIGHEST_HZ / highest_hz) + 1)
    phases = random.uniform(0.0, 2.0 * np.pi, size=len(numbers))
    spectrum = np.zeros(_TABLE // 2 + 1, dtype=np.complex128)
    spectrum[numbers] = numbers**-_SOURCE_FALL * np.exp(1j * phases)
    table = np.fft.irfft(spectrum, _TABLE)
    table = table / rms(table)
    return np.asarray(np.append(table, table[0]))


def _line(notes: Sequence[Played], count: int) -> _Line:
    octave = np.full(count, (notes[0].pitch - A4) / 12.0)
    level, air = np.zeros((2, count))
    begins_s = []
    for number, note in enumerate(notes):
        begin, end = samples(note.begin_s), min(count, samples(note.end_s))
        octave[begin:] = (note.pitch - A4) / 12.0
        t_s = np.arange(end - begin) / RATE_HZ
        is_joined = number > 0 and note.begin_s - notes[number - 1].end_s < _JOINED_S
        goes_on = number + 1 < len(notes) and notes[number + 1].begin_s - note.end_s < _JOINED_S
        dip = _CHANGE_DIP if is_joined else 0.0
        swell = 1.0 + 0.12 * np.sin(np.pi * t_s / max(note.length_s, 0.1))
        dying = 0.0 if goes_on else _DYING * rise(t_s / max(note.length_s, 0.1), 0.4, 1.05)
        shape = swell * (1.0 - dying) * (dip + (1.0 - dip) * rise(t_s, 0.0, _ATTACK_S))
        level[begin:end] = note.strength_frac * shape
        air[begin:end] = level[begin:end]
        if not is_joined:
            begins_s.append(note.begin_s)
            air[begin:end] += gain_of(_ONSET_AIR_DB) * note.strength_frac * np.exp(-((t_s / 0.09) ** 2))
        if not goes_on:
            fall = np.arange(min(samples(_RELEASE_S), count - end)) / RATE_HZ
            level[end : end + len(fall)] = level[end - 1] * (1.0 - rise(fall, 0.0, _RELEASE_S))
            air[end : end + len(fall)] = 1.3 * level[end : end + len(fall)]
    glide = samples(_GLIDE_S)
    octave = ndimage.uniform_filter1d(ndimage.uniform_filter1d(octave, glide // 2), glide // 2)
    level = ndimage.uniform_filter1d(level, samples(0.06))
    air = ndimage.uniform_filter1d(air, samples(0.02))
    return _Line(octave, level, air, tuple(begins_s), max(hertz(note.pitch) for note in notes))


def _breath_in(random: Random) -> Signal:
    """Air drawn in through open mouths (2, samples): noise under the formants of an open, narrow vowel."""

    def spectrum(frequency_hz: Signal, t_s: Signal) -> Signal:
        swell = rise(t_s, 0.0, 0.7 * _BREATH_S) * (1.0 - rise(t_s, 0.75 * _BREATH_S, _BREATH_S))
        shape = _formants(frequency_hz / 1.12, _A) ** 0.6 * frequency_hz / (frequency_hz + 900.0)
        return np.asarray(swell * shape)

    both = np.stack([paint(random, samples(_BREATH_S), spectrum, frame=1_024, hop=256) for _ in range(2)])
    return np.asarray(both / rms(both))


def _vibrato_rates(random: Random) -> tuple[float, float]:
    """A narrow band round each singer's own rate."""
    rate_hz = float(random.uniform(*_VIBRATO_HZ))
    return 0.94 * rate_hz, 1.06 * rate_hz


def _wander(random: Random, count: int, low_hz: float, high_hz: float) -> Signal:
    """As `basics.slow`, but made at 1/480 of the rate: it moves far slower."""
    step = 480
    short = count // step + 3
    spectrum = np.zeros(short // 2 + 1, dtype=np.complex128)
    first = max(1, int(np.ceil(low_hz * short * step / RATE_HZ)))
    last = max(first + 2, int(high_hz * short * step / RATE_HZ) + 1)
    spectrum[first:last] = random.normal(size=(last - first, 2)) @ (1.0, 1.0j)
    curve = np.fft.irfft(spectrum, short)
    return np.asarray(np.interp(np.arange(count) / step, np.arange(short), curve / curve.std()))
