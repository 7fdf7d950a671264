"""What a picture remembers of the one before, so that things fade and glide. By the screen's time. Pure."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from griffin.easing import approach

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True, kw_only=True)
class FadeTuning:
    """How long it takes to come and to go."""

    in_s: float = 0.25
    out_s: float = 0.4

    def __post_init__(self) -> None:
        if min(self.in_s, self.out_s) <= 0.0:
            raise ValueError("nothing comes or goes at once")


TUNING = FadeTuning()


class Fading(Generic[Content]):
    """One thing in a place: it comes by an ease-out, goes by an ease-in, and only then the next one comes."""

    def __init__(self, tuning: FadeTuning = TUNING) -> None:
        self._tuning = tuning
        self._level = 0.0
        self.content: Content | None = None
        self.since_s = 0.0

    @property
    def alpha_frac(self) -> float:
        """How much of it is seen."""
        return 1.0 - (1.0 - self._level) ** 3

    def show(self, content: Content | None, shown_s: float, dt_s: float) -> None:
        """What is wanted there now; None: nothing."""
        if self._level <= 0.0 and content != self.content:
            self.content, self.since_s = content, shown_s
        if content is not None and content == self.content:
            self._level = min(1.0, self._level + dt_s / self._tuning.in_s)
        else:
            self._level = max(0.0, self._level - dt_s / self._tuning.out_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a figure stands and how high it is, u; across is for a canvas of 16:9."""

    x_u: float
    height_u: float


class Place:
    """Where a figure stands: it goes to where it is wanted."""

    def __init__(self) -> None:
        self.spot: Spot | None = None

    def go(self, to: Spot, hz: float, dt_s: float) -> Spot:
        """`hz`: how fast."""
        here = self.spot or to
        self.spot = Spot(
            x_u=approach(here.x_u, to.x_u, hz, dt_s), height_u=approach(here.height_u, to.height_u, hz, dt_s)
        )
        return self.spot
