"""The place pass: a few large things that make a region memorable, one draw call a kind and level."""

import math
from collections.abc import Iterable, Sequence
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
    places = places[: TUNING.room]
    instances = np.zeros(len(places), dtype=PLACE_INSTANCE)
    instances["a_place"] = [(*(each.place_world - eye), each.size_frac) for each in places]
    instances["a_turn"] = [(math.cos(each.turn_rad), math.sin(each.turn_rad)) for each in places]
    return instances


@dataclass(frozen=True, slots=True)
class _Known:
    """Known places, and where they are: (n, 3) of the world, (n,) sizes."""

    places: tuple[Place, ...]
    at: NDArray[np.float64]
    sizes: NDArray[np.float64]

    @classmethod
    def of(cls, places: Iterable[Place]) -> "_Known":
        listed = tuple(places)
        return cls(
            places=listed,
            at=np.array([each.place_world for each in listed]).reshape(-1, 3),
            sizes=np.array([each.size_frac for each in listed]),
        )

    def away_m(self, eye: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n,) from the eye."""
        rel = self.at - eye
        return np.asarray(np.sqrt(np.einsum("ij,ij->i", rel, rel)))

    def in_view(self, context: DrawContext, reach_m: float) -> NDArray[np.intp]:
        """Those of which something may be seen."""
        at = self.at
        extents = np.full(len(at), TUNING.extent_m)
        boxes = np.stack([at[:, 0], at[:, 2], extents, at[:, 1] - extents, at[:, 1] + extents], axis=1)
        return np.flatnonzero(meets_view(context, boxes) & (self.away_m(context.eye_world) < reach_m))


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
        self._around: tuple[tuple[int, int], ...] = ()  # cells within reach
        self._unseen: list[tuple[int, int]] = []  # those of them that nobody has looked into
        self._known = _Known.of(self._first)
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
        self._look_around(context.eye_world, 10_000)
        for kind in self._missing(context.eye_world):
            self._keep(kind, self._worker.make(kind))

    def gather(self, context: DrawContext) -> Gathered:
        """The shapes of what stands near."""
        for kind, packed in self._worker.take(len(PlaceKind), in_haste=True):
            self._keep(kind, packed)
        self._look_around(context.eye_world, TUNING.cells_per_frame)
        missing = self._missing(context.eye_world)
        self._worker.want(missing)
        return Gathered(done_frac=1.0 - len(missing) / len(PlaceKind))

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw what is in view."""
        eye = context.eye_world
        self._look_around(eye, TUNING.cells_per_frame)
        for kind, packed in self._worker.take(1):
            self._keep(kind, packed)
        self._worker.want(self._missing(eye))
        self._notes.places = self._draw_in_view(self._known, context)

    def cast(self, context: DrawContext, frame: SceneFrame, cascade: int) -> None:
        """Draw what the sun's map sees of the places that are known."""
        found = (each for each in self._cells.values() if each is not None)
        self._draw_in_view(_Known.of([*self._first, *found]), context)

    def _draw_in_view(self, known: "_Known", context: DrawContext) -> tuple[Place, ...]:
        """Draws and returns what may be seen."""
        seen = known.in_view(context, self._reach_m)
        if not len(seen):
            return ()
        is_near = self._are_near(known, context.eye_world)
        groups: dict[VertexArray, list[Place]] = {}
        for index in seen:
            place = known.places[index]
            coarse = self._coarse[place.kind]
            shape = self._fine.get(place.kind, coarse) if is_near[index] else coarse
            groups.setdefault(shape, []).append(place)
        self._program.use()
        self._program.set("u_reach", self._reach_m)
        self._program.set("u_cloud_shadow", 0)
        self._shadow.bind(0)
        GL.glDisable(GL.GL_CULL_FACE)  # broken walls have two sides
        for shape, mine in groups.items():
            instances = place_instances(mine, context.eye_world)
            assert shape.instances is not None
            shape.instances.write(instances)
            shape.draw(instances=len(instances))
        GL.glEnable(GL.GL_CULL_FACE)
        return tuple(known.places[index] for index in seen)

    def _make_fine(self, kind: PlaceKind) -> PackedShape:
        return _pack(place_mesh(kind, self._fine_level))

    def _upload(self, packed: PackedShape) -> VertexArray:
        room = np.zeros(TUNING.room, dtype=PLACE_INSTANCE)
        return VertexArray(self._program, *packed, room, is_dynamic=True)

    def _keep(self, kind: PlaceKind, packed: PackedShape) -> None:
        self._fine[kind] = self._owned.hold(self._upload(packed))

    def _are_near(self, known: "_Known", eye: NDArray[np.float64]) -> NDArray[np.bool_]:
        """(n,) which places are drawn at the finer level."""
        return np.asarray(known.away_m(eye) < self._near_m * known.sizes)

    def _missing(self, eye: NDArray[np.float64]) -> list[PlaceKind]:
        """Kinds whose finer level is wanted and not there."""
        if len(self._fine) == len(PlaceKind):
            return []
        near = {self._known.places[index].kind for index in np.flatnonzero(self._are_near(self._known, eye))}
        return [kind for kind in PlaceKind if kind in near and kind not in self._fine]

    def _look_around(self, eye: NDArray[np.float64], most: int) -> None:
        """Know all places around; looks into up to `most` new cells."""
        at = (math.floor(eye[0] / PLACES.cell_m), math.floor(eye[2] / PLACES.cell_m))
        half = math.ceil(self._reach_m / PLACES.cell_m)
        steps = range(-half, half + 1)
        if not self._around or self._around[len(self._around) // 2] != at:
            self._around = tuple((at[0] + x, at[1] + z) for x in steps for z in steps)
            if len(self._cells) > 4 * len(self._around):
                self._cells = {key: self._cells[key] for key in self._around if key in self._cells}
            self._unseen = [key for key in self._around if key not in self._cells]
        elif not self._unseen:
            return
        looked, self._unseen = self._unseen[:most], self._unseen[most:]
        for key in looked:
            self._cells[key] = self._places.in_cell(*key)
        found = (self._cells.get(key) for key in self._around)
        self._known = _Known.of([*self._first, *(each for each in found if each is not None)])
