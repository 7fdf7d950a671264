"""Squats are no jumps, and what a body says doesn't depend on how it is seen.

Recorded squats and drawn bodies, each as it is and in variations (`variations.py`), one or two at a time: no
event may come, go or move. Some variations change the motion itself, and there the comparison stops short:
- Faster, a jump would need a heavier Earth, a back is turned for less than the second that counts, and
  recorded arms that sink become a stroke. So drawn squats and strokes are hastened, and of recorded squats
  only take-offs are compared.
- A repeated recording moves from its end to its beginning, which nobody recorded: take-offs again.
- Of hidden wrists no stroke can be seen, so that what the arms say is left out; they may not take off anew.
"""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.events import TAKE_OFFS, EventKind
from griffin.gesture.recording import Recording, load_recording
from griffin.landmarks import Landmarks

from .bodies import body, film, recognize, told
from .test_jump import hop
from .variations import Variation, round_s

MOTION = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "motion"
LEAVES_FLOOR = {"jump", "hop_small", "jump_cut"}
SEEN_WITHIN_S = 0.15
ARMS = {EventKind.FLAP, EventKind.FLAP_RUN, EventKind.FLAIL}
COMPARED = {EventKind.JUMP, EventKind.JOG, EventKind.TURN_AWAY, *ARMS}
Events = list[tuple[EventKind, float]]


def events(clip: Recording) -> Events:
    said = [(EventKind(kind), time_s) for kind, time_s in told(recognize(clip.frames))]
    return by_kind((kind, time_s) for kind, time_s in said if kind in COMPARED)


def by_kind(said: Iterable[tuple[EventKind, float]]) -> Events:
    return sorted(said, key=lambda event: (event[0].value, event[1]))


def assert_same(seen: Events, wanted: Events) -> None:
    assert [kind for kind, _ in seen] == [kind for kind, _ in wanted], (seen, wanted)
    for (kind, time_s), (_, wanted_s) in zip(seen, wanted, strict=True):
        assert abs(time_s - wanted_s) <= SEEN_WITHIN_S + 1e-3, (kind, time_s, wanted_s)


# --- the variations, each with its values ---
PART = st.floats(0.05, 0.9)
VALUES: dict[str, st.SearchStrategy[object]] = {
    "faster": st.floats(1.3, 1.7),
    "repeats": st.integers(2, 3),
    "scale": st.just(0.65),
    "depth_noise": st.just(3.0),
    "is_mirrored": st.just(True),
    "shift": st.tuples(st.floats(-0.2, 0.2), st.floats(-0.15, 0.1)),
    "fps": st.one_of(st.sampled_from([10.0, 12.5, 15.0, 24.0, 60.0]), st.floats(10.0, 60.0)),
    "feet": st.sampled_from(["unseen", "cut"]),
    "swaps": st.lists(st.tuples(PART, st.integers(1, 8)), min_size=1, max_size=2).map(tuple),
    "hidden": st.sampled_from(["left", "right", "both"]),
}


@st.composite
def variations(draw: st.DrawFn, without: tuple[str, ...] = ()) -> Variation:
    """One or two at a time."""
    names = st.sampled_from([name for name in VALUES if name not in without])
    chosen = draw(st.lists(names, min_size=1, max_size=2, unique=True))
    return Variation(**{name: draw(VALUES[name]) for name in chosen})  # type: ignore[arg-type]


ONE_EACH = [
    *(Variation(faster=factor) for factor in (1.3, 1.7)),
    *(Variation(faster=factor, repeats=3) for factor in (1.0, 1.4)),
    *(Variation(fps=fps) for fps in (10.0, 15.0, 60.0)),
    *(Variation(feet=feet) for feet in ("unseen", "cut")),
    *(Variation(hidden=which) for which in ("left", "both")),
    *(Variation(swaps=((part, frames),)) for part, frames in ((0.3, 1), (0.45, 4), (0.6, 8))),
    *(Variation(scale=0.65), Variation(depth_noise=3.0), Variation(is_mirrored=True)),
    Variation(shift=(0.2, -0.1)),
]


