"""Signs: why the camera doesn't see somebody well. Each shows how it is and how to mend it. Pure.

Cream is how it is, gold how to mend it. Most are a window, which is what the camera sees. Places are parts of
the sign's size from its middle, x to the right and y down.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from griffin.events import Advice
from griffin.scene.arrows import curved_arrow, straight_arrow
from griffin.scene.figure_body import posed_body
from griffin.scene.figure_head import Face
from griffin.scene.figure_shapes import ONLOOKER, PILOT, Look, figure, ghost
from griffin.scene.moves import ARMS_UP, STANDING, Pose
from griffin.scene.shapes import Arc, Box, Capsule, Fill, Group, Paint, Point, Shape


class Sign(Enum):
    """What is in the way of being seen."""

    NOBODY = "nobody"
    DARK = "dark"
    AGAINST = "against"
    COVERED = "covered"
    NEAR = "near"
    FAR = "far"
    LEFT = "left"
    RIGHT = "right"
    SEVERAL = "several"
    SLOW = "slow"
    UNPLUGGED = "unplugged"


SIGN_OF_ADVICE: dict[Advice, Sign | None] = {
    Advice.NONE: None,
    Advice.NOBODY: Sign.NOBODY,
    Advice.TOO_DARK: Sign.DARK,
    Advice.AGAINST_THE_LIGHT: Sign.AGAINST,
    Advice.COVERED: Sign.COVERED,
    Advice.TOO_NEAR: Sign.NEAR,
    Advice.TOO_FAR: Sign.FAR,
    Advice.OFF_TO_LEFT: Sign.LEFT,
    Advice.OFF_TO_RIGHT: Sign.RIGHT,
    Advice.SEVERAL_PEOPLE: Sign.SEVERAL,
    Advice.CAMERA_SLOW: Sign.SLOW,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignTuning:
    """A sign's measures, in parts of its size."""

    half: tuple[float, float] = (0.56, 0.42)  # of the window
    corner: float = 0.13
    border: float = 0.04
    glass_alpha_frac: float = 0.82
    floor: float = 0.36  # where feet stand, below the middle
    arrow: float = 0.062
    unlit_alpha_frac: float = 0.45  # of a lamp's glass: empty beside one that shines
    ghost_stroke: float = 0.024
    outline_u: float = 2.8


TUNING = SignTuning()
HALF_HIGH = TUNING.half[1]  # from a sign's middle to its window's lower edge, in sizes
_GREY = Look(body=Paint.GREY, face=Face.NONE)
_DIM = replace(ONLOOKER, alpha_frac=0.6)
_BLACK = Look(body=Paint.INK, face=Face.NONE, has_shadow=False)


