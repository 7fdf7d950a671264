"""The griffin's cry: a hawk's contour and an eagle's voice, with a lion underneath.

What differs from cry to cry is its mould, in `cry_moulds.py`.
"""

from collections.abc import Sequence

import numpy as np

from griffin.audio.loudness import gain_of
from synthesis.basics import (
    RATE_HZ,
    Random,
    Signal,
    fade,
    high_pass,
    low_pass,
    mix_at,
    pan,
    pitch_through,
    rms,
    samples,
    seconds,
    slow,
    soften,
    through,
)
from synthesis.cry_moulds import Cry
from synthesis.hall import OPEN_AIR, answer
from synthesis.noise import paint
from synthesis.throat import Formants, Points, Voice, sing
from synthesis.voices import audible, formants_db, levels, partials, phase_of

_BEAK: Formants = ((1_500.0, 3.0, 0.35), (3_100.0, 10.0, 0.40), (4_900.0, 4.0, 0.30))
_CHEST: Formants = ((850.0, 9.0, 0.4), (1_700.0, 6.0, 0.35))
_LION: Formants = ((420.0, 10.0, 0.35), (950.0, 7.0, 0.3), (2_100.0, 3.0, 0.35))
# Delay (s), level (dB), what is left of the treble (Hz), side: hillsides that send it back.
_ECHOES = ((0.46, -17.0, 2_600.0, -0.7), (0.83, -22.0, 1_900.0, 0.75), (1.31, -27.0, 1_400.0, -0.35))
_TAIL_S = 1.45


def cry(random: Random, kind: Cry) -> Signal:
    """The cry among hills (2, samples)."""
    voice = Voice(
        pitch=kind.pitch,
        level=kind.level,
        chaos=kind.chaos,
        formants=_BEAK,
        fall_db=kind.fall_db,
        breath=kind.breath,
        rough=kind.rough,
        rough_hz=72.0,
        quaver_hz=kind.quaver_hz,
        breaks=kind.breaks,
        jitter=0.012,
    )
    times_s = sorted({time_s for time_s, _ in (*kind.pitch, *kind.apart)})
    other = Voice(
        pitch=[(s, _at(kind.pitch, s) * _at(kind.apart, s)) for s in times_s],
        level=kind.level,
        chaos=[(s, 0.7 * chaos) for s, chaos in kind.chaos],
        formants=_BEAK,
        fall_db=kind.fall_db,
        breath=0.25,
        rough=0.6 * kind.rough,
        rough_hz=59.0,
        quaver_hz=0.9 * kind.quaver_hz,
        breaks=[(s + 0.012, factor) for s, factor in kind.breaks],
        jitter=0.007,
    )
    # An octave below only while the throat strains: a steady lower voice would be a second animal.
    chest = Voice(
        pitch=[(s, 0.5 * hz) for s, hz in kind.pitch],
        level=[(s, level * _at(kind.chaos, s) ** 1.5) for s, level in _refined(kind.level)],
        chaos=[(s, 0.8 * chaos) for s, chaos in kind.chaos],
        formants=_CHEST,
        fall_db=10.0,
        breath=0.3,
        rough=kind.rough,
        rough_hz=47.0,
        jitter=0.012,
    )
    end_s = voice.length_s
    dry = np.zeros(samples(end_s + 0.25))
    for part, level, late_s in ((voice, 1.0, 0.0), (other, 0.55, 0.0), (chest, kind.chest, 0.012)):
        mix_at(dry, level * sing(random, part), samples(late_s))
    mix_at(dry, kind.growl * _growl(random, end_s), 0)
    dry = fade(high_pass(soften(dry, 0.55), 80.0), in_s=0.004, out_s=0.1)
    return _among_hills(dry, end_s + _TAIL_S)


def _at(points: Points, time_s: float) -> float:
    return float(through(points, np.array([time_s]))[0])


def _refined(points: Points) -> Sequence[tuple[float, float]]:
    times_s = np.arange(0.0, points[-1][0], 0.04)
    return [*zip(times_s.tolist(), through(points, times_s).tolist(), strict=True), points[-1]]


def _growl(random: Random, end_s: float) -> Signal:
    """A lion under the cry: it starts with it and outlasts it."""
    length_s = end_s + 0.22
    t_s = seconds(int(length_s * RATE_HZ))
    pitch_hz = pitch_through(
        [(0, 78), (0.1 * end_s, 126), (0.45 * end_s, 108), (end_s, 80), (length_s, 62)], t_s
    )
    pitch_hz = pitch_hz * (
        1.0 + 0.04 * slow(random, len(t_s), 2.0, 20.0) + 0.03 * slow(random, len(t_s), 25.0, 70.0)
    )
    level = through([(0, 0), (0.1, 0.9), (0.5 * end_s, 1), (end_s, 0.55), (length_s, 0)], t_s)
    tone = np.zeros(len(t_s))
    for number, wave in partials(phase_of(pitch_hz), 28):
        db = formants_db(number * pitch_hz, _LION) - 6.0 * np.log2(number)
        tone += levels(db + 1.5 * slow(random, len(t_s), 5.0, 30.0)) * audible(number * pitch_hz) * wave
    flap = phase_of(pitch_hz / 3.0 * (1.0 + 0.1 * slow(random, len(t_s), 2.0, 10.0)))
    tone *= 1.0 - 0.5 * (0.5 + 0.5 * np.sin(flap))

    def spectrum(frequency_hz: Signal, _t_s: Signal) -> Signal:
        return levels(formants_db(frequency_hz, _LION)) / (1.0 + (frequency_hz / 3_000.0) ** 2)

    air = paint(random, len(t_s), spectrum, frame=1024, hop=256)
    sound = level * (tone / rms(tone) + 0.5 * air / rms(air))
    return np.asarray(sound / rms(sound))


def _among_hills(dry: Signal, length_s: float) -> Signal:
    count = samples(length_s)
    result = np.zeros((2, count))
    mix_at(result, np.stack((dry, dry)), 0)
    wet = answer(dry, OPEN_AIR)
    mix_at(result, gain_of(-13.0) * wet, 0)
    far = wet.mean(axis=0)
    far *= rms(dry) / rms(far)
    for delay_s, level_db, treble_hz, side in _ECHOES:
        mix_at(result, gain_of(level_db) * pan(low_pass(far, treble_hz), side), samples(delay_s))
    return fade(result, in_s=0.002, out_s=0.8)
