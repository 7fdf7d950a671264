import math
from dataclasses import replace

import numpy as np
import pytest

from griffin.landmarks import Joint, Landmarks
from griffin.vision.demo_room import draw_room
from griffin.vision.frame import Picture
from griffin.vision.rotation import RotationFinder, RotationTuning, Turn, look_at_room, pose_of, turned
from tests.gesture.bodies import Pose, body

ROOM = draw_room((640, 480))
ASPECT = 4.0 / 3.0
STANDING = body(Pose(floor_y=0.9))
_LIMBS = (Joint.LEFT_WRIST, Joint.LEFT_KNEE)
RATE_HZ = 15.0
BACK = {Turn.NONE: Turn.NONE, Turn.RIGHT: Turn.LEFT, Turn.HALF: Turn.HALF, Turn.LEFT: Turn.RIGHT}


def in_picture(figure: Landmarks, turn: Turn, aspect: float = ASPECT) -> Landmarks:
    """The figure in a picture of that aspect, turned about the picture's middle."""
    x, y = (figure.picture[:, :2] - (ASPECT / 2.0, 0.5)).T * min(1.0, aspect)
    places = {Turn.NONE: (x, y), Turn.RIGHT: (-y, x), Turn.HALF: (-x, -y), Turn.LEFT: (y, -x)}[turn]
    moved = figure.picture.copy()
    moved[:, :2] = np.stack(places, axis=1) + np.array([aspect / 2.0, 0.5])
    return replace(figure, picture=moved)


def without(figure: Landmarks, *unseen: Joint) -> Landmarks:
    """The figure with joints that aren't seen."""
    visibility = figure.visibility.copy()
    visibility[list(unseen)] = 0.1
    return replace(figure, visibility=visibility)


class Watch:
    """A finder, shown one body after the other."""

    def __init__(self) -> None:
        self.finder = RotationFinder()
        self.now_s = 0.0

    def show(self, figure: Landmarks | None, for_s: float, room: Picture = ROOM) -> float | None:
        """Show it for so long; returns after how long the picture was turned."""
        for number in range(round(for_s * RATE_HZ)):
            self.now_s += 1.0 / RATE_HZ
            if self.finder.watch(self.now_s, room, figure):
                return number / RATE_HZ
        return None


@pytest.mark.parametrize("turn", Turn)
def test_a_body_says_how_far_its_picture_was_turned(turn):
    assert pose_of(in_picture(STANDING, turn), ASPECT, RotationTuning()) is BACK[turn]
    assert BACK[turn].then(turn) is Turn.NONE


@pytest.mark.parametrize("turn", Turn)
def test_pictures_are_turned_back_as_it_says(turn):
    picture = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    assert (turned(turned(picture, turn), BACK[turn]) == picture).all()


@pytest.mark.parametrize(
    "figure",
    [
        body(Pose(lean=0.75)),
        replace(STANDING, visibility=np.full(33, 0.3)),
        in_picture(body(Pose(floor_y=0.5)), Turn.HALF),  # the head is outside
        in_picture(body(Pose(floor_y=1.5)), Turn.LEFT),  # the hips are outside
        in_picture(without(STANDING, *_LIMBS), Turn.HALF),
        in_picture(without(STANDING, *_LIMBS), Turn.LEFT),
    ],
)
def test_a_body_that_leans_or_is_not_seen_says_nothing(figure):
    assert pose_of(figure, ASPECT, RotationTuning()) is None


def test_hips_under_a_desk_do_unless_somebody_might_lie():
    seated = without(STANDING, Joint.LEFT_HIP, Joint.RIGHT_HIP)
    assert pose_of(seated, ASPECT, RotationTuning()) is Turn.NONE
    assert pose_of(in_picture(seated, Turn.HALF), ASPECT, RotationTuning()) is Turn.HALF
    assert pose_of(in_picture(seated, Turn.LEFT), ASPECT, RotationTuning()) is None


def test_one_pair_of_limbs_is_enough():
    seated = without(STANDING, Joint.LEFT_KNEE, Joint.RIGHT_KNEE)
    assert pose_of(in_picture(seated, Turn.LEFT), ASPECT, RotationTuning()) is Turn.RIGHT


