"""A flute: one unbroken line of partials with breath in it.

Sources: Fletcher & Rossing, "The Physics of Musical Instruments" 16 (partials by register and blowing
pressure, an overblown attack passes through the octave); Fletcher 1975, "Acoustical correlates of flute
performance technique" (vibrato near 5 Hz, which moves the upper partials more than the lowest). The levels
are ours.

Nothing starts like a clock: each note has its own delay, depth and rate of vibrato, its own attack and
scoop.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from griffin.audio.loudness import gain_of
from synthesis.basics import RATE_HZ, Random, Signal, pan, rise, rms, samples, slow
from synthesis.noise import paint
from synthesis.score import A4, A4_HZ, Played
from synthesis.voices import audible, levels, partials, phase_of

_LOW_DB = (0.0, 1.0, -6.0, -13.0, -19.0, -25.0, -31.0, -37.0)
_HIGH_DB = (0.0, -13.0, -20.0, -30.0, -38.0, -46.0, -54.0, -60.0)
_LOW_HZ, _OCTAVES = 262.0, 1.6
_GLIDE_S = 0.035
_ATTACK_S, _TONGUED_ATTACK_S, _RELEASE_S = 0.085, 0.050, 0.22
_SLUR_DIP, _TONGUE_DIP = 0.80, 0.35
_VIBRATO_HZ, _VIBRATO_OCTAVES = 4.9, 13.0 / 1_200.0
_VIBRATO_LOUDNESS = 0.13
_DRIFT_OCTAVES = 2.5 / 1_200.0
_SCOOP_OCTAVES, _SCOOP_S = -14.0 / 1_200.0, 0.06  # a tongued note is found from below
_OVERBLOWN_DB, _OVERBLOWN_S = 6.0, 0.045
_BREATH_DB, _BREATH_FLOOR_HZ, _BREATH_ROOF_HZ = -29.0, 300.0, 4_200.0
_BREATH_PEAKS = ((1.0, 0.16), (2.0, 0.20), (3.0, 0.25))  # over the pitch, octaves
_CHIFF, _CHIFF_S = 1.6, 0.07
_DYING = 0.6  # of the level, in a long note before a rest
_JOINED_S = 0.12  # notes with less between them are slurred or tongued, not begun anew
_SIDE = -0.12


@dataclass(frozen=True, slots=True)
class _Curves:
    """One value a sample."""

    octave: Signal  # over A4
    level: Signal
    vibrato: Signal  # depth, 0 to about 1
    overblown: Signal
    chiff: Signal


def perform(random: Random, notes: Sequence[Played], count: int) -> Signal:
    """The whole line (2, count)."""
    curves = _curves(random, notes, count)
    turn = np.cumsum(_VIBRATO_HZ * (1.0 + 0.06 * slow(random, count, 0.3, 1.5))) / RATE_HZ
    vibrato = curves.vibrato * np.sin(2.0 * np.pi * turn)
    octave = curves.octave + _VIBRATO_OCTAVES * vibrato + _DRIFT_OCTAVES * slow(random, count, 0.3, 3.0)
    pitch_hz = A4_HZ * 2.0**octave
    late = np.roll(vibrato, samples(0.025))
    level = curves.level * (1.0 + _VIBRATO_LOUDNESS * late) * (1.0 + 0.02 * slow(random, count, 3.0, 14.0))
    register = np.clip((octave + np.log2(A4_HZ / _LOW_HZ)) / _OCTAVES, 0.0, 1.0)
    tone = np.zeros(count)
    for number, wave in partials(phase_of(pitch_hz), len(_LOW_DB)):
        low_db, high_db = _LOW_DB[number - 1], _HIGH_DB[number - 1]
        db = low_db + (high_db - low_db) * register
        db = db + (0.4 + 0.25 * number) * slow(random, count, 2.0, 12.0) * (number > 1)
        if number in (2, 3):
            db = db + _OVERBLOWN_DB * curves.overblown * (1.0 if number == 2 else 0.6)
        tone += levels(db) * audible(number * pitch_hz) * level ** (1.0 + 0.38 * (number - 1)) * wave
    air = _breath(random, pitch_hz, level * (1.0 + _CHIFF * curves.chiff))
    return pan(tone + air * gain_of(_BREATH_DB) * rms(tone) / max(rms(air), 1e-12), _SIDE)


def _breath(random: Random, pitch_hz: Signal, level: Signal) -> Signal:
    count = len(pitch_hz)

    def spectrum(frequency_hz: Signal, t_s: Signal) -> Signal:
        at = np.clip((t_s * RATE_HZ).astype(int), 0, count - 1)
        octave = np.log2(np.maximum(frequency_hz, 20.0)) - np.log2(pitch_hz[at])
        shape = 0.25 + sum(
            np.exp(-(((octave - np.log2(over)) / width) ** 2)) for over, width in _BREATH_PEAKS
        )
        roof = 1.0 / np.sqrt(1.0 + (frequency_hz / _BREATH_ROOF_HZ) ** 4)
        roof = roof * (frequency_hz / (frequency_hz + _BREATH_FLOOR_HZ)) ** 2
        return np.asarray(shape * roof * level[at])

    return paint(random, count, spectrum, frame=512, hop=256)


def _curves(random: Random, notes: Sequence[Played], count: int) -> _Curves:
    octave = np.full(count, (notes[0].pitch - A4) / 12.0)
    level, vibrato, overblown, chiff = np.zeros((4, count))
    scoop = np.zeros(count)
    for number, note in enumerate(notes):
        begin = samples(note.begin_s)
        is_joined = number > 0 and note.begin_s - notes[number - 1].end_s < _JOINED_S
        goes_on = number + 1 < len(notes) and notes[number + 1].begin_s - note.end_s < _JOINED_S
        end = samples(notes[number + 1].begin_s if goes_on else note.end_s)
        octave[max(0, begin - samples(0.02)) :] = (note.pitch - A4) / 12.0
        t_s = np.arange(end - begin) / RATE_HZ
        level[begin:end] = _swell(random, note, t_s, is_joined=is_joined, goes_on=goes_on)
        if not goes_on:
            release = np.arange(min(samples(_RELEASE_S), count - end)) / RATE_HZ
            level[end : end + len(release)] = level[end - 1] * (1.0 - rise(release, 0.0, _RELEASE_S)) ** 1.5
        vibrato[begin:end] = _vibrato(random, note, t_s)
        if note.is_accent or not is_joined:
            overblown[begin:end] += np.exp(-((t_s / (_OVERBLOWN_S * random.uniform(0.7, 1.3))) ** 2))
            chiff[begin:end] += np.exp(-t_s / (0.5 * _CHIFF_S)) * random.uniform(0.7, 1.2)
            scoop[begin:end] += _SCOOP_OCTAVES * random.uniform(0.5, 1.4) * np.exp(-t_s / _SCOOP_S)
    width = samples(_GLIDE_S)
    octave = ndimage.uniform_filter1d(ndimage.uniform_filter1d(octave, width // 2), width // 2)
    # The filter's running sum may end a little below 0.
    level = np.maximum(ndimage.uniform_filter1d(level, samples(0.008)), 0.0)
    return _Curves(octave + scoop, level, ndimage.uniform_filter1d(vibrato, samples(0.04)), overblown, chiff)


def _swell(random: Random, note: Played, t_s: Signal, *, is_joined: bool, goes_on: bool) -> Signal:
    """Level within one note: the dip or attack it begins with, a swell if it is long, and its dying away."""
    dip = (_TONGUE_DIP if note.is_accent else _SLUR_DIP) if is_joined else 0.0
    dip = min(0.95, dip * random.uniform(0.9, 1.12))
    attack_s = (_TONGUED_ATTACK_S if note.is_accent else _ATTACK_S) * random.uniform(0.75, 1.3)
    attack = dip + (1.0 - dip) * rise(t_s, 0.0, attack_s)
    part = t_s / max(note.length_s, 0.05)
    long_frac = np.clip((note.length_s - 0.5) / 1.5, 0.2, 1.0)
    swell = random.uniform(0.15, 0.3) * long_frac * np.sin(np.pi * np.clip(part, 0.0, 1.0) ** 0.8)
    dying = (0.15 if goes_on else _DYING) * long_frac * rise(part, 0.45, 1.05)
    return np.asarray(attack * (1.0 + swell) * (1.0 - dying) * (0.3 + 0.7 * note.strength_frac))


def _vibrato(random: Random, note: Played, t_s: Signal) -> Signal:
    """Short notes have next to none; long ones begin straight."""
    begin_s = random.uniform(0.12, 0.42)
    full_s = begin_s + random.uniform(0.30, 0.65)
    depth = random.uniform(0.7, 1.25) * np.clip((note.length_s - 0.25) / 0.6, 0.1, 1.0)
    return np.asarray(depth * rise(t_s, begin_s, full_s))
