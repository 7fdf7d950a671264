"""Pictures and samples → files: a flight as H.264 video with true timestamps and AAC, a moment as PNG.

The video is written in fragments, so that what a killed process or a full disk leaves plays but for its last
second. When it is finished it becomes an ordinary file.

The encoder works in a thread of its own behind a short queue. When it can't keep up, pictures are dropped
and counted; the flight never waits for it. Sound is small and is not dropped for lack of time; if it can't be
encoded, the rest of it is left out and the pictures go on.
"""

import contextlib
import logging
import os
import queue
import threading
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image, ImageOps

from griffin.errors import RenderError, reason_of
from griffin.render.core.owned import Owned
from griffin.render.fragments import has_whole_fragment, keep_whole_fragments
from griffin.scratch import UnfinishedFile, replacing

log = logging.getLogger(__name__)

Picture = NDArray[np.uint8]
Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderTuning:
    """How a flight is written."""

    queue_pictures: int = 8  # 22 MB at 1280x720: a quarter of a second of the encoder falling behind
    tick_hz: int = 90_000  # resolution of the timestamps, video's usual clock
    nominal_hz: int = 30  # what the file states; the timestamps are what counts
    quality_crf: int = 21  # x264's scale: below 18 nobody sees a difference, above 25 the haze bands
    speed_preset: str = "veryfast"  # three times faster than the default for a tenth more bytes
    sound_bits_per_s: int = 160_000  # FFmpeg's own encoder needs a little more than others
    fragment_s: float = 0.5  # of film that a kill can take, beside what the encoder holds ...
    held_pictures: int = 4  # ... so few, for slow flights: a tenth more bytes than with three times as many
    looks_every_s: float = 1.0  # whether the file plays already and can have its name
    join_s: float = 60.0  # the longest wait for the last pictures at the end

    def __post_init__(self) -> None:
        if self.queue_pictures < 1 or self.tick_hz < 1000:
            raise ValueError("the recorder needs a queue and a clock of at least 1 ms")


TUNING = RecorderTuning()
_HINT = "Choose another folder, or free some space."


