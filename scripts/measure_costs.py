"""Measures the CPU time of the game's parts, all but pose model and picture, and prints medians.

    python scripts/measure_costs.py                  one loop of the demo pilot's performance
    python scripts/measure_costs.py --seconds 5      its first five seconds

The demo pilot's true joints take the way of the game: landmarks → Recognizer → Session → pose. Run it on a
quiet machine: another program in the caches doubles the figures.
`griffin bench render` measures the picture, `griffin play --report FILE` the pose model.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from griffin.app.report import spread_ms
from griffin.audio.cues import Cues
from griffin.audio.table import read_sound_table
from griffin.creature.creature import step_creature
from griffin.creature.rig import pose_griffin
from griffin.events import LinkState
from griffin.flight.controls import Controls
from griffin.flight.model import Surroundings, step
from griffin.flight.timestep import STEP_S
from griffin.game.moment import Inputs, PlayerInput
from griffin.game.session import Session, SessionStart
from griffin.gesture.recognizer import Recognizer
from griffin.landmarks import PoseFrame
from griffin.meshes.griffin_mesh import HIGH_DETAIL, LOW_DETAIL, griffin_mesh
from griffin.paths import assets_folder
from griffin.render.griffin_file import GRIFFIN_FILE, load_griffin
from griffin.vision.demo_body import pose_body
from griffin.vision.demo_landmarks import ASPECT, demo_landmarks
from griffin.vision.demo_performance import perform
from griffin.vision.synthetic import draw_demo_frame
from griffin.world.nearby import Lookout
from griffin.world.perch import find_perch
from griffin.world.places import LandPlaces
from griffin.world.terrain import Terrain

CAMERA_HZ = 30
DRAWN_FRAMES = 40
MESHES = 3
SECONDS = 40.0  # most of the demo pilot's first flight, which shows every gesture

T = TypeVar("T")


class Costs:
    """Durations by the name of what took them."""

    def __init__(self) -> None:
        self._durations_s: defaultdict[str, list[float]] = defaultdict(list)

    def measure(self, name: str, function: Callable[..., T], *arguments: object) -> T:
        """What the function returns; the CPU time that it took this thread is kept."""
        began_s = time.thread_time()
        result = function(*arguments)
        self._durations_s[name].append(time.thread_time() - began_s)
        return result

    def table(self) -> str:
        """A line for each name."""
        lines = [f"{'':34} {'median ms':>10} {'p95 ms':>8} {'times':>6}"]
        for name, durations_s in self._durations_s.items():
            spread = spread_ms(durations_s, "median", "p95")
            lines.append(f"{name:34} {spread['median']:10.3f} {spread['p95']:8.3f} {len(durations_s):6}")
        return "\n".join(lines)


def see_demo_pilot(time_s: float) -> PoseFrame:
    """The demo pilot's joints as a perfect pose model reports them."""
    landmarks = demo_landmarks(pose_body(perform(time_s)))
    return PoseFrame(captured_s=time_s, aspect=ASPECT, bodies=(landmarks,))


def measure_flight(costs: Costs, seconds: float) -> None:
    """A flight by the demo pilot, a turn for each camera frame; single steps are taken beside it, in vain."""
    terrain = Terrain(1)
    perch = find_perch(terrain)
    surroundings = Surroundings.of_land(terrain, perch)
    recognizer, session = Recognizer(), Session(SessionStart(), surroundings)
    lookout, cues = Lookout(terrain, LandPlaces(terrain, perch)), Cues(read_sound_table())
    for number in range(round(seconds * CAMERA_HZ)):
        now_s = number / CAMERA_HZ
        frame = see_demo_pilot(now_s)
        seen = costs.measure("recognizer, a camera frame", recognizer.recognize, frame)
        heard = PlayerInput(steering=seen.steering, events=seen.events, link=LinkState.LIVE)
        moment = costs.measure(
            "session, a turn of 33 ms", session.advance, Inputs(now_s=now_s, players=(heard,))
        )
        (player,) = moment.players
        flight, creature = player.flight, player.creature
        costs.measure("flight, a step", step, flight, Controls(), surroundings, STEP_S)
        costs.measure("creature, a step", step_creature, creature, flight, STEP_S)
        costs.measure("posing, a picture", pose_griffin, flight, creature)
        nearby = costs.measure("sound, a look around", lookout.look, flight.position_world)
        heard_there = replace(moment, players=(replace(player, nearby=nearby),))
        costs.measure("sound, the cues of a turn", cues.follow, heard_there)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how much of the performance is flown")
    costs = Costs()
    measure_flight(costs, parser.parse_args().seconds)
    draw_demo_frame(0.0)  # paints the room, which is kept
    for number in range(DRAWN_FRAMES):
        costs.measure("demo pilot, a drawn camera frame", draw_demo_frame, number / 4.0)
    for _ in range(MESHES):
        costs.measure("griffin's mesh, low", griffin_mesh, LOW_DETAIL)
        costs.measure("griffin's mesh, high", griffin_mesh, HIGH_DETAIL)
        costs.measure("griffin's file, read", load_griffin, assets_folder() / GRIFFIN_FILE, "high")
    print(costs.table())


if __name__ == "__main__":
    main()
