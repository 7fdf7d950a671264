"""`python -m griffin.tools.probes NAME` → one JSON object: what one part of this machine does.

Each probe runs in a process of its own, started by `ask`: a driver that crashes or hangs can't take the
doctor along, and a process that gave up its network is thrown away. Probes report, `doctor` judges.
"""

import json
import logging
import math
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from griffin.app.load_window import load_window
from griffin.errors import GriffinError
from griffin.paths import safe_environment

if TYPE_CHECKING:
    from griffin.vision.landmarker import PoseLandmarker

log = logging.getLogger(__name__)

Answer = dict[str, Any]

PATIENCE_S = 40.0  # a laptop that wakes its camera, or reads the pose library from a slow disk
_PICTURE_PX = (64, 64)
_GAME_PX = (1280, 720)  # the size of the game's window, unless another one is asked for
_PICTURES = 30
_DRAWING_S = 3.0  # on a slow processor, fewer pictures must do
_LOOKS = 12  # enough for a median after the first, which load what is left to load
_LOOKS_APART_S = 1 / 30
_LOOKING_S = 8.0  # on a processor where one look takes seconds, some of them must do


def ask(name: str, *arguments: str) -> Answer:
    """Run a probe. The answer has the key "error" (with a "hint") when it failed in whatever way."""
    command = [sys.executable, "-m", "griffin.tools.probes", name, *arguments]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
            env=safe_environment(),
            start_new_session=True,  # Ctrl-C is for the doctor
        )
    except subprocess.TimeoutExpired:
        return {"error": f"no answer within {PATIENCE_S:.0f} s", "hint": ""}
    log.debug("probe %s ended with %d and said:\n%s", name, done.returncode, done.stderr)
    if done.returncode < 0:
        return {"error": f"it crashed (signal {-done.returncode})", "hint": ""}
    try:
        answer: Answer = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        last_line = (done.stderr.strip().splitlines() or ["without a word"])[-1]
        return {"error": f"it failed ({last_line})", "hint": ""}
    return answer


def _opengl(way: str) -> Answer:
    from griffin.render.quality import Quality, resolve_quality

    is_headless = way == "off-screen"
    window = load_window(is_headless=is_headless)(
        size_px=_PICTURE_PX, title="Griffin", is_headless=is_headless, vsync=False
    )
    try:
        quality = resolve_quality(Quality.AUTO, window.renderer_name)
        return {
            "renderer": window.renderer_name,
            "version": window.gl_version,
            "quality": quality.value,
        }
    finally:
        window.release()


def _pictures(way: str) -> Answer:
    """Draws the land from the air, as the game would at its usual size."""
    from griffin.clock import MonotonicClock
    from griffin.render.quality import Quality
    from griffin.scene.frame import SceneFrame
    from griffin.tools.bench import TUNING, leg_frames
    from griffin.tools.bench_pairs import Times
    from griffin.tools.stage import make_stage, open_renderer

    stage, clock = make_stage(TUNING.seed), MonotonicClock()
    name, speed_mps = next((name, speed) for name, speed in TUNING.legs if speed > 0.0)
    is_headless = way == "off-screen"
    with open_renderer(stage, size_px=_GAME_PX, quality=Quality.AUTO, is_headless=is_headless) as renderer:

        def draw(frame: SceneFrame) -> None:
            renderer.draw(frame)
            renderer.finish()

        first, *frames = leg_frames(stage, name, speed_mps, _PICTURES + 1, TUNING)
        renderer.complete(first)  # or the rest of the land would be made meanwhile
        draw(first)
        times = Times()
        for frame in frames:
            times.measure(partial(draw, frame), clock)
            if sum(times.frame_s) > _DRAWING_S:
                break
        return {
            "picture_s": median(times.frame_s),
            "quality": renderer.quality.value,
            "size_px": list(_GAME_PX),
        }


