"""The demo pilot's room: plain and cosy, and nothing in it that could be taken for a person.

Drawn once for each size, at twice the size and then halved, which smooths every edge.
"""

from functools import lru_cache

import numpy as np

from griffin.vision.demo_canvas import Colour
from griffin.vision.frame import Picture
from griffin.vision.opencv import cv2

_OVERSAMPLING = 2
_SKIRTING = 0.80  # where the wall meets the floor, as a share of the height
_PLANKS = 9


@lru_cache(maxsize=4)
def draw_room(size_px: tuple[int, int]) -> Picture:
    """The empty room, (height, width, 3). The same array each time: copy it before painting on it."""
    width, height = (side * _OVERSAMPLING for side in size_px)
    room = np.zeros((height, width, 3), np.uint8)
    _paint_wall(room)
    _paint_floor(room)
    _paint_window(room)
    _paint_picture(room)
    _paint_shelf(room)
    _paint_plant(room)
    picture = np.asarray(cv2.resize(room, size_px, interpolation=cv2.INTER_AREA), np.uint8)
    picture.flags.writeable = False
    return picture


def _paint_wall(room: Picture) -> None:
    height, width = room.shape[:2]
    v, u = np.mgrid[0 : 1 : complex(height), 0 : 1 : complex(width)]
    lit = 1.04 - 0.20 * np.hypot((u - 0.30) * 1.2, v - 0.35)  # brightest beside the window
    room[:] = np.clip(np.array([220, 208, 186]) * lit[:, :, None], 0, 255).astype(np.uint8)


def _paint_floor(room: Picture) -> None:
    height, width = room.shape[:2]
    top = int(height * _SKIRTING)
    rows = np.linspace(0.72, 1.0, height - top)[:, None, None]
    room[top:] = (np.array([172, 132, 92]) * rows).astype(np.uint8)
    vanishing = (width // 2, int(height * 0.5))
    for i in range(-_PLANKS, _PLANKS + 1):
        foot = (vanishing[0] + int(i * width * 0.14), height)
        at_wall = vanishing[0] + int(i * width * 0.14 * (top - vanishing[1]) / (height - vanishing[1]))
        cv2.line(room, (at_wall, top), foot, (140, 104, 70), max(1, width // 640), cv2.LINE_AA)
    _box(room, (0.0, _SKIRTING - 0.022, 1.0, _SKIRTING), (238, 234, 226))
    _box(room, (0.0, _SKIRTING, 1.0, _SKIRTING + 0.006), (122, 92, 64))


def _paint_window(room: Picture) -> None:
    _box(room, (0.045, 0.10, 0.235, 0.53), (240, 238, 232))
    _box(room, (0.055, 0.115, 0.225, 0.515), (178, 214, 236))
    height, width = room.shape[:2]
    hills = [(0.055, 0.42), (0.10, 0.38), (0.15, 0.41), (0.225, 0.36), (0.225, 0.515), (0.055, 0.515)]
    corners = np.array([(int(x * width), int(y * height)) for x, y in hills], np.int32)
    cv2.fillPoly(room, [corners], (142, 176, 132), cv2.LINE_AA)
    _box(room, (0.138, 0.115, 0.143, 0.515), (240, 238, 232))
    _box(room, (0.055, 0.31, 0.225, 0.318), (240, 238, 232))
    _box(room, (0.03, 0.53, 0.25, 0.545), (228, 224, 214))
    for left in (0.012, 0.222):
        for fold in range(3):
            start = left + fold * 0.014
            _box(room, (start, 0.07, start + 0.014, 0.60), ((190, 140, 132), (176, 126, 118))[fold % 2])


def _paint_picture(room: Picture) -> None:
    _box(room, (0.79, 0.13, 0.93, 0.32), (120, 96, 74))
    _box(room, (0.80, 0.145, 0.92, 0.305), (214, 222, 214))
    height, width = room.shape[:2]
    for points, colour in (
        ([(0.80, 0.305), (0.845, 0.20), (0.885, 0.305)], (120, 150, 170)),
        ([(0.85, 0.305), (0.895, 0.235), (0.92, 0.27), (0.92, 0.305)], (98, 132, 146)),
    ):
        corners = np.array([(int(x * width), int(y * height)) for x, y in points], np.int32)
        cv2.fillPoly(room, [corners], colour, cv2.LINE_AA)


def _paint_shelf(room: Picture) -> None:
    _box(room, (0.80, 0.58, 0.975, _SKIRTING + 0.01), (150, 116, 84))
    for top in (0.595, 0.70):
        _box(room, (0.81, top, 0.965, top + 0.09), (108, 82, 58))
        left = 0.815
        for i, colour in enumerate(((150, 70, 92), (70, 130, 120), (170, 140, 80), (160, 150, 150)) * 2):
            wide = 0.011 + 0.003 * ((i * 5) % 3)
            _box(room, (left, top + 0.014 + 0.006 * (i % 3), left + wide, top + 0.09), colour)
            left += wide + 0.002


def _paint_plant(room: Picture) -> None:
    height, width = room.shape[:2]
    middle, foot = 0.10, 0.74
    for i, (dx, dy) in enumerate(
        ((-0.05, -0.10), (-0.03, -0.16), (0.0, -0.18), (0.03, -0.15), (0.05, -0.09))
    ):
        start = (int(middle * width), int(foot * height))
        end = (int((middle + dx) * width), int((foot + dy) * height))
        centre = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)
        length = int(np.hypot(end[0] - start[0], end[1] - start[1]) / 2.0)
        angle = float(np.degrees(np.arctan2(end[1] - start[1], end[0] - start[0])))
        colour = ((70, 122, 74), (84, 142, 88))[i % 2]
        cv2.ellipse(room, centre, (length, max(2, length // 4)), angle, 0, 360, colour, -1, cv2.LINE_AA)
    _box(room, (0.075, foot, 0.125, 0.835), (186, 118, 86))
    _box(room, (0.070, foot, 0.130, foot + 0.02), (200, 132, 98))


def _box(room: Picture, edges: tuple[float, float, float, float], colour: Colour) -> None:
    """A filled rectangle: left, top, right, bottom as shares of the picture."""
    height, width = room.shape[:2]
    left, top, right, bottom = edges
    start = (round(left * width), round(top * height))
    end = (max(start[0], round(right * width) - 1), max(start[1], round(bottom * height) - 1))
    cv2.rectangle(room, start, end, colour, -1)
