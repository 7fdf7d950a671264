"""The word after --source → what it names. It opens nothing and loads no library, so the CLI may ask, too."""

from enum import Enum
from pathlib import Path

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
    """A word of ours, a camera's number or device, a picture by its name; all else is taken for a video."""
    if source in _WORDS:
        return _WORDS[source]
    path = Path(source)
    if source.isdecimal() or source.startswith("/dev/") or _is_device(path):
        return SourceKind.CAMERA
    if source.startswith(CSI_PREFIX):
        return SourceKind.CSI
    return SourceKind.IMAGE if path.suffix.lower() in _IMAGE_SUFFIXES else SourceKind.VIDEO


def _is_device(path: Path) -> bool:
    try:
        return path.expanduser().is_char_device()
    except (
        OSError,
        RuntimeError,
    ):  # a name that is too long, an unknown user: opening it will report that
        return False
