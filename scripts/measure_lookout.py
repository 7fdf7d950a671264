"""Measures what the second pose model costs, the one that looks at everybody: CPU time and memory.

    python scripts/measure_lookout.py [--seconds N] [--pairs N]

Two drawn people stand before the camera, 30 pictures a second are watched as in the game, but not drawn, each
run in a process of its own: with the second model and without it, in turn. The medians are printed.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from griffin.gesture.recognizer import Recognizer
from griffin.vision.crowd_landmarker import CrowdLandmarker
from griffin.vision.demo_performance import perform
from griffin.vision.frame import Frame
from griffin.vision.landmarker import PoseLandmarker
from griffin.vision.lookout import BackgroundLookout, Looks
from griffin.vision.pose_model import provision_pose_model
from griffin.vision.synthetic import Person, Wardrobe, draw_people

RATE_HZ = 30.0
_SETTLE_S = 3.0  # both models are loaded by then, and the pilot is chosen
_OTHER = Wardrobe(shirt=(40, 40, 190), trousers=(150, 150, 150))


class NoLooks:
    """The game without the second model."""

    def look(self, frame: Frame, interval_s: float) -> None:
        """Nobody is looked at."""

    def close(self) -> None:
        """Nothing is held."""


def watch(model: Path, *, has_looks: bool, seconds: float) -> dict[str, float]:
    """CPU seconds a second, the process' resident memory at its end (MB), and looks a second."""
    landmarker, recognizer = PoseLandmarker(model), Recognizer()
    lookout: Looks = BackgroundLookout(model) if has_looks else NoLooks()
    pictures = [
        draw_people(
            [Person(pose=perform(2.4), right_m=-0.6), Person(pose=perform(0.3), right_m=0.9, wardrobe=_OTHER)]
        )
    ]
    began_s = time.monotonic()
    cpu_s, looks, number = 0.0, 0, 0
    while (now_s := time.monotonic() - began_s) < _SETTLE_S + seconds:
        if now_s >= _SETTLE_S and cpu_s == 0.0:
            cpu_s, looks = time.process_time(), 0
        frame = Frame(captured_s=now_s, picture=pictures[0])
        seen = landmarker.detect(frame, within=recognizer.view)
        look = lookout.look(frame, recognizer.look_interval_s)
        looks += look is not None
        recognizer.recognize(seen, look)
        number += 1
        time.sleep(max(0.0, number / RATE_HZ - (time.monotonic() - began_s)))
    used_s = time.process_time() - cpu_s
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
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--run", choices=("on", "off"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    model = provision_pose_model(lambda _what, _done: None)
    if options.run:
        print(json.dumps(watch(model, has_looks=options.run == "on", seconds=options.seconds)))
        return 0
    runs: dict[str, list[dict[str, float]]] = {"off": [], "on": []}
    for number in range(options.pairs):
        for which in ("off", "on") if number % 2 == 0 else ("on", "off"):
            command = [sys.executable, __file__, "--run", which, "--seconds", str(options.seconds)]
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
