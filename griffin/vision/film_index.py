"""An MP4 or QuickTime file → whether it lacks its index. It loads no library.

Such a file is a row of boxes, each of which begins with its length and its type (ISO/IEC 14496-12, 4.2). The
index is the box `moov`. Phones and cameras write it last, so a file that was cut off has none, and nothing of
it can be read.
"""

import struct
from pathlib import Path
from typing import IO

_INDEX = b"moov"
_STILL_INDEX = b"meta"  # of a HEIC or AVIF picture, which has no other
_FIRST_BOXES = frozenset({b"ftyp", b"mdat", b"wide", b"free", b"skip", b"pnot", _INDEX})
_HEAD_BYTES = 8
_LONG_HEAD_BYTES = 16  # where the length takes eight bytes
_MOST_BOXES = 10_000  # before the index: there are three or four


def lacks_index(path: Path) -> bool:
    """Whether it is such a file and ends before its index does. Raises nothing."""
    try:
        size_bytes = path.stat().st_size
        with path.open("rb") as file:
            return _lacks_index(file, size_bytes)
    except OSError:
        return False


def _lacks_index(file: IO[bytes], size_bytes: int) -> bool:
    begin = 0
    for number in range(_MOST_BOXES):
        file.seek(begin)
        head = file.read(_LONG_HEAD_BYTES)
        if len(head) < _HEAD_BYTES:
            return number > 0
        length, kind = struct.unpack_from(">I4s", head)
        if number == 0 and kind not in _FIRST_BOXES:
            return False
        if length == 1:
            if len(head) < _LONG_HEAD_BYTES:
                return True
            (length,) = struct.unpack_from(">Q", head, _HEAD_BYTES)
        end = begin + length if length else size_bytes  # 0: to the end of the file
        if kind == _INDEX:
            return bool(end > size_bytes)
        if kind == _STILL_INDEX or end < begin + _HEAD_BYTES:  # the latter: damage of another kind
            return False
        begin = end
    return False
