from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.linalg import mat_look_at
from griffin.render.quality import Quality
from griffin.scene.frame import CameraView, SceneFrame
from griffin.world.places import Place, PlaceKind

pytestmark = pytest.mark.gl


@pytest.fixture
def places(studio: Any) -> Iterator[tuple[Any, Any, Any]]:
    """The pass, its worker, and its setup."""
    from griffin.render.passes.places import PlacePass

    setup, workers = studio.by_hand()
    made = PlacePass(setup)
    yield made, workers[0], setup
    made.release()


def look_at(place: Place, away_m: float, world_s: float = 20.0) -> SceneFrame:
    eye = place.place_world + away_m * np.array([0.6, 0.1, 0.8])
    view = CameraView(
        eye_world=eye, view_from_world=mat_look_at(eye, place.place_world - [0, 15, 0]), fov_y_rad=0.7
    )
    return SceneFrame(world_s=world_s, shown_s=world_s, views=(view,), creatures=())


def island_of(studio: Any) -> Place:
    (island,) = (each for each in studio.setup.places.first if each.kind is PlaceKind.ISLAND)
    return island


def test_a_near_place_becomes_finer_once_its_shape_is_made(studio: Any, places: Any) -> None:
    made, worker, _ = places
    frame = look_at(island_of(studio), 260.0)
    coarse = studio.shoot_frame(frame, made)
    assert worker.wanted == [PlaceKind.ISLAND]
    worker.finish(PlaceKind.ISLAND)
    fine = studio.shoot_frame(frame, made)
    assert worker.wanted == []
    changed = np.abs(fine - coarse).max(axis=-1) > 8
    assert changed.mean() > 0.02


def test_a_far_place_asks_for_nothing(studio: Any, places: Any) -> None:
    made, worker, _ = places
    picture = studio.shoot_frame(look_at(island_of(studio), 900.0), made)
    assert worker.wanted == []
    assert picture.max() > 50


def test_stones_rise_and_sink(studio: Any, places: Any) -> None:
    made, worker, _ = places
    worker.finish(PlaceKind.ISLAND)
    island = island_of(studio)
    now = studio.shoot_frame(look_at(island, 260.0, world_s=20.0), made)
    later = studio.shoot_frame(look_at(island, 260.0, world_s=23.0), made)
    changed = np.abs(now - later).max(axis=-1) > 8
    assert 0.0002 < changed.mean() < 0.05


def test_water_falls_only_from_islands_in_view_and_runs(studio: Any, places: Any) -> None:
    from griffin.render.passes.falls import FallPass

    made, _, setup = places
    fall = FallPass(setup)
    island = island_of(studio)
    frame = look_at(island, 500.0)
    dry = studio.shoot_frame(frame, made)
    assert setup.notes.places
    wet = studio.shoot_frame(frame, made, fall)
    later = studio.shoot_frame(look_at(island, 500.0, world_s=20.7), made, fall)
    is_fall = np.abs(wet - dry).max(axis=-1) > 8
    assert 0.001 < is_fall.mean() < 0.08
    assert (wet - dry)[is_fall].mean() > 0.0  # water is bright
    assert (np.abs(later - wet).max(axis=-1) > 4).mean() > 0.0005
    view = frame.views[0]
    away = replace(
        view, view_from_world=mat_look_at(view.eye_world, view.eye_world * 2.0 - island.place_world)
    )
    nothing = studio.shoot_frame(replace(frame, views=(away,)), made, fall)
    assert nothing.max() == 0
    fall.release()


@pytest.mark.parametrize("quality", [Quality.MEDIUM, Quality.HIGH])
def test_fine_stone_adds_detail_near_by_and_none_far_off(studio: Any, quality: Quality) -> None:
    from griffin.render.passes.places import PlacePass

    low, fine = PlacePass(studio.setup), PlacePass(replace(studio.setup, quality=quality))
    island = island_of(studio)

    def roughness(made: Any, away_m: float) -> float:
        """How much neighbouring pixels differ within the island."""
        frame = look_at(island, away_m)
        made.complete(studio.context(frame))
        picture = studio.shoot_frame(frame, made).mean(axis=-1)
        inside = (picture[1:-1, 1:-1] > 0) & (picture[1:-1, :-2] > 0) & (picture[1:-1, 2:] > 0)
        bend = np.abs(2.0 * picture[1:-1, 1:-1] - picture[1:-1, :-2] - picture[1:-1, 2:])
        return float(bend[inside].mean())

    assert roughness(fine, 90.0) > 1.5 * roughness(low, 90.0)
    low.release()
    fine.release()
