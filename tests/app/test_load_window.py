"""The window's library is loaded without what nobody needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from griffin.app import load_window

LOADED = (
    "import os, subprocess, sys\n"
    "def refuse(*_, **__): raise AssertionError('an interpreter was started')\n"
    "popen, subprocess.Popen.__init__ = subprocess.Popen.__init__, refuse\n"
    "from griffin.app.load_window import load_window\n"
    "before = dict(os.environ)\n"
    "load_window()\n"
    "assert dict(os.environ) == before\n"
    "assert 'glfw' in sys.modules\n"
    "assert 'cffi' not in sys.modules\n"
    "import cffi\n"
)


on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="glfw brings one library anywhere else"
)


def run_fresh(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glfw starts an interpreter on Linux only")
def test_neither_an_interpreter_is_started_nor_cffi_loaded() -> None:
    done = run_fresh(LOADED)
    assert done.returncode == 0, done.stderr


def test_a_library_that_was_named_is_taken(tmp_path: Path) -> None:
    missing = tmp_path / "libglfw.so"
    done = run_fresh(
        "from griffin.app.load_window import load_window\nload_window()", PYGLFW_LIBRARY=str(missing)
    )
    assert "Failed to load GLFW3" in done.stderr


def test_a_variant_that_the_package_lacks_leaves_the_choice_to_glfw() -> None:
    done = run_fresh(
        "from griffin.app import load_window\nload_window.load_window()\nprint('there')",
        XDG_SESSION_TYPE="wayland",
        PYGLFW_LIBRARY_VARIANT="none",
    )
    assert done.stdout == "there\n", done.stderr


def choose(
    *, answers: bool, is_headless: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The variant that is chosen in this environment, printed, where Wayland answers or doesn't."""
    code = (
        "import logging, os\nlogging.basicConfig()\n"
        "from griffin.app import load_window\nfrom griffin.errors import GriffinError\n"
        f"load_window.wayland_answers = lambda library: {answers}\n"
        "try:\n"
        f"    load_window.load_window(is_headless={is_headless})\n"
        "    import glfw.library\n"
        "    print(glfw.library.glfw._name.split('/')[-2])\n"
        "except GriffinError as error:\n    print(error)\n"
    )
    names = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "PYGLFW_LIBRARY_VARIANT")
    return run_fresh(code, **{**dict.fromkeys(names, ""), **environment})


@on_linux
@pytest.mark.parametrize(
    ("environment", "answers", "variant"),
    [
        ({"DISPLAY": ":0"}, True, "x11"),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, True, "wayland"),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, False, "x11"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "x11"}, True, "x11"),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "tty"}, True, "wayland"),
        ({}, True, "x11"),
    ],
)
def test_the_library_is_that_of_a_display_which_answers(
    environment: dict[str, str], answers: bool, variant: str
) -> None:
    done = choose(answers=answers, **environment)
    assert done.stdout == f"{variant}\n", done.stderr
    falls_back = "No Wayland display answers: the window opens over X11." in done.stderr
    assert falls_back is (not answers)


@on_linux
def test_where_no_display_answers_that_is_said_in_one_sentence() -> None:
    done = choose(answers=False, XDG_SESSION_TYPE="wayland", WAYLAND_DISPLAY="wayland-0")
    assert done.stdout.startswith("No Wayland display answers.")
    done = choose(answers=False, is_headless=True, XDG_SESSION_TYPE="wayland")
    assert done.stdout == "wayland\n"  # which draws off-screen as well


OPENED = """
import logging
logging.basicConfig(format="%(message)s")
from griffin.app.load_window import load_window
window = load_window()(size_px=(64, 64), title="Griffin", is_headless=False)
import glfw
print(glfw.get_platform() == glfw.PLATFORM_X11)
window.release()
"""


@on_linux
@pytest.mark.gl
def test_a_session_of_wayland_where_only_x11_answers_gets_its_window(display: str, tmp_path: Path) -> None:
    done = run_fresh(
        OPENED,
        DISPLAY=display,
        WAYLAND_DISPLAY="wayland-0",
        XDG_SESSION_TYPE="wayland",
        XDG_RUNTIME_DIR=str(tmp_path),
    )
    assert done.stdout == "True\n", done.stderr
    assert done.stderr == "No Wayland display answers: the window opens over X11.\n"


@on_linux
def test_a_library_that_crashes_has_no_display(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As GLFW's does on a Wayland without a seat."""
    crash = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    monkeypatch.setattr(load_window, "_ASK_WAYLAND", crash)
    assert not load_window.wayland_answers(tmp_path / "libglfw.so")
