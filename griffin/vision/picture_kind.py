"""A file's first bytes → whether it is a still picture or an animation. Its suffix isn't trusted.

Stills are shown as long as the game runs, animations are films. It loads no library, as the CLI uses it.
"""

import struct
from enum import Enum
from pathlib import Path
from typing import IO

from griffin.vision.source_file import is_ordinary

_STILL_BRANDS = frozenset({b"avif", b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2"})
_MOTION_JPEG_SUFFIXES = frozenset({".mjpg", ".mjpeg"})
_LONGEST_SEARCH_BYTES = 64 * 2**20  # a GIF's second picture comes after all of the first one
_APNG_MARK, _PNG_PIXELS, _PNG_END = b"acTL", b"IDAT", b"IEND"
_GIF_EXTENSION, _GIF_PICTURE = 0x21, 0x2C


class PictureKind(Enum):
    """What a file shows."""

    STILL = "still"
    FILM = "film"  # animations as well
    ANIMATED_WEBP = "animated WebP"
    UNKNOWN = "unknown"  # no picture, of another kind, or not there


def find_picture_kind(path: Path) -> PictureKind:
    """What the file shows, by what is in it; never waits, and raises nothing."""
    try:
        if not is_ordinary(path):  # opening a pipe would make us wait
            return PictureKind.UNKNOWN
        with path.open("rb") as file:
            kind = _kind_of(file)
    except (OSError, ValueError, IndexError, struct.error):  # what isn't there, can't be read or breaks off
        return PictureKind.UNKNOWN
    # A Motion JPEG stream begins as its first picture does.
    return PictureKind.FILM if path.suffix.lower() in _MOTION_JPEG_SUFFIXES else kind


def _kind_of(file: IO[bytes]) -> PictureKind:
    head = file.read(32)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _kind_by_moving(_has_png_animation(file))
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _kind_by_moving(_has_second_gif_picture(file))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        moves = head[12:16] == b"VP8X" and bool(head[20] & 0x02)
        return PictureKind.ANIMATED_WEBP if moves else PictureKind.STILL
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return PictureKind.FILM
    if head[4:8] == b"ftyp":
        return PictureKind.STILL if head[8:12] in _STILL_BRANDS else PictureKind.FILM
    if head.startswith(b"\x1a\x45\xdf\xa3"):  # Matroska and WebM
        return PictureKind.FILM
    is_bitmap = head[:2] == b"BM" and head[6:10] == bytes(4)
    is_still = is_bitmap or head.startswith((b"\xff\xd8\xff", b"II*\0", b"MM\0*"))
    return PictureKind.STILL if is_still else PictureKind.UNKNOWN


def _kind_by_moving(moves: bool) -> PictureKind:
    return PictureKind.FILM if moves else PictureKind.STILL


def _has_png_animation(file: IO[bytes]) -> bool:
    """Whether several pictures are announced before the first one, where APNG wants that."""
    file.seek(8)
    while file.tell() < _LONGEST_SEARCH_BYTES:
        length, name = struct.unpack(">I4s", file.read(8))
        if name == _APNG_MARK:
            return bool(struct.unpack(">I", file.read(4))[0] > 1)
        if name in (_PNG_PIXELS, _PNG_END):
            return False
        file.seek(length + 4, 1)
    return False


def _has_second_gif_picture(file: IO[bytes]) -> bool:
    """Whether two image blocks follow each other (GIF89a, appendices A and B)."""
    file.seek(10)
    flags = file.read(3)[0]
    file.seek(3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0, 1)
    pictures = 0
    while pictures < 2 and file.tell() < _LONGEST_SEARCH_BYTES:
        kind = file.read(1)
        if kind == bytes([_GIF_PICTURE]):
            pictures += 1
            flags = file.read(9)[8]
            file.seek((3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0) + 1, 1)
        elif kind == bytes([_GIF_EXTENSION]):
            file.seek(1, 1)
        else:  # the end, or damage
            return False
        while length := (file.read(1) or b"\0")[0]:
            file.seek(length, 1)
    return pictures >= 2
