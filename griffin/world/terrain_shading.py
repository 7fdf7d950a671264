"""Shading maps: sun shadow and hollows of the land, on coarse grids that are kept for who colours the ground.

Both are smooth at the scale of hills, so they are measured on a grid and read between its points, where
asking the height field along a ray for every vertex would cost a hundred times as much.

Shadow. The surface of the shadow over a place is the highest of all land towards the sun, lowered by the
sun's slope: S(p) = max over t of H(p + t sun) - t tan(elevation). A place lower than S lies in the shade. The
maximum over a long way is had by doubling: from S over one step comes S over two, over four, ...
Hollow. How much lower a place lies than the land around it.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from griffin.world.noise import smoothstep
from griffin.world.sun import SunLight

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadingTuning:
    """Grids of the shading maps."""

    block_cells: int = 64  # one block is made at a time; 64 costs about 15 ms
    fine_cell_m: float = 32.0  # a gully's shadow is the normals' affair, a hill's is ours
    coarse_cell_m: float = 128.0  # for tiles so large that they are far away
    shadow_reach_m: float = 2048.0  # of a peak of 900 m under a sun 25 degrees high
    soft_m: float = 14.0  # depth below the shadow's surface at which it is full: soft edges
    bias_m: float = 5.0  # the grid misses the ground by about as much
    hollow_m: float = 40.0  # depth of a hollow that counts as 1
    blur_cells: int = 3  # the land around: 3 cells each way, twice
    piece_cells: int = 32  # heights are kept in such squares: what blocks share is asked for once
    pieces_kept: int = 400  # 8 KB each
    blocks_kept: int = 160  # 3 arrays of 66 x 66: 16 MB

    def __post_init__(self) -> None:
        if not 0.0 < self.fine_cell_m < self.coarse_cell_m:
            raise ValueError("the coarse cells must be larger than the fine ones")
        if min(self.block_cells, self.blur_cells, self.piece_cells, self.blocks_kept, self.pieces_kept) < 1:
            raise ValueError("blocks need cells")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shading:
    """`sunlit` 0 to 1: how much of the sun is seen; `hollow` -1 (crest) to 1 (deep hollow)."""

    sunlit: Array
    hollow: Array


class Land(Protocol):
    """Whatever has a surface."""

    def surface_m(self, x_m: ArrayLike, z_m: ArrayLike) -> Array:
        """Height of ground or water; arrays broadcast."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Heights (cells + 1, cells + 1), rows along z: the shadow's under one sun, and the mean of the land."""

    direction: Array  # of the sun
    shadow: Array
    around: Array


