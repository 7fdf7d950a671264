"""Frames → looks at everybody: a second pose model beside the one that follows the player.

It sees up to three bodies in single pictures, without following anybody, so it never stalls the other one:
its graph isn't restarted when somebody steps in. A look costs about as much as two to four frames of the
other model, so it is taken seldom, and in a thread beside the loop that follows the player.
"""

import logging
import threading
from pathlib import Path
from types import TracebackType
from typing import Protocol

from griffin.errors import PoseModelError
from griffin.landmarks import Landmarks, PoseFrame
from griffin.vision.crowd_landmarker import CrowdLandmarker
from griffin.vision.frame import Frame

log = logging.getLogger(__name__)

_JOIN_S = 5.0  # a look takes 0.1 s, on a slow board 1 s, and the model's loading 2 s


class Looks(Protocol):
    """Takes looks at everybody when they are due."""

    def look(self, frame: Frame, interval_s: float, known: Landmarks | None = None) -> PoseFrame | None:
        """Offer a frame. Returns a look that has been finished since the last call, if there is one.

        The frame is looked at if the last one was taken at least `interval_s` before it. `known`: a body in
        it that needn't be sought; the look has it as it is. Raises PoseModelError when the model fails.
        """

    def close(self) -> None:
        """Let the model go. Closing twice does no harm."""


class Lookout:
    """Takes looks at once, while the caller waits: for films that are examined without a clock."""

    def __init__(self, landmarker: CrowdLandmarker) -> None:
        self._landmarker = landmarker
        self._looked_s: float | None = None

    def look(self, frame: Frame, interval_s: float, known: Landmarks | None = None) -> PoseFrame | None:
        """A look at this very frame, where one is due."""
        if self._looked_s is not None and frame.captured_s - self._looked_s < interval_s:
            return None
        self._looked_s = frame.captured_s
        return self._landmarker.detect(frame, known)

    def close(self) -> None:
        """Let the model go."""
        self._landmarker.close()


class BackgroundLookout:
    """Takes looks in a thread of its own; the model is loaded there, too, so nobody waits for it."""

    def __init__(self, model: Path) -> None:
        self._model = model
        self._changed = threading.Condition()
        self._asked: tuple[Frame, Landmarks | None] | None = None  # with the body known in it
        self._answer: PoseFrame | None = None
        self._error: Exception | None = None
        self._has_warned = False
        self._is_closing = False
        self._looked_s: float | None = None
        self._thread = threading.Thread(target=self._run, name="lookout", daemon=True)
        self._thread.start()

    def __enter__(self) -> "BackgroundLookout":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def look(self, frame: Frame, interval_s: float, known: Landmarks | None = None) -> PoseFrame | None:
        """The newest finished look; the frame is taken up if a look is due and none is under way."""
        with self._changed:
            if self._error is not None:
                self._end_looks(self._error)
                return None
            answer, self._answer = self._answer, None
            is_due = self._looked_s is None or frame.captured_s - self._looked_s >= interval_s
            if is_due and self._asked is None:
                self._asked, self._looked_s = (frame, known), frame.captured_s
                self._changed.notify_all()
            return answer

    def _end_looks(self, error: Exception) -> None:
        """A pilot can fly without looks at others, so a model's error is only logged. Any other is a bug."""
        self._asked = None
        if not isinstance(error, PoseModelError):
            raise error
        if not self._has_warned:
            self._has_warned = True
            log.warning("%s Griffin goes on without looking for other people.", error)

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._thread.join(_JOIN_S)
        if self._thread.is_alive():
            log.warning("A look at everybody is still under way.")

    def _run(self) -> None:
        try:
            landmarker = CrowdLandmarker(self._model)
            try:
                while (asked := self._wait()) is not None:
                    answer = landmarker.detect(*asked)
                    with self._changed:
                        self._answer, self._asked = answer, None
            finally:
                landmarker.close()
        except Exception as error:  # handed to the thread that asks for looks
            with self._changed:
                self._error = error

    def _wait(self) -> tuple[Frame, Landmarks | None] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._asked is not None or self._is_closing)
            return None if self._is_closing else self._asked
