"""The atlas: one texture with the pictures of all tiles that have one; new ones fade in."""

import math

import numpy as np
from numpy.typing import NDArray

from griffin.render.core.texture import Texture

FADE_S = 0.6  # in which a picture fades in: a hill that got its gullies at once would flash


class Atlas:
    """Places for the pictures of the first slots, `columns` in a row, and since when each is shown."""

    def __init__(self, slots: int, places: int, side_px: int) -> None:
        """`slots`: of tiles; only the first `places` of them ever have a picture."""
        self.columns = math.ceil(math.sqrt(places))
        self.side_px = side_px
        self._since_s = np.full(slots, np.nan)
        self._texture = Texture(
            np.zeros((self.columns * side_px, self.columns * side_px, 4), dtype=np.uint8),
            is_mipmapped=False,
        )

    def clear(self, slot: int) -> None:
        """Another tile has the slot now; its picture isn't ready yet."""
        self._since_s[slot] = np.nan

    def put(self, slot: int, pixels: NDArray[np.uint8], since_s: float | None) -> None:
        """A picture that comes in from `since_s` on; minus infinity: it is there at once.

        None: in place of one that is there already, and as much as that one is.
        """
        side_px = self.side_px
        row, column = divmod(slot, self.columns)
        self._texture.write_part(pixels, column * side_px, row * side_px)
        if since_s is not None:
            self._since_s[slot] = since_s

    def finish_fades(self) -> None:
        """Show all pictures in full, without a fade."""
        self._since_s[~np.isnan(self._since_s)] = -np.inf

    def lacks(self, slots: NDArray[np.intp] | int) -> NDArray[np.bool_]:
        """Which slots have no picture."""
        return np.asarray(np.isnan(self._since_s[slots]))

    def strength(self, slots: NDArray[np.intp], shown_s: float) -> NDArray[np.float64]:
        """How much of each picture is shown now, 0 to 1."""
        passed_s = np.nan_to_num(shown_s - self._since_s[slots], nan=0.0, posinf=FADE_S)
        return np.asarray(np.clip(passed_s / FADE_S, 0.0, 1.0))

    def bind(self, unit: int) -> None:
        """Make it the texture of a unit."""
        self._texture.bind(unit)

    def release(self) -> None:
        """Give it back to the driver."""
        self._texture.release()
