"""What each pass of a picture costs: every picture of the bench's flight is drawn whole, and without it.

The sum of all passes isn't the picture: what a pass covers would otherwise be drawn by what lies behind it,
so the land in front of the sky seems cheap; and clearing and handing over belong to none.
"""

import gc
from functools import partial
from typing import TYPE_CHECKING, Any

from griffin.clock import MonotonicClock
from griffin.progress import Progress
from griffin.scene.frame import SceneFrame
from griffin.tools.bench import TUNING, BenchOptions, BenchTuning, all_leg_frames
from griffin.tools.bench_pairs import Pairs, Times, pair_table
from griffin.tools.stage import make_stage, open_renderer

if TYPE_CHECKING:
    from griffin.render.context import Pass
    from griffin.render.renderer import Renderer


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
        pairs = {kind: Pairs() for kind in renderer.pass_kinds}
        for number, (_, frames) in enumerate(all_leg_frames(stage, options.seconds, tuning)):
            renderer.complete(frames[0])
            for kind in pairs:
                Times().measure(partial(_draw, renderer, frames[0], kind), clock)
            gc.collect()
            for index, frame in enumerate(frames):
                progress("Measuring", (number + index / len(frames)) / len(tuning.legs))
                for kind, pair in pairs.items():
                    pair.measure(
                        partial(_draw, renderer, frame, None),
                        partial(_draw, renderer, frame, kind),
                        clock,
                        is_other_first=bool(index % 2),
                    )
        return {
            "renderer": renderer.renderer_name,
            "quality": renderer.quality.value,
            "size_px": list(options.size_px),
            "pictures": len(frames) * len(tuning.legs),
            "passes": {kind.__name__: pair.as_json() for kind, pair in pairs.items()},
        }


def summarize(report: dict[str, Any]) -> str:
    """A row for each pass, the dearest first."""
    rows = sorted(report["passes"].items(), key=lambda item: -item[1]["cpu_ms_less"]["median"])
    return pair_table(report, "without", rows)


def _draw(renderer: "Renderer", frame: SceneFrame, left_out: "type[Pass] | None") -> None:
    renderer.draw(frame, without=left_out)
    renderer.finish()
