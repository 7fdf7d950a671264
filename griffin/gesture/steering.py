"""BodyFeatures into Steering: the arms as wings and as controls, smoothed.

The line between the wrists banks. What leans all the time (a tilted camera, a crooked chair) is learned from
the torso while the arms are level or at rest, and taken off; a lean of the moment is meant: children bank
with the whole body. The common height of both arms climbs and dives. Arms at the sides are a rest, not a
dive: below the diving range the control returns to level, and so does the bank, as the hands come together.

Attention fades while the back is turned and while the body is out of sight, and comes back as smoothly.
"""

import math

from griffin.arms import Arm, Arms
from griffin.events import Steering
from griffin.gesture.features import ArmFeatures, BodyFeatures
from griffin.gesture.smoothing import OneEuroFilter, ramp, smoothing_gain
from griffin.gesture.tuning import GestureTuning


class SteeringReader:
    """Holds the smoothed controls of one body."""

    def __init__(self, tuning: GestureTuning, *, is_seated: bool) -> None:
        self._tuning = tuning
        self._is_seated = is_seated
        self._arm_line = _angle_filter(tuning)
        self._left = _ArmSmoother(tuning)
        self._right = _ArmSmoother(tuning)
        self._help = _SmallPlayerHelp(tuning)
        self._body = OneEuroFilter(
            min_cutoff_hz=tuning.body_cutoff_hz,
            beta=tuning.body_beta,
            derivative_cutoff_hz=tuning.derivative_hz,
        )
        self._lean_rad = 0.0
        self._attention = 0.0
        self._time_s: float | None = None
        self._now = Steering(captured_s=0.0)

    def read(self, body: BodyFeatures, *, stood: float, shows_back: bool) -> Steering:
        """The controls in this frame. `stood`: the trunk above standing height, in torso lengths."""
        now_s = body.captured_s
        dt_s = now_s - self._time_s if self._time_s is not None else 0.0
        self._time_s = now_s
        line_rad = self._arm_line.smooth(now_s, body.wrist_line_rad)
        self._left.smooth(now_s, body.left)
        self._right.smooth(now_s, body.right)
        held_frac = self._held_frac(body)
        self._learn_lean(dt_s, body, line_rad, held_frac)
        help_frac = self._help.learn(dt_s, body)
        self._attend(dt_s, shows_back)
        self._now = Steering(
            captured_s=now_s,
            arm_line_rad=line_rad,
            roll_rad=self._attention * held_frac * self._roll(line_rad - self._lean_rad, help_frac),
            climb_frac=self._attention * self._climb((self._left.rise_rad + self._right.rise_rad) / 2.0),
            arms=Arms(left=self._left.arm, right=self._right.arm),
            body_frac=self._body_frac(body.captured_s, stood),
            is_tracked=True,
        )
        return self._now

    def begin(self) -> None:
        """From here on this body steers: smoothly, from a level glide."""
        self._attention = 0.0

    def coast(self, now_s: float, unseen_s: float) -> Steering:
        """The controls while the body is out of sight: held for a moment, then eased to a level glide."""
        tuning = self._tuning
        self._time_s = now_s
        keep = 1.0 - ramp(unseen_s, tuning.bridge_s, tuning.bridge_s + tuning.ease_s)
        self._attention = min(self._attention, keep)
        held = self._now
        return Steering(
            captured_s=now_s,
            arm_line_rad=held.arm_line_rad * keep,
            roll_rad=held.roll_rad * keep,
            climb_frac=held.climb_frac * keep,
            arms=Arms().blend(held.arms, keep),
            body_frac=held.body_frac * keep,
            is_tracked=unseen_s <= tuning.bridge_s,
        )

    def _attend(self, dt_s: float, shows_back: bool) -> None:
        step = dt_s / self._tuning.ease_s
        self._attention = min(1.0, max(0.0, self._attention + (-step if shows_back else step)))

    def _held_frac(self, body: BodyFeatures) -> float:
        """0 with the arms at rest, 1 with the wrists far enough apart to steer."""
        tuning = self._tuning
        reach = tuning.seated_reach_frac if self._is_seated else 1.0
        return ramp(body.wrist_span, tuning.hold_from_torsos * reach, tuning.hold_full_torsos * reach)

    def _learn_lean(self, dt_s: float, body: BodyFeatures, line_rad: float, held_frac: float) -> None:
        tuning = self._tuning
        is_level = held_frac == 0.0 or abs(line_rad - self._lean_rad) < tuning.lean_level_rad
        if not is_level or body.upright_frac < tuning.upright_frac:
            return
        tilt_rad = min(max(body.torso_tilt_rad, -tuning.lean_most_rad), tuning.lean_most_rad)
        self._lean_rad += min(1.0, dt_s / tuning.lean_renew_s) * (tilt_rad - self._lean_rad)

    def _roll(self, line_rad: float, help_frac: float) -> float:
        tuning = self._tuning
        dead_rad = tuning.roll_dead_rad * (1.0 + help_frac)
        most_rad = tuning.roll_most_rad * (1.0 - tuning.small_limit_frac * help_frac)
        gain = tuning.seated_gain if self._is_seated else tuning.roll_gain
        roll_rad = gain * max(0.0, abs(line_rad) - dead_rad)
        return math.copysign(min(roll_rad, most_rad), line_rad)

    def _climb(self, rise_rad: float) -> float:
        tuning = self._tuning
        if rise_rad >= 0.0:
            return ramp(rise_rad, tuning.climb_dead_rad, tuning.climb_full_rad)
        dive = ramp(-rise_rad, tuning.dive_dead_rad, tuning.dive_full_rad)
        rest = ramp(-rise_rad, tuning.rest_from_rad, tuning.rest_full_rad)
        return -dive * (1.0 - rest)

    def _body_frac(self, now_s: float, stood: float) -> float:
        reach = self._tuning.stretch_torsos if stood > 0.0 else self._tuning.duck_torsos
        return self._body.smooth(now_s, min(1.0, max(-1.0, stood / reach)))


