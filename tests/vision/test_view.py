import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.landmarks import LANDMARK_COUNT, Landmarks
from griffin.vision.view import Place, View, grow, locate, part_about, size_of, tile, whole

SIZES = [(640, 480), (960, 540), (480, 640), (320, 240), (960, 412), (64, 64)]


def inside(view: View, size_px: tuple[int, int]) -> bool:
    return 0 <= view.left < view.right <= size_px[0] and 0 <= view.top < view.bottom <= size_px[1]


def test_a_cut_is_the_part_itself_and_no_copy():
    picture = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    part = View(left=1, top=2, right=5, bottom=4).cut(picture)
    assert np.shares_memory(part, picture)
    assert (part == picture[2:4, 1:5]).all()
    assert whole(size_of(picture)).cut(picture).shape == picture.shape
    assert whole((6, 4)).shows_all((6, 4))
    assert not View(left=1, top=0, right=6, bottom=4).shows_all((6, 4))


@pytest.mark.parametrize("size_px", SIZES)
def test_tiles_cover_the_picture_and_overlap(size_px):
    tiles = tile(size_px, 0.6, 0.2)
    short_px = min(size_px)
    covered = np.zeros((size_px[1], size_px[0]), bool)
    for view in tiles:
        assert inside(view, size_px)
        assert view.size_px == (round(0.6 * short_px), round(0.6 * short_px))
        view.cut(covered)[:] = True
    assert covered.all()
    for starts in ({view.left for view in tiles}, {view.top for view in tiles}):
        steps = np.diff(sorted(starts))
        assert (steps <= 0.4 * short_px + 1).all()


@pytest.mark.parametrize(("size_px", "count"), [((640, 480), 6), ((960, 540), 8), ((480, 640), 6)])
def test_a_round_of_the_tiles_is_short(size_px, count):
    """Half a second of every second picture at 30 a second."""
    assert len(tile(size_px, 0.6, 0.2)) == count


def test_a_body_is_as_long_as_it_is_from_end_to_end():
    points = np.zeros((LANDMARK_COUNT, 3))
    points[0], points[1:] = (0.5, 0.25, 9.0), (0.75, 0.5, -9.0)
    body = Landmarks(picture=points, visibility=np.ones(LANDMARK_COUNT), world=points)
    assert locate(body, (640, 480)) == Place(x_px=300.0, y_px=180.0, length_px=120.0)
    points[0] = (-0.25, 0.25, 0.0)
    assert locate(body, (640, 480)).length_px == 480.0


@pytest.mark.parametrize("size_px", SIZES)
@given(x=st.floats(-0.2, 1.2), y=st.floats(-0.2, 1.2), length=st.floats(0.01, 1.5))
@settings(derandomize=True, max_examples=30, deadline=None)
def test_a_part_about_a_place_lies_in_the_picture(size_px, x, y, length):
    place = Place(x_px=x * size_px[0], y_px=y * size_px[1], length_px=length * size_px[1])
    part = part_about(place, size_px, 0.45, 0.3)
    assert inside(part, size_px)
    width, height = part.size_px
    assert width == height >= round(0.3 * min(size_px))
    if width < min(size_px):
        assert width >= place.length_px / 0.45 - 1.0
    if width / 2.0 <= place.x_px <= size_px[0] - width / 2.0:
        assert abs((part.left + part.right) / 2.0 - place.x_px) <= 1.0


@pytest.mark.parametrize("size_px", SIZES[:5])
@given(x=st.floats(0.05, 0.95), y=st.floats(0.05, 0.95), length=st.floats(0.15, 0.4))
@settings(derandomize=True, max_examples=30, deadline=None)
def test_a_view_grows_to_the_whole_in_small_steps(size_px, x, y, length):
    place = Place(x_px=x * size_px[0], y_px=y * size_px[1], length_px=length * min(size_px))
    view = part_about(place, size_px, 0.45, 0.3)
    steps = 0
    while not view.shows_all(size_px):
        grown = grow(view, size_px, place, 0.1)
        assert inside(grown, size_px)
        assert grown.left <= view.left
        assert grown.top <= view.top
        assert grown.right >= view.right
        assert grown.bottom >= view.bottom
        # Where the tracker looks for the body in the new view, by its coordinates in the old one.
        looks_at = [
            start + length_px * (at_px - before) / before_px
            for at_px, start, length_px, before, before_px in zip(
                (place.x_px, place.y_px),
                (grown.left, grown.top),
                grown.size_px,
                (view.left, view.top),
                view.size_px,
                strict=True,
            )
        ]
        stray_px = np.hypot(looks_at[0] - place.x_px, looks_at[1] - place.y_px)
        assert stray_px <= 0.1 * place.length_px + 2.0  # edges are whole pixels
        assert grown.size_px[0] <= 1.1 * view.size_px[0] + 2.0
        assert grown.size_px[1] <= 1.1 * view.size_px[1] + 2.0
        view = grown
        steps += 1
    assert steps <= 60
