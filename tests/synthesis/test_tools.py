"""What the sounds are made with: noise, grains, halls, the throat, and the files they end in."""

import numpy as np
import pytest

from synthesis.basics import RATE_HZ, mix_at, pan, rms, slow
from synthesis.files import decode, encode_loop
from synthesis.grains import bubble, grain
from synthesis.hall import WOOD, answer, response
from synthesis.measures import centroid_hz, seam_hiss_db, seam_step_quantile
from synthesis.noise import ears_noise, flatten, paint
from synthesis.throat import Voice, sing
from synthesis.voices import partials, phase_of

COUNT = 96 * 1024


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def test_a_slow_curve_keeps_to_its_frequencies_and_closes() -> None:
    curve = slow(random(), 10 * RATE_HZ, 1.0, 4.0)
    power = np.abs(np.fft.rfft(curve)) ** 2
    frequency_hz = np.fft.rfftfreq(len(curve), 1.0 / RATE_HZ)
    assert power[(frequency_hz < 0.9) | (frequency_hz > 4.2)].sum() < 1e-9 * power.sum()
    assert curve.std() == pytest.approx(1.0)
    assert abs(curve[0] - curve[-1]) < 0.01


def test_panning_keeps_the_power() -> None:
    mono = random().normal(size=1000)
    for side in (-1.0, -0.3, 0.0, 0.8):
        assert np.sum(pan(mono, side) ** 2) == pytest.approx(np.sum(mono**2))
    left, right = pan(mono, -1.0)
    assert rms(right) < 1e-12 < rms(left)


def test_a_loop_goes_on_at_its_beginning() -> None:
    target = np.zeros(10)
    mix_at(target, np.ones(4), 8, is_loop=True)
    assert target.tolist() == [1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0]
    target = np.zeros(10)
    mix_at(target, np.ones(4), 8)
    assert target.sum() == 2.0


def test_painted_noise_has_its_spectrum_and_no_seam() -> None:
    loop = paint(random(), COUNT, lambda f, _t: (f > 1_000.0) * (f < 2_000.0) * 1.0, is_loop=True)
    assert centroid_hz(loop[None]) == pytest.approx(1_500.0, rel=0.03)
    assert seam_step_quantile(loop[None]) < 1.0


def test_white_paint_keeps_the_level() -> None:
    assert paint(random(), COUNT, lambda f, _t: np.ones_like(f), is_loop=True).std() == pytest.approx(
        1.0, abs=0.02
    )
    assert paint(random(), 9_999, lambda f, _t: np.ones_like(f)).std() == pytest.approx(1.0, abs=0.05)


def test_a_step_and_a_click_at_the_seam_are_found() -> None:
    loop = paint(random(), COUNT, lambda f, _t: 1.0 / (1.0 + (f / 500.0) ** 2), is_loop=True)[None]
    assert seam_step_quantile(loop) < 1.0
    cut = loop[:, : COUNT - 5_000] + 0.0
    cut[:, -1] += 1.0
    assert seam_step_quantile(cut) > 1.0
    assert seam_hiss_db(cut) > seam_hiss_db(loop) + 10.0


def test_flattening_evens_out_a_swell() -> None:
    loop = paint(random(), COUNT, lambda f, _t: np.ones_like(f), is_loop=True)
    swell = loop * (1.0 + 0.8 * np.sin(2.0 * np.pi * np.arange(COUNT) / COUNT))
    even = flatten(swell[None], 1.0, 0.2, (1_000.0,))[0]
    quarter = COUNT // 4
    assert rms(swell[:quarter]) > 2.5 * rms(swell[-quarter:])
    assert rms(even[:quarter]) == pytest.approx(rms(even[-quarter:]), rel=0.1)


def test_two_ears_share_the_bass() -> None:
    left, right = np.fft.rfft(ears_noise(random(), COUNT, 0.8, 0.1, 500.0))
    frequency_hz = np.fft.rfftfreq(COUNT, 1.0 / RATE_HZ)
    shared = (left * right.conj()).real / np.sqrt(np.mean(np.abs(left) ** 2) * np.mean(np.abs(right) ** 2))
    assert shared[frequency_hz < 200.0].mean() == pytest.approx(0.8, abs=0.2)
    assert shared[frequency_hz > 5_000.0].mean() == pytest.approx(0.1, abs=0.05)


def test_partials_are_sines() -> None:
    phase_rad = phase_of(np.full(4_800, 440.0))
    for number, wave in partials(phase_rad, 9):
        assert wave == pytest.approx(np.sin(number * phase_rad), abs=1e-8)


def test_a_grain_and_a_bubble_ring_at_their_pitch() -> None:
    puff = grain(random(), 0.05, 2_000.0, 12.0)
    assert centroid_hz(np.pad(puff, (0, 4_096))[None]) == pytest.approx(2_000.0, rel=0.1)
    drop = bubble(random(), 0.00326)
    assert centroid_hz(np.pad(drop, (0, 4_096))[None]) == pytest.approx(1_000.0, rel=0.1)


def test_a_hall_dies_away_and_has_two_sides() -> None:
    left, right = response(WOOD)
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.05
    early, late = rms(left[4_800:9_600]), rms(left[28_800:33_600])
    assert 20.0 * np.log10(early / late) == pytest.approx(60.0 * 0.5 / 1.0, abs=8.0)
    dry = np.zeros(4_800)
    dry[0] = 1.0
    wet = answer(dry, WOOD)
    assert np.sum(wet[0] ** 2 + wet[1] ** 2) == pytest.approx(2.0, rel=0.1)


def test_a_throat_sings_steadily_doubles_and_grows_hoarse() -> None:
    def power_between(chaos: float) -> float:
        """Power round f0/2 in parts of that round f0."""
        voice = Voice(
            pitch=((0.0, 1_000.0), (1.0, 1_000.0)),
            level=((0.0, 1.0), (1.0, 1.0)),
            chaos=((0.0, chaos), (1.0, chaos)),
            formants=((2_000.0, 3.0, 1.0),),
            jitter=0.001,
            breath=0.02,
            rough=0.0,
        )
        power = np.abs(np.fft.rfft(sing(random(), voice))) ** 2
        return float(power[400:600].sum() / power[900:1_100].sum())

    steady, doubled, hoarse = power_between(0.0), power_between(0.4), power_between(0.95)
    assert steady < 0.003
    assert doubled > 10.0 * steady
    assert hoarse > 10.0 * steady


def test_a_coded_loop_keeps_its_length_and_goes_on_at_its_beginning() -> None:
    loop = 0.1 * paint(random(), COUNT, lambda f, _t: 1.0 / (1.0 + (f / 800.0) ** 2), is_loop=True)[None]
    heard = decode(encode_loop(loop, 80_000))
    assert heard.shape == loop.shape
    assert seam_step_quantile(heard) < 1.0
    around = np.fft.irfft(np.fft.rfft(loop[0]) * np.fft.rfft(heard[0]).conj())
    assert around.max() > 0.9 * np.sqrt(np.sum(loop**2) * np.sum(heard**2))  # turned, but the same
