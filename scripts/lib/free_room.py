"""Says where there is too little room for what the set-up writes, in a sentence and by status 1.

Run by scripts/lib/setup.sh with whatever Python is there: FOLDER FETCHED_MB INSTALLED_MB MODEL_MB. Packages
are fetched into FOLDER/.venv and unpacked there; pip keeps a copy in the user's cache if it can. The pose
model comes by way of the temporary folder at the first start, which holds it twice for a moment.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

MB = 1_000_000
SPARE_MB = 60  # packages for other Pythons are up to 5 % larger; and for what Python compiles


def size_mb(folder: Path) -> float:
    """What the folder's files take on the disk."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            total += os.lstat(os.path.join(parent, name)).st_blocks * 512  # noqa: PTH118  (20,000 files)
    return total / MB


def device(folder: Path) -> int:
    """The file system that the folder is on, or will be on once it is made."""
    while not folder.exists():
        folder = folder.parent
    return folder.stat().st_dev


def caches() -> Path:
    """Where pip and Griffin keep what they fetched."""
    usual = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    return Path(os.environ.get("XDG_CACHE_HOME") or usual)


def check(root: Path, fetched_mb: float, installed_mb: float, model_mb: float) -> str:
    """The sentence to say, or nothing where there is room enough."""
    temporary = Path(tempfile.gettempdir())
    needs_mb = {root: fetched_mb + max(0.0, installed_mb - size_mb(root / ".venv")) + SPARE_MB}
    try:
        cache = caches()
        has_model = any(cache.glob("griffin/*.task"))
        if device(cache) == device(root):
            needs_mb[root] += fetched_mb
    except (OSError, RuntimeError):  # no home, or a closed one
        has_model = False
    if not has_model:
        twice_mb = 2 * model_mb
        if device(temporary) == device(root):
            needs_mb[root] += twice_mb
        else:
            needs_mb[temporary] = twice_mb
    for folder, needed_mb in needs_mb.items():
        free_mb = shutil.disk_usage(folder).free / MB
        if free_mb < needed_mb:
            remedy = "Make room there"
            if folder != root:
                folder_name, remedy = (
                    f"the temporary folder {folder}",
                    f"{remedy}, or set TMPDIR to another folder",
                )
            else:
                folder_name = str(folder)
            return (
                f"there is too little room: {free_mb:.0f} MB are free in {folder_name}, and the set-up needs"
                f" {needed_mb:.0f} MB. {remedy}, then start again."
            )
    return ""


def main() -> None:
    """Status 1 where room is lacking."""
    fetched_mb, installed_mb, model_mb = map(float, sys.argv[2:5])
    said = check(Path(sys.argv[1]), fetched_mb, installed_mb, model_mb)
    if said:
        print(said)
        sys.exit(1)


if __name__ == "__main__":
    main()