# --- recorded squats ---
def squat_names() -> list[str]:
    """Clips of squats, in which nobody leaves the floor."""
    names = []
    for path in sorted(MOTION.glob("*.npz")):
        with np.load(path) as archive:
            kinds = {entry["type"] for entry in json.loads(str(archive["events"]))}
        if "squat" in path.stem or ("crouch" in kinds and not kinds & LEAVES_FLOOR):
            names.append(path.stem)
    return names


SQUATS = squat_names()
needs_motion = pytest.mark.skipif(not SQUATS, reason=f"the recorded motion is not there ({MOTION})")


@cache
def recorded(name: str) -> Recording:
    return load_recording(MOTION / f"{name}.npz")


@cache
def said_as_recorded(name: str) -> Events:
    return events(recorded(name))


def assert_recorded_squat_is_seen_alike(name: str, variation: Variation) -> None:
    seen = events(variation.apply(recorded(name)))
    assert [event for event in seen if event[0] in TAKE_OFFS] == []
    if variation.faster != 1.0 or variation.repeats > 1:
        return
    left_out = ARMS if variation.hidden else set()
    wanted = said_as_recorded(name)
    assert_same(
        [event for event in seen if event[0] not in left_out],
        [event for event in wanted if event[0] not in left_out],
    )


@needs_motion
@pytest.mark.parametrize("variation", [Variation(), *ONE_EACH], ids=str)
@pytest.mark.parametrize("name", SQUATS)
def test_a_recorded_squat_takes_off_in_no_variation(name: str, variation: Variation) -> None:
    assert_recorded_squat_is_seen_alike(name, variation)


@needs_motion
@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.data())
def test_recorded_squats_are_seen_alike(data: st.DataObject) -> None:
    assert_recorded_squat_is_seen_alike(data.draw(st.sampled_from(SQUATS)), data.draw(variations()))


# --- drawn bodies ---
@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """A body that begins and ends standing, and what it should be said to do. Times in seconds."""

    name: str
    pose_at: Callable[[float], Landmarks]
    duration_s: float
    counts: dict[EventKind, int]
    can_hasten: bool = False


def squatting(depth_m: float, period_s: float, count: int, **pose: float) -> Callable[[float], Landmarks]:
    def at(t: float) -> Landmarks:
        is_on = 1.5 <= t < 1.5 + count * period_s
        return body(crouch=depth_m * _wave((t - 1.5) / period_s) if is_on else 0.0, **pose)

    return at


def staying_low(depth_m: float, held_s: float, **pose: float) -> Callable[[float], Landmarks]:
    return lambda t: body(crouch=depth_m * _hold(t, 1.5, held_s, 1.0), **pose)


def jumping_out_of_a_squat(depth_m: float, held_s: float, rise_m: float) -> Callable[[float], Landmarks]:
    """Down, held, pushed straight into the air, landed as low, and up again at leisure."""
    at_s = 2.5 + held_s
    up = hop(rise_m, at_s=at_s, dip_m=depth_m)
    speed_mps = math.sqrt(2.0 * 9.81 * rise_m)
    push_s, flight_s = 2.0 * depth_m / speed_mps, 2.0 * speed_mps / 9.81
    down = staying_low(depth_m, at_s + flight_s + push_s - 2.5)

    def at(t: float) -> Landmarks:
        return up(t) if at_s - push_s < t < at_s + flight_s + push_s else down(t)

    return at


def stroking(
    period_s: float, count: int, top: float, bottom: float, **pose: float
) -> Callable[[float], Landmarks]:
    def at(t: float) -> Landmarks:
        raised = _wave((t - 1.5) / period_s) if 1.5 <= t < 1.5 + count * period_s else 0.0
        arm = bottom + (top - bottom) * raised
        return body(left_arm=arm, right_arm=arm, **pose)

    return at


def turning_away(held_s: float, **pose: float) -> Callable[[float], Landmarks]:
    return lambda t: body(yaw=math.pi * _hold(t, 1.5, held_s, 0.5), **pose)


def _wave(part: float) -> float:
    return 0.5 - 0.5 * math.cos(2.0 * math.pi * part)


def _hold(t: float, start_s: float, held_s: float, change_s: float) -> float:
    """0, eased to 1 from `start_s` on, and back once it was held."""
    up, down = (t - start_s) / change_s, (start_s + change_s + held_s + change_s - t) / change_s
    return 0.5 - 0.5 * math.cos(math.pi * min(1.0, max(0.0, min(up, down))))


