"""BodyPose → where the demo pilot's joints are in the room: a skeleton of an ordinary adult. Pure geometry.

The room: +X to the picture's right, +Y up, +Z towards the camera, metres, the floor at Y = 0, the pilot
about the origin. A pilot who faces the camera thus has the left hand at the larger X, as in an unmirrored
picture.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from griffin.vision.demo_performance import ArmPose, BodyPose

Point = NDArray[np.float64]

_STEP_RAD = math.pi / 2.0  # how far a foot turns in one step


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """An adult of 1.72 m; lengths as shares of the height after Winter, Biomechanics (1979), rounded."""

    hips_m: float = 0.93  # above the floor
    hip_half_m: float = 0.095
    thigh_m: float = 0.43
    shin_m: float = 0.42
    ankle_m: float = 0.085  # above the floor
    foot_m: float = 0.17  # ankle to toe
    stance_half_m: float = 0.115  # feet from the middle
    toe_out_rad: float = 0.25
    trunk_m: float = 0.50  # hips to shoulders
    shoulder_half_m: float = 0.185
    upper_arm_m: float = 0.285
    forearm_m: float = 0.25
    hand_m: float = 0.17
    arm_forward_rad: float = 0.12  # arms are held a little before the body
    head_m: float = 0.185  # shoulders to the middle of the head
    head_forward_m: float = 0.025
    shoulder_lift: float = 0.10  # share of an arm's height above level by which its shoulder rises with it
    step_m: float = 0.05  # how high the feet step while turning


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoBody:
    """The joints (3,) in the room; pairs are (left, right), the pilot's own.

    `axes` (3, 3): left, up and forward of the body.
    """

    hips: tuple[Point, Point]
    knees: tuple[Point, Point]
    ankles: tuple[Point, Point]
    toes: tuple[Point, Point]
    shoulders: tuple[Point, Point]
    elbows: tuple[Point, Point]
    wrists: tuple[Point, Point]
    fingers: tuple[Point, Point]
    head: Point
    axes: NDArray[np.float64]


def pose_body(pose: BodyPose, build: Build | None = None) -> DemoBody:
    """Every joint for a pose, from the feet up."""
    build = build or Build()
    left, up, forward = _turned(pose.turn_rad)
    # The trunk bends forward as the knees bend, or the body would fall over backwards.
    bow_rad = 0.02 + 0.9 * max(0.0, -pose.hips_m)
    middle = np.array([0.0, build.hips_m + pose.hips_m, 0.0]) + left * pose.sway_m
    middle = middle - forward * 0.3 * max(0.0, -pose.hips_m)
    hips = (middle + left * build.hip_half_m, middle - left * build.hip_half_m)
    feet = tuple(_foot(side, pose, build) for side in (1.0, -1.0))
    ankles = (feet[0][0], feet[1][0])
    knees = tuple(
        _bend(hip, ankle, build.thigh_m, build.shin_m, forward + 0.35 * side * left)
        for hip, ankle, side in zip(hips, ankles, (1.0, -1.0), strict=True)
    )

    trunk_up = _normalized(up * math.cos(bow_rad) + forward * math.sin(bow_rad))
    trunk_up = _normalized(trunk_up - left * math.tan(pose.lean_rad))
    across = _normalized(left - trunk_up * float(left @ trunk_up))
    facing = np.cross(across, trunk_up)
    chest = middle + trunk_up * (build.trunk_m + 0.004 * pose.breath_frac)
    arms = tuple(
        _arm(arm, chest, side * across, facing, trunk_up, build)
        for arm, side in ((pose.left, 1.0), (pose.right, -1.0))
    )
    # The head stays upright and looks ahead, as heads do.
    head = chest + _normalized(trunk_up + 0.6 * up) * build.head_m + forward * build.head_forward_m
    return DemoBody(
        hips=hips,
        knees=(knees[0], knees[1]),
        ankles=ankles,
        toes=(feet[0][1], feet[1][1]),
        shoulders=(arms[0][0], arms[1][0]),
        elbows=(arms[0][1], arms[1][1]),
        wrists=(arms[0][2], arms[1][2]),
        fingers=(arms[0][3], arms[1][3]),
        head=head,
        axes=np.stack([left, up, forward]),
    )


def moved(body: DemoBody, place: Point) -> DemoBody:
    """The same body standing elsewhere in the room."""

    def pair(points: tuple[Point, Point]) -> tuple[Point, Point]:
        return points[0] + place, points[1] + place

    return replace(
        body,
        hips=pair(body.hips),
        knees=pair(body.knees),
        ankles=pair(body.ankles),
        toes=pair(body.toes),
        shoulders=pair(body.shoulders),
        elbows=pair(body.elbows),
        wrists=pair(body.wrists),
        fingers=pair(body.fingers),
        head=body.head + place,
    )


def _arm(
    arm: ArmPose, chest: Point, outward: Point, facing: Point, trunk_up: Point, build: Build
) -> tuple[Point, Point, Point, Point]:
    """Shoulder, elbow, wrist, finger tips. Elevations are true to the vertical whatever the trunk does."""
    up = np.array([0.0, 1.0, 0.0])
    level = _normalized(outward - up * float(outward @ up))
    ahead = facing * math.tan(build.arm_forward_rad)
    lift_m = build.shoulder_lift * build.upper_arm_m * max(0.0, math.sin(arm.upper_rad))
    points = [chest + outward * build.shoulder_half_m + trunk_up * lift_m]
    parts = (
        (arm.upper_rad, build.upper_arm_m),
        (arm.forearm_rad, build.forearm_m),
        (arm.hand_rad, build.hand_m),
    )
    for angle_rad, length_m in parts:
        direction = _normalized(level * math.cos(angle_rad) + up * math.sin(angle_rad) + ahead)
        points.append(points[-1] + direction * length_m)
    return points[0], points[1], points[2], points[3]


def _foot(side: float, pose: BodyPose, build: Build) -> tuple[Point, Point]:
    """Ankle and toe. While the body turns, the feet step in turn: they follow by quarters of a circle."""
    phase = pose.turn_rad / _STEP_RAD - (0.0 if side > 0.0 else 0.5)
    swing = min(1.0, 2.0 * (phase - math.floor(phase)))  # in the air for the first half of its step
    turn_rad = _STEP_RAD * (math.floor(phase) + swing)
    lift_m = build.step_m * math.sin(math.pi * swing)
    left, up, _ = _turned(turn_rad)
    _, _, along = _turned(turn_rad + side * build.toe_out_rad)
    toe_y_m = 0.02 + pose.feet_m + lift_m
    ankle = side * left * build.stance_half_m - along * 0.03
    ankle = ankle + up * (build.ankle_m + pose.feet_m + pose.heels_m + lift_m)
    toe = ankle + along * build.foot_m
    toe[1] = toe_y_m
    return ankle, toe


def _bend(start: Point, end: Point, first_m: float, second_m: float, towards: Point) -> Point:
    """The joint between two bones that join `start` to `end`, bent towards a direction."""
    reach = end - start
    length_m = float(np.linalg.norm(reach))
    along = reach / length_m
    if length_m >= first_m + second_m:
        return start + reach * (first_m / (first_m + second_m))
    near_m = (first_m**2 - second_m**2 + length_m**2) / (2.0 * length_m)
    away = _normalized(towards - along * float(towards @ along))
    return start + along * near_m + away * math.sqrt(max(0.0, first_m**2 - near_m**2))


def _turned(turn_rad: float) -> tuple[Point, Point, Point]:
    """Left, up and forward of a body that has turned to its own left."""
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    return np.array([c, 0.0, -s]), np.array([0.0, 1.0, 0.0]), np.array([s, 0.0, c])


def _normalized(vector: Point) -> Point:
    return vector / math.sqrt(float(vector @ vector))
