"""The report has all its fields, whoever measured and however little."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from griffin.app.durations import Durations
from griffin.app.report import (
    CameraParts,
    FlightTally,
    PoseTally,
    merge_reports,
    read_report,
    spread_ms,
    write_report,
)
from griffin.errors import ConfigError
from griffin.events import EventKind, GestureEvent
from griffin.flight.state import FlightState

FIELDS = {
    "renderer",
    "frames",
    "frame_ms",
    "frame_ms_by_minute",
    "pose",
    "latency_ms",
    "events",
    "flight",
    "sandboxed",
    "camera_restarts",
    "dropped_lines",
}


def flight_part(tally: FlightTally) -> dict[str, Any]:
    return tally.as_json(
        renderer="llvmpipe", quality="low", state=FlightState(), states_sha256="5e1f", dropped_lines=0
    )


def test_spread_is_in_milliseconds() -> None:
    durations_s = np.linspace(0.0, 0.1, 101).tolist()
    assert spread_ms(durations_s, "median", "p95", "p99", "max") == {
        "median": 50.0,
        "p95": 95.0,
        "p99": 99.0,
        "max": 100.0,
    }
    assert spread_ms([], "median", "p95") == {"median": None, "p95": None}


def test_a_report_without_a_single_frame_has_every_field() -> None:
    report = merge_reports(flight_part(FlightTally()), None)
    assert set(report) >= FIELDS
    assert report["sandboxed"] is False
    assert report["camera_restarts"] == 0
    assert set(report["pose"]) == {"source_frames", "inferred", "with_player", "inference_ms", "overhead_ms"}
    assert set(report["latency_ms"]["capture_to_screen"]) == {"median", "p95"}
    assert set(report["flight"]) == {"distance_m", "airborne_s", "min_clearance_m", "states_sha256"}
    json.dumps(report, allow_nan=False)


def test_both_parts_meet() -> None:
    pose = PoseTally(
        source_frames=10, inferred=8, with_player=7, model_s=Durations([0.02]), overhead_s=Durations([0.001])
    )
    parts = CameraParts()
    parts.add({"pose": pose.as_json(), "sandboxed": True})
    report = merge_reports(flight_part(FlightTally()), parts.as_json())
    assert report["sandboxed"] is True
    assert report["camera_restarts"] == 0
    assert report["pose"]["inference_ms"] == {"median": 20.0, "p95": 20.0}
    assert report["pose"]["with_player"] == 7


def camera_part(inferred: int, *, model_s: float = 0.02, sandboxed: bool = True) -> dict[str, object]:
    pose = PoseTally(
        source_frames=2 * inferred,
        inferred=inferred,
        with_player=inferred // 2,
        model_s=Durations([model_s] * inferred),
        overhead_s=Durations([model_s / 10] * inferred),
    )
    return {"pose": pose.as_json(), "sandboxed": sandboxed}


def test_the_parts_of_several_camera_processes_are_added_up() -> None:
    parts = CameraParts()
    for part in (camera_part(0), camera_part(100, model_s=0.03), camera_part(10), None):
        parts.add(part)
    assert parts.as_json() == {
        "pose": {
            "source_frames": 220,
            "inferred": 110,
            "with_player": 55,
            "inference_ms": {"median": 30.0, "p95": 30.0},
            "overhead_ms": {"median": 3.0, "p95": 3.0},
        },
        "sandboxed": True,
        "camera_restarts": 3,
    }


@pytest.mark.parametrize(
    ("said", "sandboxed"),
    [
        ([], False),  # there was no camera to keep from the network
        ([None], None),
        ([None, None], None),
        ([None, True], True),
        ([True, None], True),
        ([True, True], True),
        ([True, False, True], False),
        ([False, None], False),
    ],
)
def test_sandboxed_is_what_all_camera_processes_said(said: list[bool | None], sandboxed: bool | None) -> None:
    parts = CameraParts()
    for word in said:
        parts.add(None if word is None else camera_part(3, sandboxed=word))
    assert parts.as_json()["sandboxed"] is sandboxed


def test_events_are_reported_with_the_time_of_the_flight() -> None:
    tally = FlightTally()
    tally.count_events(
        [
            GestureEvent(captured_s=2.5, kind=EventKind.JUMP),
            GestureEvent(captured_s=3.0, kind=EventKind.FLAP, strength=0.5),
        ]
    )
    part = flight_part(tally)
    assert part["events"] == [{"t_s": 2.5, "kind": "jump"}, {"t_s": 3.0, "kind": "flap", "strength": 0.5}]
    assert part["event_counts"] == {"jump": 1, "flap": 1}


def test_of_very_many_events_the_newest_are_listed_and_all_are_counted() -> None:
    tally = FlightTally()
    for number in range(10_000):
        tally.count_events([GestureEvent(captured_s=float(number), kind=EventKind.FLAP)])
    part = flight_part(tally)
    assert [event["t_s"] for event in part["events"]] == list(range(10_000 - 4096, 10_000))
    assert part["event_counts"] == {"flap": 10_000}


def test_pictures_are_reported_by_the_minute_too() -> None:
    tally = FlightTally()
    for number in range(30 * 150):  # two minutes and a half
        tally.count_frame(0.010 if number < 1800 else 0.020, now_s=100.0 + number / 30.0)
    minutes = flight_part(tally)["frame_ms_by_minute"]
    assert [minute["frames"] for minute in minutes] == [1800, 1800]
    assert [minute["median"] for minute in minutes] == [pytest.approx(10.0), pytest.approx(20.0)]


def test_a_minute_without_a_picture_is_reported_as_empty() -> None:
    tally = FlightTally()
    for now_s in (0.0, 59.0, 200.0):  # the machine slept
        tally.count_frame(0.01, now_s)
    minutes = flight_part(tally)["frame_ms_by_minute"]
    assert [minute["frames"] for minute in minutes] == [2, 0, 0]
    assert minutes[1]["median"] is None


def test_a_report_reads_back(tmp_path: Path) -> None:
    write_report(tmp_path / "r.json", {"a": 1})
    assert read_report(tmp_path / "r.json") == {"a": 1}
    assert read_report(tmp_path / "none.json") is None
    with pytest.raises(ConfigError, match="can't be written"):
        write_report(tmp_path / "r.json" / "r.json", {})
