"""The flora pass: trees, bushes, rocks, tufts and flowers as instances, one draw call a kind and level."""

import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.meshes.flora_mesh import CARD_KINDS, LEVELS, plant_mesh
from griffin.meshes.mesh import Patch
from griffin.render.context import DrawContext, Pass, PassSetup, ShownPlants
from griffin.render.core.background_worker import BackgroundWorker
from griffin.render.core.gpu import Program, VertexArray
from griffin.render.core.owned import Owned
from griffin.render.coverage import alpha_coverage
from griffin.render.flora_cells import (
    LONG_AGO_S,
    PLANT_INSTANCE,
    CellKey,
    FloraPlan,
    PlantChoice,
    cells_around,
    since_chosen_s,
    view_planes,
    within_budget,
)
from griffin.render.gathered import ALL_THERE, Gathered
from griffin.render.home_land import is_home
from griffin.render.land_light import LandLight
from griffin.render.land_view import meets_view
from griffin.render.passes.plant_shadows import MapChoice
from griffin.render.quality import Quality
from griffin.render.vertices import lay_out
from griffin.scene.frame import SceneFrame
from griffin.world.flora import CONIFERS, MEADOW_PLANTS, Flora, Plant

_VERTEX = np.dtype(
    [
        ("a_position", "f4", 3),
        ("a_normal", "f4", 3),
        ("a_lit", "f4", 3),
        ("a_shade", "f4", 3),
        ("a_loose_thin", "f4", 2),
        ("a_skin", "f4", 2),
    ]
)
_CHOICES = 3  # until the choice fits what may be drawn: each cuts by what the last one took
_HEIGHTS_M = (-20.0, 700.0)  # between which all plants stand


@dataclass(frozen=True, slots=True, kw_only=True)
class FloraPassTuning:
    """When plants are selected and cells requested."""

    rechoose_m: float = 5.0  # selects plants anew once the camera has moved this far ...
    rechoose_cos: float = 0.9993  # ... or turned by 2 degrees
    news_s: float = 0.15  # ... or after this time, if there are new cells: each choice costs 2 ms
    relight_s: float = 0.25  # grass takes the ground's light anew no sooner than this after the last cell
    margin: float = 0.08  # the view is taken wider by this much meanwhile
    wish_m: float = 24.0  # requests cells anew once the camera has moved this far
    first_cells: int = 32  # made before the first picture, nearest first: 0.1 s
    cells_per_frame: int = 3
    kept_frac: float = 1.35  # of the reach: cells beyond it are dropped
    meadow_above_m: float = 75.0  # higher above the ground, no blade of grass is seen
    closest_m: float = 1.6
    plain_frac: float = 0.55  # of the reach on a machine that is slow
    shadow_rooms: tuple[int, ...] = (800, 6000)  # of one kind in each of the sun's maps


TUNING = FloraPassTuning()


@dataclass(frozen=True, slots=True)
class _Meadow:
    """A wish: a cell of meadow in a light; grass has its colour from the ground."""

    key: CellKey
    light: LandLight


_Wish: TypeAlias = CellKey | _Meadow


def _pack(patch: Patch) -> NDArray[Any]:
    vertices = lay_out(patch, _VERTEX)
    vertices["a_loose_thin"] = patch.pattern[:, [0, 3]]
    vertices["a_skin"] = patch.pattern[:, 1:3]
    return vertices


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """A kind of plant at a level; `is_open`: its inner sides are seen, too; `room` for so many."""

    group: int
    program: Program
    array: VertexArray
    is_open: bool
    room: int

    def draw(self, count: int) -> None:
        if self.is_open:
            GL.glDisable(GL.GL_CULL_FACE)
        self.array.draw(instances=count)
        if self.is_open:
            GL.glEnable(GL.GL_CULL_FACE)

    def release(self) -> None:
        self.array.release()


