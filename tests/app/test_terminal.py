"""Standard streams that are missing or narrow."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

LOOK = (
    "import os, subprocess, sys\n"
    "from griffin.app.terminal import open_standard_streams, say\n"
    "open_standard_streams()\n"
    "handle = os.open(os.devnull, os.O_RDONLY)\n"
    "inherited = subprocess.run([sys.executable, '-c', 'import os; [os.fstat(n) for n in range(3)]'])\n"
    "say(f'\xfc {handle} {inherited.returncode}')\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix closes the streams")
@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-"])
def test_no_file_takes_the_place_of_a_closed_stream(closed: str) -> None:
    script = f'exec "$0" -c "$1" {closed}'
    said = subprocess.run(
        ["sh", "-c", script, sys.executable, LOOK], capture_output=True, text=True, check=True
    )
    _, handle, child_status = said.stdout.split()
    assert int(handle) > 2
    assert child_status == "0"


def test_every_name_can_be_said(tmp_path: Path) -> None:
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii"}
    said = subprocess.run(
        [sys.executable, "-c", LOOK], capture_output=True, text=True, check=True, env=ascii_only
    )
    assert said.stdout.startswith("\\xfc ")
