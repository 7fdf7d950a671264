"""The trunk's lean into the camera's own tilt: what leans all the time is the camera or the chair.

On the branch that is the median lean of the last seconds; back from a flight, what is known stays until they
are enough. In flight a lean steers, so it must last much longer to count as the camera's: of a lean to one
side for a minute on end, the least that it was. A player who leans to and fro comes past upright within that
minute.
"""

from collections import deque

from griffin.gesture.tuning import GestureTuning


class CameraTilt:
    """Learns how far upright bodies lean in this camera's picture, positive to the right hand."""

    def __init__(self, tuning: GestureTuning) -> None:
        self._tuning = tuning
        self._leans: deque[tuple[float, float]] = deque()  # on the branch: time and lean
        self._spans: deque[tuple[float, float, float]] = deque()  # in flight: begin, least and most lean
        self._wanted_rad = 0.0
        self._time_s: float | None = None
        self._is_known = False
        self.tilt_rad = 0.0

    def learn(self, now_s: float, lean_rad: float, *, is_level: bool, is_flying: bool) -> None:
        """Take the lean of an upright trunk. `is_level`: the arms don't steer, so the lean isn't meant."""
        # A time in which nothing was to be learned is no time to learn from at once.
        dt_s = min(now_s - self._time_s, self._tuning.lean_span_s) if self._time_s is not None else 0.0
        self._time_s = now_s
        if is_flying:
            self._is_known = True
            self._leans.clear()
            self._watch(now_s, lean_rad)
            self.tilt_rad += min(1.0, dt_s / self._tuning.lean_renew_s) * (self._wanted_rad - self.tilt_rad)
        else:
            self._spans.clear()
            if is_level:
                self._stand(now_s, lean_rad)

    def _stand(self, now_s: float, lean_rad: float) -> None:
        leans = self._leans
        if leans and now_s - leans[-1][0] < self._tuning.lean_step_s:
            return
        leans.append((now_s, lean_rad))
        while leans[0][0] < now_s - self._tuning.lean_renew_s:
            leans.popleft()
        covers_enough = now_s - leans[0][0] >= self._tuning.lean_renew_s / 2.0
        if self._is_known and not covers_enough:
            return
        self._is_known = self._is_known or covers_enough
        ordered = sorted(lean for _, lean in leans)
        self.tilt_rad = self._wanted_rad = self._bounded(ordered[len(ordered) // 2])

    def _watch(self, now_s: float, lean_rad: float) -> None:
        spans, lasting_s = self._spans, self._tuning.lean_lasting_s
        if not spans or now_s - spans[-1][0] >= self._tuning.lean_span_s:
            spans.append((now_s, lean_rad, lean_rad))
        begin_s, least_rad, most_rad = spans[-1]
        spans[-1] = (begin_s, min(least_rad, lean_rad), max(most_rad, lean_rad))
        if now_s - spans[0][0] < lasting_s:
            return
        least_rad = min(least for _, least, _ in spans)
        most_rad = max(most for _, _, most in spans)
        while now_s - spans[0][0] >= lasting_s:
            spans.popleft()
        # The nearest to what is known already that it was within this time.
        self._wanted_rad = self._bounded(min(max(self._wanted_rad, least_rad), most_rad))

    def _bounded(self, lean_rad: float) -> float:
        most_rad = self._tuning.lean_most_rad
        return min(max(lean_rad, -most_rad), most_rad)
