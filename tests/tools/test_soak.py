"""What `griffin soak` samples, how it judges, and that a real game is measured."""

import mmap
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from griffin.app.parent_watchdog import StopFlag
from griffin.cli import main
from griffin.clock import ManualClock, MonotonicClock
from griffin.options import PlayOptions
from griffin.progress import ignore_progress
from griffin.render.quality import Quality
from griffin.tools.processes import family, holding
from griffin.tools.soak import SoakTuning, Watch, find_complaints, growth_percent, run_soak, summarize
from griffin.vision.pose_model import resolve_pose_model

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what other processes hold")


def process(*, starts: int = 1, **growth: float | None) -> dict[str, Any]:
    return {
        "memory_mb": [100.0, None],
        "descriptors": [7, None],
        "threads": [3, None],
        "starts": starts,
        "growth_percent": {"memory": 0.0, "descriptors": 0.0, "threads": 0.0} | growth,
    }


def report_of(**processes: dict[str, Any]) -> dict[str, Any]:
    return {
        "renderer": "llvmpipe",
        "quality": "low",
        "size_px": [320, 180],
        "minutes": 2,
        "settle_minutes": 1,
        "most_growth_percent": 3.0,
        "processes": processes,
        "frame_ms_by_minute": [{"frames": 9, "median": 12.34, "p95": 15.0, "p99": 20.0, "max": 30.0}],
        "frame_growth_percent": None,
        "complaints": [],
    }


def test_growth_is_the_trend_and_not_an_odd_minute() -> None:
    assert growth_percent([100.0, 101.0, 102.0, 103.0]) == pytest.approx(100.0 * 3.0 / 101.5, abs=0.01)
    assert growth_percent([100.0, 100.0, 180.0, 100.0, 100.0, 100.0]) == 0.0
    assert growth_percent([100.0, None, 104.0]) == pytest.approx(100.0 * 4.0 / 102.0, abs=0.01)
    assert growth_percent([100.0, 90.0]) == pytest.approx(-10.5, abs=0.05)
    assert growth_percent([0.0, 0.0]) == 0.0
    assert growth_percent([100.0, None]) is None
    assert growth_percent([]) is None


def test_a_slow_leak_under_ups_and_downs_is_found() -> None:
    leaking = [400.0 + 0.8 * minute + (25.0 if minute % 3 == 0 else 0.0) for minute in range(27)]
    steady = [400.0 + (25.0 if minute % 3 == 0 else 0.0) for minute in range(27)]
    assert growth_percent(leaking) == pytest.approx(5.0, abs=0.5)
    assert growth_percent(steady) == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize(
    ("kind", "complaint"),
    [
        ({"memory": 3.1}, "the camera process' memory grew by 3.1 % in 1 minutes"),
        ({"descriptors": 14.0}, "the camera process' descriptors grew by 14 % in 1 minutes"),
        ({"threads": 50.0}, "the camera process' threads grew by 50 % in 1 minutes"),
        ({"starts": 2}, "the camera process was started 2 times"),
    ],
)
def test_what_grows_or_was_started_again_is_named(kind: dict[str, Any], complaint: str) -> None:
    report = report_of(play=process(), camera=process(**kind))
    assert find_complaints(report) == [complaint]


def test_what_is_steady_shrinks_or_is_unknown_is_no_complaint() -> None:
    assert find_complaints(report_of(play=process(), camera=process(memory=3.0, threads=None))) == []
    assert find_complaints(report_of(camera=process(memory=-20.0))) == []


def test_the_table_has_a_row_a_minute_and_ends_with_a_sentence() -> None:
    report = report_of(play=process(), camera=process(memory=4.0))
    first, head, *minutes, growth, verdict = summarize(report).splitlines()
    assert first.startswith("llvmpipe, low, 320x180: ")
    assert head.split() == ["minute", "play", "camera", "median", "p99"]
    assert minutes[0].split() == ["1", *["100.0", "7", "3"] * 2, "12.3", "20.0"]
    assert minutes[1].split() == ["2", *["-"] * 8]
    assert growth.split() == ["growth", "+0.00", "%", "+4.00", "%", "-", "%"]
    assert verdict.startswith("Steady: ")
    leaky = report | {"complaints": find_complaints(report)}
    assert summarize(leaky).splitlines()[-1].endswith("the camera process' memory grew by 4 % in 1 minutes.")


def test_this_process_is_watched_by_the_minute() -> None:
    clock = ManualClock(100.0)
    watch = Watch(clock, SoakTuning(settle_minutes=0))
    watch.sample()
    clock.advance(130.0)  # the second minute has no sample
    kept = mmap.mmap(-1, 8_000_000)  # new memory, not some that was given back before
    kept.write(os.urandom(len(kept)))
    stop = threading.Event()
    threads = [threading.Thread(target=stop.wait) for _ in range(3)]
    with Path(__file__).open(), Path(__file__).open():
        for thread in threads:
            thread.start()
        watch.sample()
    stop.set()
    for thread in threads:
        thread.join()
    own = watch.as_json(3)["play"]
    before_mb, missing, after_mb = own["memory_mb"]
    assert missing is None
    assert after_mb - before_mb == pytest.approx(len(kept) / 1e6, abs=2.0)
    assert own["descriptors"][2] - own["descriptors"][0] == 2
    assert own["threads"][2] - own["threads"][0] == 3
    assert own["growth_percent"]["threads"] > 0.0
    assert own["starts"] == 1


def test_a_process_that_is_gone_holds_nothing() -> None:
    assert os.getpid() in family(os.getpid())
    assert holding(2**22 + 1) is None  # above the highest number that Linux gives


@pytest.mark.parametrize("minutes", ["4", "1440", "7.5", "many"])
def test_too_few_or_too_many_minutes_are_refused(minutes: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["soak", "--minutes", minutes])
    assert ended.value.code == 2
    assert f"'{minutes}' is not a number of whole minutes, 5 to 1439" in capsys.readouterr().err


@pytest.mark.pose
@pytest.mark.gl
def test_all_processes_of_a_real_game_are_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    report = run_soak(
        PlayOptions(source="demo", size_px=(160, 96), quality=Quality.LOW),
        4,
        lambda progress: resolve_pose_model(None, progress),
        ignore_progress,
        MonotonicClock().now_s(),
        MonotonicClock(),
        StopFlag(),
        SoakTuning(minute_s=5.0, sample_s=0.5, settle_minutes=1),
    )
    assert set(report["processes"]) >= {"play", "flight", "camera", "sound", "note filter"}
    for name in ("flight", "camera", "sound"):  # on a busy machine they start late, and the sound again
        process = report["processes"][name]
        assert process["starts"] >= 1
        assert max(mb or 0.0 for mb in process["memory_mb"]) > 5.0
        assert max(count or 0 for count in process["descriptors"]) >= 3
        assert max(count or 0 for count in process["threads"]) >= 1
    assert report["processes"]["play"]["growth_percent"]["memory"] is not None
    assert summarize(report).startswith(report["renderer"])
