"""The keys that fly the griffin, as pictures: each with a small griffin that shows what it does. Pure.

No letters stand on them: keys differ from country to country, and a child doesn't read. Space is gold and
breathes, for it is what is to be pressed now.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

from griffin.scene.fading import Fading
from griffin.scene.griffin_shapes import GriffinLook, griffin_fills
from griffin.scene.shapes import Box, Canvas, Capsule, Fill, Group, Overlay, Paint, Point, Pool, Triangle


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTuning:
    """Sizes in u, and times. Across is for a canvas of 16:9."""

    left_u: float = 57.0
    bottom_u: float = 674.0  # of the keys' tops, above their front sides
    space_u: tuple[float, float] = (276.0, 66.0)
    arrow_u: float = 66.0
    pitch_u: float = 78.0  # from one arrow key to the next
    arrows_left_u: float = 414.0
    corner_u: float = 13.0
    front_u: float = 6.0  # of a key that is seen from a little above
    breath_frac: float = 0.03  # space swells by so much ...
    breath_s: float = 2.0  # ... and back in this time
    outline_u: float = 2.6
    beat_s: float = 1.2  # of the griffin above the space bar
    beat_rad: float = math.radians(24.0)
    bank_rad: float = math.radians(28.0)  # of those beside the arrows
    large_u: float = 220.0  # span of the griffin above the space bar
    small_u: float = 122.0

    def __post_init__(self) -> None:
        if min(self.breath_s, self.beat_s) <= 0.0:
            raise ValueError("breath_s and beat_s must be above 0")


TUNING = KeyTuning()


class KeyPictures:
    """They fade in and out: `overlay` remembers how far they are."""

    def __init__(self, tuning: KeyTuning = TUNING) -> None:
        self._tuning = tuning
        self._fading: Fading[bool] = Fading()
        self._shown_s: float | None = None

    @property
    def are_seen(self) -> bool:
        """Whether anything of them was in the last picture."""
        return self._fading.is_seen

    def overlay(self, canvas: Canvas, shown_s: float, *, are_wanted: bool) -> Overlay | None:
        """The keys as they are seen now; None where they aren't."""
        dt_s = 0.0 if self._shown_s is None else max(0.0, shown_s - self._shown_s)
        self._shown_s = shown_s
        self._fading.show(True if are_wanted else None, shown_s, dt_s)
        if not self._fading.is_seen:
            return None
        return key_overlay(canvas, shown_s, self._fading.alpha_frac, self._tuning)


def key_overlay(
    canvas: Canvas, shown_s: float, alpha_frac: float = 1.0, tuning: KeyTuning = TUNING
) -> Overlay:
    """Space and the four arrows, lower left, and what each does."""
    scale = canvas.figure_scale
    sheet = _Sheet(scale, tuning, alpha_frac)
    groups = (*sheet.space(shown_s), *sheet.arrows(), *sheet.griffins(shown_s))
    return Overlay(canvas=canvas, pools=sheet.pools(), groups=groups)