class FlightRecorder:
    """Writes beside the wanted file, which gets its name as soon as it plays (on Windows at the end)."""

    def __init__(
        self,
        path: Path,
        size_px: tuple[int, int],
        tuning: RecorderTuning = TUNING,
        *,
        sound_rate_hz: int | None = None,
    ) -> None:
        """`size_px` is made even, as H.264 wants it. With a `sound_rate_hz` there is a track for `add_sound`.

        Raises RenderError when the file can't be begun.
        """
        self._path = path
        self._size_px = (size_px[0] // 2 * 2, size_px[1] // 2 * 2)
        self._tuning = tuning
        self.pictures_dropped = 0
        self.pictures_written = 0
        self._samples_taken = 0
        self._first_s: float | None = None
        self._last_tick = -1
        self._is_named = False
        self._looks_s = -np.inf  # of the film, when it is looked at next
        self._failure: Exception | None = None
        self._is_closed = False
        self._room = threading.BoundedSemaphore(tuning.queue_pictures)
        self._queue: queue.SimpleQueue[_Picture | _Sound | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write_all, name="flight recorder", daemon=True)
        with Owned() as owned:
            self._part = self._begin()
            owned.callback(self._part.release)
            self._container, self._stream, self._track = self._open(sound_rate_hz)
            owned.callback(self._container.close)
            self._thread.start()
            owned.pop_all()

    def add(self, rgb: Picture, t_s: float) -> None:
        """Take a picture (H, W, 3) of the moment `t_s` into the video; drop it when the encoder is behind."""
        if self._room.acquire(blocking=False):
            self._queue.put(_Picture(rgb, t_s))
        else:
            self.pictures_dropped += 1

    def add_sound(self, samples: Sound, began_s: float) -> None:
        """Take the next samples (n, 2), -1 to 1, into the track.

        They follow the ones before without a gap. `began_s`: the moment of the very first sample; what is
        from before the first picture is left out.
        """
        if len(samples):
            self._queue.put(_Sound(samples, began_s, self._samples_taken))
            self._samples_taken += len(samples)

    def close(self) -> None:
        """Write what is queued, and give the file its name, unless there was no picture.

        Raises RenderError when that failed.
        """
        if self._is_closed:
            return
        self._is_closed = True
        self._queue.put(None)
        self._thread.join(self._tuning.join_s)
        try:
            if self._thread.is_alive():
                raise RenderError(f"The video {self._path} could not be finished in time.", hint=_HINT)
            if self._failure is not None:
                raise self._break_off(self._failure)
            if self.pictures_written == 0:  # stopped before the first one: there is nothing to leave
                return
            self._give_name()
            self._make_ordinary()
        finally:
            self._part.release()
        if self.pictures_dropped:
            log.info("the recorder dropped %d pictures", self.pictures_dropped)

    def _give_name(self) -> None:
        if self._is_named:
            return
        try:
            self._part.path.replace(self._path)
        except OSError as reason:
            raise self._fail(reason) from reason
        self._is_named = True

    def _make_ordinary(self) -> None:
        """Copy the fragments into a file with an index, in which players find every place at once."""
        try:
            with replacing(self._path) as whole:
                _copy_packets(self._path, whole)
        except (OSError, av.FFmpegError) as reason:  # no room for two of them
            log.info("the film stays in fragments: %s", reason_of(reason))

    def _break_off(self, failure: Exception) -> RenderError:
        """What to say of a film that could not be finished; what there is of it stays if it plays."""
        try:
            kept = self.pictures_written > 0 and keep_whole_fragments(
                self._path if self._is_named else self._part.path
            )
            if kept:
                self._give_name()
        except (OSError, RenderError):
            kept = False
        if not kept:
            return self._fail(failure)
        return RenderError(
            f"The video {self._path} breaks off: {reason_of(failure)}. What was written before plays.",
            hint="Free some space for the next one.",
        )

    def _fail(self, reason: Exception) -> RenderError:
        return RenderError(f"The video {self._path} can't be written: {reason}.", hint=_HINT)

    def _begin(self) -> UnfinishedFile:
        """The file on the disk: av opens it at the first picture, which is too late to report a failure."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return UnfinishedFile(self._path.parent)
        except OSError as reason:
            raise self._fail(reason) from reason

    def _open(self, sound_rate_hz: int | None) -> tuple[Any, VideoStream, "_Track | None"]:
        try:
            options = {
                "movflags": "+delay_moov",
                "frag_duration": str(round(self._tuning.fragment_s * 1e6)),
                "flush_packets": "1",
            }
            container = av.open(str(self._part.path), "w", format="mp4", options=options)
        except (OSError, av.FFmpegError) as reason:
            raise self._fail(reason) from reason
        tuning = self._tuning
        has_x264 = "libx264" in av.codecs_available
        stream = container.add_stream("libx264" if has_x264 else "mpeg4", rate=tuning.nominal_hz)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = self._size_px
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, tuning.tick_hz)
        if has_x264:
            held = f"rc-lookahead={tuning.held_pictures}:sync-lookahead=0:bframes={tuning.held_pictures // 2}"
            stream.options = {
                "crf": str(tuning.quality_crf),
                "preset": tuning.speed_preset,
                "x264-params": held,
            }
        else:
            stream.bit_rate = 8_000_000
        if sound_rate_hz is None:
            return container, stream, None
        return container, stream, _Track(container, sound_rate_hz, tuning.sound_bits_per_s)

    def _write_all(self) -> None:
        try:
            self._write_queued()
            self._container.mux(self._stream.encode())
            self._write_sound(None)
        except Exception as reason:  # whatever it is, `close` raises it in the caller's thread
            self._failure = reason
        finally:
            try:
                self._container.close()
            except (OSError, av.FFmpegError) as reason:
                self._failure = self._failure or reason

    def _write_queued(self) -> None:
        try:
            while (item := self._queue.get()) is not None:
                if isinstance(item, _Picture):
                    self._room.release()
                    self._write(item.rgb, item.t_s)
                else:
                    self._write_sound(item)
        except Exception:
            while (item := self._queue.get()) is not None:  # let the flight go on, and wait for its end
                if isinstance(item, _Picture):
                    self._room.release()
                    self.pictures_dropped += 1
            raise

    def _write(self, rgb: Picture, t_s: float) -> None:
        if self._first_s is None:
            self._first_s = t_s
        tick = round((t_s - self._first_s) * self._tuning.tick_hz)
        if tick <= self._last_tick:
            self.pictures_dropped += 1  # two pictures of one moment
            return
        self._last_tick = tick
        frame = av.VideoFrame.from_ndarray(self._fit(rgb), format="rgb24")
        frame.pts = tick
        frame.time_base = Fraction(1, self._tuning.tick_hz)
        self._container.mux(self._stream.encode(frame))
        self.pictures_written += 1
        can_rename = os.name == "posix"  # elsewhere an open file keeps its name
        if can_rename and not self._is_named and t_s >= self._looks_s:
            self._looks_s = t_s + self._tuning.looks_every_s
            with contextlib.suppress(OSError, RenderError):  # it may go better at the end
                if has_whole_fragment(self._part.path):
                    self._give_name()

    def _fit(self, rgb: Picture) -> Picture:
        """The whole picture, in the size of the first one, whatever became of the window meanwhile."""
        width, height = self._size_px
        if (rgb.shape[1] // 2 * 2, rgb.shape[0] // 2 * 2) != self._size_px:
            fitted = ImageOps.pad(Image.fromarray(rgb), self._size_px, Image.Resampling.BILINEAR)
            return np.asarray(fitted)
        return np.ascontiguousarray(rgb[:height, :width])

    def _write_sound(self, sound: "_Sound | None") -> None:
        """The next samples; None: what the encoder keeps back. A failure costs the rest of the sound."""
        if self._track is None or self._first_s is None:
            return
        try:
            packets = self._track.encode(sound, self._first_s)
        except (av.FFmpegError, ValueError) as reason:
            sentence = "The sound of the video %s breaks off: %s. Its pictures go on."
            log.warning(sentence, self._path, reason_of(reason))
            self._track = None
        else:
            self._container.mux(packets)


def _copy_packets(fragments: Path, whole: Path) -> None:
    with (
        av.open(str(fragments)) as source,
        av.open(str(whole), "w", format="mp4", options={"movflags": "+faststart"}) as target,
    ):
        tracks = {track.index: target.add_stream_from_template(track) for track in source.streams}
        for packet in source.demux():
            if packet.dts is not None:  # the last one of each track is empty
                packet.stream = tracks[packet.stream.index]
                target.mux(packet)


class _Picture(NamedTuple):
    rgb: Picture
    t_s: float


class _Sound(NamedTuple):
    samples: Sound
    began_s: float  # when the very first sample of all was heard
    before: int  # samples between that one and these


class _Track:
    """The film's sound, AAC. The file tells players to skip what the encoder puts before it."""

    def __init__(self, container: Any, rate_hz: int, bits_per_s: int) -> None:
        self._rate_hz = rate_hz
        stream = container.add_stream("aac", rate=rate_hz, layout="stereo")
        assert isinstance(stream, AudioStream)
        stream.bit_rate = bits_per_s
        self._stream = stream

    def encode(self, sound: _Sound | None, film_began_s: float) -> "list[Packet[AudioStream]]":
        """The next samples, but for those from before the film; None: what the encoder keeps back.

        Raises FFmpegError or ValueError for samples that can't be encoded.
        """
        if sound is None:
            return self._stream.encode()
        place = round((sound.began_s - film_began_s) * self._rate_hz) + sound.before
        first = max(0, place)
        heard = sound.samples[first - place :]
        if not len(heard):
            return []
        planar = np.ascontiguousarray(heard.T, dtype=np.float32)
        frame = av.AudioFrame.from_ndarray(planar, format="fltp", layout="stereo")
        frame.sample_rate = self._rate_hz
        frame.pts = first
        frame.time_base = Fraction(1, self._rate_hz)
        return self._stream.encode(frame)


def save_png(path: Path, rgb: Picture) -> None:
    """Write one picture (H, W, 3). Raises RenderError when the file can't be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part, part.open("wb") as stream:
            Image.fromarray(rgb).save(stream, format="PNG")
    except OSError as reason:
        raise RenderError(f"The picture {path} can't be written: {reason}.", hint=_HINT) from reason
