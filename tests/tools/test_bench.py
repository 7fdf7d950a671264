import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

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
