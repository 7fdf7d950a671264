"""The title: a flat picture of the griffin over its land, and what the game is waiting for. Pure.

It is shown while the land is made. Each thing that is waited for has a ring under the name: an empty track at
first, golden as far as it has got, with a tick once it is ready. Where the progress is unknown, a part of the
ring rotates. Something that has failed has no ring, and its picture shows the failure.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from griffin.scene.griffin_shapes import GriffinLook, griffin_fills
from griffin.scene.shapes import (
    Arc,
    Box,
    Canvas,
    Capsule,
    Fill,
    Group,
    Leaf,
    Overlay,
    Paint,
    Point,
    Triangle,
)


class WaitState(Enum):
    """The state of something that the game waits for."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """`done_frac`: the progress while it is waited for; None where it is unknown."""

    state: WaitState = WaitState.WAITING
    done_frac: float | None = None


WAITING, READY, FAILED = (Wait(state=state) for state in WaitState)


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleWaits:
    """All that is waited for. `model`, `camera`: None where no camera is expected."""

    land: Wait = WAITING
    model: Wait | None = WAITING
    camera: Wait | None = WAITING

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to wait for."""
        waits = (self.land, self.model, self.camera)
        return all(wait is None or wait.state is not WaitState.WAITING for wait in waits)


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleTuning:
    """Sizes in u, and times."""

    span_u: float = 770.0  # of the griffin: more than half of the picture
    griffin_y_u: float = 204.0
    glide_s: float = 5.0  # from one lift of the wings to the next: slow, as it soars
    glide_rad: float = math.radians(2.5)
    wings_rad: float = math.radians(4.0)  # their mean angle above the horizontal
    name_y_u: float = 566.0  # its baseline
    ring_y_u: float = 640.0
    ring_u: float = 40.0  # radius
    rings_apart_u: float = 150.0
    ring_breadth_u: float = 7.0
    turn_s: float = 2.4  # one rotation of the part that stands for an unknown progress
    turning_frac: float = 0.3  # of the ring that this part takes up


TUNING = TitleTuning()
_TAU = math.tau


def title_overlay(
    canvas: Canvas, waits: TitleWaits, age_s: float, alpha_frac: float = 1.0, tuning: TitleTuning = TUNING
) -> Overlay:
    """Griffin, name and rings, drawn over the land. `age_s`: how long the title has been shown."""
    middle = canvas.width_u / 2.0
    groups = (
        _griffin(middle, canvas.figure_scale, age_s, alpha_frac, tuning),
        _name(middle, alpha_frac, tuning),
        *_rings(middle, waits, age_s, alpha_frac, tuning),
    )
    return Overlay(canvas=canvas, groups=groups)


def _griffin(middle: float, scale: float, age_s: float, alpha_frac: float, tuning: TitleTuning) -> Group:
    rise = math.sin(_TAU * age_s / tuning.glide_s)
    look = GriffinLook(raise_rad=tuning.wings_rad + tuning.glide_rad * rise)
    span = scale * tuning.span_u
    at = (middle, tuning.griffin_y_u - 4.0 * rise)
    return Group(
        fills=griffin_fills(at, span, look),
        top_u=tuning.griffin_y_u - 0.2 * span,
        bottom_u=tuning.griffin_y_u + 0.4 * span,
        outline_u=2.4,
        alpha_frac=alpha_frac,
    )


def _name(middle: float, alpha_frac: float, tuning: TitleTuning) -> Group:
    return Group(
        fills=tuple(_letters(middle - 155.0, tuning.name_y_u)),
        top_u=tuning.name_y_u - 100.0,
        bottom_u=tuning.name_y_u,
        outline_u=4.0,
        outline_alpha_frac=1.0,
        alpha_frac=alpha_frac,
    )


def _letters(x: float, base: float) -> Iterator[Fill]:
    """G r i f f i n, of strokes with round ends; leaves for dots. `x`: the middle of the G."""
    half_breadth = 7.5
    small = base - 62.0  # where small letters begin

    def stroke(start: Point, end: Point) -> Fill:
        return Fill(Capsule(start, end, half_breadth, half_breadth), Paint.CREAM)

    def bow(at: Point, radius: float, start_deg: float, sweep_deg: float) -> Fill:
        breadth = 2.0 * half_breadth
        return Fill(
            Arc(at, radius, breadth, breadth, math.radians(start_deg), math.radians(sweep_deg)), Paint.CREAM
        )

    yield bow((x, base - 46.0), 46.0, -38.0, -304.0)
    yield stroke((x + 12.0, base - 42.0), (x + 44.0, base - 42.0))
    yield stroke((x + 44.0, base - 42.0), (x + 44.0, base - 33.0))
    yield stroke((x + 82.0, small), (x + 82.0, base))
    yield bow((x + 106.0, small + 24.0), 24.0, 180.0, 112.0)
    for stem in (144.0, 264.0):
        yield stroke((x + stem, small + 2.0), (x + stem, base))
        yield Fill(Leaf((x + stem - 5.0, small - 15.0), (x + stem + 8.0, small - 46.0), 17.0), Paint.GOLD)
    for stem in (180.0, 226.0):
        yield stroke((x + stem, base - 78.0), (x + stem, base))
        yield bow((x + stem + 18.0, base - 78.0), 18.0, 180.0, 105.0)
        yield stroke((x + stem - 14.0, small + 4.0), (x + stem + 14.0, small + 4.0))
    yield stroke((x + 300.0, small), (x + 300.0, base))
    yield bow((x + 326.0, small + 26.0), 26.0, 180.0, 180.0)
    yield stroke((x + 352.0, small + 26.0), (x + 352.0, base))


