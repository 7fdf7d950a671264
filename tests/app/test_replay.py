"""`griffin replay`: the flight comes out as it was, and a journal that can't be used gets one sentence."""

import json
import logging
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from griffin.app.ears import JournalEars
from griffin.app.replay_main import compare_end
from griffin.audio.files import decode_file
from griffin.audio.steps import RATE_HZ
from griffin.cli import main
from griffin.clock import ManualClock
from griffin.events import PROTOCOL_VERSION, EventKind, GestureEvent, LinkState
from griffin.flight.state import FlightState
from griffin.game.moment import Inputs, PlayerInput, on_grid
from griffin.game.session import SessionStart
from griffin.happenings import HappeningKind
from griffin.input.keys import Key
from griffin.tools.loudness import loudest_lufs
from griffin.wire.journal import JournalWriter, open_journal
from tests.app.stand_ins import StandInWindow
from tests.films import find_in
from tests.replays import land_session

SMALL = ["--headless", "--quality", "low", "--size", "160x96"]


def write(
    path: Path,
    times_s: list[float],
    links: dict[int, LinkState] | None = None,
    end: FlightState | None = None,
) -> Path:
    writer, link = JournalWriter(path, SessionStart()), LinkState.WAITING
    for number, now_s in enumerate(times_s):
        link = (links or {}).get(number, link)
        jump = GestureEvent(captured_s=0.0, kind=EventKind.JUMP)
        heard = PlayerInput(link=link, events=(jump,) if number == 10 else ())
        writer.note(Inputs(now_s=on_grid(now_s), players=(heard,)))
    writer.close("0" * 64, (end or FlightState(),))
    return path


def hear_all(ears: JournalEars, clock: ManualClock, turn_s: float) -> list[tuple[float, Inputs, bool]]:
    heard = []
    while (inputs := ears.listen(began_s := clock.now_s())) is not None:
        heard.append((began_s, inputs, ears.is_late))
        clock.advance(turn_s)
        clock.sleep(ears.pause_s(clock.now_s()))
    return heard


def test_on_a_screen_a_turn_comes_when_it_came_then(tmp_path: Path) -> None:
    journal = open_journal(write(tmp_path / "j", [0.0, 0.1, 0.15, 0.4]))
    clock = ManualClock(70.0)
    ears = JournalEars(StandInWindow(clock), journal, is_paced=True)
    heard = hear_all(ears, clock, turn_s=0.01)
    assert [at for at, _, _ in heard] == pytest.approx([70.0, 70.1, 70.15, 70.4])
    assert not any(is_late for _, _, is_late in heard)


def test_a_long_gap_is_passed_over_as_the_flight_does(tmp_path: Path) -> None:
    journal = open_journal(write(tmp_path / "j", [0.0, 0.1, 110.0, 110.1]))
    clock = ManualClock()
    heard = hear_all(JournalEars(StandInWindow(clock), journal, is_paced=True), clock, turn_s=0.01)
    assert [at for at, _, _ in heard] == pytest.approx([0.0, 0.1, 0.35, 0.45])
    assert [inputs for _, inputs, _ in heard] == list(journal.inputs())


def test_a_slow_screen_leaves_pictures_out_and_no_turn(tmp_path: Path) -> None:
    journal = open_journal(write(tmp_path / "j", [n / 60 for n in range(120)]))
    clock = ManualClock()
    ears = JournalEars(StandInWindow(clock), journal, is_paced=True)
    inputs, shown_s = [], []
    while (each := ears.listen(clock.now_s())) is not None:
        inputs.append(each)
        if not ears.is_late:
            shown_s.append(each.now_s)
            clock.advance(1 / 15)
            clock.sleep(ears.pause_s(clock.now_s()))
    assert inputs == list(journal.inputs())
    assert len(shown_s) == pytest.approx(30, abs=2)


def test_off_screen_turns_come_at_once(tmp_path: Path) -> None:
    journal = open_journal(write(tmp_path / "j", [0.0, 10.0, 20.0]))
    clock = ManualClock()
    heard = hear_all(JournalEars(StandInWindow(clock), journal, is_paced=False), clock, turn_s=0.0)
    assert [at for at, _, _ in heard] == [0.0, 0.0, 0.0]


