"""The loop of the flight process, in-process: with a clock of its own, and nothing real around it."""

import ast
import logging
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import pytest

from griffin.app import flight_loop
from griffin.app.ears import HEADLESS_FRAME_S, LiveEars
from griffin.app.flight_loop import Flight
from griffin.app.flight_main import start_of
from griffin.app.lesson_memory import LessonMemory
from griffin.app.parent_watchdog import ParentPipe
from griffin.app.sound_feed import SoundFeed
from griffin.app.title_stage import TitleStage
from griffin.arms import Arm, Arms
from griffin.audio.cues import Cues
from griffin.audio.messages import Loops, read_cues
from griffin.camera_health import CameraHealth
from griffin.clock import ManualClock
from griffin.events import (
    PROTOCOL_VERSION,
    Advice,
    CameraAdvice,
    EventKind,
    Figure,
    FigurePoint,
    GestureEvent,
    GoodbyeReason,
    Hello,
    LinkState,
    Onlooker,
    Onlookers,
    Refusal,
    Steering,
)
from griffin.flight.state import FlightMode
from griffin.game.lesson_moment import Move
from griffin.game.moment import Inputs
from griffin.game.session import SessionStart
from griffin.input.keys import Key
from griffin.input.leaving import LeaveTuning
from griffin.options import PlayOptions
from griffin.progress import ignore_progress
from griffin.scene.camera import ChaseCamera
from griffin.scene.frame import LabelPlace, MarkShape, SceneFrame
from griffin.wire.journal import JournalWriter, open_journal
from tests.app.stand_ins import (
    Said,
    StandInCapture,
    StandInCueWriter,
    StandInLink,
    StandInPainter,
    StandInRenderer,
    StandInWindow,
)
from tests.audio.sounds import stand_in_table
from tests.flights import PLAIN, plain_session, tracked_body
from tests.replays import fly_journal


def line_of(frame: SceneFrame) -> str:
    return next((label.text for label in frame.labels if label.place is not LabelPlace.BADGE), "")


class Stage:
    """A flight and all that it was given."""

    def __init__(
        self,
        said: Callable[[int], Said] = lambda turn: (),
        *,
        pressed: dict[int, Key] | None = None,
        held: dict[int, tuple[Key, ...]] | None = None,
        has_camera: bool = True,
        has_sound: bool = False,
        has_show: bool = False,
        period_s: float = 1 / 60,
        frame_s: float = 0.0,
        parent: ParentPipe | None = None,
        moves_from_h: float | None = None,
        journal: JournalWriter | None = None,
        memory: LessonMemory | None = None,
        has_title: bool = False,
        draws_by_processor: bool = False,
        **options: object,
    ) -> None:
        self.clock = ManualClock(1000.0)
        self.window = StandInWindow(self.clock, pressed, held=held, period_s=period_s)
        self.renderer = StandInRenderer(draws_by_processor=draws_by_processor)
        self.capture = StandInCapture()
        self.link = StandInLink(said)
        self.session = plain_session(has_show=has_show)
        self.stop = threading.Event()
        self.writer = StandInCueWriter()
        cues = Cues(stand_in_table())
        self.flight = Flight(
            PlayOptions(**options),
            self.clock,
            self.window,
            self.renderer,
            LiveEars(self.window, self.link, parent, has_camera=has_camera, frame_s=frame_s),
            self.session,
            ChaseCamera(PLAIN.surface_m),
            self.capture,
            journal,
            sound=SoundFeed(cues, self.writer, self.clock, 0.5) if has_sound else None,
            memory=memory,
            moves_from_h=moves_from_h,
            title=self._open_title() if has_title else None,
        )

    def _open_title(self) -> TitleStage:
        return TitleStage(self.window, StandInPainter(), self.clock, self.stop, has_camera=True)

    def run(self) -> "Stage":
        self.flight.run(self.stop, ignore_progress)
        return self

    @property
    def said_loops(self) -> list[Loops]:
        """All that was said of the loops."""
        read = [read_cues([line])[0] for line in self.writer.lines]
        return [loops for loops in read if loops is not None]

    @property
    def lines(self) -> list[str]:
        """What the screen said, without repetitions."""
        said = [line_of(frame) for frame in self.renderer.frames]
        return [line for n, line in enumerate(said) if n == 0 or said[n - 1] != line]


