"""The overlay pass: the shapes over the picture and under its words.

Every shape is a quad that just bounds it. Its shader knows how far a pixel is from the edge
of the shape, so edges are smooth at the framebuffer's own size. The groups are drawn side by side into an
off-screen sheet, twice: their shapes' masks by GL_MAX, which makes the unions that shadow and outline are
made of, and their colours, one over the other. Then each group is laid over the picture as one thing.
"""

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.render.context import DrawContext, Layer, Pass, PassSetup
from griffin.render.core import fast_gl
from griffin.render.core.blending import blended
from griffin.render.core.gpu import TALLY, Program, VertexArray
from griffin.render.core.owned import Owned
from griffin.render.core.shaders import Programs
from griffin.render.core.sheet import Sheet
from griffin.render.overlay_batches import (
    POOL_ROW,
    SHAPE_ROW,
    STRIP_ROW,
    TUNING,
    Batch,
    Measure,
    batches,
    pool_rows,
)
from griffin.render.overlay_shapes import PAINT_COLOURS
from griffin.render.quality import Quality
from griffin.scene.frame import SceneFrame
from griffin.scene.shapes import Overlay, Paint

_SHADE = np.array(Paint.SHADOW.value[0], dtype=np.float32) / 255.0
_STEP_PX = 64  # of the sheet's sides, so that moving shapes don't make it anew in each picture
_MOST_ROOM = 3  # times what is used: a sheet for much doesn't stay when only a little is drawn
_CORNERS = 6  # of two triangles
_CLIPS = tuple(GL.GL_CLIP_DISTANCE0 + side for side in range(4))


