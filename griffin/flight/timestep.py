"""Real time → whole simulation steps, and what is left over for the blend between the last two states."""

import logging

log = logging.getLogger(__name__)

STEP_S = 0.01  # 100 steps a second: at most 10 ms between a control and its effect
LONGEST_FRAME_S = 0.25  # a longer hitch is not made up for: the flight pauses instead of leaping


class FixedStep:
    """Counts out whole steps. Never reads the clock: time is an argument."""

    def __init__(self, dt_s: float = STEP_S) -> None:
        self.dt_s = dt_s
        self.dropped_s = 0.0  # time that hitches have cost so far
        self._before_s: float | None = None
        self._rest_s = 0.0

    def advance(self, now_s: float) -> int:
        """How many steps are due since the last call; none at the first."""
        elapsed_s = 0.0 if self._before_s is None else max(0.0, now_s - self._before_s)
        self._before_s = now_s
        if elapsed_s > LONGEST_FRAME_S:
            self.dropped_s += elapsed_s - LONGEST_FRAME_S
            log.info("a hitch of %.2f s: the flight has paused for it", elapsed_s)
            elapsed_s = LONGEST_FRAME_S
        self._rest_s += elapsed_s
        steps = int(self._rest_s / self.dt_s)
        self._rest_s -= steps * self.dt_s
        return steps

    @property
    def alpha(self) -> float:
        """How far now lies between the last state (1) and the one before (0)."""
        return min(1.0, max(0.0, self._rest_s / self.dt_s))
