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
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from griffin.app.collector import collect_rarely
from griffin.app.failure import DEBUG_VARIABLE, explain, show_traceback, tell, tell_of_threads
from griffin.app.log_file import keep_log, set_up_logging
from griffin.app.outputs import check_outputs, free_names
from griffin.app.parent_watchdog import Interrupted, leave_on_signals
from griffin.app.terminal import (
    NobodyReadsError,
    has_display,
    open_standard_streams,
    progress_bar,
    say,
)
from griffin.arguments import BENCH_S, LATENCY_S, make_parser
from griffin.clock import MonotonicClock
from griffin.errors import ConfigError, GriffinError, RenderError
from griffin.orphans import end_with_parent, wake_at_parents_end
from griffin.progress import Progress, ignore_progress

if TYPE_CHECKING:
    from griffin.app.parent_watchdog import ParentPipe, StopFlag
    from griffin.options import PlayOptions, StartMessage

log = logging.getLogger(__name__)

_GAME_COMMANDS = ("play", "camera", "fly", "sound", "replay")  # these keep a log
_HEADLESS_SECONDS = 20.0  # long enough to see a take-off, some turns and the land


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit status."""
    started_s = MonotonicClock().now_s()
    collect_rarely()
    try:
        leave_on_signals()
        open_standard_streams()
        tell_of_threads()
        given = make_parser().parse_args(arguments)
        if getattr(given, "is_debugging", False):
            os.environ[DEBUG_VARIABLE] = "1"
        if given.command in _GAME_COMMANDS:
            keep_log(given.command)
        if not getattr(given, "from_parent", False):  # then the options come later
            set_up_logging(is_verbose=getattr(given, "is_verbose", False))
        _check_current_folder()
        return _COMMANDS[given.command](given, started_s) or 0
    except GriffinError as error:
        return _end(error, error)
    except (Interrupted, NobodyReadsError) as end:
        return end.exit_status
    except Exception as error:
        return _end(error, explain(error))


def _end(error: Exception, told: GriffinError) -> int:
    """Say it once, and keep where it came from."""
    log.info("ends with status %d", told.exit_status, exc_info=error)
    show_traceback(error)
    tell(told)
    return told.exit_status


# --- the commands -----------------------------------------------------------------------------------------


def _play(given: argparse.Namespace, started_s: float) -> int:
    from griffin.app.parent_watchdog import stop_on_signals
    from griffin.app.play import play
    from griffin.vision.pose_model import resolve_pose_model

    options = _settle_flight(_complete(_merge(given)))
    _check_files(options)
    stop = stop_on_signals()

    def provide_model(tell: Progress) -> Path:
        # The bar goes once the model is there: the flight process may show one then.
        with progress_bar() as show:

            def tell_both(what: str, done_frac: float | None) -> None:
                tell(what, done_frac)
                show(what, done_frac)

            return resolve_pose_model(options.model, tell_both)

    play(options, provide_model, ignore_progress, started_s, MonotonicClock(), stop)
    return _status_of(stop)


def _camera(given: argparse.Namespace, started_s: float) -> int:
    from griffin.app.camera_main import run_camera
    from griffin.app.parent_watchdog import ParentPipe

    parent = ParentPipe()
    # It may take a while to find the model: a signal ends that, so the flag comes after it.
    message = (
        _receive(parent, end_with_parent) if given.from_parent else _start_camera_by_hand(given, started_s)
    )
    stop = _make_stop(given, parent)
    run_camera(message, MonotonicClock(), stop)
    return _status_of(stop)  # so that its parent knows that the source has not ended


def _fly(given: argparse.Namespace, started_s: float) -> int:
    from griffin.app.flight_main import run_flight
    from griffin.app.parent_watchdog import ParentPipe

    parent = ParentPipe()
    message = (
        _receive(parent, wake_at_parents_end)
        if given.from_parent
        else _start_flight_by_hand(given, started_s)
    )
    stop = _make_stop(given, parent)
    has_terminal = not (given.from_parent and message.options.has_camera)
    with progress_bar() as progress:

        def tell(what: str, done_frac: float | None) -> None:
            if has_terminal or parent.has_model:  # before, the parent shows how it fetches the model
                progress(what, done_frac)

        shown = tell if message.options.is_headless else ignore_progress
        written = run_flight(message, MonotonicClock(), stop, shown, parent)
    for path in written:
        say(f"Written: {path.absolute()}")
    return 0 if given.from_parent else _status_of(stop)  # the parent got the signal as well


def _sound(given: argparse.Namespace, started_s: float) -> int:
    from griffin.app.parent_watchdog import ParentPipe
    from griffin.app.sound_main import run_sound

    parent = ParentPipe()
    if given.from_parent:
        message = _receive(parent, end_with_parent)
    else:
        message = _start_by_hand(_merge(given), "", started_s)
    stop = _make_stop(given, parent)
    run_sound(message, MonotonicClock(), stop)
    sys.stderr.flush()
    os._exit(_status_of(stop))  # the library would close the device, for which a hung server lets it wait


def _replay(given: argparse.Namespace, started_s: float) -> int:
    from griffin.app.parent_watchdog import stop_on_signals
    from griffin.app.replay_main import run_replay

    options = _merge(given)
    options = msgspec.structs.replace(options, is_headless=_chooses_headless(options))
    check_outputs({"--record": options.record, "--report": options.report}, {"The journal": given.file})
    stop = stop_on_signals()
    with progress_bar() as progress:
        shown = progress if options.is_headless else ignore_progress
        written = run_replay(given.file, options, started_s, MonotonicClock(), stop, shown)
    for path in written:
        say(f"Written: {path.absolute()}")
    return _status_of(stop)


def _model(given: argparse.Namespace, _started_s: float) -> None:
    from griffin.vision.pose_model import resolve_pose_model

    with progress_bar() as progress:
        path = resolve_pose_model(_merge(given).model, progress)
    say(f"The pose model is ready: {path}")


def _gestures(given: argparse.Namespace, _started_s: float) -> None:
    from griffin.tools.gestures import examine, summarize
    from griffin.vision.pose_model import resolve_pose_model

    options = _merge(given)
    with progress_bar() as progress:
        result = examine(
            given.file,
            fps=given.fps,
            is_seated=options.is_seated,
            orientation=options.orientation,
            provide_model=lambda: resolve_pose_model(options.model, progress),
            progress=progress,
        )
    say(json.dumps(result, allow_nan=False) if given.json else summarize(result))


def _doctor(given: argparse.Namespace, _started_s: float) -> int:
    from griffin.tools.doctor import run_doctor

    return run_doctor(as_json=given.json, orientation=_merge(given).orientation)


def _shot(given: argparse.Namespace, _started_s: float) -> None:
    from griffin.render.recorder import save_png
    from griffin.tools.shot import SCENES, render_shot

    if given.list:
        say("\n".join(SCENES))
        return
    if given.scene is None or given.file is None:
        raise ConfigError(
            "A shot needs --scene NAME and a file.", hint="`griffin shot --list` names the scenes."
        )
    check_outputs({"The picture": given.file})
    options = _merge(given)
    picture = render_shot(given.scene, options.size_px, options.seed, options.quality, options.hour_h)
    save_png(given.file, picture)
    say(f"Written: {given.file.absolute()}")


def _bench(given: argparse.Namespace, started_s: float) -> None:
    from griffin.app.report import write_report

    check_outputs({"--json": given.json})
    if given.by_pass and given.against:
        raise ConfigError("Only one thing is compared at a time.", hint="Leave --by-pass or --against out.")
    if given.what != "render":
        if given.without_griffin:
            raise ConfigError("Without a griffin there is no game.", hint="--without-griffin is for render.")
        if given.by_pass:
            raise ConfigError(
                "A game has no passes, only its pictures have.", hint="--by-pass is for render."
            )
        if given.against:
            raise ConfigError(
                "A game isn't drawn with two kinds of shaders.", hint="--against is for render."
            )
    measure = {"render": _bench_render, "play": _bench_play, "latency": _bench_latency}[given.what]
    report, summary = measure(given, started_s)
    if given.json:
        write_report(given.json, report)
    say(summary)


def _bench_render(given: argparse.Namespace, started_s: float) -> tuple[dict[str, Any], str]:
    from griffin.tools import bench, bench_against, bench_passes

    options = _merge(given)
    wanted = bench.BenchOptions(
        size_px=options.size_px,
        seconds=given.seconds or BENCH_S,
        quality=options.quality,
        started_s=started_s,
        has_griffin=not given.without_griffin,
    )
    measure, summarize = bench.run_bench, bench.summarize
    if given.by_pass:
        measure, summarize = bench_passes.run_pass_bench, bench_passes.summarize
    elif given.against:
        measure, summarize = (
            partial(bench_against.run_against_bench, folder=given.against),
            bench_against.summarize,
        )
    with progress_bar() as progress:
        report = measure(wanted, MonotonicClock(), progress)
    return report, summarize(report)


def _bench_play(given: argparse.Namespace, started_s: float) -> tuple[dict[str, Any], str]:
    from griffin.tools.bench_play import PlayBenchOptions, run_play_bench, summarize

    options = _merge(given)
    with progress_bar() as progress:
        report = run_play_bench(
            PlayBenchOptions(
                size_px=options.size_px,
                quality=options.quality,
                started_s=started_s,
                seconds=given.seconds,
            ),
            MonotonicClock(),
            progress,
        )
    return report, summarize(report)


def _bench_latency(given: argparse.Namespace, started_s: float) -> tuple[dict[str, Any], str]:
    from griffin.app.parent_watchdog import stop_on_signals
    from griffin.tools.bench_latency import run_latency_bench, summarize
    from griffin.vision.pose_model import resolve_pose_model
    from griffin.vision.source_kind import SourceKind

    asked = msgspec.structs.replace(_merge(given), source=SourceKind.DEMO.value, sound=0.0)
    options = _complete(msgspec.structs.replace(asked, seconds=asked.seconds or LATENCY_S))
    with progress_bar() as progress:
        report = run_latency_bench(
            options,
            lambda tell: resolve_pose_model(options.model, tell),
            progress,
            started_s,
            MonotonicClock(),
            stop_on_signals(),
        )
    return report, summarize(report)


def _soak(given: argparse.Namespace, started_s: float) -> int:
    from griffin.app.parent_watchdog import stop_on_signals
    from griffin.app.report import write_report
    from griffin.tools.soak import run_soak, summarize
    from griffin.vision.pose_model import resolve_pose_model
    from griffin.vision.source_kind import SourceKind

    check_outputs({"--json": given.json})
    asked = msgspec.structs.replace(_merge(given), source=SourceKind.DEMO.value, is_headless=True)
    options = _complete(asked)
    stop = stop_on_signals()
    with progress_bar() as progress:
        report = run_soak(
            options,
            given.minutes,
            lambda tell: resolve_pose_model(options.model, tell),
            progress,
            started_s,
            MonotonicClock(),
            stop,
        )
    if given.json:
        write_report(given.json, report)
    say(summarize(report))
    return 0 if report["is_steady"] else 1


_COMMANDS: dict[str, Callable[[argparse.Namespace, float], int | None]] = {
    "play": _play,
    "camera": _camera,
    "fly": _fly,
    "sound": _sound,
    "replay": _replay,
    "model": _model,
    "gestures": _gestures,
    "doctor": _doctor,
    "bench": _bench,
    "soak": _soak,
    "shot": _shot,
}


# --- helpers ----------------------------------------------------------------------------------------------


def _merge(given: argparse.Namespace) -> "PlayOptions":
    """The game's options: what was given, over the defaults."""
    from griffin.options import PlayOptions, merge_options

    names = {field.name for field in msgspec.structs.fields(PlayOptions)}
    return merge_options(PlayOptions(), {name: vars(given)[name] for name in names & vars(given).keys()})


