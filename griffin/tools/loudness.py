"""How loud sound is: samples to LUFS, as ITU-R BS.1770-4 measures it. Knows no files.

Sound is (channels, samples) between -1 and 1, one or two channels, all weighted alike. A mono file that both
loudspeakers play is two equal channels: `both_sides` makes them.
"""

import math

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float64]

BLOCK_S = 0.4  # "momentary" loudness, the blocks of the gated one
BLOCK_STEP_S = 0.1
FINE_STEP_S = 0.01  # for the loudest block of a short sound, wherever it lies
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
SILENT_LUFS = -120.0  # instead of minus infinity

# Makes a 997 Hz sine of full scale in one channel read -3.01: it undoes what the K filter adds there.
_OFFSET_DB = -0.691

# The two filters of the K weighting as analogue prototypes, which give the standard's coefficients at 48 kHz
# and their equals at any other rate. Source: libebur128 (MIT), ebur128_init_filter.
_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_SHELF_MIDDLE_POWER = 0.4996667741545416
_HIGH_PASS_HZ, _HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773
_TAIL_S = 0.5  # the high-pass has died away by then, so the circular convolution wraps silence


def both_sides(sound: Sound) -> Sound:
    """One channel on both loudspeakers; two stay as they are."""
    return np.repeat(sound, 2, axis=0) if len(sound) == 1 else sound


def k_weighted(sound: Sound, rate_hz: int) -> Sound:
    """The sound as the ear weighs it: treble up by 4 dB, the lowest bass cut."""
    count = sound.shape[1]
    padded = (
        1 << (count + int(_TAIL_S * rate_hz) - 1).bit_length()
    )  # other lengths may cost ten times as much
    response = _k_response(np.asarray(np.fft.rfftfreq(padded, 1.0 / rate_hz), np.float64), rate_hz)
    weighted: Sound = np.fft.irfft(np.fft.rfft(sound, padded) * response, padded)[:, :count]
    return weighted


def momentary_lufs(sound: Sound, rate_hz: int, *, step_s: float = BLOCK_STEP_S) -> NDArray[np.float64]:
    """Loudness of each block of 0.4 s, one every step. A shorter sound is one block, filled up."""
    block = round(BLOCK_S * rate_hz)
    step = round(step_s * rate_hz)
    power = np.sum(k_weighted(sound, rate_hz) ** 2, axis=0)
    sums = np.concatenate(([0.0], np.cumsum(np.pad(power, (0, max(0, block - len(power)))))))
    starts = np.arange(0, len(sums) - block, step)
    return _lufs((sums[starts + block] - sums[starts]) / block)


def loudest_lufs(sound: Sound, rate_hz: int) -> float:
    """Loudness of the loudest 0.4 s."""
    return float(momentary_lufs(sound, rate_hz, step_s=FINE_STEP_S).max())


def integrated_lufs(sound: Sound, rate_hz: int) -> float:
    """Loudness of the whole, without its pauses: the standard's gated mean."""
    blocks = momentary_lufs(sound, rate_hz)
    heard = blocks[blocks > ABSOLUTE_GATE_LUFS]
    if len(heard) == 0:
        return SILENT_LUFS
    gate_lufs = _mean_lufs(heard) + RELATIVE_GATE_LU
    return _mean_lufs(heard[heard > gate_lufs])


def _mean_lufs(blocks: NDArray[np.float64]) -> float:
    power = np.mean(10.0 ** ((blocks - _OFFSET_DB) / 10.0))
    return float(_lufs(np.array(power)))


def _lufs(power: NDArray[np.float64]) -> NDArray[np.float64]:
    least = 10.0 ** ((SILENT_LUFS - _OFFSET_DB) / 10.0)
    lufs: NDArray[np.float64] = _OFFSET_DB + 10.0 * np.log10(np.maximum(power, least))
    return lufs


def _k_response(frequency_hz: NDArray[np.float64], rate_hz: int) -> NDArray[np.complex128]:
    delay = np.exp(-2j * math.pi * frequency_hz / rate_hz)

    k = math.tan(math.pi * _SHELF_HZ / rate_hz)
    high = 10.0 ** (_SHELF_DB / 20.0)
    middle = high**_SHELF_MIDDLE_POWER
    shelf = (
        (high + middle * k / _SHELF_Q + k * k)
        + 2.0 * (k * k - high) * delay
        + (high - middle * k / _SHELF_Q + k * k) * delay**2
    ) / ((1.0 + k / _SHELF_Q + k * k) + 2.0 * (k * k - 1.0) * delay + (1.0 - k / _SHELF_Q + k * k) * delay**2)

    k = math.tan(math.pi * _HIGH_PASS_HZ / rate_hz)
    least = 1.0 + k / _HIGH_PASS_Q + k * k
    high_pass = (1.0 - 2.0 * delay + delay**2) / (
        1.0 + 2.0 * (k * k - 1.0) / least * delay + (1.0 - k / _HIGH_PASS_Q + k * k) / least * delay**2
    )
    response: NDArray[np.complex128] = shelf * high_pass
    return response
