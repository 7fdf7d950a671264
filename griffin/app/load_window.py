"""Loads the window's library, so that Ctrl-C meanwhile shows no traceback from inside it."""

from typing import TYPE_CHECKING

from griffin.app.parent_watchdog import holding_signals

if TYPE_CHECKING:
    from griffin.render.core.window import Window


def load_window() -> "type[Window]":
    """The class Window, its library loaded. Import nothing of OpenGL before: it decides on the driver.

    The glfw package starts an interpreter to ask for the library's version. A signal to the whole group would
    end that one, and glfw would take its library for broken.
    """
    with holding_signals():
        from griffin.render.core.window import Window
    return Window
