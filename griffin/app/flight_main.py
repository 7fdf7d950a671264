"""The flight process: wire → controls → flight → scene → pixels, in one loop on one screen."""

import logging
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from griffin.app.capture import Capture
from griffin.app.load_window import load_window
from griffin.app.report import FlightTally, write_report
from griffin.clock import Clock
from griffin.creature.creature import CreatureState, blend_creatures, settle_creature, step_creature
from griffin.events import LinkState
from griffin.flight.model import Surroundings, start, step
from griffin.flight.timestep import FixedStep
from griffin.input.attract import AttractShow
from griffin.input.hands import ControlMerger
from griffin.input.keymap import QUIT, SCREENSHOT, read_command
from griffin.progress import Progress
from griffin.render.quality import Quality
from griffin.scene.camera import ChaseCamera
from griffin.scene.compose import blend_states, compose
from griffin.scene.frame import HudView
from griffin.scene.hud import HudSituation, hud_view
from griffin.wire.address import Address
from griffin.wire.server import Inbox, LinkServer
from griffin.world.perch import find_perch
from griffin.world.sun import sun_at
from griffin.world.terrain import Terrain

if TYPE_CHECKING:
    from griffin.render.core.window import Window
    from griffin.render.renderer import Renderer

log = logging.getLogger(__name__)

TITLE = "Griffin"
HEADLESS_FRAME_S = 1 / 30  # off-screen there is no display to wait for: leave time to the pose model


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightOptions:
    """What the flight process is asked to do.

    `hour_h`: of the day, None is the morning. `seconds`: None flies on until the source or player ends it.
    """

    address: Address
    size_px: tuple[int, int]
    seed: int
    quality: Quality
    started_s: float
    hour_h: float | None = None
    has_camera: bool = True
    is_headless: bool = False
    is_fullscreen: bool = False
    is_kiosk: bool = False  # full screen without a cursor, and a calm show while nobody plays
    seconds: float | None = None
    record: Path | None = None
    screenshot: Path | None = None
    report: Path | None = None


