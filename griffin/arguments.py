"""The command line's words → values: which commands there are, what each takes, and what is refused.

It runs nothing: `command` names the command, and `cli` knows what that does. An option of the game goes by
its field's name in `options.PlayOptions`, which has the defaults: one that wasn't given isn't there.
"""

import argparse
import math
import sys
from pathlib import Path

_DELEGATES = ("auto", "cpu", "gpu")
_QUALITIES = ("low", "medium", "high", "auto")  # render.qualities.Quality
BENCH_S = 10.0  # of flight: enough pictures for a percentile of each leg
LATENCY_S = 20.0  # of a game: some hundred movements
SOAK_MINUTES = 30  # enough to tell a leak from what goes up and down
_LEAST_SOAK_MINUTES = 5  # growth is looked for after the first three
_MOST_SOAK_MINUTES = 1439  # a flight lasts for a day at most
_MOST_FRAME_RATE_HZ = 240.0
_ROTATIONS = ("auto", "0", "90", "180", "270")  # vision.orientation.Rotation
_NOT_GIVEN = argparse.SUPPRESS

USUAL_SIZE_PX = (1280, 720)  # what every graphics chip draws fluently; a window may be made larger
LEAST_SIZE_PX = 64
MOST_SIZE_PX = 8192
EARLIEST_H, LATEST_H = 6.0, 20.0  # there is light
LONGEST_FLIGHT_S = 86_400.0
MOST_SOUND_OFFSET_S = 0.5

