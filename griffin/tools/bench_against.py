"""What other shaders cost: every picture of the bench's flight is drawn with ours, and with a folder's.

The folder holds a copy of shaders/ in which something has been changed. Two renderers draw in turn into the
same window; each keeps its own land.
"""

import gc
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from griffin.clock import MonotonicClock
from griffin.errors import ConfigError
from griffin.progress import Progress
from griffin.scene.frame import SceneFrame
from griffin.tools.bench import TUNING, BenchOptions, BenchTuning, all_leg_frames
from griffin.tools.bench_pairs import Pairs, pair_table
from griffin.tools.stage import make_stage, open_renderers

if TYPE_CHECKING:
    from griffin.render.renderer import Renderer


def run_against_bench(
    options: BenchOptions,
    clock: MonotonicClock,
    progress: Progress,
    folder: Path,
    tuning: BenchTuning = TUNING,
) -> dict[str, Any]:
    """Draw and measure; the report, ready for JSON.

    Raises:
        ConfigError: there is no such folder.
        RenderError, ShaderError: as their names say.
    """
    if not folder.is_dir():
        raise ConfigError(
            f"{folder} is no folder.", hint="Copy shaders/ and change what you want to compare."
        )
    stage = make_stage(tuning.seed)
    with open_renderers(
        stage,
        (None, folder),
        size_px=options.size_px,
        quality=options.quality,
        has_griffin=options.has_griffin,
    ) as (own, other):
        by_leg: dict[str, Pairs] = {}
        for number, (name, frames) in enumerate(all_leg_frames(stage, options.seconds, tuning)):
            for renderer in (own, other):
                renderer.complete(frames[0])
                _draw(renderer, frames[0])
            gc.collect()
            pairs = by_leg[name] = Pairs()
            for index, frame in enumerate(frames):
                progress("Measuring", (number + index / len(frames)) / len(tuning.legs))
                pairs.measure(
                    partial(_draw, own, frame),
                    partial(_draw, other, frame),
                    clock,
                    is_other_first=bool(index % 2),
                )
        return {
            "renderer": own.renderer_name,
            "quality": own.quality.value,
            "size_px": list(options.size_px),
            "pictures": len(frames) * len(tuning.legs),
            "against": str(folder),
            "all": _joined(by_leg.values()).as_json(),
            "legs": {name: pairs.as_json() for name, pairs in by_leg.items()},
        }


def summarize(report: dict[str, Any]) -> str:
    """A row for all pictures, and one for each leg."""
    return pair_table(report, "with the others", [("all", report["all"]), *report["legs"].items()])


def _joined(parts: Iterable[Pairs]) -> Pairs:
    joined = Pairs()
    for part in parts:
        for times, more in ((joined.whole, part.whole), (joined.other, part.other)):
            times.cpu_s += more.cpu_s
            times.frame_s += more.frame_s
    return joined


def _draw(renderer: "Renderer", frame: SceneFrame) -> None:
    renderer.draw(frame)
    renderer.finish()
