"""A camera that is plugged in late, or unplugged and back → one lasting source. For unattended games.

A FrameSource gives up when there is no camera, since a player at a laptop sees the message. Under a TV nobody
reads the terminal, and the camera is plugged in again sooner or later.
"""

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from griffin.clock import Clock
from griffin.errors import CameraError
from griffin.vision.camera import FrameSource, open_source, watch_camera
from griffin.vision.camera_search import open_any_camera
from griffin.vision.frame import Frame
from griffin.vision.orientation import AS_IT_COMES, Orientation
from griffin.vision.source_kind import SourceKind, find_source_kind
from griffin.vision.v4l2 import CameraInfo

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconnectTuning:
    """How often a camera is looked for."""

    pause_s: float = 1.0  # costs nothing; whoever plugs it in sees it work within 2 s
    named_only_s: float = 10.0  # a camera that was named may be slow after the machine's start, or asleep

    def __post_init__(self) -> None:
        if self.pause_s <= 0.0 or self.named_only_s < 0.0:
            raise ValueError("pause_s must be above 0, and named_only_s not below it")


# The process before has looked for nothing but its own camera long enough.
LOST_CAMERA = ReconnectTuning(named_only_s=0.0)


class ReconnectingSource:
    """Gives frames out like a FrameSource, and nothing while the camera is away. It never ends or fails."""

    is_demo = False
    note = ""
    has_ended = False

    def __init__(
        self,
        spec: str,
        clock: Clock,
        *,
        orientation: Orientation = AS_IT_COMES,
        tuning: ReconnectTuning | None = None,
        before_look: Callable[[], None] = lambda: None,
    ) -> None:
        """`before_look` is called before each search for a camera, which may take long."""
        self._spec = spec
        self._clock = clock
        self._orientation = orientation
        self._tuning = tuning or ReconnectTuning()
        self._before_look = before_look
        self.prepare: Callable[[Frame], Frame] | None = None  # as of a FrameSource
        self._source: FrameSource | None = None
        self._known: CameraInfo | None = None
        self._frames_before = 0
        self._began_s = self._next_look_s = clock.now_s()
        self._reported = ""

    @property
    def name(self) -> str:
        """The camera's name while it is there."""
        return self._source.name if self._source else "camera"

    @property
    def is_there(self) -> bool:
        """Whether a camera is open."""
        return self._source is not None

    @property
    def frames_seen(self) -> int:
        """How many frames all cameras so far have had."""
        return self._frames_before + (self._source.frames_seen if self._source else 0)

    def wait(
        self, stop: threading.Event, note_absent: Callable[[], None] = lambda: None, nap_s: float = 0.1
    ) -> bool:
        """Until there is a camera; False when `stop` was set before.

        `note_absent` is called once, when the first look finds none.
        """
        has_noted = False
        while not stop.is_set():
            self._look()
            if self.is_there:
                return True
            if not has_noted:
                note_absent()
                has_noted = True
            self._clock.sleep(nap_s)
        return False

    def newest(self, timeout_s: float) -> Frame | None:
        """The newest frame that was not given out yet; None if there is none within that time."""
        self._look()
        if self._source is None:
            self._clock.sleep(timeout_s)
            return None
        self._source.prepare = self.prepare
        try:
            return self._source.newest(timeout_s)
        except CameraError as error:
            self._tell(error)
            self.close()
            return None

    def close(self) -> None:
        """Close the camera. Closing twice is harmless."""
        if self._source is not None:
            self._frames_before += self._source.frames_seen
            self._source.close()
        self._source = None

    def _look(self) -> None:
        if self.is_there or self._clock.now_s() < self._next_look_s:
            return
        self._before_look()
        try:
            self._source = _open_camera(
                self._spec,
                self._clock,
                self._orientation,
                self._known,
                may_differ=self._clock.now_s() - self._began_s >= self._tuning.named_only_s,
            )
        except CameraError as error:
            self._tell(error)
        else:
            self._reported = ""
            self._known = self._known or self._source.camera
            log.warning("The %s is there.", self.name)
        self._next_look_s = self._clock.now_s() + self._tuning.pause_s

    def _tell(self, error: CameraError) -> None:
        if str(error) != self._reported:  # each reason once
            log.warning("%s It is looked for until it comes.", error)
        self._reported = str(error)


def _open_camera(
    spec: str, clock: Clock, orientation: Orientation, known: CameraInfo | None, *, may_differ: bool
) -> FrameSource:
    """Like `open_source`, but `auto` is a camera and never the demo pilot.

    `known`, the camera that was open before, is taken again under whatever number, or else any other one. Of
    one that was named and not seen yet only the name is known: another one is taken if it `may_differ`.
    """
    kind = find_source_kind(spec)
    if kind is SourceKind.AUTO or (kind is SourceKind.CAMERA and known is not None):
        return watch_camera(open_any_camera(clock, known=known, log_level=logging.DEBUG), clock, orientation)
    try:
        return open_source(spec, loop=True, clock=clock, orientation=orientation)
    except CameraError:
        if kind is SourceKind.CAMERA and may_differ:
            with contextlib.suppress(CameraError):  # the named camera's error is the one to report
                return watch_camera(open_any_camera(clock, log_level=logging.DEBUG), clock, orientation)
        raise
