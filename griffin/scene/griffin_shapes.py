"""The griffin seen from before it, as shapes: large on the title, small beside the keys that it shows. Pure.

Its own unit is about a hundredth of its wing span, its origin the middle of its breast, x to the right and y
down.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from griffin.scene.shapes import Capsule, Fill, Leaf, Paint, Point, Shape, Triangle

LARGE_U = 330.0  # of span: smaller ones have no lines between their feathers

_SPAN = 110.8  # with level wings
_SHOULDER, _ELBOW, _WRIST = (4.0, -2.0), (17.0, -9.0), (31.0, -11.0)
_PRIMARIES, _SECONDARIES, _TERTIALS, _COVERTS, _HAND_COVERTS = 9, 6, 5, 10, 6
_RUFF_ROWS = (7, 6, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class GriffinLook:
    """How it holds itself. Both angles are 0 with level wings as they are drawn."""

    raise_rad: float = 0.0  # both wings, up
    bank_rad: float = 0.0  # the whole griffin, to the right on the screen


def griffin_fills(middle: Point, span_u: float, look: GriffinLook | None = None) -> tuple[Fill, ...]:
    """The griffin about a point of the canvas, from back to front."""
    look = look or GriffinLook()
    is_large = span_u >= LARGE_U
    place = _Placing(middle, span_u / _SPAN, look.bank_rad)
    line_u = 0.0035 * span_u if is_large else 0.0
    fills: list[Fill] = []
    for side in (-1.0, 1.0):
        fills += _wing(place, side, look.raise_rad, line_u, is_large=is_large)
    fills += _tail(place, line_u)
    fills += _body(place, line_u)
    fills += _head(place, line_u)
    return tuple(fills)


class _Placing:
    """From the griffin's own unit to the canvas."""

    def __init__(self, middle: Point, scale: float, bank_rad: float) -> None:
        self._middle = middle
        self._cos, self._sin = math.cos(bank_rad), math.sin(bank_rad)
        self.scale = scale

    def at(self, point: Point) -> Point:
        x, y = point
        return (
            self._middle[0] + self.scale * (self._cos * x - self._sin * y),
            self._middle[1] + self.scale * (self._sin * x + self._cos * y),
        )

    def capsule(self, start: Point, end: Point, start_radius: float, end_radius: float) -> Capsule:
        scale = self.scale
        return Capsule(self.at(start), self.at(end), scale * start_radius, scale * end_radius)

    def disc(self, middle: Point, radius: float) -> Capsule:
        return self.capsule(middle, middle, radius, radius)

    def leaf(self, root: Point, tip: Point, breadth: float) -> Leaf:
        return Leaf(self.at(root), self.at(tip), self.scale * breadth)


def _between(start: Point, end: Point, frac: float) -> Point:
    return start[0] + frac * (end[0] - start[0]), start[1] + frac * (end[1] - start[1])


def _off(root: Point, angle_rad: float, length: float) -> Point:
    """So far from the root, at an angle above the horizontal."""
    return root[0] + length * math.cos(angle_rad), root[1] - length * math.sin(angle_rad)


def _spread(count: int) -> Sequence[float]:
    return [each / (count - 1) for each in range(count)]


class _Wing:
    """One wing's points: turned about the shoulder by its raise, mirrored for the left one."""

    def __init__(self, side: float, raise_rad: float) -> None:
        self._side = side
        self._cos, self._sin = math.cos(raise_rad), math.sin(raise_rad)

    def at(self, point: Point) -> Point:
        x, y = point[0] - _SHOULDER[0], point[1] - _SHOULDER[1]
        x, y = self._cos * x + self._sin * y, self._cos * y - self._sin * x
        return self._side * (x + _SHOULDER[0]), y + _SHOULDER[1]


