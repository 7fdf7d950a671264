"""Small things beside the figures: floor rings, the tick, pearls, rings that fill. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from griffin.easing import between_keys, clamp, mix
from griffin.game.lesson_moment import DONE
from griffin.scene.shapes import Arc, Capsule, Ellipse, Fill, Group, Leaf, Paint, Point

_FROM_TOP_RAD = -0.5 * math.pi


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeTuning:
    """Sizes in u unless a name or a comment says otherwise; the tick's times from when a move was done."""

    outline_u: float = 2.4  # 1.5 px at 800x450: the thinnest that is still seen there
    track_alpha_frac: float = 0.27  # of what isn't filled yet, and of the ring under a guide
    # The floor ring, in parts of the figure's height: seen from the height of the figure's own eyes.
    golden_radii: tuple[float, float] = (0.45, 0.108)  # as far as the hands reach
    faint_radii: tuple[float, float] = (0.31, 0.075)  # smaller, so that gold stands out
    floor_up: float = 0.02  # the feet stand in its middle, not on its edge
    golden_stroke_u: float = 5.0  # of a figure of `stroke_from_u`
    faint_stroke_u: float = 3.0
    stroke_from_u: float = 200.0
    stroke_fracs: tuple[float, float] = (0.7, 1.1)  # small figures keep a stroke, large ones get no tyre
    # A ring that fills.
    ring_frac: float = 0.12  # its breadth, of its radius ...
    ring_u: tuple[float, float] = (5.0, 11.0)  # ... within these: seen at 800x450, no frame at 3840x2160
    # The tick.
    tick_u: float = 46.0  # its disc's radius: the eye is at the griffin, and must still catch it
    tick_sizes: tuple[tuple[float, tuple[float]], ...] = (
        (0.0, (0.45,)),
        (0.12, (0.7,)),
        (0.25, (1.12,)),  # once too large: it springs
        (0.45, (1.0,)),
    )
    tick_in_s: float = 0.12
    tick_outline_u: float = 3.0
    leaves: int = 8
    leaves_s: tuple[float, float] = (0.12, 0.37)  # from when until when they fly out
    leaves_gone_s: tuple[float, float] = (0.45, 0.70)
    leaf_away: tuple[float, float] = (1.05, 1.42)  # of the disc's radius
    leaf: float = 0.36  # its length, of the disc's radius
    leaf_breadth: float = 0.42  # of its length
    least_leaf_u: float = 2.0  # a shorter one is a crumb
    # A row of pearls.
    next_pearl_u: float = 9.0
    pearl_u: float = 17.0  # what is done and what is now: a tick of 5 px at 800x450
    pearl_gap_u: float = 52.0  # three of them are as broad as the guide above
    pearl_tick: float = 1.05  # its tick, of the pearl's radius

    def __post_init__(self) -> None:
        if not self.tick_in_s < self.leaves_gone_s[1] < DONE.stay_s:
            raise ValueError("a tick must be whole before it goes")


TUNING = BadgeTuning()


def floor_ring(ground: Point, height_u: float, *, alpha_frac: float, is_golden: bool) -> Group:
    """The circle that a figure stands on: the pilot's in gold, any other faint."""
    t = TUNING
    across, down = t.golden_radii if is_golden else t.faint_radii
    stroke = t.golden_stroke_u if is_golden else t.faint_stroke_u
    y = ground[1] - t.floor_up * height_u
    ring = Ellipse(
        (ground[0], y),
        (across * height_u, down * height_u),
        stroke * clamp(height_u / t.stroke_from_u, *t.stroke_fracs),
    )
    return Group(
        fills=(Fill(ring, Paint.GOLD if is_golden else Paint.CREAM),),
        top_u=y - down * height_u,
        bottom_u=y + down * height_u,
        outline_u=t.outline_u if is_golden else 0.0,
        alpha_frac=alpha_frac if is_golden else t.track_alpha_frac * alpha_frac,
    )


