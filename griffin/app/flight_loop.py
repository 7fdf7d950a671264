"""The loop of a flight: inputs → one turn of the game → scene → pixels, over parts that it is given."""

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from griffin.app.capture import Capture
from griffin.app.ears import Ears
from griffin.app.latency import PictureTimes
from griffin.app.latency_label import LatencyLabel
from griffin.app.lesson_memory import LessonMemory
from griffin.app.report import FlightTally
from griffin.app.screen import Screen
from griffin.app.sound_feed import SoundFeed
from griffin.app.title_stage import TitleStage
from griffin.clock import Clock
from griffin.events import Steering
from griffin.game.late_lead import LateLead
from griffin.game.moment import Moment
from griffin.game.session import Session
from griffin.input.keymap import LATENCY, MUTE, SCREENSHOT
from griffin.input.leaving import LeaveHold
from griffin.options import PlayOptions
from griffin.progress import Progress
from griffin.scene.camera import ChaseCamera
from griffin.scene.compose import pose_creatures
from griffin.scene.frame import SceneFrame
from griffin.scene.hud import HudLine
from griffin.wire.journal import JournalWriter

if TYPE_CHECKING:
    from griffin.render.core.window import Window
    from griffin.render.renderer import Renderer

# Where the processor draws, figures are made for every second picture, as in drawn films.
_OVERLAY_HOLD_S = 0.06


