"""A video that breaks off → one that plays up to there: an MP4 file is cut behind its last whole fragment."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_HEAD = struct.Struct(">I4s")
_LONG = struct.Struct(">Q")  # follows the head where the size doesn't fit into it
_MEDIA = b"mdat"


def has_whole_fragment(path: Path) -> bool:
    """Whether the file plays, if only for a moment. Raises OSError."""
    with path.open("rb") as file:
        return _end_of_fragments(file) > 0


def keep_whole_fragments(path: Path) -> bool:
    """Cut the file in place. Returns whether anything is left that plays. Raises OSError."""
    with path.open("r+b") as file:
        end = _end_of_fragments(file)
        if end > 0:
            file.truncate(end)
    return end > 0


def _end_of_fragments(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    return max((end for kind, end in _boxes(file, size) if kind == _MEDIA and end <= size), default=0)


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int]]:
    """The kind of each box on the top level, and where it ends, which may lie beyond the file."""
    at = 0
    while at + _HEAD.size <= size:
        file.seek(at)
        length, kind = _HEAD.unpack(file.read(_HEAD.size))
        if length == 1 and at + _HEAD.size + _LONG.size <= size:
            (length,) = _LONG.unpack(file.read(_LONG.size))
        if length < _HEAD.size:  # the box reaches to the end, or this is no box
            return
        at += length
        yield kind, at
