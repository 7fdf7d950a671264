"""One off-screen window for all tests that draw: glfw and PyOpenGL hold only one a process well."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from griffin.creature.rig import pose_griffin
from griffin.errors import RenderError
from griffin.flight.state import FlightState
from griffin.linalg import mat_look_at, mat_perspective
from griffin.meshes.perch_tree import perch_tree
from griffin.paths import shaders_folder
from griffin.render.core.window import CHECKS_VARIABLE, Window
from griffin.render.quality import TUNINGS, Quality
from griffin.render.recorder import save_png
from griffin.scene.frame import CameraView, Label, Mark, SceneFrame
from griffin.world.perch import Perch
from griffin.world.places import LandPlaces
from griffin.world.sun import sun_at
from griffin.world.terrain import Terrain

WINDOW_PX = (640, 360)
STUDIO_PX = (320, 180)


@pytest.fixture(scope="session")
def window() -> Iterator[Window]:
    """640 x 360, with PyOpenGL's check after every call. Draw into any part of it."""
    os.environ[CHECKS_VARIABLE] = "1"
    assert "OpenGL" not in sys.modules, "a test module imports what draws at its top: import it in the tests"
    try:
        made = Window(size_px=WINDOW_PX, title="tests", is_headless=True)
    except RenderError as reason:
        pytest.skip(f"nothing here can draw off-screen: {reason}")
    yield made
    made.release()


@pytest.fixture
def live_objects(window: Window) -> Callable[[], set[tuple[str, int]]]:
    """`live_objects()`: kind and number of all that lives on the GPU."""
    from OpenGL import GL

    kinds = ("Buffer", "Framebuffer", "Program", "Renderbuffer", "Shader", "Texture", "VertexArray")

    def look() -> set[tuple[str, int]]:
        ask = {kind: getattr(GL, f"glIs{kind}") for kind in kinds}
        return {(kind, number) for kind in kinds for number in range(1, 400) if ask[kind](number)}

    return look


class ManualWorker:
    """In place of a `BackgroundWorker`: things are made only when the test says so."""

    def __init__(self, name: str, make: Callable[[Any], Any]) -> None:
        self.make = make
        self.wanted: list[Any] = []
        self._made: list[tuple[Any, Any]] = []

    def finish(self, *wishes: Any) -> None:
        """Have these made when it is asked the next time."""
        self._made += [(wish, self.make(wish)) for wish in wishes]
        self.wanted = [wish for wish in self.wanted if wish not in wishes]

    def want(self, wishes: Sequence[Any]) -> None:
        self.wanted = list(wishes)

    def take(self, count: int) -> list[tuple[Any, Any]]:
        taken, self._made = self._made[:count], self._made[count:]
        return taken

    def release(self) -> None:
        self._made = []


