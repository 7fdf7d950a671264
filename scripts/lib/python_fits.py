"""Says whether this Python fits the locks, by its status, and if not why, in a few words.

Run by scripts/lib/setup.sh with whatever is called Python, so it is written for old ones, too.
"""

import os
import platform
import sys

OLDEST = (3, 10)
NEWEST = (3, 14)  # the locks' packages have wheels up to this one


def misfit():
    """Why there are no wheels for this Python; nothing where there are."""
    version = sys.version_info[:2]
    if version < OLDEST:
        return "is too old"
    if version > NEWEST:
        return "is newer than the packages that Griffin is pinned to"
    if platform.python_implementation() != "CPython":
        return "is not CPython"
    if sys.maxsize < 2**32:
        return "has only 32 bits"
    if "free-threading" in sys.version:
        return "is the free-threaded one"
    if sys.platform.startswith("linux") and "CS_GNU_LIBC_VERSION" not in os.confstr_names:
        return "runs without glibc"
    return ""


def main():
    """Status 0 where it fits."""
    reason = misfit()
    version = sys.version_info[:2]
    if reason:
        print(" ".join(("Python", ".".join(map(str, version)), "(" + sys.executable + ")", reason)))
    sys.exit(1 if reason else 0)


if __name__ == "__main__":
    main()
