"""Score the gesture recogniser on labelled landmark recordings, as recorded and in variations.

    python scripts/score_gestures.py DIR [--bars FILE] [--fps N] [--json FILE] [--jobs N] [--set NAME=VALUE]

Every clip of DIR (.npz, as griffin/gesture/recording.py reads them) is run as it is, at 10, 15 and 60
frames/s, mirrored, at 0.6 and 1.4 times the size, and with 10 % of the frames dropped; with --fps at that
rate alone. An event and a label match, one to one, when the event lies within 0.35 s of the label's interval.
Every missed label and every false event is printed. Delays: of a jump after the feet left the floor, of a
turn after the back was shown for one second, of a flap after the stroke's lowest point. Angles are compared
with those of the noise-free points while the wrists are more than 2.2 shoulder widths apart and both are seen
(visibility 0.6); the hands of the recordings are straight.

Border cases count neither way: an event there is neither a hit nor a false alarm, a label there neither a hit
nor a miss. Some are labelled as such: `hop_small` (3 to 8 cm, or a flight of 4 to 5 frames), `jump_cut` (cut
off by the clip's end), `twist` (the shoulders past 90 degrees, the hips to the front). A `jump` that raises
the hips by less than 0.10 m is one, too: the label begins at 0.08 m, which the README of the recordings calls
near the threshold, and the recordings themselves are off by a centimetre or two. No such allowance is made
for a stroke: its label has a length, a speed and a side to it, and none of them is said to be uncertain.

A take-off is false in a clip in which nothing asks for one: no jump, no border case of one, fewer than three
strokes.

FILE has the figures that must be reached, for all variations and, where they differ, for single ones. The
status is 1 if one isn't, and each is named; 2 if FILE, DIR or an option can't be used.
"""

import argparse
import json
import math
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path

import msgspec
import numpy as np

from griffin.errors import ConfigError, reason_of
from griffin.events import TAKE_OFFS, EventKind, Steering
from griffin.gesture.recognizer import Recognizer
from griffin.gesture.recording import (
    Label,
    Recording,
    load_recording,
    mirrored,
    resampled,
    scaled,
    thinned,
)
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import Joint, Landmarks

MATCH_S = 0.35
HELD_OUT_WIDTHS = 2.2
SEEN = 0.6  # a wrist less visible than this steers less, by intent, so its angles are not judged
REST_RADPS = math.radians(5.0)
DROPPED_FRAC = 0.1
SCORED = {EventKind.JUMP: "jump", EventKind.FLAP: "flap", EventKind.TURN_AWAY: "turn_away"}
BORDER_RISE_M = 0.10
BORDER = {EventKind.JUMP: ("hop_small", "jump_cut"), EventKind.TURN_AWAY: ("twist",), EventKind.FLAP: ()}
DUE_S: dict[EventKind, Callable[[Label], float]] = {
    EventKind.JUMP: lambda label: label.start_s,
    EventKind.FLAP: lambda label: label.end_s,
    EventKind.TURN_AWAY: lambda label: label.start_s + 1.0,
}

VARIATIONS: dict[str, Callable[[Recording], Recording]] = {
    "as recorded": lambda clip: clip,
    "10 frames/s": lambda clip: resampled(clip, 10.0),
    "15 frames/s": lambda clip: resampled(clip, 15.0),
    "60 frames/s": lambda clip: resampled(clip, 60.0),
    "mirrored": mirrored,
    "size 0.6": lambda clip: scaled(clip, 0.6),
    "size 1.4": lambda clip: scaled(clip, 1.4),
    "10 % dropped": lambda clip: thinned(clip, DROPPED_FRAC, seed=len(clip.frames)),
}


@dataclass(slots=True)
class EventScore:
    """How one kind of event did."""

    hits: int = 0
    missed: int = 0
    false: int = 0
    delays_s: list[float] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of the reported events that were right."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of the labels that were reported."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    def add(self, other: "EventScore") -> None:
        """Take in the score of other clips."""
        self.hits += other.hits
        self.missed += other.missed
        self.false += other.false
        self.delays_s += other.delays_s

    def delay_s(self, percent: float) -> float:
        """A percentile of the delays."""
        return float(np.percentile(self.delays_s, percent)) if self.delays_s else 0.0


