"""Landmarks: the hand-over type from vision to gesture. Nothing of MediaPipe's own ways goes beyond it."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

LANDMARK_COUNT = 33


class Joint(IntEnum):
    """BlazePose's landmark order. Left and right are the player's own."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmarks:
    """One body in one picture.

    `picture` (33, 3): x to the right, y down, z away from the camera (0 at the hips, raw as the model
    exaggerates it), all in picture heights: the aspect is undone, so angles are true. The picture is never
    mirrored: a player who faces the camera has the left hand at the larger x.
    `visibility` (33,): 0 to 1.
    `world` (33, 3): metres from the middle of the hips, same directions.
    `clothes` (2, 3): the colours of chest and thighs (luma and two colour differences, in parts of 255), by
    which a person is known again; NaN where one isn't seen, None where neither is or nobody has looked.
    """

    picture: NDArray[np.float64]
    visibility: NDArray[np.float64]
    world: NDArray[np.float64]
    clothes: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSpan:
    """The columns of a picture in which a model may look, from left to right, in picture heights."""

    left: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseFrame:
    """All bodies found in one picture, none being ordinary. `aspect` is width over height."""

    captured_s: float
    aspect: float
    bodies: tuple[Landmarks, ...]
