"""Tiles of land: which ones a picture needs, and their meshes as plain arrays. Knows nothing of OpenGL.

The land is a quadtree of square tiles, all with the same number of cells, so that a tile twice as large has
cells twice as large. A tile is divided when the eye is nearer than its level's range, which is a little more
than its size. Near the far end of its life every second vertex of a tile slides onto its even neighbour,
which is a vertex of the next coarser tile too, and takes on that tile's height and colour: so neighbours of
different size meet in the very same points, without cracks, and nothing pops.

Why it closes: a tile of size S and range R is drawn only from distance R on, so a coarser neighbour, with
range R', touches it only beyond R': there the sliding must be complete. A finer neighbour exists only within
a divided tile of this size, one nearer than R, so it ends before R + sqrt(2) S: until there the sliding must
not have begun. Hence R + sqrt(2) S < R' at every level. Where a tile isn't ready yet the rule is broken, and
skirts hide it.
Source: F. Strugar, "Continuous Distance-Dependent Level of Detail" (2009).
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from griffin.linalg import vec_normalize
from griffin.world.ground_colour import Ground
from griffin.world.terrain import Terrain
from griffin.world.terrain_shading import Shading, ShadingMaps

Array = NDArray[np.float64]

LAND_LEVELS = 8  # the coarsest tile has 8192 m
TILE_SLOTS = 1024  # on the GPU at most: 16 KB of its block, which every OpenGL 3.3 allows
LAND_COLOURS = 14  # that shaders of fine land get: of seven surfaces, in the sun and in the shade
LAND_WHITE = 1.6  # light of a colour of 255: snow in the sun is brighter than a white wall
SKIRT_DEPTH_CELLS = 2.0
RIM = 2  # vertices around a tile that its normals need

# Height: own, and that of the even neighbour; colours likewise: square roots of linear light (8 bits are
# enough so, and the shader only has to square them) and of grass; grid: column and row within the tile,
# square roots of woods and of rock, and these two of the even neighbour.
LAND_VERTEX = np.dtype(
    [
        ("a_height", "f4", 2),
        ("a_colour", "u1", 4),
        ("a_far_colour", "u1", 4),
        ("a_grid", "u1", 4),
        ("a_far_cover", "u1", 4),  # two are for nothing: vertices begin at whole words
    ]
)

# For who lights the land by the pixel: what it is made of but for rock and snow, as it looks in the sun and
# in the shade (roots of linear colours), with how much of the sun no hill hides and how much is rock; the
# normal along x and z, snow and woods; all three again for the even neighbour. Grid: column and row, hollow
# from -1 to 1, grass.
FINE_LAND_VERTEX = np.dtype(
    [
        ("a_height", "f4", 2),
        ("a_lit", "u1", 4),
        ("a_shade", "u1", 4),
        ("a_lie", "u1", 4),
        ("a_far_lit", "u1", 4),
        ("a_far_shade", "u1", 4),
        ("a_far_lie", "u1", 4),
        ("a_grid", "u1", 4),
    ]
)


class Tile(NamedTuple):
    """A square of land: `level` 0 is the finest; `column` along x and `row` along z count in tiles."""

    level: int
    column: int
    row: int

    def children(self) -> tuple["Tile", "Tile", "Tile", "Tile"]:
        """The four quarters."""
        level, x, z = self.level - 1, 2 * self.column, 2 * self.row
        return Tile(level, x, z), Tile(level, x + 1, z), Tile(level, x, z + 1), Tile(level, x + 1, z + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LandPlan:
    """How finely the land is divided."""

    cells: int = 24  # a side of a tile; even, because every second vertex belongs to the coarser tile too
    finest_m: float = 64.0  # size of the finest tile
    levels: int = LAND_LEVELS
    near_split: float = 1.45  # range over size of the finest tiles ...
    far_split: float = 1.8  # ... and of the coarsest: what is far away makes the picture's outlines
    reach_m: float = 16_000.0  # the land ends here, in haze
    summit_level: int = LAND_LEVELS  # from this one on, vertices take the height of a summit beside them

    def __post_init__(self) -> None:
        if self.cells < 2 or self.cells % 2:
            raise ValueError("a tile needs an even number of cells")
        if not math.sqrt(2.0) < self.near_split <= self.far_split:
            raise ValueError(
                "splits must exceed the square root of 2 and grow, or neighbours gape (see above)"
            )

    @property
    def side(self) -> int:
        """Vertices along a side of a tile."""
        return self.cells + 1

    @property
    def tile_vertices(self) -> int:
        """Vertices of a tile: its grid, and the skirt below its rim."""
        return self.side * self.side + 4 * self.side

    def size_m(self, level: int) -> float:
        """Side of a tile."""
        return float(self.finest_m * 2**level)

    def range_m(self, level: int) -> float:
        """Tiles of this level are divided nearer than this."""
        frac = level / max(1, self.levels - 1)
        return self.size_m(level) * (self.near_split + (self.far_split - self.near_split) * frac)

    def slide_m(self, level: int) -> tuple[float, float]:
        """Distances at which vertices begin to slide onto the coarser tile, and are there."""
        begins_m = self.range_m(level) + math.sqrt(2.0) * self.size_m(level)
        return begins_m, self.range_m(level + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMesh:
    """`vertices` (plan.tile_vertices,) of one of the layouts above; the range of heights is for culling."""

    tile: Tile
    vertices: NDArray[np.void]
    lowest_m: float
    highest_m: float


def distance_m(size_m: float, column: int, row: int, eye_x: float, eye_z: float, eye_above_m: float) -> float:
    """From the eye to the nearest point of a tile, as if all ground were as high as that below the eye."""
    west, north = column * size_m - eye_x, row * size_m - eye_z
    dx = west if west > 0.0 else max(0.0, -west - size_m)
    dz = north if north > 0.0 else max(0.0, -north - size_m)
    return math.sqrt(dx * dx + dz * dz + eye_above_m * eye_above_m)


def roots(plan: LandPlan, eye_x: float, eye_z: float) -> Iterator[Tile]:
    """The coarsest tiles within reach, the nearest first."""
    level = plan.levels - 1
    size_m = plan.size_m(level)
    found = []
    for column in range(
        math.floor((eye_x - plan.reach_m) / size_m), math.floor((eye_x + plan.reach_m) / size_m) + 1
    ):
        for row in range(
            math.floor((eye_z - plan.reach_m) / size_m), math.floor((eye_z + plan.reach_m) / size_m) + 1
        ):
            away_m = distance_m(size_m, column, row, eye_x, eye_z, 0.0)
            if away_m < plan.reach_m:
                found.append((away_m, column, row))
    return (Tile(level, column, row) for _, column, row in sorted(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """`shown`: tiles that cover the land without overlap; `missing`: better ones, in order of need."""

    shown: tuple[Tile, ...]
    missing: tuple[Tile, ...]


def select_tiles(
    plan: LandPlan, eye_x: float, eye_z: float, eye_above_m: float, is_ready: Callable[[Tile], bool]
) -> Selection:
    """What to show from here with the tiles that are ready, and what to make next: coarse, then near."""
    shown: list[Tile] = []
    missing: list[tuple[int, float, Tile]] = []
    sizes_m = [plan.size_m(level) for level in range(plan.levels)]
    ranges_m = [plan.range_m(level) for level in range(plan.levels)]

    def away(tile: Tile) -> float:
        return distance_m(sizes_m[tile.level], tile.column, tile.row, eye_x, eye_z, eye_above_m)

    def visit(tile: Tile) -> None:
        if tile.level > 0 and away(tile) < ranges_m[tile.level]:
            children = tile.children()
            lacking = [(-child.level, away(child), child) for child in children if not is_ready(child)]
            if not lacking:
                for child in children:
                    visit(child)
                return
            missing.extend(lacking)
        shown.append(tile)

    for root in roots(plan, eye_x, eye_z):
        if is_ready(root):
            visit(root)
        else:
            missing.append((-root.level, away(root), root))
    missing.sort(key=lambda each: each[:2])
    return Selection(shown=tuple(shown), missing=tuple(tile for *_, tile in missing))


def tile_indices(plan: LandPlan) -> tuple[NDArray[np.uint16], int]:
    """Triangles of any tile, counter-clockwise from above; the first number of them are without the skirt."""
    cells, side = plan.cells, plan.side
    corner = np.arange(cells * side).reshape(cells, side)[:, :cells]
    west_north, east_north = corner, corner + 1
    west_south, east_south = corner + side, corner + side + 1
    # All diagonals run from north-west to south-east: slid together, four cells make one of the coarser tile.
    land = np.stack([west_north, west_south, east_south, west_north, east_south, east_north], axis=-1).ravel()
    edge = _edge_vertices(side)
    hanging = side * side + np.arange(4 * side).reshape(4, side)
    near, far = edge[:, :-1], edge[:, 1:]
    near_low, far_low = hanging[:, :-1], hanging[:, 1:]
    skirt = np.stack([near, far, far_low, near, far_low, near_low], axis=-1).ravel()
    return np.concatenate([land, skirt]).astype(np.uint16), land.size


def _edge_vertices(side: int) -> NDArray[np.int64]:
    """(4, side): the rim, in the order in which a skirt hangs outwards."""
    grid = np.arange(side * side).reshape(side, side)
    return np.stack([grid[0], grid[:, -1], grid[-1, ::-1], grid[::-1, 0]])


def terrain_mesh(
    tile: Tile, plan: LandPlan, terrain: Terrain, ground: Ground, shading: ShadingMaps
) -> TileMesh:
    """One tile's vertices, lit and coloured."""

    def paint(land: NDArray[np.void], x: Array, z: Array, wide: Array, cell_m: float) -> None:
        near, far = (ground_colours(x, z, wide, step, cell_m, ground, shading) for step in (1, 2))
        land["a_colour"] = np.rint(near[..., :4])
        land["a_far_colour"] = np.rint(_doubled(far[..., :4]))
        land["a_grid"][..., 2:] = np.rint(near[..., 4:])
        land["a_far_cover"][..., :2] = np.rint(_doubled(far[..., 4:]))

    return _tile_mesh(tile, plan, terrain, LAND_VERTEX, paint)


