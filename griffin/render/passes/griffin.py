"""The griffin pass: for each griffin two calls for its shadow, and one for the mesh of assets/griffin.glb."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.creature.rig import GriffinPose
from griffin.creature.skeleton import JOINT_COUNT
from griffin.meshes.griffin_coat import COAT
from griffin.meshes.mesh import Patch
from griffin.paths import assets_folder
from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.gpu import UniformBlock, VertexArray, gl_matrix
from griffin.render.core.owned import Owned
from griffin.render.core.shaders import BLOCK_BINDINGS
from griffin.render.griffin_file import GRIFFIN_FILE, load_griffin
from griffin.render.passes.shadow import GriffinShadow
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
        ("a_finish", "f4", 4),
        ("a_joints", "u4", 2),
        ("a_second_weight", "f4"),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlumageTuning:
    """How feathers take the light."""

    bar_spacing_m: float = 0.15  # a golden eagle's bars, on feathers three times as long
    rim_frac: float = 0.32  # enough to part the back from a dark wood, too little to look wet
    back_rim_frac: float = 0.5  # against the sun
    through_frac: float = 0.30  # a feather held against the sun glows, but stays darker than a lit one
    glow_frac: float = 0.9  # added where one looks along the sun's rays: only then it outshines one
    gleam_frac: float = 0.5  # on wet eyes and horn

    def __post_init__(self) -> None:
        if self.bar_spacing_m <= 0.0:
            raise ValueError("bar_spacing_m must be positive")


PLUMAGE = PlumageTuning()


def pack_vertices(surface: Patch) -> NDArray[Any]:
    """The patch as one structured array, in the shader's names."""
    vertices = lay_out(surface, _VERTEX)
    vertices["a_second_weight"] = surface.weights[:, 1]
    return vertices


class GriffinPass(Pass):
    """All creatures: at the quality's level of detail, each posed anew for each picture."""

    is_of_creatures = True

    def __init__(self, setup: PassSetup) -> None:
        is_low = setup.quality is Quality.LOW
        level = "low" if is_low else "high"
        mesh = load_griffin(assets_folder() / GRIFFIN_FILE, level)
        self._joint_from_body = mesh.joint_from_body
        self._program = setup.programs.load("griffin" if is_low else "griffin_fine")
        self._introduce()
        self._shadow: GriffinShadow | None = None
        with Owned() as owned:
            self._joints = owned.hold(UniformBlock(BLOCK_BINDINGS["Joints"], JOINT_COUNT * 64))
            triangles = mesh.surface.triangles.astype(np.uint16)
            self._body = owned.hold(VertexArray(self._program, pack_vertices(mesh.surface), triangles))
            if not is_low:
                self._shadow = owned.hold(GriffinShadow(setup, mesh.surface))
            self._owned = owned.pop_all()

    def _introduce(self) -> None:
        """Set the uniforms that never change."""
        program = self._program
        program.use()
        program.set("u_bar_lit", COAT.bar.lit)
        program.set("u_bar_shade", COAT.bar.shade)
        program.set("u_bar_spacing_m", PLUMAGE.bar_spacing_m)
        program.set("u_rim_frac", PLUMAGE.rim_frac)
        program.set("u_back_rim_frac", PLUMAGE.back_rim_frac)
        program.set("u_through_frac", PLUMAGE.through_frac)
        program.set("u_glow_frac", PLUMAGE.glow_frac)
        program.set("u_gleam_frac", PLUMAGE.gleam_frac)

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw each one's shadow, and then itself where its pose has it."""
        for number, pose in enumerate(frame.creatures):
            self._joints.write(gl_matrix(pose.body_from_joint @ self._joint_from_body))
            if self._shadow is not None:
                self._shadow.draw(context, pose, number)
            self._draw_body(context, pose)

    def _draw_body(self, context: DrawContext, pose: GriffinPose) -> None:
        program = self._program
        program.use()
        program.set("u_rel_from_body", context.rel_from_world @ pose.world_from_body)
        program.set("u_ruffle", (pose.ruffle_m, pose.ruffle_rad))
        GL.glDisable(GL.GL_CULL_FACE)  # a feather has two sides
        GL.glEnable(GL.GL_BLEND)  # the blades' edges
        GL.glBlendFunc(GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA)
        self._body.draw()
        GL.glDisable(GL.GL_BLEND)
        GL.glEnable(GL.GL_CULL_FACE)
