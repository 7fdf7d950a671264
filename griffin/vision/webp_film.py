"""An animated WebP → its pictures, as a film. Only from PyAV 19 on can FFmpeg read it."""

import contextlib
import logging
import warnings
from pathlib import Path

import numpy as np
from PIL import Image

from griffin.errors import CameraError
from griffin.vision.film_decoder import FilmPicture, FilmTuning
from griffin.vision.frame import fit
from griffin.vision.source_file import printable

log = logging.getLogger(__name__)

_MS = 1e-3
_USUAL_S = 0.1  # what browsers use for pictures with a duration of 0


class WebpFilm:
    """Plays the animation once, whatever it says of repeating."""

    def __init__(self, path: Path, tuning: FilmTuning | None = None) -> None:
        """Open the file. Raises CameraError for one that can't be read."""
        name = printable(str(path))
        self._name = printable(path.name)
        self._has_complained = False
        tuning = tuning or FilmTuning()
        try:
            with warnings.catch_warnings():  # of large pictures, which are refused below
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                self._image = Image.open(path, formats=["WEBP"])
        except (OSError, ValueError, Image.DecompressionBombError) as error:
            raise CameraError(
                f"{name} is not an animation that Griffin can read.", hint="MP4, MKV, WebM and GIF will do."
            ) from error
        width, height = self._image.size
        if width * height > tuning.most_pixels:
            self.close()
            raise CameraError(
                f"The pictures of {name} are too large ({width}x{height}).", hint="Scale them down."
            )
        self._number = 0
        self._film_s = 0.0
        with contextlib.suppress(OSError, ValueError, EOFError):  # damage is reported when it is reached
            self._image.load()
        self.rate_hz = 1.0 / self._duration_s()

    def next(self) -> FilmPicture | None:
        """The next picture; None at the end."""
        if self._number >= getattr(self._image, "n_frames", 1):
            return None
        try:
            self._image.seek(self._number)
            rgb = np.asarray(self._image.convert("RGB"), np.uint8)
        except (OSError, ValueError, EOFError):
            if not self._has_complained:
                log.warning("%s breaks off after %.1f s.", self._name, self._film_s)
            self._has_complained = True
            return None
        shown = FilmPicture(film_s=self._film_s, convert=lambda: fit(rgb))
        self._film_s += self._duration_s()
        self._number += 1
        return shown

    def rewind(self) -> None:
        """Begin again."""
        self._number, self._film_s = 0, 0.0

    def close(self) -> None:
        """Close the file."""
        self._image.close()

    def _duration_s(self) -> float:
        """How long the picture that was decoded last is shown."""
        return _MS * float(self._image.info.get("duration", 0)) or _USUAL_S
