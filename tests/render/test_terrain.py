"""The land pass: what it wishes for, when it takes it, and how pictures come in."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from griffin.render.detail import DETAIL_M
from griffin.render.land_tiles import Tile
from griffin.render.land_view import meets_view
from griffin.render.quality import Quality
from griffin.scene.frame import SceneFrame
from griffin.tools.bench import shift
from griffin.tools.shot import find_scene
from griffin.tools.stage import make_stage

pytestmark = pytest.mark.gl


@pytest.fixture(scope="module")
def frame() -> SceneFrame:
    return replace(find_scene("glide").compose(make_stage(1)), creatures=())


@pytest.fixture
def land(studio: Any) -> Iterator[tuple[Any, Any]]:
    """A pass, and the worker that makes its tiles when it is told to."""
    from griffin.render.passes.terrain import TerrainPass

    setup, workers = studio.by_hand()
    made = TerrainPass(setup)
    yield made, workers[0]
    made.release()


def draw_until_nothing_is_wanted(
    studio: Any,
    land: tuple[Any, Any],
    frame: SceneFrame,
    *,
    but: tuple[Tile, ...] = (),
    pictures: bool = True,
) -> np.ndarray:
    """Give the pass all tiles that it wants `but` some, and their pictures."""
    terrain, worker = land
    while True:
        rgb = studio.shoot_frame(frame, terrain)
        wanted = [each for each in worker.wanted if each not in but]
        wanted = [each for each in wanted if pictures or isinstance(each, Tile)]
        if not wanted:
            return np.asarray(rgb)
        worker.finish(*wanted)
        for _ in range(0, len(wanted), studio.setup.tuning.uploads_per_frame):
            terrain.draw(studio.context(frame), frame)


def box_of(plan: Any, tile: Tile) -> list[float]:
    size_m = plan.size_m(tile.level)
    return [(tile.column + 0.5) * size_m, (tile.row + 0.5) * size_m, size_m / 2.0, -100.0, 1300.0]


def is_in_view(studio: Any, terrain: Any, frame: SceneFrame, tiles: Iterable[Tile]) -> np.ndarray:
    return meets_view(studio.context(frame), np.array([box_of(terrain.plan, tile) for tile in tiles]))


def test_what_is_in_view_is_made_first_with_its_pictures(studio: Any, land: Any, frame: SceneFrame) -> None:
    terrain, worker = land
    studio.shoot_frame(frame, terrain)
    is_tile = [isinstance(wish, Tile) for wish in worker.wanted]
    first_picture = is_tile.index(False)
    tiles_after = is_tile.index(True, first_picture)
    assert first_picture > 0
    assert all(is_tile[tiles_after:])
    assert not any(is_tile[first_picture:tiles_after])
    assert not is_in_view(studio, terrain, frame, worker.wanted[tiles_after:]).any()


def test_tiles_are_chosen_anew_when_four_replace_their_parent(
    studio: Any, land: Any, frame: SceneFrame
) -> None:
    terrain, worker = land
    studio.shoot_frame(frame, terrain)
    tiles = [each for each in worker.wanted if isinstance(each, Tile)]
    families = (Tile(each.level + 1, each.column // 2, each.row // 2).children() for each in tiles)
    family = next(each for each in families if is_in_view(studio, terrain, frame, each).all())
    draw_until_nothing_is_wanted(studio, land, frame, but=family, pictures=False)
    counts = [terrain.drawn_tiles]
    for tile in family:
        worker.finish(tile)
        studio.shoot_frame(frame, terrain)
        counts.append(terrain.drawn_tiles)
    assert len(set(counts[:4])) == 1
    assert counts[4] > counts[3]


def test_the_first_picture_does_not_wait_for_all_tiles(studio: Any, land: Any, frame: SceneFrame) -> None:
    terrain, worker = land
    made: list[Tile] = []
    make = worker.make
    worker.make = lambda tile: (made.append(tile), make(tile))[1]
    studio.shoot_frame(frame, terrain)
    families = [Tile(each.level + 1, each.column // 2, each.row // 2) for each in made]
    assert is_in_view(studio, terrain, frame, families).all()
    few = terrain.drawn_tiles
    terrain.complete(studio.context(frame))
    studio.shoot_frame(frame, terrain)
    assert 0 < few < terrain.drawn_tiles


def test_far_from_home_there_is_land(studio: Any, land: Any, frame: SceneFrame) -> None:
    terrain, _ = land
    away = shift(frame, np.array([150_000.0, 0.0, 90_000.0]), frame.world_s)
    terrain.complete(studio.context(away))
    studio.shoot_frame(away, terrain)
    assert terrain.drawn_tiles > 20


def test_pictures_come_in_gently_while_the_world_stands_still(
    studio: Any, land: Any, frame: SceneFrame
) -> None:
    from griffin.render.land_atlas import FADE_S

    terrain, _ = land
    unpainted = draw_until_nothing_is_wanted(studio, land, frame, pictures=False)
    new = draw_until_nothing_is_wanted(studio, land, frame)
    half, full = (
        studio.shoot_frame(replace(frame, shown_s=frame.shown_s + late_s), terrain)
        for late_s in (0.5 * FADE_S, FADE_S)
    )
    terrain.complete(studio.context(frame))
    whole = studio.shoot_frame(frame, terrain)
    off_unpainted, off_new, off_half, off_full = (
        np.abs(rgb - whole).mean() for rgb in (unpainted, new, half, full)
    )
    assert off_unpainted == pytest.approx(off_new, rel=0.2)
    assert off_new > 1.5 * off_half > 0.2
    assert off_full == 0.0


def quick(studio: Any, quality: Quality) -> Any:
    """A setup for one quality whose tiles are few and coarse."""
    setup, _ = studio.by_hand()
    tuning = replace(setup.tuning, tile_cells=6, picture_px=16, reach_m=6000.0)
    return replace(setup, quality=quality, tuning=tuning)


@pytest.fixture(scope="module")
def plain_land(studio: Any, frame: SceneFrame) -> np.ndarray:
    """The frame at quality low, finished."""
    return shoot_quickly(studio, Quality.LOW, frame)


def shoot_quickly(studio: Any, quality: Quality, *frames: SceneFrame) -> Any:
    from griffin.render.passes.terrain import TerrainPass

    terrain = TerrainPass(quick(studio, quality))
    terrain.complete(studio.context(frames[0]))
    shots = [studio.shoot_frame(each, terrain) for each in frames]
    terrain.release()
    return shots[0] if len(shots) == 1 else shots


@pytest.mark.parametrize("quality", [Quality.MEDIUM, Quality.HIGH])
def test_every_quality_shows_the_same_land(
    studio: Any, frame: SceneFrame, plain_land: np.ndarray, quality: Quality
) -> None:
    """Lit by the pixel or at the vertices, near or far: the colours agree."""
    fine_land = shoot_quickly(studio, quality, frame)
    is_land = (plain_land.sum(axis=-1) > 0) & (fine_land.sum(axis=-1) > 0)
    assert is_land.mean() > 0.3
    rows = np.arange(len(plain_land))[:, None] * np.ones_like(is_land)
    for low, high in itertools.pairwise(np.quantile(rows[is_land], [0.0, 0.25, 0.5, 0.75, 1.0])):
        here = is_land & (rows >= low) & (rows <= high)  # from the far to the near
        assert np.abs(plain_land[here].mean(axis=0) - fine_land[here].mean(axis=0)).max() < 14.0


def test_fine_land_does_not_jump_where_its_textures_begin_anew(studio: Any, frame: SceneFrame) -> None:
    """A millimetre on, and the eye is in the next repeat: the picture stays the same."""
    (view,) = frame.views
    repeat_m = 5.0 * DETAIL_M
    edge_m = np.ceil(view.eye_world[0] / repeat_m) * repeat_m
    offs_m = (edge_m + side_m - view.eye_world[0] for side_m in (-0.0005, 0.0005))
    before, after = (shift(frame, np.array([off_m, 60.0, 0.0]), frame.world_s) for off_m in offs_m)
    shots = shoot_quickly(studio, Quality.HIGH, before, after)
    assert np.abs(shots[0] - shots[1]).mean() < 1.0
