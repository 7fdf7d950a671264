"""Advice: each cause comes and goes in time, at any rate and phase; nothing flickers; one thing at a time."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.events import Advice, Onlooker, Steering
from griffin.exposure import Exposure
from griffin.gesture.advice import ORDER, AdviceTuning, Adviser
from griffin.landmarks import Joint, Landmarks

from .advised import GOOD_LIGHT, Change, Scene, advised, assert_comes_and_goes, changes_of
from .bodies import ASPECT, TORSO_M, body, frame, unseen

STEADY = settings(derandomize=True, deadline=None, max_examples=25)
BLACK = Exposure(brightness=0.003, spread=0.004)
DARK = Exposure(brightness=0.04, spread=0.03)
WELL = body()


def of_size(torso: float, x: float = ASPECT / 2.0, floor_y: float | None = None) -> Landmarks:
    """A body with a torso of this length in picture heights, its trunk in the middle of the picture."""
    scale = torso / TORSO_M
    return body(heights_per_m=scale, x=x, floor_y=0.5 + 1.1 * scale if floor_y is None else floor_y)


def aside(torsos: float, torso: float = 0.2) -> Landmarks:
    """A body whose trunk is so far from the picture's right edge."""
    return of_size(torso, x=ASPECT - torsos * torso)


NOBODY = Scene()
CAUSES: dict[str, tuple[Advice, Scene]] = {
    "nobody": (Advice.NOBODY, NOBODY),
    "dark, and so nobody": (Advice.TOO_DARK, Scene(light=DARK)),
    "dark, and no arm is seen": (
        Advice.TOO_DARK,
        Scene(
            bodies=(unseen(WELL, Joint.LEFT_ELBOW, Joint.LEFT_WRIST, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),),
            light=DARK,
        ),
    ),
    "black": (Advice.COVERED, Scene(light=BLACK)),
    "a finger": (Advice.COVERED, Scene(light=Exposure(brightness=0.2, spread=0.03))),
    "white paper": (Advice.COVERED, Scene(light=Exposure(brightness=0.8, spread=0.02))),
    "a silhouette": (
        Advice.AGAINST_THE_LIGHT,
        Scene(bodies=(WELL,), light=replace(GOOD_LIGHT, body=0.04, around=0.8)),
    ),
    "lost before a window": (
        Advice.AGAINST_THE_LIGHT,
        Scene(light=Exposure(brightness=0.4, spread=0.9, blown_frac=0.35, rest=0.08)),
    ),
    "near": (Advice.TOO_NEAR, Scene(bodies=(of_size(0.74),))),
    "so near that head and hips are cut off": (
        Advice.TOO_NEAR,
        Scene(bodies=(of_size(0.69, floor_y=2.2239),)),
    ),
    "far": (Advice.TOO_FAR, Scene(bodies=(of_size(0.038),))),
    "off to the left": (Advice.OFF_TO_LEFT, Scene(bodies=(aside(0.7),))),
    "off to the right": (Advice.OFF_TO_RIGHT, Scene(bodies=(of_size(0.2, x=0.14),))),
    "several, two of them in the frame": (
        Advice.SEVERAL_PEOPLE,
        Scene(bodies=(of_size(0.2, x=0.5), of_size(0.2, x=0.8)), is_known=False),
    ),
    "several, beside the frame": (
        Advice.SEVERAL_PEOPLE,
        Scene(
            bodies=(of_size(0.2),),
            onlookers=tuple(Onlooker(across_frac=each, size_frac=0.2) for each in (-0.3, 0.0, 0.9)),
            is_known=False,
        ),
    ),
}


@pytest.mark.parametrize("fps", [8.0, 15.0, 30.0, 60.0])
@pytest.mark.parametrize("phase_s", [0.0, 0.17, 0.33, 0.45])
@pytest.mark.parametrize("name", CAUSES)
def test_each_advice_comes_and_goes_in_time(name: str, phase_s: float, fps: float) -> None:
    advice, cause = CAUSES[name]
    start_s, end_s = 3.0 + phase_s, 6.0 + phase_s
    well = Scene(bodies=(WELL,))
    changes = advised(lambda t: cause if start_s <= t < end_s else well, 9.0, fps)
    assert_comes_and_goes(changes, advice, start_s, end_s, slack_s=2.0 / fps)