def _rings(
    middle: float, waits: TitleWaits, age_s: float, alpha_frac: float, tuning: TitleTuning
) -> Iterator[Group]:
    shown = [
        (wait, picture)
        for wait, picture in (
            (waits.land, _land_picture),
            (waits.model, _body_picture),
            (waits.camera, _camera_picture),
        )
        if wait is not None
    ]
    for index, (wait, picture) in enumerate(shown):
        at = (middle + tuning.rings_apart_u * (index - (len(shown) - 1) / 2.0), tuning.ring_y_u)
        fills = (*_ring(at, wait, age_s, tuning), *picture(at, has_failed=wait.state is WaitState.FAILED))
        yield Group(
            fills=fills,
            top_u=at[1] - tuning.ring_u,
            bottom_u=at[1] + tuning.ring_u,
            outline_u=2.4,
            alpha_frac=alpha_frac,
        )


def _ring(at: Point, wait: Wait, age_s: float, tuning: TitleTuning) -> Iterator[Fill]:
    radius, breadth = tuning.ring_u, tuning.ring_breadth_u
    yield Fill(Capsule(at, at, radius, radius), Paint.TILE, 0.9)
    if wait.state is WaitState.FAILED:
        return
    yield Fill(Arc(at, radius, breadth, breadth, 0.0, _TAU), Paint.GREY)
    start_rad, done_frac = -_TAU / 4.0, wait.done_frac
    if wait.state is WaitState.READY:
        done_frac = 1.0
    elif done_frac is None:
        start_rad += _TAU * age_s / tuning.turn_s
        done_frac = tuning.turning_frac
    if done_frac > 0.0:
        yield Fill(Arc(at, radius, breadth, breadth, start_rad, _TAU * min(1.0, done_frac)), Paint.GOLD)
    if wait.state is WaitState.READY:
        x, y = at[0] + 0.72 * radius, at[1] + 0.72 * radius
        yield Fill(Capsule((x, y), (x, y), 16.0, 16.0), Paint.GOLD, line_u=2.4)
        yield Fill(Capsule((x - 7.0, y + 0.5), (x - 2.0, y + 5.5), 2.2, 2.2), Paint.INK)
        yield Fill(Capsule((x - 2.0, y + 5.5), (x + 7.0, y - 5.0), 2.2, 2.2), Paint.INK)


def _land_picture(at: Point, *, has_failed: bool) -> Iterator[Fill]:  # noqa: ARG001 - it never fails
    x, y = at
    yield Fill(Box(at, (23.0, 19.0), 9.0), Paint.LIT_TILE)
    yield Fill(Triangle((x - 19.0, y + 11.0), (x + 3.0, y + 11.0), (x - 8.0, y - 9.0), 1.0), Paint.CREAM)
    yield Fill(Triangle((x - 4.0, y + 11.0), (x + 19.0, y + 11.0), (x + 8.0, y - 4.0), 1.0), Paint.FAR_RANGE)
    yield Fill(Box((x, y + 12.0), (19.0, 5.0), 5.0), Paint.MOSS)


def _body_picture(at: Point, *, has_failed: bool) -> Iterator[Fill]:
    """A body as the pose model knows it."""
    x, y = at
    paint = Paint.GREY if has_failed else Paint.CREAM
    yield Fill(Capsule((x, y - 17.0), (x, y - 17.0), 6.0, 6.0), paint)
    yield Fill(Capsule((x, y - 6.0), (x, y + 5.0), 5.0, 4.0), paint)
    for side in (-1.0, 1.0):
        yield Fill(Capsule((x + 4.0 * side, y - 7.0), (x + 23.0 * side, y - 9.0), 2.8, 2.2), paint)
        yield Fill(Capsule((x + 2.8 * side, y + 6.0), (x + 4.5 * side, y + 23.0), 3.0, 2.6), paint)
        for frac in (0.45, 0.72, 1.0):
            root = (x + side * (4.0 + 19.0 * frac), y - 8.0)
            yield Fill(Leaf(root, (root[0] + 3.0 * side, root[1] + 10.0 - 2.0 * frac), 4.2), paint)


def _camera_picture(at: Point, *, has_failed: bool) -> Iterator[Fill]:
    """A webcam; a failed one is unplugged."""
    x, y = (at[0], at[1] - 9.0) if has_failed else at
    yield Fill(Capsule((x, y), (x, y + 16.0), 2.4, 2.4), Paint.CREAM)
    yield Fill(Capsule((x - 8.0, y + 17.0), (x + 8.0, y + 17.0), 2.6, 2.6), Paint.CREAM)
    yield Fill(Box((x, y - 4.0), (19.0, 12.0), 11.0), Paint.CREAM)
    yield Fill(Capsule((x, y - 4.0), (x, y - 4.0), 8.5, 8.5), Paint.GLASS)
    yield Fill(Capsule((x, y - 4.0), (x, y - 4.0), 4.5, 4.5), Paint.LIT_TILE)
    yield Fill(Capsule((x - 2.0, y - 6.5), (x - 2.0, y - 6.5), 1.5, 1.5), Paint.CREAM)
    if has_failed:
        foot = y + 27.0
        yield Fill(Capsule((x - 22.0, foot), (x - 10.0, foot), 1.8, 1.8), Paint.GOLD)
        yield Fill(Box((x - 8.0, foot), (4.0, 4.5), 1.5), Paint.GOLD)
        yield Fill(Box((x + 12.0, foot), (4.0, 5.5), 1.5), Paint.CREAM)
        yield Fill(Capsule((x + 15.0, foot), (x + 22.0, foot), 1.8, 1.8), Paint.CREAM)
