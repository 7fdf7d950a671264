"""What is said where OpenCV can't be loaded."""

import subprocess
import sys

CODE = """
import sys
class Broken:
    def find_spec(self, name, path=None, target=None):
        if name == "cv2":
            raise ImportError("libGL.so.1: cannot open shared object file: No such file or directory")
sys.meta_path.insert(0, Broken())
from griffin.errors import AssetError
try:
    import griffin.vision.opencv
except AssetError as error:
    print(error)
"""


def test_a_system_library_that_is_missing_is_named_with_what_to_do() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == (
        "OpenCV can't be loaded: libGL.so.1: cannot open shared object file: No such file or directory."
        " `scripts/play` installs the system libraries that are missing.\n"
    )
