"""Where the model looks: wide enough for the wanted body's arms, but short of whoever is next to it."""

import pytest

from griffin.gesture.model_view import view_of
from griffin.gesture.pilot_tuning import PilotTuning
from griffin.gesture.track import Place, Trunk
from griffin.landmarks import PictureSpan

TORSO = 0.2
TUNING = PilotTuning()


def at(x: float) -> Place:
    return Place(time_s=0.0, x=x, y=0.4, torso=TORSO)


def trunk_at(x: float) -> Trunk:
    return Trunk(x=x, y=0.4, scale=0.4, torso=TORSO)


def span(*others_x: float, stranger: Trunk | None = None) -> PictureSpan | None:
    """The view of a body at 0.6."""
    return view_of(at(0.6), [at(x) for x in others_x], stranger, TUNING)


@pytest.mark.parametrize(
    ("others_x", "left", "right"),
    [
        ([], 0.2, 1.0),  # the reach of the arms: two torsos to either side
        ([0.6], 0.2, 1.0),  # that is the wanted body itself
        ([0.1, 1.3], 0.35, 0.95),  # half the way to each neighbour
        ([0.9, 1.1], 0.2, 0.75),  # the nearer one of two
        ([0.75], 0.2, 0.72),  # but never less than the trunk
    ],
)
def test_the_view_ends_half_the_way_to_the_next_body(
    others_x: list[float], left: float, right: float
) -> None:
    view = span(*others_x)
    assert view is not None
    assert (view.left, view.right) == pytest.approx((left, right))


def test_a_followed_stranger_is_left_out() -> None:
    view = span(stranger=trunk_at(0.9))
    assert view is not None
    assert view.right == pytest.approx(0.75)


def test_no_view_tells_the_wanted_body_from_a_stranger_in_its_place() -> None:
    assert span(0.1, stranger=trunk_at(0.65)) is None
