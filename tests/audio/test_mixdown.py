"""The off-line mix: sounds begin at their sample, gains glide, and the track is as long as the film."""

import numpy as np
import pytest

from griffin.audio.cue_sheet import CueSheet, Shot
from griffin.audio.cues import Cues
from griffin.audio.mixdown import RATE_HZ, Mixdown, Samples
from griffin.audio.music import MusicCue, Programme
from griffin.audio.table import read_music_table
from griffin.flight.state import FlightState
from tests.audio.moments import flying, moment
from tests.audio.sounds import stand_in_table

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


def test_a_sound_that_is_missing_is_silent() -> None:
    shot = Shot(sound="cry_1", gain=1.0, pan=0.0, happened_s=100.0)
    track = film({}, {0: CueSheet(shots=(shot,), loops={"wind_1": (1.0, 1.0)})}, 31, CueSheet())
    assert not track.any()


# --- music ------------------------------------------------------------------------------------------------


def music(gain: float, place_s: float, piece: str = "glide") -> CueSheet:
    return CueSheet(music=MusicCue(piece=piece, begin_s=7.0, place_s=place_s, gain=gain))


def test_a_piece_is_heard_from_its_place_on_and_its_gain_glides() -> None:
    """Entered in its second second, from silence to full within half a second, and gone after another."""
    piece = np.random.default_rng(1).uniform(-0.5, 0.5, (5 * RATE_HZ, 2)).astype(np.float32)
    mixdown = Mixdown({}, lambda name: piece)
    gains = [*(n / 15 for n in range(16)), *[1.0] * 30, *(1.0 - n / 15 for n in range(16))]
    sheets = [
        *[CueSheet()] * 15,
        *(music(gain, 1.5 + n * PICTURE_S) for n, gain in enumerate(gains)),
        CueSheet(),
    ]
    track = np.concatenate([mixdown.mix(sheet, 100.0 + n * PICTURE_S) for n, sheet in enumerate(sheets)])
    places = np.arange(len(track)) + RATE_HZ
    times_s = np.arange(len(track)) / RATE_HZ
    expected = np.interp(times_s, [0.5, 1.0, 2.0 + PICTURE_S, 2.5 + PICTURE_S], [0.0, 1.0, 1.0, 0.0])
    assert np.abs(track - piece[places] * expected[:, None]).max() < 1e-4


def test_a_piece_plays_on_without_a_gap_at_irregular_pictures() -> None:
    piece = np.random.default_rng(1).uniform(-0.5, 0.5, (5 * RATE_HZ, 2)).astype(np.float32)
    random = np.random.default_rng(2)
    mixdown = Mixdown({}, lambda name: piece)
    mixdown.mix(music(1.0, 0.0), 50.0)
    parts = []
    for n in range(1, 60):
        shown_s = 50.0 + n * PICTURE_S
        parts.append(mixdown.mix(music(1.0, n * PICTURE_S + float(random.uniform(0.0, 0.01))), shown_s))
    track = np.concatenate(parts)
    assert np.abs(track - piece[: len(track)]).max() < 1e-6


def test_a_piece_is_decoded_once_when_it_begins() -> None:
    decoded = []

    def decode(name: str) -> Samples | None:
        decoded.append(name)
        return click(3.0) if name == "glide" else None

    mixdown = Mixdown({}, decode)
    mixdown.mix(CueSheet(), 100.0)
    assert not decoded
    for n in range(1, 40):
        mixdown.mix(music(1.0, n * PICTURE_S), 100.0 + n * PICTURE_S)
    last = mixdown.mix(music(1.0, 0.0, piece="climb"), 101.5)
    assert last[0, 0] > 0.4  # the one before has its end here ...
    assert last[-1].max() < 0.1
    assert not mixdown.mix(music(1.0, 0.5, piece="climb"), 102.0).any()  # ... and this one is silent
    mixdown.mix(music(1.0, 0.0), 102.5)
    mixdown.mix(music(1.0, 0.0, piece="climb"), 103.0)
    assert decoded == ["glide", "climb", "glide"]  # what was silent once isn't asked for again


def test_the_end_of_a_piece_is_silence_and_so_is_a_mix_without_music() -> None:
    mixdown = Mixdown({}, lambda name: click(0.2))
    mixdown.mix(music(1.0, 0.0), 100.0)
    track = mixdown.mix(music(1.0, 1.0), 101.0)
    assert np.flatnonzero(track[:, 0])[-1] == round(0.2 * RATE_HZ) - 1
    assert not np.concatenate([Mixdown({}).mix(music(1.0, 0.1 * n), 100.0 + n) for n in range(3)]).any()


def test_music_of_a_flight_comes_in_softly_and_goes_at_a_phrases_end() -> None:
    """The branch's piece, cut short by a take-off; its samples say their place."""
    table = read_music_table()
    entry = table.entries["branch"]
    place = np.linspace(0.0, 1.0, round(entry.seconds * RATE_HZ), dtype=np.float32)
    mixdown = Mixdown({}, lambda name: np.stack([np.ones_like(place), place], axis=1))
    cues = Cues(stand_in_table(), programme=Programme(table, hour_at=lambda world_s: 9.0))
    parts = []
    for turn in range(round(38.0 / PICTURE_S)):
        now_s = turn * PICTURE_S
        state = FlightState() if now_s < 8.0 else flying()
        parts.append(mixdown.mix(cues.follow(moment(now_s, state)), now_s))
    gains, places_s = np.concatenate(parts).T
    heard = np.flatnonzero(gains)
    ends_at_s = places_s[heard[-10]] / gains[heard[-10]] * entry.seconds
    assert min(abs(ends_at_s - end_s) for end_s in entry.phrase_ends_s[:-1]) < 2.0 * PICTURE_S
    assert np.abs(np.diff(gains)).max() < 1e-4
    rising = gains[heard[0] : heard[0] + 4 * RATE_HZ]
    assert np.diff(rising).min() >= -1e-6
    assert rising[2 * RATE_HZ] == pytest.approx(0.5, abs=0.03)
    assert rising[-1] == pytest.approx(1.0, abs=0.01)
