"""The player on SDL's disk driver, which writes the samples that would sound, in real time."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.audio.sounds import RATE_HZ, tone, write_piece, write_sounds, write_wav

# Plays a script: {"late_s": s, "cues": [[at, message], ...], "seconds": s}. Music, too, begins by its time.
# With "stopped_s": s the last tick comes so much later.
PLAY = """
import json, os, sys
from pathlib import Path
import msgspec
from griffin.audio.messages import Loops, ShotNow
from griffin.audio.player import BUFFER_S, Player, PlayerTuning
from griffin.audio.table import find_music_table, read_sound_table
from griffin.clock import MonotonicClock

script = json.loads(sys.argv[2])
clock = MonotonicClock()
folder = Path(sys.argv[1])
tuning = PlayerTuning(music_fade_s=script.get("music_fade_s", 4.0))
late_s = script.get("late_s", 0.0)
player = Player(read_sound_table(folder), find_music_table(folder), late_s=late_s, tuning=tuning)
while not player.is_loaded:
    player.load_next()
began_s = tick_s = clock.now_s()
cues = [(at, msgspec.convert(cue, Loops | ShotNow)) for at, cue in script["cues"]]
while (now_s := clock.now_s()) < began_s + script["seconds"]:
    while cues and cues[0][0] <= now_s - began_s:
        _, cue = cues.pop(0)
        if isinstance(cue, Loops):
            music = cue.music and msgspec.structs.replace(cue.music, begin_s=began_s + cue.music.begin_s)
            player.hear(msgspec.structs.replace(cue, music=music), (), now_s)
        else:
            old_s = cue.happened_s or 0.0
            player.hear(None, (msgspec.structs.replace(cue, happened_s=now_s - old_s),), now_s)
    player.tick(now_s)
    tick_s += BUFFER_S
    clock.sleep(tick_s - clock.now_s())
