"""Landmarks into BodyFeatures: what a body does, in the body's own measures.

Lengths are torso lengths (middle of the hips to middle of the shoulders) unless a name says otherwise, so a
toddler close by and an adult far off give the same numbers. The wrists' line, the trunk's tilt, the upper arm
and the hand's bend are measured in the picture, whose x and y the model knows best; arm elevation, elbow fold
and distances from the trunk come from the metric points.

Every measure comes with the certainty (0 to 1) of the joints that it is made of. Where a hand isn't seen, its
upper arm speaks for it, as if the arm were straight: most hands get lost beyond the picture's edge, at the
end of a spread arm, or behind the body, below an upper arm that hangs.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from griffin.gesture.certainty import joint_certainty
from griffin.gesture.points import BodyPoints, Point
from griffin.gesture.smoothing import SlowMean, ramp
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import Joint


# A few of each are made every frame, and msgspec makes its structs ten times as fast as dataclasses.
class ArmFeatures(msgspec.Struct, frozen=True, kw_only=True):
    """One arm."""

    out: float  # how far the wrist is beside its own shoulder, along the shoulder line, away from the body
    across: float  # how far the wrist is to the picture's right of the middle of the shoulders
    up: float  # how far the wrist is above the middle of the shoulders
    rise_rad: float  # shoulder to hand, above the horizontal in space
    trunk_gap: float  # the hand's distance, seen from the front, from the trunk's line below the shoulders
    certainty: float  # of the hand, or of the upper arm that speaks for it
    wing_rad: float  # shoulder to elbow, above the horizontal: in the picture, unless foreshortened there
    wing_certainty: float
    elbow_rad: float  # fold of the elbow, 0 = straight
    elbow_certainty: float
    wrist_rad: float  # the hand above the forearm's line in the picture, 0 = straight or not to be measured
    wrist_certainty: float
    visibility: float  # of the wrist


class BodyFeatures(msgspec.Struct, frozen=True, kw_only=True):
    """One body in one picture.

    Places (`hip_y`, `foot_left_y`, …) are picture heights, y down: a length in torso lengths is a difference
    of places divided by `torso`, which is the torso's length in picture heights as learned.
    """

    captured_s: float
    torso: float
    torso_tilt_rad: float  # hips to shoulders against the picture's vertical, positive to the right hand
    upright_frac: float  # height of the shoulders above the hips, in torso lengths
    trunk_certainty: float
    middle_x: float
    middle_y: float
    hip_x: float
    hip_y: float
    shoulder_x: float
    shoulder_y: float
    head_y: float
    foot_left_y: float
    foot_right_y: float
    feet_visibility: float
    knee_y: float | None  # of the lower knee; None when no knee is seen
    shoulder_span: float  # left shoulder's x minus the right one's: positive while facing the camera
    nose_depth: float  # nose behind the ears, in torso lengths: negative while facing the camera
    left: ArmFeatures
    right: ArmFeatures
    wrist_span: float  # distance between the hands in the picture
    wrist_line_rad: float  # line of the hands, positive when the right hand is the lower one


class BodyMeasures:
    """How long this body's torso is, averaged over the first five seconds; the scale follows within 0.25 s.

    In the picture alone a bent or turned torso looks like a short one. The model's metric points
    differ: their torso is a length in space, and how large the same four points are in the picture gives the
    picture heights a metre. Of the metric points only proportions matter; a child that the model takes for an
    adult does no harm.
    """

    def __init__(self, tuning: GestureTuning) -> None:
        self._torso_m = SlowMean(renew_s=tuning.measure_renew_s, outlier_frac=tuning.measure_outlier_frac)
        self._heights_per_m = SlowMean(renew_s=tuning.scale_renew_s, outlier_frac=tuning.scale_outlier_frac)
        self._shoulder_torsos = tuning.shoulder_torsos

    def learn(
        self, captured_s: float, picture: list[Point], world: list[Point], certainty: float
    ) -> tuple[float, float]:
        """The torso's length in picture heights and in the model's metres, as far as they are known now.

        `certainty`: of the hips. Unseen hips teach nothing; until they are seen, the shoulder width is used.
        """
        (_, _, size), (_, _, size_m) = locate_trunk(picture, certainty), locate_trunk(world, certainty)
        scale = size / max(size_m, 1e-6)
        width_m = shoulder_width(world)
        known_m = self._torso_m.value or width_m / self._shoulder_torsos
        sample_m = known_m + certainty * (torso_length(world) - known_m)
        torso_m = max(self._torso_m.learn(captured_s, sample_m), 1e-3)
        return max(self._heights_per_m.learn(captured_s, scale) * torso_m, 1e-4), torso_m


TRUNK = (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP)


def locate_trunk(points: list[Point], certainty: float = 1.0) -> tuple[float, float, float]:
    """The middle (x, y) of a body's trunk and its size, in the units of its 33 points.

    Size is the root of the summed squares of the four corners' distances from their middle, depth left out;
    the hips count as far as they are certain.
    """
    (lx, ly, _), (rx, ry, _) = points[Joint.LEFT_SHOULDER], points[Joint.RIGHT_SHOULDER]
    (ax, ay, _), (bx, by, _) = points[Joint.LEFT_HIP], points[Joint.RIGHT_HIP]
    whole = 2.0 + 2.0 * certainty
    x = (lx + rx + certainty * (ax + bx)) / whole
    y = (ly + ry + certainty * (ay + by)) / whole
    shoulders = (lx - x) ** 2 + (ly - y) ** 2 + (rx - x) ** 2 + (ry - y) ** 2
    hips = (ax - x) ** 2 + (ay - y) ** 2 + (bx - x) ** 2 + (by - y) ** 2
    return x, y, math.sqrt(shoulders + certainty * hips)


def torso_length(points: list[Point]) -> float:
    """From the middle of the hips to the middle of the shoulders, in the units of a body's 33 points."""
    return math.dist(
        _middle(points[Joint.LEFT_SHOULDER], points[Joint.RIGHT_SHOULDER]),
        _middle(points[Joint.LEFT_HIP], points[Joint.RIGHT_HIP]),
    )


