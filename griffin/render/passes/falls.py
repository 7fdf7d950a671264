"""The fall pass: water that falls from the islands in view, blended over what is behind, in one draw call."""

from dataclasses import dataclass

import numpy as np

from griffin.meshes.fall_mesh import fall_mesh
from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.blending import blended
from griffin.render.core.gpu import VertexArray
from griffin.render.core.owned import Owned
from griffin.render.passes.places import PLACE_INSTANCE, place_instances
from griffin.render.passes.places import TUNING as PLACES
from griffin.render.quality import Quality
from griffin.scene.frame import SceneFrame
from griffin.world.places import PlaceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FallPassTuning:
    """How much is drawn of each fall: strands, cards of spray."""

    low: tuple[int, int] = (4, 8)
    fine: tuple[int, int] = (7, 16)
    reach_m: float = 4200.0  # beyond, a fall is thinner than a pixel


TUNING = FallPassTuning()


class FallPass(Pass):
    """Goes by what the place pass has seen in the same picture."""

    def __init__(self, setup: PassSetup) -> None:
        self._notes = setup.notes
        self._program = setup.programs.load("falls")
        self._shadow = setup.patterns.cloud_shadow
        vertices, triangles = fall_mesh(*(TUNING.low if setup.quality is Quality.LOW else TUNING.fine))
        room = np.zeros(PLACES.room, dtype=PLACE_INSTANCE)
        with Owned() as owned:
            indices = triangles.astype(np.uint16).ravel()
            self._fall = owned.hold(VertexArray(self._program, vertices, indices, room, is_dynamic=True))
            self._owned = owned.pop_all()

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Draw all falls in reach; being of one colour, they need no order."""
        eye = context.eye_world
        near = [
            each
            for each in self._notes.places
            if each.kind is PlaceKind.ISLAND
            and float(np.linalg.norm(each.place_world - eye)) < TUNING.reach_m
        ]
        if not near:
            return
        instances = place_instances(near, eye)
        assert self._fall.instances is not None
        self._fall.instances.write(instances)
        self._program.use()
        self._program.set("u_reach", TUNING.reach_m)
        self._program.set("u_cloud_shadow", 0)
        self._shadow.bind(0)
        with blended(is_two_sided=True):
            self._fall.draw(instances=len(instances))
