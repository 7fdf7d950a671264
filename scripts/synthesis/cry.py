"""The griffin's cry: a hawk's contour and an eagle's voice, with a lion underneath.

The contour is the red-tailed hawk's: a steep rise, then a long hoarse fall. The hawk's line falls from about
3.5 kHz; here that is the second partial of a voice an octave lower, since the animal is bigger. Each of the
six has a mould of its own, not only another seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from synthesis.basics import (
    RATE_HZ,
    Random,
    Signal,
    fade,
    gain,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cry:
    """One mould. Side voices follow the same contours in their own way."""

    pitch: Points
    level: Points
    chaos: Points
    breaks: Points = ()
    breath: float = 0.36
    rough: float = 0.30
    quaver_hz: float = 6.0
    growl: float = 0.20
    chest: float = 0.32
    fall_db: float = 5.5
    apart: Points = ((0.0, 1.004),)  # pitch of the syrinx's other side in parts of the first


PROUD = Cry(
    pitch=(
        (0, 880),
        (0.05, 1250),
        (0.11, 1640),
        (0.24, 1710),
        (0.70, 1560),
        (1.15, 1260),
        (1.45, 960),
        (1.62, 700),
    ),
    level=((0, 0), (0.03, 0.25), (0.10, 0.9), (0.2, 1), (0.65, 0.9), (1.15, 0.6), (1.5, 0.14), (1.62, 0)),
    chaos=(
        (0, 0.6),
        (0.06, 0.45),
        (0.08, 0.05),
        (0.2, 0.05),
        (0.205, 0.3),
        (0.28, 0.26),
        (0.285, 0.08),
        (0.43, 0.1),
        (0.435, 0.32),
        (0.72, 0.38),
        (0.73, 0.8),
        (0.90, 0.9),
        (0.91, 0.15),
        (1.08, 0.3),
        (1.10, 0.62),
        (1.3, 0.7),
        (1.62, 1.0),
    ),
    breaks=((0.0, 0.90), (0.065, 1.0), (1.24, 0.93)),
    apart=((0.0, 1.004), (0.5, 1.003), (0.8, 1.013), (1.62, 1.02)),
)
DOUBLE = Cry(
    pitch=(
        *((0, 980), (0.06, 1390), (0.20, 1340), (0.33, 1030), (0.45, 1020), (0.52, 1460), (0.60, 1690)),
        *((0.75, 1660), (1.15, 1420), (1.5, 1120), (1.78, 800)),
    ),
    level=(
        *((0, 0), (0.03, 0.4), (0.10, 0.8), (0.24, 0.55), (0.35, 0.03), (0.44, 0.03), (0.51, 0.6), (0.62, 1)),
        *((1.05, 0.8), (1.45, 0.4), (1.7, 0.06), (1.78, 0)),
    ),
    chaos=(
        (0, 0.8),
        (0.05, 0.6),
        (0.07, 0.2),
        (0.24, 0.35),
        (0.25, 0.75),
        (0.5, 0.75),
        (0.57, 0.4),
        (0.6, 0.06),
        (0.95, 0.12),
        (0.96, 0.36),
        (1.16, 0.5),
        (1.17, 0.85),
        (1.3, 0.75),
        (1.32, 0.4),
        (1.5, 0.5),
        (1.78, 1.0),
    ),
    breaks=((0.0, 0.93), (0.05, 1.0), (0.40, 0.95), (0.57, 1.0), (1.36, 0.92)),
    quaver_hz=7.1,
    apart=((0.0, 1.005), (0.6, 1.002), (1.0, 1.009), (1.78, 0.985)),
)
SOFT = Cry(
    pitch=((0, 1020), (0.09, 1340), (0.22, 1390), (0.5, 1290), (0.9, 1040), (1.2, 830), (1.3, 760)),
    level=((0, 0), (0.06, 0.4), (0.2, 1), (0.55, 0.75), (0.95, 0.3), (1.22, 0.04), (1.3, 0)),
    chaos=((0, 0.3), (0.1, 0.0), (0.62, 0.0), (0.64, 0.2), (0.9, 0.3), (1.0, 0.45), (1.02, 0.65), (1.3, 0.8)),
    breaks=((0.0, 0.94), (0.055, 1.0)),
    rough=0.16,
    quaver_hz=5.4,
    growl=0.08,
    breath=0.55,
    fall_db=8.0,
    chest=0.22,
)
LONG = Cry(  # the hawk's own contour: no hold, one long fall
    pitch=(
        (0, 1050),
        (0.04, 1480),
        (0.10, 1790),
        (0.20, 1760),
        (0.6, 1570),
        (1.1, 1330),
        (1.6, 1080),
        (1.95, 820),
    ),
    level=((0, 0), (0.02, 0.3), (0.08, 0.95), (0.18, 1), (0.9, 0.85), (1.5, 0.5), (1.85, 0.1), (1.95, 0)),
    chaos=(
        (0, 0.5),
        (0.08, 0.12),
        (0.25, 0.2),
        (0.26, 0.6),
        (0.36, 0.68),
        (0.37, 0.9),
        (0.60, 0.75),
        (0.62, 0.38),
        (0.86, 0.5),
        (0.87, 0.95),
        (1.15, 0.85),
        (1.16, 0.2),
        (1.36, 0.4),
        (1.38, 0.72),
        (1.95, 1.0),
    ),
    breaks=((0.0, 0.92), (0.045, 1.0), (1.52, 0.94)),
    breath=0.48,
    rough=0.34,
    quaver_hz=5.0,
    growl=0.22,
    apart=((0.0, 1.006), (0.4, 1.012), (1.0, 1.022), (1.95, 1.03)),
)
BROKEN = Cry(  # flips up once more on its way down, and the two sides of the syrinx part there
    pitch=(
        (0, 900),
        (0.07, 1480),
        (0.16, 1600),
        (0.55, 1440),
        (0.82, 1190),
        (0.93, 1240),
        (1.2, 1040),
        (1.5, 880),
        (1.68, 700),
    ),
    level=(
        (0, 0),
        (0.04, 0.4),
        (0.13, 1),
        (0.6, 0.85),
        (0.80, 0.45),
        (0.9, 0.75),
        (1.2, 0.55),
        (1.55, 0.1),
        (1.68, 0),
    ),
    chaos=(
        (0, 0.6),
        (0.07, 0.5),
        (0.09, 0.1),
        (0.42, 0.2),
        (0.5, 0.45),
        (0.64, 0.6),
        (0.65, 0.95),
        (0.83, 0.9),
        (0.84, 0.2),
        (1.02, 0.1),
        (1.03, 0.4),
        (1.19, 0.5),
        (1.2, 0.8),
        (1.68, 1.0),
    ),
    breaks=((0.0, 0.91), (0.08, 1.0), (0.83, 1.17), (1.19, 0.97)),
    quaver_hz=6.6,
    apart=((0.0, 1.004), (0.5, 1.004), (0.66, 0.8), (0.82, 0.8), (0.88, 1.004), (1.68, 1.012)),
)
THRICE = Cry(  # two short calls that climb into the third
    pitch=(
        *((0, 950), (0.05, 1260), (0.15, 1230), (0.22, 1000), (0.29, 1000), (0.34, 1390), (0.45, 1350)),
        *((0.52, 1080), (0.58, 1120), (0.65, 1610), (0.73, 1700), (1.0, 1560), (1.35, 1260), (1.7, 800)),
    ),
    level=(
        *(
            (0, 0),
            (0.03, 0.4),
            (0.08, 0.7),
            (0.16, 0.5),
            (0.23, 0.02),
            (0.28, 0.02),
            (0.33, 0.6),
            (0.40, 0.82),
        ),
        *(
            (0.46, 0.55),
            (0.53, 0.03),
            (0.57, 0.03),
            (0.64, 0.75),
            (0.74, 1),
            (1.1, 0.8),
            (1.45, 0.3),
            (1.64, 0.04),
        ),
        (1.7, 0),
    ),
    chaos=(
        (0, 0.7),
        (0.05, 0.3),
        (0.12, 0.3),
        (0.14, 0.7),
        (0.3, 0.75),
        (0.34, 0.35),
        (0.4, 0.15),
        (0.44, 0.5),
        (0.6, 0.8),
        (0.66, 0.3),
        (0.68, 0.05),
        (0.92, 0.15),
        (0.93, 0.42),
        (1.08, 0.55),
        (1.09, 0.9),
        (1.26, 0.8),
        (1.27, 0.35),
        (1.4, 0.6),
        (1.7, 1.0),
    ),
    breaks=((0.0, 0.95), (0.04, 1.0), (0.30, 0.94), (0.335, 1.0), (0.59, 0.93), (0.645, 1.0)),
    quaver_hz=7.6,
)
CRIES = (PROUD, DOUBLE, SOFT, LONG, BROKEN, THRICE)


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
    mix_at(result, gain(-13.0) * wet, 0)
    far = wet.mean(axis=0)
    far *= rms(dry) / rms(far)
    for delay_s, level_db, treble_hz, side in _ECHOES:
        mix_at(result, gain(level_db) * pan(low_pass(far, treble_hz), side), samples(delay_s))
    return fade(result, in_s=0.002, out_s=0.8)