class _ArmSmoother:
    """One arm's angles, each with a filter of its own."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._rise, self._wing, self._elbow = (_angle_filter(tuning) for _ in range(3))
        self._wrist = OneEuroFilter(
            min_cutoff_hz=tuning.wrist_cutoff_hz,
            beta=tuning.wrist_beta,
            derivative_cutoff_hz=tuning.derivative_hz,
        )
        self._wrist_dead_rad = tuning.wrist_dead_rad
        self.rise_rad = 0.0
        self.arm = Arm()

    def smooth(self, now_s: float, seen: ArmFeatures) -> None:
        self.rise_rad = self._rise.smooth(now_s, seen.rise_rad)
        bend_rad = self._wrist.smooth(now_s, seen.wrist_rad)
        self.arm = Arm(
            wing_rad=self._wing.smooth(now_s, seen.wing_rad),
            elbow_rad=self._elbow.smooth(now_s, seen.elbow_rad),
            wrist_rad=math.copysign(max(0.0, abs(bend_rad) - self._wrist_dead_rad), bend_rad),
        )


class _SmallPlayerHelp:
    """How much help a body needs: 1 when it is small in the picture and its arms won't keep still."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._line_rad: float | None = None
        self._restless_radps = 0.0

    def learn(self, dt_s: float, body: BodyFeatures) -> float:
        tuning = self._tuning
        if self._line_rad is not None and dt_s > 0.0:
            speed_radps = abs(body.wrist_line_rad - self._line_rad) / dt_s
            gain = smoothing_gain(tuning.restless_hz, dt_s)
            self._restless_radps += gain * (speed_radps - self._restless_radps)
        self._line_rad = body.wrist_line_rad
        small_frac = 1.0 - ramp(body.torso, tuning.small_torso, tuning.large_torso)
        return small_frac * ramp(self._restless_radps, tuning.calm_radps, tuning.restless_radps)


def _angle_filter(tuning: GestureTuning) -> OneEuroFilter:
    return OneEuroFilter(
        min_cutoff_hz=tuning.angle_cutoff_hz,
        beta=tuning.angle_beta,
        derivative_cutoff_hz=tuning.derivative_hz,
        surprise=tuning.angle_surprise_rad,
    )
