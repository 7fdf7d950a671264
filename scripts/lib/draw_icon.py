"""Prints Griffin's icon as SVG, drawn of the shapes that the title is drawn of.

Usage: draw_icon.py >griffin.svg     in an environment with Griffin installed
"""

import math

from griffin.scene.griffin_shapes import GriffinLook, griffin_fills
from griffin.scene.shapes import Capsule, Fill, Leaf, Paint, Point, Shape, Triangle

SIDE_U = 720.0
CORNER_U = 150.0
MIDDLE = (360.0, 350.0)
SPAN_U = 660.0
LOOK = GriffinLook(raise_rad=0.35)
MEADOW = Capsule((360.0, 1260.0), (360.0, 1260.0), 720.0, 720.0)


def colour(rgb: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def gradient(paint: Paint, top_u: float, bottom_u: float) -> str:
    """A paint, from the top of what it fills to the bottom."""
    top, bottom = map(colour, paint.value)
    return (
        f'<linearGradient id="{paint.name}" gradientUnits="userSpaceOnUse" x1="0" x2="0"'
        f' y1="{top_u:g}" y2="{bottom_u:g}"><stop stop-color="{top}"/>'
        f'<stop offset="1" stop-color="{bottom}"/></linearGradient>'
    )


def at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def path(shape: Shape) -> str:
    """The shape's edge as the data of an SVG path."""
    if isinstance(shape, Triangle):
        return f"M{at(shape.a)}L{at(shape.b)}L{at(shape.c)}Z"
    if isinstance(shape, Leaf):
        half_long = math.dist(shape.root, shape.tip) / 2.0
        half_broad = shape.breadth_u / 2.0
        radius = (half_long**2 + half_broad**2) / (2.0 * half_broad)
        arc = f"A{radius:.1f} {radius:.1f} 0 0 1 "
        return f"M{at(shape.root)}{arc}{at(shape.tip)}{arc}{at(shape.root)}Z"
    assert isinstance(shape, Capsule)
    return _capsule_path(shape)


def _capsule_path(capsule: Capsule) -> str:
    """Both discs' outer arcs and the two lines that touch them."""
    length = math.dist(capsule.start, capsule.end)
    near, far = capsule.start_radius_u, capsule.end_radius_u
    if length <= abs(near - far):  # one disc lies in the other
        middle, radius = (capsule.start, near) if near >= far else (capsule.end, far)
        left, right = (middle[0] - radius, middle[1]), (middle[0] + radius, middle[1])
        arc = f"A{radius:.1f} {radius:.1f} 0 0 1 "
        return f"M{at(left)}{arc}{at(right)}{arc}{at(left)}Z"
    along = math.atan2(capsule.end[1] - capsule.start[1], capsule.end[0] - capsule.start[0])
    aside = math.acos((near - far) / length)

    def touch(middle: Point, radius: float, side: float) -> str:
        angle = along + side * aside
        return at((middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)))

    large_near, large_far = int(near > far), int(far > near)
    return (
        f"M{touch(capsule.start, near, -1.0)}L{touch(capsule.end, far, -1.0)}"
        f"A{far:.1f} {far:.1f} 0 {large_far} 1 {touch(capsule.end, far, 1.0)}"
        f"L{touch(capsule.start, near, 1.0)}"
        f"A{near:.1f} {near:.1f} 0 {large_near} 1 {touch(capsule.start, near, -1.0)}Z"
    )


def element(fill: Fill) -> str:
    """A fill in its paint, with a line about it where it has one."""
    line = ""
    if fill.line_u > 0.0:
        ink = colour(Paint.INK.value[0])
        line = f' stroke="{ink}" stroke-width="{2.0 * fill.line_u:.1f}" paint-order="stroke"'
    opacity = f' fill-opacity="{fill.alpha_frac:g}"' if fill.alpha_frac < 1.0 else ""
    return f'<path d="{path(fill.shape)}" fill="url(#{fill.paint.name})"{opacity}{line}/>'


def icon() -> str:
    """The griffin before the sky, over a meadow."""
    fills = griffin_fills(MIDDLE, SPAN_U, LOOK)
    paints = {fill.paint for fill in fills} | {Paint.SKY, Paint.MEADOW}
    box = f'width="{SIDE_U:g}" height="{SIDE_U:g}" rx="{CORNER_U:g}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE_U:g} {SIDE_U:g}">',
            f'<defs><clipPath id="box"><rect {box}/></clipPath>',
            *(gradient(paint, 0.0, SIDE_U) for paint in sorted(paints, key=lambda paint: paint.name)),
            f'</defs><g clip-path="url(#box)"><rect {box} fill="url(#{Paint.SKY.name})"/>',
            element(Fill(MEADOW, Paint.MEADOW)),
            *map(element, fills),
            "</g></svg>",
        ]
    )


if __name__ == "__main__":
    print(icon())
