"""What is heard is also seen: each call has its mark, for a while, by the screen's time alone."""

import numpy as np
import pytest

from griffin.creature.rig import beak_world, pose_griffin
from griffin.flight.state import FlightMode, FlightState
from griffin.game.calls import Call, CallKind
from griffin.scene.frame import Mark, MarkShape
from griffin.scene.marks import KEPT_S, MOST_FRAC, call_marks, recent_calls

POSE = pose_griffin(FlightState(mode=FlightMode.FLYING, position_world=np.array([10.0, 80.0, -30.0])))
AGES_S = np.arange(0.0, KEPT_S + 0.5, 0.02)


def seen(kind: CallKind) -> list[tuple[float, tuple[Mark, ...]]]:
    """(age, marks) as one call ages."""
    calls = (Call(kind=kind, at_s=100.0),)
    return [(age_s, call_marks(calls, 100.0 + age_s, POSE)) for age_s in AGES_S.tolist()]


@pytest.mark.parametrize("kind", list(CallKind))
def test_every_call_is_seen_and_goes_away(kind: CallKind) -> None:
    shown = seen(kind)
    assert any(mark.alpha_frac > 0.9 for _, marks in shown for mark in marks)
    assert all(not marks for age_s, marks in shown if age_s >= KEPT_S)
    for _, marks in shown:
        for mark in marks:
            assert 0.0 <= mark.alpha_frac <= 1.0
            assert max(mark.size_frac) <= MOST_FRAC[mark.shape] + 1e-9


@pytest.mark.parametrize("kind", list(CallKind))
def test_nothing_jumps(kind: CallKind) -> None:
    strength = [sum(mark.alpha_frac for mark in marks) for _, marks in seen(kind)]
    assert np.abs(np.diff([0.0, *strength])).max() < 0.7  # two marks that come within a twelfth of a second


def test_a_cry_goes_out_from_the_beak_for_less_than_a_second() -> None:
    shown = [(age_s, marks) for age_s, marks in seen(CallKind.CRY) if marks]
    assert shown[0][0] >= 0.1
    assert 0.6 < shown[-1][0] - shown[0][0] < 0.9
    for _, marks in shown:
        for mark in marks:
            assert mark.shape is MarkShape.WAVE
            assert mark.place_world == pytest.approx(beak_world(POSE))


def test_a_soft_cry_is_smaller_and_has_fewer_waves() -> None:
    loud, soft = ([marks for _, marks in seen(kind)] for kind in (CallKind.CRY, CallKind.SOFT_CRY))
    for louder, softer in zip(loud, soft, strict=True):
        assert len(softer) <= len(louder)
    assert sum(map(len, soft)) < sum(map(len, loud))
    widest = [max(mark.size_frac[0] for marks in each for mark in marks) for each in (loud, soft)]
    assert widest[1] < 0.8 * widest[0]


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (CallKind.FOUND, MarkShape.SHUT_EYE, MarkShape.OPEN_EYE),
        (CallKind.LOST, MarkShape.OPEN_EYE, MarkShape.SHUT_EYE),
    ],
)
def test_a_sign_is_an_eye_that_opens_or_shuts(kind: CallKind, first: MarkShape, last: MarkShape) -> None:
    shown = [marks for _, marks in seen(kind) if marks]
    eyes = [marks[1] for marks in shown]
    assert all(marks[0].shape is MarkShape.DISC for marks in shown)
    assert all(mark.place_world is None for marks in shown for mark in marks)
    assert eyes[0].shape is first
    assert eyes[-1].shape is last
    heights = [eye.size_frac[1] / eye.size_frac[0] for eye in eyes if eye.shape is MarkShape.OPEN_EYE]
    assert min(heights) < 0.3
    assert max(heights) == pytest.approx(1.0)


def test_of_several_calls_the_newest_cry_and_the_newest_sign_are_seen() -> None:
    calls = tuple(
        Call(kind=kind, at_s=at_s)
        for kind, at_s in (
            (CallKind.FOUND, 9.2),
            (CallKind.CRY, 9.3),
            (CallKind.LOST, 9.5),
            (CallKind.SOFT_CRY, 9.6),
        )
    )
    shapes = [mark.shape for mark in call_marks(calls, 9.9, POSE)]
    assert shapes == [MarkShape.WAVE, MarkShape.WAVE, MarkShape.DISC, MarkShape.OPEN_EYE]
    assert recent_calls(calls, 9.25 + KEPT_S) == calls[1:]


def test_the_beak_is_ahead_of_the_griffins_middle() -> None:
    ahead = beak_world(POSE) - POSE.world_from_body[:3, 3]
    assert -ahead[2] > 1.0
    assert abs(ahead[0]) < 1e-6
