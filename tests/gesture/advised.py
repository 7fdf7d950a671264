"""An Adviser's day: frames in, the changes of its advice out, and whether an advice came and went in time."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from griffin.events import Advice, Onlooker, Steering
from griffin.exposure import Exposure
from griffin.gesture.advice import Adviser
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import Joint, Landmarks

from .bodies import frame

COMES_S, GOES_S = 1.5, 1.0
GESTURES = GestureTuning()
GOOD_LIGHT = Exposure(brightness=0.5, spread=0.5, rest=0.5, body=0.4, around=0.5)
Change = tuple[float, Advice]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What there is to see at a moment."""

    bodies: tuple[Landmarks, ...] = ()
    light: Exposure = GOOD_LIGHT
    onlookers: tuple[Onlooker, ...] = ()
    is_known: bool = True  # or nobody becomes the pilot


def changes_of(advices: Iterable[Change]) -> list[Change]:
    """The advice each time that it changed, beginning with none."""
    changes = [(0.0, Advice.NONE)]
    for at_s, advice in advices:
        if advice is not changes[-1][1]:
            changes.append((at_s, advice))
    return changes[1:]


def advised(
    scene_at: Callable[[float], Scene],
    duration_s: float,
    fps: float = 30.0,
    adviser: Adviser | None = None,
    taken_every: int = 1,
) -> list[Change]:
    """The changes over a scene. `taken_every`: of the camera's frames, only each such one is looked at."""
    adviser = adviser or Adviser(is_camera=False)
    seen_since_s, seen_s = None, -math.inf
    advices = []
    for number in range(0, round(duration_s * fps), taken_every):
        now_s = number / fps
        scene = scene_at(now_s)
        # As the recogniser has it: a body is confirmed after a moment, and missing frames are bridged.
        if scene.bodies and scene.is_known:
            seen_since_s, seen_s = now_s if seen_since_s is None else seen_since_s, now_s
        elif now_s - seen_s > GESTURES.bridge_s:
            seen_since_s = None
        steering = Steering(
            captured_s=now_s,
            is_tracked=seen_since_s is not None and now_s - seen_since_s >= GESTURES.confirm_s,
            is_left_arm_seen=any(body.visibility[Joint.LEFT_ELBOW] > 0.5 for body in scene.bodies),
            is_right_arm_seen=any(body.visibility[Joint.RIGHT_ELBOW] > 0.5 for body in scene.bodies),
        )
        adviser.see(frame(now_s, *scene.bodies), steering)
        if adviser.is_look_due:
            adviser.look(scene.light, frames=number + 1, onlookers=scene.onlookers)
        advices.append((now_s, adviser.advice))
    return changes_of(advices)


def assert_comes_and_goes(
    changes: Sequence[Change], advice: Advice, start_s: float, end_s: float, *, slack_s: float = 0.0
) -> None:
    """It was the only advice from within 1.5 s of its cause, and gone within 1 s after it.

    `slack_s`: what the length of a frame adds, for a cause that begins between two.
    """
    assert [each for _, each in changes] == [advice, Advice.NONE], changes
    (came_s, _), (went_s, _) = changes
    assert start_s < came_s <= start_s + COMES_S + slack_s
    assert end_s <= went_s <= end_s + GOES_S + slack_s