def test_keys_of_the_window_mean_the_program_alone(tmp_path: Path) -> None:
    journal = open_journal(write(tmp_path / "j", [0.0, 0.1]))
    clock = ManualClock()
    ears = JournalEars(StandInWindow(clock, {0: Key.ESCAPE}), journal, is_paced=False)
    assert ears.listen(0.0) == next(journal.inputs())
    assert ears.keys.pressed == (Key.ESCAPE,)


def test_no_key_is_lost_in_a_turn_without_a_picture(tmp_path: Path) -> None:
    journal = open_journal(write(tmp_path / "j", [0.0, 0.1, 0.2, 0.3]))
    clock = ManualClock()
    window = StandInWindow(clock)
    ears = JournalEars(window, journal, is_paced=True)
    ears.listen(0.0)
    window.press(Key.ESCAPE)
    late = []
    for now_s in (0.35, 0.36, 0.37):
        ears.listen(now_s)
        late.append((ears.is_late, ears.keys.pressed))
    assert late == [(True, ()), (True, ()), (False, (Key.ESCAPE,))]


def test_a_camera_is_expected_once_the_journal_speaks_of_one(tmp_path: Path) -> None:
    journal = open_journal(write(tmp_path / "j", [0.0, 0.1, 0.2], {1: LinkState.LIVE, 2: LinkState.STALE}))
    clock = ManualClock()
    ears = JournalEars(StandInWindow(clock), journal, is_paced=False)
    expected = []
    while ears.listen(0.0) is not None:
        expected.append(ears.has_camera)
    assert expected == [False, True, True]
    assert ears.is_over


def test_a_journal_that_cannot_be_used_gets_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = write(tmp_path / "j", [0.0, 0.1])
    (tmp_path / "cut").write_bytes(whole.read_bytes()[:-100])
    (tmp_path / "film.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42")
    for name, sentence in (("none", "can't be read"), ("cut", "is cut"), ("film.mp4", "is not a journal")):
        assert main(["replay", str(tmp_path / name), *SMALL]) == 2
        said = capsys.readouterr().err
        assert said.startswith("griffin: ")
        assert sentence in said
        assert said.count("\n") == 1
    other = whole.read_text().replace('"hour_h":null', '"hour_h":3.0')
    (tmp_path / "hour").write_text(other)
    assert main(["replay", str(tmp_path / "hour"), *SMALL]) == 2


def test_the_journal_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = write(tmp_path / "j", [0.0, 0.1])
    assert main(["replay", str(whole), *SMALL, "--report", str(whole)]) == 2
    assert "name the same file" in capsys.readouterr().err
    open_journal(whole)


@pytest.mark.gl
def test_another_outcome_is_reported(tmp_path: Path) -> None:
    """The journal says that all states gave another digest than they do here, and that it ended elsewhere."""
    whole = write(tmp_path / "j", [n / 30 for n in range(20)])
    command = [sys.executable, "-m", "griffin", "replay", str(whole), *SMALL]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0
    assert "another flight than the one recorded" in done.stderr


@pytest.mark.parametrize(
    ("end", "digest", "said"),
    [
        (FlightState(distance_m=1.004), "1" * 64, "differs by rounding"),
        (FlightState(distance_m=1.1), "1" * 64, "another flight"),
        (FlightState(distance_m=1.1), "0" * 64, ""),
    ],
)
def test_rounding_is_told_from_another_flight(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, end: FlightState, digest: str, said: str
) -> None:
    class Flown:
        states = (replace(end),)
        states_sha256 = digest

    journal = open_journal(write(tmp_path / "j", [0.0], end=FlightState(distance_m=1.0)))
    with caplog.at_level(logging.WARNING):
        compare_end(Flown(), journal)
    assert said in caplog.text
    assert bool(caplog.text) == bool(said)


