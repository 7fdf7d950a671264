"""Every wrong option gets one sentence and a status; help needs neither camera nor GPU."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from griffin.arguments import make_parser
from griffin.cli import main
from griffin.render.quality import Quality


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["play", "--size", "1280"],
        ["play", "--size", "0x0"],
        ["play", "--size", "\N{SUPERSCRIPT TWO}x100"],
        ["play", "--size", "99999x10"],
        ["play", "--seconds", "-1"],
        ["play", "--seconds", "nan"],
        ["play", "--quality", "best"],
        ["play", "--time", "3"],
        ["play", "--time", "25"],
        ["shot", "--time", "noon"],
        ["gestures", "x.npz", "--fps", "0"],
        ["gestures"],
    ],
)
def test_a_wrong_option_ends_with_status_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    last_line = capsys.readouterr().err.strip().splitlines()[-1]
    assert last_line.startswith("griffin")
    assert "error" in last_line


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["gestures", "no-such-file.npz"], 3, "no file"),
        (["model", "--model", "no-such-file.task"], 4, "no pose model"),
        (["camera", "--connect", "nowhere", "--model", "pyproject.toml"], 8, "not the address"),
        (["shot", "--scene", "no-such-scene", "x.png"], 2, "--list"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(
    arguments: list[str], status: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == status
    said = capsys.readouterr().err
    assert said.startswith("griffin: ")
    assert sentence in said
    assert said.count("\n") == 1


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"griffin {metadata.version('griffin-flight')}\n"


def test_help_loads_no_edge_library() -> None:
    code = (
        "import sys\n"
        "from griffin.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'cv2', 'mediapipe', 'OpenGL', 'glfw', 'av', 'numpy'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip().endswith("[]")


def test_the_flight_is_started_before_numpy_is_imported(tmp_path: Path) -> None:
    """Everybody waits for the flight process."""
    code = (
        "import os, subprocess, sys\n"
        "def tell(_, command, **__):\n"
        "    print(command[3], sorted({'numpy', 'rich', 'cv2', 'av'} & set(sys.modules)), flush=True)\n"
        "    os._exit(0)\n"
        "subprocess.Popen.__init__ = tell\n"
        "from griffin.cli import main\n"
        "main(['play', '--headless', '--source', 'demo', '--seconds', '1'])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert ended.stdout == "fly []\n"


def test_every_quality_can_be_asked_for() -> None:
    for quality in Quality:
        options = make_parser().parse_args(["play", "--quality", quality.value])
        assert Quality(options.quality) is quality


@pytest.mark.parametrize("hour", ["3", "25", "noon", "nan", "-1"])
def test_every_wrong_hour_gets_the_same_sentence(hour: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["shot", f"--time={hour}"])
    assert f"'{hour}' is not an hour with light: 6 to 20" in capsys.readouterr().err


def test_every_command_tells_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        "play",
        "camera",
        "fly",
        "replay",
        "model",
        "gestures",
        "doctor",
        "bench",
        "soak",
        "shot",
    ):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
    assert "--source" in capsys.readouterr().out


def test_gestures_of_a_file_that_is_no_recording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damaged = tmp_path / "damaged.npz"
    damaged.write_bytes(b"not a zip")
    assert main(["gestures", str(damaged)]) == 2
    assert "not a landmark recording" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="other systems tell it differently")
def test_a_reader_that_has_gone_is_no_reason_for_words() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "griffin", "shot", "--list"]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (128 + signal.SIGPIPE, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_an_output_that_takes_nothing_is_told_in_one_sentence() -> None:
    command = [sys.executable, "-m", "griffin", "shot", "--list"]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr == "griffin: The output can't be written: No space left on device.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_command_without_words(
    start_process: Callable[..., "subprocess.Popen[str]"], number: signal.Signals, status: int
) -> None:
    code = (
        "import os, sys\n"
        "import griffin.cli as cli\n"
        "def interrupt(*_): os.kill(os.getpid(), int(sys.argv[1]))\n"
        "cli._COMMANDS['doctor'] = interrupt\n"
        "sys.exit(cli.main(['doctor']))"
    )
    process = start_process([sys.executable, "-c", code, str(int(number))])
    _, complaints = process.communicate(timeout=60)
    assert (process.returncode, complaints) == (status, "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others don't let a current folder go")
def test_a_current_folder_that_is_gone(tmp_path: Path) -> None:
    code = "import os, sys; os.rmdir(sys.argv[1])\n"
    code += "from griffin.cli import main; sys.exit(main(['shot', '--list']))"
    command = [sys.executable, "-c", code, str(tmp_path)]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith("griffin: The current folder is gone")
    assert ended.stderr.count("\n") == 1
