"""The shapes that everything over the picture is drawn of, before there is a GPU in the world.

Unit: 1 u is a 720th of the picture's height. x goes to the right and y down from the upper left corner of the
`Canvas`, the box in the picture's middle in which all of them stand.

A `Group` is drawn as one thing, in three layers: a soft shadow, the union of all its shapes grown by the
outline, and the shapes themselves, the later over the earlier. Only then its alpha counts, so shapes that
overlap never show through each other while they fade.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]  # x and y, u

HEIGHT_U = 720.0
_WIDEST = 16.0 / 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """The box of shapes and words: as high as the picture, at most 16:9 wide, in its middle."""

    width_u: float

    @classmethod
    def of(cls, size_px: tuple[int, int]) -> "Canvas":
        """The box in a picture of this size (width and height)."""
        return cls(width_u=HEIGHT_U * min(_WIDEST, size_px[0] / size_px[1]))

    @property
    def figure_scale(self) -> float:
        """What the sizes of figures and their places across are multiplied with; letters keep theirs."""
        return min(1.0, self.width_u / 1280.0)


class Paint(Enum):
    """The few colours, each from the top of its group to the bottom, sRGB."""

    CREAM = ((0xFB, 0xF3, 0xDF), (0xEA, 0xDB, 0xB9))  # what is, the guide
    GOLD = ((0xFF, 0xD9, 0x7A), (0xF0, 0xB4, 0x3C))  # the pilot; what is to be done or was just done
    MOSS = ((0x7F, 0xA0, 0x5A), (0x6C, 0x8C, 0x4A))  # another hand on the controls; foliage
    INK = ((0x3A, 0x2A, 0x20), (0x3A, 0x2A, 0x20))  # outlines, eyes, signs on gold or cream
    WOOD = ((0xB0, 0x7A, 0x3C), (0xB0, 0x7A, 0x3C))
    GLASS = ((0x33, 0x46, 0x5A), (0x33, 0x46, 0x5A))
    TILE = ((0x2E, 0x2A, 0x2C), (0x2E, 0x2A, 0x2C))
    LIT_TILE = ((0x5A, 0x7F, 0xA8), (0x37, 0x58, 0x7E))
    NIGHT = ((0x14, 0x1B, 0x26), (0x14, 0x1B, 0x26))
    GREY = ((0x59, 0x67, 0x7A), (0x59, 0x67, 0x7A))
    SHADOW = ((0x1E, 0x18, 0x13), (0x1E, 0x18, 0x13))
    # The griffin itself, and the land of the title.
    PRIMARY = ((0x5B, 0x3A, 0x24), (0x3A, 0x2A, 0x20))
    SECONDARY = ((0x7E, 0x50, 0x2A), (0x5F, 0x3C, 0x20))
    COVERT = ((0xD9, 0xA3, 0x5C), (0xB0, 0x7A, 0x3C))
    FUR = ((0xD6, 0xA0, 0x5C), (0xB8, 0x82, 0x44))
    TUFT = ((0x5B, 0x3A, 0x22), (0x4A, 0x30, 0x20))
    BEAK = ((0xF0, 0xB4, 0x29), (0xE2, 0xA3, 0x2B))
    SKY = ((0x3F, 0x7F, 0xC4), (0xF1, 0xF0, 0xE4))
    SUN = ((0xFF, 0xF3, 0xD8), (0xFF, 0xE6, 0xB8))
    CLOUD = ((0xC3, 0xDA, 0xF2), (0xA4, 0xC6, 0xEA))
    FAR_RANGE = ((0xC6, 0xD6, 0xE8), (0xD9, 0xE3, 0xEC))
    RANGE = ((0x8F, 0xA4, 0xC6), (0xA2, 0xB6, 0xD0))
    HILL = ((0x6C, 0x92, 0x92), (0x86, 0xA9, 0x9E))
    MEADOW = ((0x86, 0xA8, 0x58), (0x5C, 0x86, 0x4C))
    WOODS = ((0x4E, 0x74, 0x44), (0x2F, 0x50, 0x38))
    CONIFER = ((0x35, 0x60, 0x4A), (0x24, 0x44, 0x37))


@dataclass(frozen=True, slots=True)
class Capsule:
    """The hull of two discs; a disc where both are one."""

    start: Point
    end: Point
    start_radius_u: float
    end_radius_u: float


@dataclass(frozen=True, slots=True)
class Arc:
    """A stroke along a circle with round ends, from `start_rad` on; angles go from +x towards +y.

    Its breadth goes evenly from `breadth_u` to `end_breadth_u`. A sweep of a whole turn is a ring.
    """

    middle: Point
    radius_u: float
    breadth_u: float
    end_breadth_u: float
    start_rad: float
    sweep_rad: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """Pointed at both ends, broadest in the middle: what two circles have in common."""

    root: Point
    tip: Point
    breadth_u: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle about its middle, turned, with round corners; a stroke along its edge as an `Ellipse`."""

    middle: Point
    half_u: Point  # half of its width and of its height
    corner_u: float
    turn_rad: float = 0.0
    stroke_u: float = 0.0


@dataclass(frozen=True, slots=True)
class Ellipse:
    """Filled, or a stroke of `stroke_u` along its edge where that is above 0."""

    middle: Point
    radii_u: Point
    stroke_u: float = 0.0


@dataclass(frozen=True, slots=True)
class Triangle:
    """Three corners, each the middle of a disc where `corner_u` is above 0."""

    a: Point
    b: Point
    c: Point
    corner_u: float = 0.0


Shape: TypeAlias = Capsule | Arc | Leaf | Box | Ellipse | Triangle


@dataclass(frozen=True, slots=True)
class Fill:
    """A shape in its colour.

    `line_u`: how broad a line in the outline's paint goes about it, over the earlier fills.
    """

    shape: Shape
    paint: Paint
    alpha_frac: float = 1.0
    line_u: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Shapes that are drawn as one thing.

    `top_u`, `bottom_u`: where each colour begins and ends. `outline_u` and `shadow_u` (its softness): 0 for
    none. Both lie outside the shapes: what is seen through a translucent fill is the picture, and fills of
    alpha 0 leave the outline of all of them alone. `clip`: left, top, right and bottom of the part of the
    canvas outside which nothing of the group is drawn.
    """

    fills: tuple[Fill, ...]
    top_u: float
    bottom_u: float
    outline_u: float = 0.0
    outline_paint: Paint = Paint.INK
    outline_alpha_frac: float = 0.85
    shadow_u: float = 7.0
    shadow_alpha_frac: float = 0.35
    alpha_frac: float = 1.0
    clip: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A soft dark ground that is darkest in its middle and ends at the edge of its ellipse."""

    middle: Point
    radii_u: Point
    alpha_frac: float = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """All that lies over the picture but words: the pools first, then the groups in their order."""

    canvas: Canvas
    pools: tuple[Pool, ...] = ()
    groups: tuple[Group, ...] = ()

    def over(self, below: "Overlay | None") -> "Overlay":
        """Both, of the same canvas, this one above; the pools are below all groups."""
        if below is None:
            return self
        return replace(below, pools=(*below.pools, *self.pools), groups=(*below.groups, *self.groups))
