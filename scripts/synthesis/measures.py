"""What can be measured of a sound: level, colour, and whether a loop's seam would be heard."""

from dataclasses import dataclass

import numpy as np
from scipy import signal

from griffin.tools.loudness import both_sides, integrated_lufs, loudest_lufs
from synthesis.basics import RATE_HZ, Signal

_LOWEST_HZ, _HIGHEST_HZ = 30.0, 16_000.0
_HISS_HZ = 9_000.0
_SEAM_S = 0.004
_INAUDIBLE_DB = -50.0  # below the loop's own level: what is dull has no hiss to compare with


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Loops are measured as a whole, other sounds by their loudest 0.4 s; mono counts on both sides."""

    seconds: float
    channels: int
    loudness_lufs: float
    peak_dbfs: float
    centroid_hz: float


def measure(sound: Signal, is_loop: bool) -> Measures:
    """Of a sound (channels, samples)."""
    loudness = integrated_lufs if is_loop else loudest_lufs
    return Measures(
        seconds=sound.shape[1] / RATE_HZ,
        channels=sound.shape[0],
        loudness_lufs=loudness(both_sides(sound), RATE_HZ),
        peak_dbfs=float(20.0 * np.log10(max(float(np.abs(sound).max()), 1e-9))),
        centroid_hz=centroid_hz(sound),
    )


def centroid_hz(sound: Signal) -> float:
    """The mean frequency of a sound's power."""
    frequency_hz, power = signal.welch(sound, RATE_HZ, nperseg=min(4096, sound.shape[1]))
    total = power.sum(axis=0) * ((frequency_hz >= _LOWEST_HZ) & (frequency_hz <= _HIGHEST_HZ))
    return float((frequency_hz * total).sum() / max(float(total.sum()), 1e-20))


def seam_step_quantile(loop: Signal) -> float:
    """The step over a loop's seam in parts of the step that 99.9 % of all steps stay below."""
    steps = np.abs(np.diff(loop, axis=1))
    seam = np.abs(loop[:, 0] - loop[:, -1])
    return float((seam / np.quantile(steps, 0.999, axis=1)).max())


def seam_hiss_db(loop: Signal) -> float:
    """Energy above 9 kHz in 4 ms round a loop's seam over that of its middle moments: a click shows there."""
    count = loop.shape[1]
    sections = signal.butter(6, _HISS_HZ, "highpass", fs=RATE_HZ, output="sos")
    half = RATE_HZ // 2
    turned = np.concatenate((loop[:, -half:], loop, loop[:, :half]), axis=1)
    hiss = signal.sosfilt(sections, turned)[:, half - RATE_HZ // 500 :][:, :count]
    window = round(_SEAM_S * RATE_HZ)
    blocks = (hiss[:, : count // window * window].reshape(len(loop), -1, window) ** 2).sum(axis=(0, 2))
    inaudible = 10.0 ** (_INAUDIBLE_DB / 10.0) * float(np.mean(loop**2)) * len(loop) * window
    return float(10.0 * np.log10((blocks[0] + inaudible) / (np.median(blocks) + inaudible)))
