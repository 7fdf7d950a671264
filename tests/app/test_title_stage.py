"""From the title to the branch, with a clock of its own and nothing real around it."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from griffin.app.ears import LiveEars
from griffin.app.parent_watchdog import ParentPipe
from griffin.app.title_stage import LeftTitleError, TitleStage, TitleStageTuning
from griffin.camera_health import CameraHealth
from griffin.clock import ManualClock
from griffin.events import PROTOCOL_VERSION, EventKind, GestureEvent, Hello, LinkState
from griffin.game.moment import Moment
from griffin.input.keys import Key
from griffin.input.leaving import LeaveTuning
from griffin.render.gathered import ALL_THERE, Gathered
from griffin.scene.frame import Label, SceneFrame
from griffin.scene.shapes import Paint
from griffin.scene.title import READY, TitleWaits
from tests.app.stand_ins import StandInLink, StandInPainter, StandInWindow
from tests.flights import one, plain_session, tracked_body

TUNING = TitleStageTuning()
FRAME = SceneFrame(world_s=0.0, shown_s=0.0, views=(), labels=(Label(text="words"),))


class Stage:
    """A title, and the game beneath it, at 20 turns a second."""

    def __init__(self, *, has_camera: bool = True) -> None:
        self.clock = ManualClock(50.0)
        self.window = StandInWindow(self.clock)
        self.painter = StandInPainter()
        self.stop = threading.Event()
        self.parent = ParentPipe()
        self.link = StandInLink(lambda turn: ())
        self.ears = LiveEars(self.window, self.link, self.parent, has_camera=has_camera)  # type: ignore[arg-type]
        self.title = TitleStage(
            self.window,  # type: ignore[arg-type]
            self.painter,  # type: ignore[arg-type]
            self.clock,
            self.stop,
            has_camera=has_camera,
            parent=self.parent,
        )
        self.renderer = StandInRenderer(self.clock, [ALL_THERE])
        self.session = plain_session()
        self.now_s = 0.0

    def turn(self, renderer: "StandInRenderer | None" = None, **heard: object) -> Moment:
        """A turn as the loop has it; all land is there, unless the renderer still makes it."""
        if renderer is None:
            self.title.tick(1.0)
        heard = {"link": self.link.state, **heard}
        moment = self.session.advance(one(self.now_s, **heard))
        self.title.follow(moment, self.ears)
        self.title.draw(renderer or self.renderer, FRAME)  # type: ignore[arg-type]
        self.now_s += 0.05
        return moment

    def covered_s(self, **heard: object) -> float:
        """For how long it hides everything; from then on it is held, and fades."""
        while self.title.covers:
            self.turn(**heard)
            assert self.now_s < 60.0
        return self.now_s

    @property
    def waits(self) -> TitleWaits:
        """What the title shows as it would be drawn now."""
        return self.title.waits


class StandInRenderer:
    """Gathers its land in steps."""

    def __init__(self, clock: ManualClock, steps: list[Gathered]) -> None:
        self._clock = clock
        self._steps = steps
        self.asked = 0
        self.warmed = 0
        self.frames: list[SceneFrame] = []

    def draw(self, frame: SceneFrame) -> None:
        self.frames.append(frame)

    def gather(self, frame: SceneFrame) -> Gathered:
        self._clock.advance(0.1)
        self.asked += 1
        return self._steps[min(self.asked, len(self._steps)) - 1]

    def warm_up(self, frame: SceneFrame) -> Iterator[None]:
        for _ in range(3):
            self.warmed += 1
            self._clock.advance(0.02)
            yield


def test_the_window_shows_the_title_at_once() -> None:
    stage = Stage()
    assert (len(stage.painter.fronts), stage.window.swaps) == (1, 1)


def test_the_ring_of_the_land_fills_while_it_is_made_and_never_empties() -> None:
    stage = Stage()
    for land_frac, shown_frac in ((0.2, 0.2), (0.6, 0.6), (0.4, 0.6)):
        stage.title.tick(land_frac)
        stage.clock.advance(1.0)
        stage.title.tick()
        assert stage.waits.land.done_frac == shown_frac


def test_it_prepares_until_there_is_enough_land() -> None:
    stage = Stage()
    steps = [Gathered(done_frac=frac, is_enough=frac > 0.5) for frac in (0.1, 0.4, 0.7, 0.9, 1.0)]
    renderer = StandInRenderer(stage.clock, steps)
    stage.title.prepare(renderer, FRAME)  # type: ignore[arg-type]
    assert renderer.asked == 3
    stage.title.warm_up(renderer, FRAME)  # type: ignore[arg-type]
    assert renderer.warmed == 3
    assert len(stage.painter.fronts) > 3


def test_behind_the_title_the_land_is_completed() -> None:
    stage = Stage(has_camera=False)
    renderer = StandInRenderer(stage.clock, [Gathered(done_frac=frac) for frac in (0.5, 0.9, 1.0)])
    stage.title.prepare(renderer, FRAME)  # type: ignore[arg-type]
    fracs = []
    while stage.title.covers:
        stage.turn(renderer)
        fracs.append(stage.waits.land.done_frac)
    assert fracs[:2] == [0.5, 0.9]
    assert stage.waits.land == READY
    assert renderer.asked == 3


def test_it_waits_for_the_rest_of_the_land_no_longer_than_it_may() -> None:
    stage = Stage(has_camera=False)
    renderer = StandInRenderer(stage.clock, [Gathered(done_frac=0.5)])
    stage.title.prepare(renderer, FRAME)  # type: ignore[arg-type]
    enough_s = stage.clock.now_s()
    stage.title.warm_up(renderer, FRAME)  # type: ignore[arg-type]
    while stage.waits.land != READY:
        stage.turn(renderer)
    assert stage.clock.now_s() - enough_s == pytest.approx(TUNING.gather_s, abs=0.2)


@pytest.mark.parametrize("way", ["close", "stop", "key"])
def test_the_game_can_be_left_while_the_land_is_made(way: str) -> None:
    stage = Stage()
    if way == "close":
        stage.window.should_close = True
    elif way == "stop":
        stage.stop.set()
    else:
        stage.window.hold(Key.ESCAPE)
        stage.title.tick()  # not yet
        stage.clock.advance(LeaveTuning().hold_s)
    with pytest.raises(LeftTitleError):
        stage.title.tick()


def test_without_a_camera_only_the_land_is_waited_for() -> None:
    stage = Stage(has_camera=False)
    assert (stage.waits.model, stage.waits.camera) == (None, None)
    assert stage.covered_s() <= 0.1


def test_model_and_camera_are_told_as_they_come() -> None:
    stage = Stage()
    assert stage.waits.model is not None
    assert stage.waits.model.done_frac is None
    assert stage.waits.camera is not None
    assert stage.waits.camera.done_frac == 0.0
    stage.parent.has_model = True
    stage.turn()
    assert stage.waits.model == READY
    assert stage.waits.camera.done_frac is None
    stage.link.state = LinkState.LIVE
    stage.turn()
    assert stage.waits == TitleWaits(land=READY, model=READY, camera=READY)
    assert stage.covered_s() <= 0.2


@pytest.mark.parametrize("health", [CameraHealth.ABSENT, CameraHealth.FAILED])
def test_a_camera_that_is_not_there_is_told(health: CameraHealth) -> None:
    stage = Stage()
    stage.parent.has_model = True
    stage.parent.camera = health
    stage.turn()
    assert stage.waits.is_over
    assert stage.waits.camera != READY


@pytest.mark.parametrize("note", ["", "There is no camera."])
def test_a_demo_pilot_that_stands_in_is_no_camera(note: str) -> None:
    stage = Stage()
    stage.link.hello = Hello(protocol=PROTOCOL_VERSION, is_demo=True, note=note)
    stage.link.state = LinkState.LIVE
    stage.turn()
    assert (stage.waits.camera == READY) == (not note)
    assert stage.waits.is_over


def test_a_camera_that_does_not_come_is_waited_for_a_moment() -> None:
    assert Stage().covered_s() == pytest.approx(TUNING.wait_s, abs=0.15)


def test_a_key_ends_it_at_once() -> None:
    stage = Stage()
    stage.turn()
    assert stage.title.covers
    stage.window.press(Key.SPACE)
    stage.ears.listen(stage.clock.now_s())
    stage.turn()
    assert not stage.title.covers


def test_a_jump_ends_it_at_once() -> None:
    stage = Stage()
    stage.turn(steering=tracked_body(0.0), link=LinkState.LIVE)
    jump = GestureEvent(captured_s=stage.now_s, kind=EventKind.JUMP, strength=0.5)
    stage.turn(steering=tracked_body(0.0), events=(jump,), link=LinkState.LIVE)
    assert not stage.title.covers


def test_it_is_held_and_fades_over_the_picture_without_words() -> None:
    stage = Stage(has_camera=False)
    stage.covered_s()
    while not stage.title.is_over:
        stage.turn()
    frames = stage.renderer.frames[:-1]  # the last one was drawn when it was over
    assert all(frame.labels == () for frame in frames)
    held = [frame for frame in frames if frame.overlay is None]
    fading = [frame.overlay.groups[0].alpha_frac for frame in frames if frame.overlay is not None]
    assert frames[: len(held)] == held
    assert len(held) * 0.05 == pytest.approx(TUNING.hold_s, abs=0.1)
    assert fading == sorted(fading, reverse=True)
    assert len(fading) * 0.05 == pytest.approx(TUNING.fade_s, abs=0.1)


def test_what_lies_over_the_picture_already_stays_below_it() -> None:
    stage = Stage(has_camera=False)
    stage.covered_s()
    title = stage.title.lay_over(FRAME).overlay
    assert title is not None
    mark = replace(title.groups[0], alpha_frac=0.123)
    frame = replace(FRAME, overlay=replace(title, groups=(mark,)))
    laid = stage.title.lay_over(frame).overlay
    assert laid is not None
    assert laid.groups[0] == mark
    assert len(laid.groups) == len(title.groups) + 1


def test_it_draws_seldom_where_a_picture_takes_long() -> None:
    stage = Stage()
    for _ in range(100):
        stage.clock.advance(0.001)
        stage.title.tick(0.5)
    assert 2 <= len(stage.painter.fronts) <= 4


def test_the_rings_are_drawn() -> None:
    front = Stage().painter.fronts[0]
    assert any(fill.paint is Paint.GREY for group in front.groups for fill in group.fills)


def test_a_key_that_is_not_for_it_waits_for_the_flight() -> None:
    stage = Stage(has_camera=False)
    stage.window.press(Key.SPACE)
    stage.title.tick(0.5)
    assert stage.window.keys().pressed == (Key.SPACE,)
