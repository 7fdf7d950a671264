"""Pictures in a ring that fills: what comes of a move that is held. Pure.

Places are parts of the ring's radius from its middle, x to the right and y down.
"""

import math
from collections.abc import Callable

from griffin.easing import mix, smooth_between
from griffin.game.lesson_moment import Move
from griffin.scene.badges import filling_ring
from griffin.scene.shapes import Capsule, Ellipse, Fill, Group, Leaf, Paint, Point, Shape, Triangle

_FAR = (-0.44, -0.40)  # where the griffin comes from
_PERCH = (-0.26, -0.02)  # and its place on the branch


class _Place:
    """From parts of a size about a point to the canvas."""

    def __init__(self, middle: Point, size_u: float) -> None:
        self._middle = middle
        self.size_u = size_u

    def at(self, x: float, y: float) -> Point:
        return self._middle[0] + self.size_u * x, self._middle[1] + self.size_u * y

    def limb(self, start: Point, end: Point, start_radius: float, end_radius: float) -> Capsule:
        s = self.size_u
        return Capsule(self.at(*start), self.at(*end), start_radius * s, end_radius * s)

    def disc(self, x: float, y: float, radius: float) -> Capsule:
        return self.limb((x, y), (x, y), radius, radius)

    def leaf(self, root: Point, tip: Point, breadth: float) -> Leaf:
        return Leaf(self.at(*root), self.at(*tip), breadth * self.size_u)

    def triangle(self, a: Point, b: Point, c: Point) -> Triangle:
        return Triangle(self.at(*a), self.at(*b), self.at(*c))

    def part(self, x: float, y: float, size: float) -> "_Place":
        """Another one about a point of this one, of a part of its size."""
        return _Place(self.at(x, y), size * self.size_u)


def ring_picture(
    move: Move, middle: Point, radius_u: float, done_frac: float, *, alpha_frac: float
) -> tuple[Group, ...]:
    """What the griffin does for a move that is held, in a ring. `done_frac`: how long it has been held."""
    place = _Place(middle, radius_u)
    sky: Shape = place.disc(0.0, 0.0, 1.0)
    picture = Group(
        fills=(Fill(sky, Paint.SKY), *_DRAWN[move](place, done_frac)),
        top_u=middle[1] - radius_u,
        bottom_u=middle[1] + radius_u,
        outline_u=0.0,
        alpha_frac=alpha_frac,
    )
    return (picture, *filling_ring(middle, radius_u, done_frac, alpha_frac=alpha_frac))


def _home(place: _Place, done_frac: float) -> list[Fill]:
    """The griffin flies to its branch, and sits there."""
    flown = smooth_between(done_frac, 0.0, 0.85)
    at = mix(_FAR[0], _PERCH[0], flown), mix(_FAR[1], _PERCH[1], flown)
    fills = [
        *_land(place),
        Fill(place.limb((0.36, 0.74), (0.32, -0.20), 0.13, 0.10), Paint.PRIMARY),
        Fill(place.limb((0.34, 0.36), (-0.62, 0.30), 0.075, 0.05), Paint.PRIMARY),
        *(
            Fill(place.disc(*crown), Paint.WOODS)
            for crown in ((0.58, -0.20, 0.25), (0.10, -0.44, 0.24), (0.36, -0.48, 0.34))
        ),
    ]
    if flown < 1.0:
        lift = 0.25 * math.sin(2.0 * math.tau * done_frac)
        return fills + _gliding(place.part(*at, mix(0.36, 0.46, flown)), lift=lift)
    return fills + _sitting(place.part(*_PERCH, 0.60))


def _rest(place: _Place, done_frac: float) -> list[Fill]:
    """The griffin glides on by itself."""
    drift = 0.06 * math.sin(math.tau * done_frac)
    return [
        *_land(place),
        *_gliding(place.part(0.0, drift - 0.12, 0.68), lift=0.0),
    ]


def _land(place: _Place) -> list[Fill]:
    return [Fill(Ellipse(place.at(0.0, 0.68), (0.69 * place.size_u, 0.26 * place.size_u)), Paint.MEADOW)]


_DRAWN: dict[Move, Callable[[_Place, float], list[Fill]]] = {Move.HOME: _home, Move.REST: _rest}


def _gliding(place: _Place, *, lift: float) -> list[Fill]:
    """From before it, wings spread; a wing's tip is 1.2 from the middle. `lift`: of the tips."""
    fills = []
    for side in (-1.0, 1.0):
        wrist, tip = (0.62 * side, -0.22 - 0.6 * lift), (1.22 * side, -0.02 - lift)
        fills += [
            Fill(place.leaf((0.04 * side, 0.05), tip, 0.34), Paint.SECONDARY),
            Fill(place.leaf(wrist, tip, 0.26), Paint.PRIMARY),
            Fill(place.limb((0.08 * side, 0.0), wrist, 0.09, 0.07), Paint.COVERT),
        ]
    return [
        *fills,
        Fill(place.limb((0.0, 0.05), (0.0, 0.36), 0.19, 0.12), Paint.FUR),
        *_head(place, 0.0, -0.16),
    ]


def _sitting(place: _Place) -> list[Fill]:
    """From before it, wings folded, the feet on what is 0.5 below."""
    fills = [
        Fill(place.leaf((0.10, 0.20), (0.42, 0.98), 0.14), Paint.FUR),  # the tail hangs down
        Fill(place.leaf((0.32, 0.76), (0.46, 1.06), 0.16), Paint.TUFT),
    ]
    for side in (-1.0, 1.0):
        fills += [
            Fill(place.limb((0.12 * side, 0.30), (0.14 * side, 0.46), 0.08, 0.08), Paint.BEAK),
            Fill(place.leaf((0.22 * side, -0.22), (0.30 * side, 0.56), 0.30), Paint.SECONDARY),
        ]
    return [
        *fills,
        Fill(place.limb((0.0, -0.02), (0.0, 0.24), 0.24, 0.20), Paint.FUR),
        *_head(place, 0.0, -0.30),
    ]


def _head(place: _Place, x: float, y: float) -> list[Fill]:
    """Cream with ears and a beak, as the guide's."""
    ears = [
        Fill(place.leaf((x + 0.10 * side, y - 0.06), (x + 0.22 * side, y - 0.40), 0.14), Paint.CREAM)
        for side in (-1.0, 1.0)
    ]
    return [
        *ears,
        Fill(place.disc(x, y, 0.20), Paint.CREAM),
        *(Fill(place.disc(x + 0.09 * side, y - 0.03, 0.035), Paint.INK) for side in (-1.0, 1.0)),
        Fill(place.triangle((x - 0.08, y + 0.03), (x + 0.08, y + 0.03), (x, y + 0.20)), Paint.BEAK),
    ]
