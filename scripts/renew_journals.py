"""Writes the journals that the tests replay and `griffin bench play` flies.

    python scripts/renew_journals.py [FOLDER]

without FOLDER to their own places, tests/data/*.journal and assets/bench.journal. The same source gives the
same bytes. Run it when older journals are refused (RULES_VERSION in griffin/game/session.py went up), look at
what it prints, and at what tests/test_process_replay.py expects of each.

No camera and no drawing: a body with the demo pilot's build moves as a script says, its joints become
landmarks, the real recognizer reads those, and the real session flies over real land. The body may look at
where the griffin is, as players do: so a way that leads to a lake leads there after a change of the flight
model, too.
"""

import argparse
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from griffin.easing import approach, clamp, smooth_between
from griffin.events import GestureEvent, LinkState, Steering
from griffin.flight.state import FlightMode, FlightState
from griffin.game.moment import Inputs, PlayerInput, event_on_grid, on_grid, put_on_grid
from griffin.game.session import Session, SessionStart
from griffin.gesture.recognizer import Recognizer
from griffin.gesture.tuning import GestureTuning
from griffin.happenings import HappeningKind
from griffin.input.hands import NO_COMMAND, HandCommand
from griffin.landmarks import Landmarks, PoseFrame
from griffin.linalg import wrap_angle
from griffin.vision.demo_body import pose_body
from griffin.vision.demo_landmarks import ASPECT, demo_landmarks
from griffin.vision.demo_performance import TAKE_OFF_S, ArmPose, BodyPose, perform
from griffin.wire.journal import JournalWriter
from griffin.world.perch import Perch, find_perch
from griffin.world.terrain import Terrain

ROOT = Path(__file__).resolve().parent.parent
CAMERA_HZ = 30
ARMS_HZ = 4.0  # how quickly arms follow what is wanted: a calm player's
HANGING_RAD = math.radians(-80.0)
STROKE_S = 0.8
MOST_BANK_RAD = math.radians(50.0)
LOW_M = 9.0  # above ground and water
REACHED_M = 60.0  # at full speed, no place is met more closely
JUMP_LEAD_S = 1.0  # of crouching and swinging before the feet leave the floor
GESTURES = GestureTuning()

Point = NDArray[np.float64]
# The wanted bank (radians, to the right) and climb (-1 to 1) at a time and a state of the flight.
Wish = Callable[[float, FlightState], tuple[float, float]]


# --- a body, and what a camera and the recognizer make of it ----------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a player does, and when. `raises_s`: spreads the arms, and steers from then on."""

    comes_s: float = 0.0
    raises_s: float = math.inf
    jumps_s: float = math.inf
    strokes_s: Sequence[float] = ()
    turns_away_s: float = math.inf  # shows the back for a while
    leaves_s: float = math.inf


class Player:
    """A body that plays its part before a camera, and the recognizer behind that."""

    def __init__(self, part: Part, wish: Wish) -> None:
        self._part = part
        self._wish = wish
        self._recognizer = Recognizer()
        self._arms_rad = (HANGING_RAD, HANGING_RAD)
        self._frames = 0

    def say(self, now_s: float, state: FlightState) -> PlayerInput:
        """What was recognized since the last turn, on the grid."""
        steering: Steering | None = None
        events: list[GestureEvent] = []
        while (captured_s := on_grid(self._frames / CAMERA_HZ)) <= now_s:
            self._frames += 1
            said = self._recognizer.recognize(self._show(captured_s, state))
            steering = put_on_grid(said.steering, captured_s)
            events += [event_on_grid(event, event.captured_s) for event in said.events]
        return PlayerInput(steering=steering, events=tuple(events), link=LinkState.LIVE)

    def _show(self, t_s: float, state: FlightState) -> PoseFrame:
        bodies: tuple[Landmarks, ...] = ()
        if self._part.comes_s <= t_s < self._part.leaves_s:
            bodies = (demo_landmarks(pose_body(self._pose(t_s, state))),)
        return PoseFrame(captured_s=t_s, aspect=ASPECT, bodies=bodies)

    def _pose(self, t_s: float, state: FlightState) -> BodyPose:
        part = self._part
        wanted = self._steer(t_s, state) if t_s >= part.raises_s else (HANGING_RAD, HANGING_RAD)
        left_rad, right_rad = (
            approach(arm_rad, wanted_rad, ARMS_HZ, 1.0 / CAMERA_HZ)
            for arm_rad, wanted_rad in zip(self._arms_rad, wanted, strict=True)
        )
        self._arms_rad = (left_rad, right_rad)
        stroke_rad = _stroke(t_s, part.strokes_s)
        still = BodyPose(
            left=_straight(left_rad + stroke_rad),
            right=_straight(right_rad + stroke_rad),
            hips_m=0.0,
            feet_m=0.0,
            heels_m=0.0,
            lean_rad=0.0,
            turn_rad=_turn(t_s - part.turns_away_s),
            sway_m=0.0,
            breath_frac=0.0,
        )
        if abs(t_s - part.jumps_s) > JUMP_LEAD_S:
            return still
        jump = perform(TAKE_OFF_S + t_s - part.jumps_s)  # the drawn demo pilot's
        return replace(still, hips_m=jump.hips_m, feet_m=jump.feet_m, heels_m=jump.heels_m)

    def _steer(self, t_s: float, state: FlightState) -> tuple[float, float]:
        """The arms that ask for the wanted bank and climb."""
        bank_rad, climb_frac = self._wish(t_s, state)
        line_rad = bank_rad / GESTURES.roll_gain
        if bank_rad:
            line_rad += math.copysign(GESTURES.roll_dead_rad, bank_rad)
        if climb_frac > 0.0:
            lift_rad = GESTURES.climb_dead_rad + climb_frac * (
                GESTURES.climb_full_rad - GESTURES.climb_dead_rad
            )
        elif climb_frac < 0.0:
            lift_rad = -GESTURES.dive_dead_rad + climb_frac * (
                GESTURES.dive_full_rad - GESTURES.dive_dead_rad
            )
        else:
            lift_rad = 0.0
        return lift_rad + line_rad, lift_rad - line_rad


