"""Words → a picture of them on a dark pill with a soft shadow. Pillow only, no OpenGL."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont


@dataclass(frozen=True, slots=True, kw_only=True)
class LetteringTuning:
    """How words look. Fractions are of the letters' size."""

    ink: tuple[int, int, int] = (250, 246, 236)  # sRGB: warm white
    pill: tuple[int, int, int] = (16, 24, 36)  # blue night
    pill_alpha_frac: float = 0.62  # on snow the letters still have a contrast above 7 : 1
    pad_x_frac: float = 0.85
    pad_y_frac: float = 0.48
    shadow_frac: float = 0.30  # softness
    shadow_alpha_frac: float = 0.35
    oversampling: int = 2  # the pill's edge is drawn finer and scaled down
    smallest_px: int = 10

    def __post_init__(self) -> None:
        if not 0.0 < self.pill_alpha_frac <= 1.0 or self.oversampling < 1:
            raise ValueError("the pill must be there, and oversampling at least 1")


TUNING = LetteringTuning()


def fit_size_px(text: str, size_px: float, room_px: float) -> int:
    """The letters' size: the wanted one, or the largest at which the words fit into this width."""
    wanted = max(round(size_px), TUNING.smallest_px)
    left, _, right, _ = _font(wanted).getbbox(text)
    width = right - left + (2.0 * TUNING.pad_x_frac + 4.0 * TUNING.shadow_frac) * wanted
    return max(TUNING.smallest_px, min(wanted, int(wanted * room_px / width)))


def _font(size_px: int) -> ImageFont.FreeTypeFont:
    # Aileron Regular, which Pillow carries inside (CC0): nothing to install, the same on every machine.
    font = ImageFont.load_default(size_px)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def letter(text: str, size_px: int) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 sRGB, premultiplied by alpha, top row first; one line in letters of `size_px`."""
    scale = TUNING.oversampling
    font = _font(size_px * scale)
    left, _, right, _ = font.getbbox(text)
    ascent, descent = font.getmetrics()
    size = size_px * scale
    soft = round(TUNING.shadow_frac * size)
    inner = (
        round(right - left + 2 * TUNING.pad_x_frac * size),
        round(ascent + descent + TUNING.pad_y_frac * size),
    )
    # Even in both directions, so that scaling down meets whole pixels.
    across, down = (-(-(side + 4 * soft) // scale) * scale for side in inner)
    outer = (across, down)
    box = (2 * soft, 2 * soft, 2 * soft + inner[0], 2 * soft + inner[1])
    shape = Image.new("L", outer)
    ImageDraw.Draw(shape).rounded_rectangle(box, radius=inner[1] // 2, fill=255)
    shadow = shape.filter(ImageFilter.GaussianBlur(soft)).point(lambda a: a * TUNING.shadow_alpha_frac)
    picture = Image.new("RGBA", outer, (0, 0, 0, 0))
    picture.putalpha(shadow)
    pill = Image.new("RGBA", outer, (*TUNING.pill, 0))
    pill.putalpha(shape.point(lambda a: a * TUNING.pill_alpha_frac))
    picture = Image.alpha_composite(picture, pill)
    words = Image.new("RGBA", outer, (*TUNING.ink, 0))
    place = (box[0] + round(TUNING.pad_x_frac * size) - left, box[1] + round(0.5 * TUNING.pad_y_frac * size))
    ImageDraw.Draw(words).text(place, text, font=font, fill=(*TUNING.ink, 255))
    picture = Image.alpha_composite(picture, words)
    small = picture.resize((outer[0] // scale, outer[1] // scale), Image.Resampling.BOX)
    rgba = np.asarray(small, dtype=np.float64)
    rgba[..., :3] *= rgba[..., 3:] / 255.0
    return np.asarray(np.round(rgba), dtype=np.uint8)
