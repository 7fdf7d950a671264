"""The full pose model while it keeps up, else a faster one, by the time that it takes during the game.

A table of boards would not know what else is running, how warm the board is, or its power mode. So the game
begins with the full model and times it; if it is too slow, the faster one takes over for good.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from griffin.clock import Clock, MonotonicClock
from griffin.landmarks import PictureSpan, PoseFrame
from griffin.vision.frame import Frame
from griffin.vision.landmarker import PoseLandmarker

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChoiceTuning:
    """When the full model is too slow."""

    least_rate_hz: float = 20.0  # below it the griffin visibly lags behind the arms
    warm_up_looks: int = 30  # caches fill, the processor's clock rises
    looks: int = 90  # 3 s of play at 30 Hz; their median decides, so a hiccup does not

    def __post_init__(self) -> None:
        if self.least_rate_hz <= 0.0 or self.warm_up_looks < 0 or self.looks < 1:
            raise ValueError("the rate must be above 0, and looks must be counted")


class ChoosingLandmarker:
    """Detects like a PoseLandmarker. Only looks that find a body count: looking for one costs otherwise.

    `is_faster_one`: whether the faster model has taken over.
    """

    def __init__(
        self,
        full: Path,
        faster: Path,
        *,
        load: Callable[[Path], PoseLandmarker] = PoseLandmarker,
        tuning: ModelChoiceTuning | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Load the full model. Raises PoseModelError when it can't be used."""
        self.is_faster_one = False
        self._faster = faster
        self._load = load
        self._tuning = tuning or ModelChoiceTuning()
        self._clock = clock or MonotonicClock()
        self._looks_s: list[float] = []
        self._landmarker = load(full)

    @property
    def last_model_s(self) -> float:
        """Seconds that the model's own call took in the last `detect`."""
        return self._landmarker.last_model_s

    def detect(self, frame: Frame, *, within: PictureSpan | None = None) -> PoseFrame:
        """The body in one picture, as a PoseLandmarker finds it.

        Raises PoseModelError when the model fails.
        """
        began_s = self._clock.now_s()
        seen = self._landmarker.detect(frame, within=within)
        if not self.is_faster_one and seen.bodies:
            self._weigh(self._clock.now_s() - began_s)
        return seen

    def prepare(self, frame: Frame) -> Frame:
        """The frame with the model's own picture of it."""
        return self._landmarker.prepare(frame)

    def upright(self, frame: Frame) -> Frame:
        """The frame the way up in which bodies are looked for."""
        return self._landmarker.upright(frame)

    def close(self) -> None:
        """Let the model go. Closing twice does no harm."""
        self._landmarker.close()

    def _weigh(self, look_s: float) -> None:
        tuning = self._tuning
        if len(self._looks_s) == tuning.warm_up_looks + tuning.looks:
            return  # decided: it keeps up
        self._looks_s.append(look_s)
        if len(self._looks_s) < tuning.warm_up_looks + tuning.looks:
            return
        typical_s = median(self._looks_s[tuning.warm_up_looks :])
        log.info("The full pose model takes %.0f ms a look.", 1e3 * typical_s)
        if typical_s <= 1.0 / tuning.least_rate_hz:
            return
        log.warning(
            "The full pose model keeps only %.0f looks a second here; %s takes over.",
            1.0 / typical_s,
            self._faster.name,
        )
        faster = self._load(self._faster)  # before the other is closed, which goes on if this one fails
        self._landmarker.close()
        self._landmarker = faster
        self.is_faster_one = True
