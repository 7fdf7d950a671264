"""The machine's cameras → the one that is watched, where none was named."""

import logging
from collections.abc import Sequence

from griffin.clock import Clock
from griffin.errors import CameraError
from griffin.vision.camera_access import Cameras, SystemCameras
from griffin.vision.camera_choice import same_camera, usable_cameras
from griffin.vision.devices import DeviceReader
from griffin.vision.v4l2 import CameraInfo

log = logging.getLogger(__name__)


def open_any_camera(
    clock: Clock,
    *,
    known: CameraInfo | None = None,
    cameras: Cameras | None = None,
    log_level: int = logging.WARNING,
) -> DeviceReader:
    """The camera that was `known`, or the first that works; one without colours only if there is no other.

    Where a device has failed, its fellows in the same socket are passed over. The first failure is logged at
    `log_level`, and raised as a CameraError if no camera works.
    """
    cameras = cameras or SystemCameras()
    listed = cameras.listed()
    usable = usable_cameras(listed)
    if known is not None:
        same = same_camera(listed, known)
        usable = same + [info for info in usable if info not in same]
    reason: CameraError | None = None
    failed: set[tuple[str, str]] = set()
    grey: list[CameraInfo] = []
    for info in usable:
        if _fellows(info) in failed:
            continue
        try:
            reader = DeviceReader(info.path, clock, cameras=cameras)
            if len(usable) == 1 or reader.shows_colours():
                return reader
            reader.release()
            grey.append(info)
        except CameraError as error:
            log.log(logging.DEBUG if reason else log_level, "%s", error)
            reason = reason or error
            failed.add(_fellows(info))
    if grey:
        return DeviceReader(grey[0].path, clock, cameras=cameras)
    raise reason or _no_camera(listed)


def _fellows(info: CameraInfo) -> tuple[str, str]:
    """What devices have in common that fail together."""
    if info.is_forbidden:
        return "", "forbidden"
    return (info.driver, info.bus) if info.driver else ("", info.path)


def _no_camera(listed: Sequence[CameraInfo]) -> CameraError:
    if not listed:
        return CameraError("There is no camera.")
    hint = "Plug in a webcam."
    if any(info.is_media_controlled for info in listed):
        hint = "Plug in a webcam, or set up a relay such as v4l2-relayd for the built-in camera."
    return CameraError("There is no camera that shows colours by itself.", hint=hint)