def fine_terrain_mesh(
    tile: Tile, plan: LandPlan, terrain: Terrain, ground: Ground, shading: ShadingMaps
) -> TileMesh:
    """One tile's vertices for who lights them by the pixel (FINE_LAND_VERTEX)."""

    def paint(land: NDArray[np.void], x: Array, z: Array, wide: Array, cell_m: float) -> None:
        for step, prefix in ((1, "a_"), (2, "a_far_")):
            points = _points(x, z, wide, step, cell_m, shading)
            made = ground.surface(
                points.x, points.z, points.height, points.normal, points.shading, cell_m=step * cell_m
            )
            lit, shade = (_roots(colour / LAND_WHITE) for colour in (made.lit, made.shade))
            aside = 128.0 + 127.0 * points.normal[:, [0, 2]]
            rest = 255.0 * np.stack([points.shading.sunlit, made.rock, made.snow, made.wood])
            for name, three, more in (
                ("lit", lit, rest[:1]),
                ("shade", shade, rest[1:2]),
                ("lie", aside, rest[2:]),
            ):
                values = np.rint(np.concatenate([three, more.T], axis=1)).reshape(*points.shape, 4)
                land[prefix + name] = values if step == 1 else _doubled(values)
            if step == 1:
                grown = np.stack([127.5 + 127.5 * points.shading.hollow, 255.0 * made.grass], axis=-1)
                land["a_grid"][..., 2:] = np.rint(grown).reshape(*points.shape, 2)

    return _tile_mesh(tile, plan, terrain, FINE_LAND_VERTEX, paint)


