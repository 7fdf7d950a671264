"""What one picture says and shows, situation by situation."""

import math
from dataclasses import replace

import pytest

from griffin.absence import Absence
from griffin.camera_health import CameraHealth
from griffin.events import Advice, GoodbyeReason, LinkState, Refusal
from griffin.flight.state import FlightMode, FlightState
from griffin.game.lesson_moment import LessonMoment, Move
from griffin.scene.frame import LabelPlace
from griffin.scene.hud import ADVICE_LINES, ENGLISH, HudLine, hud_labels
from griffin.scene.hud_choice import Hud, HudChoice, HudSituation, HudTuning, choose
from griffin.scene.signs import SIGN_OF_ADVICE, Sign

PERCHED = FlightState(mode_s=60.0)
JUST_UP = FlightState(mode=FlightMode.FLYING, mode_s=1.0)
FLYING = FlightState(mode=FlightMode.FLYING, mode_s=60.0)
RETURNING = FlightState(mode=FlightMode.RETURNING)
TRACKED = HudSituation(is_tracked=True)
TAKE_OFF = LessonMoment(moves=(Move.JUMP, Move.FLAP_OFF))
TILT = LessonMoment(moves=(Move.TILT,))
STEP_IN = LessonMoment(moves=(Move.STEP_IN,))
LEARNING = replace(TRACKED, lesson=TAKE_OFF)
NOBODY = HudSituation(is_tracked=False)
RESTARTING = replace(TRACKED, camera=CameraHealth.RESTARTING)
FAILED = replace(TRACKED, camera=CameraHealth.FAILED)
BY_KEYS = HudSituation(is_tracked=True, is_steered_by_hand=True)
NO_CAMERA = HudSituation(has_camera=False, link=LinkState.WAITING)
ABSENT = replace(TRACKED, camera=CameraHealth.ABSENT)
DEMO = replace(TRACKED, is_demo=True)
STAND_IN = replace(DEMO, is_stand_in=True)


SLOW = replace(TRACKED, advice=Advice.CAMERA_SLOW)
REPLAY = replace(TRACKED, is_replay=True)
KEY_REPLAY = replace(NO_CAMERA, is_replay=True)
OVER = replace(TRACKED, link=LinkState.ENDED, goodbye=GoodbyeReason.FILM_OVER)
DONE = replace(OVER, goodbye=GoodbyeReason.DONE)


