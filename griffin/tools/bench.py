"""What a picture costs: a fixed flight over fixed land, drawn off-screen as fast as it goes, and measured.

The flight has four legs, each a straight way from one of the scenes of `shot.py`. A leg shows the same
pictures whatever the machine: `frame_s` of flight pass from each to the next, however long it took to draw.

Submission is the thread's CPU time in `Renderer.draw` with a target of 64 x 64 pixels, less what was spent
within the draw calls themselves: a driver that draws with the processor (llvmpipe) works through vertices
and triangles there, in the calling thread, where a GPU's driver only queues them. `within_draw_calls` is
that part. What llvmpipe's other threads do, the rasterising, belongs to neither.
"""

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from griffin.app.report import peak_memory_mb, spread_ms
from griffin.clock import MonotonicClock
from griffin.linalg import Array, mat_translate
from griffin.progress import Progress
from griffin.render.quality import Quality
from griffin.scene.frame import SceneFrame
from griffin.tools.shot import find_scene, heading_of
from griffin.tools.stage import Stage, make_stage, open_renderer
from griffin.tools.verdict import rate_hz, verdict

if TYPE_CHECKING:
    from griffin.render.renderer import Renderer


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchTuning:
    """The flight that is measured."""

    frame_s: float = 1 / 30  # of flight from picture to picture
    legs: tuple[tuple[str, float], ...] = (("perch", 0.0), ("glide", 22.0), ("wood", 16.0), ("water", 16.0))
    clearance_m: float = 7.0  # of the eye above the ground, where the straight way would come lower
    seed: int = 1
    submission_px: tuple[int, int] = (64, 64)
    submission_frames: int = 60  # of each leg


TUNING = BenchTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchOptions:
    """What is measured. `seconds` of flight, which the legs share."""

    size_px: tuple[int, int]
    seconds: float
    quality: Quality
    started_s: float
    has_griffin: bool = True


@dataclass(slots=True)
class _Counts:
    frame_s: list[float] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    triangles: list[int] = field(default_factory=list)
    submit_s: list[float] = field(default_factory=list)
    within_s: list[float] = field(default_factory=list)
    by_leg_ms: dict[str, dict[str, float | None]] = field(default_factory=dict)
    busy_s: float = 0.0


def run_bench(
    options: BenchOptions, clock: MonotonicClock, progress: Progress, tuning: BenchTuning = TUNING
) -> dict[str, Any]:
    """Fly and measure; the report, ready for JSON."""
    stage = make_stage(tuning.seed)
    with open_renderer(
        stage, size_px=options.size_px, quality=options.quality, has_griffin=options.has_griffin
    ) as renderer:
        renderer.draw(find_scene(tuning.legs[0][0]).compose(stage))
        renderer.finish()
        first_frame_s = clock.now_s() - options.started_s
        counts = _fly(renderer, stage, options, clock, progress, tuning)
        memory_mb = resident_memory_mb()
        _submit(renderer, stage, clock, counts, tuning)
    return {
        "renderer": renderer.renderer_name,
        "quality": renderer.quality.value,
        "size_px": list(options.size_px),
        "frames": len(counts.frame_s),
        "frame_ms": spread_ms(counts.frame_s, "median", "p95", "p99", "max"),
        "frame_ms_by_leg": counts.by_leg_ms,
        "cpu_ms_per_frame": round(1e3 * counts.busy_s / max(1, len(counts.frame_s)), 3),
        "draw_calls": {"median": int(np.median(counts.calls)), "max": max(counts.calls)},
        "triangles": {"median": int(np.median(counts.triangles)), "max": max(counts.triangles)},
        "submission_ms": spread_ms(counts.submit_s, "median", "p99"),
        "within_draw_calls_ms": spread_ms(counts.within_s, "median", "p99"),
        "memory_mb": {"resident": memory_mb, "peak": peak_memory_mb()},
        "first_frame_s": round(first_frame_s, 3),
    }


def summarize(report: dict[str, Any]) -> str:
    """The report in a few lines, and whether that is quick enough to play."""
    frame, submission = report["frame_ms"], report["submission_ms"]
    rows = [
        ("renderer", report["renderer"]),
        ("quality, size", f"{report['quality']}, {'x'.join(map(str, report['size_px']))}"),
        ("frame", f"median {frame['median']} / p99 {frame['p99']} / worst {frame['max']} ms"),
        ("by leg", ", ".join(f"{leg} {ms['median']}" for leg, ms in report["frame_ms_by_leg"].items())),
        ("CPU a frame", f"{report['cpu_ms_per_frame']} ms, all threads"),
        ("submission", f"median {submission['median']} / p99 {submission['p99']} ms of CPU"),
        ("draw calls", f"median {report['draw_calls']['median']}, most {report['draw_calls']['max']}"),
        ("triangles", f"median {report['triangles']['median']}, most {report['triangles']['max']}"),
        ("memory", f"{report['memory_mb']['resident']} MB, peak {report['memory_mb']['peak']} MB"),
        ("first frame", f"after {report['first_frame_s']} s"),
    ]
    lines = [f"{name:14} {text}" for name, text in rows]
    return "\n".join([*lines, verdict(rate_hz(frame["median"]), None, report["quality"])])


