"""A film or an animated picture → frames at its own speed, once or in a loop."""

from pathlib import Path

from griffin.clock import Clock
from griffin.errors import CameraError
from griffin.vision.film_decoder import Film, FilmDecoder, FilmPicture
from griffin.vision.frame import Frame
from griffin.vision.picture_kind import PictureKind, find_picture_kind
from griffin.vision.readers import ReaderTuning
from griffin.vision.source_file import printable


class VideoReader:
    """Decodes one picture ahead, so that the last one is known; converts only those that are shown."""

    is_demo = False

    def __init__(
        self, path: Path, clock: Clock, tuning: ReaderTuning, *, loop: bool, every_frame: bool = False
    ) -> None:
        """Open the file and decode its first picture. Raises CameraError for one that is no film."""
        self.name = printable(path.name)
        self.frames_read = 0
        self._clock = clock
        self._tuning = tuning
        self._loop = loop
        self._every_frame = every_frame
        self._start_s: float | None = None  # when the film's time was 0, on our clock
        self._film_s = 0.0  # of the newest picture
        self._film = _open_film(path)
        self._ahead: FilmPicture | None = None
        try:
            self._ahead = self._decode()
            if self._ahead is None:
                raise CameraError(
                    f"{printable(str(path))} holds no picture that can be decoded.",
                    hint="It may be damaged: try another film.",
                )
        except CameraError:
            self.release()
            raise

    def read(self) -> Frame | None:
        """The next frame; when decoding lags, the next that is not too late. The last one always comes.

        With `every_frame` none is skipped. Late frames keep their times: slow motion would hide a jump.
        """
        if self._ahead is None and self._loop:
            self._rewind()
        if self._ahead is None:
            return None
        if self._start_s is None:
            self._start_s = self._clock.now_s()
        first_s = self._ahead.film_s
        while True:
            picture = self._ahead
            self._ahead = self._decode()
            late_s = self._clock.now_s() - (self._start_s + picture.film_s)
            is_enough = picture.film_s - first_s >= self._tuning.skip_at_most_s
            if self._every_frame or self._ahead is None or late_s <= self._tuning.lag_s or is_enough:
                return Frame(captured_s=self._start_s + picture.film_s, picture=picture.convert())

    @property
    def rate_hz(self) -> float:
        """Frames a second, as the file says."""
        return self._film.rate_hz

    def release(self) -> None:
        """Close the file."""
        self._film.close()

    def _rewind(self) -> None:
        if self._start_s is not None:
            self._start_s += self._film_s + 1.0 / self._film.rate_hz
        self._film.rewind()
        self._ahead = self._decode()

    def _decode(self) -> FilmPicture | None:
        picture = self._film.next()
        if picture is not None:
            self.frames_read += 1
            self._film_s = picture.film_s
        return picture


def _open_film(path: Path) -> Film:
    if find_picture_kind(path) is PictureKind.ANIMATED_WEBP:
        from griffin.vision.webp_film import WebpFilm  # seldom needed

        return WebpFilm(path)
    return FilmDecoder(path)
