"""Imports every dependency of the installed Griffin and prints its version; expects this MediaPipe.

Usage: import_all.py MEDIAPIPE_VERSION
"""

import importlib
import platform
import re
import sys
from importlib import metadata

MODULES = {"opencv-contrib-python": "cv2", "pillow": "PIL", "pyopengl": "OpenGL"}  # where names differ


def main() -> None:
    """An exception if one of them can't be imported."""
    print(platform.machine(), platform.python_version())
    for requirement in metadata.requires("griffin-flight") or []:
        name = re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower()
        importlib.import_module(MODULES.get(name, name))
        print(name, metadata.version(name))
    if metadata.version("mediapipe") != sys.argv[1]:
        sys.exit(f"MediaPipe {sys.argv[1]} was expected.")


main()
