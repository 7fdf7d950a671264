from dataclasses import replace

import numpy as np
import pytest

from griffin.landmarks import Joint, Landmarks
from griffin.vision.demo_room import draw_room
from griffin.vision.frame import Frame
from griffin.vision.rotation import Turn
from griffin.vision.search_view import SearchTuning, ViewSearch
from griffin.vision.view import View, tile, whole
from tests.gesture.bodies import Pose, body

SIZE_PX = (640, 480)
PICTURE = draw_room(SIZE_PX)
TILES = tile(SIZE_PX, SearchTuning().side_frac, SearchTuning().overlap_frac)
LARGE = body(Pose())
SMALL = body(Pose(heights_per_m=0.12, x=0.3, floor_y=0.95))
RATE_HZ = 30.0
NEAR_LOOKS = 9  # in 0.3 s


class Looks:
    """A search, picture by picture."""

    def __init__(self, views: ViewSearch | None = None) -> None:
        self.views = views or ViewSearch()
        self.count = 0

    def look(self, seen: Landmarks | None = None) -> View:
        """One picture in which this is seen, and the view that was asked for."""
        frame = Frame(captured_s=self.count / RATE_HZ, picture=PICTURE)
        self.count += 1
        _, view = self.views.choose(frame)
        self.views.note(frame, seen)
        return view

    def find_in_part(self, seen: Landmarks = SMALL) -> View:
        """Look until a part is asked for, in which the body is found."""
        while True:
            frame = Frame(captured_s=self.count / RATE_HZ, picture=PICTURE)
            self.count += 1
            _, view = self.views.choose(frame)
            is_part = not view.shows_all(SIZE_PX)
            self.views.note(frame, seen if is_part else None)
            if is_part:
                return view


def on_the_head(figure: Landmarks) -> Landmarks:
    """In a picture on its head."""
    return replace(figure, picture=figure.picture * (1.0, -1.0, 1.0) + (0.0, 1.0, 0.0))


def without_limbs(figure: Landmarks) -> Landmarks:
    """With wrists and knees that are only guessed."""
    visibility = figure.visibility.copy()
    visibility[[Joint.LEFT_WRIST, Joint.RIGHT_KNEE]] = 0.2
    return replace(figure, visibility=visibility)


def test_while_nobody_is_there_every_second_look_goes_into_the_next_part():
    looks = Looks()
    assert {looks.look() for _ in range(NEAR_LOOKS)} == {whole(SIZE_PX)}
    views = [looks.look() for _ in range(4 * len(TILES))]
    assert all(view == whole(SIZE_PX) for view in views[::2])
    assert set(views[1::2]) == set(TILES)
    assert views[1 : 2 * len(TILES) : 2] == views[2 * len(TILES) + 1 :: 2]


def test_somebody_found_in_the_whole_picture_is_followed_there():
    looks = Looks()
    assert {looks.look(LARGE) for _ in range(60)} == {whole(SIZE_PX)}
    assert not looks.views.is_from_part


def test_from_a_part_the_view_grows_to_the_whole_and_stays_there():
    looks = Looks()
    part = looks.find_in_part()
    assert looks.views.is_from_part
    views = [looks.look(SMALL) for _ in range(60)]
    assert views[0] not in (part, whole(SIZE_PX))
    steps = views.index(whole(SIZE_PX))
    assert 5 <= steps <= 25
    assert set(views[steps:]) == {whole(SIZE_PX)}
    assert looks.views.is_from_part


def test_a_small_body_is_looked_for_where_it_was():
    looks = Looks()
    looks.find_in_part()
    for _ in range(60):
        looks.look(SMALL)
    looks.look()  # lost in this picture
    views = [looks.look() for _ in range(30)]
    last, *others = views[::2]
    assert last != whole(SIZE_PX)
    x_px, y_px = SMALL.picture[:, 0].mean() * 480.0, SMALL.picture[:, 1].mean() * 480.0
    assert last.left <= x_px <= last.right
    assert last.top <= y_px <= last.bottom
    assert set(others) == {last}
    assert set(views[1::2]) == {whole(SIZE_PX)}
    assert {looks.look() for _ in range(2 * len(TILES) + 1)} == {*TILES, whole(SIZE_PX)}


def test_for_a_large_body_only_the_whole_picture_is_looked_at_first():
    looks = Looks()
    for _ in range(10):
        looks.look(LARGE)
    looks.look()
    assert {looks.look() for _ in range(30)} == {whole(SIZE_PX)}
    assert set(TILES) <= {looks.look() for _ in range(2 * len(TILES) + 1)}


@pytest.mark.parametrize("nobody", [on_the_head(SMALL), without_limbs(SMALL)], ids=["head down", "no limbs"])
def test_what_is_found_in_a_part_and_is_never_a_person_is_let_go(nobody):
    """The model sees bodies in coats and curtains; while it follows one, nobody else is found."""
    looks = Looks()
    looks.find_in_part(nobody)
    views = [looks.look(nobody) for _ in range(round(2.6 * RATE_HZ))]
    followed = views[: views.index(whole(SIZE_PX)) + 1]
    assert not set(followed) & set(TILES)
    assert set(views[len(followed) :]) & set(TILES)


def test_a_body_that_was_upright_once_is_kept_however_it_lies():
    looks = Looks()
    looks.find_in_part()
    for _ in range(20):
        looks.look(SMALL)
    assert {looks.look(on_the_head(SMALL)) for _ in range(120)} == {whole(SIZE_PX)}


def test_a_picture_of_another_size_begins_the_search_anew():
    looks = Looks()
    looks.find_in_part()
    frame = Frame(captured_s=9.0, picture=np.zeros((240, 320, 3), np.uint8))
    assert looks.views.choose(frame)[1] == whole((320, 240))


def test_the_picture_is_turned_for_somebody_on_the_head():
    looks = Looks(ViewSearch(finds_rotation=True))
    for _ in range(40):
        looks.look(on_the_head(LARGE))
    assert looks.views.turn is Turn.HALF
    upright, view = looks.views.choose(Frame(captured_s=9.0, picture=PICTURE))
    assert (upright == PICTURE[::-1, ::-1]).all()
    assert view == whole(SIZE_PX)


def test_unless_asked_for_nothing_is_turned():
    looks = Looks()
    for _ in range(300):
        looks.look(on_the_head(LARGE))
    assert looks.views.turn is Turn.NONE


@pytest.mark.parametrize(
    "wrong",
    [
        {"side_frac": 0.1},
        {"overlap_frac": 0.0},
        {"step_frac": 1.0},
        {"small_frac": 0.0},
        {"least_frac": 0.0},
        {"near_s": -1.0},
        {"visibility": 1.0},
        {"doubt_s": 0.0},
    ],
)
def test_tuning_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(ValueError, match="must"):
        SearchTuning(**wrong)
