"""How the camera process is doing: the parent's judgement, which the screen shows."""

from enum import Enum


class CameraHealth(Enum):
    """How the camera process is doing, as its parent sees it."""

    RUNNING = "running"
    ABSENT = "absent"  # it runs, and waits for a camera to be plugged in
    RESTARTING = "restarting"  # it has failed, and is back in seconds
    FAILED = "failed"  # it has failed again and again, and is tried now and then
