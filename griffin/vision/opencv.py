"""OpenCV, imported so that it keeps quiet: its notes are not for players, what matters becomes a CameraError.

Import `cv2` from here; its settings are read from the environment when it is loaded. The
import raises AssetError where the system lacks a library that OpenCV is linked with.
"""

import os

from griffin.errors import AssetError

_SETTINGS = {
    "OPENCV_LOG_LEVEL": "OFF",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",  # AV_LOG_QUIET
    "OPENCV_IO_MAX_IMAGE_PIXELS": str(120_000_000),  # 360 MB; of its own accord it would take 3 GB
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",  # seconds until a camera counts as silent; 10 by default
    "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS": "0",  # Windows; with them some cameras take 10 s to open
}
for _name, _value in _SETTINGS.items():
    os.environ.setdefault(_name, _value)

try:
    import cv2 as cv2
except ImportError as error:
    raise AssetError(
        f"OpenCV can't be loaded: {error}.",
        hint="`scripts/play` installs the system libraries that are missing.",
    ) from error

# Its pictures are small here: threads cost more than they bring, and MediaPipe needs them.
cv2.setNumThreads(1)
