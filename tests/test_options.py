"""The options of a game: merged from layers, and every one of them in the process that needs it."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from griffin.app import camera_main, flight_loop, flight_main, sound_feed, sound_main
from griffin.app.delegate import Delegate
from griffin.arguments import make_parser
from griffin.errors import ConfigError
from griffin.options import PlayOptions, StartMessage, decode_start, encode_start, merge_options
from griffin.render.quality import Quality
from griffin.vision.orientation import Rotation

FLIGHT, CAMERA, SOUND, PLAY = "flight", "camera", "sound", "play"

# Which process reads a field, and how the field is given to `griffin play`: the words, then what they mean.
# No words: it follows from others (the faster model from --model auto, and so on).
FIELDS: dict[str, tuple[set[str], list[str], Any]] = {
    "source": ({CAMERA, FLIGHT}, ["--source", "csi:0"], "csi:0"),
    "is_looped": ({CAMERA}, ["--loop"], True),
    "is_mirrored": ({CAMERA}, ["--mirror", "on"], True),
    "rotation": ({CAMERA}, ["--rotate", "270"], Rotation.LEFT),
    "is_seated": ({CAMERA}, ["--seated"], True),
    "may_reach_network": ({CAMERA, SOUND}, ["--allow-network"], True),
    "model": ({PLAY}, ["--model", "auto"], Path("auto")),
    "faster_model": ({CAMERA}, [], Path("cache/pose_landmarker_lite.task")),
    "delegate": ({CAMERA}, ["--delegate", "gpu"], Delegate.GPU),
    "wants_every_frame": ({CAMERA}, [], True),
    "waits_for_camera": ({CAMERA}, [], True),
    "size_px": ({FLIGHT}, ["--size", "320x180"], (320, 180)),
    "seed": ({FLIGHT}, ["--seed", "7"], 7),
    "hour_h": ({FLIGHT}, ["--time", "17.5"], 17.5),
    "quality": ({FLIGHT}, ["--quality", "low"], Quality.LOW),
    "is_headless": ({FLIGHT}, ["--headless"], True),
    "is_fullscreen": ({FLIGHT}, ["--fullscreen"], True),
    "is_kiosk": ({FLIGHT}, ["--kiosk"], True),
    "asks_no_jump": ({FLIGHT}, ["--no-jump"], True),
    "repeats_lessons": ({FLIGHT}, ["--lessons"], True),
    "is_calm": ({FLIGHT}, ["--calm"], True),
    "sound": ({FLIGHT}, ["--sound", "0.25"], 0.25),
    "music": ({FLIGHT, SOUND}, ["--music", "0.5"], 0.5),
    "sound_offset_s": ({SOUND}, ["--sound-offset", "-80"], -0.08),
    "seconds": ({FLIGHT}, ["--seconds", "3"], 3.0),
    "record": ({FLIGHT}, ["--record=-flight.mp4"], Path("-flight.mp4")),
    "screenshot": ({FLIGHT}, ["--screenshot", "flight.png"], Path("flight.png")),
    "journal": ({FLIGHT}, ["--journal", "flight.journal"], Path("flight.journal")),
    "report": ({PLAY}, ["--report", "report.json"], Path("report.json")),
    "is_verbose": ({PLAY}, ["--verbose"], True),  # and `cli`, for each process' log
}

# What `griffin play` starts here in place of itself: processes that only leave what they were started with.
STUB = """
import sys
from pathlib import Path
from griffin import cli
from griffin.app import camera_main, flight_main
from griffin.options import encode_start

def fly(message, clock, stop, *_):
    leave(message)
    while not (stop.wait(0.05) or Path("camera.json").exists()):
        pass
    return []

def leave(message, *_):
    Path(f"{sys.argv[1]}.json").write_bytes(encode_start(message))
    Path(f"{sys.argv[1]}.words").write_text(" ".join(sys.argv[1:]))

