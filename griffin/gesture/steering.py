"""BodyFeatures into Steering: the arms as wings and as controls, smoothed.

The line between the hands banks, and the common height of both arms climbs and dives. What leans all the time
(a tilted camera, a crooked chair) is taken off.

Theory. Arms are at rest when they hang, or when both hands are near the trunk's line: in the lap, on a desk,
before the belly, at the mouth. Then they neither bank nor climb nor dive. On their way from spread to hanging
they pass through the range of the dive, within a second at more than 1.1 rad/s, and again when raised; so a
dive grows only while the arms move more slowly than that. As far as the arms don't steer, a lean of the trunk
banks gently.

All that is measured goes by how surely its joints are seen (certainty.py). Arms that haven't been seen for a
while are at rest. Attention fades while the back is turned and while the body is out of sight, and comes back
as smoothly.
"""

import math
from collections import deque

from griffin.arms import Arm, Arms
from griffin.events import Steering
from griffin.gesture.certainty import SeenValue
from griffin.gesture.features import ArmFeatures, BodyFeatures
from griffin.gesture.lean import CameraTilt
from griffin.gesture.smoothing import OneEuroFilter, ramp, smoothing_gain
from griffin.gesture.tuning import GestureTuning


class SteeringReader:
    """Holds the smoothed controls of one body."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._line = SeenValue(tuning, _angle_filter(tuning))
        self._span = SeenValue(tuning, _angle_filter(tuning))
        self._lean = SeenValue(tuning, _angle_filter(tuning))
        self._left = _ArmSmoother(tuning)
        self._right = _ArmSmoother(tuning)
        self._help = _SmallPlayerHelp(tuning)
        self._dive = _HeldDive(tuning)
        self._camera = CameraTilt(tuning)
        self._body = SeenValue(tuning, _filter(tuning, tuning.body_cutoff_hz, tuning.body_beta))
        self._attention = 0.0
        self._bank = _BankKeeper(tuning)
        self._seated_frac: float | None = None
        self._time_s: float | None = None
        self._now = Steering(captured_s=0.0)
        self.arms_frac = 0.0  # how far the arms were held out to steer in the last frame, 0 to 1

    def read(
        self,
        body: BodyFeatures,
        *,
        above_standing_torsos: float,
        shows_back: bool,
        is_profile: bool,
        is_seated: bool,
        is_flying: bool,
    ) -> Steering:
        """The controls in this frame.

        `above_standing_torsos`: of the trunk. `is_flying`: the griffin has taken off, as far as the body
        knows.
        """
        now_s = body.captured_s
        dt_s = now_s - self._time_s if self._time_s is not None else 0.0
        self._time_s = now_s
        self._smooth(body, above_standing_torsos)
        self._sit(dt_s, is_seated)
        self._attend(dt_s, shows_back)
        rise_rad = self._rise_rad()
        rest_frac = self._rest_frac(rise_rad)
        arms_frac = self.arms_frac = (1.0 - rest_frac) * self._held_frac()
        # From the side a lean is a bow, and from behind it changes sides, which a camera's tilt doesn't.
        if not (shows_back or is_profile):
            self._learn_tilt(body, arms_frac, is_flying)
        help_frac = self._help.learn(dt_s, body)
        roll_rad = arms_frac * self._roll(self._line.value - self._camera.tilt_rad, help_frac)
        roll_rad += (1.0 - arms_frac) * self._lean_roll()
        self._now = Steering(
            captured_s=now_s,
            arm_line_rad=self._line.shown,
            roll_rad=self._attention * self._bank.keep(now_s, roll_rad, is_profile=is_profile),
            climb_frac=self._attention * self._climb(now_s, rise_rad, rest_frac),
            arms=Arms(left=self._left.arm, right=self._right.arm),
            body_frac=self._body.shown,
            is_tracked=True,
            is_seated=is_seated,
            is_left_arm_seen=body.left.certainty >= self._tuning.arm_seen_certainty,
            is_right_arm_seen=body.right.certainty >= self._tuning.arm_seen_certainty,
        )
        return self._now

    def begin(self) -> None:
        """From here on this body steers: smoothly, from a level glide."""
        self._attention = 0.0

    def carry_on(self, before: "SteeringReader") -> None:
        """This body is the one that another reader has followed: the camera's tilt is known from there."""
        self._camera = before._camera

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
            is_seated=held.is_seated,
        )

    def _smooth(self, body: BodyFeatures, above_standing_torsos: float) -> None:
        tuning, now_s = self._tuning, body.captured_s
        sure_of_hands = min(body.left.certainty, body.right.certainty)
        sure_of_line = sure_of_hands * ramp(body.wrist_span, tuning.line_from_torsos, tuning.line_full_torsos)
        self._line.see(now_s, body.wrist_line_rad, sure_of_line)
        self._span.see(now_s, body.wrist_span, sure_of_hands)
        self._left.smooth(now_s, body.left)
        self._right.smooth(now_s, body.right)
        self._lean.see(now_s, body.torso_tilt_rad, body.trunk_certainty)
        reach = tuning.stretch_torsos if above_standing_torsos > 0.0 else tuning.duck_torsos
        self._body.see(now_s, min(1.0, max(-1.0, above_standing_torsos / reach)), body.trunk_certainty)

    def _sit(self, dt_s: float, is_seated: bool) -> None:
        wanted_frac = float(is_seated)
        if self._seated_frac is None:
            self._seated_frac = wanted_frac
        step = dt_s / self._tuning.seated_ease_s
        self._seated_frac += min(step, max(-step, wanted_frac - self._seated_frac))

    def _for_posture(self, standing: float, seated: float) -> float:
        assert self._seated_frac is not None
        return standing + self._seated_frac * (seated - standing)

    def _attend(self, dt_s: float, shows_back: bool) -> None:
        step = dt_s / self._tuning.ease_s
        self._attention = min(1.0, max(0.0, self._attention + (-step if shows_back else step)))

    def _rest_frac(self, rise_rad: float) -> float:
        """1 with the arms at rest or not seen for long, 0 with at least one of them held somewhere."""
        left, right = self._left, self._right
        return max(self._hanging_frac(rise_rad), min(self._arm_rest(left), self._arm_rest(right)))

    def _arm_rest(self, arm: "_ArmSmoother") -> float:
        tuning = self._tuning
        near_frac = 1.0 - ramp(arm.trunk_gap.value, tuning.rest_near_torsos, tuning.rest_far_torsos)
        return max(near_frac, self._hanging_frac(arm.rise.value), 1.0 - arm.rise.known_frac)

    def _hanging_frac(self, rise_rad: float) -> float:
        return ramp(-rise_rad, self._tuning.rest_from_rad, self._tuning.rest_full_rad)

    def _rise_rad(self) -> float:
        """The mean of both arms, each as far as it is known."""
        left, right = self._left.rise, self._right.rise
        known = left.known_frac + right.known_frac
        return (left.shown + right.shown) / known if known > 0.0 else 0.0

    def _held_frac(self) -> float:
        """0 with the hands together, 1 with them far enough apart to steer."""
        tuning = self._tuning
        reach = self._for_posture(1.0, tuning.seated_reach_frac)
        apart = ramp(self._span.value, tuning.hold_from_torsos * reach, tuning.hold_full_torsos * reach)
        return self._span.known_frac * apart

    def _learn_tilt(self, body: BodyFeatures, arms_frac: float, is_flying: bool) -> None:
        tuning = self._tuning
        if body.trunk_certainty == 0.0 or body.upright_frac < tuning.upright_frac:
            return
        line_rad, lean_rad = self._line.value, self._lean.value
        # Level as far as the camera is known, or square to the trunk, as arms are that a tilted camera sees.
        off_level_rad = min(abs(line_rad - self._camera.tilt_rad), abs(line_rad - lean_rad))
        is_level = arms_frac == 0.0 or off_level_rad < tuning.lean_level_rad
        self._camera.learn(body.captured_s, lean_rad, is_level=is_level, is_flying=is_flying)

    def _roll(self, line_rad: float, help_frac: float) -> float:
        tuning = self._tuning
        dead_rad = tuning.roll_dead_rad * (1.0 + help_frac)
        most_rad = tuning.roll_most_rad * (1.0 - tuning.small_limit_frac * help_frac)
        gain = self._for_posture(tuning.roll_gain, tuning.seated_gain)
        roll_rad = gain * max(0.0, abs(line_rad) - dead_rad)
        return math.copysign(min(roll_rad, most_rad), line_rad)

    def _lean_roll(self) -> float:
        tuning = self._tuning
        lean_rad = self._lean.value - self._camera.tilt_rad
        lean_frac = self._lean.known_frac * ramp(abs(lean_rad), tuning.lean_dead_rad, tuning.lean_full_rad)
        return math.copysign(lean_frac * tuning.lean_roll_rad, lean_rad)

    def _climb(self, now_s: float, rise_rad: float, rest_frac: float) -> float:
        tuning = self._tuning
        climb = ramp(rise_rad, tuning.climb_dead_rad, tuning.climb_full_rad)
        dive = ramp(-rise_rad, tuning.dive_dead_rad, tuning.dive_full_rad)
        return (1.0 - rest_frac) * climb - self._dive.hold(now_s, rise_rad, (1.0 - rest_frac) * dive)


