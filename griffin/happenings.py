"""Happenings: what a turn of the game reports besides its state, for sounds, lessons, counters and reports.

Whoever makes a happening come true reports it: `flight.model.step` those of the flight, and
`game.session.Session`, which hears link and body, those of the link, of the person in view and of the
lessons. Nobody else finds one, by comparing the states of two turns.
"""

from dataclasses import dataclass
from enum import Enum


class HappeningKind(str, Enum):
    """Everything that can happen."""

    TOOK_OFF = "took_off"
    STROKE = "stroke"  # the player's own: it has a strength
    BEAT = "beat"  # a down stroke of the griffin's own begins
    TURNED_BACK = "turned_back"  # on the way to the branch, behind the veil
    LANDED = "landed"  # on the branch
    FOUND = "found"  # somebody is in view who steers from now on
    LOST = "lost"
    LEARNED = "learned"  # the move that is shown was done
    CAMERA_LIVE = "camera_live"  # the camera process is heard
    CAMERA_STALE = "camera_stale"  # it has fallen silent
    CAMERA_ENDED = "camera_ended"  # it has said goodbye


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened in a turn.

    `at_s`: the world's time. `player`: an index into the session's players. `strength_frac`: of a stroke.
    """

    kind: HappeningKind
    at_s: float
    player: int = 0
    strength_frac: float | None = None
