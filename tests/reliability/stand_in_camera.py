"""The program with cameras that are files: `videoN` in a folder is one, and removing it unplugs it.

All of them are the same webcam, and show a film. Run with the command of a process, as `python -m griffin`.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

FOLDER, FILM = Path(os.environ["STAND_IN_FOLDER"]), os.environ["STAND_IN_FILM"]
RATE_HZ = 20.0
PERIOD_S = 1.0 / 30.0


class FileCapture:
    """One camera that is open: the picture of the film that is due now."""

    def __init__(self, path: Path, pictures: list[Any]) -> None:
        self._path = path
        self._pictures = pictures

    def grab(self) -> bool:
        time.sleep(PERIOD_S)
        return self._path.exists()

    def retrieve(self) -> tuple[bool, Any]:
        return True, self._pictures[int(time.monotonic() * RATE_HZ) % len(self._pictures)]

    def get(self, prop: int, /) -> float:
        return 0.0

    def release(self) -> None:
        """Nothing is held."""


class FileCameras:
    """What the files say."""

    def listed(self) -> list[Any]:
        return [self._info(path) for path in sorted(FOLDER.glob("video*"))]

    def describe(self, device: str) -> Any:
        path = self._path(device)
        return self._info(path) if path.exists() else None

    def open(self, device: str, mode: Any) -> FileCapture:
        from griffin.errors import CameraError
        from griffin.vision.opencv import cv2

        path = self._path(device)
        if not path.exists():
            raise CameraError(f"There is no camera {path}.")
        film, pictures = cv2.VideoCapture(FILM), []
        while (read := film.read())[0]:
            pictures.append(read[1])
        return FileCapture(path, pictures)

    def _path(self, device: str) -> Path:
        return FOLDER / f"video{device}" if device.isdecimal() else Path(device)

    def _info(self, path: Path) -> Any:
        from tests.vision.cameras import camera_info

        return camera_info(str(path), "Webcam", bus="usb-2")


def use_file_cameras() -> None:
    """Before the camera process imports what opens cameras, and after it has closed the network."""
    from griffin.app import camera_main

    closes = camera_main.insist_on_closed_network

    def close_and_replace(*arguments: Any, **options: Any) -> bool:
        is_closed = closes(*arguments, **options)
        from griffin.vision import camera_search, devices

        for module in (camera_search, devices):
            module.SystemCameras = FileCameras  # type: ignore[misc, assignment]
        return is_closed

    camera_main.insist_on_closed_network = close_and_replace


if __name__ == "__main__":
    use_file_cameras()
    from griffin.cli import main

    sys.exit(main())
