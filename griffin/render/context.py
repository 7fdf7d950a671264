"""A pass, what it is given (`PassSetup` once, `DrawContext` for each picture), and the uniform block `Scene`.

A pass draws one kind of thing:

    class BirdPass(Pass):
        def __init__(self, setup: PassSetup) -> None: ...                    # create
        def complete(self, context: DrawContext) -> None: ...                # where things come bit by bit
        def gather(self, context: DrawContext) -> Gathered: ...              # ... and before a first picture
        def draw(self, context: DrawContext, frame: SceneFrame) -> None: ...
        def release(self) -> None: ...                                       # inherited: releases `_owned`

What is particular about it, it says in class attributes: see `Pass`.

Shaders work in "rel": the world's axes, metres, with the origin at the eye, so that 32-bit floats stay
exact however far the griffin flies. A model's matrix is `context.rel_from_world @ world_from_body`; the
vertex shader gives `gl_Position = u_clip_from_rel * vec4(rel, 1.0)`.

`#include "lib/scene.glsl"` brings the block `Scene` (bound for every program that declares it: nothing to
set) and two functions that every fragment ends with:
    vec3 scene_haze(vec3 linear_colour, vec3 rel)      // air between the eye and the point
    vec4 scene_finish(vec3 linear_colour, vec2 pixel)  // filmic, sRGB, dither; pixel = gl_FragCoord.xy
Colours are linear light; 1.0 is a white wall in full sun. State at the start of a pass: depth test and depth
writes on (GL_LEQUAL), culling on (GL_BACK, counter-clockwise is front), blending off. A pass that changes
any of these restores it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import mat_translate
from griffin.meshes.mesh import Patch
from griffin.render.core.background_worker import BackgroundWorker
from griffin.render.core.gpu import UniformBlock, gl_matrix
from griffin.render.core.owned import Owned
from griffin.render.core.shaders import BLOCK_BINDINGS, Programs
from griffin.render.detail import CLOUD_SHADOWS_M
from griffin.render.gathered import ALL_THERE, Gathered
from griffin.render.hill_shadow import HillShadow
from griffin.render.patterns import Patterns
from griffin.render.quality import Quality, RenderTuning
from griffin.scene.frame import CameraView, SceneFrame
from griffin.world.cycle import in_cycle_s
from griffin.world.perch import Perch
from griffin.world.places import LandPlaces, Place
from griffin.world.sun import SunLight
from griffin.world.terrain import Terrain
from griffin.world.wind import WIND

Array = NDArray[np.float64]
# (the thread's name, what makes a thing) → a worker that makes such things in the background
StartWorker: TypeAlias = Callable[[str, Callable[[Any], Any]], BackgroundWorker[Any, Any]]

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
        ("drift", "f4", 4),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlants:
    """The plants of the pictures since they were chosen: see `PlantChoice.choose`.

    Feet are from `chosen_at`; times are from `chosen_s` of the screen's time.
    """

    instances: NDArray[np.void]
    counts: NDArray[np.int64]
    chosen_at: Array
    chosen_s: float


@dataclass(slots=True, kw_only=True)
class PassNotes:
    """What earlier passes of a picture found out for later ones."""

    lowest_ground_m: float = 0.0  # of all land in view: no water can be seen where this is above it
    eye_above_m: float = 0.0  # of the eye over ground or water
    plants: "ShownPlants | None" = None  # another object whenever they have changed
    places: tuple[Place, ...] = ()  # in view
    is_busy: bool = False  # this picture has taken over new land: what can wait for the next one should


@dataclass(frozen=True, slots=True, kw_only=True)
class PassSetup:
    """What every pass is created with."""

    programs: Programs
    patterns: Patterns
    quality: Quality  # never AUTO
    tuning: RenderTuning
    terrain: Terrain
    perch: Perch
    places: LandPlaces
    perch_tree: Patch  # in the perch's frame
    sun: SunLight  # of the first picture
    notes: PassNotes = field(default_factory=PassNotes)
    hills: HillShadow | None = None  # None: the light of the first picture stays
    start_worker: StartWorker = BackgroundWorker


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawContext:
    """One picture's eye and light. `clip_from_rel` leaves out the eye's place: `rel_from_world` has it.

    What moves in the world goes by `world_s`; what streams or fades on the screen goes by `shown_s`, which
    runs on while the game is paused.
    """

    clip_from_view: Array
    view_from_world: Array
    clip_from_rel: Array
    rel_from_world: Array
    eye_world: Array
    world_s: float
    shown_s: float
    sun: SunLight
    size_px: tuple[int, int]
    samples: int = 0  # a pixel of what is drawn to
    is_plain: bool = False  # the machine is slow: fewer plants


class Layer(Enum):
    """Where a pass draws."""

    WORLD = "world"  # into the picture, which may have fewer pixels than the window
    GLASS = "glass"  # over the finished picture, with all of the window's pixels


class Pass(ABC):
    """One kind of thing that is drawn.

    Attributes:
        layer: where it is drawn.
        is_of_creatures: it draws the frame's creatures; a land without any does without this pass.
    """

    layer: ClassVar[Layer] = Layer.WORLD
    is_of_creatures: ClassVar[bool] = False
    _owned: Owned  # set by the constructor

    @abstractmethod
    def __init__(self, setup: PassSetup) -> None:
        """If it fails, all that it has taken is released."""

    @abstractmethod
    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw it into the current framebuffer."""

    def complete(self, context: DrawContext) -> None:  # noqa: B027 - most passes have nothing to wait for
        """Make at once all that this picture needs and that is otherwise made bit by bit."""

    def gather(self, context: DrawContext) -> Gathered:
        """Take over what background workers have made for this picture, and wish for the rest.

        It is called again and again before the first picture.
        """
        return ALL_THERE

    def cast(self, context: DrawContext, frame: SceneFrame, cascade: int) -> None:  # noqa: B027 - few do
        """Draw what casts shadows into one of the sun's shadow maps, 0 the nearest.

        The context's `clip_from_rel` is the map's; all else is the picture's. By default a pass casts
        nothing.
        """

    def release(self) -> None:
        """Give everything back to the driver."""
        self._owned.close()


