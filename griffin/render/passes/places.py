"""The place pass: a few large things that make a region memorable, one draw call a kind."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.meshes.mesh import Patch
from griffin.meshes.place_mesh import place_mesh
from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.gpu import VertexArray
from griffin.render.core.owned import Owned
from griffin.render.land_view import meets_view
from griffin.render.vertices import lay_out
from griffin.scene.frame import SceneFrame
from griffin.world.places import TUNING as PLACES
from griffin.world.places import Place, PlaceKind, cell_place, view_places

_VERTEX = np.dtype(
    [
        ("a_position", "f4", 3),
        ("a_normal", "f4", 3),
        ("a_lit", "f4", 3),
        ("a_shade", "f4", 3),
        ("a_fall", "f4", 3),
    ]
)
_INSTANCE = np.dtype([("a_place", "f4", 4), ("a_turn", "f4", 2)])


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePassTuning:
    """How far places are seen."""

    reach_m: float = 6500.0
    room: int = 64  # of one kind in view
    extent_m: float = 110.0  # no part is farther from the place
    cells_per_frame: int = 1  # looked at in one frame: 0.6 ms


TUNING = PlacePassTuning()


def _pack(patch: Patch) -> NDArray[Any]:
    vertices = lay_out(patch, _VERTEX)
    vertices["a_fall"] = patch.pattern[:, 1:]
    vertices["a_fall"][patch.pattern[:, 3] < 1.0] = 0.0
    return vertices


class PlacePass(Pass):
    """Looks into the cells around as one comes near them, and keeps what it found."""

    def __init__(self, setup: PassSetup) -> None:
        self._terrain = setup.terrain
        self._program = setup.programs.load("places")
        self._shadow = setup.patterns.cloud_shadow
        room = np.zeros(TUNING.room, dtype=_INSTANCE)
        self._first = view_places(setup.terrain, setup.perch)
        self._keep_clear = setup.perch.position_world
        self._cells: dict[tuple[int, int], Place | None] = {}
        self._shapes = {}
        with Owned() as owned:
            for kind in PlaceKind:
                patch = place_mesh(kind)
                indices = patch.triangles.astype(np.uint16).ravel()
                shape = VertexArray(self._program, _pack(patch), indices, room, is_dynamic=True)
                self._shapes[kind] = owned.hold(shape)
            self._owned = owned.pop_all()

    def complete(self, context: DrawContext) -> None:
        """Look into all cells around, here and now."""
        self._look_around(context.eye_world, 10_000)

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw what is in view."""
        eye = context.eye_world
        near = self._look_around(eye, TUNING.cells_per_frame)
        if not near:
            return
        places = np.array([each.place_world for each in near])
        extents = np.full(len(near), TUNING.extent_m)
        boxes = np.stack(
            [places[:, 0], places[:, 2], extents, places[:, 1] - extents, places[:, 1] + extents], axis=1
        )
        seen = meets_view(context, boxes) & (np.linalg.norm(places - eye, axis=1) < TUNING.reach_m)
        if not seen.any():
            return
        self._program.use()
        self._program.set("u_reach", TUNING.reach_m)
        self._program.set("u_cloud_shadow", 0)
        self._shadow.bind(0)
        GL.glDisable(GL.GL_CULL_FACE)  # broken walls and falling water have two sides
        for kind, shape in self._shapes.items():
            mine = [each for each, is_seen in zip(near, seen, strict=True) if is_seen and each.kind is kind]
            if mine:
                instances = np.zeros(min(len(mine), TUNING.room), dtype=_INSTANCE)
                for instance, each in zip(instances, mine, strict=False):
                    instance["a_place"] = (*(each.place_world - eye), each.size_frac)
                    instance["a_turn"] = (math.cos(each.turn_rad), math.sin(each.turn_rad))
                assert shape.instances is not None
                shape.instances.write(instances)
                shape.draw(instances=len(instances))
        GL.glEnable(GL.GL_CULL_FACE)

    def _look_around(self, eye: NDArray[np.float64], most: int) -> list[Place]:
        """All known places around; looks into up to `most` new cells."""
        cell_m = PLACES.cell_m
        half = math.ceil(TUNING.reach_m / cell_m)
        at_x, at_z = math.floor(eye[0] / cell_m), math.floor(eye[2] / cell_m)
        keys = [(at_x + x, at_z + z) for x in range(-half, half + 1) for z in range(-half, half + 1)]
        for key in [key for key in keys if key not in self._cells][:most]:
            self._cells[key] = self._find(key)
        if len(self._cells) > 4 * len(keys):
            self._cells = {key: self._cells[key] for key in keys if key in self._cells}
        return [*self._first, *(found for key in keys if (found := self._cells.get(key)) is not None)]

    def _find(self, key: tuple[int, int]) -> Place | None:
        found = cell_place(self._terrain, *key)
        if found is None:
            return None
        taken = [self._keep_clear, *(each.place_world for each in self._first)]
        is_free = all(np.hypot(*(found.place_world - place)[[0, 2]]) > 400.0 for place in taken)
        return found if is_free else None