def body(turn: int) -> Said:
    """Somebody who jumps after a second."""
    steering = tracked_body(0.2)
    jump = GestureEvent(captured_s=1000.0 + turn / 60, kind=EventKind.JUMP)
    return (steering, jump) if turn == 60 else (steering,)


def test_a_body_that_jumps_flies() -> None:
    stage = Stage(body, seconds=4.0).run()
    state = stage.session.states[0]
    assert state.mode is FlightMode.FLYING
    assert state.airborne_s == pytest.approx(3.0, abs=0.05)
    assert stage.lines == ["Arms out, like wings", "Jump or flap", ""]
    assert len(stage.renderer.frames) == stage.window.swaps == pytest.approx(4 * 60 + 1, abs=1)


def test_the_guide_stands_beside_the_griffin_until_a_key_or_a_flight_sends_it_away() -> None:
    stage = Stage(body, seconds=4.0).run()
    overlays = [frame.overlay for frame in stage.renderer.frames]
    assert overlays[30] is not None
    assert len(overlays[30].groups) > 1


@pytest.mark.parametrize(
    ("draws_by_processor", "record", "pictures"),
    [(False, None, 1), (True, None, 2), (True, Path("film.mp4"), 1)],
)
def test_where_the_processor_draws_figures_stay_for_a_second_picture_but_not_in_films(
    draws_by_processor: bool, record: Path | None, pictures: int
) -> None:
    stage = Stage(body, seconds=2.0, period_s=1 / 30, draws_by_processor=draws_by_processor, record=record)
    overlays = [frame.overlay for frame in stage.run().renderer.frames]
    made = 1 + sum(before is not after for before, after in pairwise(overlays))
    assert len(overlays) / made == pytest.approx(pictures, rel=0.1)


def test_a_key_hides_the_players_own_figure_and_shows_it_again() -> None:
    def seen(turn: int) -> Said:
        return (*body(turn), figure(turn))

    counts = []
    for pressed in ({}, {20: Key.F}, {20: Key.F, 22: Key.F}):
        frames = Stage(seen, pressed=pressed, seconds=1.5).run().renderer.frames
        overlay = frames[80].overlay
        counts.append(0 if overlay is None else len(overlay.groups))
    assert counts[1] < counts[0] == counts[2]


@pytest.mark.parametrize("has_sound", [False, True])
def test_what_is_heard_is_also_seen_with_and_without_sound(has_sound: bool) -> None:
    stage = Stage(body, seconds=4.0, has_sound=has_sound).run()
    shown = [[mark.shape for mark in frame.marks] for frame in stage.renderer.frames]
    assert MarkShape.OPEN_EYE in shown[40]  # somebody was found
    assert shown[60].count(MarkShape.WAVE) == 0
    assert any(shapes.count(MarkShape.WAVE) == 2 for shapes in shown[62:110])  # and took off
    assert shown[-1] == []


def test_a_title_hides_the_picture_until_its_camera_is_there_and_then_fades() -> None:
    stage = Stage(lambda turn: () if turn < 30 else (tracked_body(0.0),), has_title=True, seconds=4.0).run()
    hidden = stage.window.swaps - 1 - len(stage.renderer.frames)  # one is the title's own
    assert 30 <= hidden <= 30 + 30
    overlays = [frame.overlay for frame in stage.renderer.frames if not frame.labels]  # no words over it
    fading = [overlay.groups[-1].alpha_frac for overlay in overlays if overlay is not None]
    assert fading == sorted(fading, reverse=True)
    assert len(fading) == pytest.approx(0.4 * 60, abs=2)
    assert [frame.overlay for frame in stage.renderer.frames[:6]] == 6 * [None]  # behind the ticks
    assert stage.lines[0] == ""
    assert stage.lines[-1] == "Jump or flap"


