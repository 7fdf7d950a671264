"""Sounds made anew are those shipped, by loudness, colour and length: the last bits depend on the CPU."""

import json
from pathlib import Path

import pytest

from griffin.paths import assets_folder
from tests.scripts_loader import load_script

TABLE = json.loads((assets_folder() / "sounds" / "sounds.json").read_text(encoding="utf-8"))
SHORT = ("stroke_3", "talons", "sign_menu", "tit_2")


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sounds")
    assert load_script("build_sounds").main(["--folder", str(folder), *SHORT]) == 0
    return folder


def test_only_what_is_named_is_made(rebuilt: Path) -> None:
    assert {file.name for file in rebuilt.iterdir()} == {"sounds.json", *(f"{name}.opus" for name in SHORT)}


@pytest.mark.parametrize("name", SHORT)
def test_it_sounds_like_what_is_shipped(rebuilt: Path, name: str) -> None:
    made, shipped = json.loads((rebuilt / "sounds.json").read_text(encoding="utf-8"))[name], TABLE[name]
    assert made["seconds"] == shipped["seconds"]
    assert made["channels"] == shipped["channels"]
    assert made["loudness_lufs"] == pytest.approx(shipped["loudness_lufs"], abs=0.3)
    assert made["centroid_hz"] == pytest.approx(shipped["centroid_hz"], rel=0.05)


def test_an_unknown_name_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        load_script("build_sounds").main(["--folder", str(tmp_path), "bagpipe"])
    assert "no such sound: bagpipe" in capsys.readouterr().err
