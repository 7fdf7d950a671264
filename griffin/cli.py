"""The command line: options → one of the programs, and every GriffinError → one sentence and a status.

What may be said on it stands in `arguments`; here is what is done about it. Libraries of the edges (camera,
pose model, OpenGL) are imported by the command that needs them, so that `griffin --help` needs none.
"""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from griffin.app.outputs import check_outputs
from griffin.app.parent_watchdog import Interrupted, leave_on_signals
from griffin.app.terminal import (
    NobodyReadsError,
    has_display,
    open_standard_streams,
    progress_bar,
    say,
)
from griffin.arguments import make_parser
from griffin.clock import MonotonicClock
from griffin.errors import ConfigError, GriffinError, RenderError
from griffin.progress import ignore_progress

if TYPE_CHECKING:
    from griffin.app.parent_watchdog import StopFlag
    from griffin.wire.address import Address

_HEADLESS_SECONDS = 20.0  # long enough to see a take-off, some turns and the land


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit status."""
    started_s = MonotonicClock().now_s()
    try:
        leave_on_signals()
        open_standard_streams()
        options = make_parser().parse_args(arguments)
        _set_up_logging(options.verbose)
        _check_current_folder()
        return _COMMANDS[options.command](options, started_s) or 0
    except GriffinError as error:
        if str(error):
            print(f"griffin: {error}", file=sys.stderr)
        return error.exit_status
    except (Interrupted, NobodyReadsError) as end:
        return end.exit_status


# --- the commands -----------------------------------------------------------------------------------------


def _play(options: argparse.Namespace, started_s: float) -> int:
    from griffin.app.parent_watchdog import stop_on_signals
    from griffin.app.play import PlayOptions, play
    from griffin.vision.pose_model import find_faster_model, resolve_pose_model
    from griffin.vision.source_kind import SourceKind, find_source_kind

    check_outputs(_outputs(options), _inputs(options))
    kind = find_source_kind(options.source)
    seconds = options.seconds
    options.headless = _chooses_headless(options)
    if options.headless and seconds is None and (kind is not SourceKind.VIDEO or options.loop):
        seconds = _HEADLESS_SECONDS
    fly_arguments = ["--size", "{}x{}".format(*options.size), "--seed", str(options.seed)]
    fly_arguments += ["--quality", options.quality]
    fly_arguments += _flags(options, "headless", "fullscreen", "kiosk", "verbose")
    fly_arguments += _values(options, "time", "record", "screenshot")
    fly_arguments += ["--seconds", str(seconds)] if seconds else []
    if kind is SourceKind.NONE:
        fly_arguments.append("--no-camera")
    camera_arguments = _flags(options, "loop", "seated", "allow_network", "verbose")
    camera_arguments.append(f"--delegate={options.delegate}")
    if faster := find_faster_model(options.model):
        camera_arguments.append(f"--faster-model={faster}")
    if options.kiosk and kind in (SourceKind.AUTO, SourceKind.CAMERA, SourceKind.CSI):
        camera_arguments.append("--wait-for-camera")
    if options.headless:
        camera_arguments.append("--every-frame")  # nobody watches live: rather late than passed over
    stop = stop_on_signals()
    with progress_bar() as progress:
        play(
            PlayOptions(
                source=options.source,
                fly_arguments=fly_arguments,
                camera_arguments=camera_arguments,
                report=options.report,
            ),
            lambda tell: resolve_pose_model(options.model, tell),
            progress,
            started_s,
            MonotonicClock(),
            stop,
        )
    return 128 + stop.signal_number if stop.signal_number else 0


def _camera(options: argparse.Namespace, _started_s: float) -> None:
    from griffin.app.camera_main import CameraOptions, run_camera
    from griffin.app.delegate import Delegate
    from griffin.vision.pose_model import find_faster_model, resolve_pose_model

    check_outputs(_outputs(options), _inputs(options))
    with progress_bar() as progress:
        model = resolve_pose_model(options.model, progress)  # a signal ends it, so the flag comes after it
    stop = _make_stop(options)
    run_camera(
        CameraOptions(
            address=_address(options.connect),
            source=options.source,
            model=model,
            is_looped=options.loop,
            wants_every_frame=options.every_frame,
            is_seated=options.seated,
            may_reach_network=options.allow_network,
            delegate=Delegate(options.delegate),
            faster_model=options.faster_model or find_faster_model(options.model),
            waits_for_camera=options.wait_for_camera,
            report=options.report,
        ),
        MonotonicClock(),
        stop,
    )


def _fly(options: argparse.Namespace, started_s: float) -> None:
    from griffin.app.flight_main import FlightOptions, run_flight
    from griffin.app.play import STARTED_VARIABLE
    from griffin.render.quality import Quality

    stop = _make_stop(options)
    options.headless = _chooses_headless(options)
    if options.headless:
        options.record = options.record or Path("griffin-flight.mp4")
        options.screenshot = options.screenshot or Path("griffin-flight.png")
    check_outputs(_outputs(options))
    with progress_bar() as progress:
        written = run_flight(
            FlightOptions(
                address=_address(options.listen),
                size_px=options.size,
                seed=options.seed,
                quality=Quality(options.quality),
                hour_h=options.time,
                started_s=_told_start_s(os.environ.get(STARTED_VARIABLE)) or started_s,
                has_camera=not options.no_camera,
                is_headless=options.headless,
                is_fullscreen=options.fullscreen,
                is_kiosk=options.kiosk,
                seconds=options.seconds,
                record=options.record,
                screenshot=options.screenshot,
                report=options.report,
            ),
            MonotonicClock(),
            stop,
            progress if options.headless else ignore_progress,
        )
    for path in written:
        say(f"Written: {path.absolute()}")


def _model(options: argparse.Namespace, _started_s: float) -> None:
    from griffin.vision.pose_model import resolve_pose_model

    with progress_bar() as progress:
        path = resolve_pose_model(options.model, progress)
    say(f"The pose model is ready: {path}")


def _gestures(options: argparse.Namespace, _started_s: float) -> None:
    from griffin.tools.gestures import examine, summarize
    from griffin.vision.pose_model import resolve_pose_model

    with progress_bar() as progress:
        result = examine(
            options.file,
            fps=options.fps,
            is_seated=options.seated,
            provide_model=lambda: resolve_pose_model(options.model, progress),
            progress=progress,
        )
    say(json.dumps(result, allow_nan=False) if options.json else summarize(result))


def _doctor(options: argparse.Namespace, _started_s: float) -> int:
    from griffin.tools.doctor import run_doctor

    return run_doctor(as_json=options.json)


def _shot(options: argparse.Namespace, _started_s: float) -> None:
    from griffin.render.quality import Quality
    from griffin.render.recorder import save_png
    from griffin.tools.shot import SCENES, render_shot

    if options.list:
        say("\n".join(SCENES))
        return
    if options.scene is None or options.file is None:
        raise ConfigError(
            "A shot needs --scene NAME and a file.", hint="`griffin shot --list` names the scenes."
        )
    check_outputs({"The picture": options.file})
    quality = Quality(options.quality)
    save_png(options.file, render_shot(options.scene, options.size, options.seed, quality, options.time))


def _bench(options: argparse.Namespace, started_s: float) -> None:
    from griffin.app.report import write_report
    from griffin.render.quality import Quality
    from griffin.tools.bench import BenchOptions, run_bench, summarize

    check_outputs({"--json": options.json})
    with progress_bar() as progress:
        report = run_bench(
            BenchOptions(
                size_px=options.size,
                seconds=options.seconds,
                quality=Quality(options.quality),
                started_s=started_s,
                has_griffin=not options.without_griffin,
            ),
            MonotonicClock(),
            progress,
        )
    if options.json:
        write_report(options.json, report)
    say(summarize(report))


_COMMANDS: dict[str, Callable[[argparse.Namespace, float], int | None]] = {
    "play": _play,
    "camera": _camera,
    "fly": _fly,
    "model": _model,
    "gestures": _gestures,
    "doctor": _doctor,
    "bench": _bench,
    "shot": _shot,
}


# --- helpers ----------------------------------------------------------------------------------------------


def _chooses_headless(options: argparse.Namespace) -> bool:
    """Whether to draw off-screen: as was asked for, or for lack of a screen, which is told."""
    if options.headless:
        return True
    if has_display():
        return False
    if options.kiosk:
        raise RenderError("There is no display for --kiosk.", hint="Start it in a desktop session.")
    print(
        "griffin: there is no display, so the flight is drawn off-screen, as with --headless.",
        file=sys.stderr,
    )
    return True


def _check_current_folder() -> None:
    """Refuse one that was deleted or is closed to this user: GLFW wants to come back to it."""
    try:
        is_usable = os.access(Path.cwd(), os.X_OK)
    except OSError:
        is_usable = False
    if not is_usable:
        raise ConfigError("The current folder is gone or closed to this user.", hint="Start in another one.")


def _outputs(options: argparse.Namespace) -> dict[str, Path | None]:
    return {f"--{name}": getattr(options, name, None) for name in ("record", "screenshot", "report")}


def _inputs(options: argparse.Namespace) -> dict[str, Path | None]:
    return {"--source": Path(options.source), "--model": options.model}


def _told_start_s(text: str | None) -> float | None:
    """When `griffin play` was started, as it tells its children; None where it makes no sense."""
    try:
        return float(text or "")
    except ValueError:
        return None


def _flags(options: argparse.Namespace, *names: str) -> list[str]:
    return [f"--{name.replace('_', '-')}" for name in names if getattr(options, name)]


def _values(options: argparse.Namespace, *names: str) -> list[str]:
    # In one word: a name that begins with a dash is no option.
    return [f"--{name}={value}" for name in names if (value := getattr(options, name)) is not None]


def _address(text: str) -> "Address":
    from griffin.app.play import TOKEN_VARIABLE
    from griffin.wire.address import Address

    return Address.parse(text, os.environ.get(TOKEN_VARIABLE, "")) if text else Address.usual()


def _make_stop(options: argparse.Namespace) -> "StopFlag":
    from griffin.app.parent_watchdog import stop_on_signals, stop_with_parent

    stop = stop_on_signals()
    if options.follow_parent:
        stop_with_parent(stop)
    return stop


def _set_up_logging(is_verbose: bool) -> None:
    logging.basicConfig(
        level=logging.DEBUG if is_verbose else logging.WARNING,
        format="griffin: %(name)s: %(message)s" if is_verbose else "griffin: %(message)s",
        stream=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main())
