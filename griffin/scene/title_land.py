"""The land behind the title in flat shapes: sun, clouds, ranges, hills and trees. Pure, always the same."""

from collections.abc import Iterator

import numpy as np

from griffin.scene.shapes import (
    HEIGHT_U,
    Box,
    Canvas,
    Ellipse,
    Fill,
    Group,
    Overlay,
    Paint,
    Point,
    Triangle,
)

_GLOWS_U = (330.0, 312.0, 294.0, 276.0, 258.0, 240.0, 222.0, 204.0, 190.0)  # radii of the discs of the glow
_GLOW_FRAC = 0.07  # and their alpha
_BEYOND_U = 700.0  # beyond the canvas on both sides: a 32:9 picture is 2560 u wide
_CLEARING_U = 255.0  # to both sides of the middle: no trees behind the rings
_SEED = 7  # chosen by eye
_SIDES = (-1.0, 1.0)


def title_ground(canvas: Canvas, alpha_frac: float = 1.0) -> Overlay:
    """The land of the title, over the whole picture, with this alpha."""
    fills = tuple(_land(canvas.width_u / 2.0))
    ground = Group(fills=fills, top_u=0.0, bottom_u=HEIGHT_U, shadow_u=0.0, alpha_frac=alpha_frac)
    return Overlay(canvas=canvas, groups=(ground,))


def _land(middle: float) -> Iterator[Fill]:
    """From the sky to the trees in front, back to front."""
    half = middle + _BEYOND_U
    yield Fill(Box((middle, HEIGHT_U / 2.0), (half, HEIGHT_U / 2.0 + 2.0), 0.0), Paint.SKY)
    for radius in _GLOWS_U:
        yield Fill(Ellipse((middle, 250.0), (radius, radius)), Paint.SUN, _GLOW_FRAC)
    yield Fill(Ellipse((middle, 250.0), (176.0, 176.0)), Paint.SUN)
    for across, y, size in ((-440, 150, 1.0), (-580, 268, 0.62), (484, 122, 0.82), (372, 214, 0.55)):
        yield from _cloud((middle + across, y), size)
    draw = np.random.default_rng(_SEED)
    yield from _range(draw, middle, half, Paint.FAR_RANGE, foot=470.0, heights=(110.0, 250.0), step=190.0)
    yield from _range(draw, middle, half, Paint.RANGE, foot=520.0, heights=(110.0, 215.0), step=210.0)
    yield from _hills(draw, middle, half, Paint.HILL, top=(404.0, 470.0), step=330.0)
    yield from _hills(draw, middle, half, Paint.MEADOW, top=(520.0, 556.0), step=420.0)
    yield from _hills(draw, middle, half, Paint.WOODS, top=(598.0, 632.0), step=460.0)
    yield from _trees(draw, middle, half)


def _cloud(middle: Point, size: float) -> Iterator[Fill]:
    x, y = middle
    for across, up, radius in ((-46, 18, 30), (0, 30, 42), (44, 20, 32)):
        yield Fill(Ellipse((x + size * across, y - size * up), (size * radius, size * radius)), Paint.CLOUD)
    yield Fill(Box((x, y), (size * 88.0, size * 24.0), size * 24.0), Paint.CLOUD)


def _range(
    draw: np.random.Generator,
    middle: float,
    half: float,
    paint: Paint,
    *,
    foot: float,
    heights: tuple[float, float],
    step: float,
) -> Iterator[Fill]:
    """Peaks with shoulders, the higher ones towards the sides: the middle is the sun's."""
    across = -half - step
    while across < half + step:
        aside_frac = min(1.0, abs(across) / 640.0)
        height = heights[0] + (heights[1] - heights[0]) * aside_frac * draw.uniform(0.6, 1.0)
        breadth = height * draw.uniform(1.3, 1.7)
        peak = (middle + across, foot - height)
        yield Fill(
            Triangle((peak[0] - breadth, foot + 30.0), (peak[0] + breadth, foot + 30.0), peak, 3.0), paint
        )
        lean = _SIDES[draw.integers(2)] * draw.uniform(0.4, 0.6) * breadth
        shoulder = (peak[0] + lean, foot - 0.72 * height)
        yield Fill(
            Triangle(
                (shoulder[0] - 0.8 * breadth, foot + 30.0),
                (shoulder[0] + 0.8 * breadth, foot + 30.0),
                shoulder,
                3.0,
            ),
            paint,
        )
        across += step * draw.uniform(0.75, 1.15)
    yield Fill(Box((middle, foot + 60.0), (half, 60.0), 0.0), paint)


def _hills(
    draw: np.random.Generator,
    middle: float,
    half: float,
    paint: Paint,
    *,
    top: tuple[float, float],
    step: float,
) -> Iterator[Fill]:
    across = -half
    while across < half + step:
        height = draw.uniform(*top)
        yield Fill(Ellipse((middle + across, height + 200.0), (1.1 * step, 200.0)), paint)
        across += step * draw.uniform(0.8, 1.1)
    foot = top[1] + 40.0
    yield Fill(
        Box((middle, (foot + HEIGHT_U + 4.0) / 2.0), (half, (HEIGHT_U + 4.0 - foot) / 2.0), 0.0), paint
    )


def _trees(draw: np.random.Generator, middle: float, half: float) -> Iterator[Fill]:
    across = -half
    while across < half:
        across += draw.uniform(34.0, 120.0)
        height = draw.uniform(56.0, 96.0)
        foot = draw.uniform(672.0, 712.0)
        if abs(across) < _CLEARING_U:
            continue  # the rings are there
        for part in range(3):
            top, below = foot - height * (1.0 - 0.26 * part), foot - height * (0.52 - 0.26 * part)
            breadth = height * (0.15 + 0.06 * part)
            x = middle + across
            yield Fill(Triangle((x - breadth, below), (x + breadth, below), (x, top), 1.5), Paint.CONIFER)
