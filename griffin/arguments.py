"""The command line's words → options: which commands there are, what each takes, and what is refused.

It runs nothing: `options.command` names the command, and `cli` knows what that does.
"""

import argparse
import math
from pathlib import Path

_DELEGATES = ("auto", "cpu", "gpu")
_QUALITIES = ("low", "medium", "high", "auto")  # render.quality.Quality, which would bring numpy along
_SIZE_PX = (1280, 720)  # what every graphics chip draws fluently; a window may be made larger
_LEAST_SIZE_PX = 64
_EARLIEST_H, _LATEST_H = 6.0, 20.0
_MOST_SIZE_PX = 8192
_BENCH_S = 10.0  # of flight: enough pictures for a percentile of each leg
_LONGEST_FLIGHT_S = 86_400.0
_MOST_FRAME_RATE_HZ = 240.0


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands; a wrong option ends the program with status 2."""
    parser = argparse.ArgumentParser(
        prog="griffin",
        description="Stand in front of a webcam, spread your arms, jump, and fly as a griffin.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", dest="command")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("-v", "--verbose", action="store_true", help="tell what happens inside")
        return command

    _take_play(add("play", "play the game: camera, gestures and flight"))
    _take_camera(add("camera", "the camera process alone: turns a picture into gesture events"))
    _take_fly(add("fly", "the flight process alone: draws what gesture events and keys say"))
    _add_model(add("model", "fetch the pose model ahead of time"))
    _take_gestures(add("gestures", "what the recogniser hears in a recording (.npz) or a video"))
    _take_doctor(add("doctor", "see what this machine has, and what to do about what it lacks"))
    _take_bench(add("bench", "measure what a picture costs on this machine, off-screen"))
    _take_shot(add("shot", "render one picture of a named scene, off-screen"))
    return parser


# --- what each command takes ------------------------------------------------------------------------------


def _take_play(command: argparse.ArgumentParser) -> None:
    _add_source(command)
    _add_kiosk(command)
    _add_picture(command)
    _add_flight(command)


def _take_camera(command: argparse.ArgumentParser) -> None:
    _add_source(command)
    command.add_argument(
        "--connect", default="", metavar="ADDRESS", help="unix:PATH or tcp:PORT of the flight"
    )
    command.add_argument(
        "--every-frame", action="store_true", help="pass over no frame of a video, even if it gets late"
    )
    command.add_argument(
        "--faster-model", type=Path, metavar="FILE.task", help="takes over where the other one is too slow"
    )
    command.add_argument(
        "--wait-for-camera", action="store_true", help="go on without, and look for it until it comes"
    )
    _add_report(command)
    _add_parent(command)


def _take_fly(command: argparse.ArgumentParser) -> None:
    _add_picture(command)
    _add_flight(command)
    _add_kiosk(command)
    command.add_argument("--listen", default="", metavar="ADDRESS", help="unix:PATH or tcp:PORT to listen on")
    command.add_argument("--no-camera", action="store_true", help="nobody will connect: the keyboard flies")
    _add_parent(command)


def _take_gestures(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path)
    command.add_argument("--fps", type=_frame_rate, help="look at this many frames a second")
    command.add_argument("--json", action="store_true", help="print everything as JSON")
    command.add_argument("--seated", action="store_true", help="the player sits")
    _add_model(command)


def _take_doctor(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print it as JSON")


def _take_bench(command: argparse.ArgumentParser) -> None:
    command.add_argument("what", choices=("render",), help="what is measured")
    _add_size(command)
    command.add_argument(
        "--seconds", type=_duration, default=_BENCH_S, metavar="N", help="of flight at 30 pictures each"
    )
    _add_quality(command)
    command.add_argument("--json", type=Path, metavar="FILE", help="leave everything that was measured")
    command.add_argument("--without-griffin", action="store_true", help="draw the land alone")


def _take_shot(command: argparse.ArgumentParser) -> None:
    command.add_argument("--list", action="store_true", help="name the scenes")
    command.add_argument("--scene", metavar="NAME")
    command.add_argument("file", type=Path, nargs="?", metavar="FILE.png")
    _add_picture(command)


# --- what several commands share --------------------------------------------------------------------------


def _add_source(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--source",
        default="auto",
        metavar="SRC",
        help="a camera (0, /dev/video0, csi:0), a video, an image, demo, none (default: a camera, else demo)",
    )
    command.add_argument("--loop", action="store_true", help="play a video again and again")
    command.add_argument("--seated", action="store_true", help="the player sits: no jump, smaller arms")
    command.add_argument(
        "--allow-network", action="store_true", help="go on where the camera process can't be cut off"
    )
    _add_model(command)
    command.add_argument(
        "--delegate",
        choices=_DELEGATES,
        default="cpu",
        help="what the pose model runs on; auto: the GPU where it proves itself (default: cpu)",
    )


def _add_model(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model",
        type=Path,
        metavar="FILE.task",
        help="another pose landmarker model; auto: the full one, or lite where that one is too slow",
    )


def _add_kiosk(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--kiosk",
        action="store_true",
        help="for a TV in a room: full screen, waits for the camera, flies by itself while nobody plays",
    )


def _add_picture(command: argparse.ArgumentParser) -> None:
    _add_size(command)
    command.add_argument("--seed", type=int, default=1, help="another number, another land")
    command.add_argument("--time", type=_hour, metavar="HOUR", help="of the day, 6 to 20: the sun's place")
    _add_quality(command)


def _add_size(command: argparse.ArgumentParser) -> None:
    command.add_argument("--size", type=_size, default=_SIZE_PX, metavar="WxH", help="of the picture")


def _add_quality(command: argparse.ArgumentParser) -> None:
    command.add_argument("--quality", choices=_QUALITIES, default="auto")


def _add_flight(command: argparse.ArgumentParser) -> None:
    command.add_argument("--headless", action="store_true", help="no window: leave a video and a picture")
    command.add_argument("--fullscreen", action="store_true")
    command.add_argument("--seconds", type=_duration, metavar="N", help="end after this long")
    command.add_argument("--record", type=Path, metavar="FILE.mp4", help="leave a video of the flight")
    command.add_argument("--screenshot", type=Path, metavar="FILE.png", help="leave a picture of the flight")
    _add_report(command)


def _add_report(command: argparse.ArgumentParser) -> None:
    command.add_argument("--report", type=Path, metavar="FILE.json", help="leave what was measured")


def _add_parent(command: argparse.ArgumentParser) -> None:
    command.add_argument("--follow-parent", action="store_true", help="end when standard input ends")


# --- texts → values ---------------------------------------------------------------------------------------


def _size(text: str) -> tuple[int, int]:
    width, by, height = text.lower().partition("x")
    if not (by and width.isdecimal() and height.isdecimal()):
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


def _hour(text: str) -> float:
    hour = _positive(text, "hour of the day", _LATEST_H)
    if hour < _EARLIEST_H:
        raise argparse.ArgumentTypeError(f"there is light from {_EARLIEST_H:g} to {_LATEST_H:g} o'clock only")
    return hour


def _duration(text: str) -> float:
    return _positive(text, "number of seconds", _LONGEST_FLIGHT_S)


def _frame_rate(text: str) -> float:
    return _positive(text, "frame rate", _MOST_FRAME_RATE_HZ)
