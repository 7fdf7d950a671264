"""SceneFrame: all that one picture needs. Composed from a moment of the game, drawn by the renderer."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from griffin.creature.rig import GriffinPose
from griffin.events import Advice, Figure, Onlooker
from griffin.scene.shapes import Overlay


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraView:
    """One eye. `view_from_world` (4, 4); the projection's aspect is the window's affair."""

    eye_world: NDArray[np.float64]
    view_from_world: NDArray[np.float64]
    fov_y_rad: float


class LabelPlace(Enum):
    """Where words stand on the screen."""

    LINE = "line"  # at the top left, large: never over the griffin's feet
    PROMISE = "promise"  # below it, smaller
    ADVICE = "advice"  # at the bottom left, beside the sign of what is in the way of being seen
    BADGE = "badge"  # at the bottom right, small
    LATENCY = "latency"  # at the right, small: for whoever measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words on the screen; where they are too long for one line they become two. Lines of their own stay."""

    text: str
    place: LabelPlace = LabelPlace.LINE


class MarkShape(Enum):
    """What a mark looks like."""

    WAVE = "wave"  # two arcs about a middle, as of sound that goes out
    DISC = "disc"  # the ground of a sign
    OPEN_EYE = "open_eye"
    SHUT_EYE = "shut_eye"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A small picture over the picture.

    `size_frac`: its width and height, of the picture's height. `place_world` (3,): its middle; None is the
    place at the top right.
    """

    shape: MarkShape
    size_frac: tuple[float, float]
    alpha_frac: float
    place_world: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomReport:
    """What the camera process says of the room before it: to be drawn, and for nothing else.

    It comes from the wire beside the game's inputs, so that the points of a body can get into no flight,
    journal or report. `figures`: one at most for each player, in the order of their numbers.
    """

    advice: Advice = Advice.NONE
    figures: tuple[Figure, ...] = ()
    onlookers: tuple[Onlooker, ...] = ()

    @property
    def is_claimed(self) -> bool:
        """Whether somebody is about to take over."""
        return any(each.claim_frac > 0.0 for each in self.onlookers)


NOTHING_REPORTED = RoomReport()


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneFrame:
    """One picture, before there is a GPU in the world.

    Attributes:
        world_s: the world's time; it stands still while the game is paused.
        shown_s: the screen's time; it never stands still.
        views: the eyes through which the world is seen.
        creatures: all that fly or stand there.
        labels: what the screen says, one at most in each place.
        marks: what shows what is heard, the lowest first.
        veil_frac: how much of the picture a veil hides.
        hour_h: of the day, whose light the land lies in; None: that of the first picture, for good.
        room: the people before the camera, and what keeps it from seeing them well.
        overlay: what lies over the picture and under its words; None: nothing.
    """

    world_s: float
    shown_s: float
    views: tuple[CameraView, ...]
    creatures: tuple[GriffinPose, ...] = ()
    labels: tuple[Label, ...] = ()
    marks: tuple[Mark, ...] = ()
    veil_frac: float = 0.0
    hour_h: float | None = None
    room: RoomReport = NOTHING_REPORTED
    overlay: Overlay | None = None
