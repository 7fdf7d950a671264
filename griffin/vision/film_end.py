"""A film's container → whether the file was cut off. It reads packets and their times, and decodes nothing.

A frame rate and a number of frames are no measure of that: an edit list hides frames, a stated rate may be
that of the shortest interval, and the sound may go on after the last picture. A container also says how long
its streams last, and the times of its packets say how far they go.
"""

from dataclasses import dataclass
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmBreak:
    """How far the pictures of a cut-off film go and how far they should, both from the first picture on."""

    end_s: float
    promised_s: float


@dataclass(slots=True)
class _Extent:
    """What the packets of one stream cover."""

    start_s: float
    last_s: float
    end_s: float
    packets: int = 1

    @property
    def last_lasts_s(self) -> float:
        """How long the last packet is shown, as far as it is known."""
        mean_s = (self.last_s - self.start_s) / max(1, self.packets - 1)
        return max(self.end_s - self.last_s, mean_s)


def find_break(path: Path, shown_s: float, slack_s: float) -> FilmBreak | None:
    """Where the file breaks off; None for a whole one, and for one that doesn't say how long it should be.

    `shown_s` is the time of the last picture that could be decoded, from the first one on. Whole is also what
    lacks less than `slack_s` or less than the time for which its last picture is shown.
    """
    try:
        # An absolute path, as `17:30.mp4` would be taken for an address.
        with av.open(str(path.absolute())) as container:
            return _compare(container, shown_s, slack_s)
    except (av.FFmpegError, OSError):
        return None


def _compare(container: InputContainer, shown_s: float, slack_s: float) -> FilmBreak | None:
    extents = _measure(container)
    video = next((stream for stream in container.streams.video if stream.index in extents), None)
    if video is None:
        return None
    pictures = extents[video.index]
    slack_s = max(slack_s, pictures.last_lasts_s)
    start_s = float((video.start_time or 0) * video.time_base) if video.time_base else 0.0
    end_s, promised_s = pictures.end_s, _promised_end_s(container, video, start_s)
    if promised_s is None:
        if not container.duration:
            return None
        # Matroska gives one duration for all streams, and the sound may be the longest.
        end_s = max(extent.end_s for extent in extents.values())
        promised_s = ((container.start_time or 0) + container.duration) / av.time_base
    # Where space was reserved for a file and never filled, there are packets, but of zeros.
    is_undecoded = start_s + shown_s + pictures.last_lasts_s < pictures.end_s - slack_s
    if promised_s - end_s <= slack_s and not is_undecoded:
        return None
    return FilmBreak(end_s=shown_s, promised_s=promised_s - start_s)


def _promised_end_s(container: InputContainer, video: VideoStream, start_s: float) -> float | None:
    """When the stream should end; None where the container gives no duration of its own for it."""
    if container.format.name == "avi" and video.average_rate:
        # FFmpeg shortens an AVI's duration to what the file's size suggests. Its pictures come at one rate.
        return start_s + float(video.frames / video.average_rate)
    if video.duration and video.time_base:
        return start_s + float(video.duration * video.time_base)
    return None


def _measure(container: InputContainer) -> dict[int, _Extent]:
    """What each stream's packets cover, by the stream's index."""
    extents: dict[int, _Extent] = {}
    try:
        for packet in container.demux():
            time = packet.pts if packet.pts is not None else packet.dts
            if time is None or packet.time_base is None:  # the one that ends a stream has no time
                continue
            at_s = float(time * packet.time_base)
            end_s = at_s + float((packet.duration or 0) * packet.time_base)
            extent = extents.setdefault(packet.stream_index, _Extent(at_s, at_s, end_s, packets=0))
            extent.start_s, extent.last_s = min(extent.start_s, at_s), max(extent.last_s, at_s)
            extent.end_s = max(extent.end_s, end_s)
            extent.packets += 1
    except (av.FFmpegError, OSError):
        pass  # a cut-off file ends in an error: what was read until then counts
    return extents
