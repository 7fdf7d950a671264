"""SceneFrame → pixels: the passes, in order. Make the Window before importing this (see window.py)."""

from contextlib import ExitStack
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.errors import RenderError
from griffin.linalg import mat_perspective
from griffin.paths import shaders_folder
from griffin.render.context import DrawContext, Pass, PassNotes, PassSetup, SceneBlock, make_context
from griffin.render.core.gpu import read_pixels
from griffin.render.core.shaders import Programs
from griffin.render.core.target import Target
from griffin.render.pacing import GPU_PACING, SOFTWARE_PACING, Pacer
from griffin.render.passes.birds import BirdPass
from griffin.render.passes.clouds import CloudPass
from griffin.render.passes.flora import FloraPass
from griffin.render.passes.griffin import GriffinPass
from griffin.render.passes.hud import HudPass
from griffin.render.passes.perch import PerchPass
from griffin.render.passes.places import PlacePass
from griffin.render.passes.sky import SkyPass
from griffin.render.passes.terrain import TerrainPass
from griffin.render.passes.water import WaterPass
from griffin.render.patterns import Patterns
from griffin.render.quality import TUNINGS, Quality, is_software, settle_quality
from griffin.render.shared_numbers import SHARED_NUMBERS
from griffin.scene.frame import SceneFrame
from griffin.world.perch import Perch
from griffin.world.sun import SunLight, sun_at
from griffin.world.terrain import Terrain

__all__ = ["Quality", "Renderer"]

# Front to back, what blends comes last.
PASSES = (
    FloraPass,
    PlacePass,
    TerrainPass,
    BirdPass,
    SkyPass,
    CloudPass,
    WaterPass,
    PerchPass,
    GriffinPass,
    HudPass,
)
ON_THE_GLASS = frozenset({HudPass})  # drawn with all of the window's pixels, whatever the scale
OF_THE_GRIFFIN = frozenset({GriffinPass})


class Renderer:
    """Draws frames into the current framebuffer (the window's)."""

    def __init__(
        self,
        *,
        size_px: tuple[int, int],
        terrain: Terrain,
        perch: Perch,
        quality: Quality,
        sun: SunLight | None = None,
        has_griffin: bool = True,
    ) -> None:
        """`sun`: another hour than the morning of the first flight; without `has_griffin` the land is empty.

        Raises RenderError and ShaderError.
        """
        self.renderer_name: str = GL.glGetString(GL.GL_RENDERER).decode()
        self.quality = settle_quality(quality, self.renderer_name)
        self._size_px = size_px
        self._sun = sun or sun_at()
        self._tuning = TUNINGS[self.quality]
        self._owned = ExitStack()
        programs = Programs(shaders_folder(), SHARED_NUMBERS)
        self._owned.callback(programs.release)
        patterns = Patterns()
        self._owned.callback(patterns.release)
        has_samples = int(GL.glGetIntegerv(GL.GL_SAMPLES)) > 0  # the window's own
        self._target = Target(0 if has_samples else self._tuning.samples)
        self._owned.callback(self._target.release)
        pacing = SOFTWARE_PACING if is_software(self.renderer_name) else GPU_PACING
        self._pacer = Pacer(pacing) if quality is Quality.AUTO else None
        self._notes = PassNotes()
        self._scene = SceneBlock()
        self._owned.callback(self._scene.release)
        setup = PassSetup(
            programs=programs,
            patterns=patterns,
            size_px=size_px,
            quality=self.quality,
            tuning=self._tuning,
            terrain=terrain,
            perch=perch,
            sun=self._sun,
            notes=self._notes,
        )
        self._passes: list[Pass] = []
        try:
            for pass_class in PASSES:
                if pass_class in OF_THE_GRIFFIN and not has_griffin:
                    continue
                made = pass_class(setup)
                self._owned.callback(made.release)
                self._passes.append(made)
        except BaseException:
            self._owned.close()
            raise

    @property
    def scale(self) -> float:
        """Of the picture's sides: 1 is every pixel of the window."""
        return 1.0 if self._pacer is None else self._pacer.pace.scale

    def keep_pace(self, frame_s: float) -> None:
        """The last picture took so long, all in all: with quality auto, the next ones may cost less."""
        if self._pacer is not None:
            self._pacer.note(frame_s)
            self._notes.is_plain = self._pacer.pace.is_plain

    def draw(self, frame: SceneFrame) -> None:
        """Draw one picture."""
        inner_px = self._inner_px()
        self._target.begin(inner_px, self._size_px)
        context = self._context(frame)
        GL.glViewport(0, 0, *inner_px)
        _set_default_state()
        GL.glClear(GL.GL_DEPTH_BUFFER_BIT | GL.GL_COLOR_BUFFER_BIT)
        self._scene.write(context)
        glass = [each for each in self._passes if type(each) in ON_THE_GLASS]
        for each in self._passes:
            if each not in glass:
                each.draw(context, frame)
        self._target.end(self._size_px)
        GL.glViewport(0, 0, *self._size_px)
        for each in glass:
            each.draw(replace(context, size_px=self._size_px, samples=0), frame)

    def _inner_px(self) -> tuple[int, int]:
        """Size of what the passes draw: the window's, or less of it."""
        width, height = self._size_px
        return max(1, round(width * self.scale)), max(1, round(height * self.scale))

    def settle(self, frame: SceneFrame) -> None:
        """Make everything that this frame wants before it is drawn: for stills and a finished first look."""
        for each in self._passes:
            if isinstance(each, (TerrainPass, FloraPass, PlacePass, WaterPass)):
                each.settle(self._context(frame))

    def resize(self, size_px: tuple[int, int]) -> None:
        """The window's framebuffer has another size from now on."""
        if min(size_px) < 1:
            raise RenderError("A picture needs at least one pixel each way.")
        self._size_px = size_px
        for each in self._passes:
            each.resize(size_px)

    def read_pixels(self) -> NDArray[np.uint8]:
        """The last picture: (H, W, 3) uint8 RGB, top row first. Call it before `Window.swap`."""
        return read_pixels(self._size_px)

    def finish(self) -> None:
        """Wait until all is drawn."""
        GL.glFinish()

    def release(self) -> None:
        """Give everything back to the driver."""
        self._owned.close()

    def _context(self, frame: SceneFrame) -> DrawContext:
        width, height = self._size_px
        tuning = self._tuning
        clip_from_view = mat_perspective(frame.camera.fov_y_rad, width / height, tuning.near_m, tuning.far_m)
        return make_context(frame, clip_from_view, self._sun, self._inner_px(), self._target.samples)


def _set_default_state() -> None:
    GL.glEnable(GL.GL_DEPTH_TEST)
    GL.glDepthFunc(GL.GL_LEQUAL)
    GL.glDepthMask(True)
    GL.glEnable(GL.GL_CULL_FACE)
    GL.glCullFace(GL.GL_BACK)
    GL.glDisable(GL.GL_BLEND)
