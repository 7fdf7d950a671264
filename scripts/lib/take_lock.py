"""Locks an open file that scripts/lib/setup.sh hands over by number, and says so where that means waiting.

The lock belongs to the open file, not to this process: the shell keeps it until it closes the file or ends.
"""

import signal
import sys

try:
    import fcntl
except ImportError:
    sys.exit(0)


def main() -> None:
    """Where files can't be locked, as on some network folders, go on without."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    handle = int(sys.argv[1])
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("griffin: another set-up is at work in this folder; waiting for it to end", file=sys.stderr)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        pass


main()
