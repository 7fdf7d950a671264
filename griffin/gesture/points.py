"""Landmarks into plain numbers: Python handles a few dozen of them faster than arrays do.

A body with a NaN, infinite or absurdly large coordinate counts as no body.
"""

import msgspec
import numpy as np

from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import LANDMARK_COUNT, Landmarks

Point = list[float]


class BodyPoints(msgspec.Struct, frozen=True, kw_only=True):
    """One body's landmarks, as `Landmarks` has them, in lists of 33."""

    picture: list[Point]
    world: list[Point]
    visibility: list[float]

    @classmethod
    def of(cls, landmarks: Landmarks) -> "BodyPoints":
        """The same body in lists."""
        return cls(
            picture=landmarks.picture.tolist(),
            world=landmarks.world.tolist(),
            visibility=landmarks.visibility.tolist(),
        )


def read_points(landmarks: Landmarks, tuning: GestureTuning) -> BodyPoints | None:
    """The body, if all its numbers are finite and of a size that a body near a camera can have."""
    # A NaN passes through sums, and no comparison with it holds. A square may overflow, to infinity.
    picture, world = landmarks.picture, landmarks.world
    is_possible = (
        np.vdot(picture, picture) <= LANDMARK_COUNT * tuning.most_rms_heights**2
        and np.vdot(world, world) <= LANDMARK_COUNT * tuning.most_rms_m**2
    )
    if not is_possible:
        return None
    points = BodyPoints.of(landmarks)
    # Minima and maxima may pass over a NaN; a sum doesn't.
    visibility = points.visibility
    are_fractions = min(visibility) >= 0.0 and max(visibility) <= 1.0 and sum(visibility) >= 0.0
    return points if are_fractions else None