def test_where_the_keys_stand_there_are_no_figures() -> None:
    def groups(said: Callable[[int], Said], **more: object) -> int:
        overlay = Stage(said, pressed={20: Key.LEFT}, seconds=1.0, **more).run().renderer.frames[52].overlay
        assert overlay is not None
        return len(overlay.groups)

    seen = groups(lambda turn: (tracked_body(0.0), figure(turn)))
    assert seen == groups(lambda turn: (), has_camera=False)


def test_lessons_wait_while_a_sign_hides_the_guide_and_a_journal_holds_that(tmp_path: Path) -> None:
    """From 1 s to 4 s the player stands too near. The arms hang, so arms out is shown for 5 s first."""

    def near(turn: int) -> Said:
        advice = Advice.TOO_NEAR if 60 <= turn < 240 else Advice.NONE
        return (tracked_body(-1.4), CameraAdvice(captured_s=1000.0, advice=advice))

    journal = JournalWriter(tmp_path / "near", SessionStart())
    stage = Stage(near, seconds=10.0, journal=journal).run()
    journal.close(stage.session.states_sha256, stage.session.states)
    said_s = [n / 60 for n, frame in enumerate(stage.renderer.frames) if line_of(frame) == "Jump or flap"]
    assert said_s[0] == pytest.approx(5.0 + 3.0, abs=0.1)
    written = open_journal(tmp_path / "near")
    hidden = [inputs.players[0].is_guide_hidden for inputs in written.inputs()]
    assert hidden == [61 <= turn < 241 for turn in range(len(hidden))]
    session = plain_session()  # the same lessons again, though nothing hides the guide in a replay
    again = [session.advance(inputs).players[0].lesson for inputs in written.inputs()]
    shown_s = [n / 60 for n, lesson in enumerate(again) if Move.FLAP_OFF in lesson.moves]
    assert shown_s[0] == pytest.approx(said_s[0], abs=0.02)
    assert session.states_sha256 == written.states_sha256


def test_a_title_hides_the_guide() -> None:
    journal_turns = []

    class Notes:
        def note(self, inputs: Inputs) -> None:
            journal_turns.append(inputs.players[0].is_guide_hidden)

    stage = Stage(lambda _: (tracked_body(0.0),), has_title=True, seconds=2.0, journal=Notes()).run()
    covered = stage.window.swaps - 1 - len(stage.renderer.frames)
    fading = next(number for number, frame in enumerate(stage.renderer.frames) if frame.labels)
    assert journal_turns == [turn <= covered + fading for turn in range(len(journal_turns))]


def test_a_sign_and_its_words_come_together_once_the_figure_has_gone() -> None:
    def near(turn: int) -> Said:
        advice = Advice.TOO_NEAR if turn >= 60 else Advice.NONE
        return (tracked_body(0.0), figure(turn), CameraAdvice(captured_s=1000.0, advice=advice))

    frames = Stage(near, seconds=3.0).run().renderer.frames
    said = [any(label.place is LabelPlace.ADVICE for label in frame.labels) for frame in frames]
    assert said.index(True) == pytest.approx(60 + 0.2 * 60, abs=3)
    assert all(said[said.index(True) :])
    last = frames[-1].overlay
    assert last is not None
    first = frames[said.index(True)].overlay
    assert first is not None
    in_the_corner = [group.fills for group in first.groups if group.alpha_frac > 0.0 and group.top_u > 240.0]
    assert in_the_corner == [group.fills for group in last.groups]


def test_without_a_camera_the_keys_stay_whatever_else_is_said() -> None:
    stage = Stage(pressed={60: Key.M}, has_camera=False, has_sound=True, seconds=4.0)
    stage.link.refusal = Refusal.STRANGER
    stage.run()
    for frame in stage.renderer.frames[30:]:
        assert frame.overlay is not None
        assert max(group.alpha_frac for group in frame.overlay.groups) == 1.0


