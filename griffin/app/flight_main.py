"""The flight process: opens the window and all that a flight needs, and runs its loop (flight_loop.py)."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from griffin.app.capture import Capture
from griffin.app.collector import collect_as_usual
from griffin.app.cue_pipe import CueWriter
from griffin.app.ears import HEADLESS_FRAME_S, Ears, LiveEars
from griffin.app.film_sound import open_film_sound
from griffin.app.flight_loop import Flight
from griffin.app.lesson_memory import LessonMemory, open_memory
from griffin.app.load_window import load_window
from griffin.app.parent_watchdog import ParentPipe
from griffin.app.report import FlightTally, write_report
from griffin.app.sound_feed import SoundFeed, open_feed
from griffin.app.title_stage import LeftTitleError, open_title
from griffin.clock import Clock
from griffin.game.session import NearbyAt, Session, SessionStart
from griffin.options import PlayOptions, StartMessage
from griffin.progress import Progress
from griffin.scene.camera import CALM_CAMERA, ChaseCamera, GroundHeight
from griffin.scene.compose import compose
from griffin.scene.frame import SceneFrame
from griffin.wire.journal import JournalWriter
from griffin.wire.server import LinkServer
from griffin.world.nearby import Lookout
from griffin.world.perch import Perch, find_perch
from griffin.world.places import LandPlaces
from griffin.world.sun import SUN_TUNING, sun_at
from griffin.world.terrain import Terrain

if TYPE_CHECKING:
    from griffin.render.core.window import Window

TITLE = "Griffin"
BeginSession = Callable[[SessionStart, Terrain, Perch, NearbyAt | None], Session]


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
    finish_report: Callable[[dict[str, Any]], dict[str, Any]] = lambda report: report,
) -> list[Path]:
    """One flight in a window of its own, from its title to its files, which are returned.

    Off-screen there is no title, since nobody is waiting there.

    Args:
        options: how it is drawn, how long, and what it leaves.
        begin: what the session starts from.
        open_ears: called once the land is ready, so that a film doesn't start before it.
        clock: of this machine.
        stop: ends the flight.
        progress: gets the progress of a flight off-screen.
        started_s: when the program was started.
        report: the file that the numbers are written to.
        sound: gets every moment.
        memory: keeps what was learned.
        parent: reports how the camera process is doing; None where there is none.
        begin_session: makes the session.
        finish_report: may change the report; called right after the last turn.

    Raises:
        RenderError, WireError, AssetError, ConfigError: as their names say.
    """
    with ExitStack() as owned:
        window = load_window(is_headless=options.is_headless)(
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
        look = Lookout(terrain, places).look if is_heard else None  # for nothing but sounds
        session = begin_session(begin, terrain, perch, look)
        film_sound = open_film_sound(options) if options.record else None
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
            frame = first_frame(session, terrain.surface_at)
            if title:
                title.prepare(renderer, frame)
            else:
                renderer.draw(frame)
                renderer.finish()
            ears = open_ears(window)
            if title:  # meanwhile the camera process opens its source
                title.warm_up(renderer, frame)
        except LeftTitleError:
            if report:
                write_report(report, finish_report(report_without_flight(window, options, session)))
            return []
        size_px = window.framebuffer_px
        renderer.resize(size_px)
        first_frame_s = clock.now_s() - started_s
        collect_as_usual()
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
        eye = ChaseCamera(terrain.surface_at, CALM_CAMERA if begin.is_calm else None)
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
        finally:  # the numbers are written even if the video can't be finished
            if report:
                write_report(report, numbers)
    return [*capture.written, *([journal.path] if journal and journal.is_whole else [])]


def first_frame(session: Session, surface_m: GroundHeight) -> SceneFrame:
    """The branch. The land around it is made for this picture, so it takes longer than any other."""
    moment = session.moment()
    return compose(moment, (ChaseCamera(surface_m).follow(moment.players[0].flight, 0.0),))


def report_without_flight(window: "Window", options: PlayOptions, session: Session) -> dict[str, Any]:
    """The report of a game that was left before the land was ready."""
    return FlightTally().as_json(
        renderer=window.renderer_name,
        quality=options.quality.value,
        state=session.states[0],
        states_sha256=session.states_sha256,
        dropped_lines=0,
    )