@dataclass(slots=True)
class AngleScore:
    """How one angle did: the errors while held out, those at rest, and the errors for each shift in time."""

    errors: list[float] = field(default_factory=list)
    rest_steps: list[float] = field(default_factory=list)
    shifted: dict[float, float] = field(default_factory=dict)

    def add(self, other: "AngleScore") -> None:
        """Take in the score of other clips."""
        self.errors += other.errors
        self.rest_steps += other.rest_steps
        for shift_s, error in other.shifted.items():
            self.shifted[shift_s] = self.shifted.get(shift_s, 0.0) + error

    @property
    def rms_deg(self) -> float:
        """Root mean square of the error while held out."""
        return _rms_deg(self.errors)

    @property
    def jitter_deg(self) -> float:
        """Root mean square of the error's change from frame to frame, at rest."""
        return _rms_deg(self.rest_steps)

    @property
    def lag_s(self) -> float:
        """The shift in time at which measured and true angles agree best."""
        return min(self.shifted, key=lambda shift: self.shifted[shift]) if self.shifted else 0.0


@dataclass(slots=True)
class Score:
    """One variation of all clips."""

    events: dict[EventKind, EventScore] = field(
        default_factory=lambda: {kind: EventScore() for kind in SCORED}
    )
    arm_line: AngleScore = field(default_factory=AngleScore)
    wings: AngleScore = field(default_factory=AngleScore)
    wrists: AngleScore = field(default_factory=AngleScore)  # recorded hands are straight: no lag to be seen
    false_take_offs: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    frame_ms: list[float] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Take in the score of other clips."""
        for kind, score in other.events.items():
            self.events[kind].add(score)
        self.arm_line.add(other.arm_line)
        self.wings.add(other.wings)
        self.wrists.add(other.wrists)
        self.false_take_offs += other.false_take_offs
        self.misses += other.misses
        self.frame_ms += other.frame_ms

    def figures(self) -> dict[str, float]:
        """What a `Bars` asks for, under the same names."""
        result = {
            f"{kind.value}_{name}": getattr(score, name)
            for kind, score in self.events.items()
            for name in ("precision", "recall")
        }
        return result | {
            "false_take_offs": len(self.false_take_offs),
            "arm_line_rms_deg": self.arm_line.rms_deg,
        }

    def summary(self) -> dict[str, object]:
        """Plain numbers for the table and for JSON."""
        result: dict[str, object] = {}
        for kind, score in self.events.items():
            result[kind.value] = {
                "precision": round(score.precision, 4),
                "recall": round(score.recall, 4),
                "hits": score.hits,
                "missed": score.missed,
                "false": score.false,
                "delay_median_s": round(score.delay_s(50), 3),
                "delay_p95_s": round(score.delay_s(95), 3),
                "delay_max_s": round(score.delay_s(100), 3),
            }
        for name, angle in (("arm_line", self.arm_line), ("wings", self.wings), ("wrists", self.wrists)):
            result[name] = {
                "rms_deg": round(angle.rms_deg, 2),
                "jitter_deg": round(angle.jitter_deg, 2),
                "lag_s": round(angle.lag_s, 3),
            }
        result["false_take_offs"] = self.false_take_offs
        result["frame_ms"] = round(float(np.mean(self.frame_ms)), 3) if self.frame_ms else 0.0
        return result


class Bars(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Figures that must be reached: at least the shares, at most the rest. None: any will do."""

    jump_precision: float | None = None
    jump_recall: float | None = None
    flap_precision: float | None = None
    flap_recall: float | None = None
    turn_away_precision: float | None = None
    turn_away_recall: float | None = None
    false_take_offs: int | None = None
    arm_line_rms_deg: float | None = None


class BarsFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`every` holds in each variation, unless `variations` gives another figure for one by its name."""

    every: Bars
    variations: dict[str, Bars] = {}

    def shortfalls(self, name: str, score: Score) -> list[str]:
        """What a variation's score lacks, a sentence each."""
        other = self.variations.get(name, Bars())
        result = []
        for figure, value in score.figures().items():
            bar = getattr(other, figure)
            bar = getattr(self.every, figure) if bar is None else bar
            is_share = figure.endswith(("precision", "recall"))
            if bar is not None and (value < bar if is_share else value > bar):
                side = "below" if is_share else "above"
                result.append(f"{name}: {figure} is {value:.4g}, {side} {bar:g}")
        return result


