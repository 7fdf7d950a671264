"""This machine → findings: what it has, whether the game can run, and what to do about what it lacks.

`examine` asks the probes and hands each answer to one `judge_...`, which is pure. Nothing is changed and
nothing is fetched.
"""

import hashlib
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from importlib import metadata
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from griffin import paths
from griffin.app.terminal import has_display
from griffin.errors import ConfigError
from griffin.tools.probes import Answer, ask
from griffin.tools.verdict import PLAYABLE_HZ, verdict
from griffin.vision.orientation import AS_IT_COMES, Orientation
from griffin.vision.pose_model import MODEL_FILE, MODEL_SHA256, MODEL_VARIABLE

LEAST_PYTHON = (3, 10)
SLOW_CAMERA_HZ = 20.0  # of 30: exposure times in dim light halve the rate
SLOW_LOOK_S = 0.066  # with a longer one the griffin follows at less than 15 Hz
LEAST_SEEN_FRAC = 0.9  # of the demo pilot's pictures; the model sees all of them when it works

_LIBRARIES = ("mediapipe", "opencv-contrib-python", "numpy", "glfw", "PyOpenGL")
_PICTURES = "Pictures"  # the finding's name
_AGAIN = "Run scripts/play again: it installs what is missing."


class State(Enum):
    """How good a finding is. With FAIL the game can't run as it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the table. `remedy` says what to do, and is there unless the state is OK.

    `rate_hz`: how many pictures, or looks at the player, there are in a second, where that was measured.
    """

    name: str
    state: State
    found: str
    remedy: str = ""
    rate_hz: float | None = None


def run_doctor(*, as_json: bool = False, orientation: Orientation = AS_IT_COMES) -> int:
    """Print the findings. Returns the exit status: 1 if the game can't run."""
    if as_json:
        findings = examine(orientation)
        Console(soft_wrap=True).print_json(json.dumps(_as_json(findings)))
    else:
        with Console(stderr=True).status("Looking around: graphics, cameras, pose model ..."):
            findings = examine(orientation)
        Console().print(_table(findings))
        Console().print(_summary(findings), soft_wrap=True)
    return 0 if can_run(findings) else 1


def can_run(findings: Sequence[Finding]) -> bool:
    """Whether nothing is missing that the game can't do without."""
    return all(finding.state is not State.FAIL for finding in findings)


def examine(orientation: Orientation = AS_IT_COMES) -> list[Finding]:
    """Look at everything, one after the other; takes some seconds and about four more for each camera.

    `orientation`: of the cameras, as the game would be given it.
    """
    is_on_screen = has_display()
    way = "window" if is_on_screen else "off-screen"
    opengl = judge_opengl(ask("opengl", way))
    pictures = [] if opengl.state is State.FAIL else [judge_pictures(ask("pictures", way))]
    return [
        judge_python(sys.version_info[:3], platform.platform(terse=True)),
        judge_libraries({name: _version(name) for name in _LIBRARIES}),
        judge_display(is_on_screen),
        opengl,
        *pictures,
        *judge_cameras(ask("cameras", *_as_words(orientation))),
        *_examine_cache(),
        judge_sandbox(ask("sandbox")),
        judge_audio(ask("audio")),
    ]


def _as_words(orientation: Orientation) -> tuple[str, str]:
    return "on" if orientation.is_mirrored else "off", orientation.rotation.value


def judge_python(version: tuple[int, int, int], system: str) -> Finding:
    """Python and the operating system."""
    found = f"Python {'.'.join(map(str, version))} on {system}"
    if version < LEAST_PYTHON:
        return _fail("Python", found, "Griffin needs Python {}.{} or newer.".format(*LEAST_PYTHON))
    return _ok("Python", found)


def judge_libraries(versions: dict[str, str | None]) -> Finding:
    """The installed packages that matter most; None is a missing one."""
    missing = [name for name, version in versions.items() if version is None]
    if missing:
        return _fail("Libraries", f"missing: {', '.join(missing)}", _AGAIN)
    return _ok("Libraries", ", ".join(f"{name} {version}" for name, version in versions.items()))


