"""Makes assets/sounds: every sound effect as Ogg Opus, and sounds.json, which says how long and loud each is.

    python scripts/build_sounds.py [--folder FOLDER] [NAME ...]

With names only those sounds are made anew. The same source gives the same sounds, but for the last bits: they
depend on numpy and the processor. `scripts/synthesis` makes them; assets/SOURCES.md says how.
"""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from synthesis.building import Row, run_build
from synthesis.catalogue import SOUNDS, Sound, make
from synthesis.files import LOOP_BITS_PER_S, SHOT_BITS_PER_S, decode, encode, encode_loop
from synthesis.measures import measure

TARGET = Path(__file__).resolve().parent.parent / "assets" / "sounds"
TABLE = "sounds.json"
DECIMALS = {"seconds": 6}  # to the sample


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
    return run_build(
        {sound.name: partial(build, sound) for sound in SOUNDS},
        arguments,
        kind="sound",
        table_file=TARGET / TABLE,
        description=__doc__.partition("\n")[0],
    )


if __name__ == "__main__":
    sys.exit(main())
