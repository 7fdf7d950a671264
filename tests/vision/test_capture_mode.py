"""Which of its modes a camera is used in, and which one is kept if fewer pictures come than it lists."""

import pytest

from griffin.vision.capture_mode import USUAL_MODES, CaptureMode, ModeTrial, ModeTuning, choose_modes

from .cameras import LAPTOP, Listing, sizes_of

THIRTY = (30.0, 24.0, 20.0, 15.0)
PHOTOGRAPHER: Listing = {  # a much sold one: its largest sizes, of another shape, come twice a second
    "YUYV": {(640, 480): THIRTY, (640, 360): THIRTY, (1280, 720): (10.0,), (2304, 1536): (2.0,)},
    "MJPG": {
        (640, 480): THIRTY,
        (640, 360): THIRTY,
        (864, 480): THIRTY,
        (960, 720): THIRTY,
        (1024, 576): THIRTY,
        (1280, 720): THIRTY,
        (1920, 1080): THIRTY,
    },
}
SQUARISH: Listing = {
    "MJPG": {(640, 480): THIRTY, (1280, 720): THIRTY, (960, 720): THIRTY, (1280, 960): THIRTY}
}
OLD: Listing = {"YUYV": {(640, 480): (30.0,), (320, 240): (30.0,), (1280, 1024): (7.5,)}}
SLOW_WIDE: Listing = {"MJPG": {(640, 480): (30.0,), (1280, 720): (15.0,), (640, 360): (15.0,)}}
EYE: Listing = {"YUYV": {(640, 480): (60.0, 50.0, 40.0, 30.0, 15.0), (320, 240): (120.0, 30.0)}}
FAST_ONLY: Listing = {"MJPG": {(1280, 720): (60.0,), (640, 480): (30.0,)}}
LARGE_ONLY: Listing = {"MJPG": {(1920, 1080): (30.0,), (3840, 2160): (30.0,)}}
TV_STICK: Listing = {"NV12": {(1920, 1080): (23.976, 50.0)}}
NEVER_ENOUGH: Listing = {"YUYV": {(1280, 720): (10.0,), (640, 480): (20.0,), (640, 360): (15.0,)}}
SILENT_ON_RATES: Listing = {"YU12": {(1280, 720): ()}}


@pytest.mark.parametrize(
    ("listing", "fourcc", "size_px", "rate_hz"),
    [
        (LAPTOP, "MJPG", (1280, 720), 30.0),
        (PHOTOGRAPHER, "MJPG", (1024, 576), 30.0),
        (SQUARISH, "MJPG", (960, 720), 30.0),
        (OLD, "YUYV", (640, 480), 30.0),
        (SLOW_WIDE, "MJPG", (640, 480), 30.0),
        (EYE, "YUYV", (640, 480), 30.0),
        (FAST_ONLY, "MJPG", (1280, 720), 60.0),
        (LARGE_ONLY, "MJPG", (1920, 1080), 30.0),
        (TV_STICK, "NV12", (1920, 1080), 23.976),
        (NEVER_ENOUGH, "YUYV", (640, 480), 20.0),
        (SILENT_ON_RATES, "YU12", (1280, 720), 30.0),
    ],
)
def test_the_widest_view_that_gives_enough_pictures_is_chosen(listing, fourcc, size_px, rate_hz):
    best = choose_modes(sizes_of(listing))[0]
    assert best == CaptureMode(fourcc=fourcc, size_px=size_px, rate_hz=rate_hz)


@pytest.mark.parametrize(
    ("listing", "sizes_px"),
    [
        (LAPTOP, [(1280, 720), (640, 360), (640, 480)]),
        (PHOTOGRAPHER, [(1024, 576), (640, 360), (640, 480)]),
        (SQUARISH, [(960, 720), (640, 480)]),
        (OLD, [(640, 480)]),
        (TV_STICK, [(1920, 1080)]),
    ],
)
def test_what_is_fallen_back_on_has_the_same_view_first_and_then_a_narrower_one(listing, sizes_px):
    modes = choose_modes(sizes_of(listing))
    assert [mode.size_px for mode in modes] == sizes_px
    assert {mode.fourcc for mode in modes} <= {"MJPG", "NV12", "YUYV"}


