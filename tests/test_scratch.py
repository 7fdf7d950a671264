"""What a killed process leaves is swept, and nothing else is."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from griffin.scratch import UnfinishedFile, scratch_folder, sweep_files, sweep_folders

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there are no locks that end with a process")
Start = Callable[..., "subprocess.Popen[str]"]

HOLD = """
import sys, time
from pathlib import Path
from griffin.scratch import UnfinishedFile, scratch_folder
with scratch_folder() as own:
    (own.path / "link").touch()
    unfinished = UnfinishedFile(Path(sys.argv[1]))
    print("ready", flush=True)
    time.sleep(600.0)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_only_what_nobody_holds_is_swept(temporary: Path, tmp_path: Path, start_process: Start) -> None:
    films = tmp_path / "films"
    films.mkdir()
    command = [sys.executable, "-c", HOLD, str(films)]
    holder = start_process(command, env=os.environ | {"TMPDIR": str(temporary)})
    assert holder.stdout is not None
    assert holder.stdout.readline() == "ready\n"
    kept = [temporary / "griffin-mine", temporary / "other", films / ".griffin-notes.part"]
    for path in kept:
        path.mkdir()
    sweep_folders()
    sweep_files(films)
    assert (len(list(temporary.iterdir())), len(list(films.iterdir()))) == (3, 2)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    sweep_folders()
    sweep_files(films)
    assert sorted([*temporary.iterdir(), *films.iterdir()]) == sorted(kept)


def test_a_folder_is_held_as_long_as_a_child_has_its_handle(temporary: Path) -> None:
    with scratch_folder() as own:
        assert own.handle is not None
        inherited = os.dup(own.handle)
        path = own.path
        assert path.is_dir()
    assert not path.exists()
    os.close(inherited)


def test_links_and_others_files_are_left_alone(temporary: Path, tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / ".owner").touch()
    (temporary / "griffin-link").symlink_to(real)
    (tmp_path / "target").touch()
    (tmp_path / ".griffin-00000000.part").symlink_to(tmp_path / "target")
    os.mkfifo(tmp_path / ".griffin-11111111.part")
    sweep_folders()
    sweep_files(tmp_path)
    assert (real / ".owner").exists()
    assert len(list(tmp_path.glob(".griffin-*"))) == 2


def test_an_unfinished_file_that_was_renamed_stays(tmp_path: Path) -> None:
    unfinished = UnfinishedFile(tmp_path)
    unfinished.path.write_text("whole")
    unfinished.path.replace(tmp_path / "film.mp4")
    unfinished.release()
    unfinished.release()
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]
    UnfinishedFile(tmp_path).release()
    assert [path.name for path in tmp_path.iterdir()] == ["film.mp4"]


def test_folders_that_can_not_be_read_are_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    sweep_folders()
    sweep_files(tmp_path / "gone")