def filling_ring(middle: Point, radius_u: float, done_frac: float, *, alpha_frac: float) -> tuple[Group, ...]:
    """Fills clockwise from the top."""
    breadth = clamp(TUNING.ring_frac * radius_u, *TUNING.ring_u)
    top, bottom = middle[1] - radius_u, middle[1] + radius_u
    track = Ellipse(middle, (radius_u, radius_u), breadth)
    empty = Group(
        fills=(Fill(track, Paint.CREAM),),
        top_u=top,
        bottom_u=bottom,
        alpha_frac=TUNING.track_alpha_frac * alpha_frac,
    )
    if done_frac <= 0.0:
        return (empty,)
    done = Arc(middle, radius_u, breadth, breadth, _FROM_TOP_RAD, math.tau * min(done_frac, 1.0))
    filled = Group(
        fills=(Fill(done, Paint.GOLD),),
        top_u=top,
        bottom_u=bottom,
        outline_u=TUNING.outline_u,
        shadow_u=0.0,
        alpha_frac=alpha_frac,
    )
    return empty, filled


def tick(middle: Point, age_s: float, *, alpha_frac: float = 1.0) -> Group | None:
    """Done: it swells once, sends out leaves, and goes. None before and after."""
    if not 0.0 <= age_s < DONE.shown_s:
        return None
    t = TUNING
    going = clamp((age_s - DONE.stay_s) / DONE.out_s, 0.0, 1.0)
    alpha = clamp(age_s / t.tick_in_s, 0.0, 1.0) * (1.0 - going**3)
    r = t.tick_u * between_keys(t.tick_sizes, age_s)[0]
    return Group(
        fills=(
            *_tick_leaves(middle, r, age_s),
            Fill(Capsule(middle, middle, r, r), Paint.GOLD),
            *_tick_fills(middle, r),
        ),
        top_u=middle[1] - r,
        bottom_u=middle[1] + r,
        outline_u=t.tick_outline_u,
        alpha_frac=alpha * alpha_frac,
    )


def _tick_leaves(middle: Point, radius_u: float, age_s: float) -> list[Fill]:
    """They fly out of the disc and shrink away."""
    t, (x, y) = TUNING, middle
    out = clamp((age_s - t.leaves_s[0]) / (t.leaves_s[1] - t.leaves_s[0]), 0.0, 1.0)
    gone = clamp((age_s - t.leaves_gone_s[0]) / (t.leaves_gone_s[1] - t.leaves_gone_s[0]), 0.0, 1.0)
    length = t.leaf * radius_u * out * (1.0 - gone)
    if length <= t.least_leaf_u:
        return []
    away = mix(*t.leaf_away, 1.0 - (1.0 - out) ** 3) * radius_u
    fills = []
    for number in range(t.leaves):
        angle = (number + 0.5) * math.tau / t.leaves
        across, down = math.cos(angle), math.sin(angle)
        root = x + away * across, y + away * down
        tip = x + (away + length) * across, y + (away + length) * down
        fills.append(Fill(Leaf(root, tip, t.leaf_breadth * length), Paint.GOLD))
    return fills


def _tick_fills(middle: Point, radius_u: float) -> tuple[Fill, Fill]:
    (x, y), r = middle, radius_u
    bend = (x - 0.12 * r, y + 0.36 * r)
    return (
        Fill(Capsule((x - 0.44 * r, y + 0.02 * r), bend, 0.10 * r, 0.10 * r), Paint.INK),
        Fill(Capsule(bend, (x + 0.46 * r, y - 0.38 * r), 0.10 * r, 0.10 * r), Paint.INK),
    )


def pearls(middle: Point, are_done: Sequence[bool], *, alpha_frac: float) -> tuple[Group, ...]:
    """A row: a tick where something is done, gold where one is now, small where one will be."""
    t, groups = TUNING, []
    now = are_done.index(False) if False in are_done else -1
    for number, is_done in enumerate(are_done):
        x = middle[0] + (number - 0.5 * (len(are_done) - 1)) * t.pearl_gap_u
        r = t.pearl_u if is_done or number == now else t.next_pearl_u
        disc = Capsule((x, middle[1]), (x, middle[1]), r, r)
        paint = Paint.GOLD if number == now else Paint.CREAM
        ticked = _tick_fills((x, middle[1]), t.pearl_tick * r) if is_done else ()
        groups.append(
            Group(
                fills=(Fill(disc, paint), *ticked),
                top_u=middle[1] - r,
                bottom_u=middle[1] + r,
                outline_u=t.outline_u,
                alpha_frac=alpha_frac,
            )
        )
    return tuple(groups)