player.tick(clock.now_s() + script.get("stopped_s", 0.0))
print(json.dumps({"lost": player.is_lost, "ringing": player.is_ringing, "modules": sorted(sys.modules)}))
sys.stdout.flush()
os._exit(0)
"""


def loops(volume: float = 1.0, **gains: tuple[float, float]) -> dict[str, Any]:
    return {"type": "loops", "gains": gains, "volume": volume}


def music(begin_s: float, gain: float = 1.0, volume: float = 1.0) -> dict[str, Any]:
    cue = {"piece": "glide", "begin_s": begin_s, "gain": gain}
    return {"type": "loops", "gains": {}, "volume": volume, "music": cue}


def shot(sound: str, left: float = 1.0, right: float = 1.0, old_s: float = 0.0) -> dict[str, Any]:
    return {"type": "shot", "sound": sound, "left": left, "right": right, "happened_s": old_s}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sounds")
    late = np.concatenate([np.zeros((2, 4800), np.int16), tone(3000.0, 0.2)], axis=1)
    sounds = {"wind_1": tone(500.0, 1.0), "cry_1": tone(2000.0, 0.3), "stroke_1": late}
    write_sounds(folder, sounds, loops=("wind_1",))
    phrases = [tone(hz, 1.0) for hz in (700.0, 1100.0, 1700.0, 2300.0)]
    write_piece(folder, np.concatenate(phrases, axis=1), (1.0, 2.0, 3.0))
    return folder


def play(
    folder: Path,
    tmp_path: Path,
    cues: list[Any],
    seconds: float,
    *,
    warning: str = "",
    has_ended: bool = False,
    **script: Any,
) -> np.ndarray:
    """What would have sounded: (2, n) from -1 to 1; the terminal has the warning only."""
    raw = tmp_path / "heard.raw"
    ended = subprocess.run(
        [sys.executable, "-c", PLAY, str(folder), json.dumps({"cues": cues, "seconds": seconds, **script})],
        env=os.environ | {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(raw)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    said = json.loads(ended.stdout)
    assert not said["lost"]
    assert not (has_ended and said["ringing"])
    assert ended.stderr.startswith(warning)
    assert ".." not in ended.stderr
    assert ended.stderr.count("\n") == bool(warning)  # neither pygame's greeting nor SDL's warnings
    assert not {"pygame.display.init", "numpy"} & set(said["modules"])
    return np.fromfile(raw, dtype="<i2").reshape(-1, 2).T / 32768.0


def band(heard: np.ndarray, hz: float, window: int = 1024) -> np.ndarray:
    """Amplitude of a tone in each window, of each side: (2, windows)."""
    count = heard.shape[1] // window
    cut = heard[:, : count * window].reshape(2, count, window)
    wave = np.exp(-2j * np.pi * hz * np.arange(window) / RATE_HZ) * np.hanning(window)
    return np.abs(cut @ wave) * 2.0 / np.hanning(window).sum()


def test_a_loop_comes_in_steps_plays_on_and_keeps_its_sides(folder: Path, tmp_path: Path) -> None:
    cues = [[0.1 * n, loops(wind_1=(1.0, 0.5))] for n in range(30)]
    level = band(play(folder, tmp_path, cues, 3.0), 500.0)
    end = level[:, -60:-10]
    assert end[0].mean() == pytest.approx(0.5, abs=0.03)
    assert end[1].mean() == pytest.approx(0.25, abs=0.03)
    rising = level[0, : int(np.argmax(level[0] > 0.45))]
    assert (rising > 0.05).sum() >= 10  # not at once


def test_a_loop_that_was_silent_sounds_again(folder: Path, tmp_path: Path) -> None:
    gains = [(0.0, loops(wind_1=(1.0, 1.0))), (0.6, loops()), (1.8, loops(wind_1=(1.0, 1.0)))]
    level = band(play(folder, tmp_path, [[at_s, cue] for at_s, cue in gains], 2.8), 500.0)[0]
    silent = np.flatnonzero(level[20:-20] < 0.001) + 20
    assert len(silent) > 5
    assert level[: silent[0]].max() > 0.45
    assert level[silent[-1] :].max() > 0.45


def test_without_news_the_loops_fall_silent(folder: Path, tmp_path: Path) -> None:
    cues = [[0.1 * n, loops(wind_1=(1.0, 1.0))] for n in range(10)]
    level = band(play(folder, tmp_path, cues, 6.0), 500.0)[0]
    assert level.max() > 0.45
    assert level[-20:].max() < 0.01


def test_a_shot_sounds_once_at_its_level(folder: Path, tmp_path: Path) -> None:
    level = band(play(folder, tmp_path, [[0.5, shot("cry_1", 0.25, 1.0)]], 1.6), 2000.0)
    assert level[1].max() == pytest.approx(0.5, abs=0.03)
    assert level[0].max() == pytest.approx(0.125, abs=0.02)
    assert (level[1] > 0.1).sum() == pytest.approx(0.3 * RATE_HZ / 1024, abs=2)


def test_what_is_old_unknown_or_muted_does_not_sound(folder: Path, tmp_path: Path) -> None:
    cues = [
        [0.1, shot("cry_1", old_s=0.2)],
        [0.2, shot("nightingale")],
        [0.3, loops(volume=0.0, wind_1=(1.0, 1.0))],
        [0.9, loops(volume=0.0, wind_1=(1.0, 1.0))],
        [1.2, shot("cry_1")],
    ]
    heard = play(folder, tmp_path, cues, 2.0)
    assert np.abs(heard).max() < 0.01


def test_muting_takes_along_what_sounds_already(folder: Path, tmp_path: Path) -> None:
    cues = [[0.5, shot("cry_1")], [0.55, loops(volume=0.0)]]
    level = band(play(folder, tmp_path, cues, 1.5), 2000.0)[0]
    sounding = level[level > 0.02]
    assert sounding[-1] < 0.6 * sounding.max()


def test_for_a_late_loudspeaker_sounds_are_entered_late_but_not_past_their_onset(
    folder: Path, tmp_path: Path
) -> None:
    def apart_s(late_s: float) -> float:
        """From the onset of a sound that has it at once to that of one that has it 0.1 s later."""
        heard = play(folder, tmp_path, [[0.5, shot("cry_1")], [0.5, shot("stroke_1")]], 1.5, late_s=late_s)
        first, second = (int(np.argmax(band(heard, hz, 256)[0] > 0.1)) for hz in (2000.0, 3000.0))
        return (second - first) * 256 / RATE_HZ

    assert [apart_s(late_s) for late_s in (0.0, 0.05, 5.0)] == pytest.approx([0.1, 0.05, 0.0], abs=0.012)


def test_for_a_late_picture_sounds_wait_and_are_not_stale(folder: Path, tmp_path: Path) -> None:
    level = band(play(folder, tmp_path, [[0.2, shot("cry_1")]], 1.5, late_s=-0.4), 2000.0)[0]
    assert level.max() > 0.4


def test_what_is_to_sound_tomorrow_is_not_waited_for(folder: Path, tmp_path: Path) -> None:
    assert not play(folder, tmp_path, [[0.2, shot("cry_1", old_s=-86_400.0)]], 0.5, has_ended=True).any()


def test_music_comes_in_follows_its_gain_and_goes(folder: Path, tmp_path: Path) -> None:
    """Its phrases are tones: they tell which place is heard."""
    cues = [[0.05 * n, music(0.2, gain=0.5)] for n in range(4, 34)]
    cues += [[1.7, loops()], [1.8, loops()]]
    heard = play(folder, tmp_path, cues, 2.6, music_fade_s=0.6)
    first, second, third = (band(heard, hz)[0] for hz in (700.0, 1100.0, 1700.0))
    begins = int(np.argmax(first > 0.03))
    assert begins * 1024 / RATE_HZ > 0.2
    rising = first[begins : begins + 32]
    assert rising[12] < 0.2  # not at once
    assert rising[-1] == pytest.approx(0.25, abs=0.02)
    assert 0.6 < (np.argmax(second > 0.12) - begins) * 1024 / RATE_HZ < 1.1
    assert third.max() < 0.003
    assert np.abs(heard[:, -20 * 1024 :]).max() < 0.003  # it has gone in the middle of its phrase


def test_music_that_has_begun_long_ago_is_entered_at_its_next_phrase(folder: Path, tmp_path: Path) -> None:
    """As by a process that is started again; and a volume of 0 is no time to begin."""
    cues = [[0.05 * n, music(-0.85, volume=0.0 if n < 15 else 1.0)] for n in range(36)]
    heard = play(folder, tmp_path, cues, 1.8, music_fade_s=0.2)
    levels = [band(heard, hz)[0] for hz in (700.0, 1100.0, 1700.0)]
    assert max(levels[0].max(), levels[1].max()) < 0.02
    assert levels[2].max() == pytest.approx(0.5, abs=0.04)
    assert np.argmax(levels[2] > 0.25) * 1024 / RATE_HZ > 1.15


def test_music_that_cannot_be_read_is_silence(folder: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(folder, damaged)
    (damaged / "glide.opus").write_bytes(b"no music")
    cues = [[0.1 * n, music(0.0)] for n in range(10)]
    assert np.abs(play(folder, tmp_path, cues, 1.2, music_fade_s=0.2)).max() > 0.1
    warning = f"The music in {damaged / 'glide.opus'} can't be read"
    heard = play(damaged, tmp_path, cues, 1.2, warning=warning, music_fade_s=0.2)
    assert np.abs(heard).max() < 0.003


A_PIPE = pytest.param(
    "a pipe", marks=pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
)


@pytest.mark.parametrize("case", ["missing", "damaged", "empty", A_PIPE])
def test_a_sound_that_cannot_be_read_is_silent_and_the_others_are_heard(
    folder: Path, tmp_path: Path, case: str
) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(folder, damaged)
    path = damaged / "wind_1.opus"
    path.unlink()
    if case == "damaged":
        path.write_bytes(b"no sound")
    elif case == "empty":
        write_wav(path, b"")
    elif case == "a pipe":
        os.mkfifo(path)
    cues = [[0.3, loops(wind_1=(1.0, 1.0))], [0.5, shot("wind_1")], [0.6, shot("cry_1")]]
    heard = play(damaged, tmp_path, cues, 1.2, warning=f"The sound in {path} can't be read: ")
    assert band(heard, 500.0).max() < 0.01
    assert band(heard, 2000.0).max() > 0.4


def test_a_sound_before_the_loops_are_there_leaves_them_their_channels(tmp_path: Path) -> None:
    folder = tmp_path / "sounds"
    write_sounds(folder, {"cry_1": tone(800.0, 0.3), "shore": tone(300.0, 1.0)}, loops=("shore",))
    code = """