def said(line: HudLine, **more: object) -> dict[LabelPlace, str]:
    return {label.place: label.text for label in hud_labels(line, **more)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "situation", "line"),
    [
        (PERCHED, TRACKED, HudLine.NOTHING),
        (PERCHED, LEARNING, HudLine.JUMP_OR_FLAP),
        (FLYING, replace(TRACKED, lesson=TILT), HudLine.TILT),
        (PERCHED, replace(TRACKED, note=HudLine.SOUND_OFF), HudLine.SOUND_OFF),
        (RETURNING, replace(TRACKED, note=HudLine.SOUND_ON), HudLine.SOUND_ON),
        (JUST_UP, TRACKED, HudLine.NOTHING),
        (FLYING, TRACKED, HudLine.NOTHING),
        (RETURNING, TRACKED, HudLine.RETURNING),
        (PERCHED, NOBODY, HudLine.STEP_INTO_VIEW),
        (FLYING, NOBODY, HudLine.PLAYER_LOST),
        (FLYING, replace(NOBODY, absence=Absence.LETTING_GO), HudLine.NOTHING),
        (PERCHED, replace(NOBODY, absence=Absence.LETTING_GO), HudLine.STEP_INTO_VIEW),
        (FLYING, replace(NOBODY, absence=Absence.GLIDING), HudLine.PLAYER_LOST),
        (FLYING, replace(NOBODY, absence=Absence.CIRCLING), HudLine.STEP_INTO_VIEW),
        (FLYING, replace(NOBODY, absence=Absence.GOING_HOME), HudLine.STEP_INTO_VIEW),
        (PERCHED, BY_KEYS, HudLine.TAKE_OFF_BY_KEYS),
        (JUST_UP, BY_KEYS, HudLine.STEER_BY_KEYS),
        (FLYING, BY_KEYS, HudLine.NOTHING),
        (PERCHED, NO_CAMERA, HudLine.NO_CAMERA),
        (JUST_UP, NO_CAMERA, HudLine.STEER_BY_KEYS),
        (PERCHED, replace(ABSENT, link=LinkState.WAITING), HudLine.PLUG_IN_CAMERA),
        (FLYING, replace(ABSENT, link=LinkState.STALE, is_show=True), HudLine.PLUG_IN_CAMERA),
        (PERCHED, replace(ABSENT, is_steered_by_hand=True), HudLine.TAKE_OFF_BY_KEYS),
        (PERCHED, replace(ABSENT, lesson=LessonMoment(moves=(Move.ARMS_OUT,))), HudLine.ARMS_OUT),
        (PERCHED, DEMO, HudLine.NOTHING),
        (JUST_UP, DEMO, HudLine.NOTHING),
        (PERCHED, STAND_IN, HudLine.NO_CAMERA),
        (JUST_UP, STAND_IN, HudLine.STEER_BY_KEYS),
        (FLYING, STAND_IN, HudLine.NOTHING),
        (PERCHED, replace(STAND_IN, is_tracked=False), HudLine.NO_CAMERA),
        (JUST_UP, replace(STAND_IN, is_steered_by_hand=True), HudLine.STEER_BY_KEYS),
        (FLYING, NO_CAMERA, HudLine.NOTHING),
        (FLYING, replace(NO_CAMERA, is_show=True), HudLine.NO_CAMERA),
        (PERCHED, KEY_REPLAY, HudLine.NOTHING),
        (JUST_UP, KEY_REPLAY, HudLine.NOTHING),
        (JUST_UP, replace(REPLAY, is_steered_by_hand=True), HudLine.NOTHING),
        (FLYING, replace(REPLAY, link=LinkState.STALE), HudLine.NOTHING),
        (FLYING, replace(REPLAY, link=LinkState.ENDED), HudLine.NOTHING),
        (FLYING, replace(REPLAY, lesson=TILT), HudLine.TILT),
        (RETURNING, KEY_REPLAY, HudLine.RETURNING),
        (PERCHED, replace(TRACKED, link=LinkState.WAITING), HudLine.CAMERA_STARTS),
        (PERCHED, replace(TRACKED, link=LinkState.STALE), HudLine.CAMERA_LOST_PERCHED),
        (FLYING, replace(TRACKED, link=LinkState.STALE), HudLine.CAMERA_LOST),
        (FLYING, replace(FAILED, link=LinkState.STALE), HudLine.CAMERA_FAILED),
        (PERCHED, replace(FAILED, link=LinkState.WAITING), HudLine.CAMERA_FAILED),
        (FLYING, replace(FAILED, link=LinkState.STALE, is_steered_by_hand=True), HudLine.CAMERA_FAILED),
        (PERCHED, replace(FAILED, lesson=TAKE_OFF), HudLine.JUMP_OR_FLAP),
        (FLYING, replace(TRACKED, link=LinkState.ENDED), HudLine.VIDEO_OVER),
        (
            FLYING,
            replace(TRACKED, link=LinkState.ENDED, goodbye=GoodbyeReason.FILM_OVER),
            HudLine.VIDEO_OVER,
        ),
        (FLYING, replace(TRACKED, link=LinkState.ENDED, goodbye=GoodbyeReason.DONE), HudLine.SENDER_DONE),
        (PERCHED, replace(NOBODY, advice=Advice.NOBODY), HudLine.STEP_INTO_VIEW),
        (FLYING, replace(NOBODY, advice=Advice.NOBODY), HudLine.PLAYER_LOST),
        (FLYING, replace(NOBODY, advice=Advice.NOBODY, is_show=True), HudLine.STEP_INTO_VIEW),
        (PERCHED, replace(NOBODY, advice=Advice.TOO_DARK), HudLine.TOO_DARK),
        (FLYING, replace(NOBODY, advice=Advice.TOO_DARK), HudLine.TOO_DARK),
        (FLYING, replace(NOBODY, advice=Advice.COVERED, is_show=True), HudLine.COVERED),
        (RETURNING, replace(NOBODY, advice=Advice.TOO_DARK), HudLine.RETURNING),
        (PERCHED, replace(NOBODY, advice=Advice.SEVERAL_PEOPLE), HudLine.SEVERAL_PEOPLE),
        (PERCHED, replace(TRACKED, advice=Advice.TOO_NEAR), HudLine.TOO_NEAR),
        (PERCHED, replace(LEARNING, advice=Advice.TOO_NEAR), HudLine.TOO_NEAR),
        (PERCHED, replace(LEARNING, advice=Advice.CAMERA_SLOW), HudLine.JUMP_OR_FLAP),
        (JUST_UP, replace(LEARNING, advice=Advice.CAMERA_SLOW), HudLine.JUMP_OR_FLAP),
        (JUST_UP, replace(TRACKED, advice=Advice.CAMERA_SLOW), HudLine.CAMERA_SLOW),
        (FLYING, replace(TRACKED, advice=Advice.TOO_NEAR), HudLine.TOO_NEAR),
        (FLYING, replace(TRACKED, advice=Advice.OFF_TO_LEFT), HudLine.OFF_TO_LEFT),
        (FLYING, replace(SLOW, slow_s=7.9), HudLine.CAMERA_SLOW),
        (FLYING, replace(SLOW, slow_s=8.0), HudLine.NOTHING),
        (PERCHED, replace(SLOW, is_tracked=False, lesson=STEP_IN), HudLine.STEP_INTO_VIEW),
        (PERCHED, replace(SLOW, is_demo=True), HudLine.NOTHING),
        (FLYING, replace(NOBODY, advice=Advice.TOO_DARK, absence=Absence.LETTING_GO), HudLine.NOTHING),
        (FLYING, replace(TRACKED, advice=Advice.SEVERAL_PEOPLE, is_claimed=True), HudLine.NOTHING),
        (FLYING, replace(TRACKED, lesson=TILT, is_claimed=True), HudLine.NOTHING),
        (FLYING, replace(BY_KEYS, advice=Advice.TOO_NEAR), HudLine.NOTHING),
        (FLYING, replace(NOBODY, advice=Advice.TOO_DARK, link=LinkState.STALE), HudLine.CAMERA_LOST),
        (PERCHED, replace(NOBODY, advice=Advice.TOO_DARK, note=HudLine.SOUND_ON), HudLine.SOUND_ON),
        (FLYING, replace(BY_KEYS, link=LinkState.STALE), HudLine.NOTHING),
        (FLYING, replace(RESTARTING, link=LinkState.STALE), HudLine.CAMERA_LOST),
        (FLYING, replace(RESTARTING, link=LinkState.ENDED), HudLine.CAMERA_LOST),
        (PERCHED, replace(RESTARTING, link=LinkState.ENDED), HudLine.CAMERA_LOST_PERCHED),
        (PERCHED, replace(RESTARTING, link=LinkState.WAITING), HudLine.CAMERA_STARTS),
        (PERCHED, RESTARTING, HudLine.NOTHING),
        (FLYING, replace(RESTARTING, link=LinkState.ENDED, is_steered_by_hand=True), HudLine.NOTHING),
    ],
)
def test_the_line_fits_the_situation(state: FlightState, situation: HudSituation, line: HudLine) -> None:
    assert choose(state, situation).line is line


