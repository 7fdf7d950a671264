"""Calls: which happenings are given a voice, and with it a mark on the screen. Pure.

Whoever plays sounds and whoever draws goes by the same rule, so that what is heard is also seen:
`audio/cues.py` makes sounds of calls, `scene/marks.py` makes marks, also where the game is mute.
"""

import math
from dataclasses import dataclass
from enum import Enum

from griffin.easing import clamp
from griffin.flight.timestep import LONGEST_FRAME_S
from griffin.game.moment import Moment
from griffin.happenings import Happening, HappeningKind

LONGEST_TURN_S = LONGEST_FRAME_S  # what is longer was no flight


class CallKind(Enum):
    """Everything that is called."""

    CRY = "cry"  # the griffin's
    SOFT_CRY = "soft_cry"  # soon after another one
    FOUND = "found"  # somebody is in view
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call. `at_s`: the screen's time at which what it is about happened."""

    kind: CallKind
    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTuning:
    """How often something is called."""

    cry_pause_s: float = 15.0  # a cry sooner after the last one is a soft one
    sign_pause_s: float = 3.0  # somebody at the edge of the camera's view is found and lost all the time


TUNING = CallTuning()
_OF_HAPPENINGS = {
    HappeningKind.TOOK_OFF: CallKind.CRY,
    HappeningKind.FOUND: CallKind.FOUND,
    HappeningKind.LOST: CallKind.LOST,
}


def shown_at_s(moment: Moment, happening: Happening) -> float:
    """The screen's time at which something happened that the moment reports."""
    return moment.shown_s - clamp(moment.world_s - happening.at_s, 0.0, LONGEST_TURN_S)


class Caller:
    """Follows the happenings of one player, from the start of a game."""

    def __init__(self, tuning: CallTuning = TUNING) -> None:
        self._tuning = tuning
        self._last_s: dict[CallKind, float] = {}

    def follow(self, moment: Moment) -> tuple[Call, ...]:
        """The calls of the next moment, of its first player."""
        own = (each for each in moment.happenings if each.player == 0)
        answers = (self.answer(each.kind, shown_at_s(moment, each)) for each in own)
        return tuple(call for call in answers if call is not None)

    def answer(self, kind: HappeningKind, at_s: float) -> Call | None:
        """What is called when this happens at this time of the screen, if anything."""
        called = _OF_HAPPENINGS.get(kind)
        if called is None:
            return None
        is_cry = called is CallKind.CRY
        pause_s = self._tuning.cry_pause_s if is_cry else self._tuning.sign_pause_s
        is_early = at_s - self._last_s.get(called, -math.inf) < pause_s
        if is_early and not is_cry:
            return None
        self._last_s[called] = at_s
        return Call(kind=CallKind.SOFT_CRY if is_early else called, at_s=at_s)
