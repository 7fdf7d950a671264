"""The picture of the flight loop under whatever comes in: nothing stands in anything else's place."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.app.ears import LiveEars
from griffin.app.parent_watchdog import ParentPipe
from griffin.app.screen import Screen
from griffin.camera_health import CameraHealth
from griffin.clock import ManualClock
from griffin.events import (
    PROTOCOL_VERSION,
    Advice,
    CameraAdvice,
    EventKind,
    Figure,
    FigurePoint,
    GestureEvent,
    Hello,
    LinkState,
    Onlooker,
    Onlookers,
    Refusal,
    Steering,
)
from griffin.game.lesson_moment import IN_THE_AIR, LessonMoment, Move
from griffin.game.moment import Moment
from griffin.input.keys import Key
from griffin.scene.camera import ChaseCamera
from griffin.scene.frame import LabelPlace, SceneFrame
from griffin.scene.hud import ENGLISH, HudLine
from griffin.scene.moves import ARMS_UP
from griffin.scene.shapes import Canvas, Group
from griffin.scene.signs import Sign
from griffin.scene.welcome import Welcome, WelcomeSituation
from griffin.tools.welcome_scenes import joints
from tests.app.stand_ins import Said, StandInLink, StandInWindow
from tests.flights import PLAIN, plain_session, tracked_body

RATE_HZ = 15.0
SIZE_PX = (1280, 720)
WIDE = Canvas.of(SIZE_PX)
NOBODY = Steering(captured_s=0.0)
FIGURE = joints(ARMS_UP)
LESSON_WORDS = {
    ENGLISH[line]
    for line in (HudLine.ARMS_OUT, HudLine.JUMP_OR_FLAP, HudLine.FLAP_OFF, HudLine.TILT, HudLine.RAISE)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture, and what the game made of the turn before it."""

    now_s: float
    frame: SceneFrame
    moment: Moment
    was_hidden: bool  # as the turn heard it

    @property
    def lesson(self) -> LessonMoment:
        return self.moment.players[0].lesson

    @property
    def seen(self) -> list[Group]:
        overlay = self.frame.overlay
        return [group for group in overlay.groups if group.alpha_frac > 0.0] if overlay else []

    def words(self, place: LabelPlace) -> str:
        return next((label.text for label in self.frame.labels if label.place is place), "")


class Game:
    """A session, its ears and its screen, turn by turn."""

    def __init__(
        self, *, has_camera: bool = True, size_px: tuple[int, int] = SIZE_PX, **begin: object
    ) -> None:
        self.said: Said = ()
        self.parent = ParentPipe()
        self.clock = ManualClock(100.0)
        self.window = StandInWindow(self.clock, period_s=1.0 / RATE_HZ)
        self.link = StandInLink(lambda _turn: self.said)
        self.session = plain_session(**begin)
        ears = LiveEars(self.window, self.link, self.parent, has_camera=has_camera)
        self.ears, self.screen = ears, Screen(ChaseCamera(PLAIN.surface_m), ears)
        self.size_px = size_px

    def turn(self, *said: object) -> Picture:
        self.said = said  # type: ignore[assignment]
        was_hidden = self.screen.is_guide_hidden
        moment = self.session.advance(self.ears.listen(self.clock.now_s(), is_guide_hidden=was_hidden))
        self.screen.follow(moment)
        frame = self.screen.frame(moment, self.size_px)
        self.window.swap()
        return Picture(now_s=self.clock.now_s() - 100.0, frame=frame, moment=moment, was_hidden=was_hidden)

    def turns(self, seconds: float, *said: object) -> list[Picture]:
        return [self.turn(*said) for _ in range(round(seconds * RATE_HZ))]


def jump() -> GestureEvent:
    return GestureEvent(captured_s=0.0, kind=EventKind.JUMP)


def advised(advice: Advice) -> CameraAdvice:
    return CameraAdvice(captured_s=0.0, advice=advice)


def crowd(*claims: float) -> Onlookers:
    bodies = tuple(
        Onlooker(across_frac=0.4 * n - 0.4, size_frac=0.2, has_arms_up=claim > 0.0, claim_frac=claim)
        for n, claim in enumerate(claims)
    )
    return Onlookers(captured_s=0.0, bodies=bodies)


def sign_fills() -> set[object]:
    """What all signs are made of."""
    made: set[object] = set()
    for sign in Sign:
        welcome = Welcome()
        for number in range(20):
            overlay = welcome.overlay(WelcomeSituation(sign=sign), number / RATE_HZ, WIDE)
        assert overlay is not None
        made |= {group.fills for group in overlay.groups}
    return made


SIGN_FILLS = sign_fills()


