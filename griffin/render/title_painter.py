"""Draws the title before there is a `Renderer`. Make the Window before importing this (see window.py)."""

from OpenGL import GL

from griffin.paths import shaders_folder
from griffin.render.core.owned import Owned
from griffin.render.core.shaders import Programs
from griffin.render.core.sheet import Sheet
from griffin.render.passes.overlay import OverlayPainter
from griffin.render.quality import TUNINGS, Quality, is_software
from griffin.render.shared_numbers import numbers_for
from griffin.scene.shapes import Overlay

Size = tuple[int, int]


class TitlePainter:
    """Draws two overlays into the window. A software renderer keeps the first one as a bitmap."""

    def __init__(self, renderer_name: str) -> None:
        # A software window isn't multisampled, so pixels can be copied into it.
        self._keeps_ground = is_software(renderer_name)
        self._kept: Sheet | None = None
        with Owned() as owned:
            programs = owned.hold(Programs(shaders_folder(), numbers_for(TUNINGS[Quality.LOW].shadow)))
            self._painter = owned.hold(OverlayPainter(programs, is_low=is_software(renderer_name)))
            owned.callback(self._forget)
            self._owned = owned.pop_all()

    def draw(self, ground: Overlay, front: Overlay, size_px: Size) -> None:
        """Draw the ground, which changes only with the size, and what lies over it."""
        GL.glViewport(0, 0, *size_px)
        if not self._keeps_ground:
            self._painter.draw(ground, size_px)
        else:
            if self._kept is None or self._kept.size_px != size_px:
                self._forget()
                self._painter.draw(ground, size_px)
                self._kept = Sheet(size_px)
                self._kept.keep_window()
            self._kept.fill_window()
        self._painter.draw(front, size_px)

    def release(self) -> None:
        """Give everything back to the driver."""
        self._owned.close()

    def _forget(self) -> None:
        if self._kept is not None:
            self._kept.release()
            self._kept = None
