"""How old the player's movements are on the screen: the game itself, flown by the drawn demo pilot.

All is as in `griffin play --source demo`: the camera process with the real pose model, the flight process in
a window where there is a display, the wire between them. Only the sound is left out.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from griffin.app.latency import LEGS, VIEW, WHOLE
from griffin.app.parent_watchdog import StopFlag
from griffin.clock import Clock
from griffin.errors import RenderError
from griffin.options import PlayOptions
from griffin.progress import Progress
from griffin.tools.played import play_for_report
from griffin.tools.verdict import rate_hz, verdict


def run_latency_bench(
    options: PlayOptions,
    provide_model: Callable[[Progress], Path],
    progress: Progress,
    started_s: float,
    clock: Clock,
    stop: StopFlag,
) -> dict[str, Any]:
    """Play and measure; the report, ready for JSON. `options`: of the game that is measured.

    Raises:
        ChildError, PoseModelError, ConfigError, WireError: as `play`.
        RenderError: the game was left before anything could be measured.
    """
    report = play_for_report(options, provide_model, progress, started_s, clock, stop)
    if report is None:
        raise RenderError("The game was left before its latency could be measured.")
    return {
        "renderer": report["renderer"],
        "quality": report["quality"],
        "size_px": list(options.size_px),
        "is_headless": options.is_headless,
        "frames": report["frames"],
        "frame_ms": report["frame_ms"],
        "inference_ms": report["pose"]["inference_ms"],
        "latency_ms": report["latency_ms"],
    }


def summarize(report: dict[str, Any]) -> str:
    """A table with a line for each leg, in the order of the way, and whether it is quick enough to play."""
    where = "off-screen" if report["is_headless"] else "in a window"
    size = "x".join(map(str, report["size_px"]))
    lines = [
        f"{report['renderer']}, {report['quality']}, {size}, {where}: {report['frames']} pictures",
        f"{'ms':22}{'median':>8}{'p95':>8}",
        _row("a picture", report["frame_ms"]),
    ]
    lines += [_row(name.replace("_", " "), report["latency_ms"][name]) for name in (*LEGS, WHOLE, VIEW)]
    looks_hz = rate_hz(report["inference_ms"]["median"])
    return "\n".join([*lines, verdict(rate_hz(report["frame_ms"]["median"]), looks_hz, report["quality"])])


def _row(name: str, spread: dict[str, float | None]) -> str:
    return f"{name:22}" + "".join(
        f"{'-' if spread[which] is None else format(spread[which], '.1f'):>8}" for which in ("median", "p95")
    )
