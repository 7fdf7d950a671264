"""What lies over the picture: what wins, how it comes and goes, and that it keeps to its corner."""

import itertools
from dataclasses import replace

import pytest

from griffin.events import Onlooker
from griffin.game.lesson_moment import DONE, LessonMoment, Move
from griffin.scene.frame import RoomReport
from griffin.scene.moves import STANDING, pose_at
from griffin.scene.onlooker_row import TUNING as ROW
from griffin.scene.shapes import Arc, Canvas, Capsule, Ellipse, Fill, Group, Overlay, Paint, Triangle
from griffin.scene.signs import Sign
from griffin.scene.welcome import TUNING, Welcome, WelcomeSituation
from griffin.tools.welcome_scenes import WELCOME_SCENES, joints, welcome_overlay
from tests.scene.shape_bounds import bounds

FRAME_S = 1.0 / 60.0
WIDE = Canvas.of((1280, 720))
IN_FLIGHT = LessonMoment(has_flown=True)
MINE = RoomReport(figures=(joints(pose_at(Move.ARMS_OUT, 1.0)),))
NOTHING = WelcomeSituation(lesson=IN_FLIGHT)
PILOT = WelcomeSituation(lesson=IN_FLIGHT, room=MINE, is_tracked=True)
SIBLING = Onlooker(across_frac=0.2, size_frac=0.2)


class Screen:
    """A welcome that is drawn sixty times a second."""

    def __init__(self, canvas: Canvas = WIDE) -> None:
        self.welcome = Welcome()
        self.canvas = canvas
        self.shown_s = 10.0

    def show(self, situation: WelcomeSituation, seconds: float = 1.0) -> tuple[Group, ...]:
        overlay: Overlay | None = None
        for _ in range(round(seconds / FRAME_S)):
            self.shown_s += FRAME_S
            overlay = self.welcome.overlay(situation, self.shown_s, self.canvas)
        return overlay.groups if overlay else ()


def fills_of(groups: tuple[Group, ...]) -> list[Fill]:
    return [fill for group in groups for fill in group.fills]


def has_guide(groups: tuple[Group, ...]) -> bool:
    """The only one with a beak: a golden triangle with a line, without round corners."""
    return any(isinstance(fill.shape, Triangle) and fill.shape.corner_u == 0.0 for fill in fills_of(groups))


def players(groups: tuple[Group, ...]) -> list[Group]:
    """Golden figures."""
    return [
        group
        for group in groups
        if len(group.fills) > 20 and group.fills[0].paint is Paint.GOLD and _is_of_one(group)
    ]


def others(groups: tuple[Group, ...]) -> list[Group]:
    return [
        group
        for group in groups
        if len(group.fills) > 20 and group.fills[0].paint is Paint.CREAM and _is_of_one(group)
    ]


def _is_of_one(group: Group) -> bool:
    return {fill.paint for fill in group.fills} <= {group.fills[0].paint, Paint.INK}


def has_window(groups: tuple[Group, ...]) -> bool:
    return any(fill.paint in (Paint.GLASS, Paint.NIGHT) for fill in fills_of(groups))


def lesson(*moves: Move, **how: object) -> WelcomeSituation:
    return replace(PILOT, lesson=LessonMoment(moves=moves, has_flown=True, **how))  # type: ignore[arg-type]


def fills_of_sign(sign: Sign) -> set[tuple[Fill, ...]]:
    """What a sign is made of, which is always the same."""
    return {group.fills for group in Screen().show(replace(NOTHING, sign=sign))}


def test_where_nothing_is_to_be_shown_there_is_no_overlay() -> None:
    assert Welcome().overlay(NOTHING, 0.0, WIDE) is None
    screen = Screen()
    assert screen.show(PILOT)
    assert screen.show(NOTHING, 1.0) == ()


def test_it_comes_in_a_quarter_of_a_second_and_goes_in_four_tenths() -> None:
    screen = Screen()
    alphas = [players(screen.show(PILOT, FRAME_S))[0].alpha_frac for _ in range(20)]
    assert alphas == sorted(alphas)
    assert alphas[0] < 0.25
    assert 0.8 < alphas[7] < 1.0
    assert alphas[16] == 1.0
    going = [screen.show(NOTHING, FRAME_S) for _ in range(30)]
    seen = [players(groups)[0].alpha_frac for groups in going if players(groups)]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == pytest.approx(24, abs=1)


