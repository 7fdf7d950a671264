"""The music that is shipped: every file of assets/music, decoded as a player decodes it."""

import json
from functools import cache

import numpy as np
import pytest

from griffin.paths import assets_folder
from griffin.tools.loudness import loudest_lufs, momentary_lufs
from synthesis.arrangement import arrange, clock_of
from synthesis.basics import RATE_HZ, Signal, samples
from synthesis.files import decode
from synthesis.measures import centroid_hz, measure
from synthesis.music import LOUDNESS_LUFS, PIECES
from synthesis.pieces import Piece
from tests.scripts_loader import load_script

FOLDER = assets_folder() / "music"
TABLE = json.loads((FOLDER / "music.json").read_text(encoding="utf-8"))
NAMES = ("branch", "glide", "climb", "low", "water", "evening")
REBUILT = ("branch", "glide", "low")  # between them they have all instruments

MOST_BYTES = 6_000_000  # of music and sounds together
MOST_PEAK_DBFS = -1.0
MOST_LU_OFF = 1.0
LOUDEST_STROKE_LUFS, CRY_LUFS = -18.0, -15.0  # of the loudest 0.4 s
LEAST_BELOW_LU = 8.0
QUIET = 0.003

each_piece = pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.name)
SLOW = (pytest.mark.slow, pytest.mark.timeout(120))
# To decode and measure all six takes half a minute; the one with the largest steps of level stands for them.
each_heard = pytest.mark.parametrize(
    "piece",
    [piece if piece.name == "low" else pytest.param(piece, marks=SLOW) for piece in PIECES],
    ids=lambda piece: piece.name,
)


@cache
def heard(name: str) -> Signal:
    return decode(FOLDER / str(TABLE[name]["file"]))


def test_six_pieces_are_shipped_within_their_budget() -> None:
    assert tuple(TABLE) == NAMES
    assert {file.name for file in FOLDER.iterdir()} == {f"{name}.opus" for name in NAMES} | {"music.json"}
    shipped = [*FOLDER.iterdir(), *(assets_folder() / "sounds").iterdir()]
    assert sum(file.stat().st_size for file in shipped) < MOST_BYTES


@each_heard
def test_the_table_says_what_is_in_the_file(piece: Piece) -> None:
    row, found = TABLE[piece.name], measure(heard(piece.name), is_loop=True)
    assert found.channels == 2
    assert round(row["seconds"] * RATE_HZ) == heard(piece.name).shape[1]
    assert 55.0 < row["seconds"] < 70.0
    assert row["tempo_bpm"] == piece.tempo_bpm
    assert row["loudness_lufs"] == pytest.approx(found.loudness_lufs, abs=0.1)
    assert row["loudness_lufs"] == pytest.approx(LOUDNESS_LUFS, abs=MOST_LU_OFF)
    assert row["peak_dbfs"] == pytest.approx(found.peak_dbfs, abs=0.2)
    assert row["peak_dbfs"] < MOST_PEAK_DBFS
    assert row["centroid_hz"] == pytest.approx(found.centroid_hz, rel=0.01)


@each_heard
def test_nothing_clips_or_clicks(piece: Piece) -> None:
    wave = heard(piece.name)
    assert np.abs(wave).max() < 0.89
    assert np.abs(wave.mean(axis=1)).max() < 0.001
    assert np.abs(wave[:, :480]).max() < QUIET
    assert np.abs(wave[:, -480:]).max() < QUIET


@each_heard
def test_music_stays_below_the_cry(piece: Piece) -> None:
    assert TABLE[piece.name]["loudness_lufs"] <= LOUDEST_STROKE_LUFS - LEAST_BELOW_LU + 0.1
    assert loudest_lufs(heard(piece.name), RATE_HZ) < CRY_LUFS - 2.0


@pytest.mark.slow
@pytest.mark.timeout(120)
@each_piece
def test_the_piece_has_an_arc(piece: Piece) -> None:
    """Its loudest 3 s are louder than its first by some LU."""
    momentary = momentary_lufs(heard(piece.name), RATE_HZ)
    power = np.convolve(10.0 ** (momentary / 10.0), np.ones(30) / 30, mode="valid")
    assert 10.0 * np.log10(power.max() / power[5]) > 3.0


@each_piece
def test_cue_points_and_chords_lie_within_the_piece(piece: Piece) -> None:
    row, clock, score = TABLE[piece.name], clock_of(piece), arrange(piece)
    ends_s = row["phrase_ends_s"]
    assert ends_s == sorted(ends_s)
    assert len(ends_s) == len(piece.phrases)
    assert all(0.0 < end_s < row["seconds"] - 2.0 for end_s in ends_s)
    assert ends_s == pytest.approx([clock.at_s(beat) for beat in score.phrase_beats[1:]], abs=1e-3)
    assert len(row["bars_s"]) == score.bars
    assert set(ends_s[:-1]) < set(row["bars_s"])
    begins_s = [chord["begin_s"] for chord in row["chords"]]
    assert begins_s == sorted(begins_s)
    assert set(row["bars_s"]) <= set(begins_s)
    assert all(chord["chimes"] for chord in row["chords"])


@each_heard
def test_a_phrase_begins_where_its_cue_says(piece: Piece) -> None:
    """Something is struck or begun within 60 ms of most cues: the level rises there."""
    mono = heard(piece.name).sum(axis=0)
    rises = 0
    cues_s = TABLE[piece.name]["phrase_ends_s"][:-1]
    for cue_s in cues_s:
        at = samples(cue_s)
        before = np.sqrt(np.mean(mono[at - samples(0.25) : at - samples(0.05)] ** 2))
        after = np.sqrt(np.mean(mono[at : at + samples(0.35)] ** 2))
        rises += after > 1.2 * before
    assert rises >= 0.7 * len(cues_s)


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", REBUILT)
def test_music_made_anew_is_that_shipped(name: str) -> None:
    piece = next(piece for piece in PIECES if piece.name == name)
    made, shipped = load_script("build_music").last_phrase(piece), TABLE[name]["last_phrase"]
    assert made["seconds"] == shipped["seconds"]
    assert made["loudness_lufs"] == pytest.approx(shipped["loudness_lufs"], abs=0.3)
    assert made["centroid_hz"] == pytest.approx(shipped["centroid_hz"], rel=0.05)


@each_heard
def test_the_file_ends_as_its_last_phrase_does(piece: Piece) -> None:
    """By colour only: in the file earlier phrases still ring."""
    row = TABLE[piece.name]
    begin_s = row["phrase_ends_s"][-2]
    assert centroid_hz(heard(piece.name)[:, samples(begin_s) :]) == pytest.approx(
        row["last_phrase"]["centroid_hz"], rel=0.3
    )


def test_an_unknown_piece_is_refused(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        load_script("build_music").main(["--folder", str(tmp_path), "march"])
    assert "no such piece: march" in capsys.readouterr().err
