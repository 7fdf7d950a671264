"""A harp: plucked strings as loops of delay and loss, a wooden body, and strings at rest that ring along.

The strings are extended Karplus-Strong loops (Karplus & Strong 1983; Jaffe & Smith 1983; Smith 1992,
"Physical modeling using digital waveguides"), but computed in the frequency domain: a loop L answers with 1
/ (1 - L) and L is given by its loss and its phase a turn. So the pitch is exact, stiffness costs nothing
(partial n lies at n f sqrt(1 + B n^2): Fletcher & Rossing, "The Physics of Musical Instruments", 2.18), and
a note is two Fourier transforms. So that the end of a ringing string doesn't wrap round to the beginning,
all is computed under a falling exponential, which is divided out again.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from griffin.audio.loudness import gain_of
from synthesis.basics import RATE_HZ, Random, Signal, low_pass, mix_at, pan, rise, rms, samples, seconds
from synthesis.score import Played, hertz

Spectrum = NDArray[np.complex128]

_MARGIN_S = 0.1  # at the end lies what the filters, which have no phase, put before the beginning
_WRAP_DB = 45.0  # how much lower the wrapped end is than the string by itself would leave it
_HIGHEST_HZ, _FADING_HZ = 15_000.0, 3_000.0
# T60 of the lowest partial: low strings ring longest; and the loss at the bridge, s of [s, 1 - 2s, s] a turn.
_T60_S, _T60_AT_HZ, _T60_SLOPE, _T60_RANGE_S = 6.2, 110.0, 0.42, (1.2, 7.0)
_BRIDGE_LOSS = 0.030
_STIFFNESS, _STIFFNESS_AT_HZ = 4e-5, 220.0  # grows with the pitch: short strings are stiff
# A string swings in two planes, one of which the soundboard drains twice as fast: (pitch, T60, level).
_PLANES = ((1.00012, 1.0, 0.62), (0.99985, 0.5, 0.38))
_PLUCKED_AT = 0.31  # of the string: no partial 3, 6, 9 to speak of
_FINGER_S, _SOFTER_S, _SOFTER_SLOPE = 0.0011, 0.0016, 0.5  # how long the finger pushes at 220 Hz
_ACCENT_SHORTER = 0.65
_FINGER_NOISE = 0.012
# The body's resonances (Hz, gain) and how sharp they are; a sharper body makes some notes boom.
_BODY = (
    *((98.0, 0.6), (148.0, 0.8), (196.0, 1.0), (262.0, 0.9), (340.0, 0.8), (430.0, 0.7), (560.0, 0.6)),
    *((760.0, 0.5), (1_050.0, 0.35), (1_500.0, 0.25), (2_300.0, 0.18)),
)
_BODY_Q = (7.0, 12.0)
_BODY_S = 0.25
_STRING_PART, _BODY_PART = 0.85, 0.42
_LEVEL_S = 0.3  # notes are made equally loud over this
# A finger that plucks a string again stops it first; the hand stops a bass string as the next one sounds.
_DAMPED_S, _BASS_DAMPED_S = 0.03, 0.25
_LOWEST_UNDAMPED = 45  # A2
# Strings at rest: D2 to A5 in fourths and fifths, as D A G C E are what most chords excite.
_RESTING = (38, 43, 45, 48, 50, 52, 55, 57, 62, 69, 74, 81)
_RESTING_DB = -21.0
_RESTING_LOSS_S = 4.0


def perform(random: Random, notes: Sequence[Played], count: int) -> Signal:
    """All notes (2, count), with the strings that ring along."""
    played = np.zeros((2, count))
    stops_s = _stops(notes)
    for note, stop_s in zip(notes, stops_s, strict=True):
        tone = pluck(random, note.pitch, note.strength_frac, is_accent=note.is_accent)
        if stop_s < np.inf:
            end_s = max(0.1, stop_s - note.begin_s)
            damped_s = _BASS_DAMPED_S if note.pitch < _LOWEST_UNDAMPED else _DAMPED_S
            tone = tone[: samples(end_s)]
            tone = tone * (1.0 - rise(seconds(len(tone)), end_s - damped_s, end_s))
        mix_at(played, pan(tone, _side(note.pitch)), samples(note.begin_s))
    return played + _ring_along(played)


def pluck(random: Random, pitch: int, strength_frac: float, *, is_accent: bool = False) -> Signal:
    """One string, plucked once, with the body."""
    response, fall = _string(pitch)
    size = 2 * (len(response) - 1)
    finger = np.zeros(size)
    push = _finger(random, hertz(pitch), strength_frac, _ACCENT_SHORTER if is_accent else 1.0)
    finger[: len(push)] = push
    tone = fft.irfft(fft.rfft(finger * fall) * response, size) / fall
    tone = tone[: size - samples(_MARGIN_S)]
    strength = 0.16 * (220.0 / hertz(pitch)) ** 0.12 * strength_frac**1.4 * (1.25 if is_accent else 1.0)
    tone *= strength / rms(tone[: samples(_LEVEL_S)])
    end_s = len(tone) / RATE_HZ
    return np.asarray(tone * (1.0 - rise(seconds(len(tone)), end_s - 0.5, end_s)))


def ring_s(pitch_hz: float) -> float:
    """T60 of a string's lowest partial."""
    return float(np.clip(_T60_S * (_T60_AT_HZ / pitch_hz) ** _T60_SLOPE, *_T60_RANGE_S))