@pytest.mark.parametrize(
    ("turn", "after_s"), [(Turn.RIGHT, 2.0), (Turn.HALF, 1.0), (Turn.LEFT, 2.0)], ids=lambda value: str(value)
)
def test_a_camera_that_hangs_otherwise_is_noticed_by_the_first_player(turn, after_s):
    watch = Watch()
    figure = in_picture(STANDING, turn)
    assert watch.show(None, 3.0) is None
    assert watch.show(figure, 5.0) == pytest.approx(after_s, abs=0.1)
    assert watch.finder.turn is BACK[turn]
    assert watch.show(STANDING, 20.0) is None


@pytest.mark.parametrize("turn", [Turn.RIGHT, Turn.HALF, Turn.LEFT])
def test_a_player_who_lies_down_or_stands_on_the_head_turns_nothing(turn):
    watch = Watch()
    assert watch.show(STANDING, 2.0) is None
    assert watch.show(in_picture(STANDING, turn), 20.0) is None


def test_somebody_on_the_floor_for_a_moment_turns_nothing():
    watch = Watch()
    for _ in range(5):
        assert watch.show(in_picture(STANDING, Turn.LEFT), 1.6) is None
        assert watch.show(None, 0.6) is None
    assert watch.show(STANDING, 2.0) is None


@pytest.mark.parametrize("away_s", [4.0, 20.0])
def test_who_lies_in_the_room_where_a_player_stood_turns_nothing(away_s):
    watch = Watch()
    watch.show(STANDING, 3.0)
    watch.show(None, away_s)
    darker = (0.6 * ROOM).astype(np.uint8)
    assert watch.show(in_picture(STANDING, Turn.LEFT), 20.0, darker) is None


def test_a_camera_that_was_hung_up_otherwise_meanwhile_is_noticed():
    watch = Watch()
    watch.show(STANDING, 3.0)
    watch.show(None, 6.0)
    after_s = watch.show(in_picture(STANDING, Turn.HALF), 5.0, turned(ROOM, Turn.HALF))
    assert after_s == pytest.approx(1.0, abs=0.1)


def test_a_camera_in_somebodys_hands_says_nothing():
    watch = Watch()
    figure = in_picture(STANDING, Turn.LEFT)
    turns_s = [watch.show(figure, 0.7, turned(ROOM, Turn(number % 4))) for number in range(6)]
    assert turns_s == [None] * 6


@pytest.mark.parametrize(("played_s", "away_s"), [(5.0, 0.0), (60.0, 6.0)])
@pytest.mark.parametrize("turn", [Turn.RIGHT, Turn.HALF, Turn.LEFT])
def test_what_was_turned_by_mistake_is_turned_back(turn, played_s, away_s):
    """Whoever lay on the sofa when the game began has got up, or somebody else stands there."""
    watch = Watch()
    lying = in_picture(STANDING, turn)
    assert watch.show(lying, 3.0) is not None
    assert watch.show(STANDING, played_s) is None  # as it looks now
    assert watch.show(None, away_s) is None
    assert watch.show(as_it_came(turn), 5.0) is not None
    assert watch.finder.turn is Turn.NONE


@pytest.mark.parametrize("turn", [Turn.RIGHT, Turn.HALF, Turn.LEFT])
def test_a_player_who_lies_down_before_a_turned_camera_turns_nothing_back(turn):
    watch = Watch()
    watch.show(in_picture(STANDING, turn), 3.0)
    assert watch.show(STANDING, 60.0) is None
    assert watch.show(as_it_came(turn), 5.0) is None


def as_it_came(turn: Turn) -> Landmarks:
    """Somebody upright in the picture as it came, in the one that was turned for who lay so."""
    return in_picture(STANDING, BACK[turn], aspect=ASPECT if turn is Turn.HALF else 1.0 / ASPECT)


def test_rooms_are_known_again_by_their_places_of_light_and_dark():
    room = look_at_room(ROOM)
    assert np.mean(room * room) == pytest.approx(1.0)
    assert np.mean(room * look_at_room((0.5 * ROOM).astype(np.uint8))) > 0.98
    for turn in (Turn.RIGHT, Turn.HALF, Turn.LEFT):
        assert np.mean(room * look_at_room(turned(ROOM, turn))) < 0.5
    assert np.isfinite(look_at_room(np.zeros((480, 640, 3), np.uint8))).all()


@pytest.mark.parametrize(
    "wrong",
    [{"tilt_rad": math.pi / 4.0}, {"half_s": 3.0}, {"gap_s": 0.0}, {"same_room": 1.0}, {"regret_s": -1.0}],
)
def test_tuning_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(ValueError, match="must"):
        RotationTuning(**wrong)
