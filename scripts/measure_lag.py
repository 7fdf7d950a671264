"""Measures how far the griffin's wings lag behind arms, on recorded motion with noise-free points.

    python scripts/measure_lag.py DIR [--picture-ms 36] [--late-ms 12] [--screen-ms 33]

Every clip of DIR (.npz, as griffin/gesture/recording.py reads them) of 30 frames/s is recognized, each
message arrives 15 ms after its capture, and a griffin on its branch follows them in pictures of so many
milliseconds: once as the game has its wings, once as they are led when the wire is heard again right before
the griffin is drawn (`--late-ms` after the turn began), without and with prediction. A picture is on the
screen `--screen-ms` after its turn began. Wings are compared with the upper arms of the noise-free points:

lag        the delay by which the true angles must be shifted to fit best, of arms that move
error      between wing and arm at the same moment, root mean square
jitter     of the wings while the arms are still: the second difference from picture to picture, deviation
overshoot  how far a wing goes beyond an arm that stops quickly: mean, and 90th percentile
"""

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from griffin.errors import ConfigError
from griffin.events import LinkState, Steering
from griffin.flight.model import Surroundings
from griffin.game.late_lead import LateLead
from griffin.game.moment import Inputs, PlayerInput
from griffin.game.session import Session, SessionStart
from griffin.gesture.features import BodyMeasures, measure
from griffin.gesture.points import BodyPoints
from griffin.gesture.recognizer import Recognizer
from griffin.gesture.recording import Recording, load_recording
from griffin.gesture.tuning import GestureTuning
from griffin.input.prediction import PredictionTuning

Array = NDArray[np.float64]