class Studio:
    """Single passes before an empty background, around a perch in mid-air at (0, 100, 0)."""

    size_px = STUDIO_PX
    place_world = np.array([0.0, 100.0, 0.0])

    def __init__(self) -> None:
        from griffin.render.context import PassSetup, SceneBlock
        from griffin.render.core.shaders import Programs
        from griffin.render.patterns import Patterns
        from griffin.render.shared_numbers import numbers_for

        self.programs = Programs(shaders_folder(), numbers_for(TUNINGS[Quality.LOW].shadow))
        self.patterns = Patterns(Quality.LOW)
        self.block = SceneBlock()
        terrain = Terrain(1)
        perch = Perch(
            position_world=self.place_world,
            heading_rad=0.0,
            trunk_world=self.place_world + np.array([3.4, -4.6, 1.4]),
        )
        self.setup = PassSetup(
            programs=self.programs,
            patterns=self.patterns,
            quality=Quality.LOW,
            tuning=TUNINGS[Quality.LOW],
            terrain=terrain,
            perch=perch,
            places=LandPlaces(terrain, perch),
            perch_tree=perch_tree(perch.trunk_perch),
            sun=sun_at(),
        )

    def shoot(
        self,
        state: FlightState,
        eye: tuple[float, float, float],
        *passes: Any,
        labels: tuple[Label, ...] = (),
        marks: tuple[Mark, ...] = (),
        shown_s: float | None = None,
        grey: float = 0.0,
    ) -> np.ndarray:
        """(H, W, 3) int of the passes, seen from `eye` (relative to the place, which is looked at).

        `shown_s`: the screen's time, where it isn't the world's.
        """
        eye_world = self.place_world + np.array(eye)
        view = CameraView(
            eye_world=eye_world, view_from_world=mat_look_at(eye_world, self.place_world), fov_y_rad=0.7
        )
        frame = SceneFrame(
            world_s=state.time_s,
            shown_s=state.time_s if shown_s is None else shown_s,
            views=(view,),
            creatures=(pose_griffin(state),),
            labels=labels,
            marks=marks,
            veil_frac=state.veil_frac,
        )
        return self.shoot_frame(frame, *passes, grey=grey)

    def by_hand(self) -> tuple[Any, list[ManualWorker]]:
        """A setup whose passes get a worker that the test works, and the workers that were started."""
        started: list[ManualWorker] = []

        def start(name: str, make: Callable[[Any], Any]) -> ManualWorker:
            started.append(ManualWorker(name, make))
            return started[-1]

        return replace(self.setup, start_worker=start), started

    def context(self, frame: SceneFrame, size_px: tuple[int, int] = STUDIO_PX) -> Any:
        """What a pass is told when it draws the frame."""
        from griffin.render.context import make_context

        (view,) = frame.views
        clip_from_view = mat_perspective(view.fov_y_rad, size_px[0] / size_px[1], 0.5, 5000.0)
        return make_context(frame, view, clip_from_view, sun=self.setup.sun, size_px=size_px)

    def shoot_frame(
        self, frame: SceneFrame, *passes: Any, size_px: tuple[int, int] = STUDIO_PX, grey: float = 0.0
    ) -> np.ndarray:
        """(H, W, 3) int of the passes in a frame of one's own."""
        from OpenGL import GL

        from griffin.render.core.gpu import read_pixels

        context = self.context(frame, size_px)
        GL.glViewport(0, 0, *size_px)
        GL.glEnable(GL.GL_DEPTH_TEST)
        GL.glDepthFunc(GL.GL_LEQUAL)
        GL.glDepthMask(True)
        GL.glEnable(GL.GL_CULL_FACE)
        GL.glCullFace(GL.GL_BACK)
        GL.glDisable(GL.GL_BLEND)
        GL.glClearColor(grey, grey, grey, 1.0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT)
        self.block.write(context)
        for each in passes:
            each.draw(context, frame)
        assert GL.glIsEnabled(GL.GL_CULL_FACE)  # a pass leaves the state as it found it
        assert GL.glIsEnabled(GL.GL_DEPTH_TEST)
        assert not GL.glIsEnabled(GL.GL_BLEND)
        return read_pixels(size_px).astype(int)

    def release(self) -> None:
        self.patterns.release()
        self.block.release()
        self.programs.release()


GOLDENS = Path(__file__).parent.parent / "data" / "goldens"
DIFFERENCES = Path(__file__).parent.parent.parent / "out" / "goldens"


@pytest.fixture
def golden(window: Window, request: pytest.FixtureRequest) -> Callable[..., None]:
    """`golden(name, rgb)`: the picture must be tests/data/goldens/NAME.png, all but a few pixels.

    Compared only on Mesa's llvmpipe, which drew them; elsewhere the picture must at least not be empty.
    """

    def compare(name: str, rgb: np.ndarray, *, level: int = 12, most_frac: float = 0.004) -> None:
        """`most_frac`: the part of the pixels that may be off by more than `level` of 255."""
        path = GOLDENS / f"{name}.png"
        if request.config.getoption("--regenerate-goldens", default=False):
            save_png(path, rgb.astype(np.uint8))
        assert np.ptp(rgb) > 50, "nothing to be seen"
        if "llvmpipe" not in window.renderer_name:
            return
        assert path.is_file(), f"{path.name} is missing: run with --regenerate-goldens, and look at it"
        difference = np.abs(rgb.astype(int) - np.asarray(Image.open(path)).astype(int)).max(axis=-1)
        if (difference > level).mean() > most_frac:
            shown = np.clip(np.repeat(difference[..., None] * 4, 3, axis=-1), 0, 255)
            save_png(DIFFERENCES / f"{name}.png", np.hstack([rgb, shown]).astype(np.uint8))
            pytest.fail(f"{name}: {(difference > level).mean():.2%} of the pixels differ, see out/goldens")

    return compare


@pytest.fixture(scope="module")
def studio(window: Window) -> Iterator[Studio]:
    """Passes one by one, without the land around them."""
    made = Studio()
    yield made
    made.release()
