"""The gallery: what its script lists is in the folder, small, and can be composed."""

import importlib.util
import sys
from itertools import islice
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from griffin.app.shot import SCENES, make_stage

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "gallery"


@pytest.fixture(scope="module")
def gallery() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gallery", ROOT / "scripts" / "gallery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gallery"] = module  # its dataclasses look for themselves there
    spec.loader.exec_module(module)
    return module


def test_each_still_is_a_scene_and_each_name_is_one_entrys(gallery: ModuleType) -> None:
    names = [entry.name for entry in gallery.GALLERY]
    assert len(set(names)) == len(names)
    assert {entry.name for entry in gallery.GALLERY if isinstance(entry, gallery.Still)} <= set(SCENES)


def test_each_entry_is_in_the_folder_and_all_is_small(gallery: ModuleType) -> None:
    for entry in gallery.GALLERY:
        ending = "png" if isinstance(entry, gallery.Still) else "mp4"
        assert (FOLDER / f"{entry.name}.{ending}").is_file(), f"run scripts/gallery.py {entry.name}"
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert max(sizes) < 1_000_000
    assert sum(sizes) < 12_000_000


def test_a_turntable_goes_around_and_a_flap_cycle_beats(gallery: ModuleType) -> None:
    stage = make_stage(1)
    eyes = [
        frame.camera.eye_world - frame.griffin.world_from_body[:3, 3] for frame in gallery.turntable(stage, 8)
    ]
    assert np.ptp([eye[0] for eye in eyes]) > 10.0
    assert np.ptp([eye[2] for eye in eyes]) > 10.0
    heights = [
        frame.griffin.body_from_joint[:, 1, 3].max() for frame in islice(gallery.flap_cycle(stage, 30), 30)
    ]
    assert np.ptp(heights) > 1.0
