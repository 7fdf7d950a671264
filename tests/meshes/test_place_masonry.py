import numpy as np

from griffin.linalg import vec_normalize
from griffin.meshes.place_masonry import RoundWall, block, round_wall, weather_masonry

Array = np.ndarray


def wall(top_m: float = 10.0, turn_rad: float = 2.0 * np.pi) -> RoundWall:
    return RoundWall(
        middle=(0.0, 0.0),
        angles=np.linspace(0.0, turn_rad, 25),
        heights=np.linspace(0.0, 10.0, 11),
        radius=lambda height: 5.0 + 0.0 * height,
        thick_m=1.0,
        is_there=lambda height, angle: (height < top_m) & (angle > -9.0),
        wear_m=0.0,
    )


def test_a_whole_wall_has_two_faces_and_a_lid() -> None:
    stones = round_wall(wall(), 1)
    assert len(stones.triangles) == 2 * (2 * 24 * 10 + 24)
    reach = np.hypot(stones.position[:, 0], stones.position[:, 2])
    outwards = (vec_normalize(stones.position * [1.0, 0.0, 1.0]) * stones.normal).sum(axis=1)
    is_masonry = stones.pattern[:, 3] == 1.0
    assert (outwards[is_masonry & (reach > 4.9)] > 0.8).all()
    assert (outwards[is_masonry & (reach < 4.1)] < -0.8).all()
    assert (stones.normal[~is_masonry, 1] > 0.9).all()


def test_a_broken_wall_ends_where_it_is_broken() -> None:
    stones = round_wall(wall(top_m=6.0), 1)
    assert stones.position[:, 1].max() == 6.0


def test_an_open_wall_has_ends() -> None:
    stones = round_wall(wall(turn_rad=np.pi), 1)
    assert len(stones.triangles) == 2 * (2 * 24 * 10 + 24 + 2 * 10)


def test_blocks_lie_in_bond_and_have_one_tone_each() -> None:
    stones = round_wall(wall(), 1)
    is_face = stones.pattern[stones.triangles[:, 0], 3] == 1.0
    centre = stones.pattern[stones.triangles[is_face], 1:3].mean(axis=1)
    row = np.floor(centre[:, 1])
    number = np.floor((centre[:, 0] + row % 2) / 2.0)
    tone = stones.lit[stones.triangles[is_face, 0], 0]
    for which in set(zip(row, number, strict=True)):
        mine = tone[(row == which[0]) & (number == which[1])]
        assert np.ptp(mine) == 0.0
    assert len(np.unique(tone)) > 80


def test_painted_stones_are_greener_at_the_foot() -> None:
    painted = weather_masonry(round_wall(wall(), 1), 5)
    green = painted.lit[:, 1] / painted.lit.mean(axis=1)
    low = painted.position[:, 1] < 3.0
    assert green[low].mean() > green[~low].mean()


def test_a_block_is_closed_and_looks_outwards() -> None:
    stone = block(np.array([1.0, 2.0, 3.0]), np.array([2.0, 1.0, 1.0]), np.array([0.3, 1.0, 0.2]), 4)
    outwards = vec_normalize(stone.position - [1.0, 2.0, 3.0])
    assert ((outwards * stone.normal).sum(axis=1) > 0.2).all()
