"""The shadow that hills throw, as two textures about the eye, for an hour that goes by.

As long as the hour stands still, how much of the sun no hill hides is kept with the land's vertices and the
plants. Once it moves, shaders look it up here instead: the textures hold the height of the shadow's surface
(see world/terrain_shading.py) under each of the lights that shaders know, and fade from one to the next. So
shadows creep over the land in one piece, whatever tiles it is made of.

Each map is a square of blocks that wraps around, so that a block keeps its place while the eye moves. The
land's worker makes the blocks; this module says which are wanted, and puts finished ones in.
"""

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.render.core.gpu import UniformBlock
from griffin.render.core.owned import Owned
from griffin.render.core.shaders import BLOCK_BINDINGS, SAMPLER_UNITS
from griffin.render.core.texture import Texture
from griffin.render.land_light import HILLS, KEPT_LIGHTS, SHADING, HillBlock, LandLight

Array = NDArray[np.float64]

# Mirrors `Hills` in shaders/lib/hill_shadow.glsl.
HILLS_BLOCK = np.dtype(
    [("weights", "f4", KEPT_LIGHTS), ("start", "f4", 4), ("reach", "f4", 4), ("bands", "f4", 4)]
)


class HillShadow:
    """The maps, and which blocks they lack."""

    def __init__(self) -> None:
        self._maps = (
            _Map(SHADING.fine_cell_m, HILLS.near_blocks),
            _Map(SHADING.coarse_cell_m, HILLS.far_blocks),
        )
        self._light: LandLight | None = None  # that the maps are made for; None: nothing was ever wanted
        self._shown: LandLight | None = None
        self._before: LandLight | None = None
        self._since_s = -np.inf
        self._coming: dict[HillBlock, Array] = {}
        self._data = np.zeros((), dtype=HILLS_BLOCK)
        self._data["bands"] = (*HILLS.near_m, SHADING.bias_m, SHADING.bias_m + SHADING.soft_m)
        with Owned() as owned:
            nothing = np.zeros((1, 1, KEPT_LIGHTS), dtype=np.float16)
            self._textures = [
                owned.hold(Texture(nothing, wraps=True, is_mipmapped=False)) for _ in self._maps
            ]
            self._block = owned.hold(UniformBlock(BLOCK_BINDINGS["Hills"], HILLS_BLOCK.itemsize))
            self._owned = owned.pop_all()

    @property
    def is_used(self) -> bool:
        """Whether the shadow has ever had to follow a light."""
        return self._light is not None

    def is_settled(self, shown_s: float) -> bool:
        """Whether all of the last light has come and the one before has faded: time for the next."""
        return self._shown is self._light and self._fade(shown_s) >= 1.0

    def follow(self, light: LandLight) -> None:
        """Set the light that the shadow is to have."""
        if light is not self._light:
            self._light, self._coming = light, {}

    def wishes(self, eye: Array) -> list[HillBlock]:
        """The blocks that are missing about the eye, the fine ones first."""
        if self._light is None:
            return []
        if self._shown is self._light and all(each.is_centred(eye) for each in self._maps):
            return []
        wanted = [(each, block) for each in self._maps for block in each.around(eye, self._light)]
        return [block for each, block in wanted if block not in self._coming and not each.holds(block)]

    def put(self, block: HillBlock, surface_m: Array) -> None:
        """Take a block that was wished for. It is dropped if it is no longer wanted."""
        if block.light is self._light:
            self._coming[block] = surface_m

    def finish(self, eye: Array) -> None:
        """Show what has come without a fade: the shadow is where it belongs."""
        self._show(eye, -np.inf)
        self._since_s = -np.inf

    def write(self, eye: Array, shown_s: float) -> None:
        """Give all programs the maps as they are now."""
        self._show(eye, shown_s)
        # Far from where the maps lie, as after a leap, the land's own shading serves until they are there.
        is_there = self._shown is not None and all(each.reaches(eye) for each in self._maps)
        data, fade = self._data, self._fade(shown_s)
        data["weights"] = 0.0
        if self._shown is not None and self._before is not None:
            data["weights"][self._before.place] += 1.0 - fade
            data["weights"][self._shown.place] += fade
        data["start"] = np.concatenate([each.place_of(eye) for each in self._maps])
        data["reach"][:3] = (*(each.per_m for each in self._maps), is_there)
        self._block.write(data)
        for name, texture in zip(("u_hills_near", "u_hills_far"), self._textures, strict=True):
            texture.bind(SAMPLER_UNITS[name])
        GL.glActiveTexture(GL.GL_TEXTURE0)  # so that the next texture that is written doesn't replace them

    def release(self) -> None:
        """Give everything back to the driver."""
        self._owned.close()

    def _show(self, eye: Array, shown_s: float) -> None:
        """Show what has come, once nothing is missing."""
        if self._light is None or not self._coming or self.wishes(eye):
            return
        for each, texture in zip(self._maps, self._textures, strict=True):
            if each.take(eye, self._light, self._coming):
                texture.write(each.surfaces_m)
        if self._shown is not self._light:
            self._before, self._shown, self._since_s = self._shown or self._light, self._light, shown_s
        self._coming = {}

    def _fade(self, shown_s: float) -> float:
        return float(np.clip((shown_s - self._since_s) / HILLS.fade_s, 0.0, 1.0))