def stand_in(turn: int) -> Said:
    """The demo pilot, which jumps after two seconds and banks."""
    steering = msgspec.structs.replace(tracked_body(0.2), roll_rad=0.5)
    jump = GestureEvent(captured_s=1000.0 + turn / 60, kind=EventKind.JUMP)
    return (steering, jump) if turn == 120 else (steering,)


def test_the_pilot_that_stands_in_for_a_camera_shows_the_keys_and_leaves_them_the_controls() -> None:
    keys = {180: Key.LEFT}
    stage = Stage(stand_in, pressed=keys, seconds=12.0)
    stage.link.hello = Hello(protocol=PROTOCOL_VERSION, is_demo=True, note="There is no camera.")
    stage.run()
    frames = stage.renderer.frames
    assert line_of(frames[60]) == "No camera. Press space to fly"
    assert line_of(frames[240]) == "Arrow keys steer, space flaps"
    for number in (60, 240):
        overlay = frames[number].overlay
        assert overlay is not None
        assert overlay.pools  # only keys have them
    assert abs(stage.session.states[0].roll_rad) < 0.02  # nine seconds after the key it glides on


def test_a_replay_of_a_flight_by_keys_speaks_of_neither_keys_nor_camera(tmp_path: Path) -> None:
    writer = JournalWriter(tmp_path / "keys", SessionStart())
    stage = Stage(pressed={30: Key.SPACE}, has_camera=False, seconds=3.0, journal=writer).run()
    writer.close(stage.session.states_sha256, stage.session.states)
    session, clock, renderer = plain_session(), ManualClock(), StandInRenderer()
    journal = open_journal(tmp_path / "keys")
    fly_journal(journal, session, StandInWindow(clock), renderer, clock, PLAIN.surface_m)
    assert session.states_sha256 == stage.session.states_sha256
    assert session.states[0].airborne_s > 1.0
    assert {line_of(frame) for frame in renderer.frames} == {""}
    assert all(frame.overlay is None for frame in renderer.frames)


def test_whoever_flies_by_keys_is_not_told_to_step_in() -> None:
    def nobody(turn: int) -> Said:
        return (
            Steering(captured_s=1000.0 + turn / 60),
            CameraAdvice(captured_s=1000.0, advice=Advice.NOBODY),
        )

    keys = {30: Key.SPACE, **dict.fromkeys(range(60, 660, 60), Key.LEFT)}
    frames = Stage(nobody, pressed=keys, seconds=11.0).run().renderer.frames
    assert all(frame.overlay is None for frame in frames[30 + 9 * 60 : 11 * 60])


def test_keys_fly_where_there_is_no_camera() -> None:
    stage = Stage(pressed={30: Key.SPACE}, has_camera=False, seconds=2.0).run()
    assert stage.session.states[0].airborne_s > 1.0
    assert stage.lines == ["No camera. Press space to fly", "Arrow keys steer, space flaps"]
    assert stage.renderer.frames[20].overlay is not None  # the keys, as pictures


def test_the_picture_is_of_the_moment_between_two_steps() -> None:
    stage = Stage(body, seconds=3.0).run()
    times_s = [frame.world_s for frame in stage.renderer.frames]
    assert np.diff(times_s[2:]) == pytest.approx(1 / 60, abs=2e-3)  # smooth, though steps are of 10 ms


def test_a_key_that_is_held_ends_the_flight_and_a_ring_fills_meanwhile() -> None:
    stage = Stage(held=dict.fromkeys(range(7, 400), (Key.ESCAPE,))).run()
    held_s = LeaveTuning().hold_s
    assert len(stage.renderer.frames) == pytest.approx(8 + 60 * held_s, abs=1)
    assert stage.lines[-1] == "Hold Esc to leave"
    before, after = stage.renderer.frames[6], stage.renderer.frames[-1]
    assert before.overlay is None or after.overlay != before.overlay


