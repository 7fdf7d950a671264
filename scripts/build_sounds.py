"""Makes assets/sounds: every sound effect as Ogg Opus, and sounds.json, which says how long and loud each is.

    python scripts/build_sounds.py [--folder FOLDER] [NAME ...]

With names only those sounds are made anew. The same source gives the same sounds, but for the last bits: they
depend on numpy and the processor. `scripts/synthesis` makes them; assets/SOURCES.md says how.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from synthesis.catalogue import SOUNDS, Sound, make
from synthesis.files import LOOP_BITS_PER_S, SHOT_BITS_PER_S, decode, encode, encode_loop
from synthesis.measures import measure

TARGET = Path(__file__).resolve().parent.parent / "assets" / "sounds"
TABLE = "sounds.json"
DECIMALS = {"seconds": 6}  # to the sample

Row = dict[str, str | float | bool]


def build(sound: Sound, folder: Path) -> Row:
    """Writes the sound's file; its row of the table, measured on what the file gives back."""
    made = make(sound)
    data = encode_loop(made, LOOP_BITS_PER_S) if sound.is_loop else encode(made, SHOT_BITS_PER_S)
    file = folder / f"{sound.name}.opus"
    file.write_bytes(data)
    measures = asdict(measure(decode(data), sound.is_loop))
    measured = {name: round(value, DECIMALS.get(name, 2)) for name, value in measures.items()}
    return {"file": file.name, "is_loop": sound.is_loop, **measured}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these sounds")
    parser.add_argument("--folder", type=Path, default=TARGET)
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - {sound.name for sound in SOUNDS}:
        parser.error(f"no such sound: {', '.join(sorted(unknown))}")
    options.folder.mkdir(parents=True, exist_ok=True)
    table_file = options.folder / TABLE
    old: dict[str, Row] = json.loads(table_file.read_text()) if table_file.exists() else {}
    table: dict[str, Row] = {}
    began_s = time.perf_counter()
    for sound in SOUNDS:
        if options.names and sound.name not in options.names:
            table |= {sound.name: old[sound.name]} if sound.name in old else {}
            continue
        table[sound.name] = row = build(sound, options.folder)
        print(
            f"{sound.name:16} {row['seconds']:6.2f} s  {row['loudness_lufs']:6.1f} LUFS"
            f"  {row['peak_dbfs']:6.1f} dBFS  {row['centroid_hz']:5.0f} Hz",
            flush=True,
        )
    table_file.write_text(json.dumps(table, indent=1) + "\n")
    size = sum(options.folder.joinpath(str(row["file"])).stat().st_size for row in table.values())
    length_s = sum(float(row["seconds"]) for row in table.values())
    print(f"{len(table)} sounds, {length_s:.1f} s, {size:,} bytes, in {time.perf_counter() - began_s:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