def read_bars(path: Path) -> BarsFile:
    """Read and check the file. Raises ConfigError when it can't be used."""
    try:
        bars = msgspec.json.decode(path.read_bytes(), type=BarsFile)
    except (OSError, msgspec.MsgspecError) as error:
        raise ConfigError(f"The bars in {path} can't be used: {reason_of(error)}.") from error
    unknown = sorted(set(bars.variations) - set(VARIATIONS))
    if unknown:
        raise ConfigError(f"The bars in {path} can't be used: there is no variation {unknown[0]!r}.")
    return bars


def _rms_deg(errors: Sequence[float]) -> float:
    return math.degrees(math.sqrt(float(np.mean(np.square(errors))))) if errors else 0.0


def score_clips(clips: Sequence[Recording], tuning: GestureTuning) -> Score:
    """Run the recogniser over the clips and compare with their labels and noise-free points."""
    score = Score()
    for clip in clips:
        recognizer = Recognizer(tuning)
        events: list[tuple[EventKind, float]] = []
        steerings: list[Steering] = []
        started_s = time.perf_counter()
        for frame in clip.frames:
            recognition = recognizer.recognize(frame)
            events += [(event.kind, event.captured_s) for event in recognition.events]
            steerings.append(recognition.steering)
        score.frame_ms.append((time.perf_counter() - started_s) * 1e3 / max(1, len(clip.frames)))
        for kind in SCORED:
            _score_events(score, clip, kind, [at_s for event, at_s in events if event is kind])
        _score_take_offs(score, clip, events)
        if not clip.is_real_video:
            _score_angles(score, clip, steerings)
    return score


def match(
    labels: Sequence[Label], times_s: Sequence[float], due_s: Callable[[Label], float]
) -> dict[int, int]:
    """One to one, the nearest to its due time first: index of the label to index of the event."""
    pairs = sorted(
        (abs(time_s - due_s(label)), index, event)
        for index, label in enumerate(labels)
        for event, time_s in enumerate(times_s)
        if label.start_s - MATCH_S <= time_s <= label.end_s + MATCH_S
    )
    matched: dict[int, int] = {}
    for _, index, event in pairs:
        if index not in matched and event not in matched.values():
            matched[index] = event
    return matched


def _score_events(score: Score, clip: Recording, kind: EventKind, times_s: list[float]) -> None:
    labels = [label for label in clip.labels if label.kind == SCORED[kind]]
    border = [label for label in clip.labels if label.kind in BORDER[kind]]
    matched = match(labels, times_s, DUE_S[kind])
    result = score.events[kind]
    for index, label in enumerate(labels):
        if _is_near_threshold(label):
            continue
        if index in matched:
            result.hits += 1
            result.delays_s.append(times_s[matched[index]] - DUE_S[kind](label))
        else:
            result.missed += 1
            score.misses.append(f"missed {clip.name} {kind.value} {label.start_s:.2f}-{label.end_s:.2f} s")
    for event, at_s in enumerate(times_s):
        if event in matched.values():
            continue
        if not any(label.start_s - MATCH_S <= at_s <= label.end_s + MATCH_S for label in border):
            result.false += 1
            score.misses.append(f"false  {clip.name} {kind.value} at {at_s:.2f} s")


def _is_near_threshold(label: Label) -> bool:
    return label.kind == "jump" and label.rise_m is not None and label.rise_m < BORDER_RISE_M


def _score_take_offs(score: Score, clip: Recording, events: list[tuple[EventKind, float]]) -> None:
    kinds = [label.kind for label in clip.labels]
    if "jump" in kinds or not set(kinds).isdisjoint(BORDER[EventKind.JUMP]) or kinds.count("flap") >= 3:
        return
    score.false_take_offs += [
        f"{clip.name} {kind.value} at {at_s:.2f} s" for kind, at_s in events if kind in TAKE_OFFS
    ]


