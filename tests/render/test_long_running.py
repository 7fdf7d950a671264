"""After days of running the land moves from picture to picture as in the first minute."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from griffin.linalg import mat_look_at
from griffin.meshes.bird_mesh import flock_birds
from griffin.paths import shaders_folder
from griffin.render.quality import TUNINGS, Quality
from griffin.scene.frame import CameraView, SceneFrame
from griffin.tools.shot import find_scene
from griffin.tools.stage import make_stage
from griffin.world.cycle import CYCLE_S

pytestmark = pytest.mark.gl

DAY_S = 86_400.0
SIZE_PX = (160, 90)
STAGE = make_stage(1)
FRAME = replace(find_scene("wood").compose(STAGE), creatures=())
COARSE = replace(
    TUNINGS[Quality.LOW],
    reach_m=6000.0,
    picture_px=24,
    flora=replace(TUNINGS[Quality.LOW].flora, tree_reach_m=500.0),
)


@pytest.fixture(scope="module")
def renderer(window: Any) -> Iterator[Any]:
    from griffin.render.renderer import Renderer

    made = Renderer(
        size_px=SIZE_PX, terrain=STAGE.terrain, perch=STAGE.perch, quality=Quality.LOW, tuning=COARSE
    )
    made.complete(at(0.0))
    made.draw(at(0.0))
    yield made
    made.release()


def at(time_s: float) -> SceneFrame:
    return replace(FRAME, world_s=20.0 + time_s, shown_s=20.0 + time_s)


def shoot(renderer: Any, time_s: float) -> np.ndarray:
    renderer.draw(at(time_s))
    picture: np.ndarray = renderer.read_pixels().astype(int)
    return picture


def test_what_shaders_get_after_a_month_is_small(renderer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A float of 32 bits has steps of 1/4096 or less up to 4096."""
    from griffin.render.core.gpu import Program, UniformBlock

    largest: dict[str, float] = {}

    def note(name: str, value: Any) -> None:
        numbers = np.abs(np.asarray(value, dtype=float))
        largest[name] = max(largest.get(name, 0.0), float(numbers[np.isfinite(numbers)].max(initial=0.0)))

    set_uniform, write_block = Program.set, UniformBlock.write

    def noting_set(self: Program, name: str, value: Any) -> None:
        note(name, value)
        set_uniform(self, name, value)

    def noting_write(self: UniformBlock, data: np.ndarray) -> None:
        for name in data.dtype.names or ():
            note(name, data[name])
        write_block(self, data)

    monkeypatch.setattr(Program, "set", noting_set)
    monkeypatch.setattr(UniformBlock, "write", noting_write)
    renderer.draw(at(0.0))
    first = dict(largest)
    renderer.draw(at(30 * DAY_S + 0.4 * CYCLE_S))
    renderer.draw(at(30 * DAY_S + 0.4 * CYCLE_S + 1.0))  # with the plants of the picture before
    assert "eye" in first
    assert "u_chosen_s" in first
    grown = {name: value for name, value in largest.items() if value > max(CYCLE_S, first[name] + 1.0)}
    assert set(grown) <= {"drift"}  # metres: its steps are below a millimetre
    assert grown.get("drift", 0.0) < 9200.0


@pytest.mark.parametrize("days", [7, 30, 365])
def test_plants_move_in_every_picture(renderer: Any, days: int) -> None:
    def changed(begin_s: float) -> list[int]:
        pictures = [shoot(renderer, begin_s + index / 30.0) for index in range(8)]
        return [
            int((np.abs(later - before).max(axis=2) > 1).sum()) for before, later in pairwise(pictures[1:])
        ]

    usual = np.median(changed(0.0))
    assert usual > 20
    later = changed(days * DAY_S)
    assert min(later) > 0.4 * usual
    assert max(later) < 2.5 * usual


def bird_pictures(studio: Any, times_s: list[float]) -> list[np.ndarray]:
    """Of a flock, seen from the middle of its circle."""
    from griffin.render.passes.birds import BirdPass

    cells = ((column, row) for column in range(20) for row in range(20))
    flock = next(found for cell in cells if len(found := flock_birds(studio.setup.terrain, *cell)) > 8)
    radius_m, eye = float(flock["a_middle"][0, 3]), flock["a_middle"][0, :3].astype(float)
    angle_rad = float(flock["a_bird"][:, 0].mean() + 20.0 * flock["a_round"][0])
    ahead = np.array([math.cos(angle_rad), 0.0, math.sin(angle_rad)])
    view = CameraView(eye_world=eye, view_from_world=mat_look_at(eye, eye + radius_m * ahead), fov_y_rad=1.0)
    birds = BirdPass(studio.setup)
    pictures = [
        studio.shoot_frame(
            SceneFrame(world_s=time_s, shown_s=time_s, views=(view,), creatures=()), birds, grey=1.0
        )
        for time_s in times_s
    ]
    birds.release()
    return pictures


def test_birds_are_where_they_were_a_whole_number_of_cycles_ago(studio: Any) -> None:
    month_s = 720 * CYCLE_S
    first, second, later, later_second = bird_pictures(studio, [20.0, 20.2, 20.0 + month_s, 20.2 + month_s])
    assert (first < 250).any()
    assert np.array_equal(first, later)
    assert np.array_equal(second, later_second)
    assert not np.array_equal(first, second)


def test_plants_do_not_jump_where_a_cycle_begins_anew(renderer: Any) -> None:
    times_s = [CYCLE_S - 20.0 + step / 30.0 for step in (-4, -3, -2, -1, 0, 1, 2, 3)]
    pictures = [shoot(renderer, time_s) for time_s in times_s]
    changes = [int(np.abs(later - before).sum()) for before, later in pairwise(pictures)][1:]
    assert min(changes) > 0
    assert max(changes) < 3 * np.median(changes)


def test_shaders_take_the_world_s_time_for_whole_turns_only() -> None:
    """Whatever else went by it would jump when a cycle begins anew."""
    uses = [
        (path.name, line.strip())
        for path in sorted(shaders_folder().rglob("*.*"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\beye\.w\b|u_eye\.w\b", line.partition("//")[0])
    ]
    assert len(uses) > 10
    passed_on = ("perch_swayed(", "float s = u_eye.w;")  # which take turns of it
    assert [
        use for use in uses if "cycle_" not in use[1] and not any(word in use[1] for word in passed_on)
    ] == []