class _Pad:
    """Turns places and lengths of a sign into u, and shapes into groups."""

    def __init__(self, middle: Point, size_u: float) -> None:
        self.middle = middle
        self.size_u = size_u

    def at(self, x: float, y: float) -> Point:
        return self.middle[0] + self.size_u * x, self.middle[1] + self.size_u * y

    def group(self, *fills: Fill, outline_u: float = TUNING.outline_u, shadow_u: float = 7.0) -> Group:
        """The colours go from the window's top to its bottom."""
        top, bottom = (self.at(0.0, y)[1] for y in (-TUNING.half[1], TUNING.half[1]))
        return Group(fills=fills, top_u=top, bottom_u=bottom, outline_u=outline_u, shadow_u=shadow_u)

    def gold(self, *shapes: Shape) -> Group:
        return self.group(*(Fill(shape, Paint.GOLD) for shape in shapes))

    def box(self, x: float, y: float, half_x: float, half_y: float, corner: float) -> Box:
        s = self.size_u
        return Box(self.at(x, y), (half_x * s, half_y * s), corner * s)

    def stroke(self, start: Point, end: Point, breadth: float) -> Capsule:
        radius = 0.5 * breadth * self.size_u
        return Capsule(self.at(*start), self.at(*end), radius, radius)

    def disc(self, x: float, y: float, radius: float) -> Capsule:
        return Capsule(self.at(x, y), self.at(x, y), radius * self.size_u, radius * self.size_u)

    def arrow(self, start: Point, end: Point) -> Group:
        return self.gold(*straight_arrow(self.at(*start), self.at(*end), TUNING.arrow * self.size_u))

    def person(
        self, x: float, height: float, look: Look, *, floor: float = TUNING.floor, pose: Pose = STANDING
    ) -> Group:
        return figure(posed_body(pose, self.at(x, floor), height * self.size_u), look)

    def ghost(self, x: float, height: float, *, floor: float = TUNING.floor) -> tuple[Group, ...]:
        body = posed_body(STANDING, self.at(x, floor), height * self.size_u)
        return ghost(body, max(2.0, TUNING.ghost_stroke * self.size_u))

    def window(self, glass: Paint, *inside: Group) -> tuple[Group, ...]:
        """Glass, what is seen through it, and the frame about it."""
        (half_x, half_y), s = TUNING.half, self.size_u
        alpha = 1.0 if glass is Paint.NIGHT else TUNING.glass_alpha_frac
        pane = Fill(self.box(0.0, 0.0, half_x, half_y, TUNING.corner), glass, alpha)
        frame = Box(self.middle, (half_x * s, half_y * s), TUNING.corner * s, 0.0, TUNING.border * s)
        clip = (*self.at(-half_x, -half_y), *self.at(half_x, half_y))
        return (
            self.group(pane, outline_u=0.0),
            *(replace(group, clip=clip) for group in inside),
            self.group(Fill(frame, Paint.CREAM), shadow_u=0.0),
        )

    def bulb(self, x: float, y: float, size: float, *, is_lit: bool = True) -> Group:
        """A lamp: a disc and its socket, and rays where it shines."""
        rays = [math.radians(-90.0 + 36.0 * step) for step in range(-3, 4)] if is_lit else []
        return self.group(
            *self._rays((x, y), (1.45 * size, 1.9 * size), 0.24 * size, rays, Paint.GOLD),
            Fill(self.box(x, y + 1.18 * size, 0.42 * size, 0.42 * size, 0.14 * size), Paint.CREAM),
            Fill(
                self.disc(x, y, size),
                Paint.GOLD if is_lit else Paint.CREAM,
                1.0 if is_lit else TUNING.unlit_alpha_frac,
                0.7 * TUNING.outline_u,
            ),
        )

    def _rays(
        self, middle: Point, reach: tuple[float, float], breadth: float, turns: list[float], paint: Paint
    ) -> list[Fill]:
        """Strokes about a middle, from so far to so far off it, one in each of these directions."""
        (x, y), (start, end) = middle, reach
        ways = [(math.cos(turn), math.sin(turn)) for turn in turns]
        return [
            Fill(
                self.stroke(
                    (x + start * across, y + start * down), (x + end * across, y + end * down), breadth
                ),
                paint,
            )
            for across, down in ways
        ]

    def sun(self, x: float, y: float, size: float) -> Group:
        """A disc with rays all round, in a glow."""
        turns = [math.tau * step / 12 for step in range(12)]
        return self.group(
            Fill(self.disc(x, y, 1.9 * size), Paint.SUN, 0.35),
            *self._rays((x, y), (1.3 * size, 1.75 * size), 0.22 * size, turns, Paint.SUN),
            Fill(self.disc(x, y, size), Paint.SUN),
            outline_u=0.0,
            shadow_u=0.0,
        )

    def lens(self, x: float, y: float, size: float) -> tuple[Fill, ...]:
        """An eye of glass with a glint."""
        return (
            Fill(self.disc(x, y, size), Paint.INK),
            Fill(self.disc(x, y, 0.76 * size), Paint.LIT_TILE),
            Fill(self.disc(x - 0.28 * size, y - 0.28 * size, 0.22 * size), Paint.CREAM),
        )

    def webcam(self, x: float, y: float, size: float) -> tuple[Fill, ...]:
        """A pill on a foot; the lens is the caller's."""
        line = TUNING.outline_u
        return (
            Fill(self.box(x, y + 0.66 * size, 0.12 * size, 0.24 * size, 0.02 * size), Paint.CREAM, 1.0, line),
            Fill(
                self.box(x, y + 0.92 * size, 0.46 * size, 0.115 * size, 0.11 * size), Paint.CREAM, 1.0, line
            ),
            Fill(self.box(x, y, 0.76 * size, 0.44 * size, 0.38 * size), Paint.CREAM, 1.0, line),
        )