def kinds_of(picture: Picture) -> set[str]:
    """What stands in the lower left corner."""
    overlay = picture.frame.overlay
    if overlay is not None and overlay.pools:
        assert not any(group.fills in SIGN_FILLS for group in picture.seen)
        return {"keys"}
    corner = [group for group in picture.seen if group.top_u > 240.0]  # room to jump is asked for above
    return {"sign" if group.fills in SIGN_FILLS else "people" for group in corner}


def assert_tidy(picture: Picture) -> None:
    """What holds for every picture."""
    kinds = kinds_of(picture)
    assert len(kinds) <= 1
    # The keys' griffins and the figures share no shape, so all that is seen with the keys is the keys.
    if picture.words(LabelPlace.ADVICE):
        assert kinds == {"sign"}
    is_running = bool(picture.lesson.moves) and picture.lesson.done_age_s is None
    if picture.was_hidden:
        assert not is_running
        assert not picture.lesson.is_by_griffin
    if picture.words(LabelPlace.LINE) in LESSON_WORDS:
        assert is_running
        assert "sign" not in kinds or not picture.words(LabelPlace.ADVICE)


@st.composite
def evenings(draw: st.DrawFn) -> list[tuple[int, dict[str, object]]]:
    """Stretches of turns in which one thing goes on."""
    stretches = []
    often_live = st.sampled_from([LinkState.LIVE] * 5 + [LinkState.STALE, LinkState.ENDED])
    for _ in range(draw(st.integers(2, 6))):
        claims = draw(st.sampled_from([None, None, (0.0,), (0.5,), (0.9,), (0.3, 0.6), (0.0, 0.9, 0.4)]))
        stretches.append(
            (
                draw(st.sampled_from([1, 3, 8, 30])),
                {
                    "link": draw(often_live),
                    "steering": draw(
                        st.sampled_from([NOBODY, tracked_body(0.0), tracked_body(-1.4), tracked_body(0.0)])
                    ),
                    "event": draw(st.sampled_from([None, None, EventKind.JUMP, EventKind.TURN_AWAY])),
                    "advice": draw(st.sampled_from([Advice.NONE] * 4 + list(Advice))),
                    "claims": claims,
                    "has_figure": draw(st.booleans()),
                    "key": draw(st.sampled_from([None] * 6 + [Key.SPACE, Key.LEFT, Key.F, Key.M, Key.R])),
                    "health": draw(st.sampled_from([CameraHealth.RUNNING] * 4 + list(CameraHealth))),
                    "refusal": draw(st.sampled_from([None] * 5 + list(Refusal))),
                    "note": draw(st.booleans()),
                },
            )
        )
    return stretches


@settings(derandomize=True, max_examples=25, deadline=None)
@given(
    evenings(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["player", "player", "demo", "stand-in"]),
    st.sampled_from([(), (Move.JUMP,), IN_THE_AIR]),
)
def test_nothing_stands_in_the_place_of_anything_else(
    evening: list[tuple[int, dict[str, object]]],
    has_show: bool,
    is_seated: bool,
    who: str,
    known: tuple[Move, ...],
) -> None:
    game = Game(has_show=has_show, known_moves=known)
    if who != "player":
        note = "There is no camera." if who == "stand-in" else ""
        game.link.hello = Hello(protocol=PROTOCOL_VERSION, is_demo=True, note=note)
    for turns, goes_on in evening:
        game.parent.camera = goes_on["health"]
        game.link.refusal = goes_on["refusal"]
        if goes_on["key"] is not None:
            game.window.press(goes_on["key"])
        for turn in range(turns):
            if goes_on["note"] and turn == 0:
                game.screen.note(HudLine.SOUND_OFF, game.clock.now_s() - 100.0)
            assert_tidy(game.turn(*said_at(goes_on, turn, is_seated=is_seated)))


def said_at(goes_on: dict[str, object], turn: int, *, is_seated: bool) -> Iterator[object]:
    if goes_on["link"] is not LinkState.LIVE:
        yield goes_on["link"]
        return
    steering = goes_on["steering"]
    assert isinstance(steering, Steering)
    yield msgspec.structs.replace(steering, is_seated=is_seated)
    yield advised(goes_on["advice"])
    if goes_on["event"] is not None and turn == 1:
        yield GestureEvent(captured_s=0.0, kind=goes_on["event"])
    if goes_on["has_figure"] and steering.is_tracked:
        yield Figure(captured_s=0.0, points=FIGURE.points, seen=(True,) * len(FigurePoint))
    if goes_on["claims"] is not None:
        yield crowd(*goes_on["claims"])


# --- single evenings --------------------------------------------------------------------------------------


