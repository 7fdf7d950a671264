"""Loads the window's library, quickly, and so that Ctrl-C meanwhile shows no traceback from inside it."""

import ctypes
import importlib.util
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from griffin.app.parent_watchdog import holding_signals
from griffin.errors import RenderError
from griffin.paths import safe_environment

if TYPE_CHECKING:
    from griffin.render.core.window import Window

log = logging.getLogger(__name__)

NO_DISPLAY_HINT = "Start it in a desktop session, or with --headless."
_ANSWER_S = 10.0  # a display that doesn't answer until then is none; usually it takes 0.2 s
_ASK_WAYLAND = (
    "import sys; sys.modules['cffi'] = None; import glfw;"
    " glfw.init_hint(glfw.PLATFORM, glfw.PLATFORM_WAYLAND); sys.exit(0 if glfw.init() else 1)"
)
_LIBRARY = "libglfw.so"
_LIBRARY_VARIABLE = "PYGLFW_LIBRARY"
_VARIANT_VARIABLE = "PYGLFW_LIBRARY_VARIANT"


def load_window(*, is_headless: bool = False) -> "type[Window]":
    """The class Window, its library loaded. Import nothing of OpenGL before: it decides on the driver.

    The glfw package has a library for Wayland and one for X11. It starts an interpreter to ask for a
    library's version, unless it is told which to take. A signal to the whole group would end that one, and
    glfw would take its library for broken.

    Raises RenderError where the window is to be seen and no display answers.
    """
    with holding_signals(), _library_of_the_package(is_headless=is_headless), _without_cffi():
        from griffin.render.core.window import Window
    return Window


@contextmanager
def _library_of_the_package(*, is_headless: bool) -> Iterator[None]:
    """Names the library that came with the glfw package, if there is one and nobody has named another."""
    found = None if _LIBRARY_VARIABLE in os.environ else _find_library(is_headless=is_headless)
    if found is None:
        yield
        return
    os.environ[_LIBRARY_VARIABLE] = str(found)
    try:
        yield
    finally:
        del os.environ[_LIBRARY_VARIABLE]


def _find_library(*, is_headless: bool) -> Path | None:
    """The library to take of those that glfw has for Linux, if it can be loaded."""
    package = importlib.util.find_spec("glfw")
    if package is None or package.origin is None or not sys.platform.startswith("linux"):
        return None
    folder = Path(package.origin).parent
    library = folder / _choose_variant(folder, is_headless=is_headless) / _LIBRARY
    try:
        ctypes.CDLL(str(library))
    except OSError:  # it isn't there, or lacks what it needs: glfw looks for another one
        return None
    return library


def _choose_variant(folder: Path, *, is_headless: bool) -> str:
    """Wayland's in a session of Wayland, as glfw would choose, but only where Wayland answers."""
    if named := os.environ.get(_VARIANT_VARIABLE, "").lower():
        return named
    has_x11 = bool(os.environ.get("DISPLAY"))
    is_wayland = os.environ.get("XDG_SESSION_TYPE") == "wayland"
    if not is_wayland and (has_x11 or not os.environ.get("WAYLAND_DISPLAY")):
        return "x11"
    if is_headless or wayland_answers(folder / "wayland" / _LIBRARY):
        return "wayland"
    if has_x11:
        log.warning("No Wayland display answers: the window opens over X11.")
        return "x11"
    raise RenderError("No Wayland display answers.", hint=NO_DISPLAY_HINT)


def wayland_answers(library: Path) -> bool:
    """Whether GLFW's library for Wayland finds a display that it can use.

    Asked in a process of its own: without a seat (keyboard and mouse) the library crashes.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-c", _ASK_WAYLAND],
            env=safe_environment() | {_LIBRARY_VARIABLE: str(library)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_ANSWER_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


@contextmanager
def _without_cffi() -> Iterator[None]:
    """Hides CFFI from glfw, which imports it and its parser of C for nothing but pointers of Vulkan."""
    if "cffi" in sys.modules:
        yield
        return
    sys.modules["cffi"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["cffi"]