def _straight(arm_rad: float) -> ArmPose:
    return ArmPose(upper_rad=arm_rad, forearm_rad=arm_rad, hand_rad=arm_rad)


def _stroke(t_s: float, strokes_s: Iterable[float]) -> float:
    """How far the strokes lift the arms now: up, and down faster."""
    for start_s in strokes_s:
        frac = (t_s - start_s) / STROKE_S
        if 0.0 <= frac < 1.0:
            up = smooth_between(frac, 0.0, 0.4) - 1.8 * smooth_between(frac, 0.4, 0.75)
            return math.radians(48.0) * (up + 0.8 * smooth_between(frac, 0.75, 1.0))
    return 0.0


def _turn(after_s: float) -> float:
    """Half a turn to the left, the back for a while, and on to the front again."""
    return math.pi * (smooth_between(after_s, 0.0, 0.8) + smooth_between(after_s, 2.3, 3.1))


# --- flights ----------------------------------------------------------------------------------------------


def glide(_t_s: float, _state: FlightState) -> tuple[float, float]:
    """Straight on."""
    return 0.0, 0.0


def in_turn(*legs: tuple[float, float, float]) -> Wish:
    """(until, bank in degrees, climb) one after the other; level after the last."""

    def wish(t_s: float, _state: FlightState) -> tuple[float, float]:
        for until_s, bank_deg, climb_frac in legs:
            if t_s < until_s:
                return math.radians(bank_deg), climb_frac
        return 0.0, 0.0

    return wish


class Way:
    """Low from place to place: (metres away from the perch, radians to the right of its view)."""

    def __init__(self, perch: Perch, *places: tuple[float, float]) -> None:
        self._places = [
            perch.position_world[[0, 2]]
            + away_m
            * np.array([math.sin(perch.heading_rad + aside_rad), -math.cos(perch.heading_rad + aside_rad)])
            for away_m, aside_rad in places
        ]

    def __call__(self, _t_s: float, state: FlightState) -> tuple[float, float]:
        """A wish: towards the next place, as low as the griffin flies by itself."""
        if state.mode is not FlightMode.FLYING:
            return 0.0, 0.0
        east_m, south_m = self._places[0] - state.position_world[[0, 2]]
        if len(self._places) > 1 and math.hypot(east_m, south_m) < REACHED_M:
            self._places.pop(0)
        off_rad = wrap_angle(math.atan2(east_m, -south_m) - state.heading_rad)
        bank_rad = clamp(2.0 * off_rad, -MOST_BANK_RAD, MOST_BANK_RAD)
        return bank_rad, clamp((LOW_M - state.clearance_m) / 25.0, -0.9, 0.3)


def turns(seconds: float, rate_hz: float, start_s: float = 0.0) -> list[float]:
    """The times of turns at an even rate."""
    return [start_s + turn / rate_hz for turn in range(round(seconds * rate_hz))]


