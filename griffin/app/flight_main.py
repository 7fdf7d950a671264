"""The flight process: inputs → one turn of the game → scene → pixels, in one loop on one screen."""

import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from griffin.app.capture import Capture
from griffin.app.cue_pipe import CueWriter
from griffin.app.ears import HEADLESS_FRAME_S, Ears, LiveEars
from griffin.app.film_sound import open_film_sound
from griffin.app.lesson_memory import LessonMemory, open_memory
from griffin.app.load_window import load_window
from griffin.app.open_cues import open_cues
from griffin.app.parent_watchdog import ParentPipe
from griffin.app.report import FlightTally, write_report
from griffin.app.screen import Screen
from griffin.app.sound_feed import SoundFeed
from griffin.app.title_stage import LeftTitleError, TitleStage, open_title
from griffin.audio.table import find_music_table, read_sound_table
from griffin.clock import Clock
from griffin.errors import AssetError
from griffin.game.moment import Inputs, Moment
from griffin.game.session import Look, Session, SessionStart
from griffin.input.keymap import MUTE, QUIT, SCREENSHOT
from griffin.options import PlayOptions, StartMessage
from griffin.progress import Progress
from griffin.scene.camera import CALM_CAMERA, ChaseCamera, GroundHeight
from griffin.scene.compose import compose
from griffin.scene.hud import HudLine
from griffin.wire.journal import JournalWriter
from griffin.wire.server import LinkServer
from griffin.world.nearby import Lookout
from griffin.world.perch import Perch, find_perch
from griffin.world.places import LandPlaces
from griffin.world.sun import SUN_TUNING, sun_at
from griffin.world.terrain import Terrain

if TYPE_CHECKING:
    from griffin.render.core.window import Window
    from griffin.render.renderer import Renderer

log = logging.getLogger(__name__)

TITLE = "Griffin"
# Where the processor draws, figures are made for every second picture, as in drawn films.
_OVERLAY_HOLD_S = 0.06
BeginSession = Callable[[SessionStart, Terrain, Perch, Look | None], Session]


def as_it_is(report: dict[str, Any]) -> dict[str, Any]:
    """The report without a change."""
    return report


def run_flight(
    message: StartMessage, clock: Clock, stop: threading.Event, progress: Progress, parent: ParentPipe
) -> list[Path]:
    """Open the window and fly until it is closed, time is up, or `stop` is set. Returns the files left.

    Raises:
        RenderError, WireError, AssetError, ConfigError: as their names say.
    """
    options = message.options
    memory = open_memory(options)
    begin = start_of(options, memory)
    with ExitStack() as owned:

        def open_ears(window: "Window") -> LiveEars:
            link = LinkServer(message.link)
            owned.callback(link.close)
            frame_s = HEADLESS_FRAME_S if options.is_headless else 0.0
            return LiveEars(window, link, parent, has_camera=options.has_camera, frame_s=frame_s)

        sound = None
        if message.cues is not None:
            writer = CueWriter(message.cues)
            owned.callback(writer.close)
            sound = open_feed(writer, clock, options)
        return fly(
            options,
            begin,
            open_ears,
            clock=clock,
            stop=stop,
            progress=progress,
            started_s=message.started_s,
            report=message.report,
            sound=sound,
            memory=memory,
            parent=parent,
        )


def start_of(options: PlayOptions, memory: LessonMemory | None) -> SessionStart:
    """What the session of a game starts from."""
    return SessionStart(
        seed=options.seed,
        hour_h=options.hour_h,
        has_show=options.is_kiosk,
        known_moves=() if memory is None or options.repeats_lessons else memory.known_moves,
        asks_jump=not options.asks_no_jump,
        is_calm=options.is_calm,
    )


def open_feed(
    writer: CueWriter, clock: Clock, options: PlayOptions, keep: Callable[[], None] | None = None
) -> SoundFeed | None:
    """What says the cues; None where there are no sounds. `keep`: as `SoundFeed` takes it."""
    try:
        table = read_sound_table()
    except AssetError as error:
        log.warning("%s The flight goes on without sound.", error.sentence)
        return None
    music = find_music_table() if options.music > 0.0 else None
    return SoundFeed(open_cues(table, music, options), writer, clock, options.volume, keep)


