"""Which file the letters on the screen come from. It needs no library and opens nothing.

DejaVu Sans has all Latin, Greek and Cyrillic letters, and matplotlib, which MediaPipe installs, carries it:
the same letters on every machine, and nothing to be shipped. Without it, one of the system's fonts is used.
"""

import os
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

_OF_MATPLOTLIB = Path("mpl-data", "fonts", "ttf", "DejaVuSans.ttf")
_OF_LINUX = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",  # Debian, Ubuntu
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",  # Fedora
    "/usr/share/fonts/TTF/DejaVuSans.ttf",  # Arch
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
)
_OF_MACOS = (
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "/System/Library/Fonts/Helvetica.ttc",
)
_OF_WINDOWS = ("segoeui.ttf", "arial.ttf")


def find_font() -> Path | None:
    """The file of a font with all Latin letters; None where none of the known ones is installed."""
    return first_file((*_carried_fonts(), *_system_fonts(sys.platform)))


def first_file(candidates: Iterable[Path]) -> Path | None:
    """The first of them that exists."""
    return next((path for path in candidates if path.is_file()), None)


def _carried_fonts() -> list[Path]:
    # Finding a package doesn't import it: matplotlib alone would take longer than the first picture.
    package = find_spec("matplotlib")
    folders = (package.submodule_search_locations if package is not None else None) or ()
    return [Path(folder) / _OF_MATPLOTLIB for folder in folders]


def _system_fonts(platform: str) -> list[Path]:
    if platform == "win32":
        folder = Path(os.environ.get("WINDIR", "C:\\Windows"), "Fonts")
        return [folder / name for name in _OF_WINDOWS]
    return [Path(name) for name in (_OF_MACOS if platform == "darwin" else _OF_LINUX)]
