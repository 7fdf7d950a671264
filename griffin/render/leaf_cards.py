"""The picture on leaf cards: a spray of broad leaves, a conifer's bough, a willow's strands, a whole fir.

Made by code with numpy, the same every time. A texel holds how bright it is (red, 128: as the vertices say),
how much of the sun it gets (green: what lies below other leaves gets less), how warm its hue is (blue, 128:
as it is), and whether it is there (alpha). Where each cell lies, griffin/meshes/cards.py says.
"""

import math

import numpy as np
from numpy.typing import NDArray

from griffin.meshes.cards import SOLID_UV, CardCell
from griffin.world.noise import hash_u32, smoothstep

Picture = NDArray[np.float32]
Pixels = NDArray[np.uint8]

CELL_PX = 128
CUT = 0.5  # alpha from which a texel is there
_LEAVES = 64  # in the spray
_LEAF_FRAC = (0.22, 0.17)  # length of the lowest and of the uppermost leaf, of the cell
_TWIGS = 11  # on each side of a bough
_STRANDS = 9
_WHORLS = 12  # of boughs around the fir
_SOLID_PX = 2  # around SOLID_UV


def card_picture() -> Pixels:
    """(256, 256, 4): the four cells, row 0 at v = 0."""
    picture = np.zeros((2 * CELL_PX, 2 * CELL_PX, 4), dtype=np.float32)
    makers = {
        CardCell.LEAVES: _spray,
        CardCell.BOUGH: _bough,
        CardCell.STRANDS: _strands,
        CardCell.FIR: _fir,
    }
    for cell, make in makers.items():
        row, column = (round(2.0 * each) * CELL_PX for each in (cell.corner_uv[1], cell.corner_uv[0]))
        picture[row : row + CELL_PX, column : column + CELL_PX] = make()
    column, row = (round(each * 2 * CELL_PX) for each in SOLID_UV)
    solid = (slice(row - _SOLID_PX, row + _SOLID_PX), slice(column - _SOLID_PX, column + _SOLID_PX))
    picture[solid] = (0.5, 1.0, 0.5, 1.0)
    return _bytes(picture)


def card_mips(picture: Pixels) -> list[Pixels]:
    """The smaller levels of the picture, down to 8 pixels a cell, each with as much there as in the picture.

    Averages alone would thin out: a far crown would be lace. Source: I. Castaño, "Computing Alpha Mipmaps"
    (2010).
    """
    levels: list[Pixels] = []
    whole = picture.astype(np.float32) / 255.0
    cover = [(each[..., 3] > CUT).mean() for each in _cells(whole)]
    while len(whole) > 16:
        whole = _halved(whole)
        level = whole.copy()
        for cell, share in zip(_cells(level), cover, strict=True):
            alpha = cell[..., 3]
            at = min(int((1.0 - share) * alpha.size), alpha.size - 1)
            edge = float(np.partition(alpha.ravel(), at)[at])
            cell[..., 3] = np.clip(alpha * (CUT / max(edge, 1e-3)), 0.0, 1.0)
        levels.append(_bytes(level))
    return levels


def _cells(picture: Picture) -> list[Picture]:
    half = len(picture) // 2
    return [picture[r : r + half, c : c + half] for r in (0, half) for c in (0, half)]