def test_it_goes_by_the_screen_s_time_whatever_the_frame_rate() -> None:
    fast, slow = Welcome(), Welcome()
    advised = replace(NOTHING, sign=Sign.DARK)
    for number in range(13):
        quick = fast.overlay(advised, number / 60.0, WIDE)
    for number in range(5):
        late = slow.overlay(advised, number / 20.0, WIDE)
    assert quick is not None
    assert late is not None
    assert quick.groups == late.groups


def test_while_the_game_is_paused_figures_live_on() -> None:
    screen = Screen()
    still = lesson(Move.TILT)
    assert screen.show(still, 0.5) != screen.show(still, FRAME_S)


SIBLING_THERE = replace(PILOT, room=replace(MINE, onlookers=(SIBLING,)))


@pytest.mark.parametrize("sign", Sign)
@pytest.mark.parametrize("people", [lesson(Move.TILT), PILOT, SIBLING_THERE], ids=["guide", "me", "other"])
def test_a_sign_and_figures_are_never_seen_together(people: WelcomeSituation, sign: Sign) -> None:
    screen, made_of = Screen(), fills_of_sign(sign)
    screen.show(people, 1.5)
    for situation, is_sign in ((replace(people, sign=sign, has_guide=False), True), (people, False)) * 2:
        for _ in range(90):
            seen = [group for group in screen.show(situation, FRAME_S) if group.alpha_frac > 0.0]
            of_sign = [group for group in seen if group.fills in made_of]
            assert len(of_sign) in (0, len(seen))
        assert bool(of_sign) is is_sign


def test_a_sign_that_waits_for_the_guide_is_whole_within_half_a_second() -> None:
    screen = Screen()
    screen.show(lesson(Move.TILT))
    advised = replace(lesson(Move.TILT), sign=Sign.COVERED, has_guide=False)
    assert screen.show(advised, 0.5) == Screen().show(advised, 0.5)
    assert screen.welcome.shows(Sign.COVERED)
    assert not screen.welcome.shows(Sign.FAR)


def test_a_guide_waits_until_the_player_has_made_room() -> None:
    screen = Screen()
    screen.show(PILOT, 2.0)
    for _ in range(90):
        groups = screen.show(lesson(Move.TILT), FRAME_S)
        guides = tuple(group for group in groups if has_guide((group,)) and group.alpha_frac > 0.0)
        if guides:
            assert bounds(players(groups)[-1:])[0] > bounds(guides)[2] - 25.0
    assert guides


def test_a_guide_waits_until_the_others_have_made_room() -> None:
    screen = Screen()
    alone = WelcomeSituation(room=RoomReport(onlookers=(SIBLING,)))
    screen.show(alone, 1.0)
    asked = replace(alone, lesson=LessonMoment(moves=(Move.JUMP, Move.FLAP_OFF)))
    for _ in range(90):
        groups = tuple(group for group in screen.show(asked, FRAME_S) if group.alpha_frac > 0.0)
        guides = tuple(group for group in groups if has_guide((group,)))
        beside = [group for group in others(groups) if group not in guides]
        if guides:
            assert bounds(beside)[0] > bounds(guides)[2] - 25.0
    assert guides


def test_where_the_keys_stand_nothing_else_does() -> None:
    screen = Screen()
    screen.show(replace(SIBLING_THERE, lesson=LessonMoment(moves=(Move.JUMP,), room_age_s=1.0)), 1.0)
    groups = screen.show(replace(SIBLING_THERE, sign=Sign.DARK, has_corner=False), 0.5)
    assert groups == ()


def test_others_stand_beside_the_guide_where_the_player_is_not_seen() -> None:
    room = RoomReport(onlookers=(SIBLING,))
    for moves in ((Move.STEP_IN,), (Move.JUMP, Move.FLAP_OFF)):
        asked = WelcomeSituation(lesson=LessonMoment(moves=moves), room=room)
        groups = Screen().show(asked, 1.3)
        guides = [group for group in groups if has_guide((group,))]
        assert bounds(others(groups))[0] > max(bounds([each])[2] for each in guides) - 30.0


@pytest.mark.parametrize("sign", Sign)
def test_a_sign_is_shown_at_once_and_gone_soon(sign: Sign) -> None:
    """Half a second after it is wanted it is whole; half a second after its end nothing is left."""
    screen = Screen()
    screen.show(NOTHING, 0.5)
    shown = screen.show(replace(NOTHING, sign=sign), 0.5)
    assert shown
    assert all(group.alpha_frac in (1.0, pytest.approx(0.22), pytest.approx(0.6)) for group in shown)
    assert screen.show(NOTHING, 0.5) == ()