def _wing(place: _Placing, side: float, raise_rad: float, line_u: float, *, is_large: bool) -> Iterator[Fill]:
    wing = _Wing(side, raise_rad)

    def feather(root: Point, angle_deg: float, length: float, breadth: float, paint: Paint) -> Fill:
        tip = _off(root, math.radians(angle_deg), length)
        return Fill(place.leaf(wing.at(root), wing.at(tip), breadth), paint, line_u=line_u)

    for n, frac in enumerate(_spread(_TERTIALS)):  # from the shoulder outwards: each lies over the last
        root = _between(_between(_SHOULDER, _ELBOW, 0.25), _ELBOW, frac)
        paint = Paint.SECONDARY if n % 2 == 0 or is_large else Paint.WOOD
        yield feather(root, -90.0 + 6.0 * frac, 16.0 + 3.0 * frac, 4.6, paint)
    for n, frac in enumerate(_spread(_SECONDARIES)):
        root = _between(_ELBOW, _WRIST, frac)
        paint = Paint.SECONDARY if n % 2 == 1 or is_large else Paint.WOOD
        yield feather(root, -84.0 + 18.0 * frac, 19.0 + 1.0 * frac, 4.6, paint)
    for n, frac in enumerate(_spread(_PRIMARIES)):
        angle_deg = -62.0 + 78.0 * frac
        length = 20.0 + 5.0 * math.sin(math.pi * (0.2 + 0.6 * frac))
        paint = Paint.PRIMARY if n % 2 == 0 or is_large else Paint.SECONDARY
        yield feather(_WRIST, angle_deg, length, 4.4, paint)
        if is_large:
            bar = [_off(_WRIST, math.radians(angle_deg), along * length) for along in (0.55, 0.66)]
            yield Fill(place.capsule(wing.at(bar[0]), wing.at(bar[1]), 1.1, 1.0), Paint.CREAM, 0.85)
    for frac in _spread(_HAND_COVERTS):
        yield feather(_WRIST, -66.0 + 72.0 * frac, 10.0, 3.8, Paint.WOOD)
    for frac in _spread(_COVERTS):  # over the secondaries' and tertials' roots
        root = (
            _between(_SHOULDER, _ELBOW, 2.0 * frac)
            if frac < 0.5
            else _between(_ELBOW, _WRIST, 2.0 * frac - 1.0)
        )
        yield feather(root, -88.0 + 18.0 * frac, 10.5, 4.4, Paint.COVERT)
    for start, end, radii in (
        (_SHOULDER, _ELBOW, (2.9, 2.3)),
        (_ELBOW, _WRIST, (2.3, 1.5)),
    ):
        yield Fill(place.capsule(wing.at(start), wing.at(end), *radii), Paint.CREAM, line_u=line_u)


def _tail(place: _Placing, line_u: float) -> Iterator[Fill]:
    bend = ((-0.4, 18.0), (-1.6, 24.0), (-4.6, 28.0), (-6.4, 33.0))
    for start, end in itertools.pairwise(bend):
        yield Fill(place.capsule(start, end, 1.0, 1.0), Paint.FUR, line_u=line_u)
    yield Fill(place.leaf((-6.3, 31.0), (-6.0, 41.5), 4.6), Paint.TUFT, line_u=line_u)


def _body(place: _Placing, line_u: float) -> Iterator[Fill]:
    for side in (-1.0, 1.0):  # hind legs
        yield Fill(place.capsule((side * 3.2, 14.0), (side * 3.6, 24.0), 2.9, 1.9), Paint.FUR, line_u=line_u)
        yield Fill(place.capsule((side * 3.2, 26.0), (side * 4.0, 26.0), 1.9, 1.9), Paint.FUR, line_u=line_u)
    yield Fill(place.capsule((0.0, 2.0), (0.0, 14.0), 6.0, 4.3), Paint.FUR, line_u=line_u)
    for side in (-1.0, 1.0):  # fore legs, an eagle's
        yield Fill(place.capsule((side * 2.7, 9.0), (side * 2.7, 13.6), 1.5, 1.2), Paint.BEAK, line_u=line_u)
        for toe in (-1.2, 0.0, 1.2):
            yield Fill(place.disc((side * 2.7 + toe, 15.0), 0.75), Paint.BEAK, line_u=line_u)
    for row, count in reversed(list(enumerate(_RUFF_ROWS))):
        top = -1.6 + 3.0 * row
        for frac in _spread(count):
            across = (2.0 * frac - 1.0) * (6.2 - 0.9 * row)
            root = (across, top - 0.08 * across**2)
            tip = (1.05 * across, root[1] + 5.6)
            yield Fill(place.leaf(root, tip, 3.4), Paint.CREAM, line_u=line_u)


def _head(place: _Placing, line_u: float) -> Iterator[Fill]:
    middle = (0.0, -6.8)
    for side in (-1.0, 1.0):
        yield Fill(place.leaf((side * 1.8, -9.2), (side * 5.0, -15.2), 2.8), Paint.CREAM, line_u=line_u)
    yield Fill(place.disc(middle, 4.6), Paint.CREAM, line_u=line_u)
    for side in (-1.0, 1.0):
        eye = (side * 2.1, -7.3)
        yield Fill(place.disc(eye, 1.25), Paint.BEAK, line_u=line_u)
        yield Fill(place.disc(eye, 0.75), Paint.INK)
        yield Fill(place.disc((eye[0] - 0.25, eye[1] - 0.3), 0.22), Paint.CREAM)
    beak: Shape = Triangle(place.at((-1.7, -6.2)), place.at((1.7, -6.2)), place.at((0.0, -1.4)))
    yield Fill(beak, Paint.BEAK, line_u=line_u)
