"""What each pass of a picture costs: every picture of the bench's flight is drawn whole, and without it.

Two runs one after the other differ by 3 ms for reasons of the machine; two pictures in a row hardly do. So
the two are drawn in turn, and the differences of the pairs are what is reported: their median, and between
what the middle half of them lies.

The sum of all passes isn't the picture: what a pass covers would otherwise be drawn by what lies behind it,
so the land in front of the sky seems cheap; and clearing and handing over belong to none.
"""

import gc
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from griffin.clock import MonotonicClock
from griffin.progress import Progress
from griffin.scene.frame import SceneFrame
from griffin.tools.bench import TUNING, BenchOptions, BenchTuning, leg_frames
from griffin.tools.stage import make_stage, open_renderer

if TYPE_CHECKING:
    from griffin.render.context import Pass
    from griffin.render.renderer import Renderer


@dataclass(slots=True)
class _Times:
    """Of each picture: CPU seconds of all threads, and seconds of the clock."""

    cpu_s: list[float] = field(default_factory=list)
    frame_s: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _Pairs:
    whole: _Times = field(default_factory=_Times)
    without: _Times = field(default_factory=_Times)


def run_pass_bench(
    options: BenchOptions, clock: MonotonicClock, progress: Progress, tuning: BenchTuning = TUNING
) -> dict[str, Any]:
    """Draw and measure; the report, ready for JSON.

    Raises:
        RenderError, ShaderError: as their names say.
    """
    stage = make_stage(tuning.seed)
    with open_renderer(
        stage, size_px=options.size_px, quality=options.quality, has_griffin=options.has_griffin
    ) as renderer:
        pairs = {kind: _Pairs() for kind in renderer.pass_kinds}
        count = max(2, round(options.seconds / tuning.frame_s / len(tuning.legs)))
        for number, (name, speed_mps) in enumerate(tuning.legs):
            frames = list(leg_frames(stage, name, speed_mps, count, tuning))
            renderer.complete(frames[0])
            for kind in pairs:
                _measure(renderer, frames[0], kind, clock)
            gc.collect()
            for index, frame in enumerate(frames):
                progress("Measuring", (number + index / count) / len(tuning.legs))
                for kind, pair in pairs.items():
                    # Which of the two is the first alternates.
                    order = [(pair.whole, None), (pair.without, kind)]
                    for times, left_out in reversed(order) if index % 2 else order:
                        cpu_s, frame_s = _measure(renderer, frame, left_out, clock)
                        times.cpu_s.append(cpu_s)
                        times.frame_s.append(frame_s)
        return {
            "renderer": renderer.renderer_name,
            "quality": renderer.quality.value,
            "size_px": list(options.size_px),
            "pictures": count * len(tuning.legs),
            "passes": {kind.__name__: _summary(pair) for kind, pair in pairs.items()},
        }


def summarize(report: dict[str, Any]) -> str:
    """A row for each pass, the dearest first."""
    width, height = report["size_px"]
    lines = [
        f"{report['renderer']}, {report['quality']}, {width}x{height}, {report['pictures']} pictures each",
        f"{'without':18}{'CPU ms less':>12}{'middle half':>18}{'of it':>9}{'frame ms less':>15}",
    ]
    for name, row in sorted(report["passes"].items(), key=lambda item: -item[1]["cpu_ms_less"]["median"]):
        cpu, frame = row["cpu_ms_less"], row["frame_ms_less"]
        spread = f"{cpu['low']:.2f} to {cpu['high']:.2f}"
        share = f"{100.0 * cpu['median'] / row['cpu_ms']:.1f} %"
        lines.append(f"{name:18}{cpu['median']:12.2f}{spread:>18}{share:>9}{frame['median']:15.2f}")
    return "\n".join(lines)


def _measure(
    renderer: "Renderer", frame: SceneFrame, left_out: "type[Pass] | None", clock: MonotonicClock
) -> tuple[float, float]:
    began_cpu_s, began_s = clock.process_busy_s(), clock.now_s()
    renderer.draw(frame, without=left_out)
    renderer.finish()
    return clock.process_busy_s() - began_cpu_s, clock.now_s() - began_s


def _summary(pair: _Pairs) -> dict[str, Any]:
    return {
        "cpu_ms": round(1e3 * float(np.median(pair.whole.cpu_s)), 3),
        "cpu_ms_less": _quartiles_ms(pair.whole.cpu_s, pair.without.cpu_s),
        "frame_ms_less": _quartiles_ms(pair.whole.frame_s, pair.without.frame_s),
    }


def _quartiles_ms(whole_s: list[float], without_s: list[float]) -> dict[str, float]:
    low, median, high = np.percentile(1e3 * (np.array(whole_s) - np.array(without_s)), (25, 50, 75)).tolist()
    return {"low": round(low, 3), "median": round(median, 3), "high": round(high, 3)}
