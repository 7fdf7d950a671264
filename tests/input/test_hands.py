"""The merger: who steers, what is remembered, and how it lets go."""

import pytest

from griffin.events import TAKE_OFFS, EventKind, GestureEvent, Steering
from griffin.flight.controls import Controls
from griffin.input.hands import ControlMerger, HandCommand, HandTuning
from tests.flights import angled

TUNING = HandTuning()
NO_KEYS = HandCommand()


def hear(
    merger: ControlMerger,
    now_s: float,
    *,
    steering: Steering | None = None,
    events: tuple[EventKind, ...] = (),
    is_linked: bool = True,
    hand: HandCommand = NO_KEYS,
    strength: float | None = None,
    is_demo: bool = False,
) -> None:
    said = [GestureEvent(captured_s=now_s, kind=kind, strength=strength) for kind in events]
    merger.hear(steering=steering, events=said, is_linked=is_linked, hand=hand, now_s=now_s, is_demo=is_demo)


def tracked(**values: float) -> Steering:
    return Steering(captured_s=0.0, is_tracked=True, **values)


def steered_merger() -> ControlMerger:
    merger = ControlMerger()
    hear(
        merger,
        0.0,
        steering=tracked(roll_rad=0.6, climb_frac=0.5, arms=angled(left_wing_rad=1.0, right_wrist_rad=-0.4)),
    )
    hear(merger, 1.0)
    return merger


def test_the_body_steers() -> None:
    controls = steered_merger().take()
    assert controls.roll_rad == pytest.approx(0.6)
    assert controls.climb_frac == pytest.approx(0.5)
    assert controls.arms.left.wing_rad == pytest.approx(1.0)
    assert (controls.arms.left.wrist_rad, controls.arms.right.wrist_rad) == (0.0, pytest.approx(-0.4))


def test_with_nothing_new_the_last_word_counts() -> None:
    merger = steered_merger()
    hear(merger, 1.5)
    assert merger.take() == steered_merger().take()


@pytest.mark.parametrize("is_linked", [True, False])
def test_a_lost_player_lets_go_within_half_a_second(is_linked: bool) -> None:
    merger = steered_merger()
    # The recogniser eases its own controls; the merger must not cut them off.
    lost = Steering(captured_s=1.0, roll_rad=0.6, climb_frac=0.5, is_tracked=False) if is_linked else None
    hear(merger, 1.25, steering=lost, is_linked=is_linked)
    half = merger.take(TUNING.arms_glide_s)
    assert half.roll_rad == pytest.approx(0.3)
    assert half.arms.right.wrist_rad == pytest.approx(0.0 if is_linked else -0.2)
    hear(merger, 1.51, is_linked=is_linked)
    level = merger.take()
    assert (level.roll_rad, level.climb_frac) == (0.0, 0.0)
    assert level.arms.left.wing_rad == pytest.approx(TUNING.glide_wing_rad)
    assert level.arms.right.wrist_rad == 0.0
    assert level.is_at_rest


def test_what_happens_once_is_in_one_step_and_not_lost_without_one() -> None:
    merger = steered_merger()
    hear(merger, 1.1, events=(EventKind.JUMP, EventKind.FLAP), strength=0.4)
    hear(merger, 1.2)  # a picture without a step
    first, second = merger.take(), merger.take()
    assert (first.is_launch, first.stroke_frac) == (True, 0.4)
    assert (second.is_launch, second.stroke_frac) == (False, 0.0)


@pytest.mark.parametrize("kind", sorted(TAKE_OFFS))
def test_each_take_off(kind: EventKind) -> None:
    merger = ControlMerger()
    hear(merger, 0.0, events=(kind,))
    assert merger.take().is_launch


def test_a_jump_launches_as_hard_as_it_was() -> None:
    merger = ControlMerger()
    hear(merger, 0.0, events=(EventKind.JUMP,), strength=0.8)
    assert merger.take().launch_frac == 0.8
    hear(merger, 0.1, events=(EventKind.FLAP_RUN,), strength=0.8)
    assert merger.take().launch_frac == 0.5


def test_the_later_of_take_off_and_reset_counts() -> None:
    merger = ControlMerger()
    hear(merger, 0.0, events=(EventKind.JUMP, EventKind.TURN_AWAY))
    controls = merger.take()
    assert (controls.is_launch, controls.is_reset) == (False, True)
    hear(merger, 0.1, events=(EventKind.TURN_AWAY, EventKind.JUMP))
    controls = merger.take()
    assert (controls.is_launch, controls.is_reset) == (True, False)