def _halved(picture: Picture) -> Picture:
    """Half as many pixels each way; colours count by how much of them is there."""
    blocks = picture.reshape(len(picture) // 2, 2, len(picture) // 2, 2, 4)
    alpha = blocks[..., 3:]
    there = alpha.sum(axis=(1, 3))
    colour = (blocks[..., :3] * (alpha + 1e-3)).sum(axis=(1, 3)) / (there + 4e-3)
    return np.concatenate([colour, 0.25 * there], axis=-1)


def _bytes(picture: Picture) -> Pixels:
    return np.asarray(np.rint(255.0 * np.clip(picture, 0.0, 1.0)), dtype=np.uint8)


def _chance(count: int, seed: int) -> NDArray[np.float64]:
    return np.asarray(hash_u32(np.arange(count), seed) / 2.0**32)


def _axes() -> tuple[Picture, Picture]:
    """Across (-1 to 1) and up (0 to 1) of every pixel of a cell."""
    along = ((np.arange(CELL_PX, dtype=np.float32) + 0.5) / CELL_PX).astype(np.float32)
    return np.broadcast_to(2.0 * along - 1.0, (CELL_PX, CELL_PX)), np.broadcast_to(
        along[:, None], (CELL_PX, CELL_PX)
    )


def _cell(bright: Picture, sun: Picture, warm: Picture, there: Picture) -> Picture:
    """A cell of four channels; what isn't there has the mean colour, for the filter mixes it in."""
    cell = np.stack([bright, sun, warm, there], axis=-1).astype(np.float32)
    mean = cell[there > CUT, :3].mean(axis=0)
    cell[..., :3] = mean + (cell[..., :3] - mean) * np.clip(4.0 * there, 0.0, 1.0)[..., None]
    return cell


def _spray() -> Picture:
    """Leaves that lie over one another, the upper ones brighter; single tips stand out all around."""
    across, up = _axes()
    cell = np.empty((CELL_PX, CELL_PX, 4), dtype=np.float32)
    cell[..., :3] = (0.44, 0.62, 0.5)
    cell[..., 3] = np.clip((0.58 - np.hypot(across, 2.0 * up - 1.0)) * 20.0, 0.0, 1.0)
    chance = _chance(5 * _LEAVES, 310).reshape(_LEAVES, 5)
    for index in range(_LEAVES):
        above = index / _LEAVES
        around = index * math.pi * (1.0 + math.sqrt(5.0))
        length = CELL_PX * (_LEAF_FRAC[0] + (_LEAF_FRAC[1] - _LEAF_FRAC[0]) * above)
        length *= 0.75 + 0.5 * chance[index, 0]
        rim = 0.43 + 0.05 * math.sin(3.0 * around + 0.6) + 0.035 * math.sin(7.0 * around)
        reach = CELL_PX * rim * math.sqrt(1.0 - above**1.3) - 0.42 * length
        middle = 0.5 * CELL_PX + reach * np.array([math.cos(around), math.sin(around)])
        turn = around + (1.0 + 1.6 * above) * 1.6 * (chance[index, 2] - 0.5)
        bright = 0.50 + 0.12 * above + 0.18 * (chance[index, 3] - 0.5)
        warm = 0.5 + 0.6 * (chance[index, 4] - 0.5)
        _lay_leaf(cell, middle, turn, length, (bright, 0.68 + 0.32 * above, warm))
    return _cell(*np.moveaxis(cell, -1, 0))


def _lay_leaf(
    cell: Picture, middle: NDArray[np.float64], turn_rad: float, length: float, look: tuple[float, ...]
) -> None:
    """Lay one pointed leaf over what is there; its ribs are darker, one half catches more sun."""
    half = math.ceil(0.5 * length) + 1
    left, low = (max(0, int(each) - half) for each in middle)
    right, high = (min(CELL_PX, int(each) + half + 1) for each in middle)
    if left >= right or low >= high:
        return
    x = np.arange(left, right, dtype=np.float32) + np.float32(0.5 - middle[0])
    y = np.arange(low, high, dtype=np.float32)[:, None] + np.float32(0.5 - middle[1])
    along = (x * math.cos(turn_rad) + y * math.sin(turn_rad)) / np.float32(length) + 0.5
    across = (y * math.cos(turn_rad) - x * math.sin(turn_rad)) / np.float32(length)
    inner = np.clip(along, 0.0, 1.0)
    width = 1.25 * np.sqrt(inner) * (1.0 - inner)  # broadest at a third of its length
    there = np.clip((width - 1.15 * np.abs(across)) * length * 0.8, 0.0, 1.0)
    bright, sun, warm = look
    rib = np.exp(-((across * 55.0) ** 2))
    shine = bright * (1.0 + 0.10 * np.sign(across) - 0.22 * rib + 0.16 * (inner - 0.5))
    part = cell[low:high, left:right]
    colour = np.stack([shine, np.full_like(shine, sun), np.full_like(shine, warm)], axis=-1)
    part[..., :3] += (colour - part[..., :3]) * there[..., None]
    part[..., 3] = np.maximum(part[..., 3], there)


def _bough() -> Picture:
    """A twig from below to above with side twigs full of needles, shorter towards its tip; also a fern."""
    across, up = _axes()
    side = np.abs(across)
    lean = up - 0.5 * side - 0.015 * np.sign(across)  # side twigs leave the twig at 63 degrees
    number = np.floor(lean * _TWIGS)
    from_twig = np.abs(lean * _TWIGS - number - 0.5) * 2.0  # 0 on a side twig, 1 between two
    chance = _chance(128, 320)[(number.astype(int) + 40) % 64 + 64 * (across > 0.0)].astype(np.float32)
    reach = (
        0.95
        * np.clip(1.02 - lean, 0.0, 1.0) ** 0.8
        * smoothstep(-0.1, 0.15, lean.astype(np.float64))
        * (0.74 + 0.26 * chance)
    )
    out = np.clip(side / np.maximum(reach, 1e-3), 0.0, 1.0)
    needles = 0.5 + 0.5 * np.cos(side * 100.0 + 9.0 * chance)
    thick = (1.0 - out) ** 0.4 * (0.8 + 0.3 * needles)
    there = np.clip((thick - from_twig) * 4.0 + 0.5, 0.0, 1.0) * (side < reach) * (lean > -0.04)
    there = np.maximum(there, np.clip((0.05 * (1.0 - up) - side) * 60.0 + 0.5, 0.0, 1.0) * (up < 0.97))
    bright = 0.46 + 0.18 * out + 0.12 * up - 0.10 * from_twig + 0.05 * needles
    return _cell(bright, 0.62 + 0.38 * np.maximum(out, up), 0.46 + 0.14 * out, there)


def _strands() -> Picture:
    """Long thin twigs that hang, full of narrow leaves; darker ones show between them."""
    before = _strand_layer()
    behind = np.roll(before[:, ::-1], CELL_PX // (2 * _STRANDS), axis=1)
    behind[..., :2] *= (0.8, 0.6)
    both = np.where(before[..., 3:] > 0.4, before, behind)
    both[..., 3] *= np.abs(_axes()[0]) < 0.97  # neighbours in the picture don't touch
    return both


def _strand_layer() -> Picture:
    across, up = _axes()
    place = (0.5 * across + 0.5) * _STRANDS
    place = place + 0.3 * np.sin(5.0 * up + 1.7 * np.floor(place)) * (1.0 - up)
    number = np.floor(place)
    chance = _chance(96, 330).reshape(3, 32).astype(np.float32)[:, number.astype(int) % 32]
    from_strand = (place - number - 0.5) * 2.0
    leaf = (up * (15.0 + 4.0 * chance[1]) + 0.5 * (from_strand > 0.0) + chance[2]) % 1.0
    width = 0.2 + 1.5 * np.sqrt(1.0 - leaf) * (0.2 + 0.8 * leaf)
    ends = 0.02 + 0.5 * chance[0] * (np.abs(across) * 0.5 + 0.5)
    width = width * np.clip((up - ends) * 4.0, 0.0, 1.0) * (0.6 + 0.4 * np.clip((1.0 - up) * 5.0, 0.0, 1.0))
    there = np.clip((width - np.abs(from_strand)) * 3.0 + 0.5, 0.0, 1.0) * (up > ends)
    bright = 0.46 + 0.16 * chance[1] + 0.10 * np.sign(from_strand) * (leaf - 0.5) + 0.06 * leaf
    return _cell(bright, 0.6 + 0.4 * chance[2], 0.45 + 0.2 * chance[0], there)


def _fir() -> Picture:
    """A whole conifer from the side: whorls of drooping boughs, dark where one comes out from the next."""
    across, up = _axes()
    side = np.abs(across)
    drop = up + (0.16 + 0.10 * (1.0 - up)) * side - 0.01 * np.sign(across)
    number = np.floor(drop * _WHORLS)
    within = drop * _WHORLS - number  # 0 at a bough's lower edge
    chance = _chance(128, 340)[(number.astype(int) + 8) % 64 + 64 * (across > 0.0)].astype(np.float32)
    cone = np.clip(1.0 - up, 0.0, 1.0) ** 0.9
    reach = cone * (0.72 + 0.28 * chance) * (0.62 + 0.38 * (1.0 - within)) + 0.012
    ragged = 0.035 * np.sin(70.0 * up + 40.0 * side) * np.sqrt(cone)
    there = np.clip((reach + ragged - side) * 30.0 + 0.5, 0.0, 1.0) * (up > 0.02)
    out = np.clip(side / np.maximum(reach, 1e-3), 0.0, 1.0)
    bright = 0.40 + 0.22 * (1.0 - within) + 0.16 * out
    return _cell(bright, 0.5 + 0.5 * out * (1.0 - 0.5 * within), 0.45 + 0.13 * out, there)
