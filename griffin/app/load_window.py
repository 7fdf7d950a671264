"""The way to the window, on which Ctrl-C must not show innards."""

from typing import TYPE_CHECKING

from griffin.app.parent_watchdog import holding_signals

if TYPE_CHECKING:
    from griffin.render.core.window import Window


def load_window() -> "type[Window]":
    """The class Window, its library loaded. Import nothing of OpenGL before: it decides on the driver.

    The glfw package asks a young interpreter of its own for the library's version: a signal to the whole
    group would end that one, and glfw would take its library for broken.
    """
    with holding_signals():
        from griffin.render.core.window import Window
    return Window