class _Map:
    """One map: which block lies in each of its places, and heights under each of the lights."""

    def __init__(self, cell_m: float, blocks: int) -> None:
        self._cell_m = cell_m
        self._blocks = blocks
        self._side_px = blocks * SHADING.block_cells
        self._held: dict[tuple[int, int], HillBlock] = {}
        self._first: tuple[int, int] | None = None  # the block at the north-western corner
        self.surfaces_m: NDArray[np.float16] = np.zeros((0, 0, KEPT_LIGHTS), dtype=np.float16)

    @property
    def per_m(self) -> float:
        """Repeats of the map in a metre."""
        return 1.0 / (self._side_px * self._cell_m)

    def place_of(self, eye: Array) -> Array:
        """(2,) where the eye is in the texture, 0 to 1; points of the grid are the middles of texels."""
        return np.asarray(np.mod((eye[[0, 2]] / self._cell_m + 0.5) / self._side_px, 1.0))

    def around(self, eye: Array, light: LandLight) -> list[HillBlock]:
        """The blocks that belong into the map now."""
        columns, rows = (range(first, first + self._blocks) for first in self._first_at(eye))
        return [HillBlock(self._cell_m, column, row, light) for row in rows for column in columns]

    def is_centred(self, eye: Array) -> bool:
        """Whether the same blocks belong into it as when it took the last ones."""
        return self._first == self._first_at(eye)

    def holds(self, block: HillBlock) -> bool:
        """Whether it has this one, under this light."""
        return self._held.get(self._place(block)) == block

    def reaches(self, eye: Array) -> bool:
        """Whether what it has lies about the eye."""
        column, row = (int(each) for each in np.floor(eye[[0, 2]] / (SHADING.block_cells * self._cell_m)))
        held = self._held.get((column % self._blocks, row % self._blocks))
        return held is not None and (held.column, held.row) == (column, row)

    def take(self, eye: Array, light: LandLight, made: dict[HillBlock, Array]) -> bool:
        """Put in what was made of the blocks that belong into it; whether anything was."""
        cells = SHADING.block_cells
        if not self.surfaces_m.size:
            self.surfaces_m = np.zeros((self._side_px, self._side_px, KEPT_LIGHTS), dtype=np.float16)
        new = [block for block in self.around(eye, light) if block in made]
        for block in new:
            column, row = place = self._place(block)
            part = self.surfaces_m[row * cells : (row + 1) * cells, column * cells : (column + 1) * cells]
            held = self._held.get(place)
            if held is not None and (held.column, held.row) == (block.column, block.row):
                part[..., light.place] = made[block]
            else:  # nobody knows how it was before
                part[:] = made[block][..., None]
            self._held[place] = block
        self._first = self._first_at(eye)
        return bool(new)

    def _first_at(self, eye: Array) -> tuple[int, int]:
        block_m = SHADING.block_cells * self._cell_m
        column, row = np.floor(eye[[0, 2]] / block_m - 0.5 * (self._blocks - 1))
        return int(column), int(row)

    def _place(self, block: HillBlock) -> tuple[int, int]:
        return block.column % self._blocks, block.row % self._blocks
