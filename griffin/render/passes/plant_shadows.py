"""Shadows of what stands on the land: which plants the sun's maps see, and cards where there are no maps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.meshes.flora_mesh import LEVELS
from griffin.render.context import DrawContext, Pass, PassSetup
from griffin.render.core.blending import blended
from griffin.render.core.gpu import VertexArray
from griffin.render.core.owned import Owned
from griffin.render.flora_cells import (
    LONG_AGO_S,
    PLANT_INSTANCE,
    FloraPlan,
    PlantChoice,
    since_chosen_s,
    view_planes,
)
from griffin.scene.frame import SceneFrame
from griffin.world.flora import MEADOW_PLANTS, Plant
from griffin.world.places import Place, PlaceKind

Array = NDArray[np.float64]

_CARD = np.dtype([*PLANT_INSTANCE.descr, ("a_form", "f4", 2)])


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantShadowTuning:
    """Which plants throw shadows, and how those without maps look."""

    margin: float = 0.12  # a map's square is taken wider by this much, for plants are chosen seldom
    rechoose_m: tuple[float, float] = (4.0, 30.0)  # by map: chosen anew once the eye has moved this far ...
    rechoose_cos: float = 0.995  # ... or turned by 6 degrees
    news_s: float = 0.3  # ... or after this time, if there are new cells
    cards_m: float = 300.0  # lone plants' cards end here ...
    standing_m: float = 1500.0  # and here those of towers, arches, islands and the perch
    most_known: int = 64  # places whose shadow is remembered
    crowd_m: float = 28.0  # side of a square of land ...
    crowd: int = 2  # ... in which so many of the highest have cards: more would only lie on each other
    most_cards: int = 260
    tint: tuple[float, float, float] = (0.55, 0.60, 0.70)  # what a card leaves of the picture, on the screen


TUNING = PlantShadowTuning()

# Half a crown's breadth of its height, and whether its outline is pointed: what a card looks like.
_FORMS = {
    Plant.FIR: (0.24, 1.0),
    Plant.SPRUCE: (0.16, 1.0),
    Plant.POPLAR: (0.2, 0.0),
    Plant.ROCK: (0.8, 0.0),
    Plant.BUSH: (0.6, 0.0),
}
_ROUND = (0.42, 0.0)


class MapChoice:
    """The plants that one of the sun's maps sees. They are chosen anew now and then."""

    def __init__(self, plan: FloraPlan, cascade: int) -> None:
        # Near, the middle shapes are drawn, far the coarsest: nobody sees the difference in a shadow.
        self.level = min(cascade + 1, LEVELS - 1)
        middle_m = np.inf if self.level == 1 else -1.0
        self._choice = PlantChoice(replace(plan, near_m=-1.0, middle_m=middle_m), LEVELS)
        self._rechoose_m = TUNING.rechoose_m[cascade]
        self.chosen_at = np.full(3, np.inf)
        self._ahead = np.zeros(3)
        self._chosen_s, self._news = -np.inf, 0

    def is_due(self, context: DrawContext, news: int) -> bool:
        """Whether others are seen by now; `news`: how many cells have come so far."""
        if news != self._news and abs(context.shown_s - self._chosen_s) > TUNING.news_s:
            return True
        ahead = -context.view_from_world[2, :3]
        has_moved = np.abs(context.eye_world - self.chosen_at).max() > self._rechoose_m
        return bool(has_moved or ahead @ self._ahead < TUNING.rechoose_cos)

    def choose(
        self,
        context: DrawContext,
        cells: Iterable[NDArray[np.void]],
        *,
        above_m: float,
        reach_frac: float,
        news: int,
    ) -> Mapping[Plant, NDArray[np.void]]:
        """Instances of each kind that is there; the context's clip space is the map's."""
        planes = view_planes(context.clip_from_rel, TUNING.margin)
        found, counts = self._choice.choose(
            cells, context.eye_world, planes, above_m=above_m, reach_frac=reach_frac
        )
        self.chosen_at, self._ahead = context.eye_world.copy(), -context.view_from_world[2, :3].copy()
        self._chosen_s, self._news = context.shown_s, news
        ends = np.cumsum(counts)
        groups = {kind: int(kind) * LEVELS + self.level for kind in Plant if kind not in MEADOW_PLANTS}
        return {kind: found[ends[group] - counts[group] : ends[group]] for kind, group in groups.items()}


def card_instances(instances: NDArray[np.void], counts: NDArray[np.int64]) -> NDArray[np.void]:
    """The plants whose shadows are worth a card, with its form; as `PlantChoice.choose` gives them."""
    kind = np.repeat(np.arange(len(counts)), counts) // LEVELS
    place = instances["a_place"]
    away = np.hypot(place[:, 0], place[:, 2])
    found = np.flatnonzero((away < TUNING.cards_m) & ~np.isin(kind, list(MEADOW_PLANTS)))
    square = np.floor(place[found][:, [0, 2]] / TUNING.crowd_m).astype(np.int64) @ [1 << 20, 1]
    order = np.lexsort((-place[found, 3], square))
    found, square = found[order], square[order]
    # A square's plants follow each other, the highest first: which is one's number among them?
    begins = np.maximum.accumulate(
        np.where(np.diff(square, prepend=square[:1] - 1) != 0, np.arange(len(found)), 0)
    )
    found = found[np.arange(len(found)) - begins < TUNING.crowd]
    found = found[np.argsort(away[found], kind="stable")][: TUNING.most_cards]
    cards = np.zeros(len(found), dtype=_CARD)
    for name in PLANT_INSTANCE.names or ():
        cards[name] = instances[name][found]
    forms = np.array([_FORMS.get(each, _ROUND) for each in Plant])
    cards["a_form"] = forms[kind[found]]
    cards["a_turn"][:, 2] = np.minimum(cards["a_turn"][:, 2], TUNING.cards_m)
    return cards


