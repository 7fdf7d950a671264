"""Whatever goes wrong is one sentence with a status; the traceback is for who asks."""

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from griffin import cli
from griffin.app.failure import DEBUG_VARIABLE, explain, tell_of_threads
from griffin.errors import ConfigError


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (MemoryError(), 10, "There is not enough memory. Close other programs"),
        (OSError(12, "Cannot allocate memory"), 10, "not enough memory"),
        (ImportError("cv2.so: failed to map segment from shared object"), 10, "not enough memory"),
        (
            ImportError("No module named 'glfw'"),
            11,
            "can't be loaded: No module named 'glfw'. Run scripts/play",
        ),
        (KeyError("leg"), 70, "Griffin has a fault: KeyError in a library. The same command with --debug"),
    ],
)
def test_an_unforeseen_error_is_explained(error: Exception, status: int, said: str) -> None:
    told = explain(error)
    assert told.exit_status == status
    assert said in str(told)


def fail(_given: object, _started_s: float) -> int:
    raise KeyError("leg")


def test_a_fault_is_one_sentence_and_a_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(cli._COMMANDS, "model", fail)
    assert cli.main(["model"]) == 70
    said = capsys.readouterr().err
    assert said.startswith("griffin: Griffin has a fault: KeyError in cli.py, line ")
    assert said.count("\n") == 1


def test_who_asks_is_shown_where_it_came_from(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(DEBUG_VARIABLE, "0")
    monkeypatch.setitem(cli._COMMANDS, "model", fail)
    assert cli.main(["model", "--debug"]) == 70
    assert "Traceback" in capsys.readouterr().err

    def refuse(_given: object, _started_s: float) -> int:
        raise ConfigError("No.")

    monkeypatch.setitem(cli._COMMANDS, "model", refuse)
    assert cli.main(["model"]) == 2  # the variable holds for child processes
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert said.endswith("griffin: No.\n")


def test_a_fault_in_a_thread_has_its_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.delenv(DEBUG_VARIABLE, raising=False)
    tell_of_threads()
    thread = threading.Thread(target=lambda: np.zeros(3)[7])
    thread.start()
    thread.join()
    said = capsys.readouterr().err
    assert said.startswith("griffin: Griffin has a fault: IndexError in ")
    assert said.count("\n") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory as Linux does")
@pytest.mark.parametrize("command", [["gestures", "film.mp4"], ["play", "--source", "demo", "--headless"]])
def test_without_memory_there_is_a_sentence(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "film.mp4").write_bytes(b"\0" * 100)
    limited = (
        "import resource, runpy, sys;"
        "resource.setrlimit(resource.RLIMIT_AS, (300_000_000,) * 2);"
        "runpy.run_module('griffin', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, *command, *(["--seconds", "1"] if command[0] == "play" else [])],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=100,
    )
    assert done.returncode > 0
    assert "Traceback" not in done.stderr
    assert "griffin: " in done.stderr
