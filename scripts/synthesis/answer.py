"""The chirr, with which the griffin greets its player: it rises like a question and purrs underneath."""

import numpy as np

from griffin.audio.loudness import gain_of
from synthesis.basics import (
    Random,
    Signal,
    fade,
    high_pass,
    low_pass,
    mix_at,
    pitch_through,
    rms,
    samples,
    seconds,
    slow,
    smooth,
    soften,
    through,
)
from synthesis.hall import WOOD, place_in
from synthesis.throat import Voice, sing
from synthesis.voices import levels, partials, phase_of

_THROAT = ((1_250.0, 9.0, 0.5), (2_700.0, 4.0, 0.35))
_ROLL_HZ = 27.0


def chirr(random: Random, length_s: float, steps: tuple[float, ...]) -> Signal:
    """One chirr (2, samples) whose pitch goes through these octaves above 510 Hz, at even times."""
    count = samples(length_s)
    rolls = _rolls(random, count)  # one throat: both voices roll together
    dry = _voice(random, length_s, steps, rolls)
    second = gain_of(-7.0) * _voice(random, length_s, tuple(step + 9.0 / 1200.0 for step in steps), rolls)
    mix_at(dry, second, samples(0.005))
    return fade(
        place_in(low_pass(soften(dry, 0.5), 4_200.0), WOOD, -16.0, length_s + 0.75), in_s=0.004, out_s=0.35
    )


def _rolls(random: Random, count: int) -> Signal:
    """The tongue's roll, 0 to 1: no two turns are alike in length or height."""
    t_s = seconds(count)
    rate_hz = _ROLL_HZ * (1.0 - 0.16 * t_s) * (1.0 + 0.14 * slow(random, count, 2.0, 14.0))
    turn = 0.12 + 0.88 * (0.5 - 0.5 * np.cos(phase_of(rate_hz))) ** 1.4
    return np.asarray(turn * (1.0 + 0.22 * slow(random, count, 4.0, 20.0)))


def _voice(random: Random, length_s: float, steps: tuple[float, ...], rolls: Signal) -> Signal:
    count = len(rolls)
    t_s = seconds(count)
    times_s = np.linspace(0.0, length_s, len(steps)).tolist()
    points = list(zip(times_s, (510.0 * 2.0 ** np.array(steps)).tolist(), strict=True))
    swell = through([(0, 0), (0.06, 0.7), (0.45 * length_s, 1), (0.8 * length_s, 0.7), (length_s, 0)], t_s)
    # Every second cycle is weaker at first: the purr gives way to the question.
    voice = Voice(
        pitch=points,
        level=[(0.0, 0.6), (0.5 * length_s, 1.0), (length_s, 0.8)],
        chaos=[(0.0, 0.5), (0.3 * length_s, 0.34), (0.6 * length_s, 0.24), (length_s, 0.1)],
        formants=_THROAT,
        fall_db=9.0,
        jitter=0.008,
        breath=0.22,
        rough=0.1,
        quaver_hz=5.0,
    )
    tone = np.resize(sing(random, voice), count) * rolls
    pitch_hz = smooth(pitch_through(points, t_s), 0.03)
    purr = np.zeros(count)
    for number, wave in partials(phase_of(pitch_hz / 4.0), 6):
        purr += levels(-5.0 * np.log2(number) + 2.0 * slow(random, count, 4.0, 25.0)) * wave
    return high_pass(swell * (tone / rms(tone) + 0.18 * purr / rms(purr)), 80.0)
