"""Durations → their count, mean, maximum and percentiles, in memory that doesn't grow with their number.

A histogram whose buckets grow by 1 % each: a percentile is the middle of its bucket, so it is right to half a
per cent. Count, mean, minimum and maximum are exact.
"""

import math
from array import array
from collections import deque
from collections.abc import Iterable, Sequence

_LEAST_S = 1e-6  # whatever is shorter shares the first bucket
_MOST_S = 1e4  # whatever is longer shares the last one
_LOG_GROWTH = math.log(1.01)
_BUCKETS = math.ceil(math.log(_MOST_S / _LEAST_S) / _LOG_GROWTH) + 1
_NEWEST = 60  # of pictures and movements: about two seconds


class Durations:
    """A tally of durations in seconds, which may be noted for weeks."""

    def __init__(self, durations_s: Iterable[float] = ()) -> None:
        self._counts = array("Q", bytes(8 * _BUCKETS))
        self._newest_s: deque[float] = deque(maxlen=_NEWEST)
        self._count = 0
        self._sum_s = 0.0
        self._least_s = math.inf
        self._most_s = -math.inf
        for duration_s in durations_s:
            self.note(duration_s)

    def note(self, duration_s: float) -> None:
        """Count one more; it must be finite."""
        bucket = 0
        if duration_s > _LEAST_S:
            bucket = min(_BUCKETS - 1, math.ceil(math.log(duration_s / _LEAST_S) / _LOG_GROWTH))
        self._counts[bucket] += 1
        self._newest_s.append(duration_s)
        self._count += 1
        self._sum_s += duration_s
        self._least_s = min(self._least_s, duration_s)
        self._most_s = max(self._most_s, duration_s)

    def __len__(self) -> int:
        """How many were noted."""
        return self._count

    @property
    def newest_s(self) -> Sequence[float]:
        """The last 60, as they were noted."""
        return tuple(self._newest_s)

    @property
    def mean_s(self) -> float:
        """Raises ValueError where nothing was noted."""
        self._insist_on_one()
        return self._sum_s / self._count

    @property
    def max_s(self) -> float:
        """The longest. Raises ValueError where nothing was noted."""
        self._insist_on_one()
        return self._most_s

    def percentile_s(self, percent: float) -> float:
        """As `numpy.percentile` interpolates it, `percent` from 0 to 100; right to 1 % from 1 µs to 10,000 s.

        Raises ValueError where nothing was noted.
        """
        self._insist_on_one()
        rank = percent / 100.0 * (self._count - 1)
        below = self._ranked_s(math.floor(rank))
        return below + (self._ranked_s(math.ceil(rank)) - below) * (rank - math.floor(rank))

    def _ranked_s(self, rank: int) -> float:
        """The duration that has `rank` others before it when all are sorted."""
        if rank == 0:
            return self._least_s
        if rank == self._count - 1:
            return self._most_s
        bucket, passed = 0, self._counts[0]
        while passed <= rank:
            bucket += 1
            passed += self._counts[bucket]
        middle_s = _LEAST_S * math.exp((bucket - 0.5) * _LOG_GROWTH)
        return min(max(middle_s, self._least_s), self._most_s)

    def _insist_on_one(self) -> None:
        if self._count == 0:
            raise ValueError("nothing was noted")
