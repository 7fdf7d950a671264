"""The command line that builds a folder of sounds and its table: all of them, or those that are named."""

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Row = dict[str, object]


def run_build(
    makers: Mapping[str, Callable[[Path], Row]],
    arguments: Sequence[str] | None,
    *,
    kind: str,
    table_file: Path,
    description: str,
) -> int:
    """Makes files and their rows of the table; rows of what isn't named stay. Returns the exit status.

    Args:
        makers: by name, in the table's order; each writes its file into a folder and returns its row.
        arguments: of the command line; None: the process' own.
        kind: what is made, in the singular.
        table_file: where the table lies, with its files, unless --folder says otherwise.
        description: for --help.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these {kind}s")
    parser.add_argument("--folder", type=Path, default=table_file.parent)
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - makers.keys():
        parser.error(f"no such {kind}: {', '.join(sorted(unknown))}")
    options.folder.mkdir(parents=True, exist_ok=True)
    table_file = options.folder / table_file.name
    old: dict[str, Row] = json.loads(table_file.read_text()) if table_file.exists() else {}
    table: dict[str, Row] = {}
    for name, make in makers.items():
        if options.names and name not in options.names:
            table |= {name: old[name]} if name in old else {}
            continue
        began_s = time.perf_counter()
        table[name] = row = make(options.folder)
        size = options.folder.joinpath(str(row["file"])).stat().st_size
        print(
            f"{name:16} {row['seconds']:6.2f} s  {row['loudness_lufs']:6.1f} LUFS"
            f"  {row['peak_dbfs']:6.1f} dBFS  {row['centroid_hz']:5.0f} Hz  {size:9,} bytes"
            f"  made in {time.perf_counter() - began_s:.1f} s",
            flush=True,
        )
    table_file.write_text(json.dumps(table, indent=1) + "\n")
    return 0