class _Sheet:
    """Draws in u of a canvas of 16:9, and makes all smaller where the canvas is narrower."""

    def __init__(self, scale: float, tuning: KeyTuning, alpha_frac: float) -> None:
        self._scale = scale
        self._tuning = tuning
        self._alpha_frac = alpha_frac

    def pools(self) -> tuple[Pool, ...]:
        tuning = self._tuning
        width, height = tuning.space_u
        spots = (
            ((tuning.left_u + width / 2.0, tuning.bottom_u - height), (0.8 * width, 150.0)),
            (self._arrow_at(1, 0), (2.4 * tuning.pitch_u, 150.0)),
        )
        return tuple(
            Pool(
                middle=self._at(middle),
                radii_u=(self._scale * radii[0], self._scale * radii[1]),
                alpha_frac=0.45 * self._alpha_frac,
            )
            for middle, radii in spots
        )

    def space(self, shown_s: float) -> Iterator[Group]:
        tuning = self._tuning
        width, height = tuning.space_u
        swell = 1.0 + tuning.breath_frac * math.sin(math.tau * shown_s / tuning.breath_s)
        middle = (tuning.left_u + width / 2.0, tuning.bottom_u - height / 2.0)
        half = (swell * width / 2.0, swell * height / 2.0)
        x, y = middle
        sign = ((x - 56.0, y - 6.0), (x - 56.0, y + 10.0), (x + 56.0, y + 10.0), (x + 56.0, y - 6.0))
        strokes = [self._stroke(start, end, 2.6) for start, end in itertools.pairwise(sign)]
        yield self._key(middle, half, Paint.GOLD, strokes)

    def arrows(self) -> Iterator[Group]:
        half = self._tuning.arrow_u / 2.0
        for column, row, turn_rad in (
            (1, 1, 0.0),
            (0, 0, -math.pi / 2.0),
            (1, 0, math.pi),
            (2, 0, math.pi / 2.0),
        ):
            x, y = at = self._arrow_at(column, row)
            cos, sin = math.cos(turn_rad), math.sin(turn_rad)
            left, right, top = (
                (x + cos * across - sin * down, y + sin * across + cos * down)
                for across, down in ((-14.0, 9.0), (14.0, 9.0), (0.0, -14.0))
            )
            sign = self._triangle(left, right, top, Paint.INK)
            yield self._key(at, (half, half), Paint.CREAM, [sign])

    def griffins(self, shown_s: float) -> Iterator[Group]:
        """Above space it beats its wings and rises; beside the arrows it banks, climbs and dives."""
        tuning = self._tuning
        beat = math.sin(math.tau * shown_s / tuning.beat_s)
        width, height = tuning.space_u
        above = (tuning.left_u + width / 2.0, tuning.bottom_u - height - 118.0 - 5.0 * beat)
        yield self._griffin(above, tuning.large_u, GriffinLook(raise_rad=tuning.beat_rad * beat))
        for side in (-1.0, 1.0):
            yield self._sign_of_rise((above[0] + side * 88.0, above[1] + 78.0), 1.2)
        pitch, small = tuning.pitch_u, tuning.small_u
        up, left, right = self._arrow_at(1, 1), self._arrow_at(0, 1), self._arrow_at(2, 1)
        yield self._griffin((up[0], up[1] - 1.14 * pitch), small, GriffinLook())
        yield self._sign_of_rise((up[0] + 0.98 * pitch, up[1] - 0.98 * pitch), 1.0)
        for at, side in ((left, -1.0), (right, 1.0)):
            spot = (at[0] + 0.42 * side * pitch, at[1] - 0.1 * pitch)
            yield self._griffin(spot, small, GriffinLook(bank_rad=side * tuning.bank_rad))

    def _arrow_at(self, column: int, row: int) -> Point:
        tuning = self._tuning
        half = tuning.arrow_u / 2.0
        return (
            tuning.arrows_left_u + half + tuning.pitch_u * column,
            tuning.bottom_u - half - tuning.pitch_u * row,
        )

    def _at(self, point: Point) -> Point:
        """Narrower canvases draw all nearer to the left edge, but as low as ever."""
        return self._scale * point[0], 720.0 - self._scale * (720.0 - point[1])

    def _key(self, middle: Point, half: Point, paint: Paint, sign: list[Fill]) -> Group:
        tuning, scale = self._tuning, self._scale
        corner = scale * tuning.corner_u
        front = (middle[0], middle[1] + tuning.front_u)
        size = (scale * half[0], scale * half[1])
        fills = (
            Fill(Box(self._at(front), size, corner), Paint.WOOD),
            Fill(Box(self._at(middle), size, corner), paint),
            *sign,
        )
        return self._group(fills, middle[1] - half[1], middle[1] + half[1])

    def _griffin(self, middle: Point, span: float, look: GriffinLook) -> Group:
        fills = griffin_fills(self._at(middle), self._scale * span, look)
        return self._group(fills, middle[1] - 0.2 * span, middle[1] + 0.35 * span)

    def _sign_of_rise(self, foot: Point, size: float) -> Group:
        """An arrow upwards."""
        x, y = foot
        top = y - 44.0 * size
        neck, half = top + 18.0 * size, 12.0 * size
        fills = (
            self._stroke((x, y), (x, neck), 4.5 * size, Paint.GOLD),
            self._triangle((x - half, neck), (x + half, neck), (x, top), Paint.GOLD),
        )
        return self._group(fills, top, y)

    def _triangle(self, a: Point, b: Point, c: Point, paint: Paint) -> Fill:
        return Fill(Triangle(self._at(a), self._at(b), self._at(c), self._scale * 1.5), paint)

    def _stroke(self, start: Point, end: Point, radius: float, paint: Paint = Paint.INK) -> Fill:
        radius *= self._scale
        return Fill(Capsule(self._at(start), self._at(end), radius, radius), paint)

    def _group(self, fills: tuple[Fill, ...], top: float, bottom: float) -> Group:
        return Group(
            fills=fills,
            top_u=self._at((0.0, top))[1],
            bottom_u=self._at((0.0, bottom))[1],
            outline_u=self._tuning.outline_u,
            alpha_frac=self._alpha_frac,
        )