def test_advice_stands_beside_its_sign_and_comes_with_it() -> None:
    assert set(said(HudLine.TOO_NEAR)) == {LabelPlace.ADVICE}
    assert said(HudLine.TOO_NEAR, has_sign=False) == {}
    assert set(said(HudLine.JUMP_OR_FLAP, has_sign=False)) == {LabelPlace.LINE}


@pytest.mark.parametrize("lesson", [LessonMoment(), TILT, STEP_IN])
@pytest.mark.parametrize("is_tracked", [False, True])
@pytest.mark.parametrize("state", [PERCHED, JUST_UP, FLYING])
@pytest.mark.parametrize("advice", Advice)
def test_an_advice_has_both_words_and_sign_or_neither(
    advice: Advice, state: FlightState, is_tracked: bool, lesson: LessonMoment
) -> None:
    situation = HudSituation(is_tracked=is_tracked, advice=advice, lesson=lesson)
    for changed in (
        situation,
        replace(situation, slow_s=99.0),
        replace(situation, is_claimed=True),
        replace(situation, absence=Absence.LETTING_GO),
        replace(situation, is_demo=True),
        replace(situation, is_steered_by_hand=True),
    ):
        choice = choose(state, changed)
        has_words = choice.line in ADVICE_LINES
        assert has_words == (choice.sign is not None and choice.sign is not Sign.NOBODY)
        assert choice.sign in (None, SIGN_OF_ADVICE[advice])


def test_nobody_there_is_a_sign_only_where_no_guide_steps_in() -> None:
    nobody = replace(NOBODY, advice=Advice.NOBODY)
    assert choose(FLYING, nobody).sign is Sign.NOBODY
    assert choose(PERCHED, replace(nobody, lesson=STEP_IN)).sign is None
    assert choose(PERCHED, replace(TRACKED, advice=Advice.NOBODY)).sign is None  # somebody is, by now


