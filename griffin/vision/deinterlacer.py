"""Decoded frames → frames without combing, as an interlaced frame's two fields are taken at different times.

FFmpeg's filter is bwdif, which is written for the vector units of x86 and Arm alike. Most films never need
it, so it is made for the first interlaced frame. It holds one frame back.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any

import av
from av.filter import Graph
from av.video.format import VideoFormat
from av.video.frame import VideoFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedFrame:
    """A decoded frame, when the film shows it, and how far to turn it (degrees, counterclockwise)."""

    film_s: float
    turn_deg: int
    frame: VideoFrame


class Deinterlacer:
    """`feed` every frame in order, then `finish`; the same number comes out, progressive ones unchanged."""

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._shape: tuple[int, int, str] | None = None  # what the graph takes
        self._inside: deque[TimedFrame] = deque()

    def feed(self, timed: TimedFrame) -> list[TimedFrame]:
        """What is ready now. Raises av.FFmpegError."""
        frame = timed.frame
        if self._graph is None and not frame.interlaced_frame:
            return [timed]
        shape = (frame.width, frame.height, frame.format.name)
        ready = [] if shape == self._shape else self.finish()
        if self._graph is None:
            self._graph = _make_graph(frame.width, frame.height, frame.format)
            self._shape = shape
        self._inside.append(timed)
        self._graph.push(frame)
        return ready + self._pull(self._graph)

    def finish(self) -> list[TimedFrame]:
        """The frames that it still holds; afterwards another film may be fed. Raises av.FFmpegError."""
        graph, self._graph, self._shape = self._graph, None, None
        if graph is None:
            return []
        graph.push(None)
        return self._pull(graph)

    def _pull(self, graph: Graph) -> list[TimedFrame]:
        ready = []
        while self._inside:
            try:
                frame: Any = graph.pull()
            except (av.BlockingIOError, av.EOFError):
                break
            timed = self._inside.popleft()
            ready.append(TimedFrame(film_s=timed.film_s, turn_deg=timed.turn_deg, frame=frame))
        return ready


def _make_graph(width: int, height: int, pixels: VideoFormat) -> Graph:
    graph = Graph()
    # Only their order is needed of the times; TimedFrame keeps them.
    source = graph.add(
        "buffer",
        video_size=f"{width}x{height}",
        pix_fmt=pixels.name,
        time_base="1/1000000",
        pixel_aspect="1/1",
    )
    filter_ = graph.add("bwdif", mode="send_frame", parity="auto", deint="interlaced", threads="1")
    graph.link_nodes(source, filter_, graph.add("buffersink")).configure()
    return graph
