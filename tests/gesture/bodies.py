"""A posed stick figure as Landmarks, made for tests: a pure function of the pose, with true proportions."""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from griffin.gesture.recognizer import Recognition, Recognizer
from griffin.landmarks import LANDMARK_COUNT, Joint, Landmarks, PoseFrame

TORSO_M = 0.48
SHOULDER_M = 0.34
HIP_M = 0.2
UPPER_ARM_M = 0.28
FOREARM_M = 0.25
HAND_M = 0.08  # wrist to knuckles
LEG_M = 0.85
ASPECT = 4.0 / 3.0
DEPTH_EXAGGERATION = 2.8  # what MediaPipe does to a picture's z


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Angles in radians. Arms: 0 = held out level, pi/2 = up, -pi/2 = down; `forward` swings them in front.

    Elbow and wrist are added to that on the way outwards: the bend of each joint, positive upwards.

    `rise` and `crouch` in metres: how far the feet are off the floor, how far the hips are below standing.
    `lean` tilts the trunk to the player's right, `bow` to the front. `yaw` pi shows the back.
    """

    left_arm: float = -1.45
    right_arm: float = -1.45
    left_elbow: float = 0.0
    right_elbow: float = 0.0
    left_wrist: float = 0.0
    right_wrist: float = 0.0
    forward: float = 0.0
    rise: float = 0.0
    crouch: float = 0.0
    lean: float = 0.0
    bow: float = 0.0
    yaw: float = 0.0
    x: float = ASPECT / 2.0
    floor_y: float = 0.85
    heights_per_m: float = 0.35


def body(pose: Pose = Pose(), **changes: float) -> Landmarks:
    """The figure in this pose."""
    pose = replace(pose, **changes) if changes else pose
    points = _skeleton(pose)  # x to the player's left, y up, z to the front, from the middle of the hips
    turn = np.array(
        [
            [math.cos(pose.yaw), 0.0, math.sin(pose.yaw)],
            [0.0, 1.0, 0.0],
            [-math.sin(pose.yaw), 0.0, math.cos(pose.yaw)],
        ]
    )
    # Facing the camera, the player's left is on the picture's right; y goes down, z away from the camera.
    world = (points @ turn.T) * np.array([1.0, -1.0, -1.0])
    hips_up_m = LEG_M - pose.crouch + pose.rise
    hips = np.array([pose.x, pose.floor_y - hips_up_m * pose.heights_per_m, 0.0])
    picture = hips + world * pose.heights_per_m * np.array([1.0, 1.0, DEPTH_EXAGGERATION])
    return Landmarks(picture=picture, visibility=np.full(LANDMARK_COUNT, 0.99), world=world)


def _skeleton(pose: Pose) -> NDArray[np.float64]:
    points = np.zeros((LANDMARK_COUNT, 3))
    up = np.array([-math.sin(pose.lean), math.cos(pose.lean) * math.cos(pose.bow), math.sin(pose.bow)])
    across = np.array([math.cos(pose.lean), math.sin(pose.lean), 0.0])
    front = np.array([0.0, 0.0, 1.0])
    neck = TORSO_M * up
    points[:11] = neck + 0.22 * up + 0.06 * front
    points[Joint.NOSE] = neck + 0.22 * up + 0.16 * front
    for side, ear in ((1.0, Joint.LEFT_EAR), (-1.0, Joint.RIGHT_EAR)):
        points[ear] = neck + 0.23 * up + 0.07 * side * across
    for side, angle, fold, bend, first in (
        (1.0, pose.left_arm, pose.left_elbow, pose.left_wrist, Joint.LEFT_SHOULDER),
        (-1.0, pose.right_arm, pose.right_elbow, pose.right_wrist, Joint.RIGHT_SHOULDER),
    ):
        shoulder = neck + side * SHOULDER_M / 2.0 * across
        elbow = shoulder + UPPER_ARM_M * _arm(side, angle, pose.forward)
        wrist = elbow + FOREARM_M * _arm(side, angle + fold, pose.forward)
        points[[first, first + 2, first + 4]] = shoulder, elbow, wrist
        hand = wrist + HAND_M * _arm(side, angle + fold + bend, pose.forward)
        points[[first + 6, first + 8, first + 10]] = hand
    for side, hip in ((1.0, Joint.LEFT_HIP), (-1.0, Joint.RIGHT_HIP)):
        points[hip] = side * HIP_M / 2.0, 0.0, 0.0
        leg = LEG_M - pose.crouch
        points[hip + 2] = side * HIP_M / 2.0, -leg / 2.0, 0.1 * (pose.crouch > 0.0)
        points[hip + 4] = side * HIP_M / 2.0, -leg + 0.07, 0.0
        points[hip + 6] = side * HIP_M / 2.0, -leg, -0.05
        points[hip + 8] = side * HIP_M / 2.0, -leg, 0.15
    return points


def _arm(side: float, angle: float, forward: float) -> NDArray[np.float64]:
    level = math.cos(angle)
    return np.array([side * level * math.cos(forward), math.sin(angle), level * math.sin(forward)])


def unseen(landmarks: Landmarks, *joints: int) -> Landmarks:
    """The same body with the model unsure of some joints."""
    visibility = landmarks.visibility.copy()
    visibility[list(joints)] = 0.05
    return replace(landmarks, visibility=visibility)


def swapped(landmarks: Landmarks) -> Landmarks:
    """The same body with left and right exchanged, as models do now and then; the face takes no part."""
    order = [*range(11), *(i + 1 if i % 2 else i - 1 for i in range(11, LANDMARK_COUNT))]
    return Landmarks(
        picture=landmarks.picture[order],
        visibility=landmarks.visibility[order],
        world=landmarks.world[order],
    )


def frame(time_s: float, *bodies: Landmarks) -> PoseFrame:
    """A picture with these bodies in it."""
    return PoseFrame(captured_s=time_s, aspect=ASPECT, bodies=bodies)


def film(
    pose_at: Callable[[float], Landmarks | None], duration_s: float, fps: float = 30.0, start_s: float = 0.0
) -> list[PoseFrame]:
    """Frames of one body that moves (None: not seen)."""
    frames = []
    for number in range(round(duration_s * fps)):
        landmarks = pose_at(number / fps)
        frames.append(frame(start_s + number / fps, *(() if landmarks is None else (landmarks,))))
    return frames


def recognize(frames: Iterable[PoseFrame], recognizer: Recognizer | None = None) -> list[Recognition]:
    """What is recognised in each frame."""
    recognizer = recognizer or Recognizer()
    return [recognizer.recognize(each) for each in frames]


def told(recognitions: Iterable[Recognition]) -> list[tuple[str, float]]:
    """The events, as word and time."""
    return [
        (event.kind.value, round(event.captured_s, 3))
        for recognition in recognitions
        for event in recognition.events
    ]


def times(recognitions: Iterable[Recognition], kind: str) -> list[float]:
    """When this was told."""
    return [time_s for word, time_s in told(recognitions) if word == kind]


def write_recording(
    path: Path, *, fps: float = 30.0, frames: int = 60, seen: Landmarks | None = None, **meta: object
) -> Path:
    """A small recording of a body, one that banks right if none is given; one frame without a pose."""
    seen = seen or body(left_arm=0.4, right_arm=-0.4)
    points = np.concatenate([seen.picture / [ASPECT, 1.0, ASPECT], seen.visibility[:, None]], axis=1)
    landmarks = np.repeat(points[None], frames, axis=0).astype(np.float32)
    world = np.repeat(seen.world[None], frames, axis=0).astype(np.float32)
    landmarks[5, :, :3] = np.nan
    landmarks[5, :, 3] = 0.0
    world[5] = np.nan
    events = [{"type": "jump", "start": 15, "peak": 18, "end": 21, "rise": 0.2}]
    np.savez(
        path,
        landmarks=landmarks,
        landmarks_clean=landmarks,
        world=world,
        world_clean=world,
        fps=np.float32(fps),
        category=np.array("test"),
        events=np.array(json.dumps(events)),
        meta=np.array(json.dumps(meta)),
    )
    return path
