"""Landmarks into BodyFeatures: what a body does, in the body's own measures.

Lengths are torso lengths (middle of the hips to middle of the shoulders) unless a name says otherwise, so a
toddler close by and an adult far off give the same numbers. Angles come from the picture, whose x and y the
pose model knows best; depth is used only where a picture has none.
"""

import math
from dataclasses import dataclass

from griffin.gesture.smoothing import SlowMean, ramp
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import Joint, Landmarks

Point = list[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmFeatures:
    """One arm."""

    out: float  # how far the wrist is beside its own shoulder, along the shoulder line, away from the body
    up: float  # how far the wrist is above the middle of the shoulders
    rise_rad: float  # shoulder to wrist, above the horizontal in space
    wing_rad: float  # shoulder to elbow, above the horizontal in the picture
    elbow_rad: float  # fold of the elbow, 0 = straight
    wrist_rad: float  # the hand above the forearm's line in the picture, 0 = straight or unknown
    visibility: float  # of the wrist


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFeatures:
    """One body in one picture.

    Places (`hip_y`, `foot_left_y`, …) are picture heights, y down: a length in torso lengths is a difference
    of places divided by `torso`, which is the torso's length in picture heights as learned.
    """

    captured_s: float
    torso: float
    torso_tilt_rad: float  # hips to shoulders against the picture's vertical, positive to the right hand
    upright_frac: float  # height of the shoulders above the hips, in torso lengths
    middle_x: float
    middle_y: float
    hip_y: float
    shoulder_y: float
    head_y: float
    foot_left_y: float
    foot_right_y: float
    feet_visibility: float
    shoulder_span: float  # left shoulder's x minus the right one's: positive while facing the camera
    nose_depth: float  # nose behind the ears, in torso lengths: negative while facing the camera
    left: ArmFeatures
    right: ArmFeatures
    wrist_span: float  # distance between the wrists in the picture
    wrist_line_rad: float  # line of the wrists, positive when the right hand is the lower one


class BodyMeasures:
    """How long this body's torso is, learned in the first second and slowly renewed.

    In the picture alone a bent or turned torso looks like a short one. The model's metric points
    differ: their torso is a length in space, and how large the same four points are in the picture gives the
    picture heights a metre. Of the metric points only proportions matter; a child that the model takes for an
    adult does no harm.
    """

    def __init__(self, tuning: GestureTuning) -> None:
        self._torso_m = SlowMean(renew_s=tuning.measure_renew_s, outlier_frac=tuning.measure_outlier_frac)
        self._heights_per_m = SlowMean(renew_s=tuning.scale_renew_s, outlier_frac=tuning.scale_outlier_frac)

    def learn(self, captured_s: float, picture: list[Point], world: list[Point]) -> tuple[float, float]:
        """The torso's length in picture heights and in the model's metres, as far as they are known now."""
        heights_per_m = locate_trunk(picture)[2] / max(locate_trunk(world)[2], 1e-6)
        torso_m = max(self._torso_m.learn(captured_s, _torso_length(world)), 1e-3)
        return max(self._heights_per_m.learn(captured_s, heights_per_m) * torso_m, 1e-4), torso_m


TRUNK = (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP)


def locate_trunk(points: list[Point]) -> tuple[float, float, float]:
    """The middle (x, y) of a body's trunk and its size, in the units of its 33 points.

    Size is the root of the summed squares of the four corners' distances from their middle, depth left out.
    """
    corners = [points[joint] for joint in TRUNK]
    middle_x = sum(p[0] for p in corners) / len(corners)
    middle_y = sum(p[1] for p in corners) / len(corners)
    size = math.sqrt(sum((p[0] - middle_x) ** 2 + (p[1] - middle_y) ** 2 for p in corners))
    return middle_x, middle_y, size


def _torso_length(points: list[Point]) -> float:
    return math.dist(
        _middle(points[Joint.LEFT_SHOULDER], points[Joint.RIGHT_SHOULDER]),
        _middle(points[Joint.LEFT_HIP], points[Joint.RIGHT_HIP]),
    )


def _middle(a: Point, b: Point) -> Point:
    return [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0, (a[2] + b[2]) / 2.0]


def measure(
    captured_s: float, landmarks: Landmarks, measures: BodyMeasures, tuning: GestureTuning
) -> BodyFeatures:
    """What this body does now."""
    picture: list[Point] = landmarks.picture.tolist()
    world: list[Point] = landmarks.world.tolist()
    visibility: list[float] = landmarks.visibility.tolist()
    torso, torso_m = measures.learn(captured_s, picture, world)
    shoulders = _middle(picture[Joint.LEFT_SHOULDER], picture[Joint.RIGHT_SHOULDER])
    hips = _middle(picture[Joint.LEFT_HIP], picture[Joint.RIGHT_HIP])
    ears = _middle(picture[Joint.LEFT_EAR], picture[Joint.RIGHT_EAR])
    shoulder_span = (picture[Joint.LEFT_SHOULDER][0] - picture[Joint.RIGHT_SHOULDER][0]) / torso
    # Seen from the back, the left arm's outside is on the picture's left.
    side = 1.0 if shoulder_span >= 0.0 else -1.0
    left_wrist, right_wrist = picture[Joint.LEFT_WRIST], picture[Joint.RIGHT_WRIST]
    across, down = left_wrist[0] - right_wrist[0], right_wrist[1] - left_wrist[1]
    return BodyFeatures(
        captured_s=captured_s,
        torso=torso,
        torso_tilt_rad=math.atan2(side * (hips[0] - shoulders[0]), max(hips[1] - shoulders[1], 1e-6)),
        upright_frac=(hips[1] - shoulders[1]) / torso,
        middle_x=(shoulders[0] + hips[0]) / 2.0,
        middle_y=(shoulders[1] + hips[1]) / 2.0,
        hip_y=hips[1],
        shoulder_y=shoulders[1],
        head_y=ears[1],
        foot_left_y=max(picture[Joint.LEFT_HEEL][1], picture[Joint.LEFT_FOOT_INDEX][1]),
        foot_right_y=max(picture[Joint.RIGHT_HEEL][1], picture[Joint.RIGHT_FOOT_INDEX][1]),
        feet_visibility=min(visibility[joint] for joint in _FEET),
        shoulder_span=shoulder_span,
        nose_depth=(picture[Joint.NOSE][2] - ears[2]) / torso,
        left=_measure_arm(picture, world, visibility, (_LEFT_ARM, _LEFT_KNUCKLES), (torso, torso_m), tuning),
        right=_measure_arm(
            picture, world, visibility, (_RIGHT_ARM, _RIGHT_KNUCKLES), (torso, torso_m), tuning
        ),
        wrist_span=math.hypot(across, down) / torso,
        wrist_line_rad=math.atan2(down, abs(across)),
    )


_FEET = (Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE, Joint.LEFT_FOOT_INDEX, Joint.RIGHT_FOOT_INDEX)
# Each arm from the shoulder outwards, then the other shoulder.
_LEFT_ARM = (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST, Joint.RIGHT_SHOULDER)
_RIGHT_ARM = (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST, Joint.LEFT_SHOULDER)
# The knuckles of the index and the little finger; the hand's middle lies between them.
_LEFT_KNUCKLES = (Joint.LEFT_INDEX, Joint.LEFT_PINKY)
_RIGHT_KNUCKLES = (Joint.RIGHT_INDEX, Joint.RIGHT_PINKY)


def _measure_arm(
    picture: list[Point],
    world: list[Point],
    visibility: list[float],
    joints_and_knuckles: tuple[tuple[Joint, Joint, Joint, Joint], tuple[Joint, Joint]],
    torso_and_m: tuple[float, float],
    tuning: GestureTuning,
) -> ArmFeatures:
    torso, torso_m = torso_and_m
    joints, knuckles = joints_and_knuckles
    shoulder, elbow, wrist, other = (picture[joint] for joint in joints)
    hand = _middle(picture[knuckles[0]], picture[knuckles[1]])
    hand_visibility = min(visibility[knuckles[0]], visibility[knuckles[1]], visibility[joints[2]])
    return ArmFeatures(
        out=_beside(*(world[joint] for joint in joints)) / torso_m,
        up=((shoulder[1] + other[1]) / 2.0 - wrist[1]) / torso,
        rise_rad=_elevation(world[joints[0]], world[joints[2]]),
        wing_rad=_angle_above_horizontal(shoulder, elbow),
        elbow_rad=_fold(world[joints[0]], world[joints[1]], world[joints[2]], tuning.fold_depth_frac),
        wrist_rad=_bend(elbow, wrist, hand, torso, hand_visibility, tuning),
        visibility=visibility[joints[2]],
    )


def _beside(shoulder: Point, _: Point, wrist: Point, other: Point) -> float:
    # Along the shoulder line as seen from above: a body may stand at any angle to the camera.
    across_x, across_z = shoulder[0] - other[0], shoulder[2] - other[2]
    width = math.hypot(across_x, across_z)
    if width < 1e-6:
        return 0.0
    return ((wrist[0] - shoulder[0]) * across_x + (wrist[2] - shoulder[2]) * across_z) / width


def _elevation(start: Point, end: Point) -> float:
    # In space, so that an arm held out towards the camera is level.
    return math.atan2(start[1] - end[1], math.hypot(end[0] - start[0], end[2] - start[2]))


def _angle_above_horizontal(start: Point, end: Point) -> float:
    return math.atan2(start[1] - end[1], abs(end[0] - start[0]))


def _fold(shoulder: Point, elbow: Point, wrist: Point, depth_frac: float) -> float:
    ux, uy, uz = elbow[0] - shoulder[0], elbow[1] - shoulder[1], depth_frac * (elbow[2] - shoulder[2])
    vx, vy, vz = wrist[0] - elbow[0], wrist[1] - elbow[1], depth_frac * (wrist[2] - elbow[2])
    lengths = math.hypot(ux, uy, uz) * math.hypot(vx, vy, vz)
    if lengths < 1e-9:
        return 0.0
    cosine = (ux * vx + uy * vy + uz * vz) / lengths
    return math.acos(min(1.0, max(-1.0, cosine)))


def _bend(
    elbow: Point, wrist: Point, hand: Point, torso: float, visibility: float, tuning: GestureTuning
) -> float:
    """The hand's angle above the forearm's line, in the picture, and 0 where that can't be measured.

    In the picture, for the model's metric points hardly know of hands: of a drawn hand that bends by 45 deg
    they show 3, the picture 30. An upright forearm has no side that is above; towards it the bend fades, as
    it does for a forearm or a hand that points at the camera.
    """
    along_x, along_y = wrist[0] - elbow[0], wrist[1] - elbow[1]
    on_x, on_y = hand[0] - wrist[0], hand[1] - wrist[1]
    certainty = (
        ramp(abs(along_x), tuning.wrist_level_from_torsos * torso, tuning.wrist_level_full_torsos * torso)
        * ramp(math.hypot(on_x, on_y), tuning.hand_from_torsos * torso, tuning.hand_full_torsos * torso)
        * ramp(visibility, tuning.hand_from_visibility, tuning.hand_full_visibility)
    )
    if certainty == 0.0:
        return 0.0
    turn_rad = math.atan2(along_y * on_x - along_x * on_y, along_x * on_x + along_y * on_y)
    above_rad = math.copysign(1.0, along_x) * turn_rad
    return certainty * min(tuning.wrist_most_rad, max(-tuning.wrist_most_rad, above_rad))
