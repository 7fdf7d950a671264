"""The shapes of marks → pictures of them, in the overlay's cream, gold and ink. Pillow only, no OpenGL."""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from griffin.scene.frame import MarkShape

Points = list[tuple[float, float]]
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictogramTuning:
    """How marks look. Lengths are of half the picture's side."""

    cream: Colour = (251, 243, 223)
    gold: Colour = (255, 217, 122)
    ink: Colour = (58, 42, 32)
    ink_alpha_frac: float = 0.6  # of the outline about what has no ground of its own
    wave_at: float = 0.88  # an arc's distance from the middle
    wave_half: float = 0.045  # half of its breadth
    outline: float = 0.03
    wave_span_rad: float = math.radians(40.0)  # to either end
    wave_up_rad: float = math.radians(16.0)  # both are turned upwards by so much
    disc_at: float = 0.8
    disc_soft: float = 0.08  # of its shadow
    eye_high: float = 0.56  # half of an open eye's height
    iris: float = 0.42
    pupil: float = 0.2
    lid_half: float = 0.1
    lashes: int = 3
    disc: Colour = (16, 24, 36)  # blue night
    disc_alpha_frac: float = 0.62
    disc_shadow_frac: float = 0.35
    oversampling: int = 4

    def __post_init__(self) -> None:
        if not self.pupil < self.iris < self.eye_high:
            raise ValueError("the pupil lies within the iris, and the iris within the eye")


TUNING = PictogramTuning()


def pictogram(shape: MarkShape, side_px: int) -> NDArray[np.uint8]:
    """(side, side, 4) uint8 sRGB, premultiplied by alpha, top row first."""
    side = side_px * TUNING.oversampling
    picture = _DRAWN[shape](side).resize((side_px, side_px), Image.Resampling.BOX)
    rgba = np.asarray(picture, dtype=np.float64)
    rgba[..., :3] *= rgba[..., 3:] / 255.0
    return np.asarray(np.round(rgba), dtype=np.uint8)


def _wave(side: int) -> Image.Image:
    """An arc on either side, thin at its ends, with an outline."""
    t = TUNING
    picture = _empty(side)
    for half, colour, alpha in (
        (t.wave_half + t.outline, t.ink, t.ink_alpha_frac),
        (t.wave_half, t.cream, 1.0),
    ):
        layer = _empty(side, colour)
        for is_left in (False, True):
            _fill(layer, _arc(half, is_left=is_left), colour, alpha)
        picture = Image.alpha_composite(picture, layer)
    return picture


def _arc(half: float, *, is_left: bool) -> Points:
    t = TUNING
    turns = np.linspace(-1.0, 1.0, 33)
    breadth = half * np.sqrt(np.maximum(1.0 - turns**2, 0.0))
    angle = t.wave_up_rad + turns * t.wave_span_rad
    away = np.concatenate([t.wave_at + breadth, (t.wave_at - breadth)[::-1]])
    angle = np.concatenate([angle, angle[::-1]])
    across = away * np.cos(angle)
    return list(zip((-across if is_left else across).tolist(), (-away * np.sin(angle)).tolist(), strict=True))


def _disc(side: int) -> Image.Image:
    """A dark ground with its shadow."""
    t = TUNING
    shape = Image.new("L", (side, side))
    ImageDraw.Draw(shape).ellipse(_box(side, t.disc_at), fill=255)
    shadow = shape.filter(ImageFilter.GaussianBlur(t.disc_soft * side / 2.0))
    picture = _empty(side)
    picture.putalpha(shadow.point(lambda a: a * t.disc_shadow_frac))
    pill = _empty(side, t.disc)
    pill.putalpha(shape.point(lambda a: a * t.disc_alpha_frac))
    return Image.alpha_composite(picture, pill)


def _open_eye(side: int) -> Image.Image:
    """Of an eagle: a golden iris and a dark pupil with a glint."""
    t = TUNING
    across = np.linspace(-1.0, 1.0, 41)
    lid = t.eye_high * np.cos(across * math.pi / 2.0) ** 0.85
    rim = [*zip(across, -lid, strict=True), *zip(across[::-1], lid[::-1], strict=True)]
    picture = _empty(side, t.cream)
    _fill(picture, [(float(x), float(y)) for x, y in rim], t.cream)
    draw = ImageDraw.Draw(picture)
    draw.ellipse(_box(side, t.iris), fill=(*t.gold, 255))
    draw.ellipse(_box(side, t.pupil), fill=(*t.ink, 255))
    draw.ellipse(_box(side, 0.4 * t.pupil, (0.1, -0.12)), fill=(*t.cream, 255))
    return picture


def _shut_eye(side: int) -> Image.Image:
    """A lid that hangs down, with lashes."""
    t = TUNING
    picture = _empty(side, t.cream)
    draw = ImageDraw.Draw(picture)
    across = np.linspace(-0.86, 0.86, 41)
    line = list(zip(across.tolist(), _lid(across).tolist(), strict=True))
    _stroke(draw, side, line, t.lid_half)
    for x in np.linspace(-0.55, 0.55, t.lashes):
        y = float(_lid(np.array([x]))[0])
        _stroke(draw, side, [(float(x), y), (1.25 * float(x), y + 0.3)], 0.8 * t.lid_half)
    return picture


def _lid(across: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(0.3 * np.cos(across * math.pi / 2.0) - 0.05)


def _empty(side: int, colour: Colour = (0, 0, 0)) -> Image.Image:
    return Image.new("RGBA", (side, side), (*colour, 0))


def _box(side: int, half: float, at: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float, float, float]:
    x, y = ((1.0 + each) * side / 2.0 for each in at)
    half_px = half * side / 2.0
    return x - half_px, y - half_px, x + half_px, y + half_px


def _fill(picture: Image.Image, points: Points, colour: Colour, alpha_frac: float = 1.0) -> None:
    half = picture.width / 2.0
    scaled = [((1.0 + x) * half, (1.0 + y) * half) for x, y in points]
    ImageDraw.Draw(picture).polygon(scaled, fill=(*colour, round(255 * alpha_frac)))


def _stroke(draw: ImageDraw.ImageDraw, side: int, points: Points, half: float) -> None:
    """A line with round ends, as a row of discs."""
    ends = np.array(points)
    for start, end in itertools.pairwise(ends):
        steps = round(float(np.linalg.norm(end - start)) / (0.3 * half))
        for frac in np.linspace(0.0, 1.0, max(2, steps)):
            x, y = start + (end - start) * frac
            draw.ellipse(_box(side, half, (float(x), float(y))), fill=(*TUNING.cream, 255))


_DRAWN: dict[MarkShape, Callable[[int], Image.Image]] = {
    MarkShape.WAVE: _wave,
    MarkShape.DISC: _disc,
    MarkShape.OPEN_EYE: _open_eye,
    MarkShape.SHUT_EYE: _shut_eye,
}
