"""Round parts in a room → pixels: a pinhole camera and a brush. It must not know what it paints."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.vision.frame import Picture
from griffin.vision.opencv import cv2

Point = NDArray[np.float64]
Colour = tuple[int, int, int]
"""Red, green, blue."""
Sphere = tuple[Point, float]
"""Centre and radius, metres."""
Hull = Sequence[Sphere]

_SUBPIXEL_BITS = 4
_CIRCLE = np.array([(math.cos(a), math.sin(a)) for a in np.linspace(0.0, math.tau, 18, endpoint=False)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinhole:
    """The drawn webcam: level; opposite the pilot at 3.2 m raised arms and a jump stay in the picture.

    `aside_m`: how far it stands to the picture's right of the pilot, who is then seen that far to the left.
    """

    height_m: float = 1.20
    distance_m: float = 3.2
    aside_m: float = 0.0
    focal: float = 1.2  # focal length in picture heights: 45 degrees from top to bottom

    def project(self, points: Point, size_px: tuple[int, int]) -> Point:
        """Points (n, 3) of the room → (n, 3): x and y in pixels, and pixels a metre at that depth."""
        width_px, height_px = size_px
        scale = self.focal * height_px / (self.distance_m - points[:, 2])
        x = width_px / 2.0 + (points[:, 0] - self.aside_m) * scale
        y = height_px / 2.0 - (points[:, 1] - self.height_m) * scale
        return np.stack([x, y, scale], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brush:
    """How round parts look. The light comes from above and the picture's left."""

    shade: float = 0.78  # a part's far edge, as a share of its colour
    glow: float = 1.10  # its side towards the light
    base_size: float = 0.88  # the plain colour covers this share of a part's radius
    glow_size: float = 0.42
    base_shift: float = 0.09  # towards the light, in radii
    glow_shift: float = 0.30
    light: tuple[float, float] = (-0.8, -0.6)  # where it comes from, in the picture
    smallest_px: float = 3.0  # parts with smaller radii are painted flat: nobody would see it
    lens_px: float = 0.65  # standard deviation of a webcam's softness; drawn edges are too sharp


class Canvas:
    """Collects parts, each made of a few spheres, and paints them, the farther ones first."""

    def __init__(self, picture: Picture, camera: Pinhole, brush: Brush) -> None:
        self._picture = picture
        self._size_px = (picture.shape[1], picture.shape[0])
        self._camera = camera
        self._brush = brush
        self._parts: list[tuple[float, Callable[[], None]]] = []

    def add(self, colour: Colour, *hulls: Hull, nearer_m: float = 0.0) -> None:
        """A seamless part made of hulls of spheres; `nearer_m` lifts it over what it lies on."""
        spheres = [sphere for hull in hulls for sphere in hull]
        centres = np.array([centre for centre, _ in spheres])
        radii_m = np.array([radius_m for _, radius_m in spheres])
        ends = np.cumsum([len(hull) for hull in hulls])[:-1]
        depth_m = float(centres[:, 2].mean()) + nearer_m
        self._parts.append((depth_m, lambda: self._paint(colour, centres, radii_m, ends)))

    def shadow(self, middle: Point, radius_m: float, darkness: float) -> None:
        """A soft dark patch on the floor, painted at once."""
        depth = np.array([0.0, 0.0, radius_m])
        near, far = middle + depth, middle - depth
        ends = self._camera.project(np.array([near, far, middle]), self._size_px)
        x, half_width = ends[2, 0], ends[2, 2] * radius_m
        left, right = int(x - half_width), int(x + half_width)
        top, bottom = int(ends[1, 1]), int(ends[0, 1])
        patch = self._picture[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
        if patch.size == 0:
            return
        v = np.linspace(-1.0, 1.0, patch.shape[0], dtype=np.float32)[:, None]
        u = np.linspace(-1.0, 1.0, patch.shape[1], dtype=np.float32)[None, :]
        light = 1.0 - darkness * np.clip(1.0 - np.sqrt(u * u + v * v), 0.0, 1.0)
        patch[:] = (patch * light[:, :, None]).astype(np.uint8)

    def finish(self) -> Picture:
        """Paint all parts, and look at them through the lens."""
        for _, paint in sorted(self._parts, key=lambda part: part[0]):
            paint()
        softened = cv2.GaussianBlur(self._picture, (3, 3), self._brush.lens_px)
        return np.asarray(softened, np.uint8)

    def _paint(self, colour: Colour, centres: Point, radii_m: Point, ends: NDArray[np.int64]) -> None:
        seen = self._camera.project(centres, self._size_px)
        middles, radii_px = seen[:, :2], radii_m * seen[:, 2]
        brush = self._brush
        if radii_px.max() < brush.smallest_px:
            self._fill(colour, middles, radii_px, ends)
            return
        light = radii_px[:, None] * np.array(brush.light)
        self._fill(_tinted(colour, brush.shade), middles, radii_px, ends)
        self._fill(colour, middles + light * brush.base_shift, radii_px * brush.base_size, ends)
        glow = _tinted(colour, brush.glow)
        self._fill(glow, middles + light * brush.glow_shift, radii_px * brush.glow_size, ends)

    def _fill(self, colour: Colour, middles: Point, radii_px: Point, ends: NDArray[np.int64]) -> None:
        """The hulls of some circles, one ending before each of `ends`, all in one colour."""
        circles = middles[:, None, :] + radii_px[:, None, None] * _CIRCLE
        fixed = np.rint(circles * (1 << _SUBPIXEL_BITS)).astype(np.int32)
        for hull in np.split(fixed, ends):
            corners = cv2.convexHull(hull.reshape(-1, 2))
            cv2.fillConvexPoly(self._picture, corners, colour, cv2.LINE_AA, _SUBPIXEL_BITS)


def _tinted(colour: Colour, share: float) -> Colour:
    red, green, blue = (min(255, round(channel * share)) for channel in colour)
    return red, green, blue


def chain(*spheres: Sphere) -> list[Hull]:
    """A limb: the hulls of each sphere and the next."""
    return [spheres[i : i + 2] for i in range(len(spheres) - 1)]
