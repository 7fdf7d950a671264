"""The window's library is loaded without what nobody needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