def all_leg_frames(
    stage: Stage, seconds: float, tuning: BenchTuning
) -> Iterator[tuple[str, list[SceneFrame]]]:
    """Each leg's name and pictures; the legs share the seconds of flight."""
    count = max(2, round(seconds / tuning.frame_s / len(tuning.legs)))
    for name, speed_mps in tuning.legs:
        yield name, list(leg_frames(stage, name, speed_mps, count, tuning))


def leg_frames(
    stage: Stage, name: str, speed_mps: float, count: int, tuning: BenchTuning
) -> Iterator[SceneFrame]:
    """`count` pictures along a scene's heading."""
    first = find_scene(name).compose(stage)
    ahead = heading_of(first)
    for index in range(count):
        time_s = index * tuning.frame_s
        moved = ahead * (speed_mps * time_s)
        eye = first.views[0].eye_world + moved
        lift_m = float(stage.terrain.surface_m(eye[0], eye[2])) + tuning.clearance_m - eye[1]
        if speed_mps > 0.0 and lift_m > 0.0:
            moved = moved + np.array([0.0, lift_m, 0.0])
        yield shift(first, moved, first.world_s + time_s)


def shift(frame: SceneFrame, moved: Array, time_s: float) -> SceneFrame:
    """The same views and creatures at another place and at another time."""
    world_from_before = mat_translate(moved)
    return replace(
        frame,
        world_s=time_s,
        shown_s=time_s,
        views=tuple(
            replace(
                view,
                eye_world=view.eye_world + moved,
                view_from_world=view.view_from_world @ mat_translate(-moved),
            )
            for view in frame.views
        ),
        creatures=tuple(
            replace(pose, world_from_body=world_from_before @ pose.world_from_body)
            for pose in frame.creatures
        ),
    )


def _fly(
    renderer: "Renderer",
    stage: Stage,
    options: BenchOptions,
    clock: MonotonicClock,
    progress: Progress,
    tuning: BenchTuning,
) -> _Counts:
    from griffin.render.core.gpu import TALLY

    counts = _Counts()
    for number, (name, frames) in enumerate(all_leg_frames(stage, options.seconds, tuning)):
        progress("Measuring", number / len(tuning.legs))
        renderer.complete(frames[0])
        renderer.draw(frames[0])
        renderer.finish()
        gc.collect()
        began = len(counts.frame_s)
        busy_s = clock.process_busy_s()
        for frame in frames:
            TALLY.reset()
            began_s = clock.now_s()
            renderer.draw(frame)
            renderer.finish()
            counts.frame_s.append(clock.now_s() - began_s)
            counts.calls.append(TALLY.calls)
            counts.triangles.append(TALLY.triangles)
        counts.busy_s += clock.process_busy_s() - busy_s
        counts.by_leg_ms[name] = spread_ms(counts.frame_s[began:], "median", "p99", "max")
    return counts


def _submit(
    renderer: "Renderer", stage: Stage, clock: MonotonicClock, counts: _Counts, tuning: BenchTuning
) -> None:
    from griffin.render.core.gpu import TALLY

    renderer.resize(tuning.submission_px)
    TALLY.clock_s = clock.thread_busy_s
    try:
        for name, speed_mps in tuning.legs:
            for index, frame in enumerate(
                leg_frames(stage, name, speed_mps, tuning.submission_frames + 1, tuning)
            ):
                if index == 0:
                    renderer.complete(frame)
                TALLY.reset()
                began_s = clock.thread_busy_s()
                renderer.draw(frame)
                spent_s = clock.thread_busy_s() - began_s
                renderer.finish()
                if index > 0:
                    counts.submit_s.append(spent_s - TALLY.within_s)
                    counts.within_s.append(TALLY.within_s)
    finally:
        TALLY.clock_s = None


def resident_memory_mb() -> float | None:
    """Memory of this process that is resident now; None where the system has no file for it."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return None
    import resource

    return round(pages * resource.getpagesize() / 1e6, 1)
