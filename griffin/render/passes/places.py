"""The place pass: a few large things that make a region memorable, one draw call a kind and level."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.meshes.mesh import Patch
from griffin.meshes.place_mesh import place_mesh
from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.background_worker import BackgroundWorker
from griffin.render.core.gpu import VertexArray
from griffin.render.core.owned import Owned
from griffin.render.gathered import Gathered
from griffin.render.land_view import meets_view
from griffin.render.quality import Quality
from griffin.render.vertices import lay_out
from griffin.scene.frame import SceneFrame
from griffin.world.places import TUNING as PLACES
from griffin.world.places import Place, PlaceKind

_VERTEX = np.dtype(
    [
        ("a_position", "f4", 3),
        ("a_normal", "f4", 3),
        ("a_lit", "f4", 3),
        ("a_shade", "f4", 3),
        ("a_pattern", "f4", 4),
        ("a_glow", "f4"),
    ]
)
PLACE_INSTANCE = np.dtype([("a_place", "f4", 4), ("a_turn", "f4", 2)])


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePassTuning:
    """How far places are seen."""

    low_reach_m: float = 4800.0  # where the processor draws
    reach_m: float = 6500.0
    room: int = 64  # of one kind in view
    extent_m: float = 110.0  # no part is farther from the place
    cells_per_frame: int = 1  # looked at in one frame: 0.6 ms
    near_m: float = 280.0  # up to there the finer level is drawn; at low
    fine_near_m: float = 1100.0  # and where triangles cost little

    def __post_init__(self) -> None:
        if not 0.0 < self.near_m <= self.fine_near_m < self.reach_m:
            raise ValueError("the nearer level must end before a place is out of reach")


TUNING = PlacePassTuning()


PackedShape: TypeAlias = tuple[NDArray[Any], NDArray[np.uint16]]  # vertices, indices


def _pack(patch: Patch) -> PackedShape:
    vertices = lay_out(patch, _VERTEX)
    vertices["a_glow"] = patch.finish[:, 1]
    return vertices, patch.triangles.astype(np.uint16).ravel()


def place_instances(places: Sequence[Place], eye: NDArray[np.float64]) -> NDArray[Any]:
    """Where shapes are drawn, seen from the eye; no more than there is room for."""
    instances = np.zeros(min(len(places), TUNING.room), dtype=PLACE_INSTANCE)
    for instance, each in zip(instances, places, strict=False):
        instance["a_place"] = (*(each.place_world - eye), each.size_frac)
        instance["a_turn"] = (math.cos(each.turn_rad), math.sin(each.turn_rad))
    return instances


class PlacePass(Pass):
    """Looks into the cells around as one comes near them, and keeps what it found.

    The finer level of a kind is made by a worker when a place of that kind comes near; until then the
    coarser one serves.
    """

    def __init__(self, setup: PassSetup) -> None:
        self._places = setup.places
        self._notes = setup.notes
        is_low = setup.quality is Quality.LOW
        self._program = setup.programs.load("places", "places" if is_low else "places_fine")
        self._reach_m = TUNING.low_reach_m if is_low else TUNING.reach_m
        self._near_m = TUNING.near_m if is_low else TUNING.fine_near_m
        self._fine_level = 1 if is_low else 0
        self._shadow = setup.patterns.cloud_shadow
        self._first = setup.places.first
        self._cells: dict[tuple[int, int], Place | None] = {}
        self._coarse: dict[PlaceKind, VertexArray] = {}
        self._fine: dict[PlaceKind, VertexArray] = {}
        with Owned() as owned:
            self._worker: BackgroundWorker[PlaceKind, PackedShape] = owned.hold(
                setup.start_worker("places", self._make_fine)
            )
            for kind in PlaceKind:
                packed = _pack(place_mesh(kind, self._fine_level + 1))
                self._coarse[kind] = owned.hold(self._upload(packed))
            self._owned = owned.pop_all()

    def complete(self, context: DrawContext) -> None:
        """Look into all cells around and make what is near, here and now."""
        known = self._look_around(context.eye_world, 10_000)
        for kind in self._missing(known, context.eye_world):
            self._keep(kind, self._worker.make(kind))

    def gather(self, context: DrawContext) -> Gathered:
        """The shapes of what stands near."""
        for kind, packed in self._worker.take(len(PlaceKind), in_haste=True):
            self._keep(kind, packed)
        missing = self._missing(
            self._look_around(context.eye_world, TUNING.cells_per_frame), context.eye_world
        )
        self._worker.want(missing)
        return Gathered(done_frac=1.0 - len(missing) / len(PlaceKind))

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw what is in view."""
        eye = context.eye_world
        known = self._look_around(eye, TUNING.cells_per_frame)
        for kind, packed in self._worker.take(1):
            self._keep(kind, packed)
        self._worker.want(self._missing(known, eye))
        seen = _in_view(known, context, self._reach_m)
        self._notes.places = tuple(seen)
        self._draw_shapes(seen, eye)

    def cast(self, context: DrawContext, frame: SceneFrame, cascade: int) -> None:
        """Draw what the sun's map sees of the places that are known."""
        known = [*self._first, *(each for each in self._cells.values() if each is not None)]
        self._draw_shapes(_in_view(known, context, self._reach_m), context.eye_world)

    def _draw_shapes(self, places: Sequence[Place], eye: NDArray[np.float64]) -> None:
        if not places:
            return
        groups: dict[VertexArray, list[Place]] = {}
        for each in places:
            coarse = self._coarse[each.kind]
            shape = self._fine.get(each.kind, coarse) if self._is_near(each, eye) else coarse
            groups.setdefault(shape, []).append(each)
        self._program.use()
        self._program.set("u_reach", self._reach_m)
        self._program.set("u_cloud_shadow", 0)
        self._shadow.bind(0)
        GL.glDisable(GL.GL_CULL_FACE)  # broken walls have two sides
        for shape, mine in groups.items():
            instances = place_instances(mine, eye)
            assert shape.instances is not None
            shape.instances.write(instances)
            shape.draw(instances=len(instances))
        GL.glEnable(GL.GL_CULL_FACE)

    def _make_fine(self, kind: PlaceKind) -> PackedShape:
        return _pack(place_mesh(kind, self._fine_level))

    def _upload(self, packed: PackedShape) -> VertexArray:
        room = np.zeros(TUNING.room, dtype=PLACE_INSTANCE)
        return VertexArray(self._program, *packed, room, is_dynamic=True)

    def _keep(self, kind: PlaceKind, packed: PackedShape) -> None:
        self._fine[kind] = self._owned.hold(self._upload(packed))

    def _is_near(self, place: Place, eye: NDArray[np.float64]) -> bool:
        away_m = float(np.linalg.norm(place.place_world - eye))
        return away_m < self._near_m * place.size_frac

    def _missing(self, places: Sequence[Place], eye: NDArray[np.float64]) -> list[PlaceKind]:
        """Kinds whose finer level is wanted and not there."""
        near = {each.kind for each in places if each.kind not in self._fine and self._is_near(each, eye)}
        return [kind for kind in PlaceKind if kind in near]

    def _look_around(self, eye: NDArray[np.float64], most: int) -> list[Place]:
        """All known places around; looks into up to `most` new cells."""
        cell_m = PLACES.cell_m
        half = math.ceil(self._reach_m / cell_m)
        at_x, at_z = math.floor(eye[0] / cell_m), math.floor(eye[2] / cell_m)
        keys = [(at_x + x, at_z + z) for x in range(-half, half + 1) for z in range(-half, half + 1)]
        for key in [key for key in keys if key not in self._cells][:most]:
            self._cells[key] = self._places.in_cell(*key)
        if len(self._cells) > 4 * len(keys):
            self._cells = {key: self._cells[key] for key in keys if key in self._cells}
        return [*self._first, *(found for key in keys if (found := self._cells.get(key)) is not None)]


def _in_view(places: Sequence[Place], context: DrawContext, reach_m: float) -> list[Place]:
    """Those of which something may be seen."""
    if not places:
        return []
    eye = context.eye_world
    at = np.array([each.place_world for each in places])
    extents = np.full(len(places), TUNING.extent_m)
    boxes = np.stack([at[:, 0], at[:, 2], extents, at[:, 1] - extents, at[:, 1] + extents], axis=1)
    is_seen = meets_view(context, boxes) & (np.linalg.norm(at - eye, axis=1) < reach_m)
    return [each for each, here in zip(places, is_seen, strict=True) if here]