def test_a_key_that_is_tapped_or_held_with_another_ends_nothing() -> None:
    held: dict[int, tuple[Key, ...]] = dict.fromkeys(range(100), (Key.ESCAPE,))
    held |= dict.fromkeys(range(110, 400), (Key.ESCAPE, Key.LEFT))
    assert len(Stage(held=held, seconds=6.0).run().renderer.frames) == 361


def test_a_closed_window_and_a_stop_end_the_flight() -> None:
    stopped = Stage()
    stopped.stop.set()
    closed = Stage()
    closed.window.should_close = True
    assert stopped.run().renderer.frames == closed.run().renderer.frames == []


def test_off_screen_a_film_ends_with_its_source_and_a_window_flies_on() -> None:
    def film(turn: int) -> Said:
        return body(turn) if turn < 100 else (LinkState.ENDED,)

    shown, unseen = Stage(film, seconds=3.0).run(), Stage(film, seconds=9.0, is_headless=True).run()
    assert len(unseen.renderer.frames) == 101
    assert len(shown.renderer.frames) > 170
    assert shown.lines[-1] == "The video is over - fly by keys, or hold Esc"


def test_off_screen_there_is_time_left_for_the_pose_model() -> None:
    stage = Stage(seconds=1.0, is_headless=True, period_s=0.01, frame_s=HEADLESS_FRAME_S).run()
    assert len(stage.renderer.frames) == pytest.approx(1.0 / HEADLESS_FRAME_S, abs=2)
    assert stage.renderer.paces_s == []  # a film has all its pixels


def test_a_silent_camera_glides_on_and_says_so() -> None:
    def silent(turn: int) -> Said:
        return body(turn) if turn < 200 else (LinkState.STALE,) if turn == 200 else ()

    stage = Stage(silent, seconds=12.0).run()
    assert stage.session.states[0].mode is FlightMode.FLYING
    assert stage.lines[-1] == "Camera lost - gliding"


def test_a_camera_process_that_is_started_again_is_no_film_that_is_over() -> None:
    parent = ParentPipe()
    parent.camera = CameraHealth.RESTARTING
    stage = Stage(lambda turn: (LinkState.ENDED,), parent=parent, seconds=0.1)
    assert stage.run().lines == ["Camera lost - press space to fly by keys"]


def test_a_refused_camera_process_is_named_before_anything_else() -> None:
    stage = Stage(seconds=0.1)
    stage.link.refusal = Refusal.OTHER_VERSION
    assert stage.run().lines == ["Two versions of Griffin - start the game again"]


def test_a_sender_that_has_no_more_to_say_is_no_film() -> None:
    stage = Stage(lambda turn: (LinkState.ENDED,), seconds=0.1)
    stage.link.goodbye = GoodbyeReason.DONE
    assert stage.run().lines == ["Nobody steers now - fly by keys, or hold Esc"]


def test_the_advice_is_said_until_it_is_taken_back() -> None:
    advised = {30: Advice.TOO_DARK, 60: Advice.NONE}

    def unseen(turn: int) -> Said:
        nobody = Steering(captured_s=1000.0 + turn / 60)
        advice = advised.get(turn)
        return (nobody,) if advice is None else (nobody, CameraAdvice(captured_s=1000.0, advice=advice))

    step_in = "Step into view: head to hips"
    stage = Stage(unseen, seconds=1.5).run()
    # The words wait with their sign until the guide has gone.
    assert stage.lines == [step_in, "", "Too dark to see you - turn on a light", step_in]


SECRET = 0.7373  # a place of a joint that shows up nowhere else


def figure(turn: int, *, player: int = 0) -> Figure:
    points = tuple((SECRET, 0.01 * turn % 8.0) for _ in FigurePoint)
    return Figure(
        captured_s=1000.0 + turn / 60, points=points, seen=(True,) * len(FigurePoint), player=player
    )


def onlookers(turn: int) -> Onlookers:
    return Onlookers(captured_s=1000.0 + turn / 60, bodies=(Onlooker(across_frac=SECRET, size_frac=0.2),))


