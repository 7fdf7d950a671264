"""A moment → a picture of the demo pilot: a drawn figure that the real pose model takes for a person.

It replaces a missing camera, so that all the rest of the game runs as usual. `demo_performance` says what the
body does, `demo_body` where its joints are; this module draws it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from griffin.vision.demo_body import DemoBody, Point, moved, pose_body
from griffin.vision.demo_canvas import Brush, Canvas, Colour, Pinhole, Sphere, chain
from griffin.vision.demo_performance import BodyPose, perform
from griffin.vision.demo_room import draw_room
from griffin.vision.frame import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Wardrobe:
    """Colours of the pilot: plain clothes that stand out from the room."""

    skin: Colour = (226, 178, 150)
    skin_shade: Colour = (206, 154, 128)
    hair: Colour = (78, 54, 38)
    shirt: Colour = (36, 96, 120)
    trousers: Colour = (58, 62, 70)
    shoes: Colour = (158, 58, 66)
    lips: Colour = (182, 104, 106)
    eye_white: Colour = (244, 240, 236)
    iris: Colour = (74, 58, 44)


def draw_demo_frame(
    t_s: float, size_px: tuple[int, int] = (640, 480), camera: Pinhole | None = None
) -> Picture:
    """The picture at a moment of the performance, (height, width, 3); `size_px` is (width, height).

    The same time always gives the same picture; it repeats with the performance. From wherever the pilot is
    seen, the room behind stays the same.
    """
    return draw_people([Person(pose=perform(t_s))], size_px, camera)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the demo pilot's room: the pose, the place on the floor beside the pilot's, the clothes.

    `right_m`: to the picture's right. `nearer_m`: towards the camera.
    """

    pose: BodyPose
    right_m: float = 0.0
    nearer_m: float = 0.0
    wardrobe: Wardrobe = Wardrobe()


def draw_people(
    people: Sequence[Person], size_px: tuple[int, int] = (640, 480), camera: Pinhole | None = None
) -> Picture:
    """A picture of several people, those in front covering those behind."""
    canvas = Canvas(draw_room(size_px).copy(), camera or Pinhole(), Brush())
    for person in sorted(people, key=lambda each: each.nearer_m):
        place = np.array([person.right_m, 0.0, person.nearer_m])
        height_m = person.pose.feet_m
        canvas.shadow(place, 0.42 - 0.3 * height_m, 0.55 - 0.9 * height_m)
        add_person(canvas, person)
    return canvas.finish()


def add_person(canvas: Canvas, person: Person) -> None:
    """Paint somebody without the room and the shadow: for pictures with another background."""
    place = np.array([person.right_m, 0.0, person.nearer_m])
    body, wardrobe = moved(pose_body(person.pose), place), person.wardrobe
    for side in (0, 1):
        _add_leg(canvas, body, wardrobe, side)
        _add_arm(canvas, body, wardrobe, side)
    _add_trunk(canvas, body, wardrobe)
    _add_head(canvas, body, wardrobe)
    if body.axes[2, 2] > 0.0:
        _add_face(canvas, body, wardrobe)


def _add_leg(canvas: Canvas, body: DemoBody, wardrobe: Wardrobe, side: int) -> None:
    hip, knee, ankle, toe = body.hips[side], body.knees[side], body.ankles[side], body.toes[side]
    shin = ankle - knee
    calf, cuff = knee + shin * 0.3, knee + shin * 0.93
    leg = (hip, 0.088), (knee, 0.058), (calf, 0.056), (cuff, 0.044)
    canvas.add(wardrobe.trousers, *chain(*leg))
    heel = ankle + (ankle - toe) * 0.25
    heel[1] = ankle[1] - 0.05
    instep = ankle + (toe - ankle) * 0.35
    canvas.add(wardrobe.shoes, [(heel, 0.034), (instep, 0.042), (toe, 0.030)], nearer_m=0.01)


def _add_arm(canvas: Canvas, body: DemoBody, wardrobe: Wardrobe, side: int) -> None:
    shoulder, elbow = body.shoulders[side], body.elbows[side]
    wrist, fingers = body.wrists[side], body.fingers[side]
    sleeve = shoulder + (elbow - shoulder) * 0.62
    forearm = elbow + (wrist - elbow) * 0.3
    along = fingers - wrist
    palm = wrist + along * 0.45
    arm = (sleeve, 0.042), (elbow, 0.038), (forearm, 0.039), (wrist, 0.026), (palm, 0.033), (fingers, 0.016)
    canvas.add(wardrobe.skin, *chain(*arm))
    canvas.add(wardrobe.shirt, [(shoulder, 0.058), (sleeve, 0.053)], nearer_m=0.02)
    # The thumb stands off upwards, or forwards on a hanging arm.
    _, up, forward = body.axes
    is_hanging = abs(along[1]) > 0.7 * float(np.linalg.norm(along))
    thumb = palm + 0.05 * (forward if is_hanging else up) + along * 0.1
    canvas.add(wardrobe.skin, [(wrist + along * 0.25, 0.014), (thumb, 0.011)], nearer_m=0.006)