def _cameras(mirror: str, rotate: str) -> Answer:
    """Every camera; `mirror` and `rotate` as on the command line."""
    from griffin.vision.camera_report import list_cameras
    from griffin.vision.orientation import Orientation, Rotation

    orientation = Orientation(is_mirrored=mirror == "on", rotation=Rotation(rotate))
    return {
        "cameras": [
            {
                "path": camera.path,
                "name": camera.name,
                "formats": list(camera.formats),
                "rate_hz": camera.rate_hz,
                "size_px": camera.size_px,
                "problem": camera.problem,
                "orientation": orientation.in_words,
            }
            for camera in list_cameras(orientation=orientation)
        ]
    }


def _sandbox() -> Answer:
    from griffin.app.sandbox import close_network

    status = close_network()
    return {"in_force": status.in_force, "sentence": status.sentence}


def _pose(model: str) -> Answer:
    """Shows the demo pilot to the real model, cut off from the network as in the game."""
    from griffin.app.sandbox import close_network

    close_network()
    from griffin.clock import MonotonicClock
    from griffin.vision.frame import Frame
    from griffin.vision.landmarker import PoseLandmarker
    from griffin.vision.synthetic import draw_demo_frame

    landmarker = PoseLandmarker(Path(model))
    clock = MonotonicClock()
    durations_s: list[float] = []
    bodies, began_s = 0, clock.now_s()
    try:
        for number in range(_LOOKS):
            if durations_s and clock.now_s() - began_s > _LOOKING_S:
                break
            t_s = number * _LOOKS_APART_S
            seen = landmarker.detect(Frame(captured_s=t_s, picture=draw_demo_frame(t_s)))
            durations_s.append(landmarker.last_model_s)
            bodies += len(seen.bodies)
    finally:
        landmarker.close()
    return {"look_s": median(durations_s[len(durations_s) // 2 :]), "seen_frac": bodies / len(durations_s)}


def _delegate(model: str) -> Answer:
    """Whether MediaPipe's GPU way sees the same as the processor, and what a look takes on each."""
    from griffin.app.sandbox import close_network

    close_network()
    from griffin.vision.landmarker import PoseLandmarker

    looks = [_time_looks(PoseLandmarker(Path(model), uses_gpu=uses_gpu)) for uses_gpu in (False, True)]
    (cpu_s, cpu_points), (gpu_s, gpu_points) = looks
    if not (cpu_points and gpu_points):
        return {"error": "it sees nobody", "hint": ""}
    return {
        "cpu_s": cpu_s,
        "gpu_s": gpu_s,
        "apart_frac": max(map(math.dist, cpu_points, gpu_points)),
    }


def _time_looks(landmarker: "PoseLandmarker") -> tuple[float, list[list[float]]]:
    """A look's median duration at the demo pilot, and the points of the last one in picture heights."""
    from griffin.vision.frame import Frame
    from griffin.vision.synthetic import draw_demo_frame

    durations_s: list[float] = []
    try:
        for number in range(_LOOKS):
            t_s = number * _LOOKS_APART_S
            seen = landmarker.detect(Frame(captured_s=t_s, picture=draw_demo_frame(t_s)))
            durations_s.append(landmarker.last_model_s)
    finally:
        landmarker.close()
    points = seen.bodies[0].picture[:, :2].tolist() if seen.bodies else []
    return median(durations_s[_LOOKS // 2 :]), points


def _audio() -> Answer:
    """Opens the loudspeaker with what plays in the game, cut off from the network as there."""
    from griffin.app.sandbox import close_network

    close_network("sound")
    from griffin.audio.player import Player
    from griffin.audio.table import SoundTable

    return {"driver": Player(SoundTable(folder=Path(), entries={})).driver}


_PROBES: dict[str, Callable[..., Answer]] = {
    "opengl": _opengl,
    "pictures": _pictures,
    "cameras": _cameras,
    "sandbox": _sandbox,
    "pose": _pose,
    "delegate": _delegate,
    "audio": _audio,
}


def main(arguments: list[str]) -> None:
    """Run one probe and write its answer, whatever the libraries print themselves."""
    name, *rest = arguments
    try:
        answer = _PROBES[name](*rest)
    except (GriffinError, OSError, ImportError) as error:
        sentence = error.sentence if isinstance(error, GriffinError) else str(error)
        answer = {"error": sentence, "hint": getattr(error, "hint", "")}
    sys.stdout.write(f"\n{json.dumps(answer)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