def write(
    path: Path,
    begin: SessionStart,
    turns_s: Iterable[float],
    hear: Callable[[float, FlightState], PlayerInput],
) -> None:
    """Fly, note what was heard, and print where it led."""
    terrain = Terrain(begin.seed)
    session = Session.over_land(begin, terrain, find_perch(terrain))
    writer = JournalWriter(path, begin)
    for turn_s in turns_s:
        now_s = on_grid(turn_s)
        inputs = Inputs(now_s=now_s, players=(hear(now_s, session.states[0]),))
        writer.note(inputs)
        moment = session.advance(inputs)
        for happening in moment.happenings:
            if happening.kind is not HappeningKind.BEAT:
                print(f"{path.stem}: {now_s:7.2f} s {happening.kind.value}")
    writer.close(session.states_sha256, session.states)
    print(f"{path.stem}: {session.states[0].distance_m:.0f} m, {path.stat().st_size:,} bytes")


def write_body(path: Path) -> None:
    """All that a body can say, heard by a window of 60 Hz."""
    part = Part(
        comes_s=0.3, raises_s=0.8, jumps_s=2.6, strokes_s=(14.6, 15.4, 16.2), turns_away_s=18.0, leaves_s=21.8
    )
    wish = in_turn((4.4, 0, 0), (6.4, -35, 0), (8.8, 40, 0), (9.4, 0, 0), (11.6, 0, 1), (13.8, 0, -1))
    write(path, SessionStart(seed=1), turns(22.6, 60.0), Player(part, wish).say)


def write_hands(path: Path) -> None:
    """Keys, while a body stands by; its camera falls silent, comes back, and says goodbye."""
    player = Player(Part(raises_s=5.5), in_turn((9.0, 25, 0)))
    commands = (
        (1.0, 1.02, HandCommand(has_tapped_wings=True)),
        (2.0, 3.6, HandCommand(bank=-1)),
        (3.6, 4.2, HandCommand(bank=-1, climb=1)),
        (4.2, 5.0, HandCommand(climb=1)),
        (9.5, 9.52, HandCommand(has_tapped_wings=True)),
        (9.6, 11.0, HandCommand(bank=1, climb=-1)),
        (12.0, 12.02, HandCommand(has_reset=True)),
    )

    def hear(now_s: float, state: FlightState) -> PlayerInput:
        hand = next((each for start_s, end_s, each in commands if start_s <= now_s < end_s), NO_COMMAND)
        said = player.say(now_s, state)
        if 7.0 <= now_s < 8.2:
            said = PlayerInput(link=LinkState.STALE)
        elif now_s >= 11.5:
            said = PlayerInput(link=LinkState.ENDED)
        return replace(said, hand=hand)

    write(path, SessionStart(seed=2, hour_h=18.5), turns(14.0, 50.0), hear)


def write_kiosk(path: Path) -> None:
    """The show in a room where nobody is, until somebody comes.

    A computer that sleeps through the two minutes saves the wait: time passes, and the flight stands still.
    """
    waking_s = 16.0 + 110.0
    player = Player(
        Part(comes_s=waking_s + 5.0, raises_s=waking_s + 6.0, jumps_s=waking_s + 8.0),
        in_turn((waking_s + 10.5, 0, 0), (waking_s + 12.5, -30, 0.3)),
    )
    turns_s = [*turns(16.0, 5.0), *turns(4.0, 5.0, waking_s), *turns(10.0, 30.0, waking_s + 4.0)]
    write(path, SessionStart(seed=5, hour_h=9.0, has_show=True), turns_s, player.say)


def write_bench(path: Path) -> None:
    """What a feeder can send, 30 turns a second, and what costs: take-off, strokes, banks, lake and wood."""
    begin = SessionStart(seed=28)
    perch = find_perch(Terrain(begin.seed))
    way = Way(
        perch, (170.0, 0.1), (270.0, -0.15), (400.0, -0.45), (560.0, -0.35), (700.0, -0.6), (900.0, -0.5)
    )
    part = Part(raises_s=0.4, jumps_s=1.9, strokes_s=(6.2, 7.0, 7.8, 14.0, 14.8, 21.0, 21.8, 22.6))
    write(path, begin, turns(30.0, 30.0), Player(part, way).say)


def main() -> None:
    """Write all four."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="for all of them, instead of their own places")
    folder: Path | None = parser.parse_args().folder
    for name, make in (("body", write_body), ("hands", write_hands), ("kiosk", write_kiosk)):
        make((folder or ROOT / "tests" / "data") / f"{name}.journal")
    write_bench((folder or ROOT / "assets") / "bench.journal")


if __name__ == "__main__":
    main()
