"""The overlay pass: the shapes over the picture and under its words.

Every shape is one instance of a quad that just bounds it. Its shader knows how far a pixel is from the edge
of the shape, so edges are smooth at the framebuffer's own size. The groups are drawn side by side into an
off-screen sheet, twice: their shapes' masks by GL_MAX, which makes the unions that shadow and outline are
made of, and their colours, one over the other. Then each group is laid over the picture as one thing.
"""

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.render.context import DrawContext, Layer, Pass, PassSetup
from griffin.render.core.blending import blended
from griffin.render.core.gpu import Program, VertexArray
from griffin.render.core.owned import Owned
from griffin.render.core.sheet import Sheet
from griffin.render.overlay_shapes import (
    GROUP_ROW,
    POOL_ROW,
    SHAPE_ROW,
    TUNING,
    Batch,
    Measure,
    batches,
    pool_rows,
)
from griffin.scene.frame import SceneFrame
from griffin.scene.shapes import Paint

_SHADE = np.array(Paint.SHADOW.value[0], dtype=np.float32) / 255.0
_CLIPS = tuple(GL.GL_CLIP_DISTANCE0 + side for side in range(4))


class OverlayPass(Pass):
    """Before the words."""

    layer = Layer.GLASS

    def __init__(self, setup: PassSetup) -> None:
        self._shape_program = setup.programs.load("overlay")
        self._group_program = setup.programs.load("overlay_group")
        self._pool_program = setup.programs.load("overlay_pool")
        with Owned() as owned:
            self._shapes = owned.hold(_Quads(self._shape_program, SHAPE_ROW))
            self._groups = owned.hold(_Quads(self._group_program, GROUP_ROW))
            self._pools = owned.hold(_Quads(self._pool_program, POOL_ROW))
            owned.callback(self._forget_sheet)
            self._owned = owned.pop_all()
        self._sheet: Sheet | None = None
        self._shape_program.use()
        self._shape_program.set("u_reach", TUNING.shadow_reach)
        self._group_program.use()
        self._group_program.set("u_sheet", 0)
        self._group_program.set("u_shade", _SHADE)
        self._pool_program.use()
        self._pool_program.set("u_shade", _SHADE)

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Pools, then groups."""
        overlay = frame.overlay
        if overlay is None:
            return
        measure = Measure(overlay, context.size_px)
        GL.glDisable(GL.GL_DEPTH_TEST)
        GL.glDisable(GL.GL_CULL_FACE)
        with blended(GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA):
            pools = pool_rows(overlay.pools, measure)
            if len(pools):
                self._pool_program.use()
                self._pool_program.set("u_picture_px", context.size_px)
                self._pools.draw(pools)
            for batch in batches(overlay.groups, measure):
                self._draw_batch(batch, measure)
        GL.glEnable(GL.GL_CULL_FACE)
        GL.glEnable(GL.GL_DEPTH_TEST)

    def _draw_batch(self, batch: Batch, measure: Measure) -> None:
        width, height = measure.size_px
        used_width, used_height = batch.used_px
        masks_px = (0, used_height)  # above the colours
        sheet = self._sheet_of((width, 2 * height))
        sheet.begin((used_width, 2 * used_height))
        program = self._shape_program
        program.use()
        program.set("u_sheet_px", sheet.size_px)
        program.set("u_scale", measure.scale)
        for clip in _CLIPS:
            GL.glEnable(clip)
        GL.glBlendEquation(GL.GL_MAX)
        program.set("u_mask_frac", 1.0)
        program.set("u_shift_px", masks_px)
        self._shapes.draw(batch.shapes)
        GL.glBlendEquation(GL.GL_FUNC_ADD)
        program.set("u_mask_frac", 0.0)
        program.set("u_shift_px", (0, 0))
        self._shapes.draw_again(len(batch.shapes))
        for clip in _CLIPS:
            GL.glDisable(clip)
        sheet.end(measure.size_px)
        sheet.texture.bind(0)
        program = self._group_program
        program.use()
        program.set("u_picture_px", measure.size_px)
        program.set("u_shift_px", masks_px)
        self._groups.draw(batch.groups)

    def _sheet_of(self, size_px: tuple[int, int]) -> Sheet:
        if self._sheet is None or self._sheet.size_px != size_px:
            self._forget_sheet()
            self._sheet = Sheet(size_px)
        return self._sheet

    def _forget_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.release()
            self._sheet = None


class _Quads:
    """As many copies of a quad as are asked for, each with a row of attributes."""

    def __init__(self, program: Program, row: "np.dtype[np.void]") -> None:
        self._program = program
        self._row = row
        self._array = self._make(64)

    def draw(self, rows: NDArray[np.void]) -> None:
        """A quad a row."""
        if len(rows) > self._array.instance_count:
            self._array.release()
            self._array = self._make(2 * len(rows))
        assert self._array.instances is not None
        self._array.instances.write(rows)
        self.draw_again(len(rows))

    def draw_again(self, count: int) -> None:
        """The first of the rows that were drawn last."""
        self._array.draw(GL.GL_TRIANGLE_STRIP, instances=count)

    def release(self) -> None:
        """Give it back to the driver."""
        self._array.release()

    def _make(self, count: int) -> VertexArray:
        corners = np.zeros(4, dtype=[("a_corner", "f4", 2)])
        corners["a_corner"] = [(-1, -1), (1, -1), (-1, 1), (1, 1)]
        return VertexArray(
            self._program, corners, instances=np.zeros(count, dtype=self._row), is_dynamic=True
        )
