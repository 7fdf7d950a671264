"""What a flight leaves behind: a video with its sound, and its last picture in the air."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from griffin.audio.steps import RATE_HZ
from griffin.errors import RenderError
from griffin.flight.state import FlightMode, FlightState
from griffin.game.moment import Moment

if TYPE_CHECKING:
    from griffin.app.film_sound import FilmSound
    from griffin.render.renderer import Renderer

log = logging.getLogger(__name__)

VIDEO_FRAME_S = 1 / 30  # as many pictures a second as the video holds
_KEEP_EVERY_S = 1.0  # how often a picture in the air is kept, in case it is the last
_LONGEST_GAP_S = 10.0  # between two moments: the hours that a suspended computer slept are not filmed


class FilmClock:
    """The screen's time → a film's, which leaves out most of a long gap."""

    def __init__(self) -> None:
        self._shown_s = 0.0
        self._left_out_s = 0.0

    def film_s(self, shown_s: float) -> float:
        """When the film shows what is shown now; called for moments in their order."""
        self._left_out_s += max(0.0, shown_s - self._shown_s - _LONGEST_GAP_S)
        self._shown_s = shown_s
        return shown_s - self._left_out_s


class Capture:
    """Reads pictures back as they are drawn. `written` lists the files once it is closed."""

    def __init__(
        self,
        *,
        record: Path | None,
        screenshot: Path | None,
        size_px: tuple[int, int],
        sound: "FilmSound | None" = None,
    ) -> None:
        """`sound`: of the video. Raises RenderError when the video can't be written."""
        self._screenshot = screenshot
        self._sound = sound
        self._sound_began_s: float | None = None
        self._clock = FilmClock()
        self._recorder = None
        self._next_frame_s = 0.0
        self._next_keep_s = 0.0
        self._snaps = 0
        self._has_flown = False
        self._best: NDArray[np.uint8] | None = None
        self.written: list[Path] = []
        self._record = record
        if record is not None:
            from griffin.render.recorder import FlightRecorder

            rate_hz = None if sound is None else RATE_HZ
            self._recorder = FlightRecorder(record, size_px, sound_rate_hz=rate_hz)

    def hear(self, moment: Moment) -> None:
        """At every turn, whether it is drawn or not: take what sounds into the video."""
        if self._recorder is None or self._sound is None:
            return
        film_s = self._clock.film_s(moment.shown_s)
        if self._sound_began_s is None:
            self._sound_began_s = film_s
        self._recorder.add_sound(self._sound.hear(moment, film_s), self._sound_began_s)

    def keep(self, renderer: "Renderer", state: FlightState, now_s: float) -> None:
        """After a picture was drawn: take it into the video, and now and then aside."""
        is_due = self._recorder is not None and now_s >= self._next_frame_s
        is_flying = state.mode is FlightMode.FLYING
        is_scenic = is_flying or not self._has_flown  # the branch is kept until there is a picture in the air
        is_kept = self._screenshot is not None and is_scenic and now_s >= self._next_keep_s
        if not (is_due or is_kept):
            return
        rgb = renderer.read_pixels()
        if is_due and self._recorder is not None:
            # Half a frame of tolerance: else every other picture of a 30 Hz loop would be slightly too early.
            self._next_frame_s = max(self._next_frame_s + VIDEO_FRAME_S, now_s + 0.5 * VIDEO_FRAME_S)
            self._recorder.add(rgb, self._clock.film_s(now_s))
        if is_kept:
            self._next_keep_s = now_s + _KEEP_EVERY_S
            self._best = rgb
            self._has_flown = is_flying

    def snap(self, renderer: "Renderer") -> None:
        """Save this picture for the player, as the next free `griffin-N.png` in the current folder.

        A failure is logged, and the flight goes on.
        """
        from griffin.render.recorder import save_png

        while (path := Path(f"griffin-{self._snaps}.png")).exists():
            self._snaps += 1
        try:
            save_png(path, renderer.read_pixels())
        except RenderError as error:
            log.warning("%s", error)
        else:
            self.written.append(path)

    def close(self) -> None:
        """Write what is still to be written, once. Raises RenderError when that fails."""
        try:
            self._close_video()
        finally:  # a full disk may still have room for a picture
            self._save_best()

    def _close_video(self) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is not None and self._record is not None:
            if self._sound is not None and self._sound_began_s is not None:
                recorder.add_sound(self._sound.finish(), self._sound_began_s)
            recorder.close()
            if recorder.pictures_written:
                self.written.append(self._record)

    def _save_best(self) -> None:
        best, self._best = self._best, None
        if best is not None and self._screenshot is not None:
            from griffin.render.recorder import save_png

            save_png(self._screenshot, best)
            self.written.append(self._screenshot)