def _nobody(pad: _Pad) -> tuple[Group, ...]:
    return (
        *pad.window(Paint.GLASS, *pad.ghost(0.14, 0.70)),
        pad.arrow((-0.66, 0.06), (-0.10, 0.06)),
    )


def _dark(pad: _Pad) -> tuple[Group, ...]:
    """A lamp that is off, and the same one on."""
    return (
        *pad.window(Paint.NIGHT, pad.person(-0.41, 0.60, _GREY)),
        pad.bulb(-0.13, -0.06, 0.105, is_lit=False),
        pad.arrow((0.0, -0.02), (0.20, -0.02)),
        pad.bulb(0.37, -0.06, 0.105),
    )


def _against(pad: _Pad) -> tuple[Group, ...]:
    """The sun in the window behind somebody, who is black before it; curtains that are to be drawn."""
    pane = pad.group(Fill(pad.box(0.0, -0.02, 0.38, 0.36, 0.02), Paint.SKY), outline_u=0.0, shadow_u=0.0)
    bars = pad.group(
        Fill(pad.stroke((0.0, -0.38), (0.0, 0.34), 0.03), Paint.CREAM),
        Fill(pad.stroke((-0.38, 0.10), (0.38, 0.10), 0.03), Paint.CREAM),
        outline_u=0.0,
        shadow_u=0.0,
    )
    curtains = pad.group(
        *(
            Fill(pad.box(side * (0.50 - 0.085 * fold), -0.02, 0.05, 0.37, 0.04), Paint.GOLD, 1.0, 2.0)
            for side in (-1.0, 1.0)
            for fold in range(2)
        )
    )
    person = pad.person(0.0, 0.64, _BLACK, floor=0.40)
    return (
        *pad.window(Paint.GLASS, pane, bars, pad.sun(0.0, -0.16, 0.17), person, curtains),
        pad.arrow((-0.46, 0.20), (-0.19, 0.20)),
        pad.arrow((0.46, 0.20), (0.19, 0.20)),
    )


def _covered(pad: _Pad) -> tuple[Group, ...]:
    """A cloth over a camera, which is to be drawn off: half of its eye looks out."""
    hems = ((-0.22, 0.19), (-0.10, 0.25), (0.02, 0.20), (0.13, 0.26))  # of the cloth's folds: across, down
    cloth = [
        Fill(pad.box(-0.045, -0.19, 0.25, 0.155, 0.12), Paint.WOOD),
        *(
            Fill(pad.stroke((across, -0.18), (across, down - 0.07), 0.15), Paint.WOOD)
            for across, down in hems
        ),
    ]
    creases = [Fill(pad.stroke((x, -0.20), (x, 0.10), 0.018), Paint.INK, 0.45) for x in (-0.16, -0.04, 0.075)]
    return (
        pad.group(*pad.webcam(0.17, -0.03, 0.50), *pad.lens(0.27, -0.03, 0.18)),
        pad.group(*cloth, *creases),
        pad.gold(*curved_arrow(pad.at(-0.23, -0.14), 0.22 * pad.size_u, -0.6, -2.55, 0.08 * pad.size_u)),
    )


def _near(pad: _Pad) -> tuple[Group, ...]:
    large = pad.person(-0.17, 1.62, ONLOOKER, floor=1.20)
    return (
        *pad.window(Paint.GLASS, large, *pad.ghost(0.36, 0.54, floor=0.33)),
        pad.arrow((-0.06, 0.25), (0.20, 0.19)),
    )


def _far(pad: _Pad) -> tuple[Group, ...]:
    return pad.window(
        Paint.GLASS,
        pad.person(-0.36, 0.24, ONLOOKER, floor=0.06),
        *pad.ghost(0.20, 0.72),
        pad.arrow((-0.34, 0.16), (-0.06, 0.29)),
    )


def _beside(pad: _Pad, side: float) -> tuple[Group, ...]:
    """`side`: 1 where the figure stands too far to the right, -1 to the left."""
    return (
        *pad.window(Paint.GLASS, *pad.ghost(-0.14 * side, 0.70), pad.person(0.56 * side, 0.70, ONLOOKER)),
        pad.arrow((0.38 * side, -0.16), (0.03 * side, -0.16)),
    )