def test_a_dead_camera_has_a_sign_of_its_own() -> None:
    screen = Screen()
    down = screen.show(replace(NOTHING, sign=Sign.UNPLUGGED))
    assert down
    assert not has_window(down)


def test_a_guide_that_steps_in_is_shown_where_nobody_is() -> None:
    asked = WelcomeSituation(lesson=LessonMoment(moves=(Move.STEP_IN,)))
    groups = Screen().show(asked, 1.2)
    assert has_guide(groups)
    assert not has_window(groups)
    assert has_window(Screen().show(replace(NOTHING, sign=Sign.NOBODY)))


def test_whoever_steps_in_stands_where_the_ghost_stood() -> None:
    screen = Screen()
    screen.show(WelcomeSituation(lesson=LessonMoment(moves=(Move.STEP_IN,))), 1.0)
    found = replace(PILOT, lesson=LessonMoment(moves=(Move.ARMS_OUT,)))
    pictures = [screen.show(found, FRAME_S) for _ in range(20)]
    first = next(groups for groups in pictures if any(group.alpha_frac > 0.0 for group in players(groups)))
    assert pictures.index(first) == pytest.approx(0.2 / FRAME_S, abs=2)
    assert not has_guide(tuple(group for group in first if group.alpha_frac > 0.0))
    left, _, right, _ = bounds(players(first))
    assert 0.5 * (left + right) == pytest.approx(TUNING.walk_to_u, abs=15.0)
    groups = screen.show(found, 2.0)
    left, _, right, _ = bounds(players(groups))
    assert 0.5 * (left + right) == pytest.approx(TUNING.player.x_u, abs=5.0)
    assert has_guide(groups)


def test_a_move_is_shown_beside_the_player() -> None:
    groups = Screen().show(lesson(Move.RAISE))
    assert has_guide(groups)
    (player,) = players(groups)
    left, top, right, _ = bounds([player])
    assert 0.5 * (left + right) == pytest.approx(TUNING.flight_player.x_u, abs=12.0)
    assert 650.0 - top < 150.0


def test_afterwards_the_player_stands_alone_in_the_corner() -> None:
    screen = Screen()
    screen.show(lesson(Move.RAISE))
    groups = screen.show(PILOT, 3.0)
    (player,) = players(groups)
    left, _, right, _ = bounds([player])
    assert 0.5 * (left + right) == pytest.approx(124.0, abs=3.0)


def test_a_figure_glides_to_another_place() -> None:
    screen = Screen()
    screen.show(lesson(Move.RAISE))
    places = []
    for _ in range(120):
        (player,) = players(screen.show(PILOT, FRAME_S))
        places.append(bounds([player])[0])
    assert max(abs(b - a) for a, b in itertools.pairwise(places)) < 32.0


def test_f_turns_the_figure_off_but_not_the_lesson() -> None:
    groups = Screen().show(replace(lesson(Move.TILT), has_figure=False))
    assert has_guide(groups)
    assert players(groups) == []


def test_jump_or_flap_are_shown_by_two_guides() -> None:
    asked = replace(PILOT, lesson=LessonMoment(moves=(Move.JUMP, Move.FLAP_OFF)))
    beaks = [
        fill.shape
        for fill in fills_of(Screen().show(asked, 1.9))
        if isinstance(fill.shape, Triangle) and fill.shape.corner_u == 0.0
    ]
    assert len(beaks) == 2


def test_one_who_sits_sees_guides_on_chair_and_wheelchair() -> None:
    asked = replace(PILOT, lesson=LessonMoment(moves=(Move.FLAP_OFF,)), is_seated=True)
    groups = Screen().show(asked, 1.9)
    seated = [group for group in groups if any(fill.paint is Paint.WOOD for fill in group.fills)]
    wheels = [
        fill
        for fill in fills_of(groups)
        if isinstance(fill.shape, Ellipse) and fill.line_u > 0.0 and fill.shape.stroke_u > 0.0
    ]
    assert len(seated) == 3  # two guides and the player
    assert len(wheels) == 2


def test_what_is_done_gets_a_tick_and_the_guide_goes_with_it() -> None:
    screen = Screen()
    screen.show(lesson(Move.TILT))
    ticked = screen.show(lesson(Move.TILT, done_age_s=0.3), FRAME_S)
    discs = [
        fill.shape
        for fill in fills_of(ticked)
        if fill.paint is Paint.GOLD and isinstance(fill.shape, Capsule) and fill.shape.start_radius_u > 40.0
    ]
    assert len(discs) == 1
    assert discs[0].end[1] < 520.0  # above the player
    for done_s in (1.2, 1.3, 1.4, 1.5):
        screen.show(lesson(Move.TILT, done_age_s=done_s), 0.1)
    gone = screen.show(lesson(Move.TILT, done_age_s=DONE.shown_s + 0.01), FRAME_S)
    assert not has_guide(gone)
    assert players(gone)


