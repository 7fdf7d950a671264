"""Who flies, in films of recorded and drawn people: made by a script, and watched by the real pose models."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from griffin.clock import ManualClock
from griffin.gesture.features import locate_trunk
from griffin.gesture.recognizer import Recognition, Recognizer
from griffin.vision.crowd_landmarker import CrowdLandmarker
from griffin.vision.demo_canvas import Pinhole
from griffin.vision.demo_performance import perform
from griffin.vision.demo_room import draw_room
from griffin.vision.film import VideoReader
from griffin.vision.landmarker import PoseLandmarker
from griffin.vision.lookout import Lookout
from griffin.vision.readers import ReaderTuning
from griffin.vision.synthetic import Person, draw_people
from people_films.cast import ASPECT, SIZE_PX, at
from people_films.cut_outs import Place, draw_cut_out, paste
from people_films.scenes import CROSSINGS, HANDOVERS, OTHER, PILOT, RATE_HZ, SCENES, TELEVISIONS, Scene, Walk
from tests.scripts_loader import load_script

PEOPLE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "people2"
NEAR = 0.25  # picture heights: bodies nearer to each other than that can't be told by their places
LAST_S = 1.0


# --- the films as the game sees them ---
@pytest.fixture(scope="module")
def make(pose_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Scene], Path]:
    script = load_script("make_people_films")
    studio, folder = script.Studio(PEOPLE, pose_model), tmp_path_factory.mktemp("films")
    return lambda scene: script.make_film(studio, scene, folder)


def watch(model: Path, film: Path) -> Iterator[Recognition]:
    """All frames, by the times of the film's own stamps."""
    reader = VideoReader(film, ManualClock(), ReaderTuning(), loop=False, every_frame=True)
    landmarker, lookout, recognizer = PoseLandmarker(model), Lookout(CrowdLandmarker(model)), Recognizer()
    try:
        while (frame := reader.read()) is not None:
            seen = landmarker.detect(frame, within=recognizer.view)
            look = lookout.look(frame, recognizer.look_interval_s, recognizer.known_in(seen))
            yield recognizer.recognize(seen, look)
    finally:
        reader.release()
        landmarker.close()
        lookout.close()


def who_steers(said: Recognition, places: dict[str, float]) -> str | None:
    """Whose body steers; None for nobody's, for somebody's on a screen, or while one covers the other."""
    if said.measured is None or not places:
        return None
    x, _, _ = locate_trunk(said.measured[0].picture)
    near = [name for name, place_x in places.items() if abs(x - place_x) < NEAR]
    return near[0] if len(near) == 1 else None


def steering(model: Path, film: Path) -> list[str | None]:
    told: dict[str, Any] = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
    return [
        who_steers(said, {name: xs[number] for name, xs in told["places"].items() if xs[number] is not None})
        for number, said in enumerate(watch(model, film))
    ]


@pytest.mark.pose
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(not PEOPLE.is_dir(), reason=f"the films of people are not there ({PEOPLE})")
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_who_flies_is_who_should(pose_model: Path, make: Callable[[Scene], Path], scene: Scene) -> None:
    who, expected = steering(pose_model, make(scene)), scene.expected
    others = [number / RATE_HZ for number, name in enumerate(who) if name == OTHER]
    last = set(who[-round(LAST_S * RATE_HZ) :])
    if expected.taken_over_s is None:
        assert last == {PILOT}
        assert len(others) / RATE_HZ <= expected.other_at_most_s
    else:
        earliest_s, latest_s = expected.taken_over_s
        assert last == {OTHER}
        assert earliest_s <= others[0] <= latest_s


# --- what is in them ---
def test_there_are_enough_of_each_kind() -> None:
    assert len({scene.name for scene in SCENES}) == len(SCENES)
    assert len(CROSSINGS) >= 10
    in_front = [scene for scene in CROSSINGS if scene.roles[-1].name == OTHER]
    assert 3 <= len(CROSSINGS) - len(in_front) < len(in_front)
    assert {scene.expected.taken_over_s is None for scene in HANDOVERS} == {True, False}
    assert all(scene.screen is not None for scene in TELEVISIONS)


@pytest.mark.parametrize("speed", [0.5, -0.8])
def test_who_walks_past_comes_from_outside_stops_and_goes(speed: float) -> None:
    walk = Walk(speed=speed, past_x=0.8, stops_s=2.0)
    xs = [spot.x for t_s in np.arange(0.0, walk.gone_s + 1.0, 0.1) if (spot := walk.spot_at(t_s)) is not None]
    assert xs == sorted(xs, reverse=speed < 0.0)
    assert min(xs) < -0.2
    assert max(xs) > ASPECT + 0.2
    assert sum(abs(x - 0.8) < 1e-9 for x in xs) == pytest.approx(20, abs=2)


def test_who_comes_and_leaves_walks() -> None:
    spot_at = at(1.2, comes_s=2.0, leaves_s=6.0)
    xs = [None if (spot := spot_at(0.1 * tenth)) is None else spot.x for tenth in range(100)]
    assert xs[:20] == [None] * 20
    assert xs[50] == 1.2
    assert xs[-1] is None
    there = [x for x in xs if x is not None]
    assert max(abs(a - b) for a, b in pairwise(there)) < 0.1


def test_a_drawn_cut_out_in_its_own_place_is_the_drawn_person() -> None:
    """But for the shadow on the floor, and the softness of a lens that has seen two pictures."""
    person = Person(pose=perform(2.4))
    drawn, pasted = draw_people([person], SIZE_PX), draw_room(SIZE_PX).copy()
    cut_out = draw_cut_out(person, SIZE_PX[1], Pinhole())
    place = replace(cut_out.place, x=cut_out.place.x - 1.0 + ASPECT / 2.0)
    paste(pasted, cut_out, place)
    above_floor = slice(0, round(0.75 * SIZE_PX[1]))
    off = np.abs(drawn[above_floor].astype(int) - pasted[above_floor]).max(axis=2)
    assert float(np.mean(off > 40)) < 0.005


def test_a_cut_out_is_put_where_it_shall_stand() -> None:
    cut_out = draw_cut_out(Person(pose=perform(0.3)), 360, Pinhole())
    picture = np.zeros((360, 640, 3), np.uint8)
    paste(picture, cut_out, Place(x=1.3, floor_y=0.9, tall=0.4))
    ys, xs = np.nonzero(picture.max(axis=2) > 20)
    assert (xs.min() + xs.max()) / 2.0 / 360.0 == pytest.approx(1.3, abs=0.02)
    assert np.ptp(ys) / 360.0 == pytest.approx(0.4, abs=0.03)
    assert ys.max() / 360.0 == pytest.approx(0.9, abs=0.03)


@pytest.mark.parametrize(("names", "sentence"), [([], "lacks"), (["no_such_film"], "lacks")])
def test_a_folder_without_the_films_is_told(tmp_path: Path, capsys, monkeypatch, names, sentence) -> None:
    script = load_script("make_people_films")
    monkeypatch.setattr("sys.argv", ["make", str(tmp_path / "out"), "--people", str(tmp_path), *names])
    with pytest.raises(SystemExit) as ended:
        script.main()
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err
