"""A posture → a Body: where every joint of a figure is. Pure.

Lengths are parts of a figure's height, as measured when it stands; points are u, y down. Left and right are
those of the picture.
"""

import math
from dataclasses import dataclass

from griffin.scene.moves import Pose
from griffin.scene.shapes import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTuning:
    """What a figure is made of, in parts of its height; angles in radians.

    The proportions are those of a child of ten with a large head: read from three metres.
    """

    head_up: float = 0.872
    head: float = 0.112
    chest_up: float = 0.680
    chest: float = 0.098
    belly_up: float = 0.455
    belly: float = 0.078
    shoulder: tuple[float, float] = (0.092, 0.715)  # across and up
    upper_arm: float = 0.160
    forearm: float = 0.155
    hand: float = 0.042
    arm: tuple[float, float] = (0.043, 0.036)  # an arm's radius at the shoulder and at the hand
    hip: tuple[float, float] = (0.052, 0.435)
    thigh: float = 0.195
    seated_thigh: float = 0.085  # it points at the one who looks
    seated_hip_rad: float = 0.75  # the knees of one who sits lie apart
    seated_knee_rad: float = 0.62
    shank: float = 0.195
    leg: tuple[float, float] = (0.047, 0.039)
    foot: float = 0.042
    feathers: int = 6
    feather_roots: tuple[float, float] = (0.30, 1.92)  # along the arm: 1 is the elbow, 2 the wrist
    feather: tuple[float, float] = (0.125, 0.200)  # the length of the innermost and of the outermost
    feather_breadth: float = 0.054  # at 0.066 they run into one below 200 u
    spread_rad: tuple[float, float] = (math.radians(96.0), math.radians(34.0))  # from the arm, downwards
    folded_rad: tuple[float, float] = (math.radians(24.0), math.radians(12.0))
    fold_rad: tuple[float, float] = (math.radians(-15.0), math.radians(-65.0))  # of the arm: begin and end
    full_reach_frac: float = 0.65  # an arm that looks shorter points at the one who looks: so do its feathers
    breath: float = 0.004
    breath_s: float = 3.2
    narrow_frac: float = 0.30  # as narrow as a body becomes that turns
    outline: float = 0.0135
    outline_u: tuple[float, float] = (2.0, 3.4)  # no stroke below a 360th of the picture
    ghost_alpha_frac: float = 0.22
    lines_from_u: float = 180.0  # smaller ones have no lines between feathers


TUNING = FigureTuning()