def shoulder_width(points: list[Point]) -> float:
    """From one shoulder to the other, in the units of a body's 33 points."""
    return math.dist(points[Joint.LEFT_SHOULDER], points[Joint.RIGHT_SHOULDER])


def _middle(a: Point, b: Point) -> Point:
    return [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0, (a[2] + b[2]) / 2.0]


def measure(
    captured_s: float, points: BodyPoints, measures: BodyMeasures, tuning: GestureTuning
) -> BodyFeatures:
    """What this body does now."""
    picture, world, visibility = points.picture, points.world, points.visibility
    trunk_certainty = joint_certainty(tuning, min([visibility[joint] for joint in TRUNK]))
    torso, torso_m = measures.learn(captured_s, picture, world, trunk_certainty)
    shoulders = _middle(picture[Joint.LEFT_SHOULDER], picture[Joint.RIGHT_SHOULDER])
    hips = _middle(picture[Joint.LEFT_HIP], picture[Joint.RIGHT_HIP])
    ears = _middle(picture[Joint.LEFT_EAR], picture[Joint.RIGHT_EAR])
    shoulder_span = (picture[Joint.LEFT_SHOULDER][0] - picture[Joint.RIGHT_SHOULDER][0]) / torso
    # Seen from the back, the left arm's outside is on the picture's left.
    side = 1.0 if shoulder_span >= 0.0 else -1.0
    front = _measure_front(world, torso_m, trunk_certainty)
    left, left_hand = _measure_arm(points, _LEFT_ARM, shoulders, torso, front, tuning)
    right, right_hand = _measure_arm(points, _RIGHT_ARM, shoulders, torso, front, tuning)
    across, down = left_hand[0] - right_hand[0], right_hand[1] - left_hand[1]
    return BodyFeatures(
        captured_s=captured_s,
        torso=torso,
        torso_tilt_rad=math.atan2(side * (hips[0] - shoulders[0]), max(hips[1] - shoulders[1], 1e-6)),
        upright_frac=(hips[1] - shoulders[1]) / torso,
        trunk_certainty=trunk_certainty,
        middle_x=(shoulders[0] + hips[0]) / 2.0,
        middle_y=(shoulders[1] + hips[1]) / 2.0,
        hip_x=hips[0],
        hip_y=hips[1],
        shoulder_x=shoulders[0],
        shoulder_y=shoulders[1],
        head_y=ears[1],
        foot_left_y=max(picture[Joint.LEFT_HEEL][1], picture[Joint.LEFT_FOOT_INDEX][1]),
        foot_right_y=max(picture[Joint.RIGHT_HEEL][1], picture[Joint.RIGHT_FOOT_INDEX][1]),
        feet_visibility=min(visibility[joint] for joint in _FEET),
        knee_y=_find_lower_knee(picture, visibility, tuning),
        shoulder_span=shoulder_span,
        nose_depth=(picture[Joint.NOSE][2] - ears[2]) / torso,
        left=left,
        right=right,
        wrist_span=math.hypot(across, down) / torso,
        wrist_line_rad=math.atan2(down, abs(across)),
    )


_FEET = (Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE, Joint.LEFT_FOOT_INDEX, Joint.RIGHT_FOOT_INDEX)
_KNEES = (Joint.LEFT_KNEE, Joint.RIGHT_KNEE)