import sys, time
from pathlib import Path
from griffin.audio.messages import ShotNow
from griffin.audio.player import Player
from griffin.audio.table import read_sound_table
player = Player(read_sound_table(Path(sys.argv[1])))
player.load_next()
player.hear(None, (ShotNow(sound="cry_1"),), 0.0)
player.tick(0.0)
print(player.is_loaded, player.is_ringing)
player.load_next()
end_s = time.monotonic() + 20.0
while player.is_ringing and time.monotonic() < end_s:
    time.sleep(0.02)
print(player.is_loaded, player.is_ringing)
"""
    ended = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env=os.environ | {"SDL_AUDIODRIVER": "dummy"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ended.stdout.split() == ["False", "True", "True", "False"]


def test_no_device_is_one_clear_error(folder: Path) -> None:
    code = """
import sys
from pathlib import Path
from griffin.audio.player import Player
from griffin.audio.table import read_sound_table
from griffin.errors import SoundError
try:
    Player(read_sound_table(Path(sys.argv[1])))
except SoundError as error:
    print(error)
"""
    ended = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env=os.environ | {"SDL_AUDIODRIVER": "pulseaudio", "PULSE_SERVER": "unix:/nowhere"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ended.stdout.startswith("There is no loudspeaker")
    assert ended.stderr == ""


def test_a_stop_of_this_process_is_not_taken_for_one_of_the_device(folder: Path, tmp_path: Path) -> None:
    play(folder, tmp_path, [], 0.5, stopped_s=60.0)  # asserts that the device isn't lost
