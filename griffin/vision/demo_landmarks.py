"""DemoBody → Landmarks, as a perfect pose model reports them: for measuring and for recorded flights.

No picture is drawn and no model runs. The picture's points are a plain scaling of the room, so bodies keep
their size wherever they stand.
"""

import numpy as np

from griffin.landmarks import LANDMARK_COUNT, Joint, Landmarks
from griffin.vision.demo_body import DemoBody

ASPECT = 4.0 / 3.0  # of the picture in which the body stands
HEIGHTS_PER_M = 0.38  # an adult who stands well within the picture
FLOOR_Y = 0.88
DEPTH_EXAGGERATION = 2.8  # what MediaPipe does to a picture's z


def demo_landmarks(body: DemoBody) -> Landmarks:
    """All joints, every one in plain view."""
    left, up, forward = body.axes
    room = np.zeros((LANDMARK_COUNT, 3))
    room[: Joint.LEFT_SHOULDER] = body.head + 0.09 * forward
    room[Joint.NOSE] = body.head + 0.11 * forward
    room[[Joint.LEFT_EAR, Joint.RIGHT_EAR]] = body.head + 0.075 * left, body.head - 0.075 * left
    for first, pair in (
        (Joint.LEFT_SHOULDER, body.shoulders),
        (Joint.LEFT_ELBOW, body.elbows),
        (Joint.LEFT_WRIST, body.wrists),
        (Joint.LEFT_HIP, body.hips),
        (Joint.LEFT_KNEE, body.knees),
        (Joint.LEFT_ANKLE, body.ankles),
        (Joint.LEFT_FOOT_INDEX, body.toes),
    ):
        room[[first, first + 1]] = pair
    for knuckle in (Joint.LEFT_PINKY, Joint.LEFT_INDEX, Joint.LEFT_THUMB):
        room[[knuckle, knuckle + 1]] = [
            (wrist + finger) / 2.0 for wrist, finger in zip(body.wrists, body.fingers, strict=True)
        ]
    room[[Joint.LEFT_HEEL, Joint.RIGHT_HEEL]] = [ankle - 0.06 * up for ankle in body.ankles]
    hips = (body.hips[0] + body.hips[1]) / 2.0
    world = (room - hips) * np.array([1.0, -1.0, -1.0])  # y down, z away from the camera
    place = np.array([ASPECT / 2.0 + HEIGHTS_PER_M * hips[0], FLOOR_Y - HEIGHTS_PER_M * hips[1], 0.0])
    picture = place + HEIGHTS_PER_M * world * np.array([1.0, 1.0, DEPTH_EXAGGERATION])
    return Landmarks(picture=picture, visibility=np.full(LANDMARK_COUNT, 0.99), world=world)
