"""How a film's file was read to its end → whether it was cut off.

A frame rate and a number of frames are no measure of that: an edit list hides frames, a stated rate may be
that of the shortest interval, and the sound may go on after the last picture. So it takes an error: the last
packet is incomplete or can't be decoded, or the file can't be read on. FFmpeg takes only a Matroska or WebM
file that ends within an element for one that ends as it should; there the stated duration decides, which is
that of the longest stream.
"""

from dataclasses import dataclass

from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

_AV_TIME_BASE = 1_000_000  # a container's times are in microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmBreak:
    """Where a cut-off film ends and should end (None if it doesn't say that), from its first picture on."""

    end_s: float
    promised_s: float | None

    def __str__(self) -> str:
        promised = "" if self.promised_s is None else f" of {self.promised_s:.1f}"
        return f"breaks off after {self.end_s:.1f}{promised} s"


class FilmEnd:
    """Notes every packet of a file. `has_failed`: whether the last one of the pictures failed."""

    def __init__(self) -> None:
        self.has_failed = False
        self._end_s = 0.0  # of all streams, by the file's own times
        self._first_s: float | None = None  # of the pictures
        self._last_lasts_s = 0.0

    def note(self, packet: "Packet[Stream]", *, is_picture: bool) -> None:
        """A packet, before it is decoded."""
        time = packet.pts if packet.pts is not None else packet.dts
        if time is None or packet.time_base is None:  # the one that ends a stream has no time
            return
        at_s = float(time * packet.time_base)
        lasts_s = float((packet.duration or 0) * packet.time_base)
        self._end_s = max(self._end_s, at_s + lasts_s)
        if is_picture:
            self.has_failed = packet.is_corrupt
            self._first_s = at_s if self._first_s is None else min(self._first_s, at_s)
            self._last_lasts_s = lasts_s

    def note_error(self) -> None:
        """The packet can't be decoded, or the file can't be read on."""
        self.has_failed = True

    def find_break(
        self, container: InputContainer, stream: VideoStream, shown_s: float, slack_s: float
    ) -> FilmBreak | None:
        """Where the file breaks off; None for one that lacks less than `slack_s` or than its last picture.

        `shown_s`: the time of the last picture, from the first one on.
        """
        slack_s = max(slack_s, self._last_lasts_s)
        ends_early = container.duration is not None and (
            "matroska" in container.format.name
            and ((container.start_time or 0) + container.duration) / _AV_TIME_BASE - self._end_s > slack_s
        )
        if not (self.has_failed or ends_early):
            return None
        promised_s = self._promised_s(container, stream)
        if promised_s is not None and promised_s - shown_s <= slack_s:
            return None
        return FilmBreak(end_s=shown_s, promised_s=promised_s)

    def _promised_s(self, container: InputContainer, stream: VideoStream) -> float | None:
        if container.format.name == "avi":
            # FFmpeg shortens an AVI's duration to what the file's size suggests. Its pictures come at a rate.
            return float(stream.frames / stream.average_rate) if stream.average_rate else None
        if stream.duration and stream.time_base:
            return float(stream.duration * stream.time_base)
        if container.duration is None or self._first_s is None:
            return None
        return ((container.start_time or 0) + container.duration) / _AV_TIME_BASE - self._first_s
