"""SceneFrame → pixels: the passes, in order. Make the Window before importing this (see window.py)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.errors import RenderError
from griffin.linalg import mat_perspective
from griffin.meshes.perch_tree import perch_tree
from griffin.paths import shaders_folder
from griffin.render.context import (
    DrawContext,
    Layer,
    Pass,
    PassSetup,
    SceneBlock,
    StartWorker,
    make_context,
)
from griffin.render.core.background_worker import BackgroundWorker
from griffin.render.core.gpu import read_pixels
from griffin.render.core.gpu_timer import GpuTimer
from griffin.render.core.owned import Owned
from griffin.render.core.shaders import Programs
from griffin.render.core.target import Target
from griffin.render.daylight import Daylight
from griffin.render.gathered import Gathered
from griffin.render.hill_shadow import HillShadow
from griffin.render.pacing import GPU_PACING, SOFTWARE_PACING, Pace, Pacer
from griffin.render.passes.birds import BirdPass
from griffin.render.passes.clouds import CloudPass
from griffin.render.passes.falls import FallPass
from griffin.render.passes.flora import FloraPass
from griffin.render.passes.griffin import GriffinPass
from griffin.render.passes.hud import HudPass
from griffin.render.passes.motes import MotePass
from griffin.render.passes.overlay import OverlayPass
from griffin.render.passes.perch import PerchPass
from griffin.render.passes.places import PlacePass
from griffin.render.passes.plant_shadows import ShadowCardPass
from griffin.render.passes.sky import SkyPass
from griffin.render.passes.terrain import TerrainPass
from griffin.render.passes.water import WaterPass
from griffin.render.patterns import Patterns
from griffin.render.quality import TUNINGS, Quality, RenderTuning, is_software, resolve_quality
from griffin.render.shared_numbers import numbers_for
from griffin.render.sun_shadow import SunShadow
from griffin.scene.frame import SceneFrame
from griffin.world.perch import Perch
from griffin.world.places import LandPlaces
from griffin.world.sun import SunLight, sun_at
from griffin.world.terrain import Terrain

__all__ = ["Quality", "Renderer"]

# Front to back, what blends comes last.
PASSES: tuple[type[Pass], ...] = (
    FloraPass,
    PlacePass,
    TerrainPass,
    ShadowCardPass,
    BirdPass,
    SkyPass,
    CloudPass,
    WaterPass,
    FallPass,
    PerchPass,
    MotePass,
    GriffinPass,
    OverlayPass,
    HudPass,
)


class Renderer:
    """Draws frames into the current framebuffer (the window's)."""

    def __init__(
        self,
        *,
        size_px: tuple[int, int],
        terrain: Terrain,
        perch: Perch,
        quality: Quality,
        places: LandPlaces | None = None,
        sun: SunLight | None = None,
        has_griffin: bool = True,
        passes: Sequence[type[Pass]] = PASSES,
        tuning: RenderTuning | None = None,
        pacer: Pacer | None = None,
        shaders: Path | None = None,
        start_worker: StartWorker = BackgroundWorker,
        between: Callable[[], None] = lambda: None,
    ) -> None:
        """Make ready to draw this land.

        Args:
            size_px: of the window's framebuffer.
            terrain: the land.
            perch: where the old tree stands on it.
            quality: what a picture may cost; with `AUTO` the renderer also keeps the pace.
            places: those of this land, where somebody else looks for them, too.
            sun: another hour than the morning of the first flight. At medium and high, frames that have an
                hour of their own are drawn in its light; at low this one stays for good.
            has_griffin: without, the land is empty.
            passes: what is drawn, in this order.
            tuning: another than the quality's own.
            pacer: what keeps the pace, whatever the quality.
            shaders: another folder of them than Griffin's own.
            start_worker: starts each background thread that makes land and plants.
            between: called after each step of making the land, so that a title can be drawn.

        Raises:
            RenderError, ShaderError: as their names say.
        """
        self.renderer_name: str = GL.glGetString(GL.GL_RENDERER).decode()
        self.quality = resolve_quality(quality, self.renderer_name)
        self._size_px = size_px
        self._sun = sun or sun_at()
        self._daylight = None if self.quality is Quality.LOW else Daylight()
        self._tuning = tuning or TUNINGS[self.quality]
        self.draws_by_processor = is_software(self.renderer_name)
        # A software renderer queues the triangles of all passes: above low, that would be 100 MB more.
        self._waits = self.draws_by_processor and self.quality is not Quality.LOW
        has_samples = int(GL.glGetIntegerv(GL.GL_SAMPLES)) > 0  # the window's own
        self._pacer = pacer
        if pacer is None and quality is Quality.AUTO:
            self._pacer = Pacer(SOFTWARE_PACING if self.draws_by_processor else GPU_PACING)
        with Owned() as owned:
            self._target = owned.hold(Target(0 if has_samples else self._tuning.samples))
            self._timer = None if self._pacer is None or self.draws_by_processor else owned.hold(GpuTimer())
            self._scene = owned.hold(SceneBlock())
            self._hills = None if self._daylight is None else owned.hold(HillShadow())
            setup = PassSetup(
                programs=owned.hold(Programs(shaders or shaders_folder(), numbers_for(self._tuning.shadow))),
                patterns=owned.hold(Patterns(self.quality)),
                quality=self.quality,
                tuning=self._tuning,
                terrain=terrain,
                perch=perch,
                places=places or LandPlaces(terrain, perch),
                perch_tree=perch_tree(perch.trunk_perch),
                sun=self._sun,
                hills=self._hills,
                start_worker=start_worker,
            )
            between()
            wanted = [each for each in passes if has_griffin or not each.is_of_creatures]
            self._passes: list[Pass] = []
            for each in wanted:
                self._passes.append(owned.hold(each(setup)))
                between()
            self._shadow = (
                owned.hold(SunShadow(self._tuning.shadow, terrain.surface_m))
                if self._tuning.shadow.half_m
                else None
            )
            self._owned = owned.pop_all()

    @property
    def scale(self) -> float:
        """Of the picture's sides: 1 is every pixel of the window."""
        return self._pace.scale

    @property
    def _pace(self) -> Pace:
        return Pace() if self._pacer is None else self._pacer.pace

    @property
    def keeps_pace(self) -> bool:
        """Whether pictures are made cheaper where they take too long: then it wants to hear of each."""
        return self._pacer is not None

    def keep_pace(self, work_s: float) -> None:
        """With quality auto, the next pictures may be made cheaper, by the work that the last ones were.

        `work_s`: from the beginning of the turn until the picture was finished, without the wait for a
        display. It counts where the processor draws; else the GPU's own time does.
        """
        if self._pacer is None:
            return
        for spent_s in [work_s] if self._timer is None else self._timer.take():
            self._pacer.note(spent_s)

    @property
    def pass_kinds(self) -> tuple[type[Pass], ...]:
        """What is drawn, in this order."""
        return tuple(type(each) for each in self._passes)

    def draw(
        self,
        frame: SceneFrame,
        *,
        refresh: Callable[[SceneFrame], SceneFrame] | None = None,
        without: type[Pass] | None = None,
    ) -> None:
        """Draw one picture. Raises RenderError for a frame that hasn't exactly one view.

        `refresh`: asked right before the creatures are drawn, when most of the picture is on its way to the
        driver, for the frame with the newest poses of them. `without`: what is left out, to measure what it
        costs.
        """
        context = self._context(frame)
        if self._timer is not None:
            self._timer.begin()
        self._begin(context)
        if self._shadow is not None:
            self._shadow.draw(context, frame, self._passes, self._scene)
        for each in self._passes:
            if each.layer is Layer.WORLD and type(each) is not without:
                if refresh is not None and each.is_of_creatures:
                    frame, refresh = refresh(frame), None
                self._draw_pass(each, context, frame)
        self._end()
        on_glass = replace(context, size_px=self._size_px, samples=0)
        for each in self._passes:
            if each.layer is Layer.GLASS and type(each) is not without:
                self._draw_pass(each, on_glass, frame)
        if self._timer is not None:
            self._timer.end()

    def _begin(self, context: DrawContext) -> None:
        """An empty picture of the world, and what all shaders know of it."""
        self._target.begin(context.size_px, self._size_px)
        GL.glViewport(0, 0, *context.size_px)
        _set_default_state()
        # The stencil, which nothing uses, shares its words with the depth: to clear both is cheaper than one.
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT | GL.GL_STENCIL_BUFFER_BIT)
        self._scene.write(context)
        if self._hills is not None:
            self._hills.write(context.eye_world, context.shown_s)

    def _end(self) -> None:
        """Lay the picture of the world into the window."""
        self._target.end(self._size_px)
        GL.glViewport(0, 0, *self._size_px)

    def _draw_pass(self, each: Pass, context: DrawContext, frame: SceneFrame) -> None:
        each.draw(context, frame)
        if self._waits:
            GL.glFinish()

    def gather(self, frame: SceneFrame) -> Gathered:
        """How much of what this first picture shows is ready; background workers make it.

        Call it until all is ready, and sleep in between, which leaves the processor to the workers.
        """
        context = self._context(frame)
        parts = [each.gather(context) for each in self._passes]
        return Gathered(
            done_frac=min(part.done_frac for part in parts), is_enough=all(part.is_enough for part in parts)
        )

    def warm_up(self, frame: SceneFrame) -> Iterator[None]:
        """Draw each pass once without showing it, as many drivers compile shaders only then. One pass a step.

        Between two steps something else may be drawn into the window.
        """
        context = self._context(frame)
        if self._shadow is not None:
            self._begin(context)
            self._shadow.draw(context, frame, self._passes, self._scene)
            self._end()
            yield
        width, height = context.size_px
        for each in self._passes:
            if each.layer is Layer.WORLD:
                self._begin(context)
                GL.glEnable(GL.GL_SCISSOR_TEST)  # a single pixel is enough to make them compile
                GL.glScissor(width // 2, height // 2, 1, 1)
                each.draw(context, frame)
                GL.glDisable(GL.GL_SCISSOR_TEST)
                self._end()
                yield

    def complete(self, frame: SceneFrame) -> None:
        """Make everything that this frame wants before it is drawn: for stills and first pictures."""
        context = self._context(frame)
        for each in self._passes:
            each.complete(context)

    def resize(self, size_px: tuple[int, int]) -> None:
        """The window's framebuffer has another size from now on."""
        if min(size_px) < 1:
            raise RenderError("A picture needs at least one pixel each way.")
        self._size_px = size_px

    def read_pixels(self) -> NDArray[np.uint8]:
        """The last picture: (H, W, 3) uint8 RGB, top row first. Call it before `Window.swap`."""
        return read_pixels(self._size_px)

    def finish(self) -> None:
        """Wait until the driver has drawn everything."""
        GL.glFinish()

    def release(self) -> None:
        """Give everything back to the driver."""
        self._owned.close()

    def _context(self, frame: SceneFrame) -> DrawContext:
        if len(frame.views) != 1:
            raise RenderError(f"The renderer draws one view, and this frame has {len(frame.views)}.")
        (view,) = frame.views
        width, height = self._size_px
        tuning, pace = self._tuning, self._pace
        return make_context(
            frame,
            view,
            mat_perspective(view.fov_y_rad, width / height, tuning.near_m, tuning.far_m),
            sun=self._light_of(frame),
            size_px=(max(1, round(width * pace.scale)), max(1, round(height * pace.scale))),
            samples=self._target.samples,
            is_plain=pace.is_plain,
        )

    def _light_of(self, frame: SceneFrame) -> SunLight:
        if frame.hour_h is None or self._daylight is None:
            return self._sun
        return self._daylight.light_at(frame.hour_h)


def _set_default_state() -> None:
    GL.glEnable(GL.GL_DEPTH_TEST)
    GL.glDepthFunc(GL.GL_LEQUAL)
    GL.glDepthMask(True)
    GL.glEnable(GL.GL_CULL_FACE)
    GL.glCullFace(GL.GL_BACK)
    GL.glDisable(GL.GL_BLEND)
