"""Pictures of the demo pilot in bad light, made of the good ones."""

from functools import lru_cache

import numpy as np

from griffin.vision.demo_canvas import Pinhole
from griffin.vision.demo_room import draw_room
from griffin.vision.frame import Picture
from griffin.vision.synthetic import draw_demo_frame

SIZE_PX = (640, 480)
_NOISE = 2.0  # standard deviation, of 255: a webcam's in poor light


@lru_cache(maxsize=64)
def pilot(t_s: float = 2.4, camera: Pinhole | None = None) -> Picture:
    """The demo pilot in good light, arms held out."""
    picture = draw_demo_frame(t_s, SIZE_PX, camera)
    picture.flags.writeable = False
    return picture


def empty_room() -> Picture:
    """Nobody there."""
    return draw_room(SIZE_PX)


def _noisy(picture: np.ndarray, seed: int) -> Picture:
    noise = np.random.default_rng(seed).normal(0.0, _NOISE, picture.shape)
    return np.clip(picture + noise, 0.0, 255.0).astype(np.uint8)


def darkened(picture: Picture, light: float, seed: int = 1) -> Picture:
    """The same scene with so much of its light."""
    return _noisy(light * picture.astype(float), seed)


def covered(colour: tuple[float, float, float] = (0.0, 0.0, 0.0), seed: int = 1) -> Picture:
    """A lens behind a cap, or a finger of this colour: red, green, blue."""
    return _noisy(np.full((*SIZE_PX[::-1], 3), colour), seed)


def against_the_light(figure: float, wall: float, seed: int = 1) -> Picture:
    """The pilot with so much of the light, before a wall with so much of it."""
    lit, room = pilot().astype(float), empty_room().astype(float)
    is_figure = (np.abs(lit - room).max(axis=2) > 6.0)[:, :, None]
    return _noisy(np.where(is_figure, figure * lit, wall * room), seed)