@pytest.mark.parametrize(("slow_hz", "taken_every"), [(5.0, 1), (9.0, 1), (9.0, 2)])
def test_a_slow_camera_is_found_by_its_own_times(slow_hz: float, taken_every: int) -> None:
    """Slow for two seconds is the cause; how many frames the machine takes up is none."""
    adviser, frames, now_s, advices = Adviser(), 0, 0.0, []
    while now_s < 16.0:
        is_slow = 4.0 <= now_s < 10.0
        now_s += 1.0 / (slow_hz if is_slow else 30.0)
        frames += 1
        if frames % taken_every == 0:
            adviser.see(frame(now_s, WELL), SEEN)
            if adviser.is_look_due:
                adviser.look(GOOD_LIGHT, frames=frames)
            advices.append((now_s, adviser.advice))
    assert_comes_and_goes(changes_of(advices), Advice.CAMERA_SLOW, 4.0 + 2.0, 10.0, slack_s=0.25)


SEEN = Steering(captured_s=0.0, is_tracked=True, is_left_arm_seen=True, is_right_arm_seen=True)


def test_a_slow_machine_is_no_slow_camera() -> None:
    adviser = Adviser(is_camera=True)
    assert advised(lambda t: Scene(bodies=(WELL,)), 8.0, 30.0, adviser, taken_every=5) == []


@pytest.mark.parametrize("fps", [13.0, 24.0])
def test_a_camera_that_is_quick_enough_is_not_slow(fps: float) -> None:
    assert advised(lambda t: Scene(bodies=(WELL,)), 8.0, fps, Adviser(is_camera=True)) == []


def test_a_film_may_be_as_slow_as_it_likes() -> None:
    assert advised(lambda t: Scene(bodies=(WELL,)), 8.0, 6.0, Adviser(is_camera=False)) == []


def test_a_camera_that_was_away_is_not_slow_when_it_is_back() -> None:
    adviser = Adviser()
    for number in range(300):
        now_s = number / 30.0 + (20.0 if number > 150 else 0.0)
        adviser.see(frame(now_s, WELL), SEEN)
        if adviser.is_look_due:
            assert adviser.look(GOOD_LIGHT, frames=number) is Advice.NONE


@STEADY
@given(
    where=st.sampled_from(["near", "far", "off", "dark", "silhouette"]),
    seed=st.integers(0, 1000),
    fps=st.floats(10.0, 60.0),
)
def test_what_wavers_between_its_bars_does_not_flicker(where: str, seed: int, fps: float) -> None:
    """However it wavers, the advice changes once at most: to come, and then it stays."""
    chance = np.random.default_rng(seed)
    tuning = AdviceTuning()

    def scene(_: float) -> Scene:
        def between(bars: tuple[float, float]) -> float:
            wide = 0.6 * abs(bars[1] - bars[0])
            return (bars[0] + bars[1]) / 2.0 + float(chance.uniform(-wide, wide))

        if where == "near":
            return Scene(bodies=(of_size(between(tuning.near)),))
        if where == "far":
            return Scene(bodies=(of_size(between(tuning.far)),))
        if where == "off":
            return Scene(bodies=(aside(between(tuning.off)),))
        if where == "dark":
            return Scene(light=Exposure(brightness=between(tuning.dark), spread=0.05))
        lit = replace(GOOD_LIGHT, body=between(tuning.silhouette), around=0.9)
        return Scene(bodies=(WELL,), light=lit)

    said = [advice for _, advice in advised(scene, 20.0, fps) if advice is not Advice.NOBODY]
    shown = [advice for advice in said if advice is not Advice.NONE]
    assert len(shown) <= 3  # a coin that must fall twice alike: seldom, and never to and fro


def test_one_odd_look_is_no_advice() -> None:
    def scene(t: float) -> Scene:
        return Scene(bodies=(of_size(0.9),)) if 3.0 <= t < 3.4 else Scene(bodies=(WELL,))

    assert advised(scene, 6.0) == []


def test_frames_without_a_body_now_and_then_are_nobody_s_absence() -> None:
    assert advised(lambda t: Scene(bodies=() if round(30 * t) % 3 else (WELL,)), 8.0) == []


@pytest.mark.parametrize(
    ("seen_last", "advice"),
    [
        (of_size(0.6), Advice.TOO_NEAR),
        (of_size(0.07), Advice.TOO_FAR),
        (aside(0.5), Advice.OFF_TO_LEFT),
        (of_size(0.2), Advice.NOBODY),
    ],
)
def test_a_body_that_the_model_loses_counts_as_it_was_seen_last(seen_last: Landmarks, advice: Advice) -> None:
    def scene(t: float) -> Scene:
        return Scene(bodies=(WELL,)) if t < 3.0 or t >= 8.0 else Scene(bodies=(seen_last,) if t < 3.3 else ())

    changes = [change for change in advised(scene, 10.0) if change[0] > 3.3]
    assert_comes_and_goes(changes, advice, 3.3, 8.0, slack_s=0.4)  # a new body waits to be known