JUMP, FLAP, TURN = EventKind.JUMP, EventKind.FLAP, EventKind.TURN_AWAY
SIDE = math.pi / 2.0
# 1.7 times as fast, each squat falls and rises with at most 0.6 g, so that the feet stay on the floor, and
# the hands of each stroke go at 6 m/s, which arms can do.
PERFORMANCES = [
    *(
        Performance(
            name=name, pose_at=squatting(*squat, **pose), duration_s=lasts_s, counts={}, can_hasten=True
        )
        for name, squat, pose, lasts_s in (
            ("deep squats", (0.4, 2.1, 4), {}, 12.0),
            ("quick squats", (0.25, 1.6, 5), {}, 11.5),
            ("squats with a bow", (0.35, 2.0, 3), {"bow": 0.6}, 9.5),
            ("squats from the side", (0.4, 2.1, 3), {"yaw": SIDE}, 10.0),
            ("squats of a small body", (0.35, 2.0, 4), {"heights_per_m": 0.22, "floor_y": 0.7}, 11.5),
            ("squats with the arms out", (0.35, 2.0, 3), {"left_arm": 0.1, "right_arm": 0.1}, 9.5),
        )
    ),
    Performance(
        name="a long squat", pose_at=staying_low(0.35, 6.0), duration_s=11.0, counts={}, can_hasten=True
    ),
    *(
        Performance(
            name=f"a jump of {rise_m} m", pose_at=hop(rise_m, at_s=2.5), duration_s=5.0, counts={JUMP: 1}
        )
        for rise_m in (0.15, 0.35)
    ),
    Performance(
        name="a jump out of a squat",
        pose_at=jumping_out_of_a_squat(0.3, 3.0, 0.25),
        duration_s=8.0,
        counts={JUMP: 1},
    ),
    Performance(
        name="strokes",
        pose_at=stroking(1.0, 2, 0.9, -0.9),
        duration_s=6.5,
        counts={FLAP: 2},
        can_hasten=True,
    ),
    Performance(
        name="vigorous strokes",
        pose_at=stroking(0.75, 3, 0.8, -0.8, heights_per_m=0.3),
        duration_s=7.5,
        counts={FLAP: 3, EventKind.FLAP_RUN: 1},
        can_hasten=True,
    ),
    Performance(name="turning away", pose_at=turning_away(2.5), duration_s=6.5, counts={TURN: 1}),
    Performance(name="standing", pose_at=lambda _: body(), duration_s=4.0, counts={}, can_hasten=True),
]
BY_NAME = {each.name: each for each in PERFORMANCES}


@cache
def drawn(name: str) -> Recording:
    performance = BY_NAME[name]
    frames = tuple(film(performance.pose_at, performance.duration_s))
    return Recording(name=name, category="drawn", fps=30.0, frames=frames, truth=frames)


@cache
def said_as_drawn(name: str) -> Events:
    return events(drawn(name))


def assert_drawn_body_is_seen_alike(name: str, variation: Variation) -> None:
    clip = drawn(name)
    left_out = ARMS if variation.hidden else set()
    wanted = [
        (kind, (time_s + number * round_s(clip)) / variation.faster)
        for kind, time_s in said_as_drawn(name)
        for number in range(variation.repeats)
        if kind not in left_out
    ]
    seen = events(variation.apply(clip))
    if variation.hidden:
        assert {kind for kind, _ in seen} & TAKE_OFFS <= set(BY_NAME[name].counts)
    assert_same([event for event in seen if event[0] not in left_out], by_kind(wanted))


@pytest.mark.parametrize("performance", PERFORMANCES, ids=lambda each: each.name)
def test_drawn_bodies_say_what_they_do(performance: Performance) -> None:
    kinds = [kind for kind, _ in said_as_drawn(performance.name)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == performance.counts


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.data())
def test_drawn_bodies_are_seen_alike(data: st.DataObject) -> None:
    performance = data.draw(st.sampled_from(PERFORMANCES), label="performance")
    without = () if performance.can_hasten else ("faster",)
    assert_drawn_body_is_seen_alike(performance.name, data.draw(variations(without=without)))
