"""Draws docs/sound/*.png: spectrograms of all sounds, one picture a family.

    python scripts/draw_spectrograms.py [--folder FOLDER] [FAMILY ...]

Time goes right: loops are shown for their first 4 s, music for 20. Frequency goes up by octaves, from 50 Hz
to 16 kHz, with ticks at 100 Hz, 1 kHz and 10 kHz. Brightness is level, down to 70 dB below the loudest.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from griffin.audio.files import decode_file
from griffin.audio.mixdown import Samples
from griffin.audio.steps import RATE_HZ
from griffin.audio.table import read_sound_table
from griffin.paths import assets_folder

TARGET = Path(__file__).resolve().parent.parent / "docs" / "sound"
FAMILIES: dict[str, tuple[str, ...]] = {
    "cry": ("cry", "chirr"),
    "strokes": ("stroke", "launch"),
    "wind": ("wind", "wind_woods"),
    "feathers": ("talons", "fold", "shake"),
    "land": ("leaves", "shore", "waterfall_near", "waterfall_far", "rustle", "lap", "skim", "splash"),
    "birds": ("thrush", "tit", "dove", "flock"),
    "signs": ("sign_found", "sign_lost", "sign_done", "sign_menu", "chime"),
}
MUSIC = "music"
COLUMNS = 4
PANEL_PX = (212, 132)
GAP_PX = 6
TITLE_PX = 14
LONGEST_S, MUSIC_S = 4.0, 20.0
LOWEST_HZ, HIGHEST_HZ = 50.0, 16_000.0
TICKS_HZ = (100.0, 1000.0, 10_000.0)
TICK_PX = 5
PALETTE = 32  # colours of a file
FRAME, PADDED = 2048, 8192  # zeros between bins, so that the lowest rows aren't steps
RANGE_DB = 70.0
INK, PAPER, FRAME_INK = (235, 235, 235), (16, 17, 24), (70, 72, 90)
COLOURS = np.array(
    [(16, 17, 24), (40, 32, 92), (122, 40, 120), (214, 78, 84), (250, 164, 74), (255, 246, 190)]
)

Levels = NDArray[np.float64]


def spectrogram(samples: Samples, size_px: tuple[int, int] = PANEL_PX) -> Levels:
    """Levels in dB (rows, columns) of both sides together, the lowest frequency at the bottom."""
    width, height = size_px
    padded = np.pad(samples, ((FRAME // 2, FRAME), (0, 0)))
    starts = np.linspace(0, len(samples), width, endpoint=False).astype(int)
    frames = sliding_window_view(padded, FRAME, axis=0)[starts] * np.hanning(FRAME)
    power = (np.abs(np.fft.rfft(frames, PADDED, axis=2)) ** 2).sum(axis=1) / FRAME**2
    edges_hz = np.geomspace(HIGHEST_HZ, LOWEST_HZ, height + 1)
    edges = edges_hz * PADDED / RATE_HZ
    sums = np.concatenate([np.zeros((width, 1)), np.cumsum(power, axis=1)], axis=1)
    bins = np.arange(sums.shape[1])
    below = np.stack([np.interp(edges, bins, column) for column in sums])
    bands = -np.diff(below, axis=1) / -np.diff(edges)
    levels: Levels = 10.0 * np.log10(np.maximum(bands.T, 1e-12))
    return levels


def paint(levels: Levels, top_db: float) -> NDArray[np.uint8]:
    """Levels (rows, columns) in colours (rows, columns, 3)."""
    frac = np.clip((levels - top_db) / RANGE_DB + 1.0, 0.0, 1.0)
    stops = np.linspace(0.0, 1.0, len(COLOURS))
    return np.stack([np.interp(frac, stops, channel) for channel in COLOURS.T], axis=2).astype(np.uint8)


def draw_family(sounds: dict[str, Samples]) -> Image.Image:
    """A sheet of panels, a sound each."""
    levels = {name: spectrogram(samples) for name, samples in sounds.items()}
    top_db = max(float(each.max()) for each in levels.values())
    width, height = PANEL_PX
    columns = min(COLUMNS, len(sounds))
    rows = -(-len(sounds) // columns)
    cell_px = (width + GAP_PX, height + TITLE_PX + GAP_PX)
    sheet = Image.new("RGB", (columns * cell_px[0] + GAP_PX, rows * cell_px[1] + GAP_PX), PAPER)
    draw = ImageDraw.Draw(sheet)
    for place, (name, each) in enumerate(levels.items()):
        left = GAP_PX + place % columns * cell_px[0]
        top = GAP_PX + place // columns * cell_px[1]
        draw.text((left, top), f"{name}  {len(sounds[name]) / RATE_HZ:.1f} s", fill=INK)
        panel = Image.fromarray(paint(each, top_db))
        ticks = ImageDraw.Draw(panel)
        for tick_hz in TICKS_HZ:
            y = round(height * np.log(HIGHEST_HZ / tick_hz) / np.log(HIGHEST_HZ / LOWEST_HZ))
            ticks.line([(0, y), (TICK_PX, y)], fill=INK)
            ticks.line([(width - 1 - TICK_PX, y), (width, y)], fill=INK)
        sheet.paste(panel, (left, top + TITLE_PX))
        draw.rectangle(
            (left, top + TITLE_PX, left + width - 1, top + TITLE_PX + height - 1), outline=FRAME_INK
        )
    return sheet


def read_family(family: str) -> dict[str, Samples]:
    """What is shown of a family's sounds, by their names; none where there is no such file."""
    if family == MUSIC:
        files = {path.stem: path for path in sorted((assets_folder() / MUSIC).glob("*.opus"))}
        longest_s = MUSIC_S
    else:
        table = read_sound_table()
        names = [name for each in FAMILIES[family] for name in table.variants(each)]
        files = {name: table.folder / table.entries[name].file for name in names}
        longest_s = LONGEST_S
    return {name: decode_file(path)[: round(longest_s * RATE_HZ)] for name, path in files.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    known = (*FAMILIES, MUSIC)
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=f"{', '.join(known)}; default: all")
    parser.add_argument("--folder", type=Path, default=TARGET)
    options = parser.parse_args(arguments)
    if unknown := set(options.families) - set(known):
        parser.error(f"no such family: {', '.join(sorted(unknown))}")
    options.folder.mkdir(parents=True, exist_ok=True)
    for family in options.families or known:
        if sounds := read_family(family):
            path = options.folder / f"{family}.png"
            draw_family(sounds).quantize(PALETTE).save(path, optimize=True)
            print(f"{path}  {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
