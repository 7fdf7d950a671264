import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from griffin.paths import shaders_folder
from griffin.tools import bench_against, bench_passes
from griffin.tools.bench import TUNING, leg_frames, summarize
from griffin.tools.stage import make_stage


def test_a_leg_is_the_same_way_every_time_and_above_the_ground() -> None:
    stage = make_stage(TUNING.seed)
    for name, speed_mps in TUNING.legs:
        frames = list(leg_frames(stage, name, speed_mps, 40, TUNING))
        eyes = np.array([frame.views[0].eye_world for frame in frames])
        assert (eyes[:, 1] > stage.terrain.surface_m(eyes[:, 0], eyes[:, 2]) + 1.0).all()
        level_m = np.hypot(*(eyes[-1] - eyes[0])[[0, 2]])
        assert level_m == pytest.approx(speed_mps * 39 * TUNING.frame_s, abs=1e-6)
        view = frames[-1].views[0].view_from_world @ [*eyes[-1], 1.0]
        assert np.allclose(view[:3], 0.0, atol=1e-6)


@pytest.mark.gl
@pytest.mark.slow
@pytest.mark.timeout(400)
def test_the_bench_tells_what_a_picture_costs(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    command = [sys.executable, "-m", "griffin", "bench", "render", "--size", "160x90", "--seconds", "0.5"]
    command += ["--quality", "low", "--json", str(path), "--without-griffin"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=360)
    if "off-screen" in done.stderr:
        pytest.skip("no off-screen OpenGL here")
    report = json.loads(path.read_text())
    assert report["frames"] >= 8
    assert 0 < report["draw_calls"]["max"] <= 60
    assert 20_000 < report["triangles"]["max"] <= 120_000
    assert 0.0 < report["submission_ms"]["median"] < report["submission_ms"]["p99"]
    assert done.stdout.strip() == summarize(report)


@pytest.mark.gl
@pytest.mark.slow
@pytest.mark.timeout(400)
def test_the_bench_tells_what_each_pass_costs(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    command = [sys.executable, "-m", "griffin", "bench", "render", "--by-pass", "--size", "160x90"]
    command += ["--seconds", "0.5", "--quality", "low", "--json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=360)
    if "off-screen" in done.stderr:
        pytest.skip("no off-screen OpenGL here")
    report = json.loads(path.read_text())
    assert {"TerrainPass", "SkyPass", "GriffinPass", "HudPass"} <= report["passes"].keys()
    for row in report["passes"].values():
        less = row["cpu_ms_less"]
        assert less["low"] <= less["median"] <= less["high"] < row["cpu_ms"]
    assert done.stdout.strip() == bench_passes.summarize(report)


@pytest.mark.gl
@pytest.mark.slow
@pytest.mark.timeout(400)
def test_the_bench_tells_what_other_shaders_cost(tmp_path: Path) -> None:
    folder = tmp_path / "shaders"
    shutil.copytree(shaders_folder(), folder)
    sky = folder / "sky.frag"
    slow = "vec3 c = v_colour; for (int i = 0; i < 400; i++) c = sin(c * 3.0); o_colour = vec4(c, 1.0);"
    sky.write_text(sky.read_text().replace("o_colour = vec4(v_colour + dither(gl_FragCoord.xy), 1.0);", slow))
    path = tmp_path / "bench.json"
    command = [
        sys.executable,
        "-m",
        "griffin",
        "bench",
        "render",
        "--against",
        str(folder),
        "--size",
        "160x90",
    ]
    command += ["--seconds", "0.5", "--quality", "low", "--json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=360)
    if "off-screen" in done.stderr:
        pytest.skip("no off-screen OpenGL here")
    report = json.loads(path.read_text())
    assert report["all"]["cpu_ms_less"]["median"] < -0.5
    assert report["legs"].keys() == {"perch", "glide", "wood", "water"}
    assert done.stdout.strip() == bench_against.summarize(report)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["render", "--against", "nowhere"], "nowhere is no folder"),
        (["render", "--by-pass", "--against", "nowhere"], "Only one thing is compared"),
        (["play", "--against", "nowhere"], "isn't drawn with two kinds"),
    ],
)
def test_what_cant_be_compared_is_one_sentence(options: list[str], said: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "griffin", "bench", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2


def test_the_passes_are_listed_by_what_they_cost() -> None:
    def row(cpu_ms: float) -> dict[str, object]:
        less = {"low": cpu_ms - 0.5, "median": cpu_ms, "high": cpu_ms + 0.5}
        return {"cpu_ms": 20.0, "cpu_ms_less": less, "frame_ms_less": less}

    lines = bench_passes.summarize(
        {
            "renderer": "driver",
            "quality": "low",
            "size_px": [640, 360],
            "pictures": 8,
            "passes": {"SkyPass": row(1.0), "TerrainPass": row(7.5), "HudPass": row(-0.1)},
        }
    ).splitlines()
    assert lines[0] == "driver, low, 640x360, 8 pictures each"
    assert [line.split()[0] for line in lines[2:]] == ["TerrainPass", "SkyPass", "HudPass"]
    assert lines[2].split()[1:] == ["7.50", "7.00", "to", "8.00", "37.5", "%", "7.50"]
