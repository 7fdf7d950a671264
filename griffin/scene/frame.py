"""SceneFrame: all that one picture needs. Composed from the flight's state, drawn by the renderer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.creature.rig import GriffinPose


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraView:
    """The eye. `view_from_world` (4, 4); the projection's aspect is the window's affair."""

    eye_world: NDArray[np.float64]
    view_from_world: NDArray[np.float64]
    fov_y_rad: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HudView:
    """What the screen says: one line, and a badge (such as "demo pilot") that stays while it is true."""

    line: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneFrame:
    """One picture, before there is a GPU in the world."""

    time_s: float
    camera: CameraView
    griffin: GriffinPose
    hud: HudView
    veil_frac: float = 0.0
