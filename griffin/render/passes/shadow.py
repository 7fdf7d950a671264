"""The griffin's shadow on land, water and bough: its outline as the sun sees it, laid over what lies below.

Two calls: the outline into a small texture, and the patch (a net on the land and the perch's wood in one
piece), which takes the light away. A part of the griffin pass, which owns the joints that both need.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.creature.rig import GriffinPose
from griffin.linalg import mat_translate
from griffin.meshes.mesh import Patch
from griffin.meshes.shadow import TUNING as NET
from griffin.meshes.shadow import ShadowNet, shaded_wood
from griffin.render.context import DrawContext, PassSetup
from griffin.render.core.blending import blended
from griffin.render.core.gpu import VertexArray
from griffin.render.core.owned import Owned
from griffin.render.core.texture import Texture
from griffin.render.vertices import lay_out

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
        perch = setup.perch
        self._sun_world = setup.sun.direction_world
        self._mask_program = setup.programs.load("griffin_mask")
        self._patch_program = setup.programs.load("shadow")
        self._make_net = partial(ShadowNet, setup.terrain.surface_m)
        net = self._make_net(self._sun_world)
        self._nets = [net]  # one for each griffin, as each remembers where it lay
        # The perch's wood, where it is in the world, behind the net in the same arrays.
        points, normals, triangles = shaded_wood(setup.perch_tree)
        world_from_perch = perch.world_from_perch
        self._wood_world = points @ world_from_perch[:3, :3].T + world_from_perch[:3, 3]
        self._perch_world = perch.position_world
        self._net_count = net_count = len(net.mask)
        self._vertices = np.zeros(net_count + len(points), dtype=_PATCH_VERTEX)
        self._vertices["a_mask"][:net_count] = net.mask
        self._vertices["a_facing"][:net_count] = 1.0
        self._wood_normals_world = normals @ world_from_perch[:3, :3].T
        self._light_wood()
        indices = np.concatenate([net.triangles, triangles + net_count]).astype(np.uint16)
        self._net_indices = int(net.triangles.size)
        outline = lay_out(surface, _MASK_VERTEX)
        outline["a_second_weight"] = surface.weights[:, 1]
        outline_indices = surface.triangles.astype(np.uint16)
        size = TUNING.mask_px
        with Owned() as owned:
            self._outline = owned.hold(VertexArray(self._mask_program, outline, outline_indices))
            self._mask = owned.hold(Texture(np.zeros((size, size), dtype=np.uint8)))
            self._framebuffer = int(GL.glGenFramebuffers(1))
            owned.callback(GL.glDeleteFramebuffers, 1, [self._framebuffer])
            self._patch = owned.hold(
                VertexArray(self._patch_program, self._vertices, indices, is_dynamic=True)
            )
            self._owned = owned.pop_all()

    def draw(self, context: DrawContext, pose: GriffinPose, number: int) -> None:
        """Take the sun off whatever a griffin flies or stands over; `number`: which of them it is."""
        if context.sun.direction_world is not self._sun_world:
            self._sun_world = context.sun.direction_world
            self._light_wood()
            for each in self._nets:
                each.turn_to(self._sun_world)
        while number >= len(self._nets):
            self._nets.append(self._make_net(self._sun_world))
        net = self._nets[number]
        middle = np.asarray(pose.world_from_body[:3, 3])
        points, below_m = net.fall(middle)
        # Under a low sun a few points of the net may never come down: most of them decide.
        if np.median(below_m) > TUNING.fade_m[1]:
            return
        self._draw_outline(pose, middle, net.frame)
        net_count, rows = len(points), self._vertices
        rows["a_rel"][:net_count] = points - context.eye_world
        rows["a_below"][:net_count] = below_m
        has_wood = bool(np.linalg.norm(context.eye_world - self._perch_world) < TUNING.wood_far_m)
        if has_wood:
            away = (self._wood_world - middle) @ net.frame.T
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
        GL.glEnable(GL.GL_POLYGON_OFFSET_FILL)
        GL.glPolygonOffset(-1.0, -2.0)
        with blended(GL.GL_ZERO, GL.GL_SRC_COLOR, is_two_sided=True):
            self._patch.draw(count=None if has_wood else self._net_indices)
        GL.glDisable(GL.GL_POLYGON_OFFSET_FILL)

    def _light_wood(self) -> None:
        """How much of the sun each point of the perch's wood can lose."""
        facing = self._wood_normals_world @ self._sun_world
        self._vertices["a_facing"][self._net_count :] = np.clip(3.0 * facing, 0.0, 1.0)

    def _draw_outline(self, pose: GriffinPose, middle: Array, frame: Array) -> None:
        to_mask = np.eye(4)
        to_mask[:3, :3] = frame / NET.half_m
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
        self._owned.close()
