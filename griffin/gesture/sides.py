"""Landmarks whose left and right a pose model has exchanged, put back in order before anything is measured.

Theory. For 1 to 8 frames at a time a model takes the left arm for the right one, or the legs, or both. The
lines from each right joint to its left one show it. A body's own turn moves them steadily: at 360 deg/s they
turn by 45 degrees from one frame to the next at 8 frames a second. An exchange turns all of them by 180
degrees at once, in space as in the picture. So lines that turn by more than 120 degrees within a frame have
been exchanged, and stay so until they turn back. A real turn passes through the profile, in which they point
at the camera but are as long as ever; nothing is exchanged there.

What lasts longer than any swap was a turn that the camera missed, or the order was wrong before: then the
model's order counts. While a model slides from one order into the other, the joints of a pair meet: such
frames decide nothing, and arms keep their places in them.
"""

import numpy as np
from numpy.typing import NDArray

from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import LANDMARK_COUNT, Joint, Landmarks

Lines = NDArray[np.float64]


def _exchanged(first: Joint, last: Joint) -> NDArray[np.intp]:
    order = np.arange(LANDMARK_COUNT)
    for left in range(first, last + 1, 2):
        order[left], order[left + 1] = left + 1, left
    return order


_ARMS = slice(Joint.LEFT_ELBOW, Joint.LEFT_HIP)
_WITH_ARMS = _exchanged(Joint.LEFT_SHOULDER, Joint.LEFT_THUMB)
_WITH_LEGS = _exchanged(Joint.LEFT_HIP, Joint.LEFT_FOOT_INDEX)


class SideMender:
    """Follows one body's arms and legs, and exchanges them while the model has them the wrong way round."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._arms = _Limbs(tuning)
        self._legs = _Limbs(tuning)
        self._last: Landmarks | None = None

    @property
    def are_arms_exchanged(self) -> bool:
        """Whether the last frame had the shoulders the wrong way round, as far as that is known yet."""
        return self._arms.exchanged_s is not None

    def mend(self, captured_s: float, landmarks: Landmarks) -> Landmarks:
        """The same body with its left and right in order."""
        world = landmarks.world
        # Shoulders, elbows and wrists; hips, knees and ankles: left minus right.
        if self._arms.are_exchanged(captured_s, world[11:16:2] - world[12:17:2]):
            landmarks = _reordered(landmarks, _WITH_ARMS)
        if self._legs.are_exchanged(captured_s, world[23:28:2] - world[24:29:2]):
            landmarks = _reordered(landmarks, _WITH_LEGS)
        if self._arms.are_between and self._last is not None:
            landmarks = _with_arms_of(self._last, landmarks)
        self._last = landmarks
        return landmarks


class _Limbs:
    """One pair of limbs: the lines between their joints as last seen in order, the one at the trunk first."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._lines: Lines | None = None
        self._time_s = 0.0
        self.exchanged_s: float | None = None  # since when they are; None: in order
        self.are_between = False  # the two orders

    def are_exchanged(self, now_s: float, lines: Lines) -> bool:
        tuning, before = self._tuning, self._lines
        was_exchanged = self.exchanged_s is not None
        since_s = self._time_s if self.exchanged_s is None else self.exchanged_s
        self.are_between = False
        if before is None or now_s - since_s > tuning.swap_longest_s:
            return self._accept(now_s, lines)
        if _square(lines[0]) < tuning.swap_width_frac**2 * _square(before[0]):
            self.are_between = True
            return was_exchanged
        along = float(np.vdot(lines, before))
        if was_exchanged:
            along = -along
        # The cosine of the angle by which the lines have turned, all of them taken as one vector.
        has_turned = along < 0.0 and along**2 > tuning.swap_cosine**2 * _square(lines) * _square(before)
        is_exchanged = was_exchanged != has_turned
        if not is_exchanged:
            return self._accept(now_s, lines)
        if not was_exchanged:
            self.exchanged_s = now_s
        self._lines, self._time_s = -lines, now_s
        return True

    def _accept(self, now_s: float, lines: Lines) -> bool:
        self._lines, self._time_s, self.exchanged_s = lines, now_s, None
        return False


def _with_arms_of(before: Landmarks, now: Landmarks) -> Landmarks:
    picture, world = now.picture.copy(), now.world.copy()
    picture[_ARMS], world[_ARMS] = before.picture[_ARMS], before.world[_ARMS]
    return Landmarks(picture=picture, visibility=now.visibility, world=world)


def _square(lines: Lines) -> float:
    return float(np.vdot(lines, lines))


def _reordered(landmarks: Landmarks, order: NDArray[np.intp]) -> Landmarks:
    return Landmarks(
        picture=landmarks.picture[order],
        visibility=landmarks.visibility[order],
        world=landmarks.world[order],
    )
