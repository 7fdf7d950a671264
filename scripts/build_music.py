"""Makes assets/music: the pieces as Ogg Opus, and music.json, which says what is in each and when.

    python scripts/build_music.py [--folder FOLDER] [NAME ...]

With names only those pieces are made anew. The same source gives the same music, but for the last bits: they
depend on numpy and the processor. `scripts/synthesis` composes and plays it; assets/SOURCES.md says how.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from synthesis.arrangement import arrange, clock_of
from synthesis.files import decode, encode
from synthesis.measures import measure
from synthesis.music import PIECES, excerpt, make
from synthesis.pieces import Piece

TARGET = Path(__file__).resolve().parent.parent / "assets" / "music"
TABLE = "music.json"
BITS_PER_S = 64_000

Row = dict[str, object]


def build(piece: Piece, folder: Path) -> Row:
    """Writes the piece's file; its row of the table, measured on what the file gives back."""
    data = encode(make(piece), BITS_PER_S)
    file = folder / f"{piece.name}.opus"
    file.write_bytes(data)
    found = measure(decode(data), is_loop=True)
    score, clock = arrange(piece), clock_of(piece)
    return {
        "file": file.name,
        "seconds": round(found.seconds, 6),
        "loudness_lufs": round(found.loudness_lufs, 2),
        "peak_dbfs": round(found.peak_dbfs, 2),
        "centroid_hz": round(found.centroid_hz, 1),
        "tempo_bpm": piece.tempo_bpm,
        "beats_a_bar": piece.beats_a_bar,
        "phrase_ends_s": [round(clock.at_s(beat), 3) for beat in score.phrase_beats[1:]],
        "bars_s": [round(clock.at_s(float(bar * piece.beats_a_bar)), 3) for bar in range(score.bars)],
        "chords": [
            {
                "begin_s": round(clock.at_s(slot.begin_beat), 3),
                "chord": slot.chord.name,
                "chimes": list(slot.chord.chimes()),
            }
            for slot in score.slots
        ],
        "last_phrase": last_phrase(piece),
    }


def last_phrase(piece: Piece) -> dict[str, float]:
    """What is measured on its last phrase, played by itself: tests make that anew."""
    found = measure(excerpt(piece), is_loop=False)
    return {
        "seconds": round(found.seconds, 6),
        "loudness_lufs": round(found.loudness_lufs, 2),
        "centroid_hz": round(found.centroid_hz, 1),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these pieces")
    parser.add_argument("--folder", type=Path, default=TARGET)
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - {piece.name for piece in PIECES}:
        parser.error(f"no such piece: {', '.join(sorted(unknown))}")
    options.folder.mkdir(parents=True, exist_ok=True)
    table_file = options.folder / TABLE
    old: dict[str, Row] = json.loads(table_file.read_text()) if table_file.exists() else {}
    table: dict[str, Row] = {}
    for piece in PIECES:
        if options.names and piece.name not in options.names:
            table |= {piece.name: old[piece.name]} if piece.name in old else {}
            continue
        began_s = time.perf_counter()
        table[piece.name] = row = build(piece, options.folder)
        size = options.folder.joinpath(str(row["file"])).stat().st_size
        print(
            f"{piece.name:8} {row['seconds']:6.2f} s  {row['loudness_lufs']:6.1f} LUFS"
            f"  {row['peak_dbfs']:6.1f} dBFS  {row['centroid_hz']:5.0f} Hz  {size:,} bytes"
            f"  made in {time.perf_counter() - began_s:.0f} s",
            flush=True,
        )
    table_file.write_text(json.dumps(table, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