FRAME_S = 1 / 30
MESSAGE_S = 0.015  # from a capture until its message has arrived, and how much that varies
MESSAGE_SPREAD_S = 0.003
PICTURE_SPREAD_FRAC = 0.08
MOVING_RADPS, STILL_RADPS, STOPPING_RADPS = 0.8, 0.15, 2.5
FACING_TORSOS = 0.5  # shoulders as far apart as this: who stands aside has no arms to compare
KINDS = ("game", "led", "led and predicted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """What a clip says and what is true: times, and both arms' angles; NaN where nothing can be compared."""

    said: tuple[Steering, ...]
    times_s: Array
    arms_rad: Array  # (frames, 2)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What is measured of one kind of wings."""

    shifts_s: Array = field(default_factory=lambda: 0.002 * np.arange(100))
    errors: Array = field(default_factory=lambda: np.zeros(100))
    moving: int = 0
    trembles_rad: list[float] = field(default_factory=list)
    overshoots_rad: list[float] = field(default_factory=list)

    def add(self, clip: Clip, shown_s: Array, wing_rad: Array, side: int) -> None:
        """Compare one wing with its arm."""
        true = clip.arms_rad[:, side]
        is_known = np.isfinite(true).astype(float)
        arm = np.nan_to_num(true)
        speed = np.gradient(arm, clip.times_s)
        usable = np.interp(shown_s, clip.times_s, is_known) > 0.99
        usable &= np.interp(shown_s - 0.1, clip.times_s, is_known) > 0.99
        recent = [np.abs(speed[(clip.times_s > at - 0.3) & (clip.times_s < at + 0.1)]) for at in shown_s]
        is_still = usable & np.array([each.max(initial=0.0) < STILL_RADPS for each in recent])
        is_moving = usable & (np.interp(shown_s - 0.05, clip.times_s, np.abs(speed)) > MOVING_RADPS)
        for at, shift_s in enumerate(self.shifts_s):
            off = wing_rad[is_moving] - np.interp(shown_s[is_moving] - shift_s, clip.times_s, arm)
            self.errors[at] += np.minimum(off**2, 0.25).sum()
        self.moving += int(is_moving.sum())
        self.trembles_rad += np.diff(wing_rad, 2)[is_still[:-2] & is_still[1:-1] & is_still[2:]].tolist()
        for at in range(8, len(arm) - 10):
            before, now = speed[at - 4], np.abs(speed[at : at + 8]).max()
            if is_known[at - 8 : at + 10].all() and abs(before) > STOPPING_RADPS and now < 0.5 * abs(before):
                side_of = math.copysign(1.0, before)
                after = (shown_s > clip.times_s[at]) & (shown_s < clip.times_s[at] + 0.3)
                beyond = side_of * wing_rad[after] - (side_of * arm[at - 6 : at + 9]).max()
                self.overshoots_rad.append(max(0.0, float(beyond.max(initial=0.0))))

    def summary(self) -> str:
        """One line."""
        if not (self.moving and self.trembles_rad and self.overshoots_rad):
            return "nothing to compare"
        over_deg = np.degrees(self.overshoots_rad)
        return (
            f"lag {1e3 * self.shifts_s[int(self.errors.argmin())]:4.0f} ms  "
            f"error {math.degrees(math.sqrt(self.errors[0] / self.moving)):5.2f} deg  "
            f"jitter {1e3 * np.std(self.trembles_rad):5.2f} mrad  "
            f"overshoot {over_deg.mean():4.2f} / {np.percentile(over_deg, 90):4.2f} deg"
        )


def read_clip(recording: Recording) -> Clip:
    """Recognize a recording, and measure its noise-free points."""
    tuning, recognizer = GestureTuning(), Recognizer()
    measures = BodyMeasures(tuning)
    said, arms_rad = [], []
    for seen, true in zip(recording.frames, recording.truth, strict=True):
        said.append(recognizer.recognize(seen).steering)
        row = (math.nan, math.nan)
        if true.bodies:
            body = measure(true.captured_s, BodyPoints.of(true.bodies[0]), measures, tuning)
            sure = min(body.left.wing_certainty, body.right.wing_certainty)
            if sure > 0.5 and body.shoulder_span > FACING_TORSOS and said[-1].is_tracked:
                row = (body.left.wing_rad, body.right.wing_rad)
        arms_rad.append(row)
    times_s = np.array([frame.captured_s for frame in recording.frames])
    return Clip(said=tuple(said), times_s=times_s, arms_rad=np.array(arms_rad))


def show(
    clip: Clip, picture_s: float, late_s: float, screen_s: float, random: np.random.Generator
) -> tuple[Array, dict[str, Array]]:
    """When each picture is on the screen, and both wings in it (pictures, 2), for each kind."""
    session = Session(SessionStart(), _surroundings())
    leads = (LateLead(prediction=PredictionTuning(age_frac=0.0)), LateLead())
    arrive_s = clip.times_s + np.maximum(0.005, random.normal(MESSAGE_S, MESSAGE_SPREAD_S, len(clip.said)))
    wings: dict[str, list[tuple[float, float]]] = {kind: [] for kind in KINDS}
    shown_s, turn_s, heard = [], float(clip.times_s[0]) + random.random() * picture_s, None

    def newest(now_s: float) -> Steering | None:
        count = int(np.searchsorted(arrive_s, now_s))
        return clip.said[count - 1] if count else None

    while turn_s < clip.times_s[-1]:
        said = newest(turn_s)
        news, heard = (None if said is heard else said), said
        inputs = PlayerInput(steering=news, link=LinkState.LIVE if said else LinkState.WAITING)
        player = session.advance(Inputs(now_s=turn_s, players=(inputs,))).players[0]
        led = [each.lead(player, newest(turn_s + late_s), turn_s, turn_s + late_s) for each in leads]
        for kind, each in zip(KINDS, (player, *led), strict=True):
            wings[kind].append((each.flight.arms.left.wing_rad, each.flight.arms.right.wing_rad))
        shown_s.append(turn_s + screen_s)
        turn_s += max(0.5 * picture_s, random.normal(picture_s, PICTURE_SPREAD_FRAC * picture_s))
    return np.array(shown_s), {kind: np.array(rows) for kind, rows in wings.items()}


def _surroundings() -> Surroundings:
    return Surroundings(
        surface_m=lambda x_m, _z_m: np.zeros_like(x_m),
        perch_world=np.array([0.0, 20.0, 0.0]),
        perch_heading_rad=0.0,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    for name, usual_ms in (("picture", 36.0), ("late", 12.0), ("screen", 33.0)):
        parser.add_argument(f"--{name}-ms", type=float, default=usual_ms, metavar="MS")
    given = parser.parse_args(arguments)
    tallies = {kind: Tally() for kind in KINDS}
    random = np.random.default_rng(1)
    times_s = (given.picture_ms / 1e3, given.late_ms / 1e3, given.screen_ms / 1e3)
    try:
        recordings = [load_recording(path) for path in sorted(given.folder.glob("*.npz"))]
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    for recording in recordings:
        if recording.is_real_video or abs(recording.fps * FRAME_S - 1.0) > 0.01:
            continue
        clip = read_clip(recording)
        shown_s, wings = show(clip, *times_s, random)
        for kind, rows in wings.items():
            for side in (0, 1):
                tallies[kind].add(clip, shown_s, rows[:, side], side)
    for kind, tally in tallies.items():
        print(f"{kind:18} {tally.summary()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