def watched(turn: int) -> Said:
    """The same body, of whom the camera process says all that it may."""
    advice = CameraAdvice(captured_s=1000.0, advice=Advice.OFF_TO_LEFT if turn < 90 else Advice.NONE)
    return (*body(turn), figure(turn, player=1), figure(turn), onlookers(turn), advice)


def test_figures_onlookers_and_advice_come_into_the_picture() -> None:
    rooms = [frame.room for frame in Stage(watched, seconds=1.0).run().renderer.frames]
    assert [room.figures for room in rooms] == [
        (figure(turn), figure(turn, player=1)) for turn in range(len(rooms))
    ]
    assert rooms[-1].onlookers == onlookers(0).bodies
    assert rooms[-1].advice is Advice.OFF_TO_LEFT


def test_no_figure_gets_into_the_game_a_journal_a_report_or_a_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A flight with and without them leaves the same bytes."""

    def fly(said: Callable[[int], Said], name: str) -> tuple[Stage, bytes]:
        journal = JournalWriter(tmp_path / name, SessionStart())
        stage = Stage(said, seconds=4.0, journal=journal).run()
        journal.close(stage.session.states_sha256, stage.session.states)
        return stage, (tmp_path / name).read_bytes()

    def advised(turn: int) -> Said:
        return (*body(turn), *(each for each in watched(turn) if isinstance(each, CameraAdvice)))

    with caplog.at_level(logging.DEBUG):
        seen, seen_journal = fly(watched, "seen")
        blind, blind_journal = fly(advised, "blind")
    assert seen_journal == blind_journal
    assert len(seen_journal) > 5000
    reports = [stage.flight.report() for stage in (seen, blind)]
    for report in reports:
        del report["peak_memory_mb"]
    assert reports[0] == reports[1]
    assert str(SECRET) not in caplog.text
    assert "figure" not in caplog.text


def test_what_is_said_of_other_players_steers_nothing() -> None:
    def others(turn: int) -> Said:
        alone = (*body(turn)[:1],)
        steering = Steering(captured_s=1000.0, roll_rad=0.9, is_tracked=True, player=2)
        return (*alone, steering, GestureEvent(captured_s=1000.0, kind=EventKind.JUMP, player=1))

    stage = Stage(others, seconds=1.0).run()
    assert stage.session.states[0].mode is FlightMode.PERCHED
    assert stage.flight.report()["events"] == []


def test_what_is_learned_is_kept_while_it_flies(tmp_path: Path) -> None:
    def turning(turn: int) -> Said:
        steering, *events = body(turn)
        return (msgspec.structs.replace(steering, roll_rad=0.5 * (turn > 120)), *events)

    stage = Stage(turning, seconds=4.0, memory=LessonMemory(tmp_path)).run()
    assert stage.session.known_moves == {Move.JUMP, Move.TILT}
    assert LessonMemory(tmp_path).known_moves == (Move.JUMP, Move.TILT)


def test_a_game_starts_with_what_is_known_unless_the_lessons_are_wanted(tmp_path: Path) -> None:
    memory = LessonMemory(tmp_path)
    memory.keep([Move.REST])
    usual = start_of(PlayOptions(seed=3), memory)
    assert usual == SessionStart(seed=3, known_moves=(Move.REST,))
    assert start_of(PlayOptions(repeats_lessons=True, asks_no_jump=True), memory) == SessionStart(
        asks_jump=False
    )
    assert start_of(PlayOptions(is_kiosk=True), None) == SessionStart(has_show=True)


def test_the_demo_pilot_has_a_badge() -> None:
    stage = Stage(seconds=0.1)
    stage.link.hello = Hello(protocol=PROTOCOL_VERSION, is_demo=True)
    assert {label.text for frame in stage.run().renderer.frames for label in frame.labels} >= {"Demo pilot"}


def test_nobody_there_means_a_flight_by_itself_in_a_kiosk() -> None:
    stage = Stage(seconds=150.0, has_show=True, has_camera=False, period_s=1 / 5).run()
    assert stage.session.states[0].airborne_s > 5.0


def test_p_takes_a_picture_and_the_film_gets_its_times() -> None:
    stage = Stage(pressed={3: Key.P}, seconds=0.5).run()
    assert stage.capture.snaps == 1
    assert stage.capture.kept_s == pytest.approx(np.arange(len(stage.capture.kept_s)) / 60, abs=1e-3)


def test_m_mutes_and_the_screen_says_so_for_a_moment() -> None:
    stage = Stage(pressed={30: Key.M, 240: Key.M}, has_camera=False, seconds=8.0, has_sound=True).run()
    assert [line for line in stage.lines if "ound" in line] == ["Sound off - M turns it on", "Sound on"]
    says_off = [line_of(frame) == "Sound off - M turns it on" for frame in stage.renderer.frames]
    assert sum(says_off) == pytest.approx(2.0 * 60, abs=2)
    volumes = [loops.volume for loops in stage.said_loops]
    assert volumes[0] == volumes[-1] == 0.5
    assert volumes.count(0.0) == pytest.approx(105, abs=2)


def test_without_sound_m_does_nothing() -> None:
    assert Stage(pressed={30: Key.M}, has_camera=False, seconds=1.0).run().lines == [
        "No camera. Press space to fly"
    ]


def test_a_window_that_was_resized_is_drawn_in_its_new_size_once() -> None:
    stage = Stage(seconds=0.2)
    stage.window.framebuffer_px = (640, 360)
    assert stage.run().renderer.sizes_px == [(640, 360)]


@pytest.mark.parametrize("display_hz", [30.0, 50.0, 60.0])
def test_a_display_that_is_waited_for_is_no_work(display_hz: float) -> None:
    stage = Stage(draws_by_processor=True, period_s=1 / display_hz, seconds=4.0)
    stage.renderer.work = lambda: stage.clock.advance(0.012)
    paces_s = stage.run().renderer.paces_s
    assert len(paces_s) > 80
    assert paces_s == pytest.approx([0.012] * len(paces_s))


def test_the_report_has_events_latency_and_the_digest_of_all_states() -> None:
    def seen(turn: int) -> Said:
        steering = Steering(captured_s=1000.0 + turn / 60 - 0.050, is_tracked=True)
        jump = GestureEvent(captured_s=1000.0 + turn / 60, kind=EventKind.JUMP)
        return (steering, jump) if turn == 60 else (steering,)

    stage = Stage(seen, seconds=3.0).run()
    report = stage.flight.report()
    assert report["events"] == [{"t_s": 1.0, "kind": "jump"}]
    assert report["latency_ms"]["capture_to_screen"]["median"] == pytest.approx(50.0 + 1000 / 60, abs=0.2)
    assert report["flight"]["states_sha256"] == stage.session.states_sha256
    assert report["flight"]["distance_m"] == round(stage.session.states[0].distance_m, 1)


def test_the_report_has_the_legs_of_the_latency() -> None:
    def seen(turn: int) -> Said:
        now_s = 1000.0 + turn / 60
        times = {"captured_s": now_s - 0.050, "inferred_s": now_s - 0.020, "sent_s": now_s - 0.015}
        return (Steering(is_tracked=True, **times),)

    latency_ms = Stage(seen, seconds=1.0).run().flight.report()["latency_ms"]
    medians = {name: spread["median"] for name, spread in latency_ms.items()}
    shown_ms = 1000 / 60  # a swap of the stand-in; all else takes no time
    assert medians == {
        "capture_to_screen": pytest.approx(50.0 + shown_ms, abs=0.01),
        "capture_to_inferred": pytest.approx(30.0, abs=0.01),
        "inferred_to_sent": pytest.approx(5.0, abs=0.01),
        "sent_to_heard": pytest.approx(15.0, abs=0.01),
        "heard_to_used": 0.0,
        "used_to_drawn": 0.0,
        "drawn_to_screen": pytest.approx(shown_ms, abs=0.01),
        "capture_to_view": pytest.approx(50.0 + shown_ms, abs=0.01),
    }


def between_turns(poll: int) -> Said:
    """Each turn hears nothing; while its picture is drawn, the arms have come a little higher."""
    if poll % 2 == 0:
        return ()
    captured_s = 1000.0 + (poll // 2) / 60 - 0.020
    arms = Arms.both(Arm(wing_rad=min(1.0, poll / 200)))
    jump = (GestureEvent(captured_s=captured_s, kind=EventKind.JUMP),) if poll == 101 else ()
    return (Steering(captured_s=captured_s, is_tracked=True, arms=arms), *jump)


def test_what_comes_while_a_picture_is_drawn_moves_its_wings_and_is_the_next_turns(tmp_path: Path) -> None:
    journal = JournalWriter(tmp_path / "late.journal", SessionStart())
    stage = Stage(between_turns, seconds=2.0, journal=journal)
    stage.renderer.refreshes = True
    stage.run()
    journal.close(stage.session.states_sha256, stage.session.states)
    turns = list(open_journal(journal.path).inputs())
    wings_rad = [turn.players[0].steering and turn.players[0].steering.arms.left.wing_rad for turn in turns]
    assert wings_rad[:3] == [None, 0.005, 0.015]  # of the polls 1 and 3
    assert [bool(turn.players[0].events) for turn in turns].index(True) == 51
    again = plain_session()
    for turn in turns:
        again.advance(turn)
    assert again.states_sha256 == stage.session.states_sha256
    latency_ms = stage.flight.report()["latency_ms"]
    assert latency_ms["capture_to_screen"]["median"] == pytest.approx(20.0 + 1000 / 60, rel=0.01)
    assert latency_ms["capture_to_view"]["median"] == pytest.approx(20.0 + 2000 / 60, rel=0.01)


def test_a_sender_without_times_has_no_legs() -> None:
    latency_ms = Stage(body, seconds=1.0).run().flight.report()["latency_ms"]
    assert latency_ms["capture_to_inferred"] == {"median": None, "p95": None}


def test_f3_shows_the_latency_until_it_is_pressed_again() -> None:
    stage = Stage(body, pressed={30: Key.F3, 200: Key.F3}, seconds=4.0).run()
    shown = [
        next((label.text for label in frame.labels if label.place is LabelPlace.LATENCY), "")
        for frame in stage.renderer.frames
    ]
    assert [bool(text) for text in shown] == [30 <= turn < 200 for turn in range(len(shown))]
    assert "picture  16.7 / 16.7" in shown[30].splitlines()


def test_steering_lies_on_a_grid_before_anybody_uses_it() -> None:
    window = StandInWindow(ManualClock())
    link = StandInLink(lambda turn: (Steering(captured_s=7.00004, roll_rad=0.123456, is_tracked=True),))
    ears = LiveEars(window, link)
    ears.listen(7.0)
    (heard,) = ears.listen(7.0166666).players
    assert heard.steering == Steering(captured_s=0.0, roll_rad=0.1235, is_tracked=True)


def test_the_loop_knows_nothing_of_steps_flights_and_creatures() -> None:
    tree = ast.parse(Path(flight_loop.__file__).read_text(encoding="utf-8"))
    names = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in (node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names))
    }
    strays = {name for name in names if "flight.model" in name or ".creature" in name or "FixedStep" in name}
    assert not strays


def test_the_day_goes_by_in_the_pictures_and_leaves_the_flight_alone() -> None:
    still, moving = Stage(body, seconds=3.0).run(), Stage(body, seconds=3.0, moves_from_h=8.6).run()
    assert {frame.hour_h for frame in still.renderer.frames} == {None}
    hours_h = np.array([frame.hour_h for frame in moving.renderer.frames])
    assert (np.diff(hours_h[2:]) > 0.0).all()
    assert hours_h[0] == pytest.approx(8.6)
    assert moving.session.states_sha256 == still.session.states_sha256