_HOURS = f"{EARLIEST_H:g} to {LATEST_H:g}"


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands; a wrong option ends the program with status 2."""
    parser = argparse.ArgumentParser(
        prog="griffin",
        description="Stand in front of a webcam, spread your arms, jump, and fly as a griffin.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and leave")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", dest="command")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        _add_flag(command, "-v", "--verbose", to="is_verbose", text="log what happens inside")
        _add_flag(command, "--debug", to="is_debugging", text="show where an error came from")
        return command

    _take_play(add("play", "play the game: camera, gestures and flight"))
    _take_camera(add("camera", "the camera process alone: turns a picture into gesture events"))
    _take_fly(add("fly", "the flight process alone: draws what gesture events and keys say"))
    _take_sound(add("sound", "the sound process alone: plays the cues that come on standard input"))
    _take_replay(add("replay", "fly again what `griffin play --journal` has left"))
    _add_model(add("model", "fetch the pose model ahead of time"))
    _take_gestures(add("gestures", "report what the recogniser makes of a recording (.npz) or a video"))
    _take_doctor(add("doctor", "see what this machine has, and what to do about what it lacks"))
    _take_bench(
        add("bench", "measure what pictures, or the whole game, cost on this machine, and how late they are")
    )
    _take_soak(add("soak", "play for long off-screen, and report whether memory, open files or threads grow"))
    _take_shot(add("shot", "render one picture of a named scene, off-screen"))
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: that takes longer than all of the parsing."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib import metadata

        sys.stdout.write(f"griffin {metadata.version('griffin-flight')}\n")
        parser.exit()


# --- what each command takes ------------------------------------------------------------------------------


def _take_play(command: argparse.ArgumentParser) -> None:
    _add_source(command)
    _add_kiosk(command)
    _add_picture(command)
    _add_calm(command)
    _add_flight(command)
    _add_sound(command)


def _take_camera(command: argparse.ArgumentParser) -> None:
    _add_source(command)
    command.add_argument(
        "--connect", default="", metavar="ADDRESS", help="unix:PATH or tcp:PORT of the flight"
    )
    _add_flag(
        command,
        "--every-frame",
        to="wants_every_frame",
        text="pass over no frame of a video, even if it gets late",
    )
    _add_file(
        command,
        "--faster-model",
        to="faster_model",
        metavar="FILE.task",
        text="takes over where the other one is too slow",
    )
    _add_flag(
        command,
        "--wait-for-camera",
        to="waits_for_camera",
        text="go on without, and look for it until it comes",
    )
    _add_report(command)
    _add_parent(command)


def _take_fly(command: argparse.ArgumentParser) -> None:
    _add_picture(command)
    _add_calm(command)
    _add_flight(command)
    _add_kiosk(command)
    command.add_argument("--listen", default="", metavar="ADDRESS", help="unix:PATH or tcp:PORT to listen on")
    command.add_argument(
        "--no-camera",
        dest="source",
        action="store_const",
        const="none",
        default=_NOT_GIVEN,
        help="nobody will connect: the keyboard flies",
    )
    _add_parent(command)


def _take_sound(command: argparse.ArgumentParser) -> None:
    _add_sound_offset(command)
    _add_network(command)
    _add_parent(command)


def _take_replay(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="JOURNAL")
    _add_flag(command, "--headless", to="is_headless", text="no window, as fast as it goes")
    _add_size(command)
    _add_quality(command)
    _add_sound(command)
    _add_file(
        command,
        "--record",
        to="record",
        metavar="FILE.mp4",
        text="leave a video of the flight, with its sound",
    )
    _add_network(command)
    _add_report(command)


def _take_gestures(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path)
    command.add_argument("--fps", type=_frame_rate, help="look at this many frames a second")
    command.add_argument("--json", action="store_true", help="print everything as JSON")
    _add_orientation(command)
    _add_seated(command)
    _add_model(command)


def _take_doctor(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print it as JSON")
    _add_orientation(command)


def _take_bench(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "what",
        choices=("render", "play", "latency"),
        help="what is measured: pictures along a fixed way or the game flown by a recorded body, both"
        " off-screen, or how long a movement takes to the screen, in a game with the demo pilot",
    )
    _add_size(command)
    command.add_argument(
        "--seconds",
        type=_duration,
        metavar="N",
        help=f"of flight at 30 pictures each (default: {BENCH_S:g} for render, the whole record for play),"
        f" or of the game (default: {LATENCY_S:g})",
    )
    _add_quality(command)
    command.add_argument("--json", type=Path, metavar="FILE", help="leave everything that was measured")
    command.add_argument("--without-griffin", action="store_true", help="render: draw the land alone")
    command.add_argument(
        "--by-pass",
        action="store_true",
        help="render: what each pass costs, by leaving it out of every second picture",
    )
    command.add_argument(
        "--against",
        type=Path,
        metavar="FOLDER",
        help="render: what the shaders of this folder cost, with which every second picture is drawn",
    )


def _take_soak(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--minutes",
        type=_soak_minutes,
        default=SOAK_MINUTES,
        metavar="N",
        help=f"of the game with the demo pilot (default: {SOAK_MINUTES}); growth counts after the first 3",
    )
    _add_size(command)
    _add_quality(command)
    command.add_argument("--json", type=Path, metavar="FILE", help="leave everything that was measured")


def _take_shot(command: argparse.ArgumentParser) -> None:
    command.add_argument("--list", action="store_true", help="name the scenes")
    command.add_argument("--scene", metavar="NAME")
    command.add_argument("file", type=Path, nargs="?", metavar="FILE.png")
    _add_picture(command)


# --- what several commands share --------------------------------------------------------------------------


def _add_source(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--source",
        default=_NOT_GIVEN,
        metavar="SRC",
        help="a camera (0, /dev/video0, csi:0), a video, an image, demo, none (default: a camera, else demo)",
    )
    _add_flag(command, "--loop", to="is_looped", text="play a video again and again")
    _add_orientation(command)
    _add_seated(command)
    _add_network(command)
    _add_model(command)
    command.add_argument(
        "--delegate",
        choices=_DELEGATES,
        default=_NOT_GIVEN,
        help="what the pose model runs on; auto: the GPU where it proves itself (default: cpu)",
    )


def _add_orientation(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--mirror",
        dest="is_mirrored",
        type=_switch,
        default=_NOT_GIVEN,
        metavar="on|off",
        help="on: the camera or film mirrors, as phones and virtual cameras may (default: off)",
    )
    command.add_argument(
        "--rotate",
        dest="rotation",
        choices=_ROTATIONS,
        default=_NOT_GIVEN,
        help="turn the picture clockwise by so many degrees (default: auto)",
    )


def _add_network(command: argparse.ArgumentParser) -> None:
    _add_flag(
        command,
        "--allow-network",
        to="may_reach_network",
        text="go on where a process can't be cut off from the network",
    )


def _add_sound_offset(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--sound-offset",
        dest="sound_offset_s",
        type=_sound_offset,
        default=_NOT_GIVEN,
        metavar="MS",
        help="how late the TV or its loudspeaker plays sound; below 0: how late it shows the picture",
    )


def _add_seated(command: argparse.ArgumentParser) -> None:
    _add_flag(command, "--seated", to="is_seated", text="the player sits: no jump, smaller arms")


def _add_model(command: argparse.ArgumentParser) -> None:
    _add_file(
        command,
        "--model",
        to="model",
        metavar="FILE.task",
        text="another pose landmarker model; auto: the full one, or lite where that one is too slow",
    )


def _add_kiosk(command: argparse.ArgumentParser) -> None:
    _add_flag(
        command,
        "--kiosk",
        to="is_kiosk",
        text="for a TV in a room: full screen, waits for the camera, flies by itself while nobody plays",
    )


def _add_picture(command: argparse.ArgumentParser) -> None:
    _add_size(command)
    command.add_argument("--seed", type=int, default=_NOT_GIVEN, help="another number, another land")
    command.add_argument(
        "--time",
        dest="hour_h",
        type=_hour,
        default=_NOT_GIVEN,
        metavar="HOUR",
        help=f"of the day, {_HOURS}; the sun then stays where it is",
    )
    _add_quality(command)


def _add_calm(command: argparse.ArgumentParser) -> None:
    _add_flag(
        command,
        "--calm",
        to="is_calm",
        text="wider, slower turns and a still field of view, for whoever gets dizzy",
    )


def _add_size(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--size", dest="size_px", type=_size, default=_NOT_GIVEN, metavar="WxH", help="of the picture"
    )


def _add_quality(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--quality",
        choices=_QUALITIES,
        default=_NOT_GIVEN,
        help="how fine the picture is, and how much it asks of the machine (default: auto)",
    )


def _add_flight(command: argparse.ArgumentParser) -> None:
    _add_flag(
        command,
        "--headless",
        to="is_headless",
        text="no window: leave griffin-flight.mp4 and .png, or griffin-flight-2 and so on",
    )
    _add_flag(command, "--fullscreen", to="is_fullscreen", text="fill the screen")
    _add_flag(
        command,
        "--no-jump",
        to="asks_no_jump",
        text="never ask for a jump: strokes take off as well (a jump still does)",
    )
    _add_flag(
        command,
        "--lessons",
        to="repeats_lessons",
        text="show the lessons anew that were learned on this machine",
    )
    command.add_argument(
        "--seconds", type=_duration, default=_NOT_GIVEN, metavar="N", help="end after this long"
    )
    _add_file(
        command,
        "--record",
        to="record",
        metavar="FILE.mp4",
        text="leave a video of the flight, with its sound",
    )
    _add_file(
        command, "--screenshot", to="screenshot", metavar="FILE.png", text="leave a picture of the flight"
    )
    _add_file(
        command,
        "--journal",
        to="journal",
        metavar="FILE",
        text="leave what `griffin replay` flies again; it holds the angles of the player's arms",
    )
    _add_report(command)


def _add_sound(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--sound",
        type=_volume,
        default=_NOT_GIVEN,
        metavar="0..1",
        help="how loud everything is, 0 is silent (default: 1, in a kiosk 0.5)",
    )
    command.add_argument(
        "--music",
        type=_volume,
        default=_NOT_GIVEN,
        metavar="0..1",
        help="how loud the music is beside the rest, 0 is no music (default: 1)",
    )
    _add_sound_offset(command)


def _add_report(command: argparse.ArgumentParser) -> None:
    _add_file(command, "--report", to="report", metavar="FILE.json", text="leave what was measured")


def _add_parent(command: argparse.ArgumentParser) -> None:
    command.add_argument("--follow-parent", action="store_true", help="end when standard input ends")
    command.add_argument(
        "--from-parent",
        action="store_true",
        help="as `griffin play` starts it: all options come in one line on standard input; end when it ends",
    )


def _add_flag(command: argparse.ArgumentParser, *names: str, to: str, text: str) -> None:
    command.add_argument(*names, dest=to, action="store_true", default=_NOT_GIVEN, help=text)


def _add_file(command: argparse.ArgumentParser, name: str, *, to: str, metavar: str, text: str) -> None:
    command.add_argument(name, dest=to, type=Path, default=_NOT_GIVEN, metavar=metavar, help=text)


# --- texts → values ---------------------------------------------------------------------------------------


def _switch(text: str) -> bool:
    if text not in ("on", "off"):
        raise argparse.ArgumentTypeError(f"'{text}' is neither on nor off")
    return text == "on"


def _size(text: str) -> tuple[int, int]:
    width, by, height = text.lower().partition("x")
    if not (by and width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"'{text}' is not a size like 1280x720")
    size = int(width), int(height)
    if not LEAST_SIZE_PX <= min(size) <= max(size) <= MOST_SIZE_PX:
        raise argparse.ArgumentTypeError(f"each side must be within {LEAST_SIZE_PX} to {MOST_SIZE_PX}")
    return size


def _positive(text: str, what: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 < value <= most:
        raise argparse.ArgumentTypeError(f"'{text}' is not a {what} above 0, up to {most:g}")
    return value


def _hour(text: str) -> float:
    try:
        hour = float(text)
    except ValueError:
        hour = math.nan
    if not EARLIEST_H <= hour <= LATEST_H:
        raise argparse.ArgumentTypeError(f"'{text}' is not an hour with light: {_HOURS}")
    return hour


def _duration(text: str) -> float:
    return _positive(text, "number of seconds", LONGEST_FLIGHT_S)


def _soak_minutes(text: str) -> int:
    if not (text.isdecimal() and _LEAST_SOAK_MINUTES <= int(text) <= _MOST_SOAK_MINUTES):
        span = f"{_LEAST_SOAK_MINUTES} to {_MOST_SOAK_MINUTES}"
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of whole minutes, {span}")
    return int(text)


def _volume(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a loudness from 0 to 1")
    return value


def _sound_offset(text: str) -> float:
    try:
        value = float(text) / 1000.0
    except ValueError:
        value = math.nan
    if not abs(value) <= MOST_SOUND_OFFSET_S:
        most = f"{1000.0 * MOST_SOUND_OFFSET_S:g}"
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of milliseconds, up to {most} either way")
    return value


def _frame_rate(text: str) -> float:
    return _positive(text, "frame rate", _MOST_FRAME_RATE_HZ)
