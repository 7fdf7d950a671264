"""People without what is behind them: cut out of films by the pose model's own masks, or drawn.

Either way the colours of a cut-out have been multiplied by how much of each pixel is the person's, so that
pasting it is one multiplication of the background and one addition.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from griffin.landmarks import Joint
from griffin.vision.demo_canvas import Brush, Canvas, Pinhole
from griffin.vision.film_decoder import FilmDecoder
from griffin.vision.frame import Picture, fit
from griffin.vision.landmarker import prepare_mediapipe
from griffin.vision.opencv import cv2
from griffin.vision.synthetic import Person, add_person

Size = tuple[int, int]
"""Width and height, pixels."""
_SURE = 0.5  # of a pixel: from here on it counts for a person's size
_STEADY_FRAMES = 5  # the trunk's place is a mean of so many: landmarks tremble, and so would who is pasted
_TALLEST_FRAC = 0.9  # who stoops at times is as tall as in the tallest tenth of the pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody stands: the trunk's middle, the floor, the height when upright; picture heights."""

    x: float
    floor_y: float
    tall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOut:
    """Somebody at one moment. `place` is where it was seen, in the picture that it was cut out of.

    `colours` (h, w, 3) and `cover_frac` (h, w): of a rectangle whose upper left corner, x and y, is at
    `corner_px` in a picture that is `height_px` high.
    """

    colours: NDArray[np.float32]
    cover_frac: NDArray[np.float32]
    corner_px: tuple[int, int]
    height_px: int
    place: Place


Actor = Callable[[float], CutOut]
"""A moment → how somebody looks."""


def paste(picture: Picture, cut_out: CutOut, place: Place) -> None:
    """Put somebody before what is in the picture."""
    height, width = picture.shape[:2]
    seen = cut_out.place
    scale = place.tall / seen.tall * height / cut_out.height_px
    left = place.x * height + scale * (cut_out.corner_px[0] - seen.x * cut_out.height_px)
    top = place.floor_y * height + scale * (cut_out.corner_px[1] - seen.floor_y * cut_out.height_px)
    # One step for size and place: rounding the corner to pixels would make who walks stumble.
    move = np.array([[scale, 0.0, left], [0.0, scale, top]])
    colours, cover = (
        cv2.warpAffine(values, move, (width, height), flags=cv2.INTER_LINEAR)
        for values in (cut_out.colours, cut_out.cover_frac)
    )
    picture[:] = np.clip(picture * (1.0 - cover[:, :, None]) + colours, 0.0, 255.0).astype(np.uint8)


def _cut(colours: NDArray[Any], cover_frac: NDArray[np.float32], place: Place) -> CutOut:
    """The part of the picture in which there is anything."""
    ys, xs = np.nonzero(cover_frac > 0.02)
    top, bottom, left, right = (
        (int(ys.min()), int(ys.max()) + 1, int(xs.min()), int(xs.max()) + 1) if len(ys) else (0, 1, 0, 1)
    )
    return CutOut(
        colours=np.ascontiguousarray(colours[top:bottom, left:right], np.float32),
        cover_frac=np.ascontiguousarray(cover_frac[top:bottom, left:right], np.float32),
        corner_px=(left, top),
        height_px=cover_frac.shape[0],
        place=place,
    )


# --- drawn ---
def draw_cut_out(person: Person, height_px: int, camera: Pinhole) -> CutOut:
    """A drawn person. What a black and a white background show differently is background."""
    on_black, on_white = (
        Canvas(np.full((height_px, 2 * height_px, 3), shade, np.uint8), camera, Brush()) for shade in (0, 255)
    )
    add_person(on_black, person)
    add_person(on_white, person)
    colours = on_black.finish()
    cover = 1.0 - (on_white.finish().astype(np.float32) - colours).mean(axis=2) / 255.0
    # The trunk swings with the hips; the floor and the middle of the picture are the camera's.
    metre = camera.focal / camera.distance_m
    hips_x = 1.0 + metre * (person.pose.sway_m + person.right_m - camera.aside_m)
    place = Place(x=hips_x, floor_y=0.5 + metre * camera.height_m, tall=metre * _DRAWN_TALL_M)
    return _cut(colours, np.clip(cover, 0.0, 1.0), place)


_DRAWN_TALL_M = 1.72


