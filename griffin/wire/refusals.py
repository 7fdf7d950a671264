"""Connections that were turned away → what the screen says about it, and a line in the log."""

import logging
from dataclasses import dataclass

from griffin.events import Refusal

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalTuning:
    """How long a refusal is news."""

    news_s: float = 8.0  # read twice by a slow reader
    again_s: float = 60.0  # one that tries again and again must fill neither the screen nor the log

    def __post_init__(self) -> None:
        if not 0.0 < self.news_s <= self.again_s:
            raise ValueError("a refusal is news for a while, and again no sooner than that")


class Refusals:
    """Rations the news: each kind of refusal once a minute at most, independently of the others."""

    def __init__(self, tuning: RefusalTuning | None = None) -> None:
        self._tuning = tuning or RefusalTuning()
        self._told: dict[Refusal, _Told] = {}  # the last time of each reason
        self._newest: tuple[Refusal, float] | None = None

    def tell(self, reason: Refusal, text: str, now_s: float) -> None:
        """Somebody was turned away. `text`: what happened and what to do."""
        before = self._told.get(reason)
        if before is not None and now_s - before.at_s < self._tuning.again_s:
            return
        if (
            before is None or text != before.text
        ):  # the same one isn't logged again, however often it is retried
            log.warning("%s", text)
        self._told[reason] = _Told(text=text, at_s=now_s)
        self._newest = (reason, now_s)

    def news(self, now_s: float) -> Refusal | None:
        """Why somebody was turned away a moment ago; None when nobody was."""
        if self._newest is None or now_s - self._newest[1] >= self._tuning.news_s:
            return None
        return self._newest[0]

    def settle(self) -> None:
        """Somebody was let in: earlier refusals are news no longer."""
        self._newest = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    text: str
    at_s: float