class FloraPass(Pass):
    """Plants come from a worker thread in cells; a picture shows those in view, fewer with distance."""

    def __init__(self, setup: PassSetup) -> None:
        self._plan = setup.tuning.flora
        self._terrain = setup.terrain
        self._notes = setup.notes
        is_fine = setup.quality is not Quality.LOW
        self._leafy = setup.programs.load("flora", "flora_leafy")
        self._plain = setup.programs.load("flora")
        self._cards = setup.programs.load("flora_cards") if is_fine else None
        self._patterns = setup.patterns
        for program in (self._leafy, self._plain):
            program.use()
            program.set("u_closest", TUNING.closest_m)
            program.set("u_leafy_far", self._plan.leafy_m)
            program.set("u_cloud_shadow", 0)
        self._leafy.use()
        self._leafy.set("u_detail", 1)
        if self._cards is not None:
            self._cards.use()
            self._cards.set("u_closest", TUNING.closest_m)
            self._cards.set("u_cloud_shadow", 0)
            self._cards.set("u_leaves", 1)
        self._flora = Flora(setup.terrain, setup.sun, setup.perch)
        self._hills = setup.hills
        self._light = self._made_light = LandLight(0, setup.sun)  # the latter belongs to the worker
        self._lights: dict[CellKey, int] = {}  # number of the light that a cell of meadow was made in
        self._relit: _Meadow | None = None
        self._relit_s = -np.inf
        self._choice = PlantChoice(self._plan, LEVELS)
        self._cells: OrderedDict[CellKey, NDArray[np.void]] = OrderedDict()
        self._since_s: dict[CellKey, float] = {}  # when cells came that the eye saw come
        self._near: list[CellKey] = []
        self._trunk_world = setup.perch.trunk_world
        self._home_keys: set[CellKey] = set()  # of cells around the branch, which stay
        self._boxes = np.zeros((0, 5))
        self._wished_at = np.full(3, np.inf)
        self._chosen_at = np.full(3, np.inf)
        self._chosen_ahead = np.zeros(3)
        self._chosen_s = -np.inf
        self._news = self._chosen_news = 0  # cells that had come by now, and by the last choice
        self._counts = np.zeros(len(Plant) * LEVELS, dtype=np.int64)
        self._reach_frac = 1.0
        self._above_m = 0.0
        with Owned() as owned:
            self._shapes = [owned.hold(shape) for shape in self._make_shapes()]
            self._triangles = np.zeros(len(Plant) * LEVELS, dtype=np.int64)
            for shape in self._shapes:
                self._triangles[shape.group] = shape.array.count // 3
            maps = range(len(setup.tuning.shadow.half_m))
            self._casters = [owned.hold(_Casters(self._plan, each, self._make_shape)) for each in maps]
            self._worker: BackgroundWorker[_Wish, NDArray[np.void]] = owned.hold(
                setup.start_worker("flora", self._make)
            )
            self._owned = owned.pop_all()

    def complete(self, context: DrawContext, most_cells: int | None = None) -> None:
        """Make the cells of this picture here and now: all, or the few nearest ones in view."""
        if self._hills is not None and most_cells is None and context.sun is not self._light.sun:
            self._light = LandLight(self._light.number + 1, context.sun)
            self._relit = None
        self._look_around(context)
        missing = [key for key in self._near if key not in self._cells or self._is_old(key)]
        if most_cells is not None:
            boxes = self._boxes[[key not in self._cells for key in self._near]]
            seen = meets_view(context, boxes)
            missing = [key for key, is_seen in zip(missing, seen, strict=True) if is_seen][:most_cells]
        for key in missing:
            self._cells[key] = self._worker.make(self._wish_for(key))
            self._lights[key] = self._light.number
        if most_cells is None:
            self._want_missing(context)
        self._reach_frac = 1.0
        for _ in range(_CHOICES):
            self._choose(context)

    def gather(self, context: DrawContext) -> Gathered:
        """The cells in view, which have always been there then."""
        for wish, cell in self._worker.take(sys.maxsize, in_haste=True):
            self._keep(wish, cell, LONG_AGO_S)
        self._wish(context)
        seen = [
            key for key, is_seen in zip(self._near, meets_view(context, self._boxes), strict=True) if is_seen
        ]
        there = sum(key in self._cells for key in seen)
        if there == len(seen):
            return ALL_THERE
        return Gathered(done_frac=there / len(seen), is_enough=there >= TUNING.first_cells)

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Take what is new, choose if the eye moved, draw the nearest level first."""
        eye, ahead = context.eye_world, -context.view_from_world[2, :3]
        is_first = not self._near
        if is_first:
            self.complete(context, TUNING.first_cells)
        news = self._worker.take(TUNING.cells_per_frame)
        for wish, cell in news:
            self._keep(wish, cell, context.shown_s)
        self._news += len(news)
        if is_first:  # the worker would delay the land of this picture: it hears of the rest at the next one
            self._wished_at[:] = np.inf
        elif np.abs(eye - self._wished_at).max() > TUNING.wish_m or self._relights(context):
            self._wish(context)
        has_moved = np.abs(eye - self._chosen_at).max() > TUNING.rechoose_m
        has_turned = float(ahead @ self._chosen_ahead) < TUNING.rechoose_cos
        is_due = self._news != self._chosen_news and abs(context.shown_s - self._chosen_s) > TUNING.news_s
        if has_moved or has_turned or is_due:
            self._choose(context)
        if not self._counts.any():
            return
        moved = self._chosen_at - eye
        self._patterns.cloud_shadow.bind(0)
        if self._cards is not None:
            self._patterns.leaves.bind(1)
            self._cards.use()
            with alpha_coverage() as cut:
                self._cards.set("u_cut", cut)
                self._draw_shapes(self._cards, moved, context.shown_s)
        self._patterns.grain.bind(1)
        for program in (self._leafy, self._plain):
            program.use()
            self._draw_shapes(program, moved, context.shown_s)

    def cast(self, context: DrawContext, frame: SceneFrame, cascade: int) -> None:
        """Draw what one of the sun's maps sees, also what the eye doesn't."""
        casters = self._casters[cascade]
        if casters.choice.is_due(context, self._news):
            cells = [self._cells[key] for key in self._seen_keys(context)]
            casters.upload(
                casters.choice.choose(
                    context, cells, above_m=self._above_m, reach_frac=self._reach_frac, news=self._news
                )
            )
        moved = casters.choice.chosen_at - context.eye_world
        self._patterns.cloud_shadow.bind(0)
        if self._cards is not None:
            self._patterns.leaves.bind(1)
            self._cards.use()
            self._cards.set("u_cut", 0.5)
            casters.draw(self._cards, moved)
        self._patterns.grain.bind(1)
        for program in (self._leafy, self._plain):
            program.use()
            casters.draw(program, moved)

    def _draw_shapes(self, program: Program, moved: NDArray[np.float64], shown_s: float) -> None:
        program.set("u_moved", moved)
        program.set("u_chosen_s", since_chosen_s(shown_s, self._chosen_s))
        for shape in self._shapes:
            count = int(self._counts[shape.group])
            if count and shape.program is program:
                shape.draw(count)

    def _make_shapes(self) -> Iterator[_Shape]:
        """The finest shapes first: they stand the nearest."""
        for level in range(LEVELS):
            for kind in Plant:
                if level == 0 or kind not in MEADOW_PLANTS:
                    room = self._plan.meadow_room if kind in MEADOW_PLANTS else self._plan.rooms[level]
                    yield self._make_shape(kind, level, room)

    def _make_shape(self, kind: Plant, level: int, room: int) -> _Shape:
        has_levels = kind not in MEADOW_PLANTS
        begins_m = (0.0, self._plan.near_m, self._plan.middle_m)[level]
        program = self._leafy if has_levels and begins_m < self._plan.leafy_m else self._plain
        is_of_cards = self._cards is not None and kind in CARD_KINDS
        if self._cards is not None and kind in CARD_KINDS:
            program = self._cards
        patch = plant_mesh(kind, level, is_fine=self._cards is not None)
        indices = patch.triangles.astype(np.uint16).ravel()
        instances = np.zeros(room, dtype=PLANT_INSTANCE)
        return _Shape(
            group=int(kind) * LEVELS + level,
            program=program,
            array=VertexArray(program, _pack(patch), indices, instances, is_dynamic=True),
            is_open=is_of_cards or not has_levels or (kind in CONIFERS and level == 0),
            room=room,
        )

    def _make(self, wish: _Wish) -> NDArray[np.void]:
        if isinstance(wish, CellKey):
            plants = self._flora.woods(wish.column, wish.row)
        else:
            if wish.light != self._made_light:
                self._made_light = wish.light
                self._flora.turn_to(wish.light.sun)
            plants = self._flora.meadow(wish.key.column, wish.key.row)
        if self._hills is not None:  # all of the sun is for grass alone: see flora.vert
            is_lit = (plants["kind"] != Plant.TUFT) & (plants["tint"][:, 3] == 255)
            plants["tint"][is_lit, 3] = 254
        return plants

    def _wish_for(self, key: CellKey) -> _Wish:
        return _Meadow(key, self._light) if key.is_meadow else key

    def _keep(self, wish: _Wish, cell: NDArray[np.void], shown_s: float) -> None:
        key = wish if isinstance(wish, CellKey) else wish.key
        if key not in self._cells:
            self._since_s[key] = shown_s
        self._cells[key] = cell
        if isinstance(wish, _Meadow):
            self._lights[key] = wish.light.number
        if wish == self._relit:
            self._relit = None

    def _relights(self, context: DrawContext) -> bool:
        """Follow the hour; whether a cell of meadow has to be wished for anew."""
        if self._hills is None or self._relit is not None:
            return False
        if self._light.is_old(context.sun):
            self._light = LandLight(self._light.number + 1, context.sun)
        if self._light.number == 0 or abs(context.shown_s - self._relit_s) < TUNING.relight_s:
            return False
        self._relit_s = context.shown_s
        old = next((key for key in self._near if key in self._cells and self._is_old(key)), None)
        if old is not None:
            self._relit = _Meadow(old, self._light)
        return old is not None

    def _is_old(self, key: CellKey) -> bool:
        return key.is_meadow and self._lights.get(key, self._light.number) != self._light.number

    def _wish(self, context: DrawContext) -> None:
        """Wish for all cells that are missing around the eye."""
        self._look_around(context)
        self._want_missing(context)

    def _look_around(self, context: DrawContext) -> None:
        """Find the cells around the eye, and forget those far from it."""
        eye, tuning = context.eye_world, self._flora.tuning
        self._above_m = above_m = float(eye[1] - self._terrain.surface_m(eye[0], eye[2]))
        near = cells_around(eye, self._plan.tree_reach_at_m(above_m), tuning.wood_cell_m, is_meadow=False)
        if above_m < TUNING.meadow_above_m:
            reach_m = self._plan.meadow_reach_m + TUNING.wish_m
            near += cells_around(eye, reach_m, tuning.meadow_cell_m, is_meadow=True)
        near.sort(key=lambda each: each[0])
        self._near = [key for _, key in near]
        sizes_m = np.array([tuning.meadow_cell_m if k.is_meadow else tuning.wood_cell_m for k in self._near])
        self._boxes = np.empty((len(near), 5))
        self._boxes[:, 0] = (np.array([k.column for k in self._near]) + 0.5) * sizes_m
        self._boxes[:, 1] = (np.array([k.row for k in self._near]) + 0.5) * sizes_m
        self._boxes[:, 2] = sizes_m / 2.0 + self._flora.tuning.warp_m
        self._boxes[:, 3:] = _HEIGHTS_M
        self._wished_at = eye.copy()
        if not self._home_keys and is_home(eye, self._trunk_world):
            self._home_keys.update(self._near)
        self._forget()

    def _want_missing(self, context: DrawContext) -> None:
        missing = np.array([key not in self._cells for key in self._near], dtype=bool)
        hidden = ~meets_view(context, self._boxes)
        order = np.argsort(hidden, kind="stable")  # what is in view comes first
        wanted = [self._wish_for(self._near[index]) for index in order if missing[index]]
        self._worker.want(wanted if self._relit is None else [*wanted, self._relit])

    def _forget(self) -> None:
        wanted = self._home_keys.union(self._near)
        spare = [key for key in self._cells if key not in wanted]
        most = int((TUNING.kept_frac - 1.0) * len(self._near))
        for key in spare[: max(0, len(spare) - most)]:
            del self._cells[key]
            self._since_s.pop(key, None)
            self._lights.pop(key, None)

    def _seen_keys(self, context: DrawContext) -> list[CellKey]:
        """The cells in the context's view that are there."""
        seen = np.flatnonzero(meets_view(context, self._boxes))
        return [key for key in (self._near[index] for index in seen) if key in self._cells]

    def _choose(self, context: DrawContext) -> None:
        eye = context.eye_world
        keys = self._seen_keys(context)
        instances, self._counts = self._choice.choose(
            [self._cells[key] for key in keys],
            eye,
            view_planes(context.clip_from_rel, TUNING.margin),
            above_m=self._above_m,
            reach_frac=self._reach_frac * (TUNING.plain_frac if context.is_plain else 1.0),
            since_s=[self._since_s.get(key, LONG_AGO_S) - context.shown_s for key in keys],
        )
        counted = self._counts
        self._counts = counted.copy()
        ends = np.cumsum(self._counts)
        for shape in self._shapes:
            group, count = shape.group, int(self._counts[shape.group])
            if count:
                assert shape.array.instances is not None
                self._counts[group] = min(count, shape.room)
                shape.array.instances.write(instances[ends[group] - count :][: self._counts[group]])
        triangles = int((self._counts * self._triangles).sum())
        self._reach_frac = within_budget(self._reach_frac, triangles, self._plan.most_triangles)
        self._chosen_at, self._chosen_ahead = eye.copy(), -context.view_from_world[2, :3].copy()
        self._chosen_s, self._chosen_news = context.shown_s, self._news
        self._notes.plants = ShownPlants(
            instances=instances, counts=counted, chosen_at=self._chosen_at, chosen_s=self._chosen_s
        )


