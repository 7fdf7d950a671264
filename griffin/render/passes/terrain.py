"""The land pass: visible tiles, one draw call for each `SurfaceDetail`, from near (grain) to far (pictures).

Tiles and their pictures come from a worker thread, see land_maker.py.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core import fast_gl
from griffin.render.core.background_worker import BackgroundWorker
from griffin.render.core.fast_gl import address_of
from griffin.render.core.gpu import TALLY, UniformBlock, VertexArray
from griffin.render.core.owned import Owned
from griffin.render.core.shaders import BLOCK_BINDINGS
from griffin.render.detail import DETAIL_M
from griffin.render.gathered import ALL_THERE, Gathered
from griffin.render.home_land import HomeLand
from griffin.render.land_atlas import Atlas
from griffin.render.land_lamps import LandLamps
from griffin.render.land_light import KEPT_LIGHTS, HillBlock, LandLight
from griffin.render.land_maker import LandMaker, LandPart, LandWish, MeshMaker, PictureOf
from griffin.render.land_pictures import TilePicture
from griffin.render.land_tiles import (
    FINE_LAND_VERTEX,
    LAND_VERTEX,
    TILE_SLOTS,
    LandPlan,
    Selection,
    Tile,
    TileMesh,
    fine_terrain_mesh,
    select_tiles,
    terrain_mesh,
    tile_indices,
)
from griffin.render.land_view import SurfaceDetail, choose_details, level_spans_m, meets_view, nearest_m
from griffin.render.quality import Quality
from griffin.scene.frame import SceneFrame

HEIGHTS_M = (-100.0, 1300.0)  # between which all land lies, for tiles that aren't made yet
RESELECT_M = 3.0  # selects tiles anew once the camera has moved this far: a twentieth of the finest tile
_DETAIL_UNIT, _SHADOW_UNIT, _ATLAS_UNIT, _RELIEF_UNIT = 0, 1, 2, 3
_WIDE = 5.0  # repeats of the detail texture in one of the wide ones: whole, or the land would jump


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How one quality draws the land: its vertices, and its shaders from near to far, as they are drawn."""

    layout: "np.dtype[np.void]"
    mesh: MeshMaker
    shaders: Mapping[SurfaceDetail, tuple[str, str]]  # names of the vertex and the fragment shader

    @property
    def is_fine(self) -> bool:
        """Whether fragments light the land."""
        return self.layout is FINE_LAND_VERTEX


def _fine_look(near: str) -> _Look:
    return _Look(
        layout=FINE_LAND_VERTEX,
        mesh=fine_terrain_mesh,
        shaders={
            SurfaceDetail.CLOSE: ("terrain_fine", near),
            SurfaceDetail.NEAR: ("terrain_fine", near),
            SurfaceDetail.MIDDLE: ("terrain_fine", f"{near}_middle"),
            SurfaceDetail.FAR: ("terrain_fine_far", "terrain_fine_far"),
            SurfaceDetail.BARE: ("terrain_fine_far", "terrain_bare"),
        },
    )


