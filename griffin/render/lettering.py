"""Words → how far shadow, outline and letters cover each pixel. Pillow only, no OpenGL; colours come later.

Letters are drawn at the size at which they are seen. A round brush in their own colour makes them a little
fatter, so that all languages have one soft weight, and an outline lets them be read over snow and woods.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from griffin.render.fonts import find_font

_SHADOW_STEP = 4  # a shadow is so soft that a picture of a quarter of the size holds it: a tenth of the time


@dataclass(frozen=True, slots=True, kw_only=True)
class LetteringTuning:
    """How words look. 1 u is a 720th of the picture's height, 1 em the size of the letters."""

    fat_em: float = 1 / 40  # the brush's radius: with more, dots grow together with their letters
    outline_u: float = 3.2
    shadow_u: float = 7.0
    outline_alpha_frac: float = 0.92  # with less, cream over snow has a contrast below 4.5 : 1
    shadow_alpha_frac: float = 0.45
    leading_em: float = 1.5  # from one baseline to the next
    smallest_px: float = 6.0

    def __post_init__(self) -> None:
        if min(self.fat_em, self.outline_u, self.shadow_u, self.smallest_px) <= 0.0:
            raise ValueError("brush, outline, shadow and letters must have a size")


TUNING = LetteringTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """Words, ready to be coloured.

    `covers` (H, W, 3) uint8: how far shadow, outline and letters cover each pixel, top row first.
    `origin_px`: where the first letter begins and the first baseline runs. `width_px`: of the widest line.
    """

    covers: NDArray[np.uint8]
    origin_px: tuple[int, int]
    width_px: int


def letter(lines: tuple[str, ...], size_px: float, unit_px: float) -> Lettering:
    """Lines of words in letters of `size_px`. `unit_px`: pixels of 1 u."""
    font = _font(size_px)
    fat_px, outline_px = TUNING.fat_em * size_px, TUNING.outline_u * unit_px
    soft_px = TUNING.shadow_u * unit_px
    ascent, descent = font.getmetrics()
    margin = round(fat_px + outline_px + 2.5 * soft_px) + 1
    leading = round(TUNING.leading_em * size_px)
    width = max(round(font.getlength(line)) for line in lines)
    size = (width + 2 * margin, ascent + descent + leading * (len(lines) - 1) + 2 * margin)
    origin = (margin, margin + ascent)

    def draw(stroke_px: float) -> Image.Image:
        mask = Image.new("L", size)
        pen = ImageDraw.Draw(mask)
        for number, line in enumerate(lines):
            place = (origin[0], origin[1] + number * leading)
            pen.text(place, line, font=font, fill=255, anchor="ls", stroke_width=stroke_px)
        return mask

    letters, outline = draw(fat_px), draw(fat_px + outline_px)
    # The brush of the letters may not reach past the outline's, whatever the rounding of both.
    covers = Image.merge("RGB", (_soften(outline, soft_px), ImageChops.lighter(outline, letters), letters))
    return Lettering(covers=np.asarray(covers), origin_px=origin, width_px=width)


def measure_px(line: str, size_px: float) -> float:
    """How wide a line is in letters of that size, without its outline."""
    return float(_font(size_px).getlength(line))


def fit(text: str, size_px: float, room_px: float, most_lines: int) -> tuple[tuple[str, ...], float]:
    """Break a text into as few lines as fit a width; returns them and the size of their letters.

    The letters are smaller than `size_px` only where even the most lines that are allowed don't fit.
    """
    for count in range(1, most_lines + 1):
        lines = break_evenly(text, count, size_px)
        if _widest_px(lines, size_px) <= room_px:
            return lines, size_px
    # Hinted letters don't shrink evenly, so this takes a few steps.
    while size_px > TUNING.smallest_px and (width_px := _widest_px(lines, size_px)) > room_px:
        size_px = max(TUNING.smallest_px, min(0.98, room_px / width_px) * size_px)
    return lines, size_px


def break_evenly(text: str, count: int, size_px: float) -> tuple[str, ...]:
    """The text in up to `count` lines whose widest is as narrow as can be."""
    words = text.split(" ")
    if count <= 1 or len(words) == 1:
        return (text,)
    options = [
        (" ".join(words[:at]), *break_evenly(" ".join(words[at:]), count - 1, size_px))
        for at in range(1, len(words))
    ]
    return min(options, key=lambda lines: _widest_px(lines, size_px))


def _widest_px(lines: tuple[str, ...], size_px: float) -> float:
    return max(measure_px(line, size_px) for line in lines)


def _soften(mask: Image.Image, soft_px: float) -> Image.Image:
    step = _SHADOW_STEP if soft_px >= 2.0 * _SHADOW_STEP else 1
    small = mask.reduce(step) if step > 1 else mask
    blurred = small.filter(ImageFilter.GaussianBlur(soft_px / step / 2.0))
    return blurred.resize(mask.size, Image.Resampling.BILINEAR) if step > 1 else blurred


@lru_cache(maxsize=8)
def _font(size_px: float) -> ImageFont.FreeTypeFont:
    size_px = max(size_px, TUNING.smallest_px)
    path = find_font()
    if path is not None:
        # Basic layout: the other one depends on a library that some wheels lack, and Latin needs none.
        return ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.BASIC)
    font = ImageFont.load_default(size_px)  # Pillow's built-in font: ASCII only
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font
