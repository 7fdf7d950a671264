"""A drawn newcomer before the real pose model: pictures → landmarks → game, and its lessons back."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from griffin.events import EventKind
from griffin.game.lesson_moment import LessonMoment
from griffin.gesture.recognizer import Recognizer
from griffin.happenings import HappeningKind
from griffin.landmarks import PoseFrame
from griffin.vision.demo_performance import ArmPose, BodyPose
from griffin.vision.frame import Frame
from griffin.vision.landmarker import PoseLandmarker
from griffin.vision.synthetic import Person, draw_people
from tests.flights import plain_session
from tests.game.newcomer import Newcomer, play_frames
from tests.gesture.bodies import Pose

from .people import HANGING_DEG, posed

pytestmark = [pytest.mark.pose, pytest.mark.slow, pytest.mark.timeout(600)]

RATE_HZ = 15.0
TURNING_RAD = 0.2


def drawn(pose: Pose) -> BodyPose:
    """The same pose of the demo pilot's body. A negative crouch is on the toes."""
    arms = {
        side: ArmPose(upper_rad=angle_rad, forearm_rad=angle_rad, hand_rad=angle_rad)
        for side, angle_rad in (("left", pose.left_arm), ("right", pose.right_arm))
    }
    standing = posed(HANGING_DEG, 0.0)
    return replace(
        standing,
        **arms,
        hips_m=-pose.crouch,
        heels_m=max(0.0, -pose.crouch),
        turn_rad=pose.yaw,
    )


@pytest.mark.parametrize("seed", [3])
def test_a_drawn_newcomer_flies_within_20_s_and_turns_within_35(pose_model: Path, seed: int) -> None:
    newcomer, landmarker, recognizer = Newcomer(seed), PoseLandmarker(pose_model), Recognizer()

    def frame_at(now_s: float, lesson: LessonMoment) -> PoseFrame:
        pose = newcomer.pose(now_s, lesson)
        people = [] if pose is None else [Person(pose=drawn(pose))]
        return landmarker.detect(Frame(captured_s=now_s, picture=draw_people(people)), within=recognizer.view)

    found_s = off_s = turning_s = math.nan
    said: list[EventKind] = []
    try:
        for turn in play_frames(plain_session(), frame_at, 36.0, recognizer, RATE_HZ):
            said += [event.kind for event in turn.inputs.players[0].events]
            kinds = {each.kind for each in turn.moment.happenings}
            found_s = turn.now_s if HappeningKind.FOUND in kinds and math.isnan(found_s) else found_s
            off_s = turn.now_s if HappeningKind.TOOK_OFF in kinds else off_s
            player = turn.moment.players[0]
            if abs(player.flight.roll_rad) > TURNING_RAD and not player.lesson.is_by_griffin:
                turning_s = turn.now_s
                break
    finally:
        landmarker.close()
    assert off_s - found_s < 20.0
    assert turning_s - found_s < 35.0
    assert EventKind.JUMP not in said