class _BankKeeper:
    """The bank while the body stands in profile, where the line of the arms says nothing.

    The last one is kept for a moment, for somebody may only turn through the profile, then it eases to level.
    Afterwards the arms take over as smoothly.
    """

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._time_s = 0.0
        self._since_s: float | None = None  # when the profile began
        self._before_rad = 0.0  # the bank then
        self._kept_rad = 0.0
        self._kept_frac = 0.0  # how far that replaces the arms' bank
        self._bank_rad = 0.0

    def keep(self, now_s: float, arms_rad: float, *, is_profile: bool) -> float:
        """The bank to be flown, of what the arms say."""
        tuning, dt_s = self._tuning, now_s - self._time_s
        self._time_s = now_s
        if is_profile:
            if self._since_s is None:
                self._since_s, self._before_rad = now_s, self._bank_rad
            end_s = tuning.keep_bank_s + tuning.ease_s
            self._kept_rad = self._before_rad * (1.0 - ramp(now_s - self._since_s, tuning.keep_bank_s, end_s))
            self._kept_frac = 1.0
        else:
            self._since_s = None
            self._kept_frac = max(0.0, self._kept_frac - dt_s / tuning.ease_s)
        self._bank_rad = arms_rad + self._kept_frac * (self._kept_rad - arms_rad)
        return self._bank_rad


