"""The master of a film: louder, nowhere too loud, and as long as the mix."""

import numpy as np
import pytest

from griffin.audio.mastering import Mastering, MasteringTuning
from griffin.audio.mixdown import Samples
from griffin.audio.steps import RATE_HZ
from griffin.tools.loudness import loudest_lufs

COUNT = 5 * RATE_HZ + 77
GAIN = 10.0 ** (MasteringTuning().gain_db / 20.0)
HIGHEST = 10.0 ** (MasteringTuning().most_dbfs / 20.0)


def breeze(level: float = 0.02) -> Samples:
    """Soft noise on both sides."""
    random = np.random.default_rng(1)
    return (level * random.standard_normal((COUNT, 2))).astype(np.float32)


def master(mix: Samples, block: int = 1600) -> Samples:
    mastering = Mastering()
    parts = [mastering.feed(mix[at : at + block]) for at in range(0, len(mix), block)]
    return np.concatenate([*parts, mastering.finish()])


def test_what_is_soft_is_only_louder_and_fades_out_at_the_end() -> None:
    mix = breeze()
    track = master(mix)
    assert track.shape == mix.shape
    np.testing.assert_allclose(track[:-1000], GAIN * mix[:-1000], rtol=1e-5)
    assert np.abs(track[-5:]).max() < 0.001


@pytest.mark.parametrize("block", [333, 48_000, COUNT])
def test_blocks_of_any_size_give_the_same_track(block: int) -> None:
    mix = breeze()
    mix[120_000:125_000] *= 40.0
    np.testing.assert_allclose(master(mix, block), master(mix), atol=1e-6)


def test_no_sample_is_above_the_highest_peak_and_sides_keep_their_balance() -> None:
    mix = breeze()
    mix[100_000] = (3.0, -1.5)  # more than full scale, as a sum of sounds may be
    track = master(mix)
    assert np.abs(track).max() == pytest.approx(HIGHEST, rel=1e-3)
    assert track[100_000, 0] / track[100_000, 1] == pytest.approx(-2.0)
    np.testing.assert_allclose(track[50_000], GAIN * mix[50_000], rtol=1e-5)


@pytest.mark.parametrize("hz", [200.0, 2500.0])
def test_the_loudest_four_tenths_of_a_second_do_not_startle(hz: float) -> None:
    mix = breeze(0.001)
    tone = 0.7 * np.sin(2.0 * np.pi * hz * np.arange(RATE_HZ) / RATE_HZ)
    mix[2 * RATE_HZ : 3 * RATE_HZ] += tone[:, None].astype(np.float32)
    loudest = loudest_lufs(master(mix).T.astype(np.float64), RATE_HZ)
    assert loudest == pytest.approx(MasteringTuning().most_lufs, abs=0.5)


def test_the_gain_falls_and_rises_little_by_little() -> None:
    mix = np.full((COUNT, 2), 0.01, dtype=np.float32)
    mix[2 * RATE_HZ : 3 * RATE_HZ] = 0.9
    track = master(mix)
    gain_db = 20.0 * np.log10(track[:-1000, 0] / mix[:-1000, 0])
    assert gain_db[RATE_HZ] == pytest.approx(gain_db[4 * RATE_HZ], abs=1e-3)
    assert np.abs(np.diff(gain_db)).max() < 0.01  # a hundredth of a decibel from sample to sample


def test_a_track_of_nothing_and_of_next_to_nothing() -> None:
    assert len(Mastering().finish()) == 0
    assert len(master(breeze()[:3])) == 3
