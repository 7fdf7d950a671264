"""Leaving the game takes Esc held alone: hands that bang on the keyboard, or a cat, end no flight."""

from dataclasses import dataclass

from griffin.input.keymap import LEAVE
from griffin.input.keys import KeyInput


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveTuning:
    """How long the key is held."""

    hold_s: float = 2.0

    def __post_init__(self) -> None:
        if self.hold_s <= 0.0:
            raise ValueError("hold_s must be above 0")


class LeaveHold:
    """Follows the keys. `done_frac`: how much of the time the key has been held; from 1 on, the game ends."""

    def __init__(self, tuning: LeaveTuning | None = None) -> None:
        self._tuning = tuning or LeaveTuning()
        self._began_s: float | None = None
        self.done_frac = 0.0

    @property
    def is_done(self) -> bool:
        """Whether the player has left."""
        return self.done_frac >= 1.0

    def follow(self, keys: KeyInput, now_s: float) -> None:
        """Another key, known or not, and the hold begins anew."""
        is_alone = keys.held == {LEAVE} and not keys.holds_unknown
        if not is_alone:
            self._began_s = None
        elif self._began_s is None:
            self._began_s = now_s
        self.done_frac = 0.0 if self._began_s is None else (now_s - self._began_s) / self._tuning.hold_s
