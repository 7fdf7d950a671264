"""The perch pass: the old tree, wood and leaves, while it is near enough to be more than a speck."""

from dataclasses import dataclass

import numpy as np
from OpenGL import GL

from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.gpu import VertexArray
from griffin.render.core.owned import Owned
from griffin.render.vertices import lay_out
from griffin.scene.frame import SceneFrame

_VERTEX = np.dtype(
    [
        ("a_position", "f4", 3),
        ("a_normal", "f4", 3),
        ("a_lit", "f4", 3),
        ("a_shade", "f4", 3),
        ("a_pattern", "f4", 4),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PerchTuning:
    """How the tree moves and takes the light."""

    farthest_m: float = 2500.0  # beyond, it is two pixels high
    reach_m: float = 14.0  # no part of it is further from the perch
    sway_m: float = 0.05
    sway_hz: float = 0.35
    rim_frac: float = 0.10
    through_frac: float = 0.35
    furrow_frac: float = 0.8


TUNING = PerchTuning()


class PerchPass(Pass):
    """The tree at the cliff; it never moves, but its leaves do."""

    def __init__(self, setup: PassSetup) -> None:
        self._world_from_perch = setup.perch.world_from_perch
        self._grain = setup.patterns.grain
        tree = setup.perch_tree
        is_leaf = tree.pattern[tree.triangles[:, 0], 3] > 0.0
        self._parts = []
        with Owned() as owned:
            for fragment, rows in (("perch", ~is_leaf), ("perch_leaves", is_leaf)):
                program = setup.programs.load("perch", fragment)
                indices = tree.triangles[rows].astype(np.uint16).ravel()
                program.use()
                program.set("u_sway_m", TUNING.sway_m)
                program.set("u_sway_hz", TUNING.sway_hz)
                program.set("u_rim_frac", TUNING.rim_frac)
                program.set("u_through_frac", TUNING.through_frac)
                if fragment == "perch":
                    program.set("u_furrow_frac", TUNING.furrow_frac)
                else:
                    program.set("u_detail", 0)
                self._parts.append(
                    (program, owned.hold(VertexArray(program, lay_out(tree, _VERTEX), indices)))
                )
            self._owned = owned.pop_all()

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw it, unless it is far away or wholly behind the eye."""
        rel_from_perch = context.rel_from_world @ self._world_from_perch
        place_rel = rel_from_perch[:3, 3]
        ahead_m = -float(context.view_from_world[2, :3] @ place_rel)
        if ahead_m < -TUNING.reach_m or ahead_m > TUNING.farthest_m:
            return
        self._grain.bind(0)
        GL.glDisable(GL.GL_CULL_FACE)  # leaves have two sides
        for program, part in self._parts:
            program.use()
            program.set("u_rel_from_perch", rel_from_perch)
            part.draw()
        GL.glEnable(GL.GL_CULL_FACE)