def _tile_mesh(
    tile: Tile, plan: LandPlan, terrain: Terrain, layout: "np.dtype[np.void]", paint: Callable[..., None]
) -> TileMesh:
    """`paint` fills in the rest, from x, z, heights with RIM more around, and the size of a cell in m."""
    size_m = plan.size_m(tile.level)
    side, cell_m = plan.side, size_m / plan.cells
    steps = np.arange(-RIM, side + RIM).astype(np.float64)
    x = tile.column * size_m + steps * cell_m
    z = tile.row * size_m + steps * cell_m
    if tile.level >= plan.summit_level:
        half = np.arange(2 * len(steps) - 1) * (0.5 * cell_m)
        halves = terrain.height_m(x[0] + half, z[0] + half[:, None])
        wide, height = halves[::2, ::2], _with_summits(halves, 2 * RIM)
    else:
        wide = terrain.height_m(x, z[:, None])
        height = wide[RIM:-RIM, RIM:-RIM]
    coarse = _with_summits(wide, RIM) if tile.level + 1 >= plan.summit_level else height[::2, ::2]
    land = np.zeros((side, side), dtype=layout)
    land["a_height"] = np.stack([height, _doubled(coarse)], axis=-1)
    land["a_grid"][..., 0] = np.arange(side)
    land["a_grid"][..., 1] = np.arange(side)[:, None]
    paint(land, x, z, wide, cell_m)
    skirt = land.ravel()[_edge_vertices(side).ravel()]
    skirt["a_height"] -= SKIRT_DEPTH_CELLS * cell_m
    return TileMesh(
        tile=tile,
        vertices=np.concatenate([land.ravel(), skirt]),
        lowest_m=float(height.min()),
        highest_m=float(max(height.max(), coarse.max())),
    )