class ShadingMaps:
    """Shading anywhere, for one land and one sun at a time. Belongs to one thread."""

    def __init__(self, land: Land, sun: SunLight, tuning: ShadingTuning = ShadingTuning()) -> None:
        self._land = land
        self._tuning = tuning
        self._blocks: OrderedDict[tuple[float, int, int], _Block] = OrderedDict()
        self._pieces: OrderedDict[tuple[float, int, int], Array] = OrderedDict()
        self.turn_to(sun)

    def turn_to(self, sun: SunLight) -> None:
        """Shade by another sun from now on. What doesn't depend on it is kept."""
        level = math.hypot(sun.direction_world[0], sun.direction_world[2])
        self._sun_x, self._sun_z = sun.direction_world[0] / level, sun.direction_world[2] / level
        self._sun_slope = sun.direction_world[1] / level
        self._direction = sun.direction_world

    def shadow_m(self, grid_m: float, block_x: int, block_z: int) -> Array:
        """(cells, cells) height of the shadow's surface at the points of a block, rows along z."""
        return self._block(grid_m, block_x, block_z).shadow[:-1, :-1]

    def read(self, x: Array, z: Array, height: Array, *, cell_m: float) -> Shading:
        """Shading at ground points (n,) that lie near each other; `cell_m` is the asker's own spacing."""
        t = self._tuning
        grid_m = t.fine_cell_m if cell_m <= t.fine_cell_m else t.coarse_cell_m
        block_m = grid_m * t.block_cells
        shadow, around = np.empty_like(x), np.empty_like(x)
        column, row = np.floor(x / block_m).astype(int), np.floor(z / block_m).astype(int)
        for block_x in range(int(column.min()), int(column.max()) + 1):
            for block_z in range(int(row.min()), int(row.max()) + 1):
                mine = (column == block_x) & (row == block_z)
                if mine.any():
                    maps = self._block(grid_m, block_x, block_z)
                    u, v = (
                        x[mine] / grid_m - block_x * t.block_cells,
                        z[mine] / grid_m - block_z * t.block_cells,
                    )
                    shadow[mine], around[mine] = (
                        read_grid(each, u, v) for each in (maps.shadow, maps.around)
                    )
        depth = shadow - height
        return Shading(
            sunlit=1.0 - smoothstep(t.bias_m, t.bias_m + t.soft_m, depth),
            hollow=np.clip((around - height) / t.hollow_m, -1.0, 1.0),
        )

    def _block(self, grid_m: float, block_x: int, block_z: int) -> "_Block":
        key = (grid_m, block_x, block_z)
        known = self._blocks.get(key)
        if known is None or known.direction is not self._direction:
            self._blocks[key] = self._survey(grid_m, block_x, block_z, known)
            if len(self._blocks) > self._tuning.blocks_kept:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(key)
        return self._blocks[key]

    def _survey(self, grid_m: float, block_x: int, block_z: int, known: "_Block | None") -> "_Block":
        """One block; of one that is `known` under another sun, the surroundings are kept."""
        t = self._tuning
        steps = math.ceil(math.log2(t.shadow_reach_m / grid_m))
        reach = 2**steps + 1
        margin = 2 * t.blur_cells
        west = margin + (reach if self._sun_x < 0.0 else 0)
        east = margin + (reach if self._sun_x > 0.0 else 0)
        north = margin + (reach if self._sun_z < 0.0 else 0)
        south = margin + (reach if self._sun_z > 0.0 else 0)
        columns = np.arange(block_x * t.block_cells - west, (block_x + 1) * t.block_cells + east + 1)
        rows = np.arange(block_z * t.block_cells - north, (block_z + 1) * t.block_cells + south + 1)
        ground = self._ground(grid_m, columns, rows)
        inner = (slice(north, len(rows) - south), slice(west, len(columns) - east))
        shadow = ground
        for step in range(steps):
            way = 2.0**step
            farther = _shift(shadow, self._sun_x * way, self._sun_z * way)
            shadow = np.maximum(shadow, farther - way * grid_m * self._sun_slope)
        if known is None:
            around = _blur(_blur(ground, t.blur_cells), t.blur_cells)[inner].copy()
        else:
            around = known.around
        return _Block(direction=self._direction, shadow=shadow[inner].copy(), around=around)

    def _ground(self, grid_m: float, columns: NDArray[np.int64], rows: NDArray[np.int64]) -> Array:
        """Heights of a grid's points, rows along z, put together from pieces."""
        cells = self._tuning.piece_cells
        first_x, last_x = int(columns[0]) // cells, int(columns[-1]) // cells
        first_z, last_z = int(rows[0]) // cells, int(rows[-1]) // cells
        pieces = [
            [self._piece(grid_m, piece_x, piece_z) for piece_x in range(first_x, last_x + 1)]
            for piece_z in range(first_z, last_z + 1)
        ]
        from_x, from_z = int(columns[0]) - first_x * cells, int(rows[0]) - first_z * cells
        return np.block(pieces)[from_z : from_z + len(rows), from_x : from_x + len(columns)]

    def _piece(self, grid_m: float, piece_x: int, piece_z: int) -> Array:
        key, cells = (grid_m, piece_x, piece_z), self._tuning.piece_cells
        if key in self._pieces:
            self._pieces.move_to_end(key)
        else:
            steps = np.arange(cells)
            self._pieces[key] = self._land.surface_m(
                (piece_x * cells + steps) * grid_m, (piece_z * cells + steps)[:, None] * grid_m
            )
            if len(self._pieces) > self._tuning.pieces_kept:
                self._pieces.popitem(last=False)
        return self._pieces[key]


def read_grid(grid: Array, u: Array, v: Array) -> Array:
    """Values between a grid's points; `u` along its rows and `v` across, in cells from its first point."""
    column = np.minimum(u.astype(int), grid.shape[1] - 2)
    row = np.minimum(v.astype(int), grid.shape[0] - 2)
    fu, fv = u - column, v - row
    near = grid[row, column] * (1.0 - fu) + grid[row, column + 1] * fu
    far = grid[row + 1, column] * (1.0 - fu) + grid[row + 1, column + 1] * fu
    return np.asarray(near + (far - near) * fv)


def _shift(grid: Array, cells_x: float, cells_z: float) -> Array:
    """The grid shifted by this many cells; edges are repeated."""
    whole_x, whole_z = math.floor(cells_x), math.floor(cells_z)
    fx, fz = cells_x - whole_x, cells_z - whole_z
    rows = np.clip(np.arange(grid.shape[0] + 1) + whole_z, 0, grid.shape[0] - 1)
    columns = np.clip(np.arange(grid.shape[1] + 1) + whole_x, 0, grid.shape[1] - 1)
    moved = grid[rows[:, None], columns]
    across = moved[:, :-1] * (1.0 - fx) + moved[:, 1:] * fx
    return np.asarray(across[:-1] * (1.0 - fz) + across[1:] * fz)


def _blur(grid: Array, cells: int) -> Array:
    """Mean over a square of `cells` each way, by running sums; edges are repeated."""
    for axis in (0, 1):
        padded = np.pad(
            grid, [(cells + 1, cells) if each == axis else (0, 0) for each in (0, 1)], mode="edge"
        )
        sums = padded.cumsum(axis=axis)
        width = 2 * cells + 1
        grid = (sums[width:] - sums[:-width] if axis == 0 else sums[:, width:] - sums[:, :-width]) / width
    return grid
