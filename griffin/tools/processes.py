"""What Linux says of running processes in `/proc`: who descends from whom, and what each one holds."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_KIB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a process holds now.

    `memory_mb`: what is its own, in RAM or swapped out. Pages of files aren't counted: the system drops and
    reads them as it likes.
    """

    memory_mb: float
    descriptors: int
    threads: int


def family(pid: int) -> list[int]:
    """A process and all that descend from it, itself first."""
    parents: dict[int, list[int]] = defaultdict(list)
    for stat in PROC.glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:  # has just ended
            continue
        parents[int(after_name[1])].append(int(stat.parent.name))
    found, left = [], [pid]
    while left:
        found.append(left.pop())
        left += parents[found[-1]]
    return found


def role(pid: int) -> str:
    """What a process of the game is: the command that its parent gave it. Raises OSError if it is gone."""
    words = PROC.joinpath(str(pid), "cmdline").read_bytes().decode(errors="replace").split("\0")
    if "--from-parent" in words:
        return words[words.index("--from-parent") - 1]
    return Path(words[-2]).stem if words[-2:-1] and words[-2].endswith(".py") else "play"


def holding(pid: int) -> Holding | None:
    """What this process holds; None if it is gone, or has ended and nobody has asked how yet."""
    with suppress(OSError):
        folder = PROC / str(pid)
        fields = dict(line.split(":", 1) for line in folder.joinpath("status").read_text().splitlines())
        if "RssAnon" in fields:
            kib = sum(int(fields[name].split()[0]) for name in ("RssAnon", "RssShmem", "VmSwap"))
            return Holding(
                memory_mb=kib * _KIB / 1e6,
                descriptors=sum(1 for _ in folder.joinpath("fd").iterdir()),
                threads=int(fields["Threads"]),
            )
    return None
