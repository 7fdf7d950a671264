"""Sounds to Ogg Opus and back, by PyAV."""

import io
from pathlib import Path

import av
import numpy as np

from synthesis.basics import RATE_HZ, Signal
from synthesis.measures import seam_hiss_db, seam_step_quantile

LOOP_BITS_PER_S, SHOT_BITS_PER_S = 80_000, 64_000
TURNS = 12
GOOD_SEAM_DB = 1.0


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
    """As `encode`; the codec leaves a trace at the seam, so the loop is turned to where it is heard least."""
    count = loop.shape[1]
    best, least_db = b"", np.inf
    for turn in range(TURNS):
        data = encode(np.roll(loop, -turn * count // TURNS, axis=1), bits_per_s)
        heard = decode(data)
        seam_db = seam_hiss_db(heard) + (6.0 if seam_step_quantile(heard) > 0.8 else 0.0)
        if seam_db < least_db:
            best, least_db = data, seam_db
        if least_db <= GOOD_SEAM_DB:
            break
    return best