def _several(pad: _Pad) -> tuple[Group, ...]:
    return (
        *pad.window(
            Paint.GLASS,
            pad.person(-0.34, 0.58, _DIM),
            pad.person(0.35, 0.50, _DIM),
        ),
        pad.person(0.0, 0.72, PILOT, pose=ARMS_UP),
    )


def _slow(pad: _Pad) -> tuple[Group, ...]:
    s, line = pad.size_u, TUNING.outline_u
    house = pad.at(-0.06, 0.02)
    turns = 5
    spiral = [
        Arc(
            (house[0] + (-0.0265 if half % 2 else 0.0) * s, house[1]),
            (0.155 - 0.0265 * half) * s,
            0.028 * s,
            0.028 * s,
            math.pi * (half % 2),
            math.pi,
        )
        for half in range(turns)
    ]
    snail = pad.group(
        Fill(pad.stroke((0.31, -0.14), (0.25, -0.26), 0.035), Paint.CREAM),
        Fill(pad.stroke((0.33, -0.14), (0.40, -0.25), 0.035), Paint.CREAM),
        Fill(pad.disc(0.25, -0.26, 0.032), Paint.CREAM),
        Fill(pad.disc(0.40, -0.25, 0.032), Paint.CREAM),
        Fill(pad.stroke((-0.38, 0.24), (0.18, 0.24), 0.13), Paint.CREAM, 1.0, line),
        Fill(Capsule(pad.at(0.18, 0.235), pad.at(0.31, -0.08), 0.07 * s, 0.055 * s), Paint.CREAM),
        Fill(pad.disc(-0.06, 0.02, 0.225), Paint.WOOD, 1.0, line),
        *(Fill(arc, Paint.INK) for arc in spiral),
    )
    return (*pad.window(Paint.GLASS, snail), pad.bulb(0.44, -0.36, 0.085))


def _unplugged(pad: _Pad) -> tuple[Group, ...]:
    s, line = pad.size_u, TUNING.outline_u
    cable = Arc(pad.at(-0.16, 0.13), 0.20 * s, 0.045 * s, 0.045 * s, 0.5 * math.pi, math.pi)
    return (
        pad.group(
            Fill(cable, Paint.CREAM),
            Fill(pad.stroke((-0.16, 0.33), (-0.02, 0.33), 0.045), Paint.CREAM),
            *pad.webcam(-0.12, -0.19, 0.40),
            *pad.lens(-0.12, -0.19, 0.125),
            Fill(pad.stroke((0.10, 0.29), (0.19, 0.29), 0.03), Paint.CREAM, 1.0, line),
            Fill(pad.stroke((0.10, 0.37), (0.19, 0.37), 0.03), Paint.CREAM, 1.0, line),
            Fill(pad.box(0.05, 0.33, 0.085, 0.085, 0.03), Paint.CREAM, 1.0, line),
        ),
        pad.arrow((0.25, 0.33), (0.42, 0.33)),
        pad.group(
            Fill(pad.box(0.52, 0.33, 0.085, 0.15, 0.04), Paint.CREAM),
            Fill(pad.box(0.52, 0.29, 0.045, 0.022, 0.008), Paint.INK),
            Fill(pad.box(0.52, 0.37, 0.045, 0.022, 0.008), Paint.INK),
        ),
    )


_DRAWN: dict[Sign, Callable[[_Pad], tuple[Group, ...]]] = {
    Sign.NOBODY: _nobody,
    Sign.DARK: _dark,
    Sign.AGAINST: _against,
    Sign.COVERED: _covered,
    Sign.NEAR: _near,
    Sign.FAR: _far,
    Sign.LEFT: lambda pad: _beside(pad, -1.0),
    Sign.RIGHT: lambda pad: _beside(pad, 1.0),
    Sign.SEVERAL: _several,
    Sign.SLOW: _slow,
    Sign.UNPLUGGED: _unplugged,
}


@lru_cache(maxsize=16)
def sign_groups(sign: Sign, middle: Point, size_u: float) -> tuple[Group, ...]:
    """A sign about its middle; `size_u`: its window is 1.12 times as broad and 0.84 times as high."""
    return _DRAWN[sign](_Pad(middle, size_u))