# --- filmed ---
@dataclass(frozen=True, slots=True, kw_only=True)
class FilmedPerson:
    """Somebody in a film: every picture whole, and cut out."""

    pictures: Sequence[Picture]
    cut_outs: Sequence[CutOut]
    rate_hz: float

    def number_at(self, t_s: float) -> int:
        """Which picture a moment shows: the film runs to its end, back to its beginning, and so on."""
        last = len(self.pictures) - 1
        number = round(t_s * self.rate_hz) % (2 * last)
        return number if number <= last else 2 * last - number

    def actor_at(self, t_s: float) -> CutOut:
        """The person cut out."""
        return self.cut_outs[self.number_at(t_s)]

    def picture_at(self, t_s: float) -> Picture:
        """The whole picture."""
        return self.pictures[self.number_at(t_s)]


def cut_out_of_film(
    film: Path, model: Path, *, height_px: int, rate_hz: float, from_s: float = 0.0, to_s: float = math.inf
) -> FilmedPerson:
    """Cut the person out of a part of a film; pictures without one are left out.

    Raises CameraError for a film that can't be read, ValueError for one in which nobody is seen.
    """
    scissors = _Scissors(model)
    pictures, found = [], []
    try:
        for picture in film_pictures(film, height_px=height_px, rate_hz=rate_hz, from_s=from_s, to_s=to_s):
            seen = scissors.cut(picture)
            if seen is not None:
                pictures.append(picture)
                found.append(seen)
    finally:
        scissors.close()
    if len(found) < 2:
        raise ValueError(f"nobody is seen in {film.name} from {from_s} to {to_s} s")
    xs = _steadied([trunk_x for _, trunk_x in found])
    rows = [np.nonzero((cover > _SURE).any(axis=1))[0] for cover, _ in found]
    floor_y = float(np.median([each.max() for each in rows])) / height_px
    tall = float(np.quantile([np.ptp(each) for each in rows], _TALLEST_FRAC)) / height_px
    cut_outs = [
        _cut(picture * cover[:, :, None], cover, Place(x=x, floor_y=floor_y, tall=tall))
        for picture, (cover, _), x in zip(pictures, found, xs, strict=True)
    ]
    return FilmedPerson(pictures=pictures, cut_outs=cut_outs, rate_hz=rate_hz)


def film_pictures(
    film: Path, *, height_px: int, rate_hz: float, from_s: float = 0.0, to_s: float = math.inf
) -> list[Picture]:
    """A film's pictures, so many a second, scaled to that height. Raises CameraError."""
    decoder = FilmDecoder(film)
    pictures: list[Picture] = []
    try:
        while (shown := decoder.next()) is not None and shown.film_s <= to_s:
            if shown.film_s >= from_s + len(pictures) / rate_hz:
                whole = shown.convert()
                long_side_px = round(height_px * max(1.0, whole.shape[1] / whole.shape[0]))
                pictures.append(fit(whole, long_side_px=long_side_px))
    finally:
        decoder.close()
    return pictures


def _steadied(values: Sequence[float]) -> list[float]:
    reach = _STEADY_FRAMES // 2
    return [float(np.mean(values[max(0, i - reach) : i + reach + 1])) for i in range(len(values))]


class _Scissors:
    """The pose model, which says of every pixel how much of it is the person that it follows."""

    def __init__(self, model: Path) -> None:
        prepare_mediapipe()
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision

        self._mediapipe = mediapipe
        self._landmarker = vision.PoseLandmarker.create_from_options(
            vision.PoseLandmarkerOptions(
                base_options=BaseOptions(model_asset_path=str(model)),
                running_mode=vision.RunningMode.VIDEO,
                output_segmentation_masks=True,
            )
        )
        self._number = 0

    def cut(self, picture: Picture) -> tuple[NDArray[np.float32], float] | None:
        """The mask, and where the trunk's middle is (picture heights); None where nobody is seen."""
        image = self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=picture)
        self._number += 1
        seen = self._landmarker.detect_for_video(image, 100 * self._number)
        if not seen.segmentation_masks:
            return None
        height, width = picture.shape[:2]
        mask = np.array(seen.segmentation_masks[0].numpy_view(), np.float32).reshape(height, width)
        points = seen.pose_landmarks[0]
        return mask, float(np.mean([points[joint].x for joint in _TRUNK])) * width / height

    def close(self) -> None:
        self._landmarker.close()


_TRUNK = (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP)