def flying(game: Game) -> Game:
    """A body with level arms that has just taken off."""
    game.turns(1.0, tracked_body(0.0))
    game.turn(tracked_body(0.0), jump())
    return game


def test_a_claim_stops_a_lesson_and_it_comes_again_afterwards() -> None:
    game = flying(Game())
    before = game.turns(5.0, tracked_body(0.0), FIGURE)
    assert before[-1].lesson.moves == (Move.TILT,)
    during = game.turns(10.0, tracked_body(0.0), FIGURE, crowd(0.5))
    assert all(not picture.lesson.moves for picture in during[2:])
    assert {picture.words(LabelPlace.LINE) for picture in during[2:]} == {""}
    after = game.turns(15.0, tracked_body(0.0), FIGURE)
    shown = [picture.now_s - after[0].now_s for picture in after if picture.lesson.moves == (Move.TILT,)]
    by_itself = [picture.now_s - after[0].now_s for picture in after if picture.lesson.is_by_griffin]
    assert shown[0] == pytest.approx(3.0 + 1.5, abs=0.3)  # the row of others is kept for 3 s
    assert by_itself[0] == pytest.approx(shown[0] + 8.0, abs=0.3)


def test_a_kiosk_whose_camera_is_unplugged_and_plugged_in_again_invites_anew() -> None:
    game = Game(has_show=True, asks_jump=False, is_calm=True)
    game.turns(1.0, NOBODY)
    game.clock.advance(150.0)  # nobody comes for more than two minutes
    show = game.turns(20.0, NOBODY, advised(Advice.NOBODY))
    assert show[-1].lesson.moves == (Move.STEP_IN,)
    assert kinds_of(show[-1]) == {"people"}
    game.parent.camera = CameraHealth.RESTARTING
    silent = game.turns(3.0, LinkState.STALE)
    assert kinds_of(silent[-1]) == {"sign"}
    assert silent[-1].lesson.moves == ()
    game.parent.camera = CameraHealth.RUNNING
    back = game.turns(3.0, NOBODY, advised(Advice.NOBODY))
    assert back[-1].lesson.moves == (Move.STEP_IN,)
    assert kinds_of(back[-1]) == {"people"}
    comes = game.turns(4.0, tracked_body(0.0), FIGURE, advised(Advice.NONE))
    assert comes[-1].lesson.moves == (Move.FLAP_OFF,)
    for picture in (*show, *silent, *back, *comes):
        assert_tidy(picture)


@pytest.mark.parametrize("every", [1, 2, 7])
def test_f_pressed_over_and_over_changes_nothing_but_the_players_figure(every: int) -> None:
    game, calm = flying(Game()), flying(Game())
    for turn in range(150):
        if turn % every == 0:
            game.window.press(Key.F)
        picture, other = (each.turn(tracked_body(0.0), FIGURE, crowd(0.0)) for each in (game, calm))
        assert_tidy(picture)
        assert picture.lesson == other.lesson
        assert picture.frame.labels == other.frame.labels


def test_a_lesson_goes_on_while_the_sound_is_turned_off() -> None:
    game = flying(Game())
    game.turns(3.5, tracked_body(0.0))
    game.screen.note(HudLine.SOUND_OFF, game.clock.now_s() - 100.0)
    noted = game.turns(1.0, tracked_body(0.0))
    assert {picture.words(LabelPlace.LINE) for picture in noted} == {ENGLISH[HudLine.SOUND_OFF]}
    assert all(picture.lesson.moves == (Move.TILT,) for picture in noted)
    assert kinds_of(noted[-1]) == {"people"}


@pytest.mark.parametrize("size_px", [(320, 240), (3840, 2160), (120, 1000), (4000, 100)])
def test_windows_of_any_shape_show_all_of_it(size_px: tuple[int, int]) -> None:
    game = Game(size_px=size_px)
    for said in ((NOBODY,), (tracked_body(0.0), FIGURE, crowd(0.0, 0.4, 0.0)), (tracked_body(0.0), jump())):
        game.turns(2.0, *said)
    keys = Game(size_px=size_px, has_camera=False).turns(1.0)
    for picture in (game.turn(tracked_body(0.0), advised(Advice.TOO_NEAR)), keys[-1]):
        assert picture.frame.overlay is not None


def test_whoever_has_played_before_is_left_alone_for_8_s_and_then_helped() -> None:
    game = Game(known_moves=(Move.JUMP, Move.TILT))
    pictures = game.turns(12.0, tracked_body(0.0), FIGURE)
    words = [picture.words(LabelPlace.LINE) for picture in pictures]
    assert words.index(ENGLISH[HudLine.JUMP_OR_FLAP]) == pytest.approx(8.0 * RATE_HZ, abs=3)
