"""Loads the window's library, quickly, and so that Ctrl-C meanwhile shows no traceback from inside it."""

import ctypes
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from griffin.app.parent_watchdog import holding_signals

if TYPE_CHECKING:
    from griffin.render.core.window import Window

_LIBRARY_VARIABLE = "PYGLFW_LIBRARY"
_VARIANT_VARIABLE = "PYGLFW_LIBRARY_VARIANT"


def load_window() -> "type[Window]":
    """The class Window, its library loaded. Import nothing of OpenGL before: it decides on the driver.

    The glfw package starts an interpreter to ask for a library's version, unless it is told which to take. A
    signal to the whole group would end that one, and glfw would take its library for broken.
    """
    with holding_signals(), _library_of_the_package(), _without_cffi():
        from griffin.render.core.window import Window
    return Window


@contextmanager
def _library_of_the_package() -> Iterator[None]:
    """Names the library that came with the glfw package, if there is one and nobody has named another."""
    found = None if _LIBRARY_VARIABLE in os.environ else _find_library()
    if found is None:
        yield
        return
    os.environ[_LIBRARY_VARIABLE] = str(found)
    try:
        yield
    finally:
        del os.environ[_LIBRARY_VARIABLE]


def _find_library() -> Path | None:
    """The library that glfw would choose of those that it has for Linux, if it can be loaded."""
    package = importlib.util.find_spec("glfw")
    if package is None or package.origin is None or not sys.platform.startswith("linux"):
        return None
    is_wayland = os.environ.get("XDG_SESSION_TYPE") == "wayland"
    variant = os.environ.get(_VARIANT_VARIABLE, "").lower() or ("wayland" if is_wayland else "x11")
    library = Path(package.origin).parent / variant / "libglfw.so"
    try:
        ctypes.CDLL(str(library))
    except OSError:  # it isn't there, or lacks what it needs: glfw looks for another one
        return None
    return library


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