@pytest.fixture(scope="module")
def flown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a real flight off-screen, steered by a camera's words through docs/wire.md's socket."""
    folder = tmp_path_factory.mktemp("flown")
    place = folder / "link"
    fly = [sys.executable, "-m", "griffin", "fly", *SMALL, "--listen", f"unix:{place}/socket"]
    flight = subprocess.Popen(
        [*fly, "--seconds", "5", "--journal", "j", "--report", "a.json"],
        cwd=folder,
        env=os.environ,
        stdout=subprocess.DEVNULL,
    )
    try:
        say = (
            "import socket, sys, time, json\n"
            "link = socket.socket(socket.AF_UNIX)\n"
            "while link.connect_ex(sys.argv[1]): time.sleep(0.05)\n"
            "def send(**said): link.sendall(json.dumps(said).encode() + b'\\n')\n"
            f"send(type='hello', protocol={PROTOCOL_VERSION})\n"
            "for n in range(120):\n"
            "    send(type='steering', captured_s=time.monotonic(), roll_rad=0.004321 * n, is_tracked=True)\n"
            "    if n == 20: send(type='event', captured_s=time.monotonic(), kind='jump')\n"
            "    if n in (60, 90):\n"
            "        send(type='event', captured_s=time.monotonic(), kind='flap', strength=0.9)\n"
            "    time.sleep(1 / 30)\n"
        )
        subprocess.run([sys.executable, "-c", say, f"{place}/socket"], timeout=90, check=False)
        assert flight.wait(timeout=90) == 0
    finally:
        flight.kill()
        flight.wait()
    return folder


@pytest.mark.gl
def test_a_flight_comes_out_as_it_was(flown: Path) -> None:
    """The flight again, at another size."""
    replay = [sys.executable, "-m", "griffin", "replay", "j", *SMALL[:-1], "96x64", "--report", "b.json"]
    subprocess.run(replay, cwd=flown, check=True, timeout=120)
    was, came = (json.loads((flown / name).read_text()) for name in ("a.json", "b.json"))
    assert was["flight"]["airborne_s"] > 1.0
    assert came["flight"].pop("recorded_states_sha256") == was["flight"]["states_sha256"]
    assert came["flight"] == was["flight"]
    assert came["events"] == was["events"]
    assert came["dropped_lines"] == 0


@pytest.mark.gl
def test_its_film_sounds_in_step_with_its_pictures(flown: Path) -> None:
    """No loudspeaker had a part in it. The cry comes with the take-off's picture, a stroke with its own."""
    film = flown / "griffin-flight.mp4"
    track, happened = decode_file(film), happenings(flown / "j")
    with av.open(str(film)) as container:
        assert container.streams.audio[0].codec_context.name == "aac"
        pictures_s = [float(frame.time) for frame in container.decode(video=0)]
    assert len(track) / RATE_HZ == pytest.approx(pictures_s[-1], abs=0.1)
    assert loudest_lufs(track.T.astype(np.float64), RATE_HZ) < -14.0
    assert np.abs(track).max() < 10.0 ** (-1.0 / 20.0)
    (took_off_s,) = happened[HappeningKind.TOOK_OFF]
    picture_s = min(pictures_s, key=lambda at_s: abs(at_s - took_off_s))
    assert picture_s == pytest.approx(took_off_s, abs=1e-3)
    begins_s, fit = find_in(track, "cry", took_off_s)
    assert fit > 0.4
    assert begins_s == pytest.approx(picture_s, abs=0.040)
    strokes = [find_in(track, "stroke", at_s) for at_s in happened[HappeningKind.STROKE]]
    assert len(strokes) == 2
    assert min(fit for _, fit in strokes) > 0.4
    assert [begins_s for begins_s, _ in strokes] == pytest.approx(happened[HappeningKind.STROKE], abs=0.040)


def happenings(path: Path) -> dict[HappeningKind, list[float]]:
    """The times of a journal's moments in which something of each kind had happened."""
    journal = open_journal(path)
    session = land_session(journal.start)
    happened: dict[HappeningKind, list[float]] = defaultdict(list)
    for inputs in journal.inputs():
        moment = session.advance(inputs)
        for each in moment.happenings:
            happened[each.kind].append(moment.shown_s)
    return happened


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(os.name != "posix", reason="handles can't be handed on there")
def test_a_replay_in_a_window_sounds_and_leaves_nothing_behind(tmp_path: Path, display: str) -> None:
    """The journal takes off at its eleventh turn; SDL's disk driver keeps what would sound."""
    write(tmp_path / "j", [n / 30 for n in range(240)], {0: LinkState.LIVE})
    raw = tmp_path / "heard.raw"
    environment = os.environ | {"DISPLAY": display, "SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(raw)}
    environment.pop("WAYLAND_DISPLAY", None)
    command = [sys.executable, "-m", "griffin", "replay", "j", "--quality", "low", "--size", "160x96"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    heard = np.fromfile(raw, dtype="<i2") / 32768.0
    assert np.abs(heard).max() > 0.01
    silent = subprocess.run(
        [*command, "--sound", "0"], cwd=tmp_path, env=environment, capture_output=True, timeout=120
    )
    assert silent.returncode == 0
