"""The sounds that are shipped: every file of assets/sounds, decoded as a player decodes it."""

import json
import re
from functools import cache

import numpy as np
import pytest

from griffin.paths import assets_folder
from griffin.tools.loudness import both_sides, loudest_lufs
from synthesis.basics import RATE_HZ, Signal
from synthesis.catalogue import SOUNDS, Sound
from synthesis.files import decode
from synthesis.measures import measure, seam_hiss_db, seam_step_quantile

FOLDER = assets_folder() / "sounds"
TABLE = json.loads((FOLDER / "sounds.json").read_text(encoding="utf-8"))
WANTED = (
    *(f"wind_{i}" for i in range(1, 5)),
    *("wind_woods", "leaves", "shore", "waterfall_near", "waterfall_far"),
    *(f"stroke_{i}" for i in range(1, 7)),
    *("launch", "talons", "fold", "shake", "skim", "splash"),
    *(f"lap_{i}" for i in range(1, 5)),
    *(f"rustle_{i}" for i in range(1, 4)),
    *(f"cry_{i}" for i in range(1, 7)),
    *("chirr_1", "chirr_2"),
    *(f"chime_{i}" for i in range(1, 6)),
    *(f"{bird}_{i}" for bird in ("thrush", "tit", "dove") for i in range(1, 5)),
    *("flock_1", "flock_2"),
    *("sign_found", "sign_lost", "sign_done", "sign_menu"),
)
LOOPS = [sound for sound in SOUNDS if sound.is_loop]
SHOTS = [sound for sound in SOUNDS if not sound.is_loop]

MOST_BYTES = 2_200_000  # the music needs the rest of 6 MB
MOST_DECODED_BYTES = 42_000_000  # at 48 kHz, two channels of 16 bit
MOST_PEAK_DBFS = -1.0
MOST_DC = 0.001
MOST_STARTLING_LUFS = -14.0
MOST_LUFS_OFF = 0.7  # by the codec
QUIET = 0.006  # of full scale: -44 dBFS

each_sound = pytest.mark.parametrize("sound", SOUNDS, ids=lambda sound: sound.name)
each_loop = pytest.mark.parametrize("sound", LOOPS, ids=lambda sound: sound.name)
each_shot = pytest.mark.parametrize("sound", SHOTS, ids=lambda sound: sound.name)


@cache
def heard(name: str) -> Signal:
    return decode(FOLDER / str(TABLE[name]["file"]))


def test_the_table_holds_what_is_wanted_and_nothing_else() -> None:
    assert tuple(TABLE) == WANTED
    assert tuple(sound.name for sound in SOUNDS) == WANTED
    assert {file.name for file in FOLDER.iterdir()} == {f"{name}.opus" for name in WANTED} | {"sounds.json"}


def test_files_and_memory_hold_their_budget() -> None:
    files = [FOLDER / f"{name}.opus" for name in WANTED]
    assert sum(file.stat().st_size for file in files) < MOST_BYTES
    assert sum(row["seconds"] for row in TABLE.values()) * RATE_HZ * 4 < MOST_DECODED_BYTES


def test_a_file_has_no_random_serial_number() -> None:
    serials = {FOLDER.joinpath(f"{name}.opus").read_bytes()[14:18] for name in WANTED}
    assert len(serials) == 1


@each_sound
def test_the_table_says_what_is_in_the_file(sound: Sound) -> None:
    row, found = TABLE[sound.name], measure(heard(sound.name), sound.is_loop)
    assert row["file"] == f"{sound.name}.opus"
    assert row["is_loop"] == sound.is_loop
    assert row["channels"] == found.channels == (1 if sound.is_mono else 2)
    assert round(row["seconds"] * RATE_HZ) == heard(sound.name).shape[1]
    assert row["loudness_lufs"] == pytest.approx(found.loudness_lufs, abs=0.1)
    assert row["peak_dbfs"] == pytest.approx(found.peak_dbfs, abs=0.2)
    assert row["centroid_hz"] == pytest.approx(found.centroid_hz, rel=0.01)


