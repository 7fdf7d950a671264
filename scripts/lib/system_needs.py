"""Prints what Griffin needs from the system and doesn't find: level, thing, Debian package, one thing a line.

Run by scripts/lib/setup.sh with whatever Python is there, before anything is installed. A library counts as
found when this very Python can load it: that is what the wheels do, whatever a distribution calls its
package. Level `need`: the game can't start without it. `want`: something gets lost, like the window.
"""

import ctypes
import importlib.util
import os
import shutil
import sys
from pathlib import Path

# Asked for at every start, so only what loads within milliseconds. OpenCV links libGL and glib; MediaPipe
# links EGL and GLES, even on the CPU.
NEEDED_LIBRARIES = (
    ("libGL.so.1", "libgl1"),
    ("libEGL.so.1", "libegl1"),
    ("libGLESv2.so.2", "libgles2"),
    ("libglib-2.0.so.0", "libglib2.0-0"),  # newer releases call it libglib2.0-0t64 and provide this name
    ("libgthread-2.0.so.0", "libglib2.0-0"),
)
# SDL opens libpulse by name to play sound, also where PipeWire plays it.
# GLFW opens these by name for a window; OSMesa draws without one (Mesa 25.1 dropped it; EGL is used then).
WANTED_LIBRARIES = (
    ("libX11.so.6", "libx11-6"),
    ("libXcursor.so.1", "libxcursor1"),
    ("libXext.so.6", "libxext6"),
    ("libXi.so.6", "libxi6"),
    ("libXinerama.so.1", "libxinerama1"),
    ("libXrandr.so.2", "libxrandr2"),
    ("libXrender.so.1", "libxrender1"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libOSMesa.so.8", "libosmesa6"),
    ("libpulse.so.0", "libpulse0"),
)
TEST_PROGRAMS = (
    ("Xvfb", "xvfb"),  # a test flies in a real window there
    ("xdotool", "xdotool"),
    ("ssh", "openssh-client"),  # the deployment asks a host that isn't there
    ("gst-launch-1.0", "gstreamer1.0-tools"),  # a drawn picture stands in for a Jetson's camera
)
# The deployment is tried on a server of the tests' own. But the package starts one for everybody, which is
# not for us to do on a developer's machine: only CI gets it by itself.
CI_PROGRAMS = (("sshd", "openssh-server"),)
TEST_FILES = (("usr/lib/*/gstreamer-1.0/libgstvideotestsrc.so", "gstreamer1.0-plugins-base"),)


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_program(name: str) -> bool:
    return shutil.which(name) is not None or shutil.which(name, path="/usr/sbin") is not None


def main() -> None:
    """`quick`: what is needed; `libraries`: the wanted, too; `play`: also venv; `test`: also its programs."""
    kind = sys.argv[1]
    missing = [("need", *row) for row in NEEDED_LIBRARIES if not _can_load(row[0])]
    has_venv = all(map(importlib.util.find_spec, ("venv", "ensurepip")))
    if kind in ("play", "test") and not has_venv:
        missing.append(("need", "ensurepip", f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"))
    if kind != "quick":
        missing += [("want", *row) for row in WANTED_LIBRARIES if not _can_load(row[0])]
    if kind == "test":
        programs = TEST_PROGRAMS + (CI_PROGRAMS if os.environ.get("CI") else ())
        missing += [("want", *row) for row in programs if not _has_program(row[0])]
        missing += [("want", *row) for row in TEST_FILES if not any(Path("/").glob(row[0]))]
    for row in missing:
        print(*row)


main()
