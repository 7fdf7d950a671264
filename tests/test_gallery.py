"""The gallery: what its script lists can be composed, lies in the folder, and is small."""

from itertools import islice
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from griffin.tools.shot import SCENES
from griffin.tools.stage import make_stage
from tests.scripts_loader import load_script

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "gallery"


@pytest.fixture(scope="module")
def gallery() -> ModuleType:
    return load_script("gallery")


def test_each_picture_is_of_a_scene(gallery: ModuleType) -> None:
    for pictures in gallery.SETS.values():
        assert set(pictures.scenes) <= set(SCENES)


def test_the_griffins_pictures_and_films_are_in_the_folder(gallery: ModuleType) -> None:
    pictures = gallery.SETS["griffin"]
    paths = [gallery.picture_path("griffin", scene, "high") for scene in pictures.scenes]
    paths += [FOLDER / f"{film.name}.mp4" for film in pictures.films]
    for path in paths:
        assert path.is_file(), f"run scripts/gallery.py griffin --only {path.stem}"


def test_all_is_small() -> None:
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert max(sizes) < 1_000_000
    assert sum(sizes) < 12_000_000


def test_pictures_at_several_qualities_have_several_names(gallery: ModuleType) -> None:
    assert gallery.picture_path("land", "glide", "low").name == "land-glide-low.jpg"
    assert gallery.picture_path("griffin", "griffin-dive", "high").name == "griffin-dive.png"


def test_a_turntable_goes_around_and_a_flap_cycle_beats(gallery: ModuleType) -> None:
    stage = make_stage(1)
    turns = list(gallery.turntable(stage, 8))
    eyes = np.array([frame.views[0].eye_world - frame.creatures[0].world_from_body[:3, 3] for frame in turns])
    assert np.ptp(eyes[:, 0]) > 10.0
    assert np.ptp(eyes[:, 2]) > 10.0
    beats = islice(gallery.flap_cycle(stage, 30), 30)
    assert np.ptp([frame.creatures[0].body_from_joint[:, 1, 3].max() for frame in beats]) > 1.0


def test_pairs_show_the_older_picture_on_the_left(gallery: ModuleType, tmp_path: Path) -> None:
    before, now = tmp_path / "before", tmp_path / "now"
    for folder, grey in ((before, 30), (now, 220)):
        folder.mkdir()
        for scene in gallery.SETS["land"].scenes:
            Image.new("RGB", (64, 36), (grey, grey, grey)).save(
                gallery.picture_path("land", scene, "high", folder)
            )
    with Image.open(gallery.draw_pairs("land", before, now)) as sheet:
        pixels = np.asarray(sheet.convert("L"))
    middle = pixels.shape[1] // 2
    assert pixels[:, : middle - 8].max() < 60
    assert pixels[:, middle + 8 :].min() > 190
