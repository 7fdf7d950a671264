"""Stand-ins for the sounds: a table without files, and tiny files of noise and tones."""

import math
import struct
from pathlib import Path

import av
import msgspec
import numpy as np
from av.audio.fifo import AudioFifo

from griffin.audio.table import MusicTable, PieceEntry, SoundEntry, SoundTable

RATE_HZ = 48_000
# The centroids are those that the wind's layers were measured to have.
WINDS = {"wind_1": 354.0, "wind_2": 628.0, "wind_3": 921.0, "wind_4": 1297.0}
LOOPS = (*WINDS, "wind_woods", "leaves", "shore", "waterfall_near", "waterfall_far")
SHOTS = (
    *(f"stroke_{n}" for n in range(1, 7)),
    *(f"cry_{n}" for n in range(1, 7)),
    *(f"rustle_{n}" for n in range(1, 4)),
    *(f"lap_{n}" for n in range(1, 5)),
    *(f"{bird}_{n}" for bird in ("thrush", "tit", "dove") for n in range(1, 5)),
    *("chirr_1", "chirr_2", "flock_1", "flock_2"),
    *("launch", "talons", "fold", "shake", "skim", "splash"),
    *("sign_found", "sign_lost"),
)
SOFT_CRIES = ("cry_3", "cry_6")
LOUD_LOOPS_LUFS = {"wind_3": -18.0, "wind_4": -15.5}  # nothing can be played louder than its file


def level_of(gain: float) -> float:
    """The change of level in decibels that a gain above 0 is."""
    return 20.0 * math.log10(gain)


def entry(sound: str, *, seconds: float = 0.0, is_loop: bool = False) -> SoundEntry:
    lufs = LOUD_LOOPS_LUFS.get(sound, -20.0 if is_loop or sound in SOFT_CRIES else -15.0)
    return SoundEntry(
        file=f"{sound}.opus",
        seconds=seconds or (10.0 if is_loop else 3.0),
        is_loop=is_loop,
        loudness_lufs=lufs,
        peak_dbfs=-6.0,
        centroid_hz=WINDS.get(sound, 1000.0),
        channels=2,
    )


def stand_in_table() -> SoundTable:
    """All sounds that the cues know, none with a file."""
    entries = {sound: entry(sound, is_loop=True) for sound in LOOPS}
    return SoundTable(folder=Path("nowhere"), entries=entries | {sound: entry(sound) for sound in SHOTS})


def write_opus(path: Path, samples: np.ndarray) -> None:
    """Samples (2, n) of 16 bit."""
    with av.open(str(path), "w", format="ogg") as film:
        stream = film.add_stream("libopus", rate=RATE_HZ, layout="stereo")
        stream.bit_rate = 128_000
        fifo = AudioFifo()
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples.T.reshape(1, -1)), format="s16", layout="stereo"
        )
        frame.sample_rate = RATE_HZ
        fifo.write(frame)
        while (part := fifo.read(960, partial=True)) is not None:
            film.mux(stream.encode(part))
        film.mux(stream.encode(None))


def write_wav(
    path: Path,
    data: bytes,
    *,
    form: int = 1,
    bits: int = 16,
    channels: int = 2,
    rate_hz: int = RATE_HZ,
    title: bytes = b"",
) -> None:
    """A WAV file with this data. `form`: 1 is integer PCM, 3 is float; others are unknown codecs."""
    block = channels * bits // 8
    heading = struct.pack("<HHIIHH", form, channels, rate_hz, rate_hz * block, block, bits)
    chunks = [(b"fmt ", heading), (b"data", data)]
    if title:
        chunks.insert(1, (b"LIST", b"INFO" + b"INAM" + struct.pack("<I", len(title)) + title))
    body = b"WAVE" + b"".join(name + struct.pack("<I", len(each)) + each for name, each in chunks)
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def write_adts(path: Path, *layouts: str) -> None:
    """AAC whose channels change: for each layout, a tenth of a second."""
    parts = []
    for layout in layouts:
        with av.open(str(path), "w", format="adts") as film:
            stream = film.add_stream("aac", rate=RATE_HZ, layout=layout)
            for number in range(5):
                samples = np.zeros((1 if layout == "mono" else 2, 1024), dtype=np.float32)
                frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout=layout)
                frame.sample_rate, frame.pts = RATE_HZ, 1024 * number
                film.mux(stream.encode(frame))
            film.mux(stream.encode(None))
        parts.append(path.read_bytes())
    path.write_bytes(b"".join(parts))


def tone(hz: float, seconds: float, level: float = 0.5) -> np.ndarray:
    """A tone (2, n) with soft ends."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    ends = np.minimum(1.0, np.minimum(t, t[::-1]) / 0.005)
    wave = 32767 * level * ends * np.sin(2.0 * math.pi * hz * t)
    return np.stack([wave, wave]).astype(np.int16)


def write_sounds(folder: Path, sounds: dict[str, np.ndarray], loops: tuple[str, ...] = ()) -> SoundTable:
    """A folder with these sounds and their table."""
    folder.mkdir(exist_ok=True)
    entries = {}
    for sound, samples in sounds.items():
        write_opus(folder / f"{sound}.opus", samples)
        entries[sound] = entry(sound, seconds=samples.shape[1] / RATE_HZ, is_loop=sound in loops)
    (folder / "sounds.json").write_bytes(msgspec.json.encode(entries))
    return SoundTable(folder=folder, entries=entries)


def write_piece(folder: Path, samples: np.ndarray, phrase_ends_s: tuple[float, ...]) -> MusicTable:
    """A folder with one piece of music, and its table."""
    folder.mkdir(exist_ok=True)
    write_opus(folder / "glide.opus", samples)
    entry = PieceEntry(
        file="glide.opus",
        seconds=samples.shape[1] / RATE_HZ,
        loudness_lufs=-26.0,
        phrase_ends_s=phrase_ends_s,
    )
    (folder / "music.json").write_bytes(msgspec.json.encode({"glide": entry}))
    return MusicTable(folder=folder, entries={"glide": entry})
