"""MediaPipe loads its graphs whatever the language of the desktop."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import locale, sys
from pathlib import Path
from griffin.vision.landmarker import PoseLandmarker, prepare_mediapipe
assert locale.setlocale(locale.LC_CTYPE) == sys.argv[2], locale.setlocale(locale.LC_CTYPE)
PoseLandmarker(Path(sys.argv[1]))
"""


@pytest.mark.pose
@pytest.mark.parametrize("language", ["tr_TR", "az_AZ"])
def test_a_language_with_a_dotless_i_loads_the_model(pose_model: Path, tmp_path: Path, language: str) -> None:
    if not (localedef := shutil.which("localedef")):
        pytest.skip("localedef isn't installed")
    name = f"{language}.UTF-8"
    made = subprocess.run(
        [localedef, "-i", language, "-f", "UTF-8", str(tmp_path / name)], capture_output=True, check=False
    )
    if not (tmp_path / name / "LC_CTYPE").exists():
        pytest.skip(f"the system has no description of {language}: {made.stderr.decode(errors='replace')}")
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(pose_model), name],
        env=os.environ | {"LOCPATH": str(tmp_path), "LC_ALL": name},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
