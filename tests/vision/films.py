"""Small films made for a test: every frame is of one grey that tells its number."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from griffin.vision.frame import Picture
from griffin.vision.opencv import cv2

GREY_STEP = 10


def write_film(
    path: Path, *, frames: int, rate_hz: float = 20.0, size_px: tuple[int, int] = (160, 120)
) -> Path:
    """Best an AVI: its pictures are JPEGs, so that greys survive."""
    codec = cv2.VideoWriter.fourcc(*("MJPG" if path.suffix == ".avi" else "mp4v"))
    writer = cv2.VideoWriter(str(path), codec, rate_hz, size_px)
    assert writer.isOpened()
    for i in range(frames):
        writer.write(np.full((size_px[1], size_px[0], 3), i * GREY_STEP % 250, np.uint8))
    writer.release()
    return path


def number_of(picture: Picture) -> int:
    """Which frame of a film a picture is."""
    return round(float(picture.mean()) / GREY_STEP)


def write_timed_film(
    path: Path,
    times_s: Sequence[float],
    *,
    sound_s: float = 0.0,
    hidden_s: float = 0.0,
    draw: Callable[[float], Picture] | None = None,
) -> Path:
    """A film whose pictures have these times (whole milliseconds), drawn for them or else of noise.

    `sound_s` seconds of silence go with it. The first `hidden_s` are hidden by an edit list, as a phone does
    that trims a film without encoding it again. The index is at the front, so that a cut-off file opens.
    """
    codec = "libvpx" if path.suffix == ".webm" else "mpeg4"
    options = {"movflags": "faststart", "avoid_negative_ts": "disabled" if hidden_s else "auto"}
    with av.open(str(path), "w", options=options if path.suffix == ".mp4" else {}) as container:
        pictures = container.add_stream(codec, rate=30)
        pictures.height, pictures.width = draw(times_s[0]).shape[:2] if draw else (48, 64)
        pictures.pix_fmt, pictures.bit_rate = "yuv420p", 8_000_000 if draw else 1_000_000
        pictures.options = {"deadline": "realtime", "cpu-used": "8"} if codec == "libvpx" else {}
        pictures.codec_context.time_base = pictures.time_base = Fraction(1, 1000)
        silence = container.add_stream("libopus", rate=48_000) if sound_s else None
        noise = np.random.default_rng(1)  # pictures of about the same number of bytes
        for time_s in times_s:
            picture = draw(time_s) if draw else noise.integers(0, 255, (48, 64, 3), np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = round(1000 * time_s), Fraction(1, 1000)
            container.mux(_earlier(pictures.encode(frame), hidden_s))
        container.mux(_earlier(pictures.encode(), hidden_s))
        if silence is not None:
            for start in range(0, round(sound_s * 48_000), 960):
                chunk = av.AudioFrame.from_ndarray(np.zeros((1, 1920), np.int16), "s16", "stereo")
                chunk.pts, chunk.sample_rate = start, 48_000
                container.mux(silence.encode(chunk))
            container.mux(silence.encode())
    return path


def _earlier(packets: Iterable[av.Packet], hidden_s: float) -> list[av.Packet]:
    shifted = list(packets)
    for packet in shifted:
        packet.pts -= round(hidden_s / packet.time_base)
        packet.dts -= round(hidden_s / packet.time_base)
    return shifted


def cut_off(path: Path, kept_frac: float = 0.6) -> Path:
    """The film's file without its end."""
    content = path.read_bytes()
    cut = path.with_name(f"cut_{path.name}")
    cut.write_bytes(content[: round(kept_frac * len(content))])
    return cut


def write_pictures(
    path: Path,
    pictures: Iterable[Picture],
    *,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    pixel_aspect: Fraction | None = None,
    options: dict[str, str] | None = None,
    title: str = "",
) -> Path:
    """A film of these pictures, ten a second; its kind is that of the suffix."""
    with av.open(str(path), "w") as container:
        container.metadata["title"] = title
        stream: av.VideoStream | None = None
        for number, picture in enumerate(pictures):
            if stream is None:
                stream = container.add_stream(codec, rate=10, options=options or {})
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = pixels
                if pixel_aspect is not None:
                    stream.codec_context.sample_aspect_ratio = pixel_aspect
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        assert stream is not None
        container.mux(stream.encode())
    return path


def striped(bar: int, *, size_px: tuple[int, int] = (320, 240)) -> Picture:
    """Black with a white bar from there on."""
    picture = np.zeros((size_px[1], size_px[0], 3), np.uint8)
    picture[:, bar : bar + 40] = 255
    return picture