def _complete(options: "PlayOptions") -> "PlayOptions":
    """For `griffin play`: what follows from the other options, and isn't asked for by itself."""
    from griffin.vision.pose_model import find_faster_model
    from griffin.vision.source_kind import CAMERA_KINDS, SourceKind, find_source_kind

    kind = find_source_kind(options.source)
    is_headless = _chooses_headless(options)
    ends_by_itself = kind is SourceKind.VIDEO and not options.is_looped
    return msgspec.structs.replace(
        options,
        is_headless=is_headless,
        seconds=options.seconds or (_HEADLESS_SECONDS if is_headless and not ends_by_itself else None),
        faster_model=options.faster_model or find_faster_model(options.model),
        waits_for_camera=options.waits_for_camera or (options.is_kiosk and kind in CAMERA_KINDS),
        # Where nobody watches live: rather late than passed over.
        wants_every_frame=options.wants_every_frame or is_headless,
    )


def _start_camera_by_hand(given: argparse.Namespace, started_s: float) -> "StartMessage":
    from griffin.vision.pose_model import find_faster_model, resolve_pose_model

    options = _merge(given)
    _check_files(options)
    with progress_bar() as progress:
        model = resolve_pose_model(options.model, progress)
    faster_model = options.faster_model or find_faster_model(options.model)
    options = msgspec.structs.replace(options, faster_model=faster_model)
    return _start_by_hand(options, given.connect, started_s, model)


