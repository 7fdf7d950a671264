"""BodyFeatures into Steering: the arms as wings and as controls, smoothed.

The line between the wrists banks. What leans all the time (a tilted camera, a crooked chair) is learned from
the torso while the arms are level and taken off; a lean of the moment is meant, children bank with the whole
body. The common height of both arms climbs and dives. Arms at the sides are a rest, not a dive: below the
diving range the control returns to level, and so does the bank.
"""

import math

from griffin.events import Steering
from griffin.gesture.features import Arm, BodyFeatures
from griffin.gesture.jump import StandingHeight
from griffin.gesture.smoothing import OneEuroFilter, smoothing_gain
from griffin.gesture.tuning import GestureTuning


class SteeringReader:
    """Holds the smoothed controls of one body."""

    def __init__(self, tuning: GestureTuning, *, is_seated: bool) -> None:
        self._tuning = tuning
        self._is_seated = is_seated
        self._arm_line = _angle_filter(tuning)
        self._wings = {name: _angle_filter(tuning) for name in ("left", "right")}
        self._rises = {name: _angle_filter(tuning) for name in ("left", "right")}
        self._folds = {name: _angle_filter(tuning) for name in ("left", "right")}
        self._body = OneEuroFilter(
            min_cutoff_hz=tuning.body_cutoff_hz,
            beta=tuning.body_beta,
            derivative_cutoff_hz=tuning.derivative_hz,
        )
        self._standing = StandingHeight(tuning)
        self._lean_rad = 0.0
        self._restlessness = 0.0  # mean jump of the raw arm line between frames, rad
        self._line_rad = 0.0
        self._time_s: float | None = None
        self._now = Steering(captured_s=0.0)

    def read(self, body: BodyFeatures, *, shows_back: bool) -> Steering:
        """The controls in this frame."""
        now_s = body.captured_s
        dt_s = now_s - self._time_s if self._time_s is not None else 0.0
        self._time_s = now_s
        line_rad = self._arm_line.smooth(now_s, body.wrist_line_rad)
        left_rise_rad = self._smooth_arm("left", now_s, body.left)
        right_rise_rad = self._smooth_arm("right", now_s, body.right)
        held_frac = self._held_frac(body)
        self._learn_lean(dt_s, body, line_rad, held_frac)
        self._learn_restlessness(dt_s, body.wrist_line_rad)
        self._line_rad = body.wrist_line_rad
        calm = 0.0 if shows_back else 1.0
        wanted_roll_rad = calm * held_frac * self._roll(line_rad - self._lean_rad, body)
        wanted_climb_frac = calm * self._climb((left_rise_rad + right_rise_rad) / 2.0)
        self._now = Steering(
            captured_s=now_s,
            arm_line_rad=line_rad,
            roll_rad=self._ease(self._now.roll_rad, wanted_roll_rad, dt_s, shows_back),
            climb_frac=self._ease(self._now.climb_frac, wanted_climb_frac, dt_s, shows_back),
            left_wing_rad=self._wings["left"].smooth(now_s, body.left.wing_rad),
            right_wing_rad=self._wings["right"].smooth(now_s, body.right.wing_rad),
            left_elbow_rad=self._folds["left"].smooth(now_s, body.left.elbow_rad),
            right_elbow_rad=self._folds["right"].smooth(now_s, body.right.elbow_rad),
            body_frac=self._body_frac(body),
            is_tracked=True,
        )
        return self._now

    def coast(self, now_s: float, unseen_s: float) -> Steering:
        """The controls while the body is out of sight: held for a moment, then eased to a level glide."""
        tuning = self._tuning
        keep = 1.0 - _ramp(unseen_s, tuning.bridge_s, tuning.bridge_s + tuning.ease_s)
        held = self._now
        return Steering(
            captured_s=now_s,
            arm_line_rad=held.arm_line_rad * keep,
            roll_rad=held.roll_rad * keep,
            climb_frac=held.climb_frac * keep,
            left_wing_rad=held.left_wing_rad * keep,
            right_wing_rad=held.right_wing_rad * keep,
            left_elbow_rad=held.left_elbow_rad * keep,
            right_elbow_rad=held.right_elbow_rad * keep,
            body_frac=held.body_frac * keep,
            is_tracked=unseen_s <= tuning.bridge_s,
        )

    def _smooth_arm(self, name: str, now_s: float, arm: Arm) -> float:
        return self._rises[name].smooth(now_s, arm.rise_rad)

    def _held_frac(self, body: BodyFeatures) -> float:
        """0 with the arms at rest, 1 with the wrists far enough apart to steer."""
        tuning = self._tuning
        ease = tuning.seated_reach_frac if self._is_seated else 1.0
        return _ramp(body.wrist_span, tuning.hold_from_frac * ease, tuning.hold_full_frac * ease)

    def _learn_lean(self, dt_s: float, body: BodyFeatures, line_rad: float, held_frac: float) -> None:
        tuning = self._tuning
        is_level = held_frac == 0.0 or abs(line_rad - self._lean_rad) < tuning.lean_level_rad
        if not is_level or body.upright_frac < tuning.upright_frac:
            return
        tilt_rad = min(max(body.torso_tilt_rad, -tuning.lean_most_rad), tuning.lean_most_rad)
        self._lean_rad += min(1.0, dt_s / tuning.lean_renew_s) * (tilt_rad - self._lean_rad)

    def _learn_restlessness(self, dt_s: float, raw_line_rad: float) -> None:
        gain = smoothing_gain(self._tuning.restless_hz, dt_s)
        self._restlessness += gain * (abs(raw_line_rad - self._line_rad) - self._restlessness)

    def _small_frac(self, body: BodyFeatures) -> float:
        """How much help a body gets: 1 when it is small in the picture and its arms won't keep still."""
        tuning = self._tuning
        small = 1.0 - _ramp(body.torso, tuning.small_torso, tuning.large_torso)
        return small * _ramp(self._restlessness, tuning.calm_rad, tuning.restless_rad)

    def _roll(self, line_rad: float, body: BodyFeatures) -> float:
        tuning = self._tuning
        help_frac = self._small_frac(body)
        dead_rad = tuning.roll_dead_rad * (1.0 + help_frac)
        most_rad = tuning.roll_most_rad * (1.0 - tuning.small_limit_frac * help_frac)
        beyond_rad = math.copysign(max(0.0, abs(line_rad) - dead_rad), line_rad)
        gain = tuning.seated_gain if self._is_seated else tuning.roll_gain
        return min(max(gain * beyond_rad, -most_rad), most_rad)

    def _climb(self, rise_rad: float) -> float:
        tuning = self._tuning
        if rise_rad >= 0.0:
            return _ramp(rise_rad, tuning.climb_dead_rad, tuning.climb_full_rad)
        dive = _ramp(-rise_rad, tuning.dive_dead_rad, tuning.dive_full_rad)
        rest = _ramp(-rise_rad, tuning.rest_from_rad, tuning.rest_full_rad)
        return -dive * (1.0 - rest)

    def _body_frac(self, body: BodyFeatures) -> float:
        tuning = self._tuning
        above = self._standing.above(body)
        reach = tuning.stretch_frac if above > 0.0 else tuning.duck_frac
        return self._body.smooth(body.captured_s, min(1.0, max(-1.0, above / reach)))

    def _ease(self, before: float, wanted: float, dt_s: float, shows_back: bool) -> float:
        # What is already smooth needs no more, but turning the back isn't meant as a sudden level.
        if not shows_back:
            return wanted
        return before * max(0.0, 1.0 - dt_s / self._tuning.ease_s)


def _angle_filter(tuning: GestureTuning) -> OneEuroFilter:
    return OneEuroFilter(
        min_cutoff_hz=tuning.angle_cutoff_hz,
        beta=tuning.angle_beta,
        derivative_cutoff_hz=tuning.derivative_hz,
    )


def _ramp(value: float, start: float, end: float) -> float:
    """0 up to `start`, 1 from `end` on, straight between."""
    return min(1.0, max(0.0, (value - start) / (end - start)))
