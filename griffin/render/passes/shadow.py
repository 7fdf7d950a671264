"""The griffin's shadow on land, water and bough: its outline as the sun sees it, laid over what lies below.

Two calls: the outline into a small texture, and the patch (a net on the land and the perch's wood in one
piece), which takes the light away. A part of the griffin pass, which owns the joints that both need.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.creature.rig import GriffinPose
from griffin.linalg import mat_rotate_y, mat_translate
from griffin.meshes.mesh import Patch
from griffin.meshes.perch_tree import perch_tree
from griffin.meshes.shadow import TUNING as NET
from griffin.meshes.shadow import ShadowNet, shaded_wood
from griffin.render.context import DrawContext, PassSetup
from griffin.render.core.gpu import Texture, VertexArray

Array = NDArray[np.float64]

_MASK_VERTEX = np.dtype([("a_position", "f4", 3), ("a_joints", "u4", 2), ("a_second_weight", "f4")])
_PATCH_VERTEX = np.dtype(
    [("a_rel", "f4", 3), ("a_mask", "f4", 2), ("a_below", "f4"), ("a_facing", "f4")],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowTuning:
    """How the shadow looks and what it costs."""

    mask_px: int = 256  # 3.6 cm a texel: a finger feather is five wide
    softest_m: float = 0.10  # of the edge right below; the sun's width is added with the distance
    tint: tuple[float, float, float] = (
        0.62,
        0.66,
        0.74,
    )  # what is left, on the screen; the sky's blue fills it
    fade_m: tuple[float, float] = (120.0, 300.0)  # along the ray: beyond, the blur has eaten it anyway
    wood_far_m: float = 400.0  # from the eye: the bough is too small to have a shadow

    def __post_init__(self) -> None:
        if self.mask_px < 16 or not 0.0 < self.fade_m[0] < self.fade_m[1]:
            raise ValueError("the mask needs pixels, and the shadow must fade outwards")


TUNING = ShadowTuning()


class GriffinShadow:
    """The outline's texture and the patch that wears it. `draw` wants the joints' block to be written."""

    def __init__(self, setup: PassSetup, surface: Patch) -> None:
        sun = setup.sun.direction_world
        self._net = ShadowNet(setup.terrain.surface_m, sun)
        self._mask_program = setup.programs.load("griffin_mask")
        self._patch_program = setup.programs.load("shadow")
        mask_vertices = np.zeros(len(surface.position), dtype=_MASK_VERTEX)
        mask_vertices["a_position"] = surface.position
        mask_vertices["a_joints"] = surface.joints
        mask_vertices["a_second_weight"] = surface.weights[:, 1]
        self._outline = VertexArray(self._mask_program, mask_vertices, surface.triangles.astype(np.uint16))
        size = TUNING.mask_px
        self._mask = Texture(np.zeros((size, size), dtype=np.uint8))
        self._framebuffer = int(GL.glGenFramebuffers(1))
        # The perch's wood, where it is in the world, behind the net in the same arrays.
        perch = setup.perch
        world_from_perch = mat_translate(perch.position_world) @ mat_rotate_y(-perch.heading_rad)
        foot = np.linalg.inv(world_from_perch) @ [*perch.trunk_world, 1.0]
        points, normals, triangles = shaded_wood(perch_tree(foot[:3]))
        self._wood_world = points @ world_from_perch[:3, :3].T + world_from_perch[:3, 3]
        self._perch_world = perch.position_world
        net_count = len(self._net.mask)
        self._vertices = np.zeros(net_count + len(points), dtype=_PATCH_VERTEX)
        self._vertices["a_mask"][:net_count] = self._net.mask
        self._vertices["a_facing"][:net_count] = 1.0
        facing = (normals @ world_from_perch[:3, :3].T) @ sun
        self._vertices["a_facing"][net_count:] = np.clip(3.0 * facing, 0.0, 1.0)
        indices = np.concatenate([self._net.triangles, triangles + net_count])
        self._net_indices = int(self._net.triangles.size)
        self._patch = VertexArray(
            self._patch_program, self._vertices, indices.astype(np.uint16), is_dynamic=True
        )

    def draw(self, context: DrawContext, pose: GriffinPose) -> None:
        """Take the sun off whatever the griffin flies or stands over."""
        middle = np.asarray(pose.world_from_body[:3, 3])
        points, below_m = self._net.fall(middle)
        if below_m.min() > TUNING.fade_m[1]:
            return
        self._draw_outline(pose, middle)
        net_count, rows = len(points), self._vertices
        rows["a_rel"][:net_count] = points - context.eye_world
        rows["a_below"][:net_count] = below_m
        has_wood = bool(np.linalg.norm(context.eye_world - self._perch_world) < TUNING.wood_far_m)
        if has_wood:
            away = (self._wood_world - middle) @ self._net.frame.T
            rows["a_rel"][net_count:] = self._wood_world - context.eye_world
            rows["a_mask"][net_count:] = away[:, :2] / NET.half_m
            rows["a_below"][net_count:] = -away[:, 2]
        self._patch.vertices.write(rows if has_wood else rows[:net_count])
        program = self._patch_program
        program.use()
        self._mask.bind(0)
        program.set("u_mask", 0)
        program.set("u_texel_m", 2.0 * NET.half_m / TUNING.mask_px)
        program.set("u_softest_m", TUNING.softest_m)
        program.set("u_shadow_tint", TUNING.tint)
        program.set("u_fade_m", TUNING.fade_m)
        GL.glDisable(GL.GL_CULL_FACE)
        GL.glDepthMask(False)
        GL.glEnable(GL.GL_POLYGON_OFFSET_FILL)
        GL.glPolygonOffset(-1.0, -2.0)
        GL.glEnable(GL.GL_BLEND)
        GL.glBlendFunc(GL.GL_ZERO, GL.GL_SRC_COLOR)
        self._patch.draw(count=None if has_wood else self._net_indices)
        GL.glBlendFunc(GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA)
        GL.glDisable(GL.GL_BLEND)
        GL.glDisable(GL.GL_POLYGON_OFFSET_FILL)
        GL.glDepthMask(True)
        GL.glEnable(GL.GL_CULL_FACE)

    def _draw_outline(self, pose: GriffinPose, middle: Array) -> None:
        to_mask = np.eye(4)
        to_mask[:3, :3] = self._net.frame / NET.half_m
        to_mask[2] *= 0.5  # a wing that stands out of the net's depth is still drawn
        before = int(GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING))
        view = [int(v) for v in GL.glGetIntegerv(GL.GL_VIEWPORT)]
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, self._framebuffer)
        GL.glFramebufferTexture2D(
            GL.GL_DRAW_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, self._mask.id, 0
        )
        GL.glViewport(0, 0, TUNING.mask_px, TUNING.mask_px)
        GL.glDisable(GL.GL_DEPTH_TEST)
        GL.glDisable(GL.GL_CULL_FACE)
        GL.glClearBufferfv(GL.GL_COLOR, 0, np.zeros(4, dtype=np.float32))
        self._mask_program.use()
        self._mask_program.set("u_mask_from_body", to_mask @ mat_translate(-middle) @ pose.world_from_body)
        self._outline.draw()
        GL.glEnable(GL.GL_DEPTH_TEST)
        GL.glEnable(GL.GL_CULL_FACE)
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, before)
        GL.glViewport(*view)
        self._mask.bind(0)
        GL.glGenerateMipmap(GL.GL_TEXTURE_2D)

    def release(self) -> None:
        """Give everything back to the driver."""
        self._patch.release()
        self._outline.release()
        self._mask.release()
        GL.glDeleteFramebuffers(1, [self._framebuffer])