class OverlayPass(Pass):
    """Before the words."""

    layer = Layer.GLASS

    def __init__(self, setup: PassSetup) -> None:
        with Owned() as owned:
            is_low = setup.quality is Quality.LOW
            self._painter = owned.hold(OverlayPainter(setup.programs, is_low=is_low))
            self._owned = owned.pop_all()

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Pools, then groups."""
        if frame.overlay is not None:
            self._painter.draw(frame.overlay, context.size_px)


class OverlayPainter:
    """Draws overlays into the window, with or without a scene below."""

    def __init__(self, programs: Programs, *, is_low: bool) -> None:
        """`is_low`: of low quality, with shadows that reach less far."""
        self._strip_program = programs.load("overlay_group")
        self._pool_program = programs.load("overlay_pool")
        self._other_program = programs.load("overlay")
        self._round_program = programs.load("overlay", "overlay_round")
        with Owned() as owned:
            self._shapes = owned.hold(_Quads(self._other_program, SHAPE_ROW))
            self._strips = owned.hold(_Quads(self._strip_program, STRIP_ROW))
            self._pools = owned.hold(_Quads(self._pool_program, POOL_ROW))
            owned.callback(self._forget_sheet)
            self._owned = owned.pop_all()
        self._shadow_reach = TUNING.low_shadow_reach if is_low else TUNING.shadow_reach
        self._picture_px = (0, 0)
        self._sheet: Sheet | None = None
        self._strip_count = 0  # of the batch that was written last
        self._in_sheet: Overlay | None = None  # whose groups are all in the sheet
        for program in (self._round_program, self._other_program):
            program.use()
            program.set("u_reach", self._shadow_reach)
            program.set("u_paints", PAINT_COLOURS)
        for program in (self._strip_program, self._pool_program):
            program.use()
            program.set("u_shade", _SHADE)
        self._strip_program.use()
        self._strip_program.set("u_paints", PAINT_COLOURS)

    def draw(self, overlay: Overlay, size_px: tuple[int, int]) -> None:
        """Pools, then groups, into a window whose framebuffer is so large.

        An overlay that was the last one, too, is only laid over the picture anew.
        """
        measure = Measure(overlay, size_px, self._shadow_reach)
        if size_px != self._picture_px:
            self._forget_sheet()
            self._set_picture(measure)
        GL.glDisable(GL.GL_DEPTH_TEST)
        GL.glDisable(GL.GL_CULL_FACE)
        with blended(GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA):
            pools = pool_rows(overlay.pools, measure)
            if len(pools):
                self._pool_program.use()
                self._pools.write(pools)
                self._pools.draw(0, len(pools))
            if overlay is self._in_sheet and self._sheet is not None:
                self._lay_over(self._sheet)
            else:
                self._draw_groups(overlay, measure)
        GL.glEnable(GL.GL_CULL_FACE)
        GL.glEnable(GL.GL_DEPTH_TEST)

    def release(self) -> None:
        """Give everything back to the driver."""
        self._owned.close()

    def _draw_groups(self, overlay: Overlay, measure: Measure) -> None:
        self._in_sheet = None
        drawn = list(batches(overlay.groups, measure))
        if not drawn:
            return
        widths, heights = zip(*(batch.used_px for batch in drawn), strict=True)
        sheet = self._sheet_for(max(widths), max(heights))
        for batch in drawn:
            self._draw_batch(batch, sheet, measure)
        if len(drawn) == 1:
            self._in_sheet = overlay

    def _draw_batch(self, batch: Batch, sheet: Sheet, measure: Measure) -> None:
        sheet.begin()
        clips = _CLIPS if batch.is_cut else ()
        for clip in clips:
            GL.glEnable(clip)
        self._shapes.write(batch.shapes)
        GL.glBlendEquation(GL.GL_MAX)
        self._draw_shapes(batch, mask_frac=1.0)
        GL.glBlendEquation(GL.GL_FUNC_ADD)
        self._draw_shapes(batch, mask_frac=0.0)
        for clip in clips:
            GL.glDisable(clip)
        sheet.end(measure.size_px)
        self._strips.write(batch.strips)
        self._strip_count = len(batch.strips)
        self._lay_over(sheet)

    def _lay_over(self, sheet: Sheet) -> None:
        sheet.texture.bind(0)
        self._strip_program.use()
        self._strips.draw(0, self._strip_count)

    def _draw_shapes(self, batch: Batch, *, mask_frac: float) -> None:
        for program in (self._round_program, self._other_program):
            program.use()
            program.set("u_mask_frac", mask_frac)
        for run in batch.runs:
            (self._round_program if run.is_round else self._other_program).use()
            self._shapes.draw(run.first, run.last)

    def _set_picture(self, measure: Measure) -> None:
        self._picture_px = measure.size_px
        for program in (self._round_program, self._other_program):
            program.use()
            program.set("u_scale", measure.scale)
        for program in (self._strip_program, self._pool_program):
            program.use()
            program.set("u_picture_px", measure.size_px)

    def _sheet_for(self, used_width: int, used_height: int) -> Sheet:
        """One with room for that, twice: masks over colours. Hardly larger, as all of it is cleared."""
        width, height = (-(-used // _STEP_PX) * _STEP_PX for used in (used_width, 2 * used_height))
        sheet = self._sheet
        if sheet is not None:
            room_width, room_height = sheet.size_px
            is_tight = room_width * room_height <= _MOST_ROOM * width * height
            if width <= room_width and height <= room_height and is_tight:
                return sheet
        self._forget_sheet()
        self._sheet = Sheet((width, height))
        for program in (self._round_program, self._other_program):
            program.use()
            program.set("u_sheet_px", self._sheet.size_px)
        self._strip_program.use()
        self._strip_program.set("u_sheet", 0)
        self._strip_program.set("u_masks_px", height // 2)
        return self._sheet

    def _forget_sheet(self) -> None:
        self._in_sheet = None
        if self._sheet is not None:
            self._sheet.release()
            self._sheet = None


class _Quads:
    """Quads whose corners all get a row of attributes, and know by gl_VertexID which they are.

    Not instances: of those, a processor that draws makes a drawing each.
    """

    def __init__(self, program: Program, row: "np.dtype[np.void]") -> None:
        self._program = program
        self._row = row
        self._array = self._make(64)

    def write(self, rows: NDArray[np.void]) -> None:
        """A quad a row from now on."""
        if 4 * len(rows) > self._room:
            self._array.release()
            self._array = self._make(2 * len(rows))
        self._array.vertices.write(np.repeat(rows, 4))

    def draw(self, first: int, last: int) -> None:
        """Those from `first` to before `last`."""
        self._array.bind()
        count = last - first
        began_s = TALLY.begin(2 * count)
        fast_gl.draw_elements(GL.GL_TRIANGLES, _CORNERS * count, self._array.index_type, 4 * _CORNERS * first)
        TALLY.end(began_s)

    def release(self) -> None:
        """Give it back to the driver."""
        self._array.release()

    def _make(self, count: int) -> VertexArray:
        self._room = 4 * count
        corners = 4 * np.arange(count, dtype=np.uint32)[:, None] + np.array(
            [0, 1, 2, 2, 1, 3], dtype=np.uint32
        )
        return VertexArray(self._program, np.zeros(4 * count, dtype=self._row), corners, is_dynamic=True)
