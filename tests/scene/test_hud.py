"""The one line on the screen, situation by situation."""

from dataclasses import replace
from typing import Any

import pytest

from griffin.absence import Absence
from griffin.camera_health import CameraHealth
from griffin.events import Advice, GoodbyeReason, LinkState, Refusal
from griffin.flight.state import FlightMode, FlightState
from griffin.scene.frame import LabelPlace
from griffin.scene.hud import ENGLISH, HudLine, HudSituation, are_keys_shown, choose_line, hud_labels

PERCHED = FlightState(mode_s=60.0)
JUST_UP = FlightState(mode=FlightMode.FLYING, mode_s=1.0)
FLYING = FlightState(mode=FlightMode.FLYING, mode_s=60.0)
RETURNING = FlightState(mode=FlightMode.RETURNING)
TRACKED = HudSituation(is_tracked=True)
LEARNING = replace(TRACKED, lesson=HudLine.JUMP_OR_FLAP)
NOBODY = HudSituation(is_tracked=False)
RESTARTING = replace(TRACKED, camera=CameraHealth.RESTARTING)
FAILED = replace(TRACKED, camera=CameraHealth.FAILED)
BY_KEYS = HudSituation(is_tracked=True, is_steered_by_hand=True)
NO_CAMERA = HudSituation(has_camera=False, link=LinkState.WAITING)
ABSENT = replace(TRACKED, camera=CameraHealth.ABSENT)
DEMO = replace(TRACKED, is_demo=True)
STAND_IN = replace(DEMO, is_stand_in=True)


def said(state: FlightState, situation: HudSituation, **more: Any) -> dict[LabelPlace, str]:
    return {label.place: label.text for label in hud_labels(state, situation, **more)}


@pytest.mark.parametrize(
    ("state", "situation", "line"),
    [
        (PERCHED, TRACKED, HudLine.NOTHING),
        (PERCHED, LEARNING, HudLine.JUMP_OR_FLAP),
        (FLYING, replace(TRACKED, lesson=HudLine.TILT), HudLine.TILT),
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
        (PERCHED, replace(ABSENT, lesson=HudLine.ARMS_OUT), HudLine.ARMS_OUT),
        (PERCHED, DEMO, HudLine.NOTHING),
        (JUST_UP, DEMO, HudLine.NOTHING),
        (PERCHED, STAND_IN, HudLine.NO_CAMERA),
        (JUST_UP, STAND_IN, HudLine.NOTHING),
        (PERCHED, replace(STAND_IN, is_tracked=False), HudLine.NO_CAMERA),
        (JUST_UP, replace(STAND_IN, is_steered_by_hand=True), HudLine.STEER_BY_KEYS),
        (FLYING, NO_CAMERA, HudLine.NOTHING),
        (PERCHED, replace(TRACKED, link=LinkState.WAITING), HudLine.CAMERA_STARTS),
        (PERCHED, replace(TRACKED, link=LinkState.STALE), HudLine.CAMERA_LOST_PERCHED),
        (FLYING, replace(TRACKED, link=LinkState.STALE), HudLine.CAMERA_LOST),
        (FLYING, replace(FAILED, link=LinkState.STALE), HudLine.CAMERA_FAILED),
        (PERCHED, replace(FAILED, link=LinkState.WAITING), HudLine.CAMERA_FAILED),
        (FLYING, replace(FAILED, link=LinkState.STALE, is_steered_by_hand=True), HudLine.CAMERA_FAILED),
        (PERCHED, replace(FAILED, lesson=HudLine.JUMP_OR_FLAP), HudLine.JUMP_OR_FLAP),
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
        (FLYING, replace(TRACKED, advice=Advice.CAMERA_SLOW), HudLine.NOTHING),
        (replace(FLYING, mode_s=10.0), replace(TRACKED, advice=Advice.CAMERA_SLOW), HudLine.CAMERA_SLOW),
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
    assert choose_line(state, situation) is line
    labels = said(state, situation)
    assert labels.get(LabelPlace.LINE, labels.get(LabelPlace.ADVICE, "")) == ENGLISH[line]


def test_advice_stands_beside_its_sign() -> None:
    assert set(said(PERCHED, replace(TRACKED, advice=Advice.TOO_NEAR))) == {LabelPlace.ADVICE}
    assert set(said(PERCHED, LEARNING)) == {LabelPlace.LINE}


def test_every_line_has_words_that_fit_one_breath() -> None:
    assert set(ENGLISH) == set(HudLine)
    assert max(len(words) for words in ENGLISH.values()) <= 48


def test_the_demo_pilot_is_named_as_long_as_it_flies() -> None:
    assert said(FLYING, replace(TRACKED, is_demo=True))[LabelPlace.BADGE] == "Demo pilot"
    assert LabelPlace.BADGE not in said(FLYING, TRACKED)


@pytest.mark.parametrize("link", [LinkState.STALE, LinkState.ENDED])
@pytest.mark.parametrize("health", [CameraHealth.RESTARTING, CameraHealth.FAILED])
def test_a_demo_pilot_whose_process_has_failed_is_not_named(health: CameraHealth, link: LinkState) -> None:
    failed = replace(TRACKED, is_demo=True, camera=health, link=link)
    assert LabelPlace.BADGE not in said(FLYING, failed)
    assert said(FLYING, replace(failed, link=LinkState.LIVE))[LabelPlace.BADGE] == "Demo pilot"
    assert said(FLYING, replace(failed, camera=CameraHealth.RUNNING))[LabelPlace.BADGE] == "Demo pilot"


@pytest.mark.parametrize("refusal", Refusal)
def test_a_refusal_is_said_before_anything_else(refusal: Refusal) -> None:
    noted = replace(TRACKED, note=HudLine.SOUND_OFF)
    lines = {choose_line(PERCHED, situation) for situation in (TRACKED, noted)}
    refused = {choose_line(PERCHED, replace(situation, refusal=refusal)) for situation in (TRACKED, noted)}
    assert len(refused) == 1
    assert not refused & lines


@pytest.mark.parametrize("advice", Advice)
def test_each_advice_has_words_of_its_own_for_somebody_who_is_not_seen(advice: Advice) -> None:
    line = choose_line(PERCHED, replace(NOBODY, advice=advice))
    assert (line is HudLine.STEP_INTO_VIEW) == (advice in (Advice.NONE, Advice.NOBODY))


def test_a_player_off_to_one_side_is_sent_to_the_other() -> None:
    assert "right" in ENGLISH[HudLine.OFF_TO_LEFT]
    assert "left" in ENGLISH[HudLine.OFF_TO_RIGHT]


def test_another_language_is_another_table() -> None:
    german = {**ENGLISH, HudLine.JUMP_OR_FLAP: "Spring"}
    assert said(PERCHED, LEARNING, words=german)[LabelPlace.LINE] == "Spring"


def test_the_promise_stands_below_the_line() -> None:
    assert set(said(PERCHED, replace(LEARNING, has_privacy=True))) == {LabelPlace.LINE, LabelPlace.PROMISE}


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
        (PERCHED, replace(ABSENT, link=LinkState.WAITING), False),
        (PERCHED, STAND_IN, False),  # it shows its moves there
        (PERCHED, replace(STAND_IN, is_steered_by_hand=True), True),
    ],
)
def test_keys_are_shown_where_words_speak_of_them(
    state: FlightState, situation: HudSituation, are_shown: bool
) -> None:
    assert are_keys_shown(state, situation) is are_shown