class Flight:
    """One flight from the first picture to the last, over parts that it is given."""

    def __init__(
        self,
        options: PlayOptions,
        clock: Clock,
        window: "Window",
        renderer: "Renderer",
        ears: Ears,
        session: Session,
        eye: ChaseCamera,
        capture: Capture,
        journal: JournalWriter | None = None,
        sound: SoundFeed | None = None,
        memory: LessonMemory | None = None,
        *,
        moves_from_h: float | None = None,
        title: TitleStage | None = None,
    ) -> None:
        """`moves_from_h`: the hour at which the day begins to go by; None: it stands still.

        `title`: what the window shows now; it fades out once the game is ready.
        """
        self._options = options
        self._clock = clock
        self._window = window
        self._renderer = renderer
        self._ears = ears
        self._session = session
        self._capture = capture
        self._journal = journal
        self._sound = sound
        self._memory = memory
        self._screen = Screen(
            eye,
            ears,
            moves_from_h=moves_from_h,
            overlay_hold_s=_OVERLAY_HOLD_S if renderer.draws_by_processor and not options.record else 0.0,
        )
        self._title = title
        self._leaving = LeaveHold()
        self._late_lead = LateLead(is_calm=options.is_calm)
        self._newest: Steering | None = None  # what the picture shows, if that came in its turn
        self._measured: Steering | None = None
        self._size_px = window.framebuffer_px
        self.tally = FlightTally()
        self._latency_label = LatencyLabel(self.tally)

    def run(self, stop: threading.Event, progress: Progress) -> None:
        """The loop, in the order of the data."""
        window = self._window
        while not (stop.is_set() or window.should_close):
            times = PictureTimes(began_s=self._clock.now_s())
            # wire and keys, or a journal → inputs
            inputs = self._ears.listen(times.began_s, is_guide_hidden=self._is_guide_hidden)
            times.heard_s = self._clock.now_s()
            if inputs is None:
                break
            if self._journal:
                self._journal.note(inputs)
            self.tally.count_events(inputs.players[0].events)
            self._newest = self._ears.steering
            moment = self._session.advance(inputs)  # inputs → one turn of the game
            times.used_s = self._clock.now_s()
            self._leaving.follow(self._ears.keys, times.began_s)
            self._screen.follow(moment)
            self._play(moment)  # moment → cues → sound process
            self._capture.hear(moment)  # moment → cues → the film's track
            if self._memory:
                self._memory.keep(self._session.known_moves)
            if self._ears.is_late:
                continue
            self._fit_to_window()
            self._draw(moment, times)  # moment → scene → pixels
            times.drawn_s = self._clock.now_s()
            self._keep(moment)
            self._keep_pace(times)
            window.swap()
            times.screen_s = self._clock.now_s()
            self._measure(times)
            self._report_progress(progress, inputs.now_s)
            if self._is_over(inputs.now_s):
                break
            self._clock.sleep(self._ears.pause_s(self._clock.now_s()))

    def report(self) -> dict[str, Any]:
        """The flight's part of the report."""
        return self.tally.as_json(
            renderer=self._window.renderer_name,
            quality=self._renderer.quality.value,
            state=self._session.states[0],
            states_sha256=self._session.states_sha256,
            dropped_lines=self._ears.dropped_lines,
        )

    @property
    def _is_guide_hidden(self) -> bool:
        """Whether the last picture showed no guide, whatever lesson there was."""
        return self._screen.is_guide_hidden or self._title is not None

    def _play(self, moment: Moment) -> None:
        if self._sound is None:
            return
        if MUTE in self._ears.keys.pressed:
            self._sound.toggle_mute()
            line = HudLine.SOUND_OFF if self._sound.is_muted else HudLine.SOUND_ON
            self._screen.note(line, moment.shown_s)
        self._sound.play(moment)

    def _draw(self, moment: Moment, times: PictureTimes) -> None:
        if self._leaving.done_frac > 0.0:
            self._screen.note(HudLine.LEAVING, moment.shown_s)
        frame = self._screen.frame(moment, self._size_px, leaving_frac=self._leaving.done_frac)
        if LATENCY in self._ears.keys.pressed:
            self._latency_label.toggle()
        if label := self._latency_label.label(moment.shown_s):
            frame = replace(frame, labels=(*frame.labels, label))
        if self._title is not None:
            self._title.follow(moment, self._ears)
            if not self._title.is_over:
                self._title.draw(self._renderer, frame)
                return
            self._title = None
        self._renderer.draw(frame, refresh=lambda frame: self._refresh(frame, moment, times))

    def _refresh(self, frame: SceneFrame, moment: Moment, times: PictureTimes) -> SceneFrame:
        """The frame with what the body has said since the turn began: for the griffin's wings and bank."""
        now_s = self._clock.now_s()
        late = self._ears.hear_again(now_s)
        first, *others = moment.players
        led = self._late_lead.lead(first, late or self._ears.steering, times.began_s, now_s)
        if led is first:
            return frame
        if late is not None and late.is_tracked:
            self._newest, times.heard_s, times.used_s = late, now_s, self._clock.now_s()
        return replace(frame, creatures=pose_creatures(replace(moment, players=(led, *others))))

    def _keep(self, moment: Moment) -> None:
        self._capture.keep(self._renderer, moment.players[0].flight, moment.shown_s)
        if SCREENSHOT in self._ears.keys.pressed:
            self._capture.snap(self._renderer)
        if self._options.is_headless:
            self._renderer.finish()

    def _keep_pace(self, times: PictureTimes) -> None:
        """Let the renderer know its work, before the swap, which may wait for the display."""
        if self._options.is_headless or self._title:  # a film has all its pixels; a title is no measure
            return
        if not self._renderer.keeps_pace:
            return
        if self._renderer.draws_by_processor:
            self._renderer.finish()
        self._renderer.keep_pace(self._clock.now_s() - times.began_s)

    def _fit_to_window(self) -> None:
        size_px = self._window.framebuffer_px
        if size_px != self._size_px:
            self._size_px = size_px
            self._renderer.resize(size_px)

    def _measure(self, times: PictureTimes) -> None:
        self.tally.count_frame(times.spent_s, times.screen_s)
        if self._title:  # it is no measure, and hides what the game shows
            return
        latencies = self.tally.latencies
        if self._ears.steering is not None:
            latencies.note_view(self._ears.steering, times)
        if self._newest is not None and self._newest is not self._measured:
            latencies.note(self._newest, times)
            self._measured = self._newest

    def _report_progress(self, progress: Progress, elapsed_s: float) -> None:
        seconds = self._options.seconds
        progress("Flying off-screen", None if seconds is None else min(1.0, elapsed_s / seconds))

    def _is_over(self, elapsed_s: float) -> bool:
        if self._leaving.is_done:
            return True
        seconds = self._options.seconds
        # On a screen the flight goes on by keyboard when the video has ended.
        has_ended = self._options.is_headless and self._ears.is_over
        return has_ended or (seconds is not None and elapsed_s >= seconds)