@pytest.mark.parametrize(
    ("situation", "sign"),
    [
        (replace(TRACKED, link=LinkState.STALE), Sign.UNPLUGGED),
        (replace(ABSENT, link=LinkState.WAITING), Sign.UNPLUGGED),
        (replace(FAILED, link=LinkState.STALE), Sign.UNPLUGGED),
        (replace(FAILED, link=LinkState.STALE, is_steered_by_hand=True), None),
        (replace(TRACKED, link=LinkState.WAITING), None),
        (OVER, None),
        (NO_CAMERA, None),
        (replace(REPLAY, link=LinkState.STALE), None),
    ],
)
def test_a_camera_that_is_away_has_a_sign(situation: HudSituation, sign: Sign | None) -> None:
    assert choose(FLYING, situation).sign is sign


@pytest.mark.parametrize(
    ("situation", "has_guide"),
    [
        (LEARNING, True),
        (replace(LEARNING, advice=Advice.TOO_NEAR), False),
        (replace(LEARNING, is_claimed=True), False),
        (replace(LEARNING, is_steered_by_hand=True), False),
        (replace(LEARNING, note=HudLine.SOUND_OFF), True),
        (replace(LEARNING, refusal=Refusal.STRANGER), True),
        (SLOW, True),  # a lesson may begin, and takes its place
        (replace(NOBODY, advice=Advice.NOBODY), True),
        (replace(NOBODY, advice=Advice.COVERED, lesson=STEP_IN), False),
        (STAND_IN, False),
        (DEMO, True),
    ],
)
def test_a_guide_has_no_room_where_something_else_stands(situation: HudSituation, has_guide: bool) -> None:
    assert choose(PERCHED, situation).has_guide is has_guide


def test_every_line_has_words_that_fit_one_breath() -> None:
    assert set(ENGLISH) == set(HudLine)
    assert max(len(words) for words in ENGLISH.values()) <= 48


def test_the_demo_pilot_is_named_as_long_as_it_flies() -> None:
    assert said(HudLine.NOTHING, has_badge=True) == {LabelPlace.BADGE: "Demo pilot"}
    assert choose(FLYING, DEMO).has_badge
    assert not choose(FLYING, TRACKED).has_badge


@pytest.mark.parametrize("link", [LinkState.STALE, LinkState.ENDED])
@pytest.mark.parametrize("health", [CameraHealth.RESTARTING, CameraHealth.FAILED])
def test_a_demo_pilot_whose_process_has_failed_is_not_named(health: CameraHealth, link: LinkState) -> None:
    failed = replace(TRACKED, is_demo=True, camera=health, link=link)
    assert not choose(FLYING, failed).has_badge
    assert choose(FLYING, replace(failed, link=LinkState.LIVE)).has_badge
    assert choose(FLYING, replace(failed, camera=CameraHealth.RUNNING)).has_badge


@pytest.mark.parametrize("refusal", Refusal)
def test_a_refusal_is_said_before_anything_else(refusal: Refusal) -> None:
    noted = replace(TRACKED, note=HudLine.SOUND_OFF)
    lines = {choose(PERCHED, situation).line for situation in (TRACKED, noted)}
    refused = {choose(PERCHED, replace(situation, refusal=refusal)).line for situation in (TRACKED, noted)}
    assert len(refused) == 1
    assert not refused & lines


@pytest.mark.parametrize("advice", Advice)
def test_each_advice_has_words_of_its_own_for_somebody_who_is_not_seen(advice: Advice) -> None:
    line = choose(PERCHED, replace(NOBODY, advice=advice)).line
    assert (line is HudLine.STEP_INTO_VIEW) == (advice in (Advice.NONE, Advice.NOBODY))


def test_a_player_off_to_one_side_is_sent_to_the_other() -> None:
    assert "right" in ENGLISH[HudLine.OFF_TO_LEFT]
    assert "left" in ENGLISH[HudLine.OFF_TO_RIGHT]


def test_another_language_is_another_table() -> None:
    german = {**ENGLISH, HudLine.JUMP_OR_FLAP: "Spring"}
    assert said(HudLine.JUMP_OR_FLAP, words=german) == {LabelPlace.LINE: "Spring"}


def test_the_promise_stands_below_the_line() -> None:
    assert set(said(HudLine.JUMP_OR_FLAP, has_privacy=True)) == {LabelPlace.LINE, LabelPlace.PROMISE}
    promised = replace(LEARNING, lesson=replace(TAKE_OFF, privacy_age_s=1.0))
    assert choose(PERCHED, promised).has_privacy
    assert not choose(PERCHED, replace(promised, is_demo=True)).has_privacy