# Of a place of the usual size: height, m, and half its breadth of that.
_PLACE_FORMS = {PlaceKind.TOWER: (24.0, 0.3), PlaceKind.ARCH: (26.0, 0.75)}
_ISLAND_M = 42.0  # its radius
_PERCH_M, _PERCH_FORM = 11.0, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingShadow:
    """A large thing's card: where it begins (3,), how high the thing is, half its breadth of that."""

    foot_world: Array
    height_m: float
    half_frac: float


def place_shadow(place: Place, sun: Array, surface_m: Callable[[float, float], Array]) -> StandingShadow:
    """Of a tower or an arch where it stands; of an island where the sun throws its shadow on the land."""
    size = place.size_frac
    if place.kind is not PlaceKind.ISLAND:
        height_m, half_frac = _PLACE_FORMS[place.kind]
        return StandingShadow(foot_world=place.place_world, height_m=size * height_m, half_frac=half_frac)
    at = place.place_world
    for _ in range(_FALLS):
        at = at - sun * ((at[1] - float(surface_m(at[0], at[2]))) / sun[1])
    level = float(np.hypot(sun[0], sun[2]))
    reach_m = size * _ISLAND_M
    foot = at + np.array([sun[0], 0.0, sun[2]]) * (1.2 * reach_m / level)
    height_m = 2.4 * reach_m * sun[1] / level
    return StandingShadow(foot_world=foot, height_m=height_m, half_frac=reach_m / height_m)


_FALLS = 8  # steps down the sun's ray to the land


class ShadowCardPass(Pass):
    """Where there are no maps: a soft dark shape on the ground behind whatever stands there, in one call."""

    def __init__(self, setup: PassSetup) -> None:
        self._notes = setup.notes
        self._surface_m = setup.terrain.surface_m
        self._sun = setup.sun.direction_world
        perch = StandingShadow(foot_world=setup.perch.trunk_world, height_m=_PERCH_M, half_frac=_PERCH_FORM)
        self._known: dict[tuple[float, ...], StandingShadow] = {(): perch}
        self._is_wanted = not setup.tuning.shadow.half_m
        self._written: object = None
        self._count = 0
        with Owned() as owned:
            if self._is_wanted:
                self._program = setup.programs.load("shadow_cards")
                corners = np.zeros(4, dtype=[("a_corner", "f4", 2)])
                corners["a_corner"] = [(-1, 0), (1, 0), (-1, 1), (1, 1)]
                room = np.zeros(TUNING.most_cards, dtype=_CARD)
                self._cards = owned.hold(VertexArray(self._program, corners, instances=room, is_dynamic=True))
                self._program.use()
                self._program.set("u_tint", TUNING.tint)
            self._owned = owned.pop_all()

    def draw(self, context: DrawContext, frame: SceneFrame) -> None:
        """Lay them over the land."""
        plants = self._notes.plants
        if not self._is_wanted or plants is None:
            return
        if plants is not self._written:
            plant_cards = card_instances(plants.instances, plants.counts)
            cards = np.concatenate([self._standing_cards(plants.chosen_at), plant_cards])[: TUNING.most_cards]
            assert self._cards.instances is not None
            self._cards.instances.write(cards)
            self._written, self._count = plants, len(cards)
        if not self._count:
            return
        self._program.use()
        self._program.set("u_moved", plants.chosen_at - context.eye_world)
        self._program.set("u_chosen_s", since_chosen_s(context.shown_s, plants.chosen_s))
        with blended(GL.GL_ZERO, GL.GL_SRC_COLOR, is_two_sided=True):
            self._cards.draw(GL.GL_TRIANGLE_STRIP, instances=self._count)

    def _standing_cards(self, eye: Array) -> NDArray[np.void]:
        """Cards of the perch and of the places in view."""
        for place in self._notes.places:
            key = tuple(place.place_world)
            if key not in self._known:
                self._known[key] = place_shadow(place, self._sun, self._surface_m)
        shadows = [each for each in self._known.values() if _away_m(each, eye) < TUNING.standing_m]
        if len(self._known) > TUNING.most_known:
            self._known = {
                key: each
                for key, each in self._known.items()
                if not key or any(each is near for near in shadows)
            }
        cards = np.zeros(len(shadows), dtype=_CARD)
        for card, shadow in zip(cards, shadows, strict=True):
            card["a_place"] = (*(shadow.foot_world - eye), shadow.height_m)
            card["a_form"] = (shadow.half_frac, 0.0)
        cards["a_turn"] = (1.0, 0.0, TUNING.standing_m)
        cards["a_tint"] = 255
        cards["a_since"] = LONG_AGO_S
        return cards


def _away_m(shadow: StandingShadow, eye: Array) -> float:
    return float(np.linalg.norm(shadow.foot_world - eye))
