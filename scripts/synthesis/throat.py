"""A voice made cycle by cycle, as a throat makes it: it breaks, doubles and grows hoarse by itself.

Sources: Fee et al. 1998 "The role of nonlinear dynamics of the syrinx in the vocalizations of a songbird"
(period doubling and chaos); Fitch, Neubauer & Herzel 2002 "Calls out of chaos" (how both sound); Arnal et al.
2015 (amplitude that is rough at 30 to 150 Hz makes heads turn; much of it frightens).

Length and height of each cycle follow a logistic map. The contour `chaos` drives its parameter from steady
(0) through period doubling (0.2) and doubling again (0.55) to chaos (0.65 to 1). So subharmonics and hoarse
stretches come and go, and differ from cycle to cycle, where mere partials would draw an even ladder.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import interpolate

from synthesis.basics import RATE_HZ, Random, Signal, pitch_through, rms, seconds, slow, smooth, through
from synthesis.noise import band_noise, paint
from synthesis.voices import audible, formants_db, levels, partials

Points = Sequence[tuple[float, float]]
Formants = Sequence[tuple[float, float, float]]

_MOST_PARTIALS = 14
_LOGISTIC_STEADY, _LOGISTIC_SPAN = 2.92, 1.03
_LENGTH_DEPTH, _HEIGHT_DEPTH = 0.22, 1.5
_BEAK_OCTAVES = ((0.0, -0.30), (0.1, 0.06), (0.5, 0.0), (1.0, -0.35))  # opens at once, closes slowly


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Contours by time (s): pitch (Hz), level (0 to 1) and chaos (0 to 1), and what the throat adds."""

    pitch: Points
    level: Points
    chaos: Points
    formants: Formants  # middle (Hz), level (dB), width (octaves)
    fall_db: float = 5.5  # an octave, before the formants
    jitter: float = 0.006  # of a cycle's length, by chance
    breath: float = 0.35  # noise beside the tone
    rough: float = 0.3
    rough_hz: float = 70.0
    quaver_hz: float = 6.0
    breaks: Points = ()  # from each time on the pitch is multiplied by this: registers

    @property
    def length_s(self) -> float:
        """Until the last point of the pitch."""
        return self.pitch[-1][0]


@dataclass(frozen=True, slots=True)
class _Cycles:
    phase_rad: Signal
    height: Signal
    disorder: Signal  # 0 steady, 1 chaos


def sing(random: Random, voice: Voice) -> Signal:
    """The voice (samples,), tone and breath, rms 1."""
    count = int(voice.length_s * RATE_HZ)
    t_s = seconds(count)
    pitch_hz = _pitch(random, voice, t_s)
    cycles = _cycles(random, voice, pitch_hz, t_s)
    level = smooth(through(voice.level, t_s), 0.012) * (1.0 + 0.07 * slow(random, count, 3.0, 30.0))
    beak = through([(part * voice.length_s, octaves) for part, octaves in _BEAK_OCTAVES], t_s)
    tone = np.zeros(count)
    for number, wave in partials(cycles.phase_rad, _MOST_PARTIALS):
        octaves = np.log2(number)
        db = formants_db(number * pitch_hz, voice.formants, beak) - voice.fall_db * octaves
        db = db + 3.5 * (level - 1.0) * octaves
        # Each partial wavers by itself, the high ones more: beak and tongue never stand still.
        db = db + (0.5 + 0.7 * octaves) * slow(random, count, 6.0, 45.0)
        bright = np.maximum(cycles.height, 0.05) ** (1.0 + 0.35 * octaves)
        tone += levels(db) * bright * audible(number * pitch_hz) * wave
    tone *= level * _roughness(random, voice, t_s)
    air = _breath(random, voice, pitch_hz, level, cycles, beak)
    hoarse = smooth(cycles.disorder, 0.012)
    sound = tone / rms(tone) * (1.0 - 0.4 * hoarse) + voice.breath * air / rms(air) * (0.65 + 1.6 * hoarse)
    return np.asarray(sound / rms(sound))