def run_flight(options: FlightOptions, clock: Clock, stop: threading.Event, progress: Progress) -> list[Path]:
    """Open the window and fly until it is closed, time is up, or `stop` is set. Returns the files left.

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
        from griffin.render.renderer import Renderer  # OpenGL must come after the window

        terrain = Terrain(options.seed)
        perch = find_perch(terrain)
        size_px = window.framebuffer_px
        sun = None if options.hour_h is None else sun_at(options.hour_h)
        renderer = Renderer(size_px=size_px, terrain=terrain, perch=perch, quality=options.quality, sun=sun)
        owned.callback(renderer.release)
        surroundings = Surroundings(
            surface_m=terrain.surface_m,
            perch_world=perch.position_world,
            perch_heading_rad=perch.heading_rad,
            water_level_m=terrain.water_level_m,
        )
        _show_branch(window, renderer, surroundings)
        first_frame_s = clock.now_s() - options.started_s
        link = LinkServer(options.address)  # only now: a film begins when somebody listens
        owned.callback(link.close)
        capture = Capture(record=options.record, screenshot=options.screenshot, size_px=size_px)
        owned.callback(capture.close)
        flight = Flight(options, clock, window, renderer, link, surroundings, capture)
        flight.tally.first_frame_s = first_frame_s
        flight.run(stop, progress)
        try:
            capture.close()
        finally:  # a video that can't be finished must not take the numbers along
            if options.report:
                write_report(options.report, flight.report())
    return capture.written


def _show_branch(window: "Window", renderer: "Renderer", surroundings: Surroundings) -> None:
    """The first picture, for which the land around is made: it takes longer than any other."""
    state = start(surroundings)
    view = ChaseCamera(surroundings.surface_m).follow(state, 0.0)
    renderer.draw(compose(state, view, HudView(), settle_creature(state)))
    renderer.finish()
    window.swap()


class Flight:
    """One flight from the first picture to the last, over parts that it is given."""

    def __init__(
        self,
        options: FlightOptions,
        clock: Clock,
        window: "Window",
        renderer: "Renderer",
        link: LinkServer,
        surroundings: Surroundings,
        capture: Capture,
    ) -> None:
        self._options = options
        self._clock = clock
        self._window = window
        self._renderer = renderer
        self._link = link
        self._surroundings = surroundings
        self._capture = capture
        self._size_px = window.framebuffer_px
        self.tally = FlightTally()
        self.state = start(surroundings)

    def run(self, stop: threading.Event, progress: Progress) -> None:
        """The loop, in the order of the data."""
        clock, window, renderer, link = self._clock, self._window, self._renderer, self._link
        merger, timestep, eye = ControlMerger(), FixedStep(), ChaseCamera(self._surroundings.surface_m)
        show = AttractShow() if self._options.is_kiosk else None
        before = self.state
        creature_before = creature = settle_creature(self.state)
        began_s = drawn_s = clock.now_s()
        while not (stop.is_set() or window.should_close):
            now_s = clock.now_s()
            keys = window.keys()  # keys and
            inbox = link.poll(now_s)  # wire → controls
            is_linked = inbox.state is LinkState.LIVE
            merger.hear(
                steering=inbox.steering,
                events=inbox.events,
                is_linked=is_linked,
                hand=read_command(keys),
                now_s=now_s,
            )
            if show:
                is_played = (is_linked and merger.is_tracked) or bool(keys.held | set(keys.pressed))
                show.hear(is_present=is_played, now_s=now_s)
            for _ in range(timestep.advance(now_s)):  # real time → whole steps
                before = self.state
                wanted = merger.take()
                controls = (show.take(before) if show else None) or wanted
                self.state = step(before, controls, self._surroundings, timestep.dt_s)
                creature_before, creature = creature, self._step_creature(creature, timestep.dt_s)
            shown = blend_states(before, self.state, timestep.alpha)
            griffin = blend_creatures(creature_before, creature, timestep.alpha)
            view = eye.follow(shown, now_s - drawn_s)
            drawn_s = now_s
            hud = hud_view(shown, self._situation(inbox.state, merger, show))
            self._fit_to_window()
            renderer.draw(compose(shown, view, hud, griffin))  # state → scene → pixels
            self._capture.keep(renderer, self.state, now_s - began_s)
            if SCREENSHOT in keys.pressed:
                self._capture.snap(renderer)
            if self._options.is_headless:
                renderer.finish()
            window.swap()
            self._measure(inbox, now_s, began_s)
            self._tell(progress, now_s - began_s)
            if QUIT.intersection(keys.pressed) or self._is_over(inbox.state, now_s - began_s):
                break
            if self._options.is_headless:
                clock.sleep(HEADLESS_FRAME_S - (clock.now_s() - now_s))

    def report(self) -> dict[str, Any]:
        """The flight's part of the report."""
        return self.tally.as_json(
            renderer=self._window.renderer_name, state=self.state, dropped_lines=self._link.dropped_lines
        )

    def _step_creature(self, creature: CreatureState, dt_s: float) -> CreatureState:
        around = self._surroundings
        return step_creature(
            creature,
            self.state,
            dt_s,
            interests=(around.perch_world,),
            is_over_water=around.is_over_water(self.state),
        )

    def _situation(self, link: LinkState, merger: ControlMerger, show: AttractShow | None) -> HudSituation:
        hello = self._link.hello
        return HudSituation(
            has_camera=self._options.has_camera,
            link=link,
            is_tracked=merger.is_tracked,
            is_steered_by_hand=merger.is_steered_by_hand,
            is_demo=hello is not None and hello.is_demo,
            is_show=show is not None and show.is_flying,
            refusal=self._link.refusal or "",
        )

    def _fit_to_window(self) -> None:
        size_px = self._window.framebuffer_px
        if size_px != self._size_px:
            self._size_px = size_px
            self._renderer.resize(size_px)

    def _measure(self, inbox: Inbox, frame_began_s: float, began_s: float) -> None:
        submitted_s = self._clock.now_s()
        tally = self.tally
        tally.frame_s.append(submitted_s - frame_began_s)
        if not self._options.is_headless:  # a film has all its pixels
            self._renderer.keep_pace(submitted_s - frame_began_s)
        tally.count_events(inbox.events, began_s)
        if inbox.steering is not None:
            tally.latency_s.append(submitted_s - inbox.steering.captured_s)

    def _tell(self, progress: Progress, elapsed_s: float) -> None:
        seconds = self._options.seconds
        progress("Flying off-screen", None if seconds is None else min(1.0, elapsed_s / seconds))

    def _is_over(self, link: LinkState, elapsed_s: float) -> bool:
        seconds = self._options.seconds
        # On a screen the flight goes on by keyboard when the video has ended.
        has_ended = self._options.is_headless and link is LinkState.ENDED
        return has_ended or (seconds is not None and elapsed_s >= seconds)