class _ArmSmoother:
    """One arm's measures, each with a filter of its own."""

    def __init__(self, tuning: GestureTuning) -> None:
        self.rise, self.trunk_gap, self._wing, self._elbow = (
            SeenValue(tuning, _angle_filter(tuning)) for _ in range(4)
        )
        self._wrist = SeenValue(tuning, _filter(tuning, tuning.wrist_cutoff_hz, tuning.wrist_beta))
        self._wrist_dead_rad = tuning.wrist_dead_rad
        self.arm = Arm()

    def smooth(self, now_s: float, seen: ArmFeatures) -> None:
        self.rise.see(now_s, seen.rise_rad, seen.certainty)
        self.trunk_gap.see(now_s, seen.trunk_gap, seen.certainty)
        self._wing.see(now_s, seen.wing_rad, seen.wing_certainty)
        self._elbow.see(now_s, seen.elbow_rad, seen.elbow_certainty)
        self._wrist.see(now_s, seen.wrist_rad, seen.wrist_certainty)
        bend_rad = self._wrist.shown
        self.arm = Arm(
            wing_rad=self._wing.shown,
            elbow_rad=self._elbow.shown,
            wrist_rad=math.copysign(max(0.0, abs(bend_rad) - self._wrist_dead_rad), bend_rad),
        )


class _HeldDive:
    """The dive that the arms hold: it grows only as far as they keep still."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._rises: deque[tuple[float, float]] = deque()  # of the last moment: time, and the arms' height
        self._time_s: float | None = None
        self._dive = 0.0

    def hold(self, now_s: float, rise_rad: float, dive: float) -> float:
        """How much of this dive counts now."""
        tuning, rises = self._tuning, self._rises
        dt_s = now_s - self._time_s if self._time_s is not None else tuning.dive_grow_s
        self._time_s = now_s
        rises.append((now_s, rise_rad))
        while len(rises) > 2 and rises[0][0] < now_s - tuning.dive_still_s:
            rises.popleft()
        covered_s = now_s - rises[0][0]
        heights = [rise for _, rise in rises]
        moved_rad = max(heights) - min(heights)
        speed_radps = moved_rad / covered_s if covered_s > 0.0 else 0.0
        held_frac = 1.0 - ramp(speed_radps, tuning.dive_still_radps, tuning.dive_moving_radps)
        self._dive = min(dive, self._dive + held_frac * dt_s / tuning.dive_grow_s)
        return self._dive


class _SmallPlayerHelp:
    """How much help a body needs: 1 when it is small in the picture and its arms won't keep still."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._line_rad: float | None = None
        self._restless_radps = 0.0

    def learn(self, dt_s: float, body: BodyFeatures) -> float:
        tuning = self._tuning
        certainty = min(body.left.certainty, body.right.certainty)
        if self._line_rad is not None and dt_s > 0.0:
            speed_radps = abs(body.wrist_line_rad - self._line_rad) / dt_s
            gain = certainty * smoothing_gain(tuning.restless_hz, dt_s)
            self._restless_radps += gain * (speed_radps - self._restless_radps)
        self._line_rad = body.wrist_line_rad if certainty > 0.0 else None
        small_frac = 1.0 - ramp(body.torso, tuning.small_torso, tuning.large_torso)
        return small_frac * ramp(self._restless_radps, tuning.calm_radps, tuning.restless_radps)


def _angle_filter(tuning: GestureTuning) -> OneEuroFilter:
    return _filter(tuning, tuning.angle_cutoff_hz, tuning.angle_beta, tuning.angle_surprise_rad)


def _filter(
    tuning: GestureTuning, min_cutoff_hz: float, beta: float, surprise: float = math.inf
) -> OneEuroFilter:
    return OneEuroFilter(
        min_cutoff_hz=min_cutoff_hz,
        beta=beta,
        derivative_cutoff_hz=tuning.derivative_hz,
        surprise=surprise,
    )
