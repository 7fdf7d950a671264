"""The off-line mix: sounds begin at their sample, gains glide, and the track is as long as the film."""

import numpy as np
import pytest

from griffin.audio.cues import CueSheet, Shot
from griffin.audio.mixdown import RATE_HZ, Mixdown, Samples

PICTURE_S = 1 / 30


def click(seconds: float = 0.5) -> Samples:
    """Loud from its first sample on."""
    return np.full((round(seconds * RATE_HZ), 2), 0.5, dtype=np.float32)


def saw(count: int = 1000) -> Samples:
    """A loop whose every sample is another one."""
    return np.repeat(np.linspace(-0.5, 0.5, count, dtype=np.float32)[:, None], 2, axis=1)


def film(sounds: dict[str, Samples], sheets: dict[int, CueSheet], pictures: int, usual: CueSheet) -> Samples:
    mixdown = Mixdown(sounds)
    parts = [mixdown.mix(sheets.get(n, usual), 100.0 + n * PICTURE_S) for n in range(pictures)]
    return np.concatenate(parts)


def test_the_track_is_as_long_as_the_film() -> None:
    assert len(film({}, {}, 91, CueSheet())) == 3 * RATE_HZ


def test_a_shot_begins_at_the_sample_at_which_it_happened_and_rings_on() -> None:
    shot = Shot(sound="cry_1", gain=1.0, pan=1.0, happened_s=100.99)
    track = film({"cry_1": click()}, {30: CueSheet(shots=(shot,))}, 91, CueSheet())
    sounding = np.flatnonzero(track[:, 1])
    assert sounding[0] == round(0.99 * RATE_HZ)
    assert len(sounding) == round(0.5 * RATE_HZ)
    assert np.abs(track[:, 0]).max() < 1e-6


def test_a_loop_goes_round_without_a_gap_at_any_rate_of_pictures() -> None:
    track = film({"wind_1": saw()}, {}, 31, CueSheet(loops={"wind_1": (1.0, 0.5)}))
    assert track[:, 0] == pytest.approx(np.resize(saw()[:, 0], len(track)))
    assert track[:, 1] == pytest.approx(0.5 * track[:, 0])


def test_gains_glide_from_one_picture_to_the_next() -> None:
    steady = np.ones((100, 2), dtype=np.float32)
    track = film(
        {"wind_1": steady}, {n: CueSheet() for n in range(5)}, 31, CueSheet(loops={"wind_1": (1.0, 1.0)})
    )
    assert np.abs(np.diff(track[:, 0])).max() < 1e-3
    assert track[round(4 * PICTURE_S * RATE_HZ) - 1, 0] == 0.0
    assert track[-1, 0] == 1.0


def test_what_is_too_loud_together_is_no_louder_than_full() -> None:
    shots = tuple(Shot(sound="cry_1", gain=1.0, pan=0.0, happened_s=100.0) for _ in range(9))
    assert film({"cry_1": click()}, {0: CueSheet(shots=shots)}, 5, CueSheet()).max() == 1.0


def test_a_sound_that_is_missing_is_silent() -> None:
    shot = Shot(sound="cry_1", gain=1.0, pan=0.0, happened_s=100.0)
    track = film({}, {0: CueSheet(shots=(shot,), loops={"wind_1": (1.0, 1.0)})}, 31, CueSheet())
    assert not track.any()
