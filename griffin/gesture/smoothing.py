"""Noisy samples at uneven times into smooth values: pure filters that know nothing of bodies.

Times are seconds, never frame counts, so a filter behaves alike at 8 and at 60 frames a second.
"""

import math
from collections import deque

import msgspec

TWO_PI = 2.0 * math.pi


def smoothing_gain(cutoff_hz: float, dt_s: float) -> float:
    """How far (0 to 1) a first-order low-pass moves towards a sample that comes `dt_s` after the last."""
    ratio = TWO_PI * cutoff_hz * dt_s
    return ratio / (ratio + 1.0)


def ramp(value: float, start: float, end: float) -> float:
    """0 up to `start`, 1 from `end` on, straight between."""
    if value <= start:
        return 0.0
    return 1.0 if value >= end else (value - start) / (end - start)


class OneEuroFilter:
    """Low-pass whose cutoff grows with speed: calm at rest, hardly any lag in motion.

    Source: Casiez, Roussel, Vogel: "1 Euro Filter: A Simple Speed-based Low-pass Filter for Noisy Input in
    Interactive Systems", CHI 2012. Three departures. A sample that isn't newer than the last changes nothing,
    and after a gap longer than `gap_s` the filter starts anew: frames get lost. And surprise opens the filter
    as speed does: a sample that is `surprise` away from the smoothed value adds 1 Hz to the cutoff, twice as
    far 4 Hz. The noise at rest stays well within it, the lag of a movement doesn't; that halves the lag of
    slow movements and at low frame rates, at the same calm. Infinity, the default, leaves it out.
    """

    def __init__(
        self,
        *,
        min_cutoff_hz: float,
        beta: float,
        derivative_cutoff_hz: float,
        surprise: float = math.inf,
        gap_s: float = 1.0,
    ) -> None:
        self._min_cutoff_hz = min_cutoff_hz
        self._beta = beta
        self._derivative_cutoff_hz = derivative_cutoff_hz
        self._surprise = surprise
        self._gap_s = gap_s
        self._time_s: float | None = None
        self._value = 0.0
        self._speed = 0.0

    def smooth(self, time_s: float, sample: float, weight: float = 1.0) -> float:
        """The smoothed value at `time_s`.

        A sample moves it by the part `weight` of what a certain one would; only the very first counts whole.
        """
        if self._time_s is None:
            self._value = sample
        if self._time_s is None or time_s - self._time_s > self._gap_s:
            self._time_s, self._speed = time_s, 0.0
            self._value += weight * (sample - self._value)
            return self._value
        dt_s = time_s - self._time_s
        if dt_s <= 0.0:
            return self._value
        self._time_s = time_s
        step = sample - self._value
        speed = weight * step / dt_s
        self._speed += smoothing_gain(self._derivative_cutoff_hz, dt_s) * (speed - self._speed)
        cutoff_hz = self._min_cutoff_hz + self._beta * abs(self._speed) + (step / self._surprise) ** 2
        self._value += weight * smoothing_gain(cutoff_hz, dt_s) * step
        return self._value

    def reset(self) -> None:
        """Forget everything: the next sample is the first."""
        self._time_s = None


class SlowMean:
    """A measure that is learned quickly and renewed slowly: a plain mean that turns into a low-pass.

    For `renew_s` seconds each sample counts by the time it covers; after that old ones fade with that time
    constant. A sample far from what was learned (`outlier_frac` of it) is drawn to the edge first, so one bad
    frame can't spoil the measure.
    """

    def __init__(self, *, renew_s: float, outlier_frac: float) -> None:
        self._renew_s = renew_s
        self._outlier_frac = outlier_frac
        self._time_s: float | None = None
        self._learned_s = 0.0
        self.value = 0.0

    def learn(self, time_s: float, sample: float) -> float:
        """The measure after this sample."""
        if self._time_s is None:
            self._time_s, self.value = time_s, sample
            return sample
        dt_s = time_s - self._time_s
        if dt_s <= 0.0:
            return self.value
        self._time_s = time_s
        self._learned_s = min(self._learned_s + dt_s, self._renew_s)
        margin = self._outlier_frac * abs(self.value)
        bounded = min(max(sample, self.value - margin), self.value + margin)
        self.value += min(1.0, dt_s / (self._learned_s + dt_s)) * (bounded - self.value)
        return self.value


class Motion(msgspec.Struct, frozen=True, kw_only=True):
    """A parabola through the last samples: the place at the newest, speed and acceleration per second."""

    place: float
    acceleration: float
    middle_speed: float  # in the middle of the window, where it is best known


class MotionWindow:
    """The last samples of one signal, and the parabola that fits them best (least squares)."""

    def __init__(self, *, span_s: float, least_samples: int = 3) -> None:
        self._span_s = span_s
        self._least = least_samples
        self._samples: deque[tuple[float, float]] = deque()

    def add(self, time_s: float, sample: float) -> None:
        """Take a sample and let go of those older than the span, but never of the last few."""
        samples = self._samples
        samples.append((time_s, sample))
        while len(samples) > self._least and samples[0][0] < time_s - self._span_s:
            samples.popleft()

    def drop_newest(self) -> None:
        """Take back the last sample."""
        if self._samples:
            self._samples.pop()

    def clear(self) -> None:
        """Forget all samples."""
        self._samples.clear()

    @property
    def is_ready(self) -> bool:
        """Whether there are enough samples for a parabola."""
        return len(self._samples) >= self._least

    @property
    def covered_s(self) -> float:
        """From the oldest sample to the newest."""
        return self._samples[-1][0] - self._samples[0][0] if self._samples else 0.0

    def motion(self) -> Motion:
        """The parabola; needs `is_ready`."""
        samples = self._samples
        count = len(samples)
        middle_s = mean = 0.0
        for t, x in samples:
            middle_s += t
            mean += x
        middle_s, mean = middle_s / count, mean / count
        # With times about their mean, the normal equations are small enough to write out.
        s2 = s3 = s4 = y1 = y2 = 0.0
        for t, x in samples:
            u = t - middle_s
            uu = u * u
            uv = u * (x - mean)
            s2 += uu
            s3 += uu * u
            s4 += uu * uu
            y1 += uv
            y2 += u * uv
        spread = s4 - s2 * s2 / count - s3 * s3 / s2 if s2 > 0.0 else 0.0
        bend = (y2 - s3 * y1 / s2) / spread if spread > 1e-15 else 0.0
        slope = (y1 - bend * s3) / s2 if s2 > 0.0 else 0.0
        last = samples[-1][0] - middle_s
        level = mean - bend * s2 / count
        return Motion(
            place=level + slope * last + bend * last * last,
            acceleration=2.0 * bend,
            middle_speed=slope,
        )