def _score_angles(score: Score, clip: Recording, steerings: list[Steering]) -> None:
    rows = [
        (steering, truth.bodies[0], _shows_wrists(frame.bodies[0]))
        for steering, frame, truth in zip(steerings, clip.frames, clip.truth, strict=True)
        if frame.bodies and truth.bodies and steering.is_tracked
    ]
    if not rows:
        return
    times_s = np.array([steering.captured_s for steering, _, _ in rows])
    is_held = np.array([_holds_arms_out(body) and is_seen for _, body, is_seen in rows])
    for angle, measured, true in (
        (score.arm_line, [s.arm_line_rad for s, _, _ in rows], [_wrist_line(b) for _, b, _ in rows]),
        (score.wings, [s.arms.left.wing_rad for s, _, _ in rows], [_wing(b, _LEFT) for _, b, _ in rows]),
        (score.wings, [s.arms.right.wing_rad for s, _, _ in rows], [_wing(b, _RIGHT) for _, b, _ in rows]),
        (score.wrists, [s.arms.left.wrist_rad for s, _, _ in rows], [0.0] * len(rows)),
        (score.wrists, [s.arms.right.wrist_rad for s, _, _ in rows], [0.0] * len(rows)),
    ):
        _add_angle(angle, times_s, np.array(measured), np.array(true), is_held)


def _add_angle(
    score: AngleScore, times_s: np.ndarray, measured: np.ndarray, true: np.ndarray, is_held: np.ndarray
) -> None:
    error = measured - true
    score.errors += error[is_held].tolist()
    steps_s = np.diff(times_s)
    is_rest = is_held[1:] & is_held[:-1] & (np.abs(np.diff(true)) < REST_RADPS * steps_s)
    score.rest_steps += np.diff(error)[is_rest].tolist()
    for shift_s in np.arange(-0.1, 0.1501, 0.005):
        late = np.interp(times_s - shift_s, times_s, true)
        key = round(float(shift_s), 3)
        score.shifted[key] = score.shifted.get(key, 0.0) + float(np.sum((measured - late)[is_held] ** 2))


_LEFT = (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW)
_RIGHT = (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW)


def _holds_arms_out(body: Landmarks) -> bool:
    trunk = [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP]
    picture, world = body.picture[trunk, :2], body.world[trunk, :2]
    heights_per_m = float(np.std(picture - picture.mean(axis=0)) / np.std(world - world.mean(axis=0)))
    shoulders_m = float(np.linalg.norm(body.world[Joint.LEFT_SHOULDER] - body.world[Joint.RIGHT_SHOULDER]))
    wrists = body.picture[Joint.LEFT_WRIST, :2] - body.picture[Joint.RIGHT_WRIST, :2]
    return float(np.linalg.norm(wrists)) > HELD_OUT_WIDTHS * shoulders_m * heights_per_m


def _shows_wrists(body: Landmarks) -> bool:
    return float(body.visibility[[Joint.LEFT_WRIST, Joint.RIGHT_WRIST]].min()) >= SEEN


def _wrist_line(body: Landmarks) -> float:
    left, right = body.picture[Joint.LEFT_WRIST], body.picture[Joint.RIGHT_WRIST]
    return math.atan2(right[1] - left[1], abs(left[0] - right[0]))


def _wing(body: Landmarks, joints: tuple[Joint, Joint]) -> float:
    shoulder, elbow = body.picture[joints[0]], body.picture[joints[1]]
    return math.atan2(shoulder[1] - elbow[1], abs(elbow[0] - shoulder[0]))


