import pytest

from griffin.render.pacing import GPU_PACING, Pace, Pacer, PacingTuning

TUNING = PacingTuning()


def run(pacer: Pacer, seconds_at_full: float, frames: int, plain_frac: float = 1.0) -> None:
    """A machine whose pictures take time by their pixels."""
    for _ in range(frames):
        effects = plain_frac if pacer.pace.is_plain else 1.0
        pacer.note(seconds_at_full * effects * pacer.pace.scale**2)


def test_a_fast_machine_draws_everything() -> None:
    pacer = Pacer()
    run(pacer, 0.015, 300)
    assert pacer.pace == Pace()


def test_a_slow_machine_is_helped_within_the_first_second() -> None:
    pacer = Pacer()
    run(pacer, 0.060, TUNING.first_frames)
    assert pacer.pace.scale < 0.8
    scales = []
    for _ in range(1500):
        run(pacer, 0.060, 1)
        scales.append(pacer.pace.scale)
    assert scales.count(TUNING.scales[-1]) > 0.85 * len(scales)  # trials are rare
    assert not pacer.pace.is_plain


def test_pixels_go_first_and_never_below_the_least() -> None:
    pacer = Pacer()
    run(pacer, 0.5, TUNING.first_frames)
    assert pacer.pace == Pace(scale=TUNING.scales[-1])
    run(pacer, 0.5, 10 * TUNING.window_frames)
    assert pacer.pace == Pace(scale=TUNING.scales[-1], is_plain=True)


@pytest.mark.parametrize("tuning", [TUNING, GPU_PACING])
def test_what_was_given_up_comes_back(tuning: PacingTuning) -> None:
    pacer = Pacer(tuning)
    run(pacer, 0.5, 300)
    run(pacer, 0.010, 2000)
    assert pacer.pace == Pace()


def test_where_the_processor_draws_no_scale_costs_more_than_it_saves() -> None:
    for full_s in (0.034, 0.040, 0.050, 0.070, 0.2):
        pacer = Pacer()
        for _ in range(400):
            pacer.note(full_s * pacer.pace.scale**2)
            assert not 0.65 <= pacer.pace.scale <= 0.95


def test_a_gpu_gives_up_no_more_pixels_than_it_must() -> None:
    pacer = Pacer(GPU_PACING)
    run(pacer, 0.022, 300)
    assert pacer.pace == Pace(scale=0.92)


def test_one_hitch_changes_nothing() -> None:
    pacer = Pacer()
    run(pacer, 0.015, 100)
    pacer.note(0.4)
    run(pacer, 0.015, 100)
    assert pacer.pace == Pace()


def test_failed_trials_become_rare() -> None:
    pacer = Pacer()
    run(pacer, 0.5, 100)  # then a machine that is quick only without its effects
    changes = []
    for _ in range(4000):
        before = pacer.pace
        pacer.note(0.018 if pacer.pace.is_plain else 0.05)
        changes.append(before != pacer.pace)
    assert sum(changes[:1000]) > sum(changes[-1000:])


def test_tunings_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="quick"):
        PacingTuning(slow_s=0.01)
    with pytest.raises(ValueError, match="scales"):
        PacingTuning(scales=(0.6, 1.0))