@each_sound
def test_nothing_clips_and_nothing_pushes_the_membrane(sound: Sound) -> None:
    assert TABLE[sound.name]["peak_dbfs"] <= MOST_PEAK_DBFS
    assert np.abs(heard(sound.name).mean(axis=1)).max() < MOST_DC


@each_sound
def test_it_is_as_loud_as_it_is_meant_and_startles_nobody(sound: Sound) -> None:
    assert TABLE[sound.name]["loudness_lufs"] == pytest.approx(sound.loudness_lufs, abs=MOST_LUFS_OFF)
    assert loudest_lufs(both_sides(heard(sound.name)), RATE_HZ) < MOST_STARTLING_LUFS


@each_shot
def test_a_sound_begins_and_ends_without_a_click(sound: Sound) -> None:
    wave = heard(sound.name)
    assert np.abs(wave[:, :10]).max() < QUIET
    assert np.abs(wave[:, -48:]).max() < QUIET


@each_loop
def test_a_loop_has_no_seam(sound: Sound) -> None:
    assert seam_step_quantile(heard(sound.name)) < 1.0
    assert seam_hiss_db(heard(sound.name)) < 2.5


@each_loop
def test_a_loop_is_whole_blocks_long_and_shares_no_period_with_another(sound: Sound) -> None:
    lengths = {loop.name: heard(loop.name).shape[1] for loop in LOOPS}
    assert lengths[sound.name] % 1024 == 0
    others = [length for name, length in lengths.items() if name != sound.name]
    assert all(np.lcm(lengths[sound.name], length) > 60 * 60 * RATE_HZ for length in others)


def test_faster_wind_is_brighter() -> None:
    centroids_hz = [TABLE[f"wind_{i}"]["centroid_hz"] for i in range(1, 5)]
    assert centroids_hz == sorted(centroids_hz)
    assert centroids_hz[0] < 400.0
    assert centroids_hz[3] > 900.0
    assert TABLE["wind_woods"]["centroid_hz"] < centroids_hz[0]


def test_harder_strokes_are_louder_and_brighter() -> None:
    loudness_lufs = [TABLE[f"stroke_{i}"]["loudness_lufs"] for i in range(1, 7)]
    assert np.diff(loudness_lufs) == pytest.approx([1.8] * 5, abs=0.4)
    assert TABLE["stroke_1"]["centroid_hz"] < 350.0
    assert TABLE["stroke_6"]["centroid_hz"] > 500.0


@pytest.mark.parametrize("number", range(1, 7))
def test_a_stroke_has_two_wings(number: int) -> None:
    left, right = heard(f"stroke_{number}")
    assert np.corrcoef(left, right)[0, 1] < 0.6


@pytest.mark.parametrize("name", [name for name in WANTED if re.match("cry", name)])
def test_the_cry_rises_steeply_but_not_like_a_shot(name: str) -> None:
    level = np.convolve(np.abs(heard(name)).max(axis=0), np.ones(480) / 480, mode="same")
    begins_s = np.argmax(level > 0.1 * level.max()) / RATE_HZ
    full_s = np.argmax(level > 0.7 * level.max()) / RATE_HZ
    assert begins_s < 0.05  # it belongs to the picture that shows the beak open
    assert 0.02 < full_s - begins_s < 0.9


@pytest.mark.parametrize(
    ("number", "pitch_hz"), [(1, 587.33), (2, 698.46), (3, 783.99), (4, 880.0), (5, 1046.5)]
)
def test_chimes_are_in_tune(number: int, pitch_hz: float) -> None:
    wave = heard(f"chime_{number}").sum(axis=0)
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), 8 * len(wave)))
    found_hz = np.argmax(spectrum) * RATE_HZ / (8 * len(wave))
    assert 1200.0 * np.log2(found_hz / pitch_hz) == pytest.approx(0.0, abs=3.0)


def test_variants_differ() -> None:
    for family in ("cry", "thrush", "tit", "dove", "lap", "rustle"):
        names = [name for name in WANTED if re.fullmatch(rf"{family}_\d", name)]
        waves = [heard(name)[0] for name in names]
        count = min(len(wave) for wave in waves)
        alike = np.corrcoef([wave[:count] for wave in waves]) - np.eye(len(waves))
        assert np.abs(alike).max() < 0.5, family
