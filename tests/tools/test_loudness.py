import numpy as np
import pytest
from numpy.typing import NDArray

from griffin.tools.loudness import both_sides, integrated_lufs, k_weighted, loudest_lufs, momentary_lufs

RATE_HZ = 48_000


def sine(
    level_dbfs: float, seconds: float, *, rate_hz: int = RATE_HZ, hz: float = 997.0
) -> NDArray[np.float64]:
    wave = np.sin(2.0 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)
    return np.asarray(10.0 ** (level_dbfs / 20.0) * wave)[None]


@pytest.mark.parametrize("rate_hz", [44_100, 48_000])
def test_the_standards_tone_reads_minus_3_01(rate_hz: int) -> None:
    assert integrated_lufs(sine(0.0, 5.0, rate_hz=rate_hz), rate_hz) == pytest.approx(-3.01, abs=0.02)


def test_a_tone_on_both_sides_is_3_db_louder() -> None:
    assert integrated_lufs(both_sides(sine(-20.0, 5.0)), RATE_HZ) == pytest.approx(-20.0, abs=0.02)


def test_the_filter_is_the_standards() -> None:
    filters = (  # BS.1770-4, tables 1 and 2, for 48 kHz: b, then a without the leading 1
        ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)),
        ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
    )
    pulse = np.zeros(4000)
    pulse[100] = 1.0
    expected = pulse
    for (b0, b1, b2), (a1, a2) in filters:
        given, expected = expected, np.zeros_like(expected)
        for i in range(2, len(given)):
            expected[i] = b0 * given[i] + b1 * given[i - 1] + b2 * given[i - 2]
            expected[i] -= a1 * expected[i - 1] + a2 * expected[i - 2]
    assert k_weighted(pulse[None], RATE_HZ)[0] == pytest.approx(expected, abs=1e-5)


def test_pauses_are_left_out() -> None:
    tone = both_sides(sine(-23.0, 10.0))
    with_pause = np.concatenate((tone, np.zeros((2, 10 * RATE_HZ)), tone), axis=1)
    assert integrated_lufs(with_pause, RATE_HZ) == pytest.approx(-23.0, abs=0.1)


# EBU Tech 3341, case 3: what is 10 LU below the rest doesn't count.
def test_what_is_far_below_the_rest_is_left_out() -> None:
    parts = [
        both_sides(sine(level, seconds)) for level, seconds in ((-36.0, 5.0), (-23.0, 20.0), (-36.0, 5.0))
    ]
    assert integrated_lufs(np.concatenate(parts, axis=1), RATE_HZ) == pytest.approx(-23.0, abs=0.1)


def test_the_loudest_block_is_found_wherever_it_lies() -> None:
    sound = np.zeros((1, 2 * RATE_HZ))
    sound[:, 33_333 : 33_333 + round(0.4 * RATE_HZ)] = sine(0.0, 0.4)
    assert loudest_lufs(sound, RATE_HZ) == pytest.approx(-3.01, abs=0.15)


def test_a_short_sound_is_one_block() -> None:
    assert loudest_lufs(sine(0.0, 0.1), RATE_HZ) == pytest.approx(-3.01 - 6.02, abs=0.2)


def test_silence_is_a_number() -> None:
    assert integrated_lufs(np.zeros((2, RATE_HZ)), RATE_HZ) == -120.0
    assert momentary_lufs(np.zeros((2, RATE_HZ)), RATE_HZ).max() == -120.0
