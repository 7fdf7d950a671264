"""Pictures that are drawn in two ways in turn, and by how much one of the two is dearer.

Two runs one after the other differ by 3 ms for reasons of the machine; two pictures in a row hardly do. So
the differences of the pairs are reported: their median, and between what the middle half of them lies.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from griffin.clock import MonotonicClock


@dataclass(slots=True)
class Times:
    """Of each picture: CPU seconds of all threads, and seconds of the clock."""

    cpu_s: list[float] = field(default_factory=list)
    frame_s: list[float] = field(default_factory=list)

    def measure(self, draw: Callable[[], None], clock: MonotonicClock) -> None:
        """Draw one picture, wait until it is finished, and note what that took."""
        began_cpu_s, began_s = clock.process_busy_s(), clock.now_s()
        draw()
        self.cpu_s.append(clock.process_busy_s() - began_cpu_s)
        self.frame_s.append(clock.now_s() - began_s)


@dataclass(slots=True)
class Pairs:
    """The same pictures, as they are (`whole`) and in another way (`other`)."""

    whole: Times = field(default_factory=Times)
    other: Times = field(default_factory=Times)

    def measure(
        self,
        draw_whole: Callable[[], None],
        draw_other: Callable[[], None],
        clock: MonotonicClock,
        *,
        is_other_first: bool,
    ) -> None:
        """Both, of one picture."""
        order = [(self.whole, draw_whole), (self.other, draw_other)]
        for times, draw in reversed(order) if is_other_first else order:
            times.measure(draw, clock)

    def as_json(self) -> dict[str, Any]:
        """The median of the whole picture, and by how much the other one is cheaper."""
        return {
            "cpu_ms": round(1e3 * float(np.median(self.whole.cpu_s)), 3),
            "cpu_ms_less": _quartiles_ms(self.whole.cpu_s, self.other.cpu_s),
            "frame_ms_less": _quartiles_ms(self.whole.frame_s, self.other.frame_s),
        }


def pair_table(report: dict[str, Any], left: str, rows: Iterable[tuple[str, dict[str, Any]]]) -> str:
    """What was drawn, and a line for each `as_json`; `left` is the head of their names."""
    width, height = report["size_px"]
    what = f"{report['renderer']}, {report['quality']}, {width}x{height}, {report['pictures']} pictures each"
    head = f"{left:18}{'CPU ms less':>12}{'middle half':>18}{'of it':>9}{'frame ms less':>15}"
    return "\n".join([what, head, *(_pair_row(name, row) for name, row in rows)])


def _pair_row(name: str, row: dict[str, Any]) -> str:
    cpu, frame = row["cpu_ms_less"], row["frame_ms_less"]
    spread = f"{cpu['low']:.2f} to {cpu['high']:.2f}"
    share = f"{100.0 * cpu['median'] / row['cpu_ms']:.1f} %"
    return f"{name:18}{cpu['median']:12.2f}{spread:>18}{share:>9}{frame['median']:15.2f}"


def _quartiles_ms(whole_s: list[float], other_s: list[float]) -> dict[str, float]:
    low, median, high = np.percentile(1e3 * (np.array(whole_s) - np.array(other_s)), (25, 50, 75)).tolist()
    return {"low": round(low, 3), "median": round(median, 3), "high": round(high, 3)}
