"""When a process that fails is started again: at first at once, then with longer pauses, and never given up.

Pure: it gets the times at which the process went live and failed, and starts nothing itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartTuning:
    """When to start again.

    `pauses_s`: before the first, second, ... restart of a row. After as many failures within `row_s` of live
    time the process counts as broken, until it has been live for `row_s` without a break.
    """

    pauses_s: tuple[float, ...] = (0.0, 2.0, 10.0)  # a driver or a USB port needs seconds to recover
    row_s: float = 60.0  # failures further apart are separate mishaps
    broken_pause_s: float = 60.0  # a start costs seconds of a core, and a kiosk runs for weeks

    def __post_init__(self) -> None:
        if not self.pauses_s or min(self.pauses_s) < 0.0:
            raise ValueError("pauses_s must hold at least one pause, none below 0")
        if self.row_s <= 0.0 or self.broken_pause_s <= 0.0:
            raise ValueError("row_s and broken_pause_s must be above 0")


class RestartSchedule:
    """The starts of one process, each of which ends with `note_failure`; `note_live` may come before."""

    def __init__(self, tuning: RestartTuning | None = None) -> None:
        self._tuning = tuning or RestartTuning()
        self._live_since_s: float | None = None
        self._ages_s: list[float] = []  # of the failures of this row: the live time since then
        self.is_broken = False  # failed so often that the player should know

    def note_live(self, now_s: float) -> None:
        """The process does its work from now on."""
        self._live_since_s = now_s

    def note_failure(self, now_s: float) -> float:
        """The process has failed. Returns the time at which to start it again."""
        tuning = self._tuning
        # Not the time since its start: one that takes minutes to fail has not worked for minutes.
        live_s = 0.0 if self._live_since_s is None else now_s - self._live_since_s
        self._live_since_s = None
        if live_s >= tuning.row_s:
            self.is_broken = False
        if self.is_broken:
            return now_s + tuning.broken_pause_s
        self._ages_s = [age_s + live_s for age_s in self._ages_s if age_s + live_s < tuning.row_s]
        self._ages_s.append(0.0)
        self.is_broken = len(self._ages_s) >= len(tuning.pauses_s)
        return now_s + tuning.pauses_s[len(self._ages_s) - 1]