def beak_of(groups: tuple[Group, ...]) -> Triangle:
    (beak,) = (
        fill.shape
        for fill in fills_of(groups)
        if isinstance(fill.shape, Triangle) and fill.shape.corner_u == 0.0 and fill.paint is Paint.GOLD
    )
    return beak


def test_the_guide_begins_anew_with_the_griffin_that_does_it_by_itself() -> None:
    screen = Screen()
    screen.show(lesson(Move.TILT), 8.0)
    own = lesson(Move.TILT, is_by_griffin=True)
    begun = [screen.show(own, FRAME_S) for _ in range(75)]  # 0.4 s to go, then to the middle of the tilt
    assert min(groups[0].alpha_frac for groups in begun) < 0.1
    leant = beak_of(begun[-1]).c[0]
    upright = beak_of(Screen().show(lesson(Move.TILT), FRAME_S)).c[0]
    assert leant > upright + 6.0
    # Whoever takes the controls back, and does it, sees it go on.
    assert all(has_guide(screen.show(lesson(Move.TILT), FRAME_S)) for _ in range(30))
    assert has_guide(screen.show(lesson(Move.TILT, done_age_s=0.1), FRAME_S))


def test_in_flight_the_guide_is_smaller_than_the_griffin() -> None:
    """The griffin is seen 370 u broad in a glide."""
    (guide,) = (group for group in Screen().show(lesson(Move.FLAP), 2.0) if has_guide((group,)))
    left, top, right, bottom = bounds([guide])
    assert right - left < 210.0
    assert 100.0 * 720.0 / 450.0 < bottom - top < 200.0  # 100 px at 800x450


def test_at_take_off_only_the_tick_is_left_of_the_lesson() -> None:
    screen = Screen()
    asked = replace(PILOT, lesson=LessonMoment(moves=(Move.JUMP, Move.FLAP_OFF)))
    screen.show(asked, 1.0)
    groups: tuple[Group, ...] = ()
    for number in range(60):
        done = LessonMoment(moves=(Move.JUMP,), done_age_s=number * FRAME_S, has_flown=True)
        groups = screen.show(replace(PILOT, lesson=done), FRAME_S)
        if number > 5:
            assert any(
                isinstance(fill.shape, Capsule)
                and fill.shape.start_radius_u > 25.0
                and fill.paint is Paint.GOLD
                for fill in fills_of(groups)
            )
            assert bounds(groups)[0] > 51.0
    assert not has_guide(groups)


def test_pearls_say_what_is_done_and_what_comes() -> None:
    asked = replace(PILOT, lesson=LessonMoment(moves=(Move.JUMP,), pearls=(True, False, False)))
    row = [
        group for group in Screen().show(asked) if len(group.fills) in (1, 3) and 650.0 < group.top_u < 665.0
    ]
    assert [len(group.fills) for group in row] == [3, 1, 1]  # a tick on the first
    assert [group.fills[0].paint for group in row] == [Paint.CREAM, Paint.GOLD, Paint.CREAM]
    sizes = [group.bottom_u - group.top_u for group in row]
    assert sizes[0] == sizes[1] > sizes[2]


def test_the_others_stand_beside_the_pilot_as_in_a_mirror() -> None:
    """The one at the right of the camera's picture stands at the left of the row, the smaller one smaller."""
    small = Onlooker(across_frac=0.6, size_frac=0.1)
    large = Onlooker(across_frac=-0.3, size_frac=0.2)
    groups = Screen().show(replace(PILOT, room=replace(MINE, onlookers=(large, small))))
    first, second = others(groups)
    (left, top, _, _), (_, high, right, _) = bounds([first]), bounds([second])
    assert left < right
    assert bounds([first])[2] < bounds([second])[0]
    assert top > high
    assert first.alpha_frac == second.alpha_frac == pytest.approx(0.5)
    (pilot,) = players(groups)
    assert bounds([pilot])[2] < left


def claiming(claim_frac: float) -> WelcomeSituation:
    onlooker = replace_onlooker(SIBLING, claim_frac)
    room = RoomReport(figures=MINE.figures, onlookers=(onlooker,))
    return replace(PILOT, room=room, has_guide=False)


