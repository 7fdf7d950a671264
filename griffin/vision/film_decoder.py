"""A film's file → its pictures, each with the time at which it is shown. PyAV's ways stop here.

OpenCV's reader gives black pictures for interlaced films, has no AV1, takes `17:30.mp4` for an address and
crashes on names that aren't UTF-8. Here FFmpeg gets an open file and no name. It may open nothing else, be
it a file or an address, and knows only kinds of files that are films: no playlists, which name other files.
It lives beside OpenCV's FFmpeg, which still serves cameras; the network lock binds both (`app/sandbox.py`).
"""

import logging
import math
import os
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import av
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from griffin import pyav
from griffin.errors import CameraError, reason_of
from griffin.vision.deinterlacer import Deinterlacer, TimedFrame
from griffin.vision.film_end import FilmEnd
from griffin.vision.film_index import lacks_index
from griffin.vision.film_times import FilmTimes, TimesTuning
from griffin.vision.frame import Picture, fit
from griffin.vision.opencv import cv2
from griffin.vision.source_file import printable

log = logging.getLogger(__name__)

_FORMATS = (
    "mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,live_flv,asf,ogg,gif,apng,mxf,gxf,lxf,dv,rm,nut,wtv,nsv,nuv,"
    "pva,swf,amv,dhav,hxvs,ty,ivf,obu,av1,h261,h263,h264,hevc,vvc,vc1,vc1test,m4v,mjpeg,dirac,dnxhd,cavsvideo,"
    "avs2,avs3,yuv4mpegpipe,flic,roq,smk,bink"
)
# What isn't the film: covers of songs, previews, the tiles of a large picture.
_NOT_THE_FILM = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.dependent
_TURNS = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}
_ERRORS = (av.FFmpegError, OSError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmTuning:
    """What a film may cost, and what is believed of what it says."""

    usual_rate_hz: float = 30.0  # where a file doesn't give a believable one
    rate_limits_hz: tuple[float, float] = (1.0, 240.0)  # what is believable
    pixel_aspect_limits: tuple[float, float] = (0.4, 2.5)  # anamorphic films have 2, camcorders 0.9 to 1.5
    cut_short_s: float = 0.5  # a film that lacks less than this is whole
    most_pixels: int = 36_000_000  # 8K; what is larger needs a gigabyte to decode
    # One thread decodes 200 frames of this size a second; the pose model and the renderer need the others.
    pixels_per_thread: int = 1920 * 1088
    most_threads: int = 4
    # Read without a picture coming of it: a film before a terabyte of zeros would keep FFmpeg busy for hours.
    # A picture of 8K takes up to 108 MB; so many zeros take five seconds.
    most_bytes_per_picture: int = 256 * 2**20
    times: TimesTuning = field(default_factory=TimesTuning)

    def __post_init__(self) -> None:
        if not self.rate_limits_hz[0] <= self.usual_rate_hz <= self.rate_limits_hz[1]:
            raise ValueError("usual_rate_hz must lie within rate_limits_hz")
        if not 0.0 < self.pixel_aspect_limits[0] <= 1.0 <= self.pixel_aspect_limits[1]:
            raise ValueError("pixel_aspect_limits must enclose 1")
        if min(self.most_pixels, self.pixels_per_thread, self.most_threads, self.most_bytes_per_picture) <= 0:
            raise ValueError("pixels, threads and bytes must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmPicture:
    """A picture that is decoded but not converted yet, as it may be passed over."""

    film_s: float
    convert: Callable[[], Picture]


class Film(Protocol):
    """A film's pictures, in order."""

    rate_hz: float
    """Pictures a second, as the file says."""

    def next(self) -> FilmPicture | None:
        """The next picture, with a later time than the last one; None at the end. Raises CameraError."""
        ...

    def rewind(self) -> None:
        """Begin again. Raises CameraError."""
        ...

    def close(self) -> None:
        """Close the file. Closing twice does no harm."""
        ...


class FilmDecoder:
    """A film of any kind that FFmpeg knows; its largest pictures, upright, with square pixels.

    What is wrong with it is logged once, however often it is played.
    """

    def __init__(self, path: Path, tuning: FilmTuning | None = None) -> None:
        """Open the file. Raises CameraError for one that isn't a film."""
        self._name = printable(str(path))
        self._file_name = printable(path.name)
        self._tuning = tuning or FilmTuning()
        self._has_reported_jump = self._has_reported_break = False
        try:
            self._file = _FilmFile(path, self._tuning.most_bytes_per_picture)
        except OSError as error:
            raise CameraError(f"{self._name} can't be opened: {reason_of(error)}.") from error
        try:
            self._open()
        except BaseException as error:
            self._file.close()
            if isinstance(error, CameraError) and lacks_index(path):
                raise CameraError(
                    f"{self._name} ends early: the index, without which it can't be read, is not all there.",
                    hint="Copy it again, or record it again to the end.",
                ) from error
            raise

    def next(self) -> FilmPicture | None:
        """The next picture; None at the end."""
        while not self._ready and not self._is_over:
            self._advance()
        if not self._ready:
            return None
        timed = self._ready.popleft()
        return FilmPicture(film_s=timed.film_s, convert=lambda: self._convert(timed))

    def rewind(self) -> None:
        """Begin again; opened anew, as seeking is not exact in every format."""
        self._close_container()
        self._file.seek(0)
        self._open()

    def close(self) -> None:
        """Close the file."""
        self._close_container()
        self._file.close()

    def _open(self) -> None:
        self._file.note_picture()
        self._file.has_failed = False
        tuning = self._tuning
        limits = {"max_pixels": str(tuning.most_pixels)}
        try:
            self._container: InputContainer = av.open(
                self._file,
                mode="r",
                options={"protocol_whitelist": "none", "format_whitelist": _FORMATS, **limits},
                **pyav.READING,
            )
        except _ERRORS as error:
            raise _not_a_film(self._name) from error
        try:
            self._stream = _choose_stream(self._container, self._name)
            pixels = self._stream.width * self._stream.height
            if not 0 < pixels <= tuning.most_pixels:  # FFmpeg, which knows the limit, often says 0 then
                raise CameraError(
                    f"The pictures of {self._name} can't be decoded, or are larger than 8K.",
                    hint="Up to 7680x4320 will do.",
                )
            codec = self._stream.codec_context
            codec.options = limits
            codec.thread_count = min(
                max(1, math.ceil(pixels / tuning.pixels_per_thread)), tuning.most_threads, os.cpu_count() or 1
            )
            codec.thread_type = "AUTO"
            self.rate_hz = self._find_rate_hz()
            aspect = float(self._stream.sample_aspect_ratio or 1)
            low, high = tuning.pixel_aspect_limits
            self._pixel_aspect = aspect if low <= aspect <= high else 1.0
        except BaseException:
            self._close_container()
            raise
        self._times = FilmTimes(1.0 / self.rate_hz, tuning.times)
        self._end = FilmEnd()
        self._deinterlacer = Deinterlacer()
        self._reformatter = VideoReformatter()
        self._ready: deque[TimedFrame] = deque()
        self._is_over = False
        # The packets of all streams: in some kinds of files they tell where the file ends.
        self._packets: Iterator[Packet[Stream]] = iter(self._container.demux())

    def _close_container(self) -> None:
        self._is_over = True
        self._container.close()

    def _find_rate_hz(self) -> float:
        low_hz, high_hz = self._tuning.rate_limits_hz
        for rate in (self._stream.average_rate, self._stream.guessed_rate):
            if rate is not None and low_hz <= rate <= high_hz:
                return float(rate)
        return self._tuning.usual_rate_hz

    def _advance(self) -> None:
        """Read one packet: what comes of it is in `_ready`."""
        try:
            packet = next(self._packets, None)
            if packet is None:
                self._finish()
                return
            is_picture = packet.stream_index == self._stream.index
            self._end.note(packet, is_picture=is_picture)
        except _ERRORS:
            self._end.note_error()
            self._finish()
            return
        if is_picture:
            self._decode(packet)

    def _decode(self, packet: "Packet[Stream] | None") -> None:
        """`packet`: None for what the decoder still holds."""
        try:
            for frame in self._stream.decode(packet):
                self._file.note_picture()
                stamp_s = _stamp_s(frame)
                timed = TimedFrame(film_s=self._place(stamp_s), turn_deg=frame.rotation, frame=frame)
                self._ready += self._deinterlacer.feed(timed)
        except av.EOFError:  # it holds nothing, having been asked before
            pass
        except _ERRORS:
            self._end.note_error()

    def _place(self, stamp_s: float | None) -> float:
        jumps = self._times.jumps
        before_s, left_out_s = self._times.end_s, self._times.left_out_s
        film_s = self._times.place(stamp_s)
        if self._times.jumps > jumps and not self._has_reported_jump:
            self._has_reported_jump = True
            log.warning(
                "The time stamps of %s jump by %.0f s after %.1f s: the gap is left out.",
                self._file_name,
                self._times.left_out_s - left_out_s,
                before_s,
            )
        return film_s

    def _finish(self) -> None:
        self._decode(None)
        try:
            self._ready += self._deinterlacer.finish()
        except _ERRORS:
            self._end.note_error()
        self._is_over = True
        if self._file.has_failed:
            self._end.note_error()
        if self._times.end_s < 0.0 or self._has_reported_break:
            return
        shown_s = self._times.end_s + self._times.left_out_s  # by the file's own times
        found = self._end.find_break(self._container, self._stream, shown_s, self._tuning.cut_short_s)
        if found is not None:
            self._has_reported_break = True
            log.warning("%s %s.", self._file_name, found)

    def _convert(self, timed: TimedFrame) -> Picture:
        try:
            converted = self._reformatter.reformat(timed.frame, format="rgb24", threads=1)
        except _ERRORS as error:
            raise CameraError(
                f"The pictures of {self._name} can't be converted: {reason_of(error)}."
            ) from error
        pixels = np.ascontiguousarray(converted.to_ndarray(), np.uint8)
        picture = fit(pixels, pixel_aspect=self._pixel_aspect)
        turn = _TURNS.get(90 * round(timed.turn_deg / 90) % 360)
        return picture if turn is None else np.asarray(cv2.rotate(picture, turn), np.uint8)


class _FilmFile:
    """What PyAV needs of a file. It has no name, which FFmpeg might take for something else.

    `has_failed`: whether it can't be read on, or all that was read of late was in vain. It then seems to end
    there: what is raised within FFmpeg would only be printed.
    """

    def __init__(self, path: Path, most_bytes_per_picture: int) -> None:
        self.has_failed = False
        self._file = path.open("rb", buffering=0)
        self._most_bytes_per_picture = most_bytes_per_picture
        self._bytes_since_picture = 0
        self.seek, self.tell, self.close = self._file.seek, self._file.tell, self._file.close

    def read(self, size: int) -> bytes:
        """Up to that many bytes; none at the end."""
        if self._bytes_since_picture > self._most_bytes_per_picture:
            self.has_failed = True
            return b""
        try:
            content = self._file.read(size)
        except OSError:
            self.has_failed = True
            return b""
        self._bytes_since_picture += len(content)
        return content

    def note_picture(self) -> None:
        """A picture has come of what was read."""
        self._bytes_since_picture = 0


def _choose_stream(container: InputContainer, name: str) -> VideoStream:
    """The stream with the largest pictures, of those the one with most; covers and previews aside.

    An animated AVIF has its first picture as a stream of its own.
    """
    streams = [
        stream
        for stream in container.streams.video
        if stream.codec_context is not None and not stream.disposition & _NOT_THE_FILM
    ]
    if not streams:
        raise CameraError(
            f"{name} holds no film.", hint="MP4, MKV, WebM, AVI, GIF, JPEG and PNG are known to work."
        )
    return max(streams, key=lambda stream: (stream.width * stream.height, stream.frames))


def _stamp_s(frame: VideoFrame) -> float | None:
    stamp = frame.pts if frame.pts is not None else frame.dts
    return None if stamp is None or frame.time_base is None else float(stamp * frame.time_base)


def _not_a_film(name: str) -> CameraError:
    return CameraError(
        f"{name} is not a video or a picture that Griffin can read.",
        hint="MP4, MKV, WebM, AVI, GIF, JPEG and PNG are known to work.",
    )
