"""The title: shown from the moment the window opens, while the land is made, until it fades into the branch.

    opened ──► enough land ──► more land; model and camera, for a moment ──► hold the ticks ──► fade ──► over
                               └── a key, or the griffin takes off ─────────────────────────┘

The game runs behind it once there is enough land for a picture, and is drawn behind it from the hold on.
"""

import math
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from griffin.app.ears import Ears
from griffin.app.parent_watchdog import ParentPipe
from griffin.camera_health import CameraHealth
from griffin.clock import Clock
from griffin.events import LinkState
from griffin.flight.state import FlightMode
from griffin.game.moment import Moment
from griffin.input.leaving import LeaveHold
from griffin.scene.frame import SceneFrame
from griffin.scene.leave_ring import leave_overlay
from griffin.scene.shapes import Canvas
from griffin.scene.title import FAILED, READY, WAITING, TitleWaits, Wait, title_overlay
from griffin.scene.title_land import title_ground

if TYPE_CHECKING:
    from griffin.render.core.window import Window
    from griffin.render.renderer import Renderer
    from griffin.render.title_painter import TitlePainter

_NOT_YET = Wait(done_frac=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleStageTuning:
    """How long the title stays, and how often it is drawn."""

    gather_s: float = 0.5  # for more land than the first picture needs; what is still missing comes in view
    wait_s: float = 1.5  # at most, for all of it while the game runs: a download takes minutes
    hold_s: float = 0.1  # the last tick is seen for longer: also while the fade begins
    fade_s: float = 0.4  # as long as all overlays take to fade out
    picture_s: float = 1.0 / 30.0  # between two pictures of the title
    rest_frac: float = 4.0  # pause after a picture, in drawing times: the land needs the CPU as well
    longest_s: float = 0.3  # no pause is longer than this
    nap_s: float = 0.05  # leaves the CPU to the land's workers; checking on them takes a tenth of it

    def __post_init__(self) -> None:
        if min(self.gather_s, self.wait_s, self.hold_s, self.fade_s) < 0.0 or self.nap_s <= 0.0:
            raise ValueError("times must not be negative, and nap_s must be above 0")


class LeftTitleError(Exception):
    """The window was closed, or the game was left, before the land was ready."""


class TitleStage:
    """Shows the title; creating one draws its first picture.

    `is_over`: it has faded out. `covers`: nothing is to be drawn behind it yet. `waits`: what its rings show.
    """

    def __init__(
        self,
        window: "Window",
        painter: "TitlePainter",
        clock: Clock,
        stop: threading.Event,
        *,
        has_camera: bool = False,
        parent: ParentPipe | None = None,
        tuning: TitleStageTuning | None = None,
    ) -> None:
        """`has_camera`: a camera process is expected, and `parent` reports how it is doing."""
        self.is_over = False
        self.covers = True
        self._window = window
        self._painter = painter
        self._clock = clock
        self._stop = stop
        self._has_camera = has_camera
        self._parent = parent
        self._tuning = tuning or TitleStageTuning()
        self._began_s = clock.now_s()
        self._next_s = 0.0  # when it is drawn again
        self._land_frac = 0.0  # its ring never empties, although another view may lack more
        self._land_until_s = math.inf  # then the land counts as ready, complete or not
        self.waits = TitleWaits()
        self._fade_begins_s: float | None = None  # when the fade begins, by the screen's time
        self._fade_frac = 0.0
        self._leaving = LeaveHold()
        self._draw()

    def tick(self, land_frac: float | None = None) -> None:
        """Keep the window responsive between two steps of making the land; `land_frac`: how much is ready.

        Raises LeftTitleError.
        """
        if land_frac is not None:
            self._land_frac = max(self._land_frac, land_frac)
        keys = self._window.poll()  # they stay queued for the flight
        self._leaving.follow(keys, self._clock.now_s())
        if self._stop.is_set() or self._window.should_close or self._leaving.is_done:
            raise LeftTitleError
        if self._clock.now_s() >= self._next_s:
            self._draw()

    def prepare(self, renderer: "Renderer", frame: SceneFrame) -> None:
        """Wait until there is enough for a first picture. Raises LeftTitleError."""
        while True:
            gathered = renderer.gather(frame)
            self.tick(gathered.done_frac)
            if gathered.is_enough:
                break
            self._clock.sleep(self._tuning.nap_s)
        self._land_until_s = self._clock.now_s() + self._tuning.gather_s

    def warm_up(self, renderer: "Renderer", frame: SceneFrame) -> None:
        """Let the driver get ready for a first picture. Raises LeftTitleError."""
        for _ in renderer.warm_up(frame):
            self.tick()

    def draw(self, renderer: "Renderer", frame: SceneFrame) -> None:
        """Draw the picture of a turn in which it isn't over yet: the title, or the frame behind it."""
        if self.covers:
            self._gather(renderer, frame)
            self._draw_title()
        elif self._fade_frac == 0.0:  # the first picture takes longest: the ticks are seen meanwhile
            renderer.draw(replace(frame, labels=(), overlay=None))
            self._draw_title()
        else:
            renderer.draw(self.lay_over(frame))

    def _gather(self, renderer: "Renderer", frame: SceneFrame) -> None:
        """Make more of the land, until it is complete."""
        if self._land_frac >= 1.0:
            return
        self._land_frac = max(self._land_frac, renderer.gather(frame).done_frac)
        self._clock.sleep(self._tuning.nap_s)

    def follow(self, moment: Moment, ears: Ears) -> None:
        """Follow a turn of the game, which runs once there is enough land: wait, hold the ticks or fade."""
        player, tuning = moment.players[0], self._tuning
        self.waits = self._hear(ears, player.link)
        is_dismissed = bool(ears.keys.pressed) or player.flight.mode is not FlightMode.PERCHED
        has_timed_out = moment.shown_s >= tuning.wait_s
        if self._fade_begins_s is None and (is_dismissed or has_timed_out or self.waits.is_over):
            are_ticks_held = self.waits.is_over and not is_dismissed
            self._fade_begins_s = moment.shown_s + (tuning.hold_s if are_ticks_held else 0.0)
        if self._fade_begins_s is not None:
            if is_dismissed:
                self._fade_begins_s = min(self._fade_begins_s, moment.shown_s)
            past_s = moment.shown_s - self._fade_begins_s
            self._fade_frac = (
                min(1.0, max(0.0, past_s / tuning.fade_s)) if tuning.fade_s else float(past_s >= 0.0)
            )
            self.covers = False
            self.is_over = self._fade_frac >= 1.0

    def _draw_title(self) -> None:
        """All of it, over the whole window. The caller swaps."""
        size_px = self._window.framebuffer_px
        canvas = Canvas.of(size_px)
        ground, front = title_ground(canvas), title_overlay(canvas, self.waits, self._age_s)
        if self._leaving.done_frac > 0.0:
            front = leave_overlay(canvas, self._leaving.done_frac).over(front)
        self._painter.draw(ground, front, size_px)

    def lay_over(self, frame: SceneFrame) -> SceneFrame:
        """The frame behind the fading title, without words."""
        alpha_frac = 1.0 - self._fade_frac**3  # eases in, as all overlays do when they go
        canvas = Canvas.of(self._window.framebuffer_px)
        title = title_overlay(canvas, self.waits, self._age_s, alpha_frac)
        return replace(
            frame, labels=(), overlay=title.over(title_ground(canvas, alpha_frac).over(frame.overlay))
        )

    def release(self) -> None:
        """Give everything back to the driver."""
        self._painter.release()

    @property
    def _age_s(self) -> float:
        return self._clock.now_s() - self._began_s

    def _draw(self) -> None:
        tuning, began_s = self._tuning, self._clock.now_s()
        self.waits = self._hear()
        self._draw_title()
        self._window.swap()
        now_s = self._clock.now_s()
        rest_s = min(tuning.longest_s, tuning.rest_frac * (now_s - began_s))
        self._next_s = max(began_s + tuning.picture_s, now_s + rest_s)

    @property
    def _land(self) -> Wait:
        is_ready = self._land_frac >= 1.0 or self._clock.now_s() >= self._land_until_s
        return READY if is_ready else Wait(done_frac=self._land_frac)

    def _hear(self, ears: Ears | None = None, link: LinkState = LinkState.WAITING) -> TitleWaits:
        """The state of land, model and camera."""
        if not self._has_camera:
            return TitleWaits(land=self._land, model=None, camera=None)
        is_live = link is LinkState.LIVE
        health = self._parent.camera if self._parent else CameraHealth.RUNNING
        has_model = is_live or (self._parent is not None and self._parent.has_model)
        camera = WAITING if has_model else _NOT_YET
        if is_live and ears is not None:
            camera = FAILED if ears.is_stand_in else READY
        elif health in (CameraHealth.FAILED, CameraHealth.ABSENT):
            camera = FAILED
        return TitleWaits(land=self._land, model=READY if has_model else WAITING, camera=camera)


def open_title(
    window: "Window",
    clock: Clock,
    stop: threading.Event,
    *,
    has_camera: bool,
    parent: ParentPipe | None,
) -> TitleStage:
    """The title, in a window that has just been opened."""
    from griffin.render.title_painter import TitlePainter  # OpenGL must come after the window

    painter = TitlePainter(window.renderer_name)
    try:
        return TitleStage(
            window,
            painter,
            clock,
            stop,
            has_camera=has_camera,
            parent=parent,
        )
    except BaseException:
        painter.release()
        raise
