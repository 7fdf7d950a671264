"""Legs: three bones in a plane that swings sideways, posed either by directions or by where the foot stands.

Directions are angles from straight down, positive backwards. The joint frames keep the body's axes at rest
(all directions zero: the leg hangs straight down).
"""

import math
from dataclasses import dataclass

import numpy as np

from griffin.creature.skeleton import LegMeasure
from griffin.linalg import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class LegShape:
    """Directions of a right leg's bones, and how far it is spread outwards."""

    upper_rad: float = 0.0
    lower_rad: float = 0.0
    foot_rad: float = 0.0
    outward_rad: float = 0.0


def blend_legs(a: LegShape, b: LegShape, frac: float) -> LegShape:
    """From `a` (0) to `b` (1)."""
    return LegShape(
        upper_rad=a.upper_rad + (b.upper_rad - a.upper_rad) * frac,
        lower_rad=a.lower_rad + (b.lower_rad - a.lower_rad) * frac,
        foot_rad=a.foot_rad + (b.foot_rad - a.foot_rad) * frac,
        outward_rad=a.outward_rad + (b.outward_rad - a.outward_rad) * frac,
    )


def reach_leg(measure: LegMeasure, sole_body: Array, foot_rad: float) -> LegShape:
    """The shape that brings the sole to a point of the body frame, the foot keeping its own direction.

    A point out of reach is reached for with the leg stretched. Source: law of cosines.
    """
    offset = sole_body - measure.hip_body
    down_m = math.hypot(offset[0], offset[1])
    outward_rad = math.atan2(offset[0], -offset[1])
    back_m = float(offset[2]) - measure.foot_m * math.sin(foot_rad)
    down_m -= measure.foot_m * math.cos(foot_rad)
    longest_m = (measure.upper_m + measure.lower_m) * 0.999
    shortest_m = abs(measure.upper_m - measure.lower_m) * 1.001 + 0.01
    distance_m = min(max(math.hypot(back_m, down_m), shortest_m), longest_m)
    straight_rad = math.atan2(back_m, down_m)
    upper, lower = measure.upper_m, measure.lower_m
    at_hip = math.acos((upper**2 + distance_m**2 - lower**2) / (2.0 * upper * distance_m))
    at_foot = math.acos((lower**2 + distance_m**2 - upper**2) / (2.0 * lower * distance_m))
    return LegShape(
        upper_rad=straight_rad + measure.knee_sign * at_hip,
        lower_rad=straight_rad - measure.knee_sign * at_foot,
        foot_rad=foot_rad,
        outward_rad=outward_rad,
    )


def leg_joints(measure: LegMeasure, shape: LegShape, *, is_left: bool = False) -> Array:
    """body_from_joint (3, 4, 4) of a leg's bones.

    Each bone's rotation is that of the hip about Z and then its own about X, written out; it begins where the
    bone above it ends.
    """
    side = -1.0 if is_left else 1.0
    cos_out, sin_out = math.cos(shape.outward_rad), side * math.sin(shape.outward_rad)
    hip_x, y, z = measure.hip_body.tolist()
    x = side * hip_x
    joints = []
    for direction_rad, bone_m in (
        (shape.upper_rad, measure.upper_m),
        (shape.lower_rad, measure.lower_m),
        (shape.foot_rad, measure.foot_m),
    ):
        # Rotating about X turns "down" forwards for a positive angle; our directions count backwards.
        cos, sin = math.cos(direction_rad), math.sin(direction_rad)
        joints.append(
            [
                [cos_out, -sin_out * cos, -sin_out * sin, x],
                [sin_out, cos_out * cos, cos_out * sin, y],
                [0.0, -sin, cos, z],
                [0.0, 0.0, 0.0, 1.0],
            ]
        )
        x, y, z = x + bone_m * sin_out * cos, y - bone_m * cos_out * cos, z + bone_m * sin
    return np.array(joints)
