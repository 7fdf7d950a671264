"""BodyFeatures into flailing: both arms going fast in whatever direction, as toddlers fly.

Theory. A small child doesn't beat both arms together, but the arms never rest: each goes its way and back,
one and a half to four times a second. So two things are asked of each wrist, both against the trunk. Its
*path* is long in every part of a second and a half. Path length, not speed, because a hand stops briefly at
each reversal. And its path is several times its *extent*, the size of the place in which it moves, which
takes turning back again and again: arms that are swung, swept or raised have as much extent as path. Hands
that go up and down together beat the wings instead, and three strokes are a flap run. People who direct
traffic stay below that speed; dancers reach it, but they travel. Nobody has to face the camera squarely, but
from the side one arm hides the other.
"""

import math
from collections import deque
from dataclasses import dataclass
from itertools import pairwise

from griffin.gesture.features import BodyFeatures
from griffin.gesture.tuning import GestureTuning


@dataclass(slots=True)
class _Sample:
    """Where the wrists were, in torso lengths, and their paths until then; the trunk in picture heights."""

    time_s: float
    left: tuple[float, float]
    right: tuple[float, float]
    trunk_x: float
    torso: float
    left_path: float = 0.0
    right_path: float = 0.0


class FlailDetector:
    """Reports flailing once, and again only after the arms were calm."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._samples: deque[_Sample] = deque()
        self._fast_since_s: float | None = None
        self._is_reported = False

    def watch(self, body: BodyFeatures, stroked_s: float) -> bool:
        """Whether this frame completes a time of flailing that is not reported yet.

        `stroked_s`: when both arms last made a stroke.
        """
        tuning, now_s, samples = self._tuning, body.captured_s, self._samples
        if samples and now_s - samples[-1].time_s < tuning.flail_step_s:
            return False
        if min(body.left.visibility, body.right.visibility) < tuning.arm_visibility:
            return False
        if body.shoulder_span < tuning.flail_span_torsos or (
            samples and now_s - samples[-1].time_s > tuning.flap_gap_s
        ):
            self._forget()
        self._add(body)
        speed = self._speed()
        if speed is None:
            return False
        self._follow(now_s, speed)
        if self._is_reported or self._fast_since_s is None or now_s - self._fast_since_s < tuning.flail_s:
            return False
        is_stroking = now_s - stroked_s < tuning.flail_s and self._beats()
        self._is_reported = self._turns_back() and self._stays() and not is_stroking
        return self._is_reported

    def _follow(self, now_s: float, speed: float) -> None:
        tuning = self._tuning
        if speed < tuning.flail_calm_per_s:
            self._is_reported = False
        if speed < tuning.flail_speed_per_s:
            self._fast_since_s = None
        elif self._fast_since_s is None:
            # The speed is that of a part before now: it began in the middle of that, on average.
            self._fast_since_s = now_s - tuning.flail_part_s / 2.0

    def _forget(self) -> None:
        self._samples.clear()
        self._fast_since_s = None

    def _add(self, body: BodyFeatures) -> None:
        tuning, samples, now_s = self._tuning, self._samples, body.captured_s
        sample = _Sample(
            time_s=now_s,
            left=(body.left.across, body.left.up),
            right=(body.right.across, body.right.up),
            trunk_x=body.middle_x,
            torso=body.torso,
        )
        if samples:
            last = samples[-1]
            # One frame of a wrist elsewhere adds no more than an arm can.
            most = tuning.flap_most_per_s * (now_s - last.time_s)
            sample.left_path = last.left_path + min(most, math.dist(sample.left, last.left))
            sample.right_path = last.right_path + min(most, math.dist(sample.right, last.right))
        samples.append(sample)
        while samples[0].time_s < now_s - tuning.flail_s:
            samples.popleft()

    def _speed(self) -> float | None:
        """The slower wrist's mean speed along its path over the last part of the time; None: not known."""
        tuning, end_s = self._tuning, self._samples[-1].time_s
        part = [each for each in self._samples if each.time_s >= end_s - tuning.flail_part_s - 1e-6]
        first, last = part[0], part[-1]
        known_s = last.time_s - first.time_s
        longest_s = max((after.time_s - before.time_s for before, after in pairwise(part)), default=0.0)
        if known_s < tuning.flail_part_s / 2.0 or longest_s > tuning.flail_coarse_s:
            return None
        return min(last.left_path - first.left_path, last.right_path - first.right_path) / known_s

    def _turns_back(self) -> bool:
        first, last, times = self._samples[0], self._samples[-1], self._tuning.flail_path_over_extent
        left_extent, right_extent = (_extent(points) for points in zip(*self._wrists(), strict=True))
        return (
            last.left_path - first.left_path >= times * left_extent
            and last.right_path - first.right_path >= times * right_extent
        )

    def _beats(self) -> bool:
        """Whether the two hands go up and down together: strokes, which have their own flap run."""
        left = [sample.left[1] for sample in self._samples]
        right = [sample.right[1] for sample in self._samples]
        apart = [a - b for a, b in zip(left, right, strict=True)]
        least = min(_mean_deviation(left), _mean_deviation(right))
        return _mean_deviation(apart) < self._tuning.flail_apart_frac * least

    def _wrists(self) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        return [(sample.left, sample.right) for sample in self._samples]

    def _stays(self) -> bool:
        """Whether the body keeps its place across the picture, and its distance from the camera."""
        tuning, torsos = self._tuning, [sample.torso for sample in self._samples]
        places = [sample.trunk_x for sample in self._samples]
        return max(places) - min(places) <= tuning.flail_travel_torsos * torsos[-1] and max(torsos) <= (
            1.0 + tuning.flail_grown_frac
        ) * min(torsos)


def _mean_deviation(values: list[float]) -> float:
    """The mean distance from the mean: one value far off hardly matters."""
    middle = sum(values) / len(values)
    return sum(abs(value - middle) for value in values) / len(values)


def _extent(points: tuple[tuple[float, float], ...]) -> float:
    return math.hypot(*(_width(values) for values in zip(*points, strict=True)))


def _width(values: tuple[float, ...]) -> float:
    # One frame of a wrist elsewhere makes it no wider.
    ordered = sorted(values)
    return ordered[-2] - ordered[1]
