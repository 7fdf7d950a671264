"""The mote pass: seeds, pollen and midges in the air about the eye, which light up against the sun. One call.

They fill a box that goes with the eye; one that drifts or is left behind comes in again on the other side. So
they say how fast one flies, and nothing has to be placed anew.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.blending import blended
from griffin.render.core.gpu import VertexArray
from griffin.render.core.owned import Owned
from griffin.render.quality import Quality
from griffin.scene.frame import SceneFrame
from griffin.world.noise import hash_u32
from griffin.world.wind import WIND


@dataclass(frozen=True, slots=True, kw_only=True)
class MoteTuning:
    """How many there are, and where."""

    count: int = 440
    low_count: int = 110  # where the processor draws
    box_m: float = 30.0  # a side of the box about the eye
    highest_m: float = 110.0  # of the eye above the ground: higher up the air is empty
    size_m: float = 0.06  # half the width of the largest
    drift_mps: tuple[float, float, float] = (0.12 * WIND.wind_mps[0], 0.15, 0.12 * WIND.wind_mps[1])


TUNING = MoteTuning()


class MotePass(Pass):
    """Blended over the land, before the griffin."""

    def __init__(self, setup: PassSetup) -> None:
        self._notes = setup.notes
        self._program = setup.programs.load("motes")
        count = TUNING.low_count if setup.quality is Quality.LOW else TUNING.count
        corners = np.zeros(4, dtype=[("a_corner", "f4", 2)])
        corners["a_corner"] = [(-1, -1), (1, -1), (-1, 1), (1, 1)]
        with Owned() as owned:
            self._cards = owned.hold(VertexArray(self._program, corners, instances=_motes(count)))
            self._owned = owned.pop_all()
        self._program.use()
        self._program.set("u_box_m", TUNING.box_m)
        self._program.set("u_size_m", TUNING.size_m)

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw those that are lit."""
        strength = 1.0 - self._notes.eye_above_m / TUNING.highest_m
        is_against_sun = float(-context.view_from_world[2, :3] @ context.sun.direction_world) > 0.35
        if strength <= 0.0 or not is_against_sun:
            return
        self._program.use()
        drift_m = np.array(TUNING.drift_mps) * context.world_s
        self._program.set("u_start", np.mod(context.eye_world - drift_m, TUNING.box_m))
        self._program.set("u_strength", min(1.0, 2.0 * strength))
        with blended(GL.GL_SRC_ALPHA, GL.GL_ONE):
            self._cards.draw(GL.GL_TRIANGLE_STRIP)


def _motes(count: int) -> NDArray[np.void]:
    """Place in the box, 0 to 1 each way; size of the largest's; when in its dance, 0 to 1."""
    chance = hash_u32(np.arange(5 * count), 606).reshape(count, 5) / 2.0**32
    motes = np.zeros(count, dtype=[("a_mote", "f4", 4), ("a_dance", "f4")])
    motes["a_mote"][:, :3] = chance[:, :3]
    motes["a_mote"][:, 3] = 0.35 + 0.65 * chance[:, 3] ** 2
    motes["a_dance"] = chance[:, 4]
    return motes
