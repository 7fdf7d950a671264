"""What the flight says to the sound process, and when."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from griffin.app.cue_pipe import CuePipe, CueReader, CueWriter
from griffin.app.open_cues import open_cues, open_programme
from griffin.app.sound_feed import SoundFeed
from griffin.audio.cues import Cues
from griffin.audio.messages import LineReader, Loops, ShotNow, read_cues
from griffin.audio.music import Programme
from griffin.audio.table import read_music_table
from griffin.clock import ManualClock
from griffin.events import EventKind, GestureEvent
from griffin.flight.state import FlightMode
from griffin.options import PlayOptions
from tests.audio.sounds import stand_in_table
from tests.flights import one, plain_session, tracked_body

pytestmark = pytest.mark.skipif(os.name != "posix", reason="handles can't be handed on there")


class Feed:
    """A session from a clock's 1000 s on, and what was said of it."""

    def __init__(self, volume: float = 0.5) -> None:
        self.clock = ManualClock(1000.0)
        self._pipe = CuePipe()
        programme = Programme(read_music_table(), hour_at=lambda world_s: 9.0)
        cues = Cues(stand_in_table(), programme=programme)
        self.feed = SoundFeed(cues, CueWriter(self._pipe.writing), self.clock, volume)
        self._session = plain_session()
        self._reader = CueReader(self._pipe.reading)
        self._turn = 0

    def turn(self, *kinds: EventKind, turn_s: float = 1 / 60) -> tuple[Loops | None, tuple[ShotNow, ...]]:
        now_s = self.clock.now_s() - 1000.0
        events = tuple(GestureEvent(captured_s=now_s, kind=kind, strength=0.8) for kind in kinds)
        moment = self._session.advance(one(now_s, steering=tracked_body(0.1), events=events))
        self.feed.play(moment)
        self.clock.advance(turn_s)
        return read_cues(LineReader().feed(self._reader.read(0.0)))

    def close(self) -> None:
        self._pipe.close()


@pytest.fixture
def feed() -> Iterator[Feed]:
    feed = Feed()
    yield feed
    feed.close()


def test_the_loops_and_how_loud_all_is_are_said_thirty_times_a_second(feed: Feed) -> None:
    said = [loops for loops, _ in (feed.turn() for _ in range(120)) if loops is not None]
    assert len(said) == pytest.approx(60, abs=2)
    assert {loops.volume for loops in said} == {0.5}
    assert said[-1].gains["wind_1"][0] > 0.0


def test_shots_have_the_time_of_the_clock_that_all_share(feed: Feed) -> None:
    for _ in range(120):
        feed.turn()
    _, shots = feed.turn(EventKind.JUMP)
    heard = {shot.sound.split("_")[0]: shot for shot in shots}
    assert heard.keys() >= {"cry", "launch"}
    assert heard["cry"].happened_s == pytest.approx(feed.clock.now_s() - 1 / 60, abs=0.02)


def test_after_a_slow_picture_a_shot_is_no_older_than_one_that_is_still_played(feed: Feed) -> None:
    for _ in range(120):
        feed.turn()
    feed.turn(turn_s=0.4)
    said_s = feed.clock.now_s()
    _, shots = feed.turn(EventKind.JUMP)
    cry = next(shot for shot in shots if shot.sound.startswith("cry"))
    assert cry.happened_s is not None
    assert said_s - cry.happened_s == pytest.approx(0.1)


def test_the_music_is_said_each_time_with_one_beginning(feed: Feed) -> None:
    said = []
    for turn in range(8 * 60):
        feed.clock.advance(0.003 * (turn % 3))  # pictures are not regular
        loops, _ = feed.turn()
        said += [loops.music] if loops and loops.music else []
    assert len(said) > 20
    assert {music.piece for music in said} == {"branch"}
    (begin_s,) = {music.begin_s for music in said}
    assert begin_s == pytest.approx(1006.0, abs=0.5)
    gains = [music.gain for music in said]
    assert gains == sorted(gains)


def test_muting_silences_everything_until_it_is_undone(feed: Feed) -> None:
    volumes = []
    for turn in range(30):
        if turn in (10, 20):
            feed.feed.toggle_mute()
        loops, _ = feed.turn()
        volumes += [loops.volume] if loops else []
    assert volumes == [0.5] * 5 + [0.0] * 5 + [0.5] * 5


def test_the_programme_is_that_of_the_options() -> None:
    moment = plain_session().advance(one(0.0))
    flying = replace(moment.players[0].flight, mode=FlightMode.FLYING, clearance_m=100.0, speed_mps=18.0)
    player = replace(moment.players[0], flight=flying)
    for hour_h, piece in ((None, "glide"), (19.0, "evening")):
        programme = open_programme(read_music_table(), PlayOptions(hour_h=hour_h, music=0.5))
        cues = [programme.follow(player, world_s=0.0, shown_s=0.1 * n, dt_s=0.1) for n in range(120)]
        assert cues[-1] is not None
        assert (cues[-1].piece, cues[-1].gain) == (piece, 0.5)


def test_the_sound_process_is_looked_after_at_every_moment() -> None:
    looked: list[float] = []
    pipe, clock = CuePipe(), ManualClock(1000.0)
    feed = SoundFeed(
        Cues(stand_in_table()), CueWriter(pipe.writing), clock, 1.0, lambda: looked.append(clock.now_s())
    )
    session = plain_session()
    for turn in range(3):
        feed.play(session.advance(one(turn / 60)))
        clock.advance(1 / 60)
    assert looked == pytest.approx([1000.0, 1000.0 + 1 / 60, 1000.0 + 2 / 60])
    pipe.close()


def test_a_land_with_a_number_below_zero_sounds_as_well() -> None:
    options = PlayOptions(seed=-7)
    session, cues = plain_session(), open_cues(stand_in_table(), read_music_table(), options)
    assert cues.follow(session.advance(one(0.0))).loops
