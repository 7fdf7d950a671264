"""A program that isn't ours ends with its parent, too."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.processes import assert_gone

Start = Callable[..., "subprocess.Popen[str]"]

PARENT = """
import subprocess, sys
from griffin.orphans import ending_with_parent
child = subprocess.Popen(ending_with_parent([sys.executable, "-c", "import time; time.sleep(600.0)"]))
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can do that")
def test_an_installer_does_not_outlive_a_killed_game(start_process: Start) -> None:
    parent = start_process([sys.executable, "-c", PARENT])
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    assert_gone([child])