flight_main.run_flight, camera_main.run_camera = fly, leave
sys.exit(cli.main(sys.argv[1:]))
"""

GAME = """
import sys
from pathlib import Path
from griffin import cli, paths
from griffin.app import child
from griffin.vision import pose_model

child.PROGRAM = (sys.executable, "stub.py")
pose_model.provision_pose_model = lambda *_: Path("found.task")
paths.cache_folder = lambda: Path("cache")
sys.exit(cli.main(sys.argv[1:]))
"""


def names() -> set[str]:
    return {field.name for field in msgspec.structs.fields(PlayOptions)}


def given(arguments: list[str]) -> dict[str, Any]:
    return {
        name: value for name, value in vars(make_parser().parse_args(arguments)).items() if name in names()
    }


# --- layers -----------------------------------------------------------------------------------------------


def test_later_layers_win_and_leave_alone_what_they_do_not_name() -> None:
    merged = merge_options(PlayOptions(), {"seed": 3, "is_seated": True}, {"seed": 4})
    assert merged == PlayOptions(seed=4, is_seated=True)


def test_a_layer_may_hold_what_json_holds() -> None:
    layer = {"quality": "high", "size_px": [640, 480], "record": "a.mp4", "delegate": "auto"}
    assert merge_options(PlayOptions(), layer) == PlayOptions(
        quality=Quality.HIGH, size_px=(640, 480), record=Path("a.mp4"), delegate=Delegate.AUTO
    )


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        ({"sead": 3}, "sead"),
        ({"seed": "three"}, "seed"),
        ({"quality": "best"}, "quality"),
        ({"size_px": [5, 5]}, "size_px"),
        ({"hour_h": 25.0}, "hour_h"),
        ({"seconds": float("nan")}, "seconds"),
        ({"record": 5}, "record"),
        ({"sound": 1.5}, "sound"),
        ({"music": -0.1}, "music"),
        ({"sound_offset_s": -0.7}, "sound_offset_s"),
    ],
)
def test_a_layer_that_cannot_be_used_is_refused(layer: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        merge_options(PlayOptions(), layer)


@pytest.mark.parametrize("command", ["play", "camera", "fly"])
def test_the_command_line_holds_only_what_was_given(command: str) -> None:
    assert given([command]) == {}


def test_what_was_given_as_the_default_was_given() -> None:
    assert given(["play", "--seed", "1", "--quality", "auto"]) == {"seed": 1, "quality": "auto"}


def test_a_kiosk_is_quieter_unless_somebody_says_how_loud() -> None:
    assert PlayOptions().volume == 1.0
    assert 0.0 < PlayOptions(is_kiosk=True).volume < 1.0
    assert PlayOptions(is_kiosk=True, sound=0.9).volume == 0.9
    assert merge_options(PlayOptions(), given(["play", "--sound", "0"])).volume == 0.0


@pytest.mark.parametrize(
    "words", [["--sound", "1.1"], ["--sound", "loud"], ["--music", "-1"], ["--sound-offset", "900"]]
)
def test_a_loudness_or_an_offset_out_of_range_is_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit):
        make_parser().parse_args(["play", *words])


def test_no_camera_is_a_source() -> None:
    assert not merge_options(PlayOptions(), given(["fly", "--no-camera"])).has_camera
    assert PlayOptions().has_camera


# --- the message ------------------------------------------------------------------------------------------


def message(options: PlayOptions) -> StartMessage:
    return StartMessage(options=options, address="unix:/run/link", token="secret", started_s=4.5)


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_field_travels(name: str) -> None:
    value = FIELDS[name][2]
    assert value != getattr(PlayOptions(), name)
    sent = message(PlayOptions(**{name: value}))
    line = encode_start(sent)
    assert (line.count(b"\n"), line[-1:]) == (1, b"\n")
    assert decode_start(line) == sent


def test_names_that_are_not_unicode_travel() -> None:
    sent = message(PlayOptions(source="film-\udcff.mp4", record=Path("\udcfe\n.mp4"), seed=-(10**30)))
    assert decode_start(encode_start(sent)) == sent


def changed(**fields: Any) -> bytes:
    whole = json.loads(encode_start(message(PlayOptions())))
    return json.dumps(whole | fields).encode()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"fly",
        b"[]",
        b"\xff{}",
        b"[" * 100_000,
        changed(stranger=1),
        changed(options={"stranger": 1}),
        changed(options={"size_px": [0, 0]}),
        changed(started_s=float("nan")),
        changed(address=None),
        encode_start(message(PlayOptions()))[:-20],
    ],
)
def test_a_message_that_cannot_be_used_gets_one_sentence(line: bytes) -> None:
    with pytest.raises(ConfigError, match="message that starts this process") as refused:
        decode_start(line)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("command", ["fly", "camera"])
@pytest.mark.parametrize("line", [b"", b"nonsense\n"])
def test_a_process_that_is_told_nonsense_says_so(command: str, line: bytes) -> None:
    arguments = [sys.executable, "-m", "griffin", command, "--from-parent"]
    ended = subprocess.run(arguments, input=line, capture_output=True, check=False, timeout=60)
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"griffin: The message that starts this process can't be used")
    assert ended.stderr.count(b"\n") == 1


# --- who gets what ----------------------------------------------------------------------------------------


def test_no_field_is_forgotten_here() -> None:
    assert set(FIELDS) == names()


def read_fields(file: str) -> set[str]:
    """The fields that a module reads of a variable or an attribute named options."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (
            (isinstance(node.value, ast.Name) and node.value.id == "options")
            or (isinstance(node.value, ast.Attribute) and node.value.attr in ("options", "_options"))
        )
    }


