"""The devices that a machine lists → those worth trying, best first. Pure: it opens none.

Many devices that take pictures are of no use to this game. The infra-red camera for face recognition often
comes first; some laptops list the 32 raw channels of their image processor, which deliver nothing. Both are
recognised by what they list, so no time is lost waiting for their pictures.
"""

import re
from collections.abc import Iterable

from griffin.vision.capture_mode import COLOUR_FORMATS
from griffin.vision.v4l2 import CameraInfo

# As a word: a camera named RGB-IR or RGBIR shows colours, too.
_INFRA_RED = re.compile(r"(?<![a-z])(?<!rgb[-_ ])(ir|infra-?red)(?![a-z])", re.IGNORECASE)
# Drivers cut names to 31 characters: "Integrated Camera: Integrated I" would have ended in IR.
_CUT_OFF_INFRA_RED = re.compile(r".{30}(?<= )I", re.IGNORECASE)
_VIRTUAL_DRIVERS = ("v4l2 loopback", "v4l2loopback")


def usable_cameras(infos: Iterable[CameraInfo]) -> list[CameraInfo]:
    """Those that may show a player in colours: on USB first, virtual ones last, else in their order.

    One that this user may not open counts, so that the reason is reported.
    """
    return sorted(filter(is_usable, infos), key=_rank)


def is_usable(info: CameraInfo) -> bool:
    """Whether its pictures may be of use, as far as is known without seeing one."""
    if info.is_forbidden or not info.driver:  # nothing is known
        return True
    if info.is_media_controlled or is_infra_red(info.name):
        return False
    return any(fourcc in COLOUR_FORMATS for fourcc in info.formats)


def is_infra_red(name: str) -> bool:
    """Whether a camera's name says that it sees infra-red."""
    return bool(_INFRA_RED.search(name) or _CUT_OFF_INFRA_RED.fullmatch(name))


def same_camera(infos: Iterable[CameraInfo], known: CameraInfo) -> list[CameraInfo]:
    """Those that are `known` under whatever path: in the same socket, or else in any.

    Its infra-red sister often has the same name, but other formats.
    """
    alike = [info for info in infos if (info.name, info.formats) == (known.name, known.formats)]
    return [info for info in alike if info.bus == known.bus] or alike


def _rank(info: CameraInfo) -> int:
    if info.driver in _VIRTUAL_DRIVERS:
        return 2
    # The nodes of an image processor, as on a Raspberry Pi, list colours, and are silent by themselves.
    return 1 if info.driver and not info.bus.startswith("usb-") else 0
