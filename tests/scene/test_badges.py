"""The small things beside the figures: they show how far something has got."""

import math

import numpy as np
import pytest

from griffin.game.lesson_moment import DONE
from griffin.scene.badges import TUNING, filling_ring, floor_ring, pearls, tick
from griffin.scene.shapes import Arc, Capsule, Ellipse, Paint
from tests.scene.shape_bounds import bounds

MIDDLE = (400.0, 300.0)


def disc_radius_u(age_s: float) -> float:
    group = tick(MIDDLE, age_s)
    assert group is not None
    return max(
        fill.shape.start_radius_u
        for fill in group.fills
        if isinstance(fill.shape, Capsule) and fill.paint is Paint.GOLD
    )


def test_a_tick_is_there_for_as_long_as_the_game_says_done() -> None:
    shown = [at_s for at_s in np.arange(-0.5, 3.0, 0.01) if tick(MIDDLE, at_s) is not None]
    assert shown[0] == pytest.approx(0.0, abs=0.011)
    assert shown[-1] == pytest.approx(DONE.shown_s, abs=0.011)


def test_a_tick_swells_once_and_goes_softly() -> None:
    sizes = [disc_radius_u(at_s) for at_s in np.arange(0.0, DONE.stay_s, 0.01)]
    assert max(sizes) == pytest.approx(1.12 * TUNING.tick_u, rel=0.01)
    assert sizes[-1] == pytest.approx(TUNING.tick_u)
    peaks = [b for a, b, c in zip(sizes, sizes[1:], sizes[2:], strict=False) if a < b >= c]
    assert len(peaks) == 1
    late = [tick(MIDDLE, at_s) for at_s in np.arange(DONE.stay_s, DONE.shown_s, 0.01)]
    alphas = [group.alpha_frac for group in late if group is not None]
    assert alphas == sorted(alphas, reverse=True)
    assert alphas[0] == pytest.approx(1.0)
    assert alphas[-1] < 0.1


def test_leaves_fly_out_of_it_and_are_gone_before_it() -> None:
    counts = {at_s: len(group.fills) for at_s in (0.0, 0.3, 0.9) if (group := tick(MIDDLE, at_s)) is not None}
    assert counts == {0.0: 3, 0.3: 3 + TUNING.leaves, 0.9: 3}


def test_a_ring_fills_clockwise_from_the_top() -> None:
    empty = filling_ring(MIDDLE, 60.0, 0.0, alpha_frac=1.0)
    assert len(empty) == 1  # nothing golden, not even a dot
    _, half = filling_ring(MIDDLE, 60.0, 0.5, alpha_frac=1.0)
    (arc,) = (fill.shape for fill in half.fills)
    assert isinstance(arc, Arc)
    assert (arc.start_rad, arc.sweep_rad) == pytest.approx((-0.5 * math.pi, math.pi))
    assert bounds([half])[0] > MIDDLE[0] - 15.0  # the right half
    _, full = filling_ring(MIDDLE, 60.0, 1.7, alpha_frac=1.0)
    assert isinstance(full.fills[0].shape, Arc)
    assert full.fills[0].shape.sweep_rad == pytest.approx(math.tau)


def test_the_pilot_stands_on_a_larger_golden_ring() -> None:
    golden, faint = (floor_ring(MIDDLE, 200.0, alpha_frac=1.0, is_golden=golden) for golden in (True, False))
    assert golden.fills[0].paint is Paint.GOLD
    assert faint.alpha_frac < 0.5
    ring, other = golden.fills[0].shape, faint.fills[0].shape
    assert isinstance(ring, Ellipse)
    assert isinstance(other, Ellipse)
    assert ring.radii_u[0] > other.radii_u[0]


def test_pearls_stand_in_a_row_about_their_middle() -> None:
    row = pearls(MIDDLE, (True, False, False), alpha_frac=1.0)
    left, _, right, _ = bounds(row)
    assert 0.5 * (left + right) == pytest.approx(MIDDLE[0], abs=TUNING.pearl_u)
    assert [len(group.fills) for group in row] == [3, 1, 1]
    assert [group.fills[0].paint for group in row] == [Paint.CREAM, Paint.GOLD, Paint.CREAM]