class _ArmJoints(NamedTuple):
    """One arm's joints, and its side: 1 for the left, whose outside is the larger place across, or -1."""

    shoulder: Joint
    elbow: Joint
    wrist: Joint
    index_finger: Joint
    little_finger: Joint
    side: float


_LEFT_ARM = _ArmJoints(
    shoulder=Joint.LEFT_SHOULDER,
    elbow=Joint.LEFT_ELBOW,
    wrist=Joint.LEFT_WRIST,
    index_finger=Joint.LEFT_INDEX,
    little_finger=Joint.LEFT_PINKY,
    side=1.0,
)
_RIGHT_ARM = _ArmJoints(
    shoulder=Joint.RIGHT_SHOULDER,
    elbow=Joint.RIGHT_ELBOW,
    wrist=Joint.RIGHT_WRIST,
    index_finger=Joint.RIGHT_INDEX,
    little_finger=Joint.RIGHT_PINKY,
    side=-1.0,
)


@dataclass(slots=True, kw_only=True)
class _Front:
    """The body as seen from its own front: how to look at the model's metric points from there.

    A place across is along the shoulder line as seen from above, for a body may stand at any angle to the
    camera; down is the picture's.
    """

    torso_m: float
    across: tuple[float, float]  # direction in x and z, of length 1 (0 if the shoulders are one point)
    neck: tuple[float, float]  # middle of the shoulders, across and down
    trunk: tuple[float, float]  # direction of the trunk's line, across and down, of length 1

    def across_of(self, point: Point) -> float:
        """Its place across, in metres; the left shoulder's is the larger one."""
        return point[0] * self.across[0] + point[2] * self.across[1]

    def trunk_gap(self, point: Point) -> float:
        """Distance from the line that begins between the shoulders and goes down through the hips."""
        across, down = self.across_of(point) - self.neck[0], point[1] - self.neck[1]
        along = across * self.trunk[0] + down * self.trunk[1]
        if along < 0.0:
            return math.hypot(across, down) / self.torso_m
        return abs(across * self.trunk[1] - down * self.trunk[0]) / self.torso_m


def _measure_front(world: list[Point], torso_m: float, trunk_certainty: float) -> _Front:
    left, right = world[Joint.LEFT_SHOULDER], world[Joint.RIGHT_SHOULDER]
    width = math.hypot(left[0] - right[0], left[2] - right[2])
    across = (0.0, 0.0) if width < 1e-6 else ((left[0] - right[0]) / width, (left[2] - right[2]) / width)
    shoulders, hips = _middle(left, right), _middle(world[Joint.LEFT_HIP], world[Joint.RIGHT_HIP])
    neck = (shoulders[0] * across[0] + shoulders[2] * across[1], shoulders[1])
    aside = hips[0] * across[0] + hips[2] * across[1] - neck[0]
    # Where the hips aren't seen, the trunk is taken for upright.
    aside, down = trunk_certainty * aside / torso_m, max(hips[1] - neck[1], 1e-6) / torso_m
    down = 1.0 + trunk_certainty * (down - 1.0)
    length = math.hypot(aside, down)
    return _Front(torso_m=torso_m, across=across, neck=neck, trunk=(aside / length, down / length))


def _find_lower_knee(picture: list[Point], visibility: list[float], tuning: GestureTuning) -> float | None:
    seen = [
        picture[knee][1]
        for knee in _KNEES
        if visibility[knee] >= tuning.joint_from_visibility and picture[knee][1] <= 1.0
    ]
    return max(seen) if seen else None