def _finger(random: Random, pitch_hz: float, strength_frac: float, shorter: float) -> Signal:
    """What the finger does to the string: a soft push, and its answer from the near end, upside down."""
    soft = 1.0 - strength_frac
    width = samples(shorter * (_FINGER_S + _SOFTER_S * soft) * (220.0 / pitch_hz) ** _SOFTER_SLOPE)
    at = round(_PLUCKED_AT * RATE_HZ / pitch_hz * random.uniform(0.94, 1.06))
    noise = low_pass(random.normal(size=samples(0.006)), 2_600.0) * np.hanning(samples(0.006))
    push = np.zeros(max(at + width, len(noise)))
    pulse = np.hanning(width + 2)[1:-1]
    push[:width] += pulse
    push[at : at + width] -= pulse
    push[: len(noise)] += _FINGER_NOISE * strength_frac * noise
    return push


@cache
def _string(pitch: int) -> tuple[Spectrum, Signal]:
    """The answer of string and body to a push, and the exponential under which it is computed."""
    pitch_hz = hertz(pitch)
    size = fft.next_fast_len(samples(ring_s(pitch_hz) + 0.3), real=True)
    size += size % 2
    frequency_hz = np.arange(size // 2 + 1) * RATE_HZ / size
    fall_db_s = _WRAP_DB / (size / RATE_HZ)
    fall = 10.0 ** (-fall_db_s / 20.0 * seconds(size))
    string = sum(
        level * loop_answer(frequency_hz, pitch_hz * tuning, ring_s(pitch_hz) * ring, fall_db_s)
        for tuning, ring, level in _PLANES
    )
    body = np.zeros(size)
    wood = _body()
    body[: len(wood)] = wood
    roof = np.clip((_HIGHEST_HZ - frequency_hz) / _FADING_HZ, 0.0, 1.0)
    response = string * roof * (_STRING_PART + _BODY_PART * fft.rfft(body * fall))
    return np.asarray(response), fall


def loop_answer(frequency_hz: Signal, pitch_hz: float, t60_s: float, fall_db_s: float) -> Spectrum:
    """1 / (1 - L) of a string. `fall_db_s`: the exponential it is computed under."""
    stiffness = _STIFFNESS * (pitch_hz / _STIFFNESS_AT_HZ)
    # The partial's number at each frequency, from n f sqrt(1 + B n^2), so that partial 1 is exactly in tune.
    over = frequency_hz / pitch_hz * np.sqrt(1.0 + stiffness)
    number = np.sqrt((np.sqrt(1.0 + 4.0 * stiffness * over**2) - 1.0) / (2.0 * stiffness))
    turn_s = 1.0 / pitch_hz
    bridge = 1.0 - 4.0 * _BRIDGE_LOSS * np.sin(np.pi * frequency_hz / RATE_HZ) ** 2
    loss = gain_of(-60.0 * turn_s / t60_s) * bridge * gain_of(-fall_db_s * turn_s)
    return np.asarray(1.0 / (1.0 - loss * np.exp(-2j * np.pi * number)))


@cache
def _body() -> Signal:
    """The soundboard's answer, its strongest frequency at about 1."""
    t_s = seconds(samples(_BODY_S))
    sharpness = np.linspace(*_BODY_Q, len(_BODY))
    answer = sum(
        level * np.sin(2.0 * np.pi * hz * t_s) * np.exp(-np.pi * hz / q * t_s)
        for (hz, level), q in zip(_BODY, sharpness, strict=True)
    )
    answer = np.asarray(answer) * (1.0 - rise(t_s, _BODY_S - 0.05, _BODY_S))
    return np.asarray(answer / np.abs(np.fft.rfft(answer)).max())


def _stops(notes: Sequence[Played]) -> list[float]:
    """When each note's string is stopped: as it, or for a bass string the next bass string, is plucked."""
    stops_s = [np.inf] * len(notes)
    last: dict[int, int] = {}
    for number in sorted(range(len(notes)), key=lambda i: notes[i].begin_s):
        note = notes[number]
        string = note.pitch if note.pitch >= _LOWEST_UNDAMPED else 0
        if string in last:
            before = notes[last[string]]
            stops_s[last[string]] = note.begin_s + (_BASS_DAMPED_S if before.pitch != note.pitch else 0.0)
        last[string] = number
    return stops_s


def _side(pitch: int) -> float:
    """Low strings on the left, high ones on the right."""
    return float(np.clip((pitch - 62) / 60.0, -0.4, 0.45))


def _ring_along(played: Signal) -> Signal:
    """What strings at rest take from the soundboard and give back, low ones left, high ones right."""
    count = played.shape[1]
    size = fft.next_fast_len(count + samples(_RESTING_LOSS_S), real=True)
    size += size % 2
    frequency_hz = np.arange(size // 2 + 1) * RATE_HZ / size
    drive = fft.rfft(played.sum(axis=0), size) * (frequency_hz < 5_000.0)
    rung = np.zeros((2, size))
    for half in (0, 1):
        answer = sum(
            loop_answer(frequency_hz, hertz(pitch), 0.6 * ring_s(hertz(pitch)), 0.0) - 1.0
            for pitch in _RESTING[half::2]
        )
        rung += pan(fft.irfft(drive * answer, size), 0.5 * (2 * half - 1))
    rung = rung[:, :count]
    return np.asarray(rung * gain_of(_RESTING_DB) * rms(played) / max(rms(rung), 1e-12))
