"""Makes .venv work wherever its folder is moved to: make_movable.py CHECKOUT, run with .venv's own Python.

pip writes absolute paths into the programs of .venv/bin and into the file that leads Python to the checkout.
The latter is read in the locale's encoding up to Python 3.12, where under LC_ALL=C a name like Jürgen's ends
the interpreter; a relative path has no such letters.
"""

import os
import sys
from pathlib import Path

# Runs the Python beside the program, through links to it. For Python the middle line is a string.
HEAD = b"""#!/bin/sh
'''exec' "$(dirname -- "$(readlink -f -- "$0")")/python" "$0" "$@"
' '''
"""


def loosen_program(program: Path) -> None:
    """Let it find its Python beside itself, if it is one of pip's scripts."""
    content = program.read_bytes()
    first, _, rest = content.partition(b"\n")
    if first == b"#!/bin/sh" and rest.startswith(b"'''exec' "):  # pip's way around spaces and long paths
        rest = rest.split(b"\n", 2)[2]
    elif not (first.startswith(b"#!") and b"/python" in first):
        return
    loosened = program.with_name(program.name + ".new")
    loosened.write_bytes(HEAD + rest)
    loosened.chmod(program.stat().st_mode)
    loosened.replace(program)


def main() -> None:
    """All of its programs, and the way to the checkout."""
    root = Path(sys.argv[1])
    for program in (root / ".venv" / "bin").iterdir():
        if program.is_file() and not program.is_symlink():
            loosen_program(program)
    for packages in (root / ".venv" / "lib").glob("python*/site-packages"):
        for way in packages.glob("_editable_impl_griffin_flight.pth"):
            way.write_text(os.path.relpath(root, packages) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
