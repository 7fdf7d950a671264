"""Fading and gliding: what must be remembered from picture to picture, by the screen's time. Pure."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from griffin.easing import approach

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True, kw_only=True)
class FadeTuning:
    """How long fading takes."""

    in_s: float = 0.25  # soon enough to answer what somebody does
    out_s: float = 0.4  # calmer: nobody waits for it

    def __post_init__(self) -> None:
        if min(self.in_s, self.out_s) <= 0.0:
            raise ValueError("fading takes some time")


TUNING = FadeTuning()


class Fading(Generic[Content]):
    """One place that shows one thing at a time. A new thing fades in once the old one has faded out.

    `content`: what is shown, also while it fades out; None where the place is empty. `since_s`: since when.
    """

    def __init__(self, tuning: FadeTuning = TUNING) -> None:
        self._tuning = tuning
        self._level = 0.0
        self.content: Content | None = None
        self.since_s = 0.0

    @property
    def alpha_frac(self) -> float:
        """How opaque it is."""
        return 1.0 - (1.0 - self._level) ** 3

    @property
    def is_seen(self) -> bool:
        """Whether anything of it is on the screen."""
        return self._level > 0.0

    def show(
        self, content: Content | None, shown_s: float, dt_s: float, *, out_s: float | None = None
    ) -> None:
        """What is wanted there now; None: nothing. `out_s`: how long it takes to go, if not as usual."""
        if self._level <= 0.0 and content != self.content:
            self.content, self.since_s = content, shown_s
        if content is not None and content == self.content:
            self._level = min(1.0, self._level + dt_s / self._tuning.in_s)
        else:
            self._level = max(0.0, self._level - dt_s / (out_s or self._tuning.out_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSpot:
    """Where a figure stands and how high it is, u; across is for a canvas of 16:9."""

    x_u: float
    height_u: float


class GlidingSpot:
    """Where a figure stands on its way to where it is wanted. `spot`: None before the first one."""

    def __init__(self) -> None:
        self.spot: FigureSpot | None = None

    def go(self, to: FigureSpot, hz: float, dt_s: float) -> FigureSpot:
        """On towards that spot, at this rate. The first one is taken at once."""
        here = self.spot or to
        self.spot = FigureSpot(
            x_u=approach(here.x_u, to.x_u, hz, dt_s), height_u=approach(here.height_u, to.height_u, hz, dt_s)
        )
        return self.spot
