"""Who is in the films, and where: recorded and drawn people, their poses and their places.

Places are in picture heights, times in seconds.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from griffin.vision.demo_performance import TAKE_OFF_S, ArmPose, BodyPose, perform
from griffin.vision.synthetic import Wardrobe

SIZE_PX = (640, 360)
ASPECT = SIZE_PX[0] / SIZE_PX[1]
MARGIN = 0.3  # so far beyond the picture's edge nothing of a walker is seen
_STRIDE = 0.7  # heights a second: who comes or leaves takes a second or two


# --- who ---
@dataclass(frozen=True, slots=True, kw_only=True)
class Filmed:
    """Somebody from a part of a film."""

    film: str
    from_s: float = 0.0
    to_s: float = math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A drawn person, and what it does at each moment."""

    pose_at: Callable[[float], BodyPose]
    wardrobe: Wardrobe


JUGGLER = Filmed(film="sam2_juggle.mp4", to_s=8.0)
STANDS = Filmed(film="sam2_juggle.mp4", from_s=5.3, to_s=8.0)  # he stands there with hanging arms
WOMAN = Filmed(film="sam2_woman_and_dog.mp4", from_s=5.9, to_s=8.2)
DANCER = Filmed(film="tfjs_webcam_dance.mp4")
SINGER = Filmed(film="raga_sari_on_floor.mp4")
BLUE = Wardrobe()
RED = Wardrobe(shirt=(190, 40, 40), trousers=(150, 150, 150), hair=(190, 140, 90))

Degrees = tuple[float, float]
"""The left and the right arm above the horizontal."""
BANK: Degrees = (22.0, -22.0)
HANG: Degrees = (-75.0, -75.0)
RAISE: Degrees = (72.0, 72.0)


def _standing(arms: Degrees, t_s: float) -> BodyPose:
    """Standing with straight arms, which are never quite still."""
    (left_deg, right_deg), sway_deg = arms, 3.0 * math.sin(2.1 * t_s)
    body = perform(0.3)
    left, right = _straight(body.left, left_deg + sway_deg), _straight(body.right, right_deg - sway_deg)
    return replace(body, left=left, right=right)


def _straight(arm: ArmPose, degrees: float) -> ArmPose:
    angle_rad = math.radians(degrees)
    return replace(arm, upper_rad=angle_rad, forearm_rad=angle_rad, hand_rad=angle_rad)


def holding(arms: Degrees, wardrobe: Wardrobe) -> Drawn:
    """Somebody who stands there and holds the arms like that."""
    return Drawn(pose_at=partial(_standing, arms), wardrobe=wardrobe)


def raising(from_s: float, otherwise: Degrees = HANG) -> Drawn:
    """Somebody in red who holds both arms up from then on."""
    return Drawn(pose_at=lambda t_s: _standing(RAISE if t_s > from_s else otherwise, t_s), wardrobe=RED)


def taking_off(at_s: float, rests_s: float = math.inf) -> Drawn:
    """A jump, a glide, and hanging arms from `rests_s` on."""
    glide_s = TAKE_OFF_S + 1.5

    def pose_at(t_s: float) -> BodyPose:
        flying = perform(min(t_s - at_s + TAKE_OFF_S, glide_s))
        return flying if t_s < rests_s else _standing(HANG, t_s)

    return Drawn(pose_at=pose_at, wardrobe=BLUE)


FLIER, WALKER = holding(BANK, BLUE), holding(HANG, RED)


# --- where ---
@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where somebody is; None for what is as in the person's own film.

    `tall`: as of somebody who stands upright.
    """

    x: float | None = None
    floor_y: float | None = None
    tall: float | None = None


SpotAt = Callable[[float], Spot | None]


def as_filmed(_t_s: float) -> Spot:
    """Where the film has the person."""
    return Spot()


def at(
    x: float,
    *,
    tall: float = 0.66,
    floor_y: float = 0.92,
    comes_s: float = -math.inf,
    leaves_s: float = math.inf,
) -> SpotAt:
    """Standing there; who comes or leaves walks there from the nearer edge of the picture, or back to it."""
    edge = -MARGIN if x < ASPECT / 2.0 else ASPECT + MARGIN
    takes_s = abs(edge - x) / _STRIDE

    def spot_at(t_s: float) -> Spot | None:
        away = max((comes_s + takes_s - t_s) / takes_s, (t_s - leaves_s) / takes_s, 0.0)
        return Spot(x=x + (edge - x) * away, floor_y=floor_y, tall=tall) if away < 1.0 else None

    return spot_at
