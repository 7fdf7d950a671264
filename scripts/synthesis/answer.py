"""The chirr: what the griffin says when it finds its player. It rises like a question and purrs underneath."""

import numpy as np

from synthesis.basics import (
    Random,
    Signal,
    fade,
    gain,
    hump,
    low_pass,
    mix_at,
    pitch_through,
    rms,
    samples,
    seconds,
    slow,
    smooth,
    through,
)
from synthesis.hall import WOOD, place_in
from synthesis.noise import paint
from synthesis.voices import audible, formants_db, levels, partials, phase_of

_THROAT = ((1_250.0, 9.0, 0.5), (2_700.0, 4.0, 0.35))
_ROLL_HZ = 27.0


def chirr(random: Random, length_s: float, steps: tuple[float, ...]) -> Signal:
    """One chirr (2, samples) whose pitch goes through these octaves above 510 Hz, at even times."""
    count = samples(length_s)
    rolls = _rolls(random, count)  # one throat: both voices roll together
    dry = _voice(random, length_s, steps, rolls)
    second = gain(-7.0) * _voice(random, length_s, tuple(step + 9.0 / 1200.0 for step in steps), rolls)
    mix_at(dry, second, samples(0.005))
    return fade(place_in(low_pass(dry, 4_200.0), WOOD, -16.0, length_s + 0.75), in_s=0.004, out_s=0.35)


def _rolls(random: Random, count: int) -> Signal:
    """The tongue's roll, 0 to 1: no two turns are alike in length or height."""
    t_s = seconds(count)
    rate_hz = _ROLL_HZ * (1.0 - 0.16 * t_s) * (1.0 + 0.09 * slow(random, count, 2.0, 14.0))
    turn = (0.5 - 0.5 * np.cos(phase_of(rate_hz))) ** 1.6
    return np.asarray(turn * (1.0 + 0.22 * slow(random, count, 4.0, 20.0)))


def _voice(random: Random, length_s: float, steps: tuple[float, ...], rolls: Signal) -> Signal:
    count = len(rolls)
    t_s = seconds(count)
    points = list(
        zip(
            np.linspace(0.0, length_s, len(steps)).tolist(),
            (510.0 * 2.0 ** np.array(steps)).tolist(),
            strict=True,
        )
    )
    drift = 0.006 * slow(random, count, 1.0, 6.0) + 0.009 * slow(random, count, 8.0, 40.0)
    pitch_hz = smooth(pitch_through(points, t_s), 0.03) * (1.0 + 0.06 * (rolls - 0.5) + drift)
    swell = through([(0, 0), (0.06, 0.7), (0.45 * length_s, 1), (0.8 * length_s, 0.7), (length_s, 0)], t_s)
    tone = np.zeros(count)
    for number, wave in partials(phase_of(pitch_hz), 13):
        octaves = np.log2(number)
        db = (
            formants_db(number * pitch_hz, _THROAT)
            - 11.0 * octaves
            + (0.6 + 1.2 * octaves) * slow(random, count, 5.0, 40.0)
        )
        tone += levels(db) * rolls ** (1.0 + 0.25 * octaves) * audible(number * pitch_hz) * wave
    purr = np.zeros(count)
    for number, wave in partials(phase_of(pitch_hz / 4.0), 6):
        purr += levels(-5.0 * np.log2(number) + 2.0 * slow(random, count, 4.0, 25.0)) * wave
    air = paint(random, count, lambda f, _t: hump(f, 1_500.0, 0.9), frame=512, hop=128)
    sound = tone / rms(tone) + 0.22 * purr / rms(purr) + 0.20 * rolls * air / rms(air)
    return np.asarray(swell * sound)