def print_table(scores: dict[str, Score]) -> None:
    """The figures, one variation a line."""
    print(
        f"{'':13}{'jump':^25}{'flap':^22}{'turn away':^19}{'arm line (deg, s)':^20}{'wings':^17}"
        f"{'wrists':^11}false\n"
        f"{'':13}{'prec  rec   median p95':^25}{'prec  rec   by .05':^22}{'prec  rec  p95':^19}"
        f"{'rms  jitter lag':^20}{'rms jitt lag':^17}{'rms jitt':^11}starts   ms"
    )
    for name, score in scores.items():
        jump, flap, turn = (score.events[kind] for kind in SCORED)
        in_time = sum(1 for delay_s in flap.delays_s if delay_s <= 0.05 + 1e-9) / max(1, len(flap.delays_s))
        print(
            f"{name:13}{jump.precision:.3f} {jump.recall:.3f} {jump.delay_s(50):.3f} {jump.delay_s(95):.3f}  "
            f"{flap.precision:.3f} {flap.recall:.3f} {in_time:6.3f}  "
            f"{turn.precision:.2f} {turn.recall:.2f} {turn.delay_s(95):+.3f}   "
            f"{score.arm_line.rms_deg:4.2f} {score.arm_line.jitter_deg:4.2f} {score.arm_line.lag_s:+.3f}   "
            f"{score.wings.rms_deg:4.2f} {score.wings.jitter_deg:4.2f} {score.wings.lag_s:+.3f}  "
            f"{score.wrists.rms_deg:4.2f} {score.wrists.jitter_deg:4.2f} "
            f"{len(score.false_take_offs):4} {float(np.mean(score.frame_ms)):8.3f}"
        )


def _parse_tuning(settings: Sequence[str]) -> GestureTuning:
    """The constants with these NAME=VALUE changed together. Raises ConfigError when one can't be used."""
    tuning = GestureTuning()
    usual: dict[str, int | float] = {entry.name: getattr(tuning, entry.name) for entry in fields(tuning)}
    changes: dict[str, int | float] = {}
    for setting in settings:
        name, _, text = setting.partition("=")
        if name not in usual:
            hint = "griffin/gesture/tuning.py has their names."
            raise ConfigError(f"--set {setting}: there is no constant {name!r}.", hint=hint)
        try:
            changes[name] = type(usual[name])(text)
        except ValueError as error:
            hint = f"Give one as in --set {name}={usual[name]}."
            raise ConfigError(f"--set {setting}: {text!r} is not such a number.", hint=hint) from error
    return replace(tuning, **changes)


def score_file(path: Path, fps: float | None, tuning: GestureTuning) -> dict[str, Score]:
    """One clip's score in each variation, or at one rate alone."""
    clip = load_recording(path)
    if fps is not None:
        return {_rate_name(fps): score_clips([resampled(clip, fps)], tuning)}
    return {name: score_clips([change(clip)], tuning) for name, change in VARIATIONS.items()}


def _rate_name(fps: float) -> str:
    return f"{fps:g} frames/s"


def score_files(
    paths: Sequence[Path], fps: float | None, tuning: GestureTuning, jobs: int
) -> dict[str, Score]:
    """The clips' common score in each variation, worked out by so many processes."""
    work = partial(score_file, fps=fps, tuning=tuning)
    scores: dict[str, Score] = {}

    def add(results: Iterable[dict[str, Score]]) -> None:
        for result in results:
            for name, score in result.items():
                scores.setdefault(name, Score()).add(score)

    if jobs == 1:
        add(map(work, paths))
    else:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
            add(pool.map(work, paths))
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Score, print, write, and compare with the bars."""
    parser = argparse.ArgumentParser(description="Score the gesture recogniser on labelled recordings.")
    parser.add_argument("folder", type=Path, help="folder of .npz recordings")
    parser.add_argument("--bars", type=Path, metavar="FILE", help="figures that must be reached")
    parser.add_argument("--fps", type=float, help="only at this rate")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)"
    )
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a tuning constant")
    options = parser.parse_args(arguments)
    paths = sorted(options.folder.glob("*.npz"))
    try:
        if not paths:
            raise ConfigError(f"No recordings in {options.folder}.", hint="Give a folder with .npz files.")
        bars = read_bars(options.bars) if options.bars else BarsFile(every=Bars())
        jobs = max(1, min(options.jobs, len(paths)))
        scores = score_files(paths, options.fps, _parse_tuning(options.set), jobs)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    print_table(scores)
    for name, score in scores.items():
        for line in score.false_take_offs:
            print(f"{name}: false take-off {line}")
        for line in score.misses:
            print(f"{name}: {line}")
    if options.json:
        options.json.write_text(
            json.dumps({name: score.summary() for name, score in scores.items()}, indent=1)
        )
    shortfalls = [line for name, score in scores.items() for line in bars.shortfalls(name, score)]
    for line in shortfalls:
        print(f"SHORT {line}")
    return 1 if shortfalls else 0


if __name__ == "__main__":
    sys.exit(main())