def fly(
    options: PlayOptions,
    begin: SessionStart,
    open_ears: Callable[["Window"], Ears],
    *,
    clock: Clock,
    stop: threading.Event,
    progress: Progress,
    started_s: float,
    report: Path | None,
    sound: SoundFeed | None = None,
    memory: LessonMemory | None = None,
    parent: ParentPipe | None = None,
    begin_session: BeginSession = Session.over_land,
    finish_report: Callable[[dict[str, Any]], dict[str, Any]] = as_it_is,
) -> list[Path]:
    """One flight in a window of its own, from its title to its files, which are returned.

    Off-screen there is no title, for nobody waits.

    Args:
        options: how it is drawn, how long, and what it leaves.
        begin: what the session starts from.
        open_ears: called after the first picture: only then may a film begin.
        clock: of this machine.
        stop: ends the flight.
        progress: hears how far it is.
        started_s: when the program was started.
        report: where the numbers go.
        sound: hears every moment.
        memory: keeps what was learned.
        parent: reports how the camera process is doing; None where there is none.
        begin_session: another session than the usual one.
        finish_report: has the last word on the numbers, right after the last turn.

    Raises:
        RenderError, WireError, AssetError, ConfigError: as their names say.
    """
    with ExitStack() as owned:
        window = load_window()(
            size_px=options.size_px,
            title=TITLE,
            is_headless=options.is_headless,
            is_fullscreen=options.is_fullscreen,
            is_kiosk=options.is_kiosk,
        )
        owned.callback(window.release)
        title = None
        if not options.is_headless:
            title = open_title(
                window,
                clock,
                stop,
                has_camera=parent is not None and options.has_camera,
                parent=parent,
            )
            owned.callback(title.release)
        from griffin.render.renderer import Renderer  # OpenGL must come after the window

        terrain = Terrain(begin.seed)
        perch = find_perch(terrain)
        places = LandPlaces(terrain, perch)
        is_heard = sound is not None or options.record is not None
        look = Lookout(terrain, places).look if is_heard else None  # nobody else asks what is near
        session = begin_session(begin, terrain, perch, look)
        try:
            renderer = Renderer(
                size_px=window.framebuffer_px,
                terrain=terrain,
                perch=perch,
                quality=options.quality,
                places=places,
                sun=None if begin.hour_h is None else sun_at(begin.hour_h),
                between=title.tick if title else lambda: None,
            )
            owned.callback(renderer.release)
            show_first_picture(renderer, session, terrain.surface_m, title)
        except LeftTitleError:
            if report:
                write_report(report, finish_report(report_of_none(window, options, session)))
            return []
        size_px = window.framebuffer_px
        renderer.resize(size_px)
        first_frame_s = clock.now_s() - started_s
        film_sound = open_film_sound(options) if options.record else None
        ears = open_ears(window)
        capture = Capture(
            record=options.record,
            screenshot=options.screenshot,
            size_px=size_px,
            sound=film_sound,
        )
        owned.callback(capture.close)
        journal = JournalWriter(options.journal, begin) if options.journal else None
        if journal:
            owned.callback(lambda: journal.close(session.states_sha256, session.states))
        eye = ChaseCamera(terrain.surface_m, CALM_CAMERA if begin.is_calm else None)
        # An hour that was asked for stays.
        moves_from_h = SUN_TUNING.morning_h if begin.hour_h is None else None
        flight = Flight(
            options,
            clock,
            window,
            renderer,
            ears,
            session,
            eye,
            capture,
            journal,
            sound,
            memory,
            moves_from_h=moves_from_h,
            title=title,
        )
        flight.tally.first_frame_s = first_frame_s
        flight.run(stop, progress)
        numbers = finish_report(flight.report())
        try:
            capture.close()
        finally:  # a video that can't be finished must not take the numbers along
            if report:
                write_report(report, numbers)
    return [*capture.written, *([journal.path] if journal and journal.is_whole else [])]


