"""The command line: arguments → one of the programs, and every GriffinError → one sentence and a status.

Libraries of the edges (camera, pose model, OpenGL) are imported by the command that needs them, so that
`griffin --help` needs none.
"""

import argparse
import json
import logging
import math
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from griffin.clock import MonotonicClock
from griffin.errors import ConfigError, GriffinError

if TYPE_CHECKING:
    from griffin.app.lifeline import StopFlag
    from griffin.wire.address import Address

Progress = Callable[[str, float | None], None]

_QUALITIES = ("low", "medium", "high", "auto")
_HEADLESS_SECONDS = 20.0  # long enough to see a take-off, some turns and the land
_BENCH_SECONDS = 10.0
_LEAST_SIZE_PX = 64
_MOST_SIZE_PX = 8192
_IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit status."""
    started_s = MonotonicClock().now_s()
    options = _make_parser().parse_args(arguments)
    _set_up_logging(options.verbose)
    try:
        return int(options.run(options, started_s) or 0)
    except GriffinError as error:
        if str(error):
            print(f"griffin: {error}", file=sys.stderr)
        return error.exit_status


# --- the commands -----------------------------------------------------------------------------------------


def _play(options: argparse.Namespace, started_s: float) -> int:
    from griffin.app.lifeline import stop_on_signals
    from griffin.app.play import NO_SOURCE, PlayOptions, play
    from griffin.vision.pose_model import resolve_pose_model

    seconds = options.seconds
    options.headless = options.headless or _lacks_display()
    if options.headless and seconds is None and not _ends_by_itself(options):
        seconds = _HEADLESS_SECONDS
    fly_arguments = ["--size", "{}x{}".format(*options.size), "--seed", str(options.seed)]
    fly_arguments += ["--quality", options.quality, *_flags(options, "headless", "fullscreen", "verbose")]
    fly_arguments += _values(options, "record", "screenshot") + (
        ["--seconds", str(seconds)] if seconds else []
    )
    if options.source == NO_SOURCE:
        fly_arguments.append("--no-camera")
    stop = stop_on_signals()
    with _progress_bar() as progress:
        play(
            PlayOptions(
                source=options.source,
                fly_arguments=fly_arguments,
                camera_arguments=_flags(options, "loop", "seated", "allow_network", "verbose"),
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
    from griffin.vision.pose_model import resolve_pose_model

    stop = _make_stop(options)
    with _progress_bar() as progress:
        model = resolve_pose_model(options.model, progress)
    run_camera(
        CameraOptions(
            address=_address(options.connect),
            source=options.source,
            model=model,
            is_looped=options.loop,
            is_seated=options.seated,
            may_reach_network=options.allow_network,
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
    options.headless = options.headless or _lacks_display()
    with _progress_bar() as progress:
        written = run_flight(
            FlightOptions(
                address=_address(options.listen),
                size_px=options.size,
                seed=options.seed,
                quality=Quality(options.quality),
                started_s=float(os.environ.get(STARTED_VARIABLE, started_s)),
                has_camera=not options.no_camera,
                is_headless=options.headless,
                is_fullscreen=options.fullscreen,
                seconds=options.seconds,
                record=options.record or (Path("griffin-flight.mp4") if options.headless else None),
                screenshot=options.screenshot or (Path("griffin-flight.png") if options.headless else None),
                report=options.report,
            ),
            MonotonicClock(),
            stop,
            progress if options.headless else _no_progress,
        )
    for path in written:
        print(f"Written: {path.resolve()}")


def _model(options: argparse.Namespace, _started_s: float) -> None:
    from griffin.vision.pose_model import resolve_pose_model

    with _progress_bar() as progress:
        path = resolve_pose_model(options.model, progress)
    print(f"The pose model is ready: {path}")


def _gestures(options: argparse.Namespace, _started_s: float) -> None:
    from griffin.app.gestures import examine, summarize
    from griffin.vision.pose_model import resolve_pose_model

    with _progress_bar() as progress:
        result = examine(
            options.file,
            fps=options.fps,
            is_seated=options.seated,
            provide_model=lambda: resolve_pose_model(options.model, progress),
            progress=progress,
        )
    print(json.dumps(result, allow_nan=False) if options.json else summarize(result))


def _doctor(options: argparse.Namespace, _started_s: float) -> int:
    from griffin.app.doctor import run_doctor

    return run_doctor(as_json=options.json)


def _shot(options: argparse.Namespace, _started_s: float) -> None:
    from griffin.app.shot import SCENES, render_shot
    from griffin.render.quality import Quality
    from griffin.render.recorder import save_png

    if options.list:
        print("\n".join(SCENES))
        return
    if options.scene not in SCENES or options.file is None:
        raise ConfigError(
            "A shot needs --scene NAME and a file.", hint="`griffin shot --list` names the scenes."
        )
    save_png(options.file, render_shot(options.scene, options.size, options.seed, Quality(options.quality)))


def _bench(options: argparse.Namespace, started_s: float) -> None:
    from griffin.app.bench import BenchOptions, run_bench, summarize
    from griffin.app.report import write_report
    from griffin.render.quality import Quality

    with _progress_bar() as progress:
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
    print(summarize(report))


# --- arguments --------------------------------------------------------------------------------------------


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="griffin",
        description="Stand in front of a webcam, spread your arms, jump, and fly as a griffin.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, run: Callable[..., int | None], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("-v", "--verbose", action="store_true", help="tell what happens inside")
        command.set_defaults(run=run)
        return command

    play = add("play", _play, "play the game: camera, gestures and flight")
    _add_source(play)
    _add_picture(play)
    _add_flight(play)

    camera = add("camera", _camera, "the camera process alone: turns a picture into gesture events")
    _add_source(camera)
    camera.add_argument(
        "--connect", default="", metavar="ADDRESS", help="unix:PATH or tcp:PORT of the flight"
    )
    camera.add_argument("--report", type=Path, metavar="FILE.json", help="leave what was measured")
    camera.add_argument("--follow-parent", action="store_true", help="end when standard input ends")

    fly = add("fly", _fly, "the flight process alone: draws what gesture events and keys say")
    _add_picture(fly)
    _add_flight(fly)
    fly.add_argument("--listen", default="", metavar="ADDRESS", help="unix:PATH or tcp:PORT to listen on")
    fly.add_argument("--no-camera", action="store_true", help="nobody will connect: the keyboard flies")
    fly.add_argument("--follow-parent", action="store_true", help="end when standard input ends")

    model = add("model", _model, "fetch the pose model ahead of time")
    _add_model(model)

    gestures = add("gestures", _gestures, "what the recogniser hears in a recording (.npz) or a video")
    gestures.add_argument("file", type=Path)
    gestures.add_argument("--fps", type=_frame_rate, help="look at this many frames a second")
    gestures.add_argument("--json", action="store_true", help="print everything as JSON")
    gestures.add_argument("--seated", action="store_true", help="the player sits")
    _add_model(gestures)

    doctor = add("doctor", _doctor, "see what this machine has, and what to do about what it lacks")
    doctor.add_argument("--json", action="store_true", help="print it as JSON")

    bench = add("bench", _bench, "measure what a picture costs on this machine, off-screen")
    bench.add_argument("what", choices=("render",), help="what is measured")
    bench.add_argument("--size", type=_size, default=(1280, 720), metavar="WxH", help="of the picture")
    bench.add_argument(
        "--seconds", type=_duration, default=_BENCH_SECONDS, metavar="N", help="of flight at 30 pictures each"
    )
    bench.add_argument("--quality", choices=_QUALITIES, default="auto")
    bench.add_argument("--json", type=Path, metavar="FILE", help="leave everything that was measured")
    bench.add_argument("--without-griffin", action="store_true", help="draw the land alone")

    shot = add("shot", _shot, "render one picture of a named scene, off-screen")
    shot.add_argument("--list", action="store_true", help="name the scenes")
    shot.add_argument("--scene", metavar="NAME")
    shot.add_argument("file", type=Path, nargs="?", metavar="FILE.png")
    _add_picture(shot)
    return parser


def _add_source(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--source",
        default="auto",
        metavar="SRC",
        help="a camera (0, /dev/video0), a video, an image, demo, or none (default: camera 0, else demo)",
    )
    command.add_argument("--loop", action="store_true", help="play a video again and again")
    command.add_argument("--seated", action="store_true", help="the player sits: no jump, smaller arms")
    command.add_argument(
        "--allow-network", action="store_true", help="go on where the camera process can't be cut off"
    )
    _add_model(command)


def _add_model(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", type=Path, metavar="FILE.task", help="another pose landmarker model")


def _add_picture(command: argparse.ArgumentParser) -> None:
    command.add_argument("--size", type=_size, default=(1280, 720), metavar="WxH", help="of the picture")
    command.add_argument("--seed", type=int, default=1, help="another number, another land")
    command.add_argument("--quality", choices=_QUALITIES, default="auto")


def _add_flight(command: argparse.ArgumentParser) -> None:
    command.add_argument("--headless", action="store_true", help="no window: leave a video and a picture")
    command.add_argument("--fullscreen", action="store_true")
    command.add_argument("--seconds", type=_duration, metavar="N", help="end after this long")
    command.add_argument("--record", type=Path, metavar="FILE.mp4", help="leave a video of the flight")
    command.add_argument("--screenshot", type=Path, metavar="FILE.png", help="leave a picture of the flight")
    command.add_argument("--report", type=Path, metavar="FILE.json", help="leave what was measured")


def _size(text: str) -> tuple[int, int]:
    width, by, height = text.lower().partition("x")
    if not (by and width.isdigit() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"'{text}' is no size like 1280x720")
    size = int(width), int(height)
    if not _LEAST_SIZE_PX <= min(size) <= max(size) <= _MOST_SIZE_PX:
        raise argparse.ArgumentTypeError(f"each side must be within {_LEAST_SIZE_PX} to {_MOST_SIZE_PX}")
    return size


def _positive(text: str, what: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 < value <= most:
        raise argparse.ArgumentTypeError(f"'{text}' is no {what} above 0, up to {most:g}")
    return value


def _duration(text: str) -> float:
    return _positive(text, "number of seconds", 86400.0)


def _frame_rate(text: str) -> float:
    return _positive(text, "frame rate", 240.0)


# --- helpers ----------------------------------------------------------------------------------------------


def _lacks_display() -> bool:
    """Whether there is no screen to open a window on. Says so, since a video is made instead."""
    has_display = not sys.platform.startswith("linux") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if not has_display:
        print(
            "griffin: there is no display, so the flight is drawn off-screen, as with --headless.",
            file=sys.stderr,
        )
    return not has_display


def _ends_by_itself(options: argparse.Namespace) -> bool:
    source = Path(options.source)
    return source.is_file() and source.suffix.lower() not in _IMAGE_SUFFIXES and not options.loop


def _flags(options: argparse.Namespace, *names: str) -> list[str]:
    return [f"--{name.replace('_', '-')}" for name in names if getattr(options, name)]


def _values(options: argparse.Namespace, *names: str) -> list[str]:
    return [
        part
        for name in names
        if getattr(options, name)
        for part in (f"--{name}", str(getattr(options, name)))
    ]


def _address(text: str) -> "Address":
    import platformdirs

    from griffin.app.play import TOKEN_VARIABLE
    from griffin.wire.address import Address

    if text:
        return Address.parse(text, os.environ.get(TOKEN_VARIABLE, ""))
    return Address(path=Path(platformdirs.user_runtime_dir("griffin", appauthor=False)) / "link")


def _make_stop(options: argparse.Namespace) -> "StopFlag":
    from griffin.app.lifeline import stop_on_signals, stop_with_parent

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


def _no_progress(_what: str, _done_frac: float | None) -> None:
    pass


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """A bar on the terminal that appears with the first word of progress; nothing where there is none."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, visible=False)

        def tell(what: str, done_frac: float | None) -> None:
            total = None if done_frac is None else 1.0
            bar.update(task, description=what, total=total, completed=done_frac or 0.0, visible=True)

        yield tell


if __name__ == "__main__":
    sys.exit(main())
