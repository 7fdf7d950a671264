"""The people in view who don't steer → their figures in a row, with a ring about whoever takes over. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from griffin.easing import clamp, mix
from griffin.events import Onlooker
from griffin.scene.badges import filling_ring
from griffin.scene.fading import Fading, FigureSpot, GlidingSpot
from griffin.scene.figure_body import breath_at, posed_body
from griffin.scene.figure_shapes import ONLOOKER, figure
from griffin.scene.moves import ARMS_UP, STANDING
from griffin.scene.shapes import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlookerTuning:
    """How large they are, and how close they stand. Lengths that end in `_frac` are of a figure's height."""

    height_frac: float = 0.78  # of the player's height, at most: the player stays the largest
    least_frac: float = 0.75  # of the tallest onlooker: a small child beside a grown-up is still seen
    beside_frac: float = 0.25  # half of what one takes up with hanging arms ...
    beside_raised_frac: float = 0.38  # ... and with raised ones
    gap_u: float = 8.0
    end_u: float = 775.0  # further right is the griffin on its branch
    alpha_frac: float = 0.5  # paler than the player
    ring_frac: float = 0.70  # the ring's radius: arms that are raised stay within it
    ring_gap_frac: float = 0.04  # from a ring to the next figure
    move_hz: float = 5.0  # how fast one goes to another place
    success_frac: float = 0.85  # a claim that had got so far and is gone was a success

    def __post_init__(self) -> None:
        if self.move_hz <= 0.0:
            raise ValueError("move_hz must be above 0")
        if not 0.0 < self.least_frac <= 1.0:
            raise ValueError("least_frac must be within 0 (excluded) to 1")


TUNING = OnlookerTuning()


class OnlookerRow:
    """Remembers who stands where, so that they fade and glide.

    `claim`: when a claim was last seen that was about to succeed, and where that figure stood.
    """

    def __init__(self, tuning: OnlookerTuning = TUNING) -> None:
        self.claim: tuple[float, FigureSpot] | None = None
        self._tuning = tuning
        self._slots: list[_Slot] = []

    @property
    def is_seen(self) -> bool:
        """Whether anybody of them is on the screen."""
        return any(slot.fading.is_seen for slot in self._slots)

    @property
    def left_u(self) -> float:
        """Where the first of them begins who is on the screen; infinite where nobody is."""
        tuning = self._tuning
        seen = [slot.place.spot for slot in self._slots if slot.fading.is_seen]
        return min(
            (spot.x_u - tuning.beside_raised_frac * spot.height_u for spot in seen if spot is not None),
            default=math.inf,
        )

    def follow(
        self,
        onlookers: Sequence[Onlooker],
        start_u: float,
        player_u: float,
        shown_s: float,
        dt_s: float,
        *,
        scale: float,
        out_s: float | None = None,
    ) -> None:
        """Who is there now, in the camera's order, which a mirror turns round.

        `start_u`: the left end of the row. `player_u`: the player's height. `scale`: of a narrow canvas.
        `out_s`: how long it takes them to go, if not as usual.
        """
        tuning = self._tuning
        ordered = sorted(onlookers, key=lambda each: -each.across_frac)
        largest = max((each.size_frac for each in ordered), default=1.0) or 1.0
        cursor = start_u
        self._slots += [_Slot() for _ in range(len(ordered) - len(self._slots))]
        for number, slot in enumerate(self._slots):
            fits = False
            if number < len(ordered):
                slot.onlooker = ordered[number]
                size = clamp(slot.onlooker.size_frac / largest, tuning.least_frac, 1.0)
                height = tuning.height_frac * player_u * size
                half = self._half_width(slot.onlooker) * height
                fits = cursor + 2.0 * half <= tuning.end_u * scale
            slot.fading.show(True if fits else None, shown_s, dt_s, out_s=out_s)
            if slot.fading.content is None:
                slot.place.spot = None
            elif fits:
                to = FigureSpot(x_u=cursor + half, height_u=height)
                spot = slot.place.go(to, tuning.move_hz, dt_s)
                if slot.onlooker is not None and slot.onlooker.claim_frac >= tuning.success_frac:
                    self.claim = (shown_s, spot)
                cursor += 2.0 * half + tuning.gap_u

    def groups(self, floor_u: float, shown_s: float) -> list[Group]:
        """All of them on this floor."""
        return [
            group
            for number, slot in enumerate(self._slots)
            for group in self._draw(slot, number, floor_u, shown_s)
        ]

    def _draw(self, slot: "_Slot", number: int, floor_u: float, shown_s: float) -> list[Group]:
        tuning, spot, onlooker = self._tuning, slot.place.spot, slot.onlooker
        if spot is None or onlooker is None:
            return []
        claim = onlooker.claim_frac
        body = posed_body(
            ARMS_UP if onlooker.has_arms_up else STANDING,
            (spot.x_u, floor_u),
            spot.height_u,
            breath_frac=breath_at(shown_s + number + 1.0),
        )
        seen = slot.fading.alpha_frac
        alpha = seen * mix(tuning.alpha_frac, 1.0, claim)
        groups = [figure(body, replace(ONLOOKER, alpha_frac=alpha))]
        if claim > 0.0:
            middle = spot.x_u, floor_u - 0.47 * spot.height_u
            groups += filling_ring(middle, tuning.ring_frac * spot.height_u, claim, alpha_frac=seen)
        return groups

    def _half_width(self, onlooker: Onlooker) -> float:
        tuning = self._tuning
        if onlooker.claim_frac > 0.0:
            return tuning.ring_frac + tuning.ring_gap_frac
        return tuning.beside_raised_frac if onlooker.has_arms_up else tuning.beside_frac


class _Slot:
    """One place of the row."""

    def __init__(self) -> None:
        self.fading: Fading[bool] = Fading()
        self.place = GlidingSpot()
        self.onlooker: Onlooker | None = None