def make_context(
    frame: SceneFrame,
    view: CameraView,
    clip_from_view: Array,
    *,
    sun: SunLight,
    size_px: tuple[int, int],
    samples: int = 0,
    is_plain: bool = False,
) -> DrawContext:
    """The context of one view of a frame."""
    view_from_world = view.view_from_world
    clip_from_rel = np.zeros((4, 4))
    clip_from_rel[:, :3] = clip_from_view[:, :3] @ view_from_world[:3, :3]
    clip_from_rel[:, 3] = clip_from_view[:, 3]
    return DrawContext(
        clip_from_view=clip_from_view,
        view_from_world=view_from_world,
        clip_from_rel=clip_from_rel,
        rel_from_world=mat_translate(-view.eye_world),
        eye_world=view.eye_world,
        world_s=frame.world_s,
        shown_s=frame.shown_s,
        sun=sun,
        size_px=size_px,
        samples=samples,
        is_plain=is_plain,
    )


class SceneBlock:
    """The uniform block `Scene`: written once a picture, read by every program that declares it."""

    def __init__(self) -> None:
        self._block = UniformBlock(BLOCK_BINDINGS["Scene"], SCENE_BLOCK.itemsize)
        self._data = np.zeros((), dtype=SCENE_BLOCK)

    def write(self, context: DrawContext) -> None:
        """Give all programs this picture's eye and light."""
        data, sun = self._data, context.sun
        data["clip_from_rel"] = gl_matrix(context.clip_from_rel)
        data["rel_from_clip"] = gl_matrix(np.linalg.inv(context.clip_from_rel))
        data["eye"] = (*context.eye_world, in_cycle_s(context.world_s))
        data["sun_direction"] = (*sun.direction_world, sun.dusk_frac)
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
        data["drift"][:2] = [speed_mps * context.world_s % CLOUD_SHADOWS_M for speed_mps in WIND.wind_mps]
        data["wind"] = (*WIND.wind_mps, WIND.cloud_shadow_frac, sun.mist_frac)
        self._block.write(data)

    def release(self) -> None:
        """Give it back to the driver."""
        self._block.release()
