"""Chance in what is heard: variants that never come twice in a row, and calls at odd times. Pure, seeded."""

import math
from collections.abc import Sequence

import numpy as np


class Variants:
    """Chooses among the files of a family, never the same one twice running unless there is only one."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._last: dict[str, str] = {}

    def choose(self, family: str, among: Sequence[str]) -> str:
        """Any of them."""
        fresh = [each for each in among if each != self._last.get(family)] or list(among)
        chosen = fresh[int(self._random.integers(len(fresh)))]
        self._last[family] = chosen
        return chosen

    def choose_near(self, family: str, ordered: Sequence[str], frac: float) -> str:
        """The one at a part of the way from the first to the last, or one of its neighbours."""
        middle = round(frac * (len(ordered) - 1))
        return self.choose(family, ordered[max(0, middle - 1) : middle + 2])


class Timer:
    """Comes due at odd times while it is wanted, never sooner after the last time than the least pause."""

    def __init__(self, random: np.random.Generator, pause_s: tuple[float, float]) -> None:
        self._random = random
        self._pause_s = pause_s
        self._due_s: float | None = None
        self._earliest_s = -math.inf

    def is_due(self, now_s: float, *, is_wanted: bool) -> bool:
        """Whether it is time, now that it is wanted."""
        if not is_wanted:
            self._due_s = None
            return False
        if self._due_s is None:
            soon_s = now_s + float(self._random.uniform(0.3, 1.0)) * self._pause_s[0]
            self._due_s = max(soon_s, self._earliest_s)
        if now_s < self._due_s:
            return False
        self._earliest_s = now_s + self._pause_s[0]
        self._due_s = now_s + float(self._random.uniform(*self._pause_s))
        return True
