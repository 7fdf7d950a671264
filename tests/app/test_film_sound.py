"""The sound of a film: the loudspeaker's own cues, as loud as films are, mirrored where the flight is."""

import logging
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from griffin.app.film_sound import FilmSound, open_film_sound
from griffin.app.sound_feed import SoundFeed
from griffin.audio import table as sound_table
from griffin.audio.cue_sheet import CueSheet, Shot
from griffin.audio.cues import Cues
from griffin.audio.messages import read_cues
from griffin.audio.mixdown import Mixdown, Samples
from griffin.audio.steps import RATE_HZ
from griffin.clock import ManualClock
from griffin.events import LinkState
from griffin.game.moment import Inputs, Moment, PlayerInput, event_on_grid, on_grid, put_on_grid
from griffin.game.session import SessionStart
from griffin.gesture.recognizer import Recognizer
from griffin.landmarks import PoseFrame
from griffin.options import PlayOptions
from griffin.tools.loudness import integrated_lufs, loudest_lufs
from griffin.vision.demo_body import pose_body
from griffin.vision.demo_landmarks import ASPECT, demo_landmarks
from griffin.vision.demo_performance import perform
from tests.app.stand_ins import StandInCueWriter
from tests.audio.moments import mirrored, restless_moments
from tests.audio.sounds import tone, write_sounds
from tests.films import sounds, table
from tests.replays import land_session

SEED = 3


@pytest.fixture(scope="module")
def flight() -> list[Moment]:
    return restless_moments(8.0)


def film(moments: Iterable[Moment], heard: dict[str, Samples]) -> Samples:
    sound = FilmSound(Cues(table(), seed=SEED), Mixdown(heard))
    parts = [sound.hear(moment, moment.shown_s) for moment in moments]
    return np.concatenate([*parts, sound.finish()])


def test_a_mirrored_flight_has_the_mirrored_track(flight: list[Moment]) -> None:
    # The files' own two sides differ, as two ears' noise does: here they are alike.
    alike = {name: np.repeat(samples.mean(axis=1)[:, None], 2, axis=1) for name, samples in sounds().items()}
    plain, mirror = film(flight, alike), film((mirrored(each) for each in flight), alike)
    assert np.abs(plain[:, 0] - plain[:, 1]).max() > 0.05
    np.testing.assert_allclose(mirror[:, ::-1], plain, atol=1e-5)


class NotingMixdown(Mixdown):
    """Keeps the cues that it is given."""

    def __init__(self) -> None:
        super().__init__({})
        self.shots: list[Shot] = []

    def mix(self, sheet: CueSheet, shown_s: float) -> Samples:
        self.shots += sheet.shots
        return super().mix(sheet, shown_s)


def test_a_film_hears_what_the_loudspeaker_is_told_even_if_that_is_mute(flight: list[Moment]) -> None:
    clock, writer, mixdown = ManualClock(), StandInCueWriter(), NotingMixdown()
    feed = SoundFeed(Cues(table(), seed=SEED), writer, clock, 0.0)
    sound = FilmSound(Cues(table(), seed=SEED), mixdown)
    for moment in flight:
        feed.play(moment)
        sound.hear(moment, moment.shown_s)
        clock.advance(1 / 60)
    told = [shot for line in writer.lines for shot in read_cues([line])[1]]
    assert len(told) > 10
    assert [shot.sound for shot in told] == [shot.sound for shot in mixdown.shots]
    sides = [shot.sides for shot in mixdown.shots]
    np.testing.assert_allclose([(shot.left, shot.right) for shot in told], sides, atol=1e-4)


def test_without_sounds_a_sentence_is_said_and_the_film_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sound_table, "assets_folder", lambda: tmp_path)
    with caplog.at_level(logging.WARNING):
        assert open_film_sound(PlayOptions()) is None
    (said,) = caplog.messages
    assert said.endswith("The film is silent.")


def test_a_film_has_its_sounds_but_for_those_that_cannot_be_read(
    flight: list[Moment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write_sounds(tmp_path / "sounds", {"wind_1": tone(500.0, 1.0), "cry_1": tone(2000.0, 0.3)}, ("wind_1",))
    (tmp_path / "sounds" / "cry_1.opus").unlink()
    monkeypatch.setattr(sound_table, "assets_folder", lambda: tmp_path)
    sound = open_film_sound(PlayOptions(music=0.0))
    assert sound is not None
    (said,) = caplog.messages
    assert "cry_1.opus" in said
    parts = [sound.hear(moment, moment.shown_s) for moment in flight]
    assert np.abs(np.concatenate([*parts, sound.finish()])).max() > 0.01


def demo_moments(seconds: float) -> Iterable[Moment]:
    """The drawn demo pilot over the land, 30 turns a second."""
    session, recognizer = land_session(SessionStart()), Recognizer()
    for turn in range(round(seconds * 30.0) + 1):
        now_s = on_grid(turn / 30.0)
        bodies = (demo_landmarks(pose_body(perform(now_s))),)
        said = recognizer.recognize(PoseFrame(captured_s=now_s, aspect=ASPECT, bodies=bodies))
        heard = PlayerInput(
            steering=put_on_grid(said.steering, now_s),
            events=tuple(event_on_grid(event, event.captured_s) for event in said.events),
            link=LinkState.LIVE,
        )
        yield session.advance(Inputs(now_s=now_s, players=(heard,)))


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_minute_of_the_demo_is_as_loud_as_films_are() -> None:
    sound = open_film_sound(PlayOptions(seed=SEED))
    assert sound is not None
    parts = [sound.hear(moment, moment.shown_s) for moment in demo_moments(60.0)]
    track = np.concatenate([*parts, sound.finish()]).T.astype(np.float64)
    assert track.shape[1] == 60 * RATE_HZ
    assert integrated_lufs(track, RATE_HZ) == pytest.approx(-20.0, abs=2.0)
    assert loudest_lufs(track, RATE_HZ) < -14.0
    assert np.abs(track).max() < 10.0 ** (-1.0 / 20.0)