def _start_flight_by_hand(given: argparse.Namespace, started_s: float) -> "StartMessage":
    options = _merge(given)
    options = _settle_flight(msgspec.structs.replace(options, is_headless=_chooses_headless(options)))
    _check_files(options)
    return _start_by_hand(options, given.listen, started_s)


def _start_by_hand(
    options: "PlayOptions", address: str, started_s: float, model: Path | None = None
) -> "StartMessage":
    from griffin.options import StartMessage
    from griffin.wire.address import TOKEN_VARIABLE, Address

    token = os.environ.get(TOKEN_VARIABLE, "")
    link = Address.parse(address, token) if address else Address.usual()
    return StartMessage(
        options=options,
        address=str(link),
        token=link.token,
        started_s=started_s,
        report=options.report,
        model=model,
    )


def _receive(parent: "ParentPipe", prepare_for_its_end: Callable[[], None]) -> "StartMessage":
    from griffin.options import decode_start

    prepare_for_its_end()  # what comes before is short, and then the pipe tells
    message = decode_start(parent.read_start())
    set_up_logging(is_verbose=message.options.is_verbose)
    return message


def _settle_flight(options: "PlayOptions") -> "PlayOptions":
    """A flight that nobody sees leaves its video and its picture, beside those of earlier ones."""
    if not options.is_headless:
        return options
    film, picture = free_names("griffin-flight", ".mp4", ".png")
    return msgspec.structs.replace(
        options, record=options.record or film, screenshot=options.screenshot or picture
    )


def _chooses_headless(options: "PlayOptions") -> bool:
    """Whether to draw off-screen: as was asked for, or for lack of a screen, which is told."""
    if options.is_headless:
        return True
    if has_display():
        return False
    if options.is_kiosk:
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


def _check_files(options: "PlayOptions") -> None:
    check_outputs(
        {
            "--record": options.record,
            "--screenshot": options.screenshot,
            "--journal": options.journal,
            "--report": options.report,
        },
        {"--source": Path(options.source), "--model": options.model},
    )


def _make_stop(given: argparse.Namespace, parent: "ParentPipe") -> "StopFlag":
    from griffin.app.parent_watchdog import stop_on_signals

    stop = stop_on_signals()
    if given.from_parent or given.follow_parent:
        parent.follow(stop)
    return stop


def _status_of(stop: "StopFlag") -> int:
    return 128 + stop.signal_number if stop.signal_number else 0


if __name__ == "__main__":
    sys.exit(main())