class _Casters:
    """The shapes that one of the sun's maps draws, and how many of each."""

    def __init__(
        self, plan: FloraPlan, cascade: int, make_shape: Callable[[Plant, int, int], _Shape]
    ) -> None:
        """`make_shape`: of a kind, at a level, with room for so many."""
        self.choice = MapChoice(plan, cascade)
        self._counts: dict[Plant, int] = {}
        room = TUNING.shadow_rooms[cascade]
        with Owned() as owned:
            self._shapes = {
                kind: owned.hold(make_shape(kind, self.choice.level, room))
                for kind in Plant
                if kind not in MEADOW_PLANTS
            }
            self._owned = owned.pop_all()

    def upload(self, chosen: Mapping[Plant, NDArray[np.void]]) -> None:
        """Draw these instances of each kind from now on."""
        for kind, found in chosen.items():
            shape = self._shapes[kind]
            self._counts[kind] = min(len(found), shape.room)
            if self._counts[kind]:
                assert shape.array.instances is not None
                shape.array.instances.write(found[: shape.room])

    def draw(self, program: Program, moved: NDArray[np.float64]) -> None:
        """Draw all that this program draws."""
        program.set("u_moved", moved)
        program.set("u_chosen_s", 0.0)  # nothing in a map comes slowly
        for kind, shape in self._shapes.items():
            if self._counts.get(kind) and shape.program is program:
                shape.draw(self._counts[kind])

    def release(self) -> None:
        """Give everything back to the driver."""
        self._owned.close()
