"""What a pass is given: `PassSetup` once, `DrawContext` for each picture, and the `Scene` uniform block.

A pass is a class with four verbs:

    class GriffinPass:
        def __init__(self, setup: PassSetup) -> None: ...   # create
        def draw(self, context: DrawContext, frame: SceneFrame) -> None: ...
        def resize(self, size_px: tuple[int, int]) -> None: ...
        def release(self) -> None: ...

Shaders work in "rel": the world's axes, metres, with the origin at the eye, so that 32-bit floats stay
exact however far the griffin flies. A model's matrix is `context.rel_from_world @ world_from_body`; the
vertex shader gives `gl_Position = u_clip_from_rel * vec4(rel, 1.0)`.

`#include "lib/scene.glsl"` brings the block `Scene` (bound for every program that declares it: nothing to
set) and two functions that every fragment ends with:
    vec3 scene_haze(vec3 linear_colour, vec3 rel)      // air between the eye and the point
    vec4 scene_finish(vec3 linear_colour, vec2 pixel)  // filmic, sRGB, dither; pixel = gl_FragCoord.xy
Colours are linear light; 1.0 is a white wall in full sun. State at the start of a pass: depth test and depth
writes on (GL_LEQUAL), culling on (GL_BACK, counter-clockwise is front), blending off. A pass that changes
any of these puts it back.
"""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import mat_translate
from griffin.render.core.gpu import UniformBlock, gl_matrix
from griffin.render.core.shaders import BLOCK_BINDINGS, Programs
from griffin.render.patterns import Patterns
from griffin.render.quality import Quality, RenderTuning
from griffin.scene.frame import SceneFrame
from griffin.world.perch import Perch
from griffin.world.sun import SunLight
from griffin.world.terrain import Terrain
from griffin.world.wind import WIND

Array = NDArray[np.float64]

# Mirrors `Scene` in shaders/lib/scene.glsl: std140, so matrices and vec4 only.
SCENE_BLOCK = np.dtype(
    [
        ("clip_from_rel", "f4", (4, 4)),
        ("rel_from_clip", "f4", (4, 4)),
        ("eye", "f4", 4),
        ("sun_direction", "f4", 4),
        ("sun_light", "f4", 4),
        ("sky_light", "f4", 4),
        ("ground_light", "f4", 4),
        ("sky_zenith", "f4", 4),
        ("sky_middle", "f4", 4),
        ("sky_horizon", "f4", 4),
        ("haze_sun", "f4", 4),
        ("haze_away", "f4", 4),
        ("target_px", "f4", 4),
        ("wind", "f4", 4),
    ]
)


@dataclass(slots=True, kw_only=True)
class PassNotes:
    """What earlier passes of a picture found out for later ones."""

    lowest_ground_m: float = 0.0  # of all land in view: no water can be seen where this is above it
    is_plain: bool = False  # the machine is slow: fewer plants


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSetup:
    """What every pass is created with."""

    programs: Programs
    patterns: Patterns
    size_px: tuple[int, int]
    quality: Quality  # never AUTO
    tuning: RenderTuning
    terrain: Terrain
    perch: Perch
    sun: SunLight
    notes: PassNotes = field(default_factory=PassNotes)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawContext:
    """One picture's eye and light. `clip_from_rel` leaves out the eye's place: `rel_from_world` has it."""

    clip_from_view: Array
    view_from_world: Array
    clip_from_rel: Array
    rel_from_world: Array
    eye_world: Array
    time_s: float
    sun: SunLight
    size_px: tuple[int, int]
    samples: int = 0  # a pixel of what is drawn to


class Pass(Protocol):
    """One thing that is drawn."""

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw it into the current framebuffer."""

    def resize(self, size_px: tuple[int, int]) -> None:
        """The target has another size from now on."""

    def release(self) -> None:
        """Give everything back to the driver."""


def make_context(
    frame: SceneFrame, clip_from_view: Array, sun: SunLight, size_px: tuple[int, int], samples: int = 0
) -> DrawContext:
    """The context of one frame."""
    view_from_world = frame.camera.view_from_world
    clip_from_rel = np.zeros((4, 4))
    clip_from_rel[:, :3] = clip_from_view[:, :3] @ view_from_world[:3, :3]
    clip_from_rel[:, 3] = clip_from_view[:, 3]
    return DrawContext(
        clip_from_view=clip_from_view,
        view_from_world=view_from_world,
        clip_from_rel=clip_from_rel,
        rel_from_world=mat_translate(-frame.camera.eye_world),
        eye_world=frame.camera.eye_world,
        time_s=frame.time_s,
        sun=sun,
        size_px=size_px,
        samples=samples,
    )


class SceneBlock:
    """The uniform block `Scene`: written once a picture, read by every program that declares it."""

    def __init__(self) -> None:
        self._block = UniformBlock(BLOCK_BINDINGS["Scene"], SCENE_BLOCK.itemsize)
        self._data = np.zeros((), dtype=SCENE_BLOCK)

    def write(self, context: DrawContext) -> None:
        """Tell all programs about this picture's eye and light."""
        data, sun = self._data, context.sun
        data["clip_from_rel"] = gl_matrix(context.clip_from_rel)
        data["rel_from_clip"] = gl_matrix(np.linalg.inv(context.clip_from_rel))
        data["eye"] = (*context.eye_world, context.time_s)
        data["sun_direction"][:3] = sun.direction_world
        data["sun_light"][:3] = sun.sun_light
        data["sky_light"][:3] = sun.sky_light
        data["ground_light"][:3] = sun.ground_light
        data["sky_zenith"][:3] = sun.sky.zenith
        data["sky_middle"][:3] = sun.sky.middle
        data["sky_horizon"][:3] = sun.sky.horizon
        data["haze_sun"][:3] = sun.sky.haze_sun
        data["haze_away"][:3] = sun.sky.haze_away
        width, height = context.size_px
        data["target_px"] = (width, height, 1.0 / width, 1.0 / height)
        data["wind"] = (*WIND.wind_mps, WIND.cloud_shadow_frac, 0.0)
        self._block.write(data)

    def release(self) -> None:
        """Give it back to the driver."""
        self._block.release()
