"""Inboxes → RoomReport: the newest report of the people in front of the camera, as long as it is fresh.

Joints take this way through the flight process: from the wire to the picture, without entering the game.
"""

from dataclasses import dataclass

from griffin.events import Figure, LinkState, Onlookers
from griffin.scene.frame import NOTHING_REPORTED, RoomReport
from griffin.wire.server import Inbox


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTuning:
    """How long a report counts."""

    figure_s: float = 0.5  # a film of 5 frames a second has two of them in that time
    onlookers_s: float = 3.0  # the others are looked for once a second

    def __post_init__(self) -> None:
        if min(self.figure_s, self.onlookers_s) <= 0.0:
            raise ValueError("times must be above 0")


class Room:
    """Keeps the newest of each kind. Ages go by when a message arrived: clocks of senders may differ."""

    def __init__(self, tuning: RoomTuning | None = None) -> None:
        self._tuning = tuning or RoomTuning()
        self._figures: dict[int, tuple[float, Figure]] = {}
        self._onlookers: tuple[float, Onlookers] | None = None

    def hear(self, inbox: Inbox, now_s: float) -> RoomReport:
        """The report now, with what has just arrived."""
        if inbox.state is not LinkState.LIVE:
            self._figures, self._onlookers = {}, None
            return NOTHING_REPORTED
        self._figures |= {player: (now_s, figure) for player, figure in inbox.figures.items()}
        self._figures = {
            player: (heard_s, figure)
            for player, (heard_s, figure) in self._figures.items()
            if now_s - heard_s <= self._tuning.figure_s
        }
        if inbox.onlookers is not None:
            self._onlookers = (now_s, inbox.onlookers)
        elif self._onlookers is not None and now_s - self._onlookers[0] > self._tuning.onlookers_s:
            self._onlookers = None
        return RoomReport(
            advice=inbox.advice,
            figures=tuple(self._figures[player][1] for player in sorted(self._figures)),
            onlookers=self._onlookers[1].bodies if self._onlookers else (),
        )
