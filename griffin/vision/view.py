"""View: the rectangle of a picture that the pose model is given, and the geometry of parts. Pure numbers.

Coordinates are pixels of the upright picture, x to the right, y down; a picture's size is (width, height).
"""

import math
from dataclasses import dataclass

import numpy as np

from griffin.landmarks import Landmarks
from griffin.vision.frame import Picture

Size = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A rectangle of a picture, whole pixels; `right` and `bottom` lie just outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size_px(self) -> Size:
        """Its width and height."""
        return self.right - self.left, self.bottom - self.top

    def shows_all(self, size_px: Size) -> bool:
        """Whether nothing of a picture of this size lies outside."""
        return self == whole(size_px)

    def cut(self, picture: Picture) -> Picture:
        """This part of the picture, with its pixels as they are: nothing is scaled or copied."""
        return picture[self.top : self.bottom, self.left : self.right]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a body is in a picture, and how long it is there, from end to end, lying or standing."""

    x_px: float
    y_px: float
    length_px: float


def size_of(picture: Picture) -> Size:
    """A picture's width and height."""
    return picture.shape[1], picture.shape[0]


def whole(size_px: Size) -> View:
    """The view that shows the whole picture."""
    width, height = size_px
    return View(left=0, top=0, right=width, bottom=height)


def locate(body: Landmarks, size_px: Size) -> Place:
    """Where a body is in a picture of this size."""
    points_px = body.picture[:, :2] * size_px[1]
    low, high = points_px.min(axis=0), points_px.max(axis=0)
    x, y = (low + high) / 2.0
    return Place(x_px=float(x), y_px=float(y), length_px=float(np.max(high - low)))


def tile(size_px: Size, side_frac: float, overlap_frac: float) -> tuple[View, ...]:
    """Squares that cover the picture, the ones nearest its middle first.

    Side and least overlap are shares of the picture's shorter side.
    """
    short_px = min(size_px)
    side_px = max(1, round(side_frac * short_px))
    columns, rows = (_starts(length_px, side_px, overlap_frac * short_px) for length_px in size_px)
    views = [
        View(left=left, top=top, right=left + side_px, bottom=top + side_px)
        for left in columns
        for top in rows
    ]
    middle = (size_px[0] - side_px) / 2.0, (size_px[1] - side_px) / 2.0
    return tuple(sorted(views, key=lambda view: math.dist((view.left, view.top), middle)))


def _starts(length_px: int, side_px: int, overlap_px: float) -> list[int]:
    """Where squares begin along a side of the picture, evenly spread."""
    count = 1 + max(0, math.ceil((length_px - side_px) / (side_px - overlap_px)))
    last_px = length_px - side_px
    return [round(last_px * number / (count - 1)) if count > 1 else last_px // 2 for number in range(count)]


def part_about(place: Place, size_px: Size, fill_frac: float, least_frac: float) -> View:
    """A square about a place of which the body's length fills that share.

    It lies within the picture. `least_frac`: its least side, as a share of the picture's shorter side.
    """
    short_px = min(size_px)
    side_px = round(min(short_px, max(place.length_px / fill_frac, least_frac * short_px)))
    left, top = (
        round(min(max(0.0, middle_px - side_px / 2.0), length_px - side_px))
        for middle_px, length_px in zip((place.x_px, place.y_px), size_px, strict=True)
    )
    return View(left=left, top=top, right=left + side_px, bottom=top + side_px)


def grow(view: View, size_px: Size, place: Place, step_frac: float) -> View:
    """The next view on the way to the whole picture, as far as the model's tracker can follow.

    It looks where the body was in coordinates of the view before. So within the view the body may move by no
    more than `step_frac` of its own length, and shrink by no more than this share.
    """
    (width, height), (all_width, all_height) = view.size_px, size_px
    # Where the place would be if it kept its coordinates in the whole picture.
    stray_px = math.hypot(
        all_width * (place.x_px - view.left) / width - place.x_px,
        all_height * (place.y_px - view.top) / height - place.y_px,
    )
    way_frac = min(
        1.0,
        step_frac * place.length_px / max(stray_px, 1e-6),
        step_frac * width / max(all_width - width, 1e-6),
        step_frac * height / max(all_height - height, 1e-6),
    )
    return View(
        left=math.floor(view.left * (1.0 - way_frac)),
        top=math.floor(view.top * (1.0 - way_frac)),
        right=math.ceil(view.right + (all_width - view.right) * way_frac),
        bottom=math.ceil(view.bottom + (all_height - view.bottom) * way_frac),
    )
