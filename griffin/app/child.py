"""A child process: started with one message, sent news over its standard input, and gone after `close`.

It is a fresh interpreter, never a fork: neither OpenGL nor MediaPipe nor threads survive one. The pipe ends
when this process does, however it ends, and the child notices.
"""

import contextlib
import logging
import signal
import subprocess
import sys

from griffin.app.parent_watchdog import holding_signals
from griffin.errors import GriffinError
from griffin.options import StartMessage, encode_start
from griffin.paths import safe_environment

log = logging.getLogger(__name__)

PROGRAM = (sys.executable, "-m", "griffin")

_BY_SIGNAL = 128  # plus the signal's number: the exit status of a process that has handled it
_MOMENT_S = 0.5
_GRACE_S = 10.0  # for a child to finish starting, or its video, even on a busy machine


class ChildError(GriffinError):
    """A child can't be started, or has ended with an error, which it has reported itself already."""

    def __init__(self, sentence: str, exit_status: int) -> None:
        super().__init__(sentence)
        self.exit_status = exit_status


class Child:
    """One running process. `name`: of sentences for the player; `command`: the program's own command.

    `handles`: of ours that it gets under the same numbers. Raises ChildError where it can't be started.
    """

    def __init__(
        self, name: str, command: str, message: StartMessage, *, handles: tuple[int, ...] = ()
    ) -> None:
        self._name = name
        try:
            with holding_signals():
                self._process = subprocess.Popen(
                    [*PROGRAM, command, "--from-parent"],
                    stdin=subprocess.PIPE,
                    env=safe_environment(),
                    pass_fds=handles,
                )
        except OSError as error:  # the system is out of memory, processes or files
            raise ChildError(f"The {name} process can't be started: {error.strerror}.", 1) from error
        self.send(encode_start(message))

    @property
    def status(self) -> int | None:
        """How it has ended, negative for a signal; None while it runs."""
        return self._process.poll()

    @property
    def ending_signal(self) -> str | None:
        """The signal that has ended it, by its name, also where it has handled the signal itself."""
        status = self.status or 0
        number = -status if status < 0 else status - _BY_SIGNAL
        if number not in signal.valid_signals():
            return None
        try:
            return signal.Signals(number).name
        except ValueError:  # a real-time signal has a number only
            return f"signal {number}"

    def send(self, line: bytes) -> None:
        """Send one more line to its standard input. If it has ended already, its status says why."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def raise_if_failed(self) -> None:
        """Raises ChildError where it has ended with anything but success."""
        status = self.status
        if not status:
            return
        exit_status = status if status > 0 else _BY_SIGNAL - status
        if self.ending_signal:
            raise ChildError(f"The {self._name} process was ended by {self.ending_signal}.", exit_status)
        # Status 1 is a bug: the child has printed a traceback. With any other it has said why itself.
        sentence = f"The {self._name} process has failed; the lines above say where."
        raise ChildError(sentence if status == 1 else "", status)

    def let_go(self) -> None:
        """Asks it to end, by the end of its standard input; `close` waits for that."""
        self._close_input()

    def kill(self) -> None:
        """Kills it without waiting for its end, which `status` reports."""
        self._process.kill()
        self._close_input()

    def close_quickly(self) -> None:
        """Stops it: closes its standard input, then SIGKILL. Waits for neither longer than a moment."""
        self._close_input()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_MOMENT_S)
            return
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):  # in a driver's call even SIGKILL takes a while
            self._process.wait(_MOMENT_S)

    def close(self) -> None:
        """Stops it: closes its standard input, then SIGTERM, then SIGKILL."""
        child = self._process
        self._close_input()
        if hasattr(signal, "SIGCONT"):  # a suspended process would not react to SIGTERM
            child.send_signal(signal.SIGCONT)
        for insist in (child.terminate, child.kill):
            if not self._ends():
                log.info("a child doesn't end by itself")
                insist()
        child.wait()

    def _close_input(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()

    def _ends(self) -> bool:
        try:
            self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            return False
        return True