@pytest.mark.parametrize(
    ("modules", "process"),
    [
        ((camera_main,), CAMERA),
        ((flight_main, flight_loop, sound_feed), FLIGHT),
        ((sound_main,), SOUND),
    ],
)
def test_a_process_reads_what_is_meant_for_it(modules: tuple[Any, ...], process: str) -> None:
    meant = {name for name, (readers, _, _) in FIELDS.items() if process in readers}
    read = {name for module in modules for name in read_fields(module.__file__)}
    if "has_camera" in read:  # which is the source's to say
        read = (read - {"has_camera"}) | {"source"}
    if "orientation" in read:
        read = (read - {"orientation"}) | {"is_mirrored", "rotation"}
    if "volume" in read:
        read = (read - {"volume"}) | {"sound"}
    assert read == meant


@pytest.fixture
def started(tmp_path: Path) -> dict[str, StartMessage]:
    """What both processes are started with by `griffin play`, given every option there is."""
    (tmp_path / "stub.py").write_text(STUB)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "pose_landmarker_lite.task").touch()
    words = [word for _, words, _ in FIELDS.values() for word in words]
    command = [sys.executable, "-c", GAME, "play", *words]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=90, check=False)
    assert ended.returncode == 0, ended.stderr
    messages = {name: decode_start((tmp_path / f"{name}.json").read_bytes()) for name in ("fly", "camera")}
    for name in messages:
        assert (tmp_path / f"{name}.words").read_text() == f"{name} --from-parent"
    return messages


def test_what_is_given_to_play_arrives_in_both_processes(started: dict[str, StartMessage]) -> None:
    wanted = {name: value for name, (_, _, value) in FIELDS.items()}
    for message in started.values():
        assert {name: getattr(message.options, name) for name in wanted} == wanted


def test_a_start_tells_both_where_to_meet_and_each_where_to_report(started: dict[str, StartMessage]) -> None:
    flight, camera = started["fly"], started["camera"]
    assert (flight.address, flight.token, flight.started_s) == (
        camera.address,
        camera.token,
        camera.started_s,
    )
    assert flight.report != camera.report
    assert (flight.model, camera.model) == (None, Path("found.task"))
