"""Landmarks whose left and right a pose model has exchanged, put back in order before anything is measured.

Theory. For 1 to 8 frames at a time a model takes the left arm for the right one, or the legs, or both. The
lines from each right joint to its left one show it. A body's own turn moves them steadily: at 360 deg/s they
turn by 45 degrees from one frame to the next at 8 frames a second. An exchange turns all of them by 180
degrees at once, in space as in the picture. So lines that turn by more than 120 degrees within a frame have
been exchanged, and stay so until they turn back. A real turn passes through the profile, in which they point
at the camera but are as long as ever; nothing is exchanged there. Joints that the model only guesses have no
say in it.

What lasts longer than any swap was a turn that the camera missed, or the order was wrong before: then the
model's order counts. While a model slides from one order into the other, the joints of a pair meet: such
frames decide nothing, and arms keep their places in them.
"""

import math

from griffin.gesture.points import BodyPoints
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import LANDMARK_COUNT, Joint

# From each right joint to its left one, in metres: the pair at the trunk, and the others where they are seen.
Line = tuple[float, float, float]
Lines = list[Line | None]

Pairs = tuple[tuple[Joint, Joint], ...]

_ARM_PAIRS: Pairs = (
    (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER),
    (Joint.LEFT_ELBOW, Joint.RIGHT_ELBOW),
    (Joint.LEFT_WRIST, Joint.RIGHT_WRIST),
)
_LEG_PAIRS: Pairs = (
    (Joint.LEFT_HIP, Joint.RIGHT_HIP),
    (Joint.LEFT_KNEE, Joint.RIGHT_KNEE),
    (Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE),
)


def _exchanged(first: Joint, last: Joint) -> list[int]:
    order = list(range(LANDMARK_COUNT))
    for left in range(first, last + 1, 2):
        order[left], order[left + 1] = left + 1, left
    return order


_ARMS = slice(Joint.LEFT_ELBOW, Joint.LEFT_HIP)
_WITH_ARMS = _exchanged(Joint.LEFT_SHOULDER, Joint.LEFT_THUMB)
_WITH_LEGS = _exchanged(Joint.LEFT_HIP, Joint.LEFT_FOOT_INDEX)


class SideMender:
    """Follows one body's arms and legs, and exchanges them while the model has them the wrong way round."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._arms = _Limbs(tuning, _ARM_PAIRS)
        self._legs = _Limbs(tuning, _LEG_PAIRS)
        self._last: BodyPoints | None = None

    @property
    def are_arms_exchanged(self) -> bool:
        """Whether the last frame had the shoulders the wrong way round, as far as that is known yet."""
        return self._arms.exchanged_s is not None

    def mend(self, captured_s: float, points: BodyPoints) -> BodyPoints:
        """The same body with its left and right in order."""
        if self._arms.follow(captured_s, points):
            points = _reordered(points, _WITH_ARMS)
        if self._legs.follow(captured_s, points):
            points = _reordered(points, _WITH_LEGS)
        if self._arms.are_between and self._last is not None:
            points = _with_arms_of(self._last, points)
        self._last = points
        return points


class _Limbs:
    """One pair of limbs: the lines between their joints as last seen in order."""

    def __init__(self, tuning: GestureTuning, pairs: Pairs) -> None:
        self._tuning = tuning
        self._pairs = pairs
        self._lines: Lines | None = None
        self._time_s = 0.0
        self.exchanged_s: float | None = None  # since when they are; None: in order
        self.are_between = False  # the two orders

    def follow(self, now_s: float, points: BodyPoints) -> bool:
        """Take in one frame; whether it has the limbs the wrong way round."""
        tuning, before, lines = self._tuning, self._lines, self._draw_lines(points)
        was_exchanged = self.exchanged_s is not None
        since_s = self._time_s if self.exchanged_s is None else self.exchanged_s
        self.are_between = False
        if before is None or now_s - since_s > tuning.swap_longest_s:
            return self._accept(now_s, lines)
        if _square(lines[0]) < tuning.swap_width_frac**2 * _square(before[0]):
            self.are_between = True
            return was_exchanged
        cosine = _turn_cosine(before, lines)
        has_turned = (-cosine if was_exchanged else cosine) < -tuning.swap_cosine
        is_exchanged = was_exchanged != has_turned
        if not is_exchanged:
            return self._accept(now_s, lines)
        if not was_exchanged:
            self.exchanged_s = now_s
        self._lines = [None if line is None else (-line[0], -line[1], -line[2]) for line in lines]
        self._time_s = now_s
        return True

    def _draw_lines(self, points: BodyPoints) -> Lines:
        world, visibility, least = points.world, points.visibility, self._tuning.joint_from_visibility
        lines: Lines = []
        for left, right in self._pairs:
            if lines and (visibility[left] < least or visibility[right] < least):
                lines.append(None)
                continue
            (ax, ay, az), (bx, by, bz) = world[left], world[right]
            lines.append((ax - bx, ay - by, az - bz))
        return lines

    def _accept(self, now_s: float, lines: Lines) -> bool:
        self._lines, self._time_s, self.exchanged_s = lines, now_s, None
        return False


def _with_arms_of(before: BodyPoints, now: BodyPoints) -> BodyPoints:
    picture, world = now.picture.copy(), now.world.copy()
    picture[_ARMS], world[_ARMS] = before.picture[_ARMS], before.world[_ARMS]
    return BodyPoints(picture=picture, world=world, visibility=now.visibility)


def _turn_cosine(before: Lines, now: Lines) -> float:
    """Of the angle by which the lines have turned, all that were seen both times taken as one vector."""
    along = square = square_before = 0.0
    for a, b in zip(before, now, strict=True):
        if a is None or b is None:
            continue
        along += a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
        square_before += a[0] * a[0] + a[1] * a[1] + a[2] * a[2]
        square += b[0] * b[0] + b[1] * b[1] + b[2] * b[2]
    squares = square * square_before
    return along / math.sqrt(squares) if squares > 0.0 else 1.0


def _square(line: Line | None) -> float:
    return 0.0 if line is None else line[0] * line[0] + line[1] * line[1] + line[2] * line[2]


def _reordered(points: BodyPoints, order: list[int]) -> BodyPoints:
    picture, world, visibility = points.picture, points.world, points.visibility
    return BodyPoints(
        picture=[picture[joint] for joint in order],
        world=[world[joint] for joint in order],
        visibility=[visibility[joint] for joint in order],
    )
