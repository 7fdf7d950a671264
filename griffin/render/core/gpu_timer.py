"""How long the GPU works on a picture, asked without waiting for it. Import it only after a `Window`.

The program's clock can't tell: a call that hands a picture over returns at once, and the one that shows it
waits for the display.
"""

from collections import deque

from OpenGL import GL

from griffin.render.core.owned import Owned

_QUERIES = 4  # pictures that may be under way at the same time


class GpuTimer:
    """Times what is drawn between `begin` and `end`; `take` returns what is known by now."""

    def __init__(self) -> None:
        with Owned() as owned:
            self._free = [int(query) for query in GL.glGenQueries(_QUERIES)]
            owned.callback(GL.glDeleteQueries, _QUERIES, list(self._free))
            self._owned = owned.pop_all()
        self._waiting: deque[int] = deque()
        self._is_timing = False

    def begin(self) -> None:
        """A picture begins. It isn't timed while too many are under way."""
        self._is_timing = bool(self._free)
        if self._is_timing:
            self._waiting.append(self._free.pop())
            GL.glBeginQuery(GL.GL_TIME_ELAPSED, self._waiting[-1])

    def end(self) -> None:
        """It is handed over."""
        if self._is_timing:
            GL.glEndQuery(GL.GL_TIME_ELAPSED)
            self._is_timing = False

    def take(self) -> list[float]:
        """Seconds of the pictures that have been finished since the last time, the oldest first."""
        taken: list[float] = []
        while self._waiting and GL.glGetQueryObjectiv(self._waiting[0], GL.GL_QUERY_RESULT_AVAILABLE):
            query = self._waiting.popleft()
            # In ns: 32 bits are enough for 4 s.
            taken.append(1e-9 * int(GL.glGetQueryObjectuiv(query, GL.GL_QUERY_RESULT)))
            self._free.append(query)
        return taken

    def release(self) -> None:
        """Give it back to the driver."""
        self._owned.close()
