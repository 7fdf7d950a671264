import numpy as np

from griffin.render.flora_cells import (
    LONG_AGO_S,
    CellKey,
    FloraPlan,
    PlantChoice,
    cells_around,
    within_budget,
)
from griffin.world.flora import PLANT, Plant

EVERYWHERE = np.array([[0.0, 0.0, 0.0, 1.0]])


def plants(kind: Plant, *away_m: float, rank: float = 0.0) -> np.ndarray:
    made = np.zeros(len(away_m), dtype=PLANT)
    made["place"][:, 2] = -np.array(away_m)
    made["size_m"] = 10.0
    made["kind"] = kind
    made["rank"] = rank
    made["breadth"] = 1.0
    return made


def test_cells_come_nearest_first_and_reach_around() -> None:
    cells = cells_around(np.array([10.0, 5.0, -3.0]), 300.0, 128.0, is_meadow=False)
    away = [each for each, _ in cells]
    assert away == sorted(away)
    assert cells[0] == (0.0, CellKey(False, 0, -1))
    assert CellKey(False, -2, 0) in {key for _, key in cells}


def test_levels_follow_distance() -> None:
    choice = PlantChoice(FloraPlan(near_m=50.0, middle_m=200.0, tree_reach_m=1000.0), 3)
    chosen, counts = choice.choose(
        [plants(Plant.OAK, 10.0, 100.0, 150.0, 500.0, 2000.0)],
        np.zeros(3),
        EVERYWHERE,
        above_m=0.0,
        reach_frac=1.0,
    )
    assert list(counts[Plant.OAK * 3 : Plant.OAK * 3 + 3]) == [1, 2, 1]
    assert counts.sum() == len(chosen) == 4


def test_instances_carry_turn_breadth_and_slope() -> None:
    tree = plants(Plant.OAK, 10.0)
    tree["turn_rad"], tree["breadth"], tree["slope"] = 0.5, 1.2, (0.1, -0.2)
    chosen, _ = PlantChoice(FloraPlan(), 3).choose(
        [tree], np.zeros(3), EVERYWHERE, above_m=0.0, reach_frac=1.0
    )
    assert np.allclose(chosen["a_turn"][0, :2], [1.2 * np.cos(0.5), 1.2 * np.sin(0.5)])
    assert np.allclose(chosen["a_slope"][0], [0.1, -0.2])


def test_what_ranks_last_gives_way_first() -> None:
    choice = PlantChoice(FloraPlan(tree_reach_m=1000.0, thinning=0.6), 3)
    far = [plants(Plant.FIR, 700.0, rank=0.0), plants(Plant.FIR, 700.0, rank=1.0)]
    chosen, _ = choice.choose(far, np.zeros(3), EVERYWHERE, above_m=0.0, reach_frac=1.0)
    assert len(chosen) == 1


def test_only_what_is_in_view_is_chosen() -> None:
    choice = PlantChoice(FloraPlan(), 3)
    ahead = np.array([[0.0, 0.0, -1.0, 0.0]])
    both = np.concatenate([plants(Plant.FIR, 40.0), plants(Plant.FIR, -40.0)])
    chosen, _ = choice.choose([both], np.zeros(3), ahead, above_m=0.0, reach_frac=1.0)
    assert chosen["a_place"][:, 2].tolist() == [-40.0]


def test_places_stay_exact_far_from_the_origin() -> None:
    far = plants(Plant.FIR, 10.0)
    eye = np.array([150_000.0, 0.0, -90_000.0])
    far["place"] += eye
    chosen, _ = PlantChoice(FloraPlan(), 3).choose([far], eye, EVERYWHERE, above_m=0.0, reach_frac=1.0)
    assert np.allclose(chosen["a_place"][0, :3], [0.0, 0.0, -10.0], atol=1e-6)


def test_too_many_triangles_shorten_the_reach_and_few_restore_it() -> None:
    assert within_budget(1.0, 200, 100) < 0.75
    assert within_budget(0.5, 10, 100) > 0.5
    assert within_budget(1.0, 10, 100) == 1.0
    assert within_budget(0.4, 95, 100) == 0.4


def test_a_cell_that_has_just_come_says_since_when() -> None:
    old, new = plants(Plant.OAK, 30.0), plants(Plant.OAK, 40.0)
    chosen, _ = PlantChoice(FloraPlan(), 3).choose(
        [old, new], np.zeros(3), EVERYWHERE, above_m=0.0, reach_frac=1.0, since_s=[LONG_AGO_S, 12.5]
    )
    by_distance = chosen[np.argsort(-chosen["a_place"][:, 2])]
    assert by_distance["a_since"].tolist() == [LONG_AGO_S, 12.5]
