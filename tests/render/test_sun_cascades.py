import numpy as np
import pytest

from griffin.render.sun_cascades import ShadowPlan, place_cascade
from griffin.world.sun import sun_at

PLAN = ShadowPlan(half_m=(75.0, 800.0), map_px=1024)
SUN = sun_at().direction_world
EYE = np.array([12_345.6, 80.0, -77_000.3])
AHEAD = np.array([0.6, -0.2, -0.8])


def _on_map(cascade_of_eye: np.ndarray, point: np.ndarray, half_m: float = 75.0) -> np.ndarray:
    cascade = place_cascade(cascade_of_eye, AHEAD, 20.0, SUN, half_m, PLAN)
    return np.asarray(cascade.map_from_world @ [*point, 1.0])[:3]


def test_ground_ahead_of_the_eye_is_on_the_map() -> None:
    for ahead_m in (0.0, 60.0, 110.0):
        point = EYE + ahead_m * np.array([0.6, 0.0, -0.8])
        point[1] = 20.0
        assert np.abs(_on_map(EYE, point)).max() < 1.0


def test_what_stands_towards_the_sun_covers_what_lies_behind_it() -> None:
    ground = EYE + np.array([30.0, -60.0, -40.0])
    above, below = _on_map(EYE, ground + 25.0 * SUN), _on_map(EYE, ground)
    assert np.allclose(above[:2], below[:2])
    assert above[2] < below[2]  # nearer


def test_the_map_moves_in_whole_texels() -> None:
    point = EYE + np.array([30.0, -60.0, -40.0])
    places = [_on_map(EYE + np.array([step, 0.0, 0.3 * step]), point) for step in np.linspace(0.0, 9.0, 40)]
    texels = (np.array(places)[:, :2] - places[0][:2]) * PLAN.map_px / 2.0
    assert np.abs(texels - np.rint(texels)).max() < 1e-3
    assert np.abs(texels).max() > 5.0


def test_straight_down_has_a_map_too() -> None:
    cascade = place_cascade(EYE, np.array([0.0, -1.0, 0.0]), 20.0, SUN, 75.0, PLAN)
    assert np.abs(cascade.map_from_world @ [EYE[0], 20.0, EYE[2], 1.0])[:2].max() < 0.1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"half_m": (800.0, 75.0)}, "grow"),
        ({"half_m": (1.0, 2.0, 3.0)}, "2 maps at most"),
        ({"map_px": 8}, "64 pixels"),
        ({"taps": 0}, "taps"),
    ],
)
def test_plans_that_cannot_be_drawn_are_refused(wrong: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ShadowPlan(**wrong)  # type: ignore[arg-type]


def test_the_texels_creep_with_a_sun_that_moves() -> None:
    """Near the last middle they turn by the sun's way, and don't fall anywhere between 0 and 1 texel."""
    last = place_cascade(EYE, AHEAD, 20.0, SUN, 75.0, PLAN)
    moved = SUN + np.array([1e-4, 0.0, 0.0])
    moved /= np.linalg.norm(moved)
    next_one = place_cascade(EYE, AHEAD, 20.0, moved, 75.0, PLAN, last.middle_world)
    point = np.append(last.middle_world + np.array([8.0, 0.0, 5.0]), 1.0)
    texels = [(each.map_from_world @ point)[:2] * PLAN.map_px / 2.0 for each in (last, next_one)]
    away = texels[1] - texels[0]
    assert np.abs(away - np.rint(away)).max() < 0.05
