"""An X server that goes away (log-out, a cut `ssh -X`) → a window that wants to be closed.

Xlib's own answer is to end the process at once, before the film, the picture and the report are written. From
version 1.7 on a program may say otherwise.
"""

import ctypes
import logging

log = logging.getLogger(__name__)

_OnError = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
_OnExit = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


class XServerWatch:
    """`is_lost`: the connection broke. The handlers must live as long as the connection does."""

    def __init__(self, display: int) -> None:
        """`display`: the address of Xlib's Display."""
        self.is_lost = False
        self._on_error = _OnError(lambda _display: 0)  # the usual one prints a line and ends the process
        self._on_exit = _OnExit(lambda _display, _data: self._note_loss())
        try:
            xlib = ctypes.CDLL("libX11.so.6")
            set_exit_handler, set_error_handler = xlib.XSetIOErrorExitHandler, xlib.XSetIOErrorHandler
        except (OSError, AttributeError):
            log.info("this Xlib ends the process when the X server is gone")
            return
        set_exit_handler.argtypes, set_exit_handler.restype = (
            (ctypes.c_void_p, _OnExit, ctypes.c_void_p),
            None,
        )
        set_error_handler.argtypes, set_error_handler.restype = (_OnError,), ctypes.c_void_p
        set_error_handler(self._on_error)
        set_exit_handler(display, self._on_exit, None)

    def _note_loss(self) -> None:
        if not self.is_lost:
            log.warning("The display is gone. The flight ends.")
        self.is_lost = True
