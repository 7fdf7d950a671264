"""Makes assets/music: the pieces as Ogg Opus, and music.json, which says what is in each and when.

    python scripts/build_music.py [--folder FOLDER] [NAME ...]

With names only those pieces are made anew. The same source gives the same music, but for the last bits: they
depend on numpy and the processor. `scripts/synthesis` composes and plays it; assets/SOURCES.md says how.
"""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from synthesis.arrangement import arrange, clock_of
from synthesis.building import Row, run_build
from synthesis.files import decode, encode
from synthesis.measures import measure
from synthesis.music import PIECES, excerpt, make
from synthesis.pieces import Piece

TARGET = Path(__file__).resolve().parent.parent / "assets" / "music"
TABLE = "music.json"
BITS_PER_S = 64_000


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
    return run_build(
        {piece.name: partial(build, piece) for piece in PIECES},
        arguments,
        kind="piece",
        table_file=TARGET / TABLE,
        description=__doc__.partition("\n")[0],
    )


if __name__ == "__main__":
    sys.exit(main())