def test_what_the_model_takes_for_a_body_now_and_then_is_nobody() -> None:
    def scene(t: float) -> Scene:
        return Scene(bodies=(WELL,) if t % 0.8 < 0.4 else (), is_known=False)

    assert [advice for _, advice in advised(scene, 6.0)] == [Advice.NOBODY]


def test_a_body_that_lies_and_is_no_player_stands_nowhere() -> None:
    lying = replace(WELL, picture=of_size(0.036).picture[:, [1, 0, 2]])
    changes = advised(lambda t: Scene(bodies=(lying,), is_known=False), 5.0)
    assert [advice for _, advice in changes] == [Advice.NOBODY]


def test_a_body_that_was_no_player_is_not_called_back() -> None:
    def scene(t: float) -> Scene:
        return Scene(bodies=(of_size(0.07),) if t < 3.0 else (), is_known=False)

    assert [advice for _, advice in advised(scene, 6.0)] == [Advice.NOBODY]


def test_after_ten_seconds_nobody_is_there() -> None:
    changes = advised(lambda t: Scene(bodies=(of_size(0.07),)) if t < 3.0 else NOBODY, 16.0)
    assert [advice for _, advice in changes] == [Advice.TOO_FAR, Advice.NOBODY]
    assert changes[1][0] == pytest.approx(13.0, abs=0.7)


def test_somebody_seen_well_in_the_dark_gets_no_advice() -> None:
    assert advised(lambda t: Scene(bodies=(WELL,), light=DARK), 5.0) == []


def test_a_dark_room_is_not_a_covered_lens() -> None:
    changes = advised(lambda t: Scene(light=Exposure(brightness=0.02, spread=0.015)), 5.0)
    assert [advice for _, advice in changes] == [Advice.TOO_DARK]


def test_a_white_wall_is_not_a_covered_lens() -> None:
    changes = advised(lambda t: Scene(light=Exposure(brightness=0.7, spread=0.15)), 5.0)
    assert [advice for _, advice in changes] == [Advice.NOBODY]


def test_only_who_stands_near_the_middle_counts() -> None:
    edges = tuple(Onlooker(across_frac=each, size_frac=0.2) for each in (-0.9, 0.1, 0.9))
    changes = advised(lambda t: Scene(bodies=(WELL,), onlookers=edges, is_known=False), 5.0)
    assert [advice for _, advice in changes] == [Advice.NOBODY]


def test_several_with_a_pilot_among_them_are_no_trouble() -> None:
    pair = tuple(Onlooker(across_frac=each, size_frac=0.2) for each in (-0.3, 0.3))
    assert advised(lambda t: Scene(bodies=(WELL,), onlookers=pair), 5.0) == []


def test_arms_that_reach_both_edges_are_not_off_to_one_side() -> None:
    assert advised(lambda t: Scene(bodies=(of_size(0.55),)), 5.0) == []


def test_a_child_who_may_fly_is_not_called_closer() -> None:
    assert advised(lambda t: Scene(bodies=(of_size(0.05),)), 5.0) == []


def test_hips_below_the_picture_alone_are_not_too_near() -> None:
    assert advised(lambda t: Scene(bodies=(of_size(0.35, floor_y=1.8),)), 5.0) == []


def test_the_first_in_the_order_is_said() -> None:
    assert set(ORDER) == set(Advice) - {Advice.NONE}

    def said(scene: Scene) -> Advice:
        return advised(lambda _: scene, 3.0)[-1][1]

    near = of_size(0.74)
    assert said(Scene(bodies=(near,), light=BLACK, is_known=False)) is Advice.COVERED
    silhouette = replace(GOOD_LIGHT, body=0.04, around=0.8)
    assert said(Scene(bodies=(near,), light=silhouette)) is Advice.AGAINST_THE_LIGHT
    crowd = tuple(Onlooker(across_frac=each, size_frac=0.2) for each in (-0.3, 0.3))
    assert said(Scene(bodies=(near,), onlookers=crowd, is_known=False)) is Advice.SEVERAL_PEOPLE


def test_a_body_of_numbers_that_are_none_gives_no_advice_of_its_own() -> None:
    damaged = replace(WELL, picture=np.full_like(WELL.picture, math.nan))
    changes: list[Change] = advised(lambda t: Scene(bodies=(damaged,)), 3.0)
    assert changes == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"near": (0.6, 0.7)}, "above such a bar"),
        ({"dark": (0.09, 0.07)}, "below such a bar"),
        ({"hold_s": 0.6}, "two looks"),
    ],
)
def test_tuning_is_checked(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        AdviceTuning(**change)