Limb = tuple[Point, Point, Point, Point]  # shoulder, elbow, wrist, hand; or hip, knee, ankle, toes


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Where everything of a figure is. Each pair is of the left and of the right side of the picture.

    `ground`: on the floor between the feet. `unit_u`: the height that lengths are parts of. `facing`: 1 to
    the one who looks, -1 away; `sideways`: how far the face has gone to the right.
    """

    unit_u: float
    ground: Point
    head: Point
    head_radius_u: float
    chest: Point
    chest_radius_u: float
    belly: Point
    arms: tuple[Limb, Limb]
    legs: tuple[Limb, Limb]
    facing: float = 1.0
    sideways: float = 0.0
    drag_rad: tuple[float, float] = (0.0, 0.0)
    has_shut_eyes: bool = False

    @property
    def width_frac(self) -> float:
        """How much of its breadth a turn leaves."""
        return max(TUNING.narrow_frac, abs(self.facing))


def breath_at(shown_s: float) -> float:
    """How far the chest is filled, -1 to 1."""
    return math.sin(2.0 * math.pi * shown_s / TUNING.breath_s)


def posed_body(
    pose: Pose, ground: Point, height_u: float, *, breath_frac: float = 0.0, is_seated: bool = False
) -> Body:
    """A figure of usual proportions in a posture, its feet on the ground."""
    t, h = TUNING, height_u
    narrow = max(t.narrow_frac, abs(math.cos(pose.turn_rad)))
    lean_cos, lean_sin = math.cos(pose.lean_rad), math.sin(pose.lean_rad)
    sideways = math.sin(pose.turn_rad)
    legs = tuple(_leg(pose, side, narrow, sideways, is_seated=is_seated) for side in (0, 1))
    lowest = min(leg[2][1] for leg in legs) - t.leg[1]
    up = pose.lift_frac - lowest
    origin_x, origin_y = ground[0], ground[1] - up * h

    def place(point: Point) -> Point:
        return origin_x + point[0] * h, origin_y - point[1] * h

    def leant(x: float, y: float) -> Point:
        y -= t.hip[1]
        return x * narrow * lean_cos + y * lean_sin, t.hip[1] + y * lean_cos - x * narrow * lean_sin

    arms = tuple(
        _arm(pose, side, leant((-t.shoulder[0], t.shoulder[0])[side], t.shoulder[1]), narrow)
        for side in (0, 1)
    )
    left_arm, right_arm = (tuple(map(place, arm)) for arm in arms)
    left_leg, right_leg = (tuple(map(place, leg)) for leg in legs)
    breath = t.breath * breath_frac
    return Body(
        unit_u=h,
        ground=ground,
        head=place(leant(0.0, t.head_up + breath)),
        head_radius_u=t.head * h,
        chest=place(leant(0.0, t.chest_up)),
        chest_radius_u=(t.chest + breath) * h,
        belly=place(leant(0.0, t.belly_up)),
        arms=(left_arm, right_arm),  # type: ignore[arg-type]
        legs=(left_leg, right_leg),  # type: ignore[arg-type]
        facing=math.cos(pose.turn_rad),
        sideways=sideways,
        drag_rad=pose.drag_rad,
        has_shut_eyes=pose.has_shut_eyes,
    )


def _arm(pose: Pose, side: int, shoulder: Point, narrow: float) -> Limb:
    t, out = TUNING, (-narrow, narrow)[side]
    angle = pose.shoulders_rad[side]
    elbow = shoulder[0] + out * t.upper_arm * math.cos(angle), shoulder[1] + t.upper_arm * math.sin(angle)
    angle += pose.elbows_rad[side]
    wrist = elbow[0] + out * t.forearm * math.cos(angle), elbow[1] + t.forearm * math.sin(angle)
    angle += pose.wrists_rad[side]
    return (
        shoulder,
        elbow,
        wrist,
        (wrist[0] + out * t.hand * math.cos(angle), wrist[1] + t.hand * math.sin(angle)),
    )


def bend_leg(
    hip: Point, out: float, lengths: tuple[float, float], hip_rad: float, knee_rad: float
) -> tuple[Point, Point]:
    """Where knee and ankle are, y up. `lengths`: of thigh and shank; `out`: -1 to 1, where outwards is."""
    (thigh, shank), shank_rad = lengths, hip_rad - knee_rad
    knee = hip[0] + out * thigh * math.sin(hip_rad), hip[1] - thigh * math.cos(hip_rad)
    return knee, (knee[0] + out * shank * math.sin(shank_rad), knee[1] - shank * math.cos(shank_rad))


def _leg(pose: Pose, side: int, narrow: float, sideways: float, *, is_seated: bool) -> Limb:
    t, out = TUNING, (-narrow, narrow)[side]
    angle = t.seated_hip_rad if is_seated else pose.hips_rad[side]
    thigh = t.seated_thigh if is_seated else t.thigh
    hip = out * t.hip[0], t.hip[1]
    knee_rad = t.seated_knee_rad if is_seated else pose.knees_rad[side]
    knee, ankle = bend_leg(hip, out, (thigh, t.shank), angle, knee_rad)
    return hip, knee, ankle, (ankle[0] + (out * (1.0 - abs(sideways)) + sideways) * t.foot, ankle[1])