_LOOKS = {
    Quality.LOW: _Look(
        layout=LAND_VERTEX,
        mesh=terrain_mesh,
        shaders={
            SurfaceDetail.CLOSE: ("terrain", "terrain_close"),
            SurfaceDetail.NEAR: ("terrain", "terrain"),
            SurfaceDetail.MIDDLE: ("terrain", "terrain_middle"),
            SurfaceDetail.FAR: ("terrain", "terrain_far"),
            SurfaceDetail.BARE: ("terrain", "terrain_bare"),
        },
    ),
    Quality.MEDIUM: _fine_look("terrain_bordered"),
    Quality.HIGH: _fine_look("terrain_fine"),
}
_GRAINED = (SurfaceDetail.CLOSE, SurfaceDetail.NEAR, SurfaceDetail.MIDDLE)
_PAINTED = (SurfaceDetail.MIDDLE, SurfaceDetail.FAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelightTuning:
    """How what was made in one light is made anew in another while the hour goes by."""

    old_steps: int = 2  # pictures of tiles are made anew after so many lights ...
    every_s: float = 0.15  # ... one at a time, no sooner than this after the last one
    hills_ahead: int = 4  # blocks of the hills' shadow that are wished for at a time: never a rush

    def __post_init__(self) -> None:
        if self.every_s < 0.0 or self.hills_ahead < 1:
            raise ValueError("every_s must be at least 0, hills_ahead at least 1")
        if not 0 < self.old_steps < KEPT_LIGHTS - 1:
            raise ValueError("pictures must be made anew before their light is forgotten")


RELIGHT = RelightTuning()


@dataclass(slots=True)
class _Slot:
    index: int
    last_used: int


class TerrainPass(Pass):
    """Holds as many tiles as `slots` on the GPU, and shows the best that it has."""

    def __init__(self, setup: PassSetup) -> None:
        tuning = setup.tuning
        self.plan = LandPlan(
            near_split=tuning.near_split,
            far_split=tuning.far_split,
            cells=tuning.tile_cells,
            reach_m=tuning.reach_m,
            summit_level=tuning.summit_level,
        )
        # Tiles without pictures end where the first ones with pictures begin to slide: see land_tiles.py.
        self._picture_begins_m = self.plan.slide_m(tuning.picture_level)[0]
        self._terrain = setup.terrain
        self._notes = setup.notes
        self._uploads = tuning.uploads_per_frame
        self._first_tiles = tuning.first_tiles
        self._look = look = _LOOKS[setup.quality]
        self._programs = {detail: setup.programs.load(*names) for detail, names in look.shaders.items()}
        self._picture_level = tuning.picture_level
        self._close_m = tuning.close_m
        self._grain_reach_m = self.plan.range_m(tuning.picture_level + 1)  # from there on tiles have none
        indices, self._bare_count = tile_indices(self.plan)
        room = np.zeros(tuning.tile_slots * self.plan.tile_vertices, dtype=look.layout)
        self._patterns = setup.patterns
        self._relief = setup.patterns.relief if look.is_fine else None
        self._hills = setup.hills
        self._light = LandLight(0, setup.sun)
        self._lamps = LandLamps(setup.terrain.seed, setup.sun)
        self._picture_lights = np.zeros(tuning.tile_slots, dtype=np.int64)  # their numbers, by slot
        self._relit: PictureOf | None = None
        self._relit_s = -np.inf
        self._oldest_steps = 0  # how many lights ago the oldest picture in view was made
        make = LandMaker(look.mesh, self.plan, setup.terrain, self._light, tuning.picture_px).make
        # The first slots have places in the atlas: they are kept for tiles with pictures.
        pictured = range(tuning.picture_slots)
        self._free = {True: list(pictured), False: list(range(len(pictured), tuning.tile_slots))}
        self._slots: dict[Tile, _Slot] = {}
        self._home = HomeLand(setup.perch.trunk_world)
        self._round = 0
        self._selection = Selection(shown=(), missing=())
        self._in_view = 0  # how many of the missing tiles are in view: these come first
        self._selected_at = np.full(3, np.inf)
        self._slot_boxes = np.zeros((tuning.tile_slots, 7))  # as land_view.py wants them; slot, level
        self._boxes = self._slot_boxes[:0]  # of the shown ones
        self.drawn_tiles = 0
        with Owned() as owned:
            self._array = owned.hold(
                VertexArray(self._programs[SurfaceDetail.NEAR], room, indices, is_dynamic=True)
            )
            self._block = owned.hold(UniformBlock(BLOCK_BINDINGS["Tiles"], TILE_SLOTS * 16))
            self._atlas = owned.hold(Atlas(tuning.tile_slots, tuning.picture_slots, tuning.picture_px))
            self._introduce()
            self._worker: BackgroundWorker[LandWish, LandPart] = owned.hold(setup.start_worker("land", make))
            self._owned = owned.pop_all()

    def complete(self, context: DrawContext, most_tiles: int | None = None) -> None:
        """Make what this picture wants here and now: all, or the few tiles in view that it needs most."""
        self._home.follow(context.eye_world)
        left = sys.maxsize if most_tiles is None else most_tiles
        if most_tiles is None and self._hills is not None and context.sun is not self._light.sun:
            self._begin_light(context)
            self._oldest_steps = 0
            for block in self._hills.wishes(context.eye_world):
                self._keep(block, self._worker.make(block))
            self._hills.finish(context.eye_world)
        while left > 0:
            self._select(context)
            missing = self._selection.missing[: self._in_view if most_tiles is not None else None]
            wanted = [tile for tile in missing if tile not in self._slots][:left]
            if not wanted or not all(self._keep(tile, self._worker.make(tile)) for tile in wanted):
                break
            left -= len(wanted)
        if most_tiles is None:
            seen = self._visible(context)
            slots = self._boxes[seen, 5].astype(int)
            for slot in slots[self._picture_lights[slots] != self._light.number]:
                self._atlas.clear(int(slot))
            for wish in self._picture_wishes(seen):
                self._keep(wish, self._worker.make(wish))
            self._atlas.finish_fades()

    def gather(self, context: DrawContext) -> Gathered:
        """The tiles in view, from coarse to fine, and their pictures."""
        self._home.follow(context.eye_world)
        for wish, made in self._worker.take(sys.maxsize, in_haste=True):
            self._keep(wish, made)
        self._select(context)
        order = self._visible(context)
        wanted: list[LandWish] = [*self._selection.missing[: self._in_view], *self._picture_wishes(order)]
        wanted = [wish for wish in wanted if wish not in self._slots]
        self._worker.want(wanted)
        if not wanted:
            return ALL_THERE
        return Gathered(
            done_frac=len(order) / (len(order) + len(wanted)), is_enough=len(self._slots) >= self._first_tiles
        )

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Take what is new, choose, cull, and draw front to back."""
        eye = context.eye_world
        is_first = not self._slots
        if is_first:
            self.complete(context, self._first_tiles)
        is_new = is_first or np.abs(eye - self._selected_at).max() > RESELECT_M
        if self._home.follow(eye):
            self._restore_home(context)
        self._follow_light(context)
        news = self._worker.take(self._uploads)
        for wish, made in news:
            self._keep(wish, made, context.shown_s)
            is_new |= isinstance(wish, Tile) and self._is_whole(wish)
        if is_new:
            self._select(context)
        order = self._visible(context)
        wishes = self._picture_wishes(order)
        relight = self._relight_wishes(order, context)
        if is_new or wishes or relight:
            missing = self._selection.missing
            wanted: list[LandWish] = [*missing[: self._in_view], *wishes, *missing[self._in_view :], *relight]
            self._worker.want([wish for wish in wanted if wish not in self._slots])
        self.drawn_tiles = len(order)
        self._notes.is_busy = is_new or bool(news)
        self._notes.eye_above_m = self._eye_above_m
        self._notes.lowest_ground_m = float(self._boxes[order, 3].min()) if len(order) else 0.0
        if not len(order):
            return
        self._write_block(eye, context.shown_s)
        self._array.bind()
        self._patterns.grain.bind(_DETAIL_UNIT)
        self._patterns.cloud_shadow.bind(_SHADOW_UNIT)
        self._atlas.bind(_ATLAS_UNIT)
        if self._relief is not None:
            self._relief.bind(_RELIEF_UNIT)
        cell_m = self.plan.size_m(0) / self.plan.cells
        corner_m = np.floor(eye[[0, 2]] / cell_m) * cell_m
        details = self._details(order, eye)
        for detail, program in self._programs.items():
            rows = order[details == detail]
            if not len(rows):
                continue
            program.use()
            program.set("u_corner", (*(corner_m - eye[[0, 2]]), cell_m))
            program.set("u_eye_above", self._eye_above_m)
            if detail in _GRAINED:
                program.set("u_grain_start", np.mod(eye[[0, 2]] / DETAIL_M, 1.0))
                if self._look.is_fine:
                    program.set("u_wide_start", np.mod(eye[[0, 2]] / (_WIDE * DETAIL_M), 1.0))
            self._draw_tiles(rows)

    def _restore_home(self, context: DrawContext) -> None:
        """The eye was brought home: what was seen there is there again."""
        self._select(context)  # what is still there keeps its places
        for mesh in self._home.meshes.values():
            self._upload(mesh)
        for wish, picture in self._home.pictures.values():
            slot = self._slots.get(wish.tile)
            is_known = wish.light.number > self._forgotten_light
            if slot is not None and is_known and self._atlas.lacks(slot.index):
                self._keep(wish, picture)

    def _introduce(self) -> None:
        """Set the uniforms that never change, and the first light."""
        atlas = self._atlas
        for detail, program in self._programs.items():
            program.use()
            program.set("u_tile_vertices", self.plan.tile_vertices)
            program.set("u_tile_cells", self.plan.cells)
            program.set("u_slide", [self.plan.slide_m(level) for level in range(self.plan.levels)])
            program.set("u_reach", self.plan.reach_m)
            if self._look.is_fine:
                self._lamps.set_now(program)
                self._lamps.set_kept(program)
            else:
                program.set("u_grain_reach", self._grain_reach_m)
                program.set("u_close_reach", self._close_m)
            program.set("u_cloud_shadow", _SHADOW_UNIT)
            program.set("u_picture_band", (self._picture_begins_m, 1.25 * self._picture_begins_m))
            program.set("u_atlas", (atlas.columns, atlas.side_px))
            program.set("u_atlas_px", float(atlas.columns * atlas.side_px))
            if detail in _GRAINED:
                program.set("u_detail", _DETAIL_UNIT)
                if self._look.is_fine:
                    program.set("u_relief", _RELIEF_UNIT)
            if detail in _PAINTED:
                program.set("u_pictures", _ATLAS_UNIT)

    def _draw_tiles(self, rows: NDArray[np.intp]) -> None:
        index_count = self._array.count if self._selection.missing else self._bare_count
        slots = self._boxes[rows, 5].astype(np.int32)
        counts = np.full(len(rows), index_count, dtype=np.int32)
        offsets = np.zeros(len(rows), dtype=np.uintp)
        first_vertices = np.ascontiguousarray(slots * self.plan.tile_vertices, dtype=np.int32)
        began_s = TALLY.begin(len(rows) * index_count // 3)
        fast_gl.multi_draw_elements_base_vertex(
            GL.GL_TRIANGLES,
            address_of(counts),
            self._array.index_type,
            address_of(offsets),
            len(rows),
            address_of(first_vertices),
        )
        TALLY.end(began_s)

    def _select(self, context: DrawContext) -> None:
        eye = context.eye_world
        self._round += 1
        self._eye_above_m = max(0.0, float(eye[1] - self._terrain.surface_m(eye[0], eye[2])))
        chosen = select_tiles(self.plan, float(eye[0]), float(eye[2]), self._eye_above_m, self._is_ready)
        missing, self._in_view = self._order_wishes(context, chosen.missing)
        self._selection = replace(chosen, missing=missing)
        self._selected_at = eye.copy()
        shown = [self._slots[tile].index for tile in self._selection.shown]
        self._boxes = self._slot_boxes[np.array(shown, dtype=np.intp)]

    def _order_wishes(self, context: DrawContext, missing: tuple[Tile, ...]) -> tuple[tuple[Tile, ...], int]:
        """What lies in the view comes first, and how much that is.

        A tile counts by its parent, which four replace together.
        """
        if not missing:
            return missing, 0
        sizes_m = np.array([2.0 * self.plan.size_m(tile.level) for tile in missing])
        corners = np.array([(tile.column // 2, tile.row // 2) for tile in missing])
        boxes = np.empty((len(missing), 5))
        boxes[:, :2] = (corners + 0.5) * sizes_m[:, None]
        boxes[:, 2] = sizes_m / 2.0
        boxes[:, 3:] = HEIGHTS_M
        in_view = meets_view(context, boxes)
        order = np.argsort(~in_view, kind="stable")
        return tuple(missing[index] for index in order), int(in_view.sum())

    def _is_whole(self, tile: Tile) -> bool:
        """Whether all four are there that replace their parent together."""
        if tile.level == self.plan.levels - 1:
            return True
        parent = Tile(tile.level + 1, tile.column // 2, tile.row // 2)
        return all(child in self._slots for child in parent.children())

    def _is_ready(self, tile: Tile) -> bool:
        slot = self._slots.get(tile)
        if slot is not None:
            slot.last_used = self._round
        return slot is not None

    def _visible(self, context: DrawContext) -> NDArray[np.intp]:
        """Rows of the boxes that meet the view, nearest first."""
        inside = np.flatnonzero(meets_view(context, self._boxes))
        near_m, _ = level_spans_m(self._boxes[inside], context.eye_world)
        return inside[np.argsort(near_m)]

    def _details(self, rows: NDArray[np.intp], eye: NDArray[np.float64]) -> NDArray[np.int8]:
        """The `SurfaceDetail` of each row: what can be seen of it at its distance."""
        boxes = self._boxes[rows]
        near_m, far_m = (np.hypot(each, self._eye_above_m) for each in level_spans_m(boxes, eye))
        can_have, lacks = self._pictures(boxes)
        has_grain = self._is_dry(boxes) & (boxes[:, 6] <= self._picture_level)
        has_grain &= near_m < self._grain_reach_m
        has_picture = can_have & ~lacks & (far_m > self._picture_begins_m)
        return choose_details(has_grain, has_picture, nearest_m(boxes, eye) < self._close_m)

    def _is_dry(self, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """All but lakes' beds, which are smooth to the eye."""
        return np.asarray(boxes[:, 4] > self._terrain.water_level_m)

    def _pictures(self, boxes: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which tiles are such that they have pictures, and which have none now."""
        can_have = self._is_dry(boxes) & (boxes[:, 6] >= self._picture_level)
        return can_have, self._atlas.lacks(boxes[:, 5].astype(int))

    def _picture_wishes(self, seen: NDArray[np.intp]) -> list[PictureOf]:
        """The pictures that these rows lack; nobody wishes for those out of sight, as each costs frames."""
        can_have, lacks = self._pictures(self._boxes[seen])
        return [PictureOf(self._selection.shown[row], self._light) for row in seen[can_have & lacks]]

    def _follow_light(self, context: DrawContext) -> None:
        """Light the land by the picture's sun; now and then, what is made beside the drawing as well."""
        if self._hills is None:
            return
        if context.sun is not self._lamps.sun:
            self._lamps.turn_to(context.sun)
            for program in self._programs.values():
                program.use()
                self._lamps.set_now(program)
            if not self._hills.is_used:
                self._hills.follow(self._light)
        has_time = self._hills.is_settled(context.shown_s) and self._oldest_steps < KEPT_LIGHTS - 1
        if has_time and self._light.is_old(context.sun):
            self._begin_light(context)

    def _begin_light(self, context: DrawContext) -> None:
        """From now on, what is made is made in the picture's light."""
        assert self._hills is not None
        self._light = LandLight(self._light.number + 1, context.sun)
        self._hills.follow(self._light)
        self._relit = None
        self._lamps.turn_to(context.sun)
        self._lamps.keep(self._light)
        for program in self._programs.values():
            program.use()
            self._lamps.set_now(program)
            self._lamps.set_kept(program)
        for slot in np.flatnonzero(self._picture_lights <= self._forgotten_light):
            self._atlas.clear(int(slot))

    @property
    def _forgotten_light(self) -> int:
        """The number of the last light whose pictures shaders can't show in that of today."""
        return self._light.number - KEPT_LIGHTS

    def _relight_wishes(self, seen: NDArray[np.intp], context: DrawContext) -> list[LandWish]:
        """The next blocks of the hills' shadow, and the picture that was made the longest ago.

        Those out of view take their turn, too: after a turn, nothing is missing.
        """
        if self._hills is None or not self._hills.is_used:
            return []
        if self._relit is None and abs(context.shown_s - self._relit_s) >= RELIGHT.every_s and len(seen):
            slots = self._boxes[:, 5].astype(int)
            steps = np.where(self._atlas.lacks(slots), 0, self._light.number - self._picture_lights[slots])
            self._oldest_steps = int(steps[seen].max())
            need = steps.astype(np.float64)
            need[seen] += 0.5
            oldest = int(need.argmax())
            if steps[oldest] >= RELIGHT.old_steps:
                self._relit = PictureOf(self._selection.shown[oldest], self._light)
                self._relit_s = context.shown_s
        relit = [] if self._relit is None else [self._relit]
        return [*self._hills.wishes(context.eye_world)[: RELIGHT.hills_ahead], *relit]

    def _write_block(self, eye: NDArray[np.float64], shown_s: float) -> None:
        """Where each shown tile begins, counted from a corner near the eye; its cells' size; its picture."""
        data = np.zeros((TILE_SLOTS, 4), dtype=np.float32)
        boxes = self._boxes
        slots = boxes[:, 5].astype(int)
        cell_m = self.plan.size_m(0) / self.plan.cells
        corner = np.floor(eye[[0, 2]] / cell_m)
        data[slots, 0] = np.rint((boxes[:, 0] - boxes[:, 2]) / cell_m) - corner[0]
        data[slots, 1] = np.rint((boxes[:, 1] - boxes[:, 2]) / cell_m) - corner[1]
        data[slots, 2] = 2.0 ** boxes[:, 6]
        data[slots, 3] = self._atlas.strength(slots, shown_s)
        if self._light.number:  # which of the lights that shaders know a picture was made in
            data[slots, 3] += 2.0 * (self._picture_lights[slots] % KEPT_LIGHTS)
        self._block.write(data)

    def _keep(self, wish: LandWish, made: LandPart, now_s: float = -np.inf) -> bool:
        """Put what was made where it belongs, a picture from now on. False when there is no room for it."""
        if isinstance(made, TileMesh):
            self._home.note_mesh(made)
            return self._upload(made)
        if isinstance(wish, HillBlock):
            assert self._hills is not None
            assert isinstance(made, np.ndarray)
            self._hills.put(wish, made)
            return True
        if wish == self._relit:
            self._relit = None
        assert isinstance(wish, PictureOf)
        assert isinstance(made, TilePicture)
        self._home.note_picture(wish, made)
        slot = self._slots.get(wish.tile)
        if slot is not None:
            since_s = now_s if self._atlas.lacks(slot.index) else None
            self._atlas.put(slot.index, made.pixels, since_s)
            self._picture_lights[slot.index] = wish.light.number
        return True

    def _has_place(self, tile: Tile) -> bool:
        """Whether its slot has a place in the atlas."""
        return tile.level >= self._picture_level

    def _upload(self, mesh: TileMesh) -> bool:
        """Put a mesh into a slot. False when all are needed for what is shown now."""
        if mesh.tile in self._slots:
            return True
        free = self._free[self._has_place(mesh.tile)]
        if not free:
            alike = (each for each in self._slots if self._has_place(each) == self._has_place(mesh.tile))
            oldest = min(alike, key=lambda tile: self._slots[tile].last_used)
            if self._slots[oldest].last_used >= self._round:
                return False
            free.append(self._slots.pop(oldest).index)
        index = free.pop()
        self._array.vertices.write(
            mesh.vertices, index * self.plan.tile_vertices * self._look.layout.itemsize
        )
        self._atlas.clear(index)
        self._slots[mesh.tile] = _Slot(index, self._round)
        level, column, row = mesh.tile
        size_m = self.plan.size_m(level)
        self._slot_boxes[index] = (
            (column + 0.5) * size_m,
            (row + 0.5) * size_m,
            size_m / 2.0,
            mesh.lowest_m,
            mesh.highest_m,
            index,
            level,
        )
        return True
