"""scripts/listen.py: known levels, onsets beside what happened, one sentence for what it can't use."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from griffin.audio.steps import RATE_HZ
from griffin.events import EventKind, GestureEvent
from griffin.game.moment import on_grid
from griffin.game.session import SessionStart
from griffin.render.recorder import FlightRecorder, RecorderTuning
from tests.audio.sounds import write_wav
from tests.flights import one, tracked_body
from tests.replays import land_session, write_journal
from tests.scripts_loader import SCRIPTS, load_script

listen = load_script("listen")
SECONDS = 2.0
TAKE_OFF_S = 1.0


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of soft noise, and a tone from the second one on."""
    path = tmp_path_factory.mktemp("listen") / "film.mp4"
    recorder = FlightRecorder(path, (64, 64), RecorderTuning(queue_pictures=100), sound_rate_hz=RATE_HZ)
    count = round(SECONDS * RATE_HZ)
    sound = 0.001 * np.random.default_rng(1).standard_normal(count)
    sound[count // 2 :] += 0.1 * np.sin(2.0 * np.pi * 1000.0 * np.arange(count // 2) / RATE_HZ)
    sound[-4800:] *= np.linspace(1.0, 0.0, 4800)
    for picture in range(60):
        recorder.add(np.zeros((64, 64, 3), dtype=np.uint8), picture / 30)
    recorder.add_sound(np.stack([sound, sound], axis=1).astype(np.float32), 0.0)
    recorder.close()
    return path


def test_levels_and_onsets_are_printed_beside_what_happened(
    film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin = SessionStart()
    jump = GestureEvent(captured_s=TAKE_OFF_S, kind=EventKind.JUMP, strength=0.8)
    inputs = [
        one(on_grid(turn / 30), steering=tracked_body(0.1), events=(jump,) if turn == 30 else ())
        for turn in range(40)
    ]
    journal = write_journal(tmp_path / "j", begin, land_session(begin), inputs)
    assert listen.main([str(film), str(journal.path)]) == 0
    levels, _, events = capsys.readouterr().out.partition("\n\n")
    figures = {line.split()[0]: float(line.split()[1]) for line in levels.splitlines()}
    assert figures["length"] == pytest.approx(SECONDS, abs=0.025)
    assert figures["momentary"] == pytest.approx(
        -20.0, abs=0.3
    )  # as BS.1770 has a tone of -20 dBFS on both sides
    assert figures["peak"] == pytest.approx(-19.9, abs=0.5)
    (together,) = [line for line in events.splitlines() if "took_off" in line]
    assert float(together.split()[0]) == pytest.approx(TAKE_OFF_S, abs=0.03)
    assert "dB, 400-1500 Hz" in together


def test_a_film_alone_has_its_onsets(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listen.main([str(film)]) == 0
    assert len(capsys.readouterr().out.partition("\n\n")[2].splitlines()) == 1


def test_what_cannot_be_used_gets_one_sentence_and_a_status(
    film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    silent = Path(__file__).resolve().parents[1] / "docs" / "gallery" / "griffin-turntable.mp4"
    (tmp_path / "text").write_text("no film")
    write_wav(tmp_path / "short", bytes(4 * (round(0.4 * RATE_HZ) - 1)))
    write_wav(tmp_path / "1 Hz", bytes(400), rate_hz=1)
    write_wav(tmp_path / "nan", np.full(RATE_HZ, np.nan, "<f4").tobytes(), form=3, bits=32)
    for arguments, sentence in (
        ([tmp_path / "short"], "less than 0.4 s"),
        ([tmp_path / "1 Hz"], "can't be read"),
        ([tmp_path / "nan"], "can't be read"),
        ([tmp_path / "none.mp4"], "can't be read"),
        ([tmp_path / "text"], "can't be read"),
        ([tmp_path], "can't be read"),
        ([silent], "has no sound"),
        ([film, tmp_path / "text"], "is not a journal"),
    ):
        assert listen.main([str(each) for each in arguments]) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert sentence in said.err


def test_a_python_without_the_libraries_gets_one_sentence(film: Path) -> None:
    arguments = ["-I", "-S", str(SCRIPTS / "listen.py"), str(film)]
    ended = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert "scripts/test" in ended.stderr