def test_a_key_always_works_beside_the_body() -> None:
    merger = steered_merger()
    hear(merger, 1.1, hand=HandCommand(bank=-1, climb=1))
    controls = merger.take()
    assert controls.roll_rad == -TUNING.key_roll_rad
    assert controls.climb_frac == 1.0
    assert controls.arms.left.wing_rad < controls.arms.right.wing_rad  # banking left lowers the left wing
    assert controls.arms.left.wrist_rad == controls.arms.right.wrist_rad == 0.0
    hear(merger, 1.2 + TUNING.key_hold_s)
    assert merger.take().roll_rad == pytest.approx(0.6)  # the body has it back


def test_keys_fly_without_any_body() -> None:
    merger = ControlMerger()
    hear(merger, 0.0, is_linked=False, hand=HandCommand(bank=1, has_tapped_wings=True))
    controls = merger.take()
    assert controls.is_launch
    assert controls.stroke_frac == TUNING.key_stroke_frac
    assert controls.roll_rad > 0.0
    hear(merger, 0.1, is_linked=False, hand=HandCommand(has_reset=True))
    assert merger.take().is_reset


def test_nothing_heard_is_a_level_glide() -> None:
    glide_rad = TUNING.glide_wing_rad
    controls = Controls(arms=angled(left_wing_rad=glide_rad, right_wing_rad=glide_rad), is_at_rest=True)
    assert ControlMerger().take() == controls


def arms_at(captured_s: float, wing_rad: float) -> Steering:
    return Steering(captured_s=captured_s, arms=angled(left_wing_rad=wing_rad), is_tracked=True)


def test_arms_glide_to_what_was_heard_within_the_time_between_two_messages() -> None:
    merger = ControlMerger()
    hear(merger, 0.0, steering=arms_at(0.0, 0.0))
    hear(merger, 0.2, steering=arms_at(0.1, 0.5))
    shown = [merger.take(0.01).arms.left.wing_rad for _ in range(12)]
    assert shown == pytest.approx([min(0.5, 0.05 * (step + 1)) for step in range(12)])


def test_a_message_that_comes_early_is_glided_to_from_where_the_arms_are() -> None:
    merger = ControlMerger()
    hear(merger, 0.0, steering=arms_at(0.0, 0.0))
    hear(merger, 0.2, steering=arms_at(0.1, 0.5))
    assert merger.take(0.05).arms.left.wing_rad == pytest.approx(0.25)
    hear(merger, 0.25, steering=arms_at(0.2, -0.25))
    assert [merger.take(0.05).arms.left.wing_rad for _ in range(2)] == pytest.approx([0.0, -0.25])


def test_after_a_silence_arms_glide_no_longer_than_between_two_slow_pictures() -> None:
    merger = ControlMerger()
    hear(merger, 0.0, steering=arms_at(0.0, 0.0))
    hear(merger, 3.0, steering=arms_at(3.0, 0.6))
    assert merger.take(TUNING.arms_glide_s / 2.0).arms.left.wing_rad == pytest.approx(0.3)
    assert merger.take(TUNING.arms_glide_s / 2.0).arms.left.wing_rad == pytest.approx(0.6)


def test_whether_the_player_sits_is_kept() -> None:
    merger = ControlMerger()
    hear(merger, 0.0, steering=Steering(captured_s=0.0, is_tracked=True, is_seated=True))
    hear(merger, 0.1)
    assert merger.is_seated


def test_tuning_is_checked() -> None:
    with pytest.raises(ValueError, match="positive"):
        HandTuning(let_go_s=0.0)
    with pytest.raises(ValueError, match="within"):
        HandTuning(key_stroke_frac=1.5)
    with pytest.raises(ValueError, match="negative"):
        HandTuning(arms_glide_s=-0.1)


@pytest.mark.parametrize(
    "hand", [HandCommand(bank=1), HandCommand(has_tapped_wings=True), HandCommand(has_reset=True)]
)
def test_beside_the_demo_pilot_whoever_touches_a_key_keeps_the_controls(hand: HandCommand) -> None:
    merger = steered_merger()
    hear(merger, 1.0, hand=hand, is_demo=True)
    merger.take()
    for at_s in (2.0, 10.0, 20.9):
        hear(merger, at_s, steering=tracked(roll_rad=0.6), events=(EventKind.TURN_AWAY,), is_demo=True)
        controls = merger.take()
        assert merger.is_steered_by_hand
        assert (controls.roll_rad, controls.is_reset, controls.is_at_rest) == (0.0, False, True)
    hear(merger, 21.1, events=(EventKind.TURN_AWAY,), is_demo=True)
    controls = merger.take()
    assert not merger.is_steered_by_hand
    assert (controls.roll_rad, controls.is_reset) == (pytest.approx(0.6), True)