def _add_trunk(canvas: Canvas, body: DemoBody, wardrobe: Wardrobe) -> None:
    (left_hip, right_hip), (left_shoulder, right_shoulder) = body.hips, body.shoulders
    middle, chest = (left_hip + right_hip) / 2.0, (left_shoulder + right_shoulder) / 2.0
    across, rise = (left_shoulder - right_shoulder) / 2.0, chest - middle

    def at(across_share: float, rise_share: float) -> Point:
        return middle + across * across_share + rise * rise_share

    def pair(across_share: float, rise_share: float, radius_m: float) -> tuple[Sphere, Sphere]:
        return (at(across_share, rise_share), radius_m), (at(-across_share, rise_share), radius_m)

    seat = (left_hip + rise * 0.02, 0.088), (right_hip + rise * 0.02, 0.088)
    canvas.add(wardrobe.trousers, [*seat, (at(0.0, 0.12), 0.10)], nearer_m=0.03)
    belly = (*pair(0.46, 0.07, 0.074), *pair(0.40, 0.34, 0.070))
    ribs = (*pair(0.40, 0.32, 0.070), *pair(0.78, 0.84, 0.055), *pair(0.86, 1.0, 0.050))
    breast = (at(0.0, 1.10), 0.062), (at(0.0, 0.75), 0.105)
    canvas.add(wardrobe.shirt, belly, (*ribs, *breast), nearer_m=0.05)
    neck = at(0.0, 1.12)
    canvas.add(wardrobe.skin_shade, [(neck, 0.050), (body.head - rise * 0.16, 0.048)], nearer_m=0.055)
    forward = body.axes[2]
    throat = (at(0.0, 1.06) + forward * 0.07, 0.030), (neck + forward * 0.05, 0.044)
    canvas.add(wardrobe.skin, throat, nearer_m=0.01)


def _add_head(canvas: Canvas, body: DemoBody, wardrobe: Wardrobe) -> None:
    at = _head_frame(body)
    skull = (at(0.0, 0.020, 0.030), 0.076), (at(0.0, -0.045, 0.035), 0.060), (at(0.0, -0.078, 0.045), 0.036)
    canvas.add(wardrobe.skin, skull, nearer_m=0.06)
    back = (at(0.0, 0.03, -0.022), 0.092), (at(0.0, -0.02, -0.038), 0.078), (at(0.0, -0.055, -0.045), 0.060)
    canvas.add(wardrobe.hair, back, nearer_m=0.06)
    fringe = (at(0.045, 0.098, 0.045), 0.022), (at(-0.045, 0.094, 0.045), 0.024), (at(0.0, 0.105, 0.0), 0.030)
    canvas.add(wardrobe.hair, fringe, nearer_m=0.09)
    for side in (1.0, -1.0):
        temple = (at(side * 0.072, 0.080, 0.005), 0.020), (at(side * 0.080, 0.025, -0.012), 0.012)
        ear = (at(side * 0.080, 0.012, -0.005), 0.016), (at(side * 0.077, -0.016, 0.0), 0.012)
        is_seen = side * body.axes[0, 2] > -0.3
        canvas.add(wardrobe.hair, temple, nearer_m=0.08 if is_seen else -0.1)
        canvas.add(wardrobe.skin_shade, ear, nearer_m=0.09 if is_seen else -0.1)


def _add_face(canvas: Canvas, body: DemoBody, wardrobe: Wardrobe) -> None:
    at = _head_frame(body)
    for side in (1.0, -1.0):
        if body.axes[2, 2] + 0.5 * side * body.axes[0, 2] < 0.25:
            continue  # this eye is behind the nose
        x = side * 0.033
        white = (at(x + side * 0.010, 0.016, 0.090), 0.0075), (at(x - side * 0.010, 0.016, 0.096), 0.0075)
        lid = (at(x + side * 0.016, 0.023, 0.088), 0.003), (at(x - side * 0.013, 0.024, 0.094), 0.003)
        brow = (at(x + side * 0.018, 0.043, 0.086), 0.0035), (at(x - side * 0.016, 0.046, 0.096), 0.0045)
        canvas.add(wardrobe.eye_white, white, nearer_m=0.10)
        canvas.add(wardrobe.iris, [(at(x, 0.016, 0.096), 0.0075)], nearer_m=0.11)
        canvas.add(wardrobe.hair, lid, nearer_m=0.12)
        canvas.add(wardrobe.hair, brow, nearer_m=0.12)
    nose = (at(0.0, 0.020, 0.098), 0.007), (at(0.0, -0.020, 0.118), 0.013)
    bridge = (at(-0.002, 0.020, 0.100), 0.006), (at(-0.002, -0.016, 0.120), 0.009)
    canvas.add(wardrobe.skin_shade, nose, nearer_m=0.12)
    canvas.add(wardrobe.skin, bridge, nearer_m=0.13)
    if body.axes[2, 2] > 0.2:
        mouth = (at(0.024, -0.053, 0.086), 0.005), (at(-0.024, -0.053, 0.086), 0.005)
        canvas.add(wardrobe.lips, [*mouth, (at(0.0, -0.056, 0.094), 0.008)], nearer_m=0.12)


def _head_frame(body: DemoBody) -> Callable[[float, float, float], Point]:
    """Turns (left, up, forward) from the middle of the head, metres, into a point of the room."""

    def at(left_m: float, up_m: float, forward_m: float) -> Point:
        return body.head + np.array([left_m, up_m, forward_m]) @ body.axes

    return at
