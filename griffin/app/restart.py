"""When a process that fails is started again: at first at once, then with longer pauses, and never given up.

Pure: it is told of starts and failures with their times, and starts nothing itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartTuning:
    """How patient a restart is.

    `pauses_s`: before the first, second, ... restart of a row. After as many failures within `row_s` the
    process counts as broken.
    """

    pauses_s: tuple[float, ...] = (0.0, 2.0, 10.0)  # a driver or a USB port needs seconds to settle
    row_s: float = 60.0  # failures further apart are separate mishaps
    broken_pause_s: float = 60.0  # a start costs seconds of a core, and a kiosk runs for weeks

    def __post_init__(self) -> None:
        if not self.pauses_s or min(self.pauses_s) < 0.0:
            raise ValueError("pauses_s must hold at least one pause, none below 0")
        if self.row_s <= 0.0 or self.broken_pause_s <= 0.0:
            raise ValueError("row_s and broken_pause_s must be above 0")


class RestartSchedule:
    """The starts of one process: `note_start` and `note_failure` take turns."""

    def __init__(self, tuning: RestartTuning | None = None) -> None:
        self._tuning = tuning or RestartTuning()
        self._started_s = 0.0
        self._failures_s: list[float] = []  # of the row that goes on
        self.is_broken = False  # failed so often that the player should be told

    def note_start(self, now_s: float) -> None:
        """The process was started."""
        self._started_s = now_s

    def note_failure(self, now_s: float) -> float:
        """The process has failed. Returns the time at which to start it again."""
        tuning = self._tuning
        if now_s - self._started_s >= tuning.row_s:  # it has worked meanwhile
            self._failures_s = []
            self.is_broken = False
        if self.is_broken:
            return now_s + tuning.broken_pause_s
        self._failures_s = [time_s for time_s in self._failures_s if now_s - time_s < tuning.row_s]
        self._failures_s.append(now_s)
        self.is_broken = len(self._failures_s) >= len(tuning.pauses_s)
        return now_s + tuning.pauses_s[len(self._failures_s) - 1]
