"""What `griffin bench latency` measures in a real game, and how it prints it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from griffin.app.latency import LEGS, VIEW, WHOLE
from griffin.tools.bench_latency import summarize


def test_the_table_has_a_line_for_each_leg_and_a_dash_for_what_is_unknown() -> None:
    known = {"median": 12.34, "p95": 20.0}
    report: dict[str, Any] = {
        "renderer": "llvmpipe",
        "quality": "low",
        "size_px": [320, 180],
        "is_headless": False,
        "frames": 7,
        "frame_ms": known,
        "inference_ms": known,
        "latency_ms": dict.fromkeys((*LEGS, WHOLE, VIEW), known)
        | {"inferred_to_sent": {"median": None, "p95": None}},
    }
    first, _, *rows = summarize(report).splitlines()
    assert first == "llvmpipe, low, 320x180, in a window: 7 pictures"
    assert rows[0].split() == ["a", "picture", "12.3", "20.0"]
    assert rows[2].split() == ["inferred", "to", "sent", "-", "-"]
    assert rows[-3].split() == ["capture", "to", "screen", "12.3", "20.0"]
    assert rows[-1] == "Smooth, with 81 pictures and 81 looks at the player a second."


@pytest.mark.pose
@pytest.mark.gl
def test_a_short_game_has_every_leg(tmp_path: Path) -> None:
    path = tmp_path / "latency.json"
    command = [sys.executable, "-m", "griffin", "bench", "latency", "--size", "160x96", "--quality", "low"]
    done = subprocess.run(
        [*command, "--seconds", "8", "--json", str(path)], capture_output=True, text=True, timeout=170
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(path.read_text())
    medians_ms = {name: spread["median"] for name, spread in report["latency_ms"].items()}
    assert set(medians_ms) == {WHOLE, *LEGS, VIEW}
    assert min(medians_ms.values()) > 0.0
    assert max(medians_ms, key=medians_ms.__getitem__) in (WHOLE, VIEW)
    assert done.stdout.strip() == summarize(report)
