"""Sounds to Ogg Opus and back, by PyAV."""

import io
from pathlib import Path

import av
import numpy as np

from synthesis.basics import RATE_HZ, Signal
from synthesis.measures import seam_hiss_db, seam_step_quantile

LOOP_BITS_PER_S, SHOT_BITS_PER_S = 80_000, 64_000
_TURNS, _TRIES = 24, 8
_GOOD_HISS_DB, _GOOD_STEP = 1.0, 0.7
_RUN_IN, _RUN_OUT = 7_680, 480
_GRANULE, _CHECKSUM = slice(6, 14), slice(22, 26)  # in an Ogg page
_PRE_SKIP_AT = 10  # in the page's "OpusHead"


def encode(sound: Signal, bits_per_s: int) -> bytes:
    """An Ogg Opus file of a sound (channels, samples)."""
    layout = "mono" if len(sound) == 1 else "stereo"
    buffer = io.BytesIO()
    # Without "bitexact" the file would get a random serial number.
    with av.open(buffer, "w", format="ogg", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=RATE_HZ, layout=layout)
        stream.bit_rate = bits_per_s
        planar = np.ascontiguousarray(sound.T.reshape(1, -1), dtype=np.float32)
        whole = av.AudioFrame.from_ndarray(planar, format="flt", layout=layout)
        whole.sample_rate = RATE_HZ
        whole.pts = 0
        queue = av.AudioFifo()
        queue.write(whole)
        stream.codec_context.open()
        while frame := queue.read(stream.codec_context.frame_size, partial=True):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return buffer.getvalue()


def decode(source: Path | bytes) -> Signal:
    """What a player hears of a file: (channels, samples)."""
    with av.open(io.BytesIO(source) if isinstance(source, bytes) else str(source)) as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(frames, axis=1).astype(np.float64)


def encode_loop(loop: Signal, bits_per_s: int) -> bytes:
    """As `encode`, with next to no trace of the codec at the seam.

    The codec is given the loop's end before its beginning and its beginning after its end, so that it is well
    under way at the seam. The file then says that players leave these out (RFC 7845: "pre-skip" and the last
    page's "granule position"). What the codec adds to both sides of the seam still differs a little, so the
    loop is turned to where that is heard least, and where no grain is cut.
    """
    turns = [np.roll(loop, -loop.shape[1] * turn // _TURNS, axis=1) for turn in range(_TURNS)]
    best, least = b"", np.inf
    for turn in sorted(turns, key=seam_hiss_db)[:_TRIES]:
        around = np.concatenate((turn[:, -_RUN_IN:], turn, turn[:, :_RUN_OUT]), axis=1)
        data = _leave_out(encode(around, bits_per_s), _RUN_IN, _RUN_OUT)
        heard = decode(data)
        trace = max(seam_hiss_db(heard) / _GOOD_HISS_DB, seam_step_quantile(heard) / _GOOD_STEP)
        if trace < least:
            best, least = data, trace
        if least < 1.0:
            break
    return best


def _leave_out(data: bytes, run_in: int, run_out: int) -> bytes:
    """The Ogg Opus file, told to begin this many samples later and to end this many earlier."""
    pages = _pages(data)
    head, last = pages[0], pages[-1]
    at = head.index(b"OpusHead") + _PRE_SKIP_AT
    head[at : at + 2] = (int.from_bytes(head[at : at + 2], "little") + run_in).to_bytes(2, "little")
    end = int.from_bytes(last[_GRANULE], "little") - run_out
    last[_GRANULE] = end.to_bytes(8, "little")
    assert end > int.from_bytes(pages[-2][_GRANULE], "little"), "the last page is shorter than the run-out"
    for page in (head, last):
        page[_CHECKSUM] = bytes(4)
        page[_CHECKSUM] = _ogg_checksum(page).to_bytes(4, "little")
    return b"".join(pages)


def _pages(data: bytes) -> list[bytearray]:
    """An Ogg file's pages. Each has a header of 27 bytes, the table of its segments' sizes, the segments."""
    pages, at = [], 0
    while at < len(data):
        segments = data[at + 26]
        end = at + 27 + segments + sum(data[at + 27 : at + 27 + segments])
        pages.append(bytearray(data[at:end]))
        at = end
    return pages


def _ogg_checksum(page: bytearray) -> int:
    """Ogg's own CRC-32: not reflected, begins with 0 (RFC 3533)."""
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ (0x104C11DB7 if crc & 0x80000000 else 0)
    return crc