def _pitch(random: Random, voice: Voice, t_s: Signal) -> Signal:
    count = len(t_s)
    registers = np.ones(count)
    for begin_s, factor in voice.breaks:
        registers = np.where(t_s >= begin_s, factor, registers)
    contour = smooth(pitch_through(voice.pitch, t_s), 0.018) * smooth(registers, 0.003)
    end_s = voice.length_s
    quaver = through(
        [(0.0, 0.0), (0.25 * end_s, 0.3), (0.5 * end_s, 1.0), (0.8 * end_s, 0.4), (end_s, 0.0)], t_s
    )
    turn_rad = (
        2.0 * np.pi * np.cumsum(voice.quaver_hz * (1.0 + 0.16 * slow(random, count, 0.7, 3.0))) / RATE_HZ
    )
    drift = 0.009 * slow(random, count, 0.8, 3.5) + 0.008 * slow(random, count, 6.0, 24.0)
    tremble = 0.0035 * slow(random, count, 30.0, 120.0)
    return np.asarray(contour * (1.0 + 0.011 * quaver * np.sin(turn_rad) + drift + tremble))


def _cycles(random: Random, voice: Voice, pitch_hz: Signal, t_s: Signal) -> _Cycles:
    count = len(t_s)
    chaos = through(voice.chaos, t_s)
    begins, heights, disorders = [0.0], [1.0], [0.0]
    state = 0.65
    while begins[-1] < count + 2.0:
        now = min(count - 1, int(begins[-1]))
        parameter = _LOGISTIC_STEADY + _LOGISTIC_SPAN * float(np.clip(chaos[now], 0.0, 1.0))
        state = float(np.clip(parameter * state * (1.0 - state) + 0.002 * random.normal(), 0.03, 0.97))
        off = state - (1.0 - 1.0 / parameter)
        length = RATE_HZ / pitch_hz[now] * (1.0 + _LENGTH_DEPTH * off + voice.jitter * random.normal())
        begins.append(begins[-1] + length)
        heights.append(1.0 + _HEIGHT_DEPTH * off + 0.04 * random.normal())
        disorders.append(min(1.0, 3.0 * abs(off)))
    at = np.arange(count, dtype=np.float64)
    turns = interpolate.PchipInterpolator(begins, 2.0 * np.pi * np.arange(len(begins)))
    return _Cycles(
        np.asarray(turns(at)),
        np.asarray(interpolate.PchipInterpolator(begins, heights)(at)),
        np.interp(at, begins, disorders),
    )


def _roughness(random: Random, voice: Voice, t_s: Signal) -> Signal:
    """Amplitude that rattles: hard at the attack, then again towards the end."""
    count = len(t_s)
    end_s = voice.length_s
    theta = 2.0 * np.pi * np.cumsum(voice.rough_hz * (1.0 + 0.16 * slow(random, count, 1.0, 9.0))) / RATE_HZ
    rattle = 0.5 + 0.5 * np.sin(theta + 0.8 * np.sin(theta / 2.0))
    chance = 0.5 + 0.25 * band_noise(random, count, 28.0, 110.0)
    much = through(
        [(0.0, 1.1), (0.25 * end_s, 0.5), (0.55 * end_s, 0.5), (0.85 * end_s, 1.0), (end_s, 1.0)], t_s
    )
    return np.asarray(1.0 - voice.rough * much * (0.5 * rattle + 0.5 * np.clip(chance, 0.0, 1.0)))


def _breath(
    random: Random, voice: Voice, pitch_hz: Signal, level: Signal, cycles: _Cycles, beak: Signal
) -> Signal:
    """Air in the throat: it pulses with the voice, and gathers round its partials."""
    count = len(pitch_hz)

    def spectrum(frequency_hz: Signal, t_s: Signal) -> Signal:
        at = np.clip((t_s * RATE_HZ).astype(int), 0, count - 1)
        comb = np.cos(np.pi * frequency_hz / pitch_hz[at]) ** 8
        shape = levels(0.8 * formants_db(frequency_hz, voice.formants, beak[at]))
        roof = (frequency_hz / (frequency_hz + 700.0)) ** 2 / (1.0 + (frequency_hz / 5_200.0) ** 4)
        return np.asarray(shape * (0.5 + 0.5 * comb) * level[at] * roof)

    air = paint(random, count, spectrum, frame=512, hop=128)
    air *= levels(2.5 * slow(random, count, 4.0, 40.0))
    return np.asarray(air * (0.6 + 0.4 * np.cos(cycles.phase_rad)) * np.maximum(cycles.height, 0.1) ** 0.5)
