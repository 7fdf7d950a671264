"""The script that judges pictures: its verdicts, and what it says about pictures that it is given."""

import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from griffin.tools.shot import SCENES
from tests.scripts_loader import load_script


@pytest.fixture(scope="module")
def judge() -> ModuleType:
    return load_script("judge_pictures")


def save_picture(path: Path, level: int, size_px: tuple[int, int] = (960, 540)) -> None:
    Image.new("RGB", size_px, (level, level, level)).save(path)


def test_each_target_is_of_a_view(judge: ModuleType) -> None:
    assert set(judge.SCENES) <= set(SCENES)
    assert {view for _, view in judge.TARGETS} <= set(judge.VIEWS)
    assert all(least < most for least, most in judge.TARGETS.values())


def test_the_reference_has_all_that_is_compared(judge: ModuleType) -> None:
    of, figures = judge.load_reference(judge.REFERENCE)
    assert of == "2397707"
    names = {ratio: name for name, ratio in judge.RATIOS.items()}
    for quality in judge.QUALITIES:
        for ratio, view in judge.TARGETS:
            if ratio in names:
                assert figures[quality][view][names[ratio]] > 0.0


@pytest.mark.parametrize(
    ("name", "view", "value", "held"),
    [
        ("level_8.6h", "light", 2.2, True),
        ("level_8.6h", "light", 3.21, False),
        ("spread_ratio", "glide", 1.19, False),
        ("spread_ratio", "water", 0.96, True),
        ("spread", "water", 0.0, None),
        ("repeat", "rock", -0.2, True),
    ],
)
def test_a_figure_holds_within_its_target(
    judge: ModuleType, name: str, view: str, value: float, held: bool | None
) -> None:
    assert judge.is_held(view, name, value) is held


def test_ratios_are_to_the_reference_and_a_missing_one_is_no_success(judge: ModuleType) -> None:
    found = {"spread": 3.0, "clipped_frac": 0.0}
    figures = judge.add_ratios(found, {"spread": 2.0, "clipped_frac": 0.1})
    assert figures == {**found, "spread_ratio": 1.5}
    assert judge.is_good("glide", figures)
    assert not judge.is_good("glide", found)
    assert not judge.is_good("glide", {**figures, "clipped_frac": 0.1})


def test_rows_say_what_holds_and_what_is_missed(judge: ModuleType) -> None:
    figures = {"clipped_frac": 0.01, "spread": 2.0, "spread_ratio": 1.3}
    rows = [row.split() for row in judge.show_rows("low", "glide", figures)]
    assert rows == [
        ["glide", "low", "clipped_frac", "0.0100", "at", "most", "0.005", "MISSED"],
        ["glide", "low", "spread", "2.0000"],
        ["glide", "low", "spread_ratio", "1.3000", "at", "least", "1.2", "holds"],
    ]
    (row,) = judge.show_rows("low", "rock", {})
    assert row.endswith("MISSED: can't be measured")


def test_pictures_of_a_folder_are_judged(
    judge: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(judge, "POINTS", (32, 18))
    save_picture(tmp_path / "water-low.png", 255)
    file = tmp_path / "figures.json"
    arguments = ["--pictures", str(tmp_path), "--scene", "water", "--quality", "low"]
    status = judge.run(judge.parse_options([*arguments, "--save-figures", str(file), "--of", "white"]))
    assert status == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ratios are to 2397707"
    assert [line.rpartition(" ")[2] for line in lines if "clipped_frac" in line] == ["MISSED"]
    assert judge.load_reference(file)[0] == "white"
    assert json.loads(file.read_text())["figures"]["low"]["water"]["clipped_frac"] == 1.0


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (
            lambda folder: None,
            "judge_pictures: {folder}/water-low.png can't be read. Leave it out with --scene.",
        ),
        (
            lambda folder: save_picture(folder / "water-low.png", 9, (64, 36)),
            "judge_pictures: {folder}/water-low.png isn't 960x540. Draw it with --size 960x540.",
        ),
        (
            lambda folder: (folder / "figures.json").write_text("{}"),
            "judge_pictures: {folder}/figures.json holds no figures. --save-figures writes such a file.",
        ),
    ],
)
def test_what_cannot_be_judged_gets_one_sentence(
    judge: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    prepare: object,
    sentence: str,
) -> None:
    prepare(tmp_path)  # type: ignore[operator]
    arguments = ["--pictures", str(tmp_path), "--scene", "water", "--quality", "low"]
    if (tmp_path / "figures.json").exists():
        arguments += ["--against", str(tmp_path / "figures.json")]
    monkeypatch.setattr("sys.argv", ["judge_pictures.py", *arguments])
    assert judge.main() == 2
    assert capsys.readouterr().err.splitlines() == [sentence.format(folder=tmp_path)]


def test_lit_and_shaded_land_is_told_apart_by_its_place(judge: ModuleType) -> None:
    """A picture whose sunlit points are painted yellow and whose shaded ones blue is warm in the sun."""
    views = judge.Views(8.6, ["glide"])
    frame = views.frames["glide"]
    camera = judge.Camera(view=frame.views[0], size_px=judge.SIZE_PX)
    before = judge.creatures_and_perch(views.stage, frame)
    ground = judge.survey_picture(views.stage, camera, before, points=(96, 54))
    rgb = np.full((540, 960, 3), 128, dtype=np.uint8)
    for is_wanted, colour in ((ground.land.is_lit, (200, 180, 60)), (ground.land.is_shaded, (60, 70, 120))):
        for column, row in zip(ground.column_px[is_wanted], ground.row_px[is_wanted], strict=True):
            rgb[round(row) - 2 : round(row) + 3, round(column) - 2 : round(column) + 3] = colour
    assert judge.judge_light(ground, rgb)["warmth"] > 70.0