def _with_summits(halves: Array, margin: int) -> Array:
    """Heights of every second point; the highest of its neighbours takes the height of a summit beside it.

    Else mountains lose their tops where cells are wide. `margin`: points around, an even number, at least 2.
    """

    def highest(reach: int) -> Array:
        shifts = (-reach, 0, reach)
        end = len(halves) - margin
        shifted = [halves[margin + z : end + z : 2, margin + x : end + x : 2] for z in shifts for x in shifts]
        return np.asarray(np.max(shifted, axis=0))

    height = halves[margin:-margin:2, margin:-margin:2]
    return np.where(height == highest(2), highest(1), height)


def ground_colours(
    x: Array, z: Array, wide: Array, step: int, cell_m: float, ground: Ground, shading: ShadingMaps
) -> Array:
    """Colours 0 to 255 of every `step`-th point, as a tile with cells so much larger would have them.

    `wide` has the heights of all points and of RIM more around: x and z are as long as its sides.
    """
    points = _points(x, z, wide, step, cell_m, shading)
    colour = ground.colour(
        points.x, points.z, points.height, points.normal, points.shading, cell_m=step * cell_m
    )
    colour[:, :3] /= LAND_WHITE
    return _roots(colour).reshape(*points.shape, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Points:
    """Points of a grid in one row, which has `shape`."""

    x: Array
    z: Array
    height: Array
    normal: Array
    shading: Shading
    shape: tuple[int, ...]


def _points(x: Array, z: Array, wide: Array, step: int, cell_m: float, shading: ShadingMaps) -> _Points:
    inner = slice(RIM, -RIM, step)
    before, after = slice(RIM - step, -RIM - step, step), slice(RIM + step, len(x) - RIM + step, step)
    height = wide[inner, inner]
    east, south = wide[inner, before] - wide[inner, after], wide[before, inner] - wide[after, inner]
    normal = vec_normalize(np.stack([east, np.full_like(height, 2.0 * step * cell_m), south], axis=-1))
    flat_x = np.broadcast_to(x[inner], height.shape).ravel()
    flat_z = np.broadcast_to(z[inner, None], height.shape).ravel()
    maps = shading.read(flat_x, flat_z, height.ravel(), cell_m=step * cell_m)
    return _Points(
        x=flat_x,
        z=flat_z,
        height=height.ravel(),
        normal=normal.reshape(-1, 3),
        shading=maps,
        shape=height.shape,
    )


def _roots(fraction: Array) -> Array:
    """Square roots, 0 to 255: as fine as the eye wants them, and the shader only has to square them."""
    return np.asarray(255.0 * np.sqrt(np.clip(fraction, 0.0, 1.0)))


def _doubled(coarse: Array) -> Array:
    """What each vertex of this tile has when it has slid: the values of its even neighbour."""
    wide = np.repeat(np.repeat(coarse, 2, axis=0), 2, axis=1)
    return wide[:-1, :-1]