def judge_display(is_there: bool) -> Finding:
    """A screen to open the window on."""
    if is_there:
        return _ok("Display", "there is one")
    return _warn(
        "Display",
        "none: the game is drawn off-screen, into a video",
        "To see it live, start it in a desktop session.",
    )


def judge_opengl(answer: Answer) -> Finding:
    """The renderer, as the game itself would open it."""
    if "error" in answer:
        remedy = answer["hint"] or "Update the graphics driver; Griffin needs OpenGL 3.3."
        return _fail("OpenGL", answer["error"], remedy)
    found = f"{answer['renderer']}, OpenGL {answer['version']}"
    if answer["quality"] == "low":
        remedy = "The processor draws: the picture is simple and slow. Is a graphics driver missing?"
        return _warn("OpenGL", found, remedy)
    if answer["quality"] == "medium":
        return _ok("OpenGL", f"{found}; a small GPU: --quality auto takes medium, with one small shadow map")
    return _ok("OpenGL", f"{found}; should it stutter, --quality medium has one small shadow map, not two")


def judge_pictures(answer: Answer) -> Finding:
    """How fast the land is drawn."""
    if "error" in answer:
        return _warn(
            _PICTURES, answer["error"], answer["hint"] or "Start the game and see; F3 shows its pace."
        )
    hz, (width, height) = 1.0 / answer["picture_s"], answer["size_px"]
    found = f"{hz:.0f} a second at {answer['quality']} quality, {width}x{height}"
    if hz < PLAYABLE_HZ:
        return _warn(_PICTURES, found, "Make the picture smaller: --size 960x540.", rate_hz=hz)
    return _ok(_PICTURES, found, rate_hz=hz)


def judge_cameras(answer: Answer) -> list[Finding]:
    """One finding a camera, or one that says there is none."""
    if "error" in answer:
        return [_warn("Camera", answer["error"], answer["hint"] or "Replug the camera and look again.")]
    if not answer["cameras"]:
        remedy = "Plug in a webcam. Without one, the demo pilot (--source demo) or the keyboard flies."
        return [_warn("Camera", "none", remedy)]
    return [_judge_camera(camera) for camera in answer["cameras"]]


def _judge_camera(camera: Answer) -> Finding:
    name = f"Camera {camera['path']}"
    if camera["problem"]:
        return _warn(name, camera["name"], camera["problem"])
    width, height = camera["size_px"]
    found = f"{camera['name']}, {camera['rate_hz']:.1f} pictures/s at {width}x{height}"
    if camera["formats"]:
        found += f" ({', '.join(camera['formats'])})"
    if camera["orientation"]:
        found += f", {camera['orientation']}"
    if camera["rate_hz"] < SLOW_CAMERA_HZ:
        return _warn(name, found, "Turn on more light: in the dark, webcams take half as many pictures.")
    return _ok(name, found)


def judge_pose(found: str, answer: Answer) -> Finding:
    """How well and how fast the pose model sees the demo pilot."""
    if "error" in answer:
        return _fail("Pose model", f"{found}: {answer['error']}", answer["hint"] or _AGAIN)
    found += f", one look takes {1e3 * answer['look_s']:.0f} ms"
    if answer["seen_frac"] < LEAST_SEEN_FRAC:
        seen = f"{found}, but it saw the demo pilot in only {100 * answer['seen_frac']:.0f} % of the pictures"
        return _fail("Pose model", seen, "Use Griffin's own model: leave --model and the variable away.")
    rate_hz = 1.0 / answer["look_s"]
    if answer["look_s"] > SLOW_LOOK_S:
        remedy = "This processor is slow for it: close other programs."
        return _warn("Pose model", found, remedy, rate_hz=rate_hz)
    return _ok("Pose model", found, rate_hz=rate_hz)


