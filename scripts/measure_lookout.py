"""Measures what the second pose model costs, the one that looks at everybody: CPU time and memory.

    python scripts/measure_lookout.py [--seconds N] [--pairs N]

Two drawn people are before the camera: one plays, the other stands beside and walks past once in the run. 30
pictures a second are watched as in the game, but no game is drawn, each run in a process of its own: with the
second model and without it, in turn. The medians are printed.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np

from griffin.gesture.recognizer import Recognizer
from griffin.landmarks import Landmarks
from griffin.vision.crowd_landmarker import CrowdLandmarker
from griffin.vision.demo_performance import perform
from griffin.vision.frame import Frame, from_opencv
from griffin.vision.landmarker import PoseLandmarker
from griffin.vision.lookout import BackgroundLookout, Looks
from griffin.vision.opencv import cv2
from griffin.vision.pose_model import provision_pose_model
from griffin.vision.synthetic import Person, Wardrobe, draw_people

RATE_HZ = 30.0
_DRAWN_HZ = 15.0  # of the pictures that differ: drawing one takes 20 ms
_SETTLE_S = 5.0  # both models are loaded by then, the pilot is chosen, and the looks are seldom again
_WALK_MPS = 0.9
_BESIDE_M = 1.1
_OTHER = Wardrobe(shirt=(190, 40, 40), trousers=(150, 150, 150))


class NoLooks:
    """The game without the second model."""

    def look(self, frame: Frame, interval_s: float, known: Landmarks | None = None) -> None:
        """Nobody is looked at."""

    def close(self) -> None:
        """Nothing is held."""


def draw_scene(folder: Path, seconds: float) -> None:
    """The run's pictures, as files: they shall take neither a process' memory nor its time."""
    for number in range(round((_SETTLE_S + seconds) * _DRAWN_HZ)):
        t_s = number / _DRAWN_HZ
        picture = draw_people(people_at(t_s, _SETTLE_S + 0.3 * seconds))
        cv2.imwrite(str(_file_of(folder, t_s)), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))


def people_at(t_s: float, walks_s: float) -> list[Person]:
    """A pilot who plays, and somebody who sways at one side and from `walks_s` on walks to the other one."""
    walked_m = min(2.0 * _BESIDE_M, _WALK_MPS * max(0.0, t_s - walks_s))
    swaying = replace(
        perform(0.3), sway_m=0.02 * math.sin(1.3 * t_s), breath_frac=math.sin(math.tau * t_s / 4.0)
    )
    beside = Person(pose=swaying, right_m=_BESIDE_M - walked_m, nearer_m=0.3, wardrobe=_OTHER)
    return [Person(pose=perform(t_s)), beside]


def _file_of(folder: Path, t_s: float) -> Path:
    return folder / f"{int(t_s * _DRAWN_HZ + 1e-6):05d}.jpg"


def watch(model: Path, folder: Path, *, has_looks: bool, seconds: float) -> dict[str, float]:
    """CPU seconds a second, the process' resident memory at its end (MB), and looks a second."""
    landmarker, recognizer = PoseLandmarker(model), Recognizer()
    lookout: Looks = BackgroundLookout(model) if has_looks else NoLooks()
    began_s, began_cpu_s, looks = time.monotonic(), 0.0, 0
    frames = round((_SETTLE_S + seconds) * RATE_HZ)
    for number in range(frames):
        now_s = number / RATE_HZ
        if number == round(_SETTLE_S * RATE_HZ):
            began_cpu_s, looks = time.process_time(), 0
        picture = np.asarray(cv2.imread(str(_file_of(folder, now_s))), np.uint8)
        frame = Frame(captured_s=now_s, picture=from_opencv(picture))
        seen = landmarker.detect(frame, within=recognizer.view)
        look = lookout.look(frame, recognizer.look_interval_s, recognizer.known_in(seen))
        looks += look is not None
        recognizer.recognize(seen, look)
        time.sleep(max(0.0, (number + 1) / RATE_HZ - (time.monotonic() - began_s)))
    used_s = time.process_time() - began_cpu_s
    lookout.close()
    landmarker.close()
    return {"cpu": used_s / seconds, "memory_mb": _resident_mb(), "looks_hz": looks / seconds}


def look_costs_s(model: Path, looks: int = 20) -> list[float]:
    """CPU seconds of a look at nobody, one, two and three people."""
    crowd = CrowdLandmarker(model)
    costs = []
    for count in range(4):
        people = [Person(pose=perform(0.3), right_m=0.8 * number - 0.8) for number in range(count)]
        frame = Frame(captured_s=0.0, picture=draw_people(people))
        crowd.detect(frame)
        began_s = time.process_time()
        for _ in range(looks):
            crowd.detect(frame)
        costs.append((time.process_time() - began_s) / looks)
    crowd.close()
    return costs


def _resident_mb() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024.0 for line in lines if line.startswith("VmRSS"))


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="how long a run is (%(default)g)")
    parser.add_argument("--pairs", type=int, default=3, help="of runs (%(default)d)")
    parser.add_argument("--run", choices=("on", "off"), help=argparse.SUPPRESS)
    parser.add_argument("--pictures", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    model = provision_pose_model(lambda _what, _done: None)
    if options.run:
        has_looks = options.run == "on"
        print(json.dumps(watch(model, options.pictures, has_looks=has_looks, seconds=options.seconds)))
        return 0
    runs: dict[str, list[dict[str, float]]] = {"off": [], "on": []}
    with tempfile.TemporaryDirectory(prefix="griffin-pictures-") as folder:
        draw_scene(Path(folder), options.seconds)
        common = ["--seconds", str(options.seconds), "--pictures", folder]
        for number in range(options.pairs):
            for which in ("off", "on") if number % 2 == 0 else ("on", "off"):
                command = [sys.executable, __file__, "--run", which, *common]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                runs[which].append(json.loads(done.stdout.splitlines()[-1]))
    for which, results in runs.items():
        cpu, memory_mb, looks_hz = (
            median(run[name] for run in results) for name in ("cpu", "memory_mb", "looks_hz")
        )
        print(
            f"{which:3}: {100.0 * cpu:5.1f} % of a core, {memory_mb:4.0f} MB, {looks_hz:.2f} looks a second"
        )
    costs = ", ".join(f"{1e3 * cost_s:.0f}" for cost_s in look_costs_s(model))
    print(f"A look at nobody, one, two, three people: {costs} ms of CPU")
    return 0


if __name__ == "__main__":
    sys.exit(main())