def test_jpegs_are_preferred_to_raw_pictures_of_the_same_size():
    listing = {"YUYV": {(640, 360): (30.0,)}, "MJPG": {(640, 360): (30.0,)}}
    assert choose_modes(sizes_of(listing))[0].fourcc == "MJPG"


@pytest.mark.parametrize("listing", [{}, {"GREY": {(640, 480): (30.0,)}}, {"MJPG": {(0, 0): ()}}])
def test_where_nothing_of_use_is_listed_the_usual_is_asked_for(listing):
    assert choose_modes(sizes_of(listing)) == USUAL_MODES


# --- what really comes ------------------------------------------------------------------------------------

WIDE, SMALL, NARROW = USUAL_MODES


def run_trial(rates_hz: dict[CaptureMode, float], *, seconds: float = 40.0) -> tuple[ModeTrial, list]:
    """Send pictures at these rates until the mode has settled; also which modes were opened."""
    trial = ModeTrial(USUAL_MODES)
    opened, now_s = [trial.mode], 50.0
    while not trial.is_settled and now_s < 50.0 + seconds:
        now_s += 1.0 / rates_hz[trial.mode]
        if trial.note(now_s):
            opened.append(trial.mode)
            trial.restart()
            now_s += 0.5
    return trial, opened


@pytest.mark.parametrize(
    ("wide_hz", "small_hz", "narrow_hz", "wanted", "opened"),
    [
        (30.0, 30.0, 30.0, WIDE, [WIDE]),
        (23.98, 30.0, 30.0, WIDE, [WIDE]),
        (15.0, 30.0, 30.0, SMALL, [WIDE, SMALL]),
        (10.0, 15.0, 30.0, NARROW, [WIDE, SMALL, NARROW]),
        (15.0, 15.0, 30.0, WIDE, [WIDE, SMALL, WIDE]),  # the light
        (10.0, 15.0, 20.0, NARROW, [WIDE, SMALL, NARROW]),
        (10.0, 15.0, 12.0, SMALL, [WIDE, SMALL, NARROW, SMALL]),
        (10.0, 12.0, 10.0, SMALL, [WIDE, SMALL, NARROW, SMALL]),
    ],
)
def test_a_mode_that_gives_too_few_pictures_is_left(wide_hz, small_hz, narrow_hz, wanted, opened):
    trial, seen = run_trial({WIDE: wide_hz, SMALL: small_hz, NARROW: narrow_hz})
    assert (trial.mode, seen) == (wanted, opened)
    assert trial.is_settled
    assert not any(trial.note(100.0 + t_s) for t_s in range(10))  # whatever comes later


def test_an_uneven_start_is_not_judged():
    trial = ModeTrial(USUAL_MODES)
    times_s = [0.0, 0.4, 0.8, *(1.0 + number / 30.0 for number in range(70))]
    assert not any(trial.note(time_s) for time_s in times_s)
    assert trial.is_settled


def test_a_slow_moment_is_forgiven():
    trial = ModeTrial(USUAL_MODES)
    slow = [number / 12.0 for number in range(38)]
    times_s = [*slow, *(slow[-1] + number / 30.0 for number in range(1, 70))]
    assert not any(trial.note(time_s) for time_s in times_s)
    assert (trial.mode, trial.is_settled) == (WIDE, True)


def test_a_mode_that_can_not_be_started_is_passed_over():
    trial = ModeTrial(USUAL_MODES)
    assert trial.refuse()
    assert trial.mode is SMALL
    assert trial.refuse()
    assert trial.mode is NARROW
    assert not trial.refuse()
    assert trial.is_settled
    assert not ModeTrial(USUAL_MODES[:1]).refuse()


def test_a_slow_mode_is_better_than_ones_that_can_not_be_started():
    trial = ModeTrial(USUAL_MODES)
    for number in range(100):
        if trial.note(number / 15.0):
            break
    assert trial.mode is SMALL
    assert trial.refuse()
    assert trial.mode is NARROW
    assert trial.refuse()
    assert (trial.mode, trial.is_settled) == (WIDE, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"least_hz": 40.0},
        {"slack_hz": -1.0},
        {"coarse_px": 2000},
        {"whole_view_frac": 0.0},
        {"gain": 0.9},
        {"judge_s": 0.0},
        {"judgements": 0},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        ModeTuning(**wrong)