def judge_sandbox(answer: Answer) -> Finding:
    """Whether the process that sees the camera can be cut off from the network."""
    if "error" in answer:
        return _fail("Camera privacy", answer["error"], "`griffin play --allow-network` goes on without it.")
    if not answer["in_force"]:
        remedy = "If you accept that, `griffin play --allow-network` goes on without it."
        return _fail("Camera privacy", answer["sentence"], remedy)
    return _ok("Camera privacy", answer["sentence"])


def judge_audio(answer: Answer) -> Finding:
    """Where sound would go. The game never needs it."""
    if "error" in answer:
        return _warn("Sound", answer["error"], "Connect a loudspeaker to hear the game; it runs without.")
    return _ok("Sound", f"plays through {answer['driver']}")


def _examine_cache() -> list[Finding]:
    """The cache folder, and the pose model in it unless another one was chosen."""
    chosen = os.environ.get(MODEL_VARIABLE)
    try:
        folder = paths.cache_folder()
        with tempfile.TemporaryFile(dir=folder):
            cache = _ok("Cache folder", str(folder))
        model = _examine_pose_model(folder / MODEL_FILE)
    except OSError as error:
        remedy = "Make this folder yours again, or name another in XDG_CACHE_HOME."
        cache = _fail("Cache folder", f"{error.filename}: {error.strerror}", remedy)
        model = _warn("Pose model", "no place to keep it", "See the cache folder.")
    except ConfigError as error:
        cache = _fail("Cache folder", error.sentence, error.hint)
        model = _warn("Pose model", "no place to keep it", "See the cache folder.")
    if chosen:
        model = judge_pose(f"{chosen} (from {MODEL_VARIABLE})", ask("pose", chosen))
    return [cache, model]


def _examine_pose_model(model: Path) -> Finding:
    if not model.is_file():
        remedy = "The first start fetches it; `griffin model` does so ahead of time."
        return _warn("Pose model", "not fetched yet", remedy)
    if hashlib.sha256(model.read_bytes()).hexdigest() != MODEL_SHA256:
        remedy = "The next start makes it anew, as does `griffin model`."
        return _warn("Pose model", f"{model} is damaged", remedy)
    return judge_pose(f"{model}, checksum right", ask("pose", str(model)))


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _ok(name: str, found: str, *, rate_hz: float | None = None) -> Finding:
    return Finding(name=name, state=State.OK, found=found, rate_hz=rate_hz)


def _warn(name: str, found: str, remedy: str, *, rate_hz: float | None = None) -> Finding:
    return Finding(name=name, state=State.WARN, found=found, remedy=remedy, rate_hz=rate_hz)


def _fail(name: str, found: str, remedy: str) -> Finding:
    return Finding(name=name, state=State.FAIL, found=found, remedy=remedy)


_MARKS = {State.OK: "[green]ok[/]", State.WARN: "[yellow]note[/]", State.FAIL: "[bold red]FAIL[/]"}


def _table(findings: Sequence[Finding]) -> Table:
    table = Table("", "", title="Griffin on this machine", title_justify="left")
    for heading in ("found", "what to do"):
        table.add_column(heading, overflow="fold")  # a path that is cut short helps nobody
    for finding in findings:
        words = (finding.name, finding.found, finding.remedy)
        table.add_row(_MARKS[finding.state], *map(escape, words))  # a path may hold [brackets]
    return table


def _summary(findings: Sequence[Finding]) -> str:
    if not can_run(findings):
        return "The game can't run yet: see the lines marked FAIL."
    rates = {finding.name: finding.rate_hz for finding in findings}
    picture_hz = rates.get(_PICTURES)
    if picture_hz is None:
        return "The game can run."
    return f"The game can run. {verdict(picture_hz, rates.get('Pose model'))}"


def _as_json(findings: Sequence[Finding]) -> dict[str, object]:
    rows = [asdict(finding) | {"state": finding.state.value} for finding in findings]
    return {"can_run": can_run(findings), "findings": rows}