# --- the keys ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "situation", "are_shown"),
    [
        (PERCHED, NO_CAMERA, True),
        (JUST_UP, NO_CAMERA, True),
        (FLYING, NO_CAMERA, False),
        (PERCHED, TRACKED, False),
        (PERCHED, BY_KEYS, True),
        (PERCHED, replace(TRACKED, link=LinkState.STALE), True),
        (FLYING, replace(FAILED, link=LinkState.STALE), False),
        (FLYING, replace(FAILED, link=LinkState.STALE, camera_s=3.0), True),
        (PERCHED, replace(ABSENT, link=LinkState.WAITING), False),
        (PERCHED, DEMO, False),  # it shows its moves there
        (PERCHED, STAND_IN, True),
        (JUST_UP, STAND_IN, True),
        (FLYING, STAND_IN, False),
        (PERCHED, replace(STAND_IN, is_steered_by_hand=True), True),
        (PERCHED, OVER, True),
        (PERCHED, DONE, True),
        (FLYING, OVER, False),
        (FLYING, replace(OVER, camera_s=3.0), True),
        (FLYING, replace(DONE, camera_s=3.0), True),
        (PERCHED, KEY_REPLAY, False),
        (JUST_UP, KEY_REPLAY, False),
        (PERCHED, replace(OVER, is_replay=True), False),
    ],
)
@pytest.mark.parametrize(
    "interruption",
    [{}, {"note": HudLine.SOUND_OFF}, {"refusal": Refusal.STRANGER}],
    ids=["", "key", "refusal"],
)
def test_keys_are_shown_where_they_steer_whatever_else_is_said(
    state: FlightState, situation: HudSituation, are_shown: bool, interruption: dict[str, object]
) -> None:
    choice = choose(state, replace(situation, **interruption))
    assert choice.has_keys is are_shown
    assert choice.sign is None or not are_shown


# --- from picture to picture ------------------------------------------------------------------------------


def choices(
    situations: list[tuple[float, HudSituation]], seconds: float, state: FlightState = FLYING
) -> list[tuple[float, HudChoice]]:
    """Ten choices a second; `situations`: from when on each holds."""
    hud, made = Hud(), []
    for tick in range(round(10.0 * seconds)):
        now_s = tick / 10.0
        situation = [each for since_s, each in situations if since_s <= now_s][-1]
        made.append((now_s, hud.choose(state, situation, now_s)))
    return made


def test_a_slow_camera_is_said_for_8_s_in_all_and_gives_way_to_a_lesson() -> None:
    learning = replace(SLOW, lesson=TILT)
    made = choices([(0.0, TRACKED), (1.0, SLOW), (4.0, learning), (12.0, SLOW)], 40.0)
    said_s = [now_s for now_s, choice in made if choice.line is HudLine.CAMERA_SLOW]
    assert said_s == [now_s for now_s, choice in made if choice.sign is Sign.SLOW]
    assert len(said_s) == pytest.approx(80, abs=1)
    assert not [now_s for now_s in said_s if 4.0 <= now_s < 12.0]


def test_a_camera_that_goes_and_comes_back_slow_is_said_to_be_slow_again() -> None:
    made = choices([(0.0, SLOW), (20.0, TRACKED), (30.0, SLOW)], 50.0)
    assert {choice.line for now_s, choice in made if 30.0 <= now_s < 37.0} == {HudLine.CAMERA_SLOW}


def test_when_the_camera_goes_in_the_air_the_keys_are_shown_for_7_s() -> None:
    made = choices([(0.0, TRACKED), (5.0, OVER)], 20.0)
    shown_s = [now_s for now_s, choice in made if choice.has_keys]
    assert shown_s[0] == 5.0
    assert shown_s[-1] == pytest.approx(12.0, abs=0.2)
    assert {choice.line for now_s, choice in made if now_s >= 5.0} == {HudLine.VIDEO_OVER}


def test_words_of_a_lesson_that_something_else_interrupts_are_said_afterwards() -> None:
    made = choices([(0.0, LEARNING), (1.0, replace(LEARNING, advice=Advice.TOO_NEAR)), (3.0, LEARNING)], 10.0)
    said_s = [now_s for now_s, choice in made if choice.line is HudLine.JUMP_OR_FLAP]
    assert said_s[0] == 0.0
    assert [now_s for now_s in said_s if now_s >= 3.0][-1] == pytest.approx(4.9)


def test_tuning_is_checked() -> None:
    with pytest.raises(ValueError, match="negative"):
        HudTuning(hint_s=-1.0)
    assert math.isinf(HudSituation().camera_s)