def show_first_picture(
    renderer: "Renderer", session: Session, surface_m: GroundHeight, title: TitleStage | None
) -> None:
    """The branch, for which the land around is made: it takes longer than any other picture.

    Behind a title it is made ready and comes later. Raises LeftTitleError.
    """
    moment = session.moment()
    view = ChaseCamera(surface_m).follow(moment.players[0].flight, 0.0)
    frame = compose(moment, (view,))
    if title:
        title.prepare(renderer, frame)
    else:
        renderer.draw(frame)
        renderer.finish()


def report_of_none(window: "Window", options: PlayOptions, session: Session) -> dict[str, Any]:
    """The report of a game that was left before there was a land to fly over."""
    return FlightTally().as_json(
        renderer=window.renderer_name,
        quality=options.quality.value,
        state=session.states[0],
        states_sha256=session.states_sha256,
        dropped_lines=0,
    )


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
        """`moves_from_h`: the hour from which on the day goes by; None: it stands still.

        `title`: what is in the window now, and has to go.
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
        self._size_px = window.framebuffer_px
        self.tally = FlightTally()

    def run(self, stop: threading.Event, progress: Progress) -> None:
        """The loop, in the order of the data."""
        window = self._window
        while not (stop.is_set() or window.should_close):
            began_s = self._clock.now_s()
            inputs = self._ears.listen(began_s)  # wire and keys, or a journal → inputs
            if inputs is None:
                break
            if self._journal:
                self._journal.note(inputs)
            self.tally.count_events(inputs.players[0].events)
            moment = self._session.advance(inputs)  # inputs → one turn of the game
            self._screen.follow(moment)
            self._play(moment)  # moment → cues → sound process
            self._capture.hear(moment)  # moment → cues → the film's track
            if self._memory:
                self._memory.keep(self._session.known_moves)
            if self._ears.is_late:
                continue
            self._fit_to_window()
            self._draw(moment)  # moment → scene → pixels
            self._keep(moment)
            window.swap()
            self._measure(inputs, began_s)
            self._tell(progress, inputs.now_s)
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

    def _play(self, moment: Moment) -> None:
        if self._sound is None:
            return
        if MUTE in self._ears.keys.pressed:
            self._sound.toggle_mute()
            line = HudLine.SOUND_OFF if self._sound.is_muted else HudLine.SOUND_ON
            self._screen.note(line, moment.shown_s)
        self._sound.play(moment)

    def _draw(self, moment: Moment) -> None:
        frame = self._screen.frame(moment, self._size_px)
        title = self._title
        if title is not None:
            title.follow(moment, self._ears)
            if title.covers:
                title.draw()
                return
            if title.is_over:
                self._title = None
            else:
                frame = title.lay_over(frame)
        self._renderer.draw(frame)

    def _keep(self, moment: Moment) -> None:
        self._capture.keep(self._renderer, moment.players[0].flight, moment.shown_s)
        if SCREENSHOT in self._ears.keys.pressed:
            self._capture.snap(self._renderer)
        if self._options.is_headless:
            self._renderer.finish()

    def _fit_to_window(self) -> None:
        size_px = self._window.framebuffer_px
        if size_px != self._size_px:
            self._size_px = size_px
            self._renderer.resize(size_px)

    def _measure(self, inputs: Inputs, began_s: float) -> None:
        spent_s = self._clock.now_s() - began_s
        tally, heard = self.tally, inputs.players[0]
        tally.frame_s.append(spent_s)
        if not (self._options.is_headless or self._title):  # a film has all its pixels; a title is no measure
            self._renderer.keep_pace(spent_s)
        if heard.steering is not None:
            tally.latency_s.append(spent_s + inputs.now_s - heard.steering.captured_s)
        if self._ears.steering is not None:
            tally.count_legs(self._ears.steering, began_s + spent_s)

    def _tell(self, progress: Progress, elapsed_s: float) -> None:
        seconds = self._options.seconds
        progress("Flying off-screen", None if seconds is None else min(1.0, elapsed_s / seconds))

    def _is_over(self, elapsed_s: float) -> bool:
        if QUIT.intersection(self._ears.keys.pressed):
            return True
        seconds = self._options.seconds
        # On a screen the flight goes on by keyboard when the video has ended.
        has_ended = self._options.is_headless and self._ears.is_over
        return has_ended or (seconds is not None and elapsed_s >= seconds)
