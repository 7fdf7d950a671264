"""The land that a scene is set in, and a renderer for it over an off-screen window."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from griffin.app.load_window import load_window
from griffin.render.core.owned import Owned
from griffin.render.quality import Quality
from griffin.world.perch import Perch, find_perch
from griffin.world.sun import SUN_TUNING, SunLight, sun_at
from griffin.world.terrain import Terrain

if TYPE_CHECKING:
    from griffin.render.renderer import Renderer

STILL_S = 20.0  # the moment that a still shows: ripples and clouds have moved on from their start


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The land, where the griffin starts, and the light."""

    terrain: Terrain
    perch: Perch
    sun: SunLight


def make_stage(seed: int, hour_h: float = SUN_TUNING.morning_h) -> Stage:
    """The land of a seed, in the light of an hour."""
    terrain = Terrain(seed)
    return Stage(terrain=terrain, perch=find_perch(terrain), sun=sun_at(hour_h))


@contextmanager
def open_renderer(
    stage: Stage,
    *,
    size_px: tuple[int, int],
    quality: Quality,
    has_griffin: bool = True,
    is_headless: bool = True,
) -> Iterator["Renderer"]:
    """A renderer for the stage, over a window of its own, for the block.

    Raises RenderError and ShaderError.
    """
    with open_renderers(
        stage,
        (None,),
        size_px=size_px,
        quality=quality,
        has_griffin=has_griffin,
        is_headless=is_headless,
    ) as renderers:
        yield renderers[0]


@contextmanager
def open_renderers(
    stage: Stage,
    shaders: Sequence[Path | None],
    *,
    size_px: tuple[int, int],
    quality: Quality,
    has_griffin: bool = True,
    is_headless: bool = True,
) -> Iterator[list["Renderer"]]:
    """Renderers that share a window, one for each folder of shaders; None: Griffin's own.

    Raises RenderError and ShaderError.
    """
    with Owned() as owned:
        window_kind = load_window(is_headless=is_headless)
        owned.hold(window_kind(size_px=size_px, title="Griffin", is_headless=is_headless, vsync=False))
        from griffin.render.renderer import Renderer  # OpenGL must come after the window

        yield [
            owned.hold(
                Renderer(
                    size_px=size_px,
                    terrain=stage.terrain,
                    perch=stage.perch,
                    quality=quality,
                    sun=stage.sun,
                    has_griffin=has_griffin,
                    shaders=folder,
                )
            )
            for folder in shaders
        ]
