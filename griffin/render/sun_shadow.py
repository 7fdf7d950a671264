"""The sun's shadow maps: what stands on the land, drawn as the sun sees it, for all shaders to look into.

The passes draw themselves (`Pass.cast`) with the same programs as in the picture; meanwhile the block `Scene`
has the sun's view in place of the eye's. Without a colour buffer, drivers skip the fragments.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.linalg import mat_translate
from griffin.render.context import DrawContext, Pass, SceneBlock
from griffin.render.core.depth_layers import DepthLayers
from griffin.render.core.gpu import UniformBlock, gl_matrix
from griffin.render.core.owned import Owned
from griffin.render.core.shaders import BLOCK_BINDINGS, SAMPLER_UNITS
from griffin.render.sun_cascades import MOST_CASCADES, Cascade, ShadowPlan, middle_of, place_cascade
from griffin.scene.frame import SceneFrame

Array = NDArray[np.float64]

# Mirrors `SunShadow` in shaders/lib/sun_shadow.glsl.
SUN_SHADOW_BLOCK = np.dtype([("map_from_rel", "f4", (MOST_CASCADES, 4, 4)), ("texels_m", "f4", 4)])


class SunShadow:
    """Draws the maps before a picture, and gives them to all programs."""

    def __init__(self, plan: ShadowPlan, surface_m: Callable[[float, float], Array]) -> None:
        """`plan` must have a cascade; `surface_m(x, z)`: height of the land."""
        self._plan = plan
        self._surface_m = surface_m
        self._cascades: list[Cascade | None] = [None] * len(plan.half_m)
        self._ages = [0] * len(plan.half_m)
        self._data = np.zeros((), dtype=SUN_SHADOW_BLOCK)
        with Owned() as owned:
            self._layers = owned.hold(DepthLayers(plan.map_px, len(plan.half_m)))
            self._block = owned.hold(UniformBlock(BLOCK_BINDINGS["SunShadow"], SUN_SHADOW_BLOCK.itemsize))
            self._owned = owned.pop_all()

    def draw(
        self, context: DrawContext, frame: SceneFrame, passes: Sequence[Pass], scene: SceneBlock
    ) -> None:
        """Draw what is due of the maps, and leave the framebuffer, viewport and `scene` as they were."""
        due = [number for number in range(len(self._cascades)) if self._is_due(number, context.eye_world)]
        if due:
            self._draw_maps(context, frame, passes, scene, due)
        data = self._data
        for number, cascade in enumerate(self._cascades):
            assert cascade is not None
            map_from_rel = cascade.map_from_world @ mat_translate(context.eye_world)
            data["map_from_rel"][number] = gl_matrix(map_from_rel)
            data["texels_m"][number] = cascade.texel_m
        self._block.write(data)
        self._layers.bind(SAMPLER_UNITS["u_sun_shadow"])

    def _is_due(self, number: int, eye: Array) -> bool:
        """Whether a map has to be drawn for this picture. The nearest always has to: its edges are seen."""
        self._ages[number] += 1
        cascade = self._cascades[number]
        if number == 0 or cascade is None or self._ages[number] > self._plan.kept_pictures:
            return True
        away_m = float(np.hypot(*(eye - cascade.middle_world)[[0, 2]]))
        expected_m = self._plan.ahead_frac * self._plan.half_m[number]
        return abs(away_m - expected_m) > self._plan.kept_m

    def _draw_maps(
        self,
        context: DrawContext,
        frame: SceneFrame,
        passes: Sequence[Pass],
        scene: SceneBlock,
        due: Sequence[int],
    ) -> None:
        plan, eye = self._plan, context.eye_world
        ahead = -context.view_from_world[2, :3]
        GL.glEnable(GL.GL_DEPTH_CLAMP)
        GL.glEnable(GL.GL_POLYGON_OFFSET_FILL)
        GL.glPolygonOffset(1.5, 3.0)
        with self._layers.drawing() as begin_layer:
            for number in due:
                half_m = plan.half_m[number]
                middle = middle_of(eye, ahead, half_m, plan)
                ground_m = float(self._surface_m(middle[0], middle[2]))
                sun = context.sun.direction_world
                last = self._cascades[number]
                last_middle = None if last is None else last.middle_world
                cascade = place_cascade(eye, ahead, ground_m, sun, half_m, plan, last_middle)
                self._cascades[number], self._ages[number] = cascade, 0
                begin_layer(number)
                sun_context = replace(
                    context,
                    clip_from_rel=cascade.map_from_world @ mat_translate(eye),
                    size_px=(plan.map_px, plan.map_px),
                    samples=0,
                )
                scene.write(sun_context)
                for each in passes:
                    each.cast(sun_context, frame, number)
        GL.glDisable(GL.GL_POLYGON_OFFSET_FILL)
        GL.glDisable(GL.GL_DEPTH_CLAMP)
        scene.write(context)

    def release(self) -> None:
        """Give everything back to the driver."""
        self._owned.close()
