"""The perch pass: the old tree, wood and leaves, while it is near enough to be more than a speck."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.meshes.mesh import Patch
from griffin.meshes.perch_tree import perch_crown
from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.gpu import Program, VertexArray
from griffin.render.core.owned import Owned
from griffin.render.coverage import alpha_coverage
from griffin.render.quality import Quality
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
    shadow_m: float = 700.0  # farther from the eye it throws no shadow
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
        tree = setup.perch_tree
        is_leaf = tree.pattern[tree.triangles[:, 0], 3] > 0.0
        crown = replace(tree, triangles=tree.triangles[is_leaf])
        self._is_of_cards = setup.quality is not Quality.LOW
        with Owned() as owned:
            self._bark = setup.programs.load("perch")
            if self._is_of_cards:
                self._leaf = setup.programs.load("perch_cards")
                self._leaves = setup.patterns.leaves
                crown = perch_crown()
            else:
                self._leaf = setup.programs.load("perch", "perch_leaves")
                self._leaves = setup.patterns.grain
            for program in (self._bark, self._leaf):
                program.use()
                program.set("u_sway_m", TUNING.sway_m)
                program.set("u_sway_hz", TUNING.sway_hz)
                if "u_rim_frac" in program.declared_uniforms:
                    program.set("u_rim_frac", TUNING.rim_frac)
                    program.set("u_through_frac", TUNING.through_frac)
            self._bark.use()
            self._bark.set("u_furrow_frac", TUNING.furrow_frac)
            self._leaf.use()
            self._leaf.set("u_leaves", 0)
            self._wood = owned.hold(_upload(self._bark, replace(tree, triangles=tree.triangles[~is_leaf])))
            self._crown = owned.hold(_upload(self._leaf, crown))
            self._owned = owned.pop_all()

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw it, unless it is far away or wholly behind the eye."""
        rel_from_perch = context.rel_from_world @ self._world_from_perch
        place_rel = rel_from_perch[:3, 3]
        ahead_m = -float(context.view_from_world[2, :3] @ place_rel)
        if ahead_m < -TUNING.reach_m or ahead_m > TUNING.farthest_m:
            return
        self._draw_tree(rel_from_perch)

    def cast(self, context: DrawContext, frame: SceneFrame, cascade: int) -> None:
        """Its shadow, also while it stands behind the eye."""
        rel_from_perch = context.rel_from_world @ self._world_from_perch
        if np.linalg.norm(rel_from_perch[:3, 3]) < TUNING.shadow_m:
            self._draw_tree(rel_from_perch)

    def _draw_tree(self, rel_from_perch: NDArray[np.float64]) -> None:
        self._leaves.bind(0)
        GL.glDisable(GL.GL_CULL_FACE)  # leaves have two sides
        self._bark.use()
        self._bark.set("u_rel_from_perch", rel_from_perch)
        self._wood.draw()
        self._leaf.use()
        self._leaf.set("u_rel_from_perch", rel_from_perch)
        if self._is_of_cards:
            with alpha_coverage() as cut:
                self._leaf.set("u_cut", cut)
                self._crown.draw()
        else:
            self._crown.draw()
        GL.glEnable(GL.GL_CULL_FACE)


def _upload(program: Program, patch: Patch) -> VertexArray:
    """The patch without the vertices that none of its triangles needs."""
    used, indices = np.unique(patch.triangles, return_inverse=True)
    return VertexArray(program, lay_out(patch, _VERTEX)[used], indices.astype(np.uint16).ravel())