def _measure_arm(
    points: BodyPoints,
    joints: _ArmJoints,
    neck: Point,
    torso: float,
    front: _Front,
    tuning: GestureTuning,
) -> tuple[ArmFeatures, Point]:
    """One arm, and where its hand is in the picture. `neck`: the middle of the shoulders there."""
    picture, world, visibility = points.picture, points.world, points.visibility
    at_shoulder, at_elbow, at_wrist, at_index, at_pinky, side = joints
    shoulder, elbow, wrist = picture[at_shoulder], picture[at_elbow], picture[at_wrist]
    shoulder_m, elbow_m, wrist_m = world[at_shoulder], world[at_elbow], world[at_wrist]
    knuckles = _middle(picture[at_index], picture[at_pinky])
    # Whoever is followed is seen at the shoulders.
    wrist_visibility = visibility[at_wrist]
    sure_of_wing = joint_certainty(tuning, visibility[at_elbow])
    by_wrist = joint_certainty(tuning, wrist_visibility)
    by_elbow = (1.0 - by_wrist) * sure_of_wing
    certainty = by_wrist + by_elbow
    straight_frac = by_elbow / certainty if certainty > 0.0 else 0.0
    hand_m = _place_hand(shoulder_m, elbow_m, wrist_m, straight_frac, tuning.arm_per_upper_arm)
    hand_visibility = min(visibility[at_elbow], wrist_visibility, visibility[at_index], visibility[at_pinky])
    features = ArmFeatures(
        out=side * (front.across_of(wrist_m) - front.across_of(shoulder_m)) / front.torso_m,
        across=(wrist[0] - neck[0]) / torso,
        up=(neck[1] - wrist[1]) / torso,
        rise_rad=_elevation(shoulder_m, hand_m),
        trunk_gap=front.trunk_gap(hand_m),
        certainty=certainty,
        wing_rad=_wing_angle((shoulder, elbow), (shoulder_m, elbow_m), torso, tuning),
        wing_certainty=sure_of_wing,
        elbow_rad=_fold(shoulder_m, elbow_m, wrist_m, tuning.fold_depth_frac),
        elbow_certainty=min(sure_of_wing, by_wrist),
        wrist_rad=_bend(elbow, wrist, knuckles, torso, tuning),
        wrist_certainty=ramp(hand_visibility, tuning.hand_from_visibility, tuning.hand_full_visibility),
        visibility=wrist_visibility,
    )
    return features, _place_hand(shoulder, elbow, wrist, straight_frac, tuning.arm_per_upper_arm)


def _place_hand(
    shoulder: Point, elbow: Point, wrist: Point, straight_frac: float, arm_per_upper_arm: float
) -> Point:
    """The wrist, drawn to where it would be at the end of a straight arm."""
    if straight_frac == 0.0:
        return wrist
    return [
        (1.0 - straight_frac) * w + straight_frac * (s + arm_per_upper_arm * (e - s))
        for s, e, w in zip(shoulder, elbow, wrist, strict=True)
    ]


def _elevation(start: Point, end: Point) -> float:
    # In space, so that an arm held out towards the camera is level.
    return math.atan2(start[1] - end[1], math.hypot(end[0] - start[0], end[2] - start[2]))


def _wing_angle(
    picture: tuple[Point, Point], world: tuple[Point, Point], torso: float, tuning: GestureTuning
) -> float:
    """The upper arm above the horizontal: in the picture, or in space as it points at the camera."""
    shoulder, elbow = picture
    across, down = elbow[0] - shoulder[0], elbow[1] - shoulder[1]
    in_picture_frac = ramp(
        math.hypot(across, down), tuning.wing_from_torsos * torso, tuning.wing_full_torsos * torso
    )
    in_space_rad = _elevation(*world) if in_picture_frac < 1.0 else 0.0
    in_picture_rad = math.atan2(-down, abs(across))
    return in_space_rad + in_picture_frac * (in_picture_rad - in_space_rad)


def _fold(shoulder: Point, elbow: Point, wrist: Point, depth_frac: float) -> float:
    ux, uy, uz = elbow[0] - shoulder[0], elbow[1] - shoulder[1], depth_frac * (elbow[2] - shoulder[2])
    vx, vy, vz = wrist[0] - elbow[0], wrist[1] - elbow[1], depth_frac * (wrist[2] - elbow[2])
    lengths = math.hypot(ux, uy, uz) * math.hypot(vx, vy, vz)
    if lengths < 1e-9:
        return 0.0
    cosine = (ux * vx + uy * vy + uz * vz) / lengths
    return math.acos(min(1.0, max(-1.0, cosine)))


def _bend(elbow: Point, wrist: Point, hand: Point, torso: float, tuning: GestureTuning) -> float:
    """The hand's angle above the forearm's line, in the picture, and 0 where that can't be measured.

    In the picture, for the model's metric points hardly know of hands: of a drawn hand that bends by 45 deg
    they show 3, the picture 30. An upright forearm has no side that is above; towards it the bend fades, as
    it does for a forearm or a hand that points at the camera.
    """
    along_x, along_y = wrist[0] - elbow[0], wrist[1] - elbow[1]
    on_x, on_y = hand[0] - wrist[0], hand[1] - wrist[1]
    shown_frac = ramp(
        abs(along_x), tuning.wrist_level_from_torsos * torso, tuning.wrist_level_full_torsos * torso
    ) * ramp(math.hypot(on_x, on_y), tuning.hand_from_torsos * torso, tuning.hand_full_torsos * torso)
    if shown_frac == 0.0:
        return 0.0
    turn_rad = math.atan2(along_y * on_x - along_x * on_y, along_x * on_x + along_y * on_y)
    above_rad = math.copysign(1.0, along_x) * turn_rad
    return shown_frac * min(tuning.wrist_most_rad, max(-tuning.wrist_most_rad, above_rad))
