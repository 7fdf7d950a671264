"""The word after --source → what it names. It loads no library, so the CLI may ask, too."""

from enum import Enum
from pathlib import Path

from griffin.vision.picture_kind import PictureKind, find_picture_kind
from griffin.vision.source_file import is_ordinary

# For files that aren't there, or don't begin as any picture does.
_IMAGE_SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})


class SourceKind(Enum):
    """What pictures may come from."""

    AUTO = "auto"  # the first camera that works, else the demo pilot
    NONE = "none"  # no pictures: the keyboard flies
    DEMO = "demo"
    CAMERA = "camera"
    CSI = "csi"  # a Jetson's own camera connector
    IMAGE = "image"
    VIDEO = "video"


CAMERA_KINDS = (SourceKind.AUTO, SourceKind.CAMERA, SourceKind.CSI)  # what may come late, and come back
CSI_PREFIX = "csi:"
_WORDS = {kind.value: kind for kind in (SourceKind.AUTO, SourceKind.NONE, SourceKind.DEMO)}


def find_source_kind(source: str) -> SourceKind:
    """A word of ours, a camera's number or device, a picture by its content; all else is a video."""
    if source in _WORDS:
        return _WORDS[source]
    path = Path(source)
    if source.isdecimal() or _is_device(path, source):
        return SourceKind.CAMERA
    if source.startswith(CSI_PREFIX):
        return SourceKind.CSI
    kind = find_picture_kind(_expanded(path))
    if kind is PictureKind.UNKNOWN:
        return SourceKind.IMAGE if path.suffix.lower() in _IMAGE_SUFFIXES else SourceKind.VIDEO
    return SourceKind.IMAGE if kind is PictureKind.STILL else SourceKind.VIDEO


def _is_device(path: Path, source: str) -> bool:
    try:
        if source.startswith("/dev/"):  # such as a camera that isn't there now, but no film in /dev/shm
            return not is_ordinary(path)
        return _expanded(path).is_char_device()
    except OSError:  # a name that is too long: opening it will report that
        return False


def _expanded(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # an unknown user
        return path
