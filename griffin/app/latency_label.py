"""Counted times → a few lines on the screen that say how late it is, for whoever asks with F3."""

from griffin.app.latency import LEGS, WHOLE
from griffin.app.report import FlightTally, spread_ms
from griffin.scene.frame import Label, LabelPlace

_RENEWED_S = 2.0  # lettering takes 20 ms of the processor, and numbers want to be read


class LatencyLabel:
    """Off until it is toggled. The numbers are medians and 95th percentiles of the last moment."""

    def __init__(self, tally: FlightTally) -> None:
        self._tally = tally
        self._is_on = False
        self._label: Label | None = None
        self._renewed_s = 0.0

    def toggle(self) -> None:
        """Show it from the next picture on, or no longer."""
        self._is_on = not self._is_on
        self._label = None

    def label(self, shown_s: float) -> Label | None:
        """What the picture at this time of the screen shows; None while it is off."""
        if self._is_on and (self._label is None or shown_s - self._renewed_s >= _RENEWED_S):
            self._label = Label(text=self._text(), place=LabelPlace.LATENCY)
            self._renewed_s = shown_s
        return self._label

    def _text(self) -> str:
        legs_s = self._tally.latencies.legs_s
        rows = {"picture": self._tally.frame_s, **{name: legs_s[name] for name in (*LEGS, WHOLE)}}
        lines = ["median / p95 in ms"]
        for name, durations_s in rows.items():
            spread = spread_ms(durations_s.newest_s, "median", "p95")
            told = " / ".join("-" if value is None else f"{value:.1f}" for value in spread.values())
            lines.append(f"{name.replace('_', ' ')}  {told}")
        return "\n".join(lines)