def replace_onlooker(onlooker: Onlooker, claim_frac: float) -> Onlooker:
    return Onlooker(
        across_frac=onlooker.across_frac,
        size_frac=onlooker.size_frac,
        has_arms_up=True,
        claim_frac=claim_frac,
    )


def test_a_ring_fills_about_whoever_takes_over() -> None:
    screen = Screen()
    brightness, sweeps = [], []
    for claim in (0.2, 0.5, 0.8):
        groups = screen.show(claiming(claim), 0.6)
        (other,) = others(groups)
        brightness.append(other.alpha_frac)
        sweeps += [
            fill.shape.sweep_rad
            for fill in fills_of(groups)
            if isinstance(fill.shape, Arc) and fill.paint is Paint.GOLD
        ]
    assert sweeps == pytest.approx([6.2832 * claim for claim in (0.2, 0.5, 0.8)], rel=1e-3)
    assert brightness == pytest.approx([0.6, 0.75, 0.9])


def test_who_takes_over_is_shown_even_where_figures_are_off() -> None:
    assert others(Screen().show(replace(claiming(0.5), has_figure=False)))


def test_a_claim_sends_the_guide_away_before_the_player_takes_its_place() -> None:
    screen = Screen()
    screen.show(lesson(Move.TILT), 2.0)
    for _ in range(60):
        groups = screen.show(replace(claiming(0.5), lesson=lesson(Move.TILT).lesson), FRAME_S)
        guides = tuple(group for group in groups if has_guide((group,)) and group.alpha_frac > 0.0)
        if guides:
            assert bounds(players(groups)[-1:])[0] > bounds(guides)[2] - 25.0
    assert not guides


def test_the_new_pilot_comes_from_its_place_among_the_others() -> None:
    screen = Screen()
    screen.show(claiming(0.5), 1.0)
    (other,) = others(screen.show(claiming(0.95), 0.3))
    was = 0.5 * (bounds([other])[0] + bounds([other])[2])
    (player,) = players(screen.show(PILOT, FRAME_S))
    begins = 0.5 * (bounds([player])[0] + bounds([player])[2])
    assert begins == pytest.approx(was, abs=60.0)
    (player,) = players(screen.show(PILOT, 0.4))
    assert bounds([player])[0] < 110.0  # and is there in 0.4 s
    given_up = Screen()
    given_up.show(claiming(0.5), 1.0)
    (player,) = players(given_up.show(PILOT, FRAME_S))
    assert bounds([player])[0] < 110.0  # a claim that was given up moves nobody


@pytest.mark.parametrize("size_px", [(1280, 720), (1024, 768), (2560, 1080), (800, 450)])
@pytest.mark.parametrize("name", sorted(WELCOME_SCENES))
def test_everything_keeps_to_the_safe_area(name: str, size_px: tuple[int, int]) -> None:
    canvas = Canvas.of(size_px)
    overlay = welcome_overlay(name, canvas)
    assert overlay is not None
    left, top, right, bottom = bounds(overlay.groups)
    margin = 0.04 * canvas.width_u
    assert left > margin - 0.5
    assert right < canvas.width_u - margin + 0.5
    assert top > 0.04 * 720.0 - 0.5
    assert bottom < 720.0 - 0.04 * 720.0 + 0.5


@pytest.mark.parametrize("move", list(Move))
@pytest.mark.parametrize("width_px", [1280, 960])
def test_a_whole_round_keeps_to_the_safe_area(move: Move, width_px: int) -> None:
    has_flown = move in (Move.TILT, Move.RAISE, Move.REST, Move.FLAP, Move.HOME)
    asked = replace(PILOT, lesson=LessonMoment(moves=(move,), has_flown=has_flown))
    canvas = Canvas.of((width_px, 720))
    screen = Screen(canvas)
    for _ in range(80):
        left, top, _, bottom = bounds(screen.show(asked, 3.0 * FRAME_S))
        assert left > 0.04 * canvas.width_u - 0.5
        assert bottom < 691.2 + 0.5
        assert top > 330.0  # the horizon stays free


def test_onlookers_leave_the_griffin_its_place() -> None:
    crowd = tuple(Onlooker(across_frac=0.3 * at, size_frac=0.2) for at in (-1.0, 0.0, 1.0))
    asked = replace(
        PILOT,
        lesson=LessonMoment(moves=(Move.JUMP, Move.FLAP_OFF)),
        room=replace(MINE, figures=(joints(STANDING),), onlookers=crowd),
    )
    shown = others(Screen().show(asked, 2.0))
    assert all(bounds([each])[2] < ROW.end_u + 5.0 for each in shown)
