from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.linalg import mat_look_at
from griffin.meshes.flora_mesh import LEVELS
from griffin.render.flora_cells import PLANT_INSTANCE
from griffin.render.quality import TUNINGS, Quality
from griffin.scene.frame import CameraView, SceneFrame
from griffin.world.flora import Plant
from griffin.world.places import Place, PlaceKind

pytestmark = pytest.mark.gl


def _plants(*places: tuple[Plant, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Instances 8 m high on level ground, 20 m below the eye; how many of each kind and level."""
    instances = np.zeros(len(places), dtype=PLANT_INSTANCE)
    ordered = sorted(places)
    instances["a_place"] = [(x, -20.0, z, 8.0) for _, x, z in ordered]
    instances["a_turn"] = (1.0, 0.0, 1000.0)
    instances["a_tint"] = 255
    groups = [int(kind) * LEVELS for kind, _, _ in ordered]
    return instances, np.bincount(groups, minlength=len(Plant) * LEVELS)


def test_of_a_crowd_the_highest_have_cards(window: Any) -> None:
    from griffin.render.passes.plant_shadows import TUNING, card_instances

    crowd = [(Plant.OAK, 200.5 + step, -50.5) for step in range(6)]
    instances, counts = _plants((Plant.OAK, -200.0, -50.0), (Plant.FIR, 5.0, -40.0), *crowd)
    is_in_crowd = instances["a_place"][:, 0] > 100.0
    instances["a_place"][is_in_crowd, 3] = [5.0, 9.0, 6.0, 8.0, 4.0, 7.0]
    cards = card_instances(instances, counts)
    crowded = cards["a_place"][:, 0] > 100.0
    assert sorted(cards["a_place"][crowded, 3]) == [8.0, 9.0]
    assert crowded.sum() == TUNING.crowd
    assert (~crowded).sum() == 2


def test_far_plants_have_no_cards(window: Any) -> None:
    from griffin.render.passes.plant_shadows import TUNING, card_instances

    assert len(card_instances(*_plants((Plant.OAK, 0.0, -TUNING.cards_m - 1.0)))) == 0


def test_grass_and_flowers_have_no_cards(window: Any) -> None:
    from griffin.render.passes.plant_shadows import card_instances

    assert len(card_instances(*_plants((Plant.TUFT, 3.0, -9.0), (Plant.FLOWER, 4.0, -9.0)))) == 0


def test_conifers_have_pointed_shadows(window: Any) -> None:
    from griffin.render.passes.plant_shadows import card_instances

    cards = card_instances(*_plants((Plant.FIR, 0.0, -30.0), (Plant.OAK, 0.0, -60.0)))
    assert list(cards["a_form"][:, 1]) == [1.0, 0.0]


@pytest.mark.parametrize("quality", [Quality.LOW, Quality.HIGH])
def test_cards_take_light_away_behind_the_plant_where_there_are_no_maps(
    studio: Any, quality: Quality
) -> None:
    from griffin.render.context import PassNotes, ShownPlants
    from griffin.render.passes.plant_shadows import ShadowCardPass

    setup = replace(studio.setup, tuning=TUNINGS[quality], notes=PassNotes())
    eye = np.array([0.0, 100.0, 0.0])
    instances, counts = _plants((Plant.OAK, 0.0, -30.0))
    setup.notes.plants = ShownPlants(instances=instances, counts=counts, chosen_at=eye, chosen_s=0.0)
    view = CameraView(
        eye_world=eye, view_from_world=mat_look_at(eye, eye + np.array([0.0, -20.0, -30.0])), fov_y_rad=0.9
    )
    frame = SceneFrame(world_s=0.0, shown_s=5.0, views=(view,), creatures=())
    cards = ShadowCardPass(setup)
    picture = studio.shoot_frame(frame, cards, grey=0.5)
    cards.release()
    dark = (picture < 100).all(axis=-1)
    if quality is Quality.HIGH:
        assert not dark.any()
        return
    assert dark.sum() > 100
    # The sun stands in the east of this view: to its right.
    columns = np.flatnonzero(dark.any(axis=0))
    assert columns.mean() < picture.shape[1] / 2


def test_a_map_chooses_anew_when_the_eye_moves_or_cells_come(studio: Any) -> None:
    from griffin.render.passes.plant_shadows import MapChoice

    def context_at(place: tuple[float, float, float], shown_s: float = 0.0) -> Any:
        eye = np.array(place)
        view = CameraView(
            eye_world=eye, view_from_world=mat_look_at(eye, eye + np.array([0.0, 0.0, -1.0])), fov_y_rad=0.9
        )
        return studio.context(SceneFrame(world_s=0.0, shown_s=shown_s, views=(view,), creatures=()))

    choice = MapChoice(TUNINGS[Quality.HIGH].flora, 0)
    assert choice.is_due(context_at((0.0, 0.0, 0.0)), 0)
    choice.choose(context_at((0.0, 0.0, 0.0)), [], above_m=0.0, reach_frac=1.0, news=3)
    assert not choice.is_due(context_at((1.0, 0.0, 0.0), 9.0), 3)
    assert choice.is_due(context_at((9.0, 0.0, 0.0)), 3)
    assert choice.is_due(context_at((0.0, 0.0, 0.0), 9.0), 4)


def test_an_islands_shadow_lies_on_the_land_away_from_the_sun(window: Any) -> None:
    from griffin.render.passes.plant_shadows import place_shadow

    sun = np.array([0.6, 0.5, 0.0]) / np.hypot(0.6, 0.5)
    place = Place(kind=PlaceKind.ISLAND, place_world=np.array([0.0, 150.0, 0.0]), turn_rad=0.0, size_frac=1.0)
    shadow = place_shadow(place, sun, lambda x, z: np.asarray(50.0))
    rise = sun[1] / sun[0]
    middle_x = shadow.foot_world[0] - 0.5 * shadow.height_m / rise
    assert shadow.foot_world[1] == pytest.approx(50.0, abs=0.1)
    assert middle_x == pytest.approx(-100.0 / rise, abs=1.0)


def test_a_towers_shadow_begins_at_its_foot(window: Any) -> None:
    from griffin.render.passes.plant_shadows import place_shadow

    place = Place(kind=PlaceKind.TOWER, place_world=np.array([5.0, 60.0, 7.0]), turn_rad=0.0, size_frac=1.2)
    shadow = place_shadow(place, np.array([0.0, 0.6, 0.8]), lambda x, z: np.asarray(60.0))
    assert np.array_equal(shadow.foot_world, place.place_world)
    assert shadow.height_m > 20.0
