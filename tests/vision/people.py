"""Drawn people before the real pose models: films of crossings and take-overs, frame by frame."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from griffin.gesture.recognizer import Recognition, Recognizer
from griffin.vision.crowd_landmarker import CrowdLandmarker
from griffin.vision.demo_performance import ArmPose, BodyPose, perform
from griffin.vision.frame import Frame
from griffin.vision.landmarker import PoseLandmarker
from griffin.vision.lookout import Lookout
from griffin.vision.synthetic import Person, Wardrobe, draw_people

RED = Wardrobe(shirt=(190, 40, 40), trousers=(150, 150, 150), hair=(190, 140, 90))
LIKE_PILOT = Wardrobe()
RATE_HZ = 20.0
RIGHT_DEG = (22.0, -22.0)  # left and right arm: the bank by which the pilot can be told
HANGING_DEG = (-75.0, -75.0)
UP_DEG = (72.0, 72.0)

PeopleAt = Callable[[float], Sequence[Person]]


def posed(arms_deg: tuple[float, float], t_s: float) -> BodyPose:
    """Standing with straight arms, which are never quite still."""
    sway_deg = 3.0 * math.sin(2.1 * t_s)

    def arm(of: ArmPose, degrees: float) -> ArmPose:
        angle_rad = math.radians(degrees)
        return replace(of, upper_rad=angle_rad, forearm_rad=angle_rad, hand_rad=angle_rad)

    standing = perform(0.3)
    left_deg, right_deg = arms_deg
    return replace(
        standing,
        left=arm(standing.left, left_deg + sway_deg),
        right=arm(standing.right, right_deg - sway_deg),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one frame said."""

    t_s: float
    said: Recognition

    @property
    def is_pilots(self) -> bool:
        """Whether the pilot's arms bank the griffin."""
        return self.said.steering.is_tracked and self.said.steering.roll_rad > 0.1

    @property
    def is_somebodys(self) -> bool:
        """Whether hanging arms do."""
        return self.said.steering.is_tracked and abs(self.said.steering.roll_rad) < 0.05


def watch(model: Path, people_at: PeopleAt, duration_s: float) -> Iterator[Seen]:
    """The film, as the game sees it."""
    landmarker, lookout, recognizer = PoseLandmarker(model), Lookout(CrowdLandmarker(model)), Recognizer()
    try:
        for number in range(round(duration_s * RATE_HZ)):
            t_s = number / RATE_HZ
            frame = Frame(captured_s=t_s, picture=draw_people(people_at(t_s)))
            seen = landmarker.detect(frame, within=recognizer.view)
            look = lookout.look(frame, recognizer.look_interval_s, recognizer.known_in(seen))
            yield Seen(t_s=t_s, said=recognizer.recognize(seen, look))
    finally:
        landmarker.close()
        lookout.close()
