"""Journal: the inputs of every turn of a session ↔ lines of JSON in a file, to fly a flight again.

The first line holds what the session starts from, the last one what came of it, each line between one turn:

    {"journal":4,"rules":6,"start":{"seed":1,"hour_h":null,"has_show":false,"player_count":1,...}}
    [167]                                             0.0167 s later, and nothing new
    [167,[[[412,-310,...,true],[],"live",[0,1,true,false]]]]
                                                      steering, events, link and hand of the first player,
                                                      and whether it is the demo pilot and whether the
                                                      guide was hidden, where that is new
    {"turns":2,"states_sha256":"...","ends":[{"position_world":[...],...}],"lines_sha256":"..."}

Processors differ in the last bit of a sine, so another machine may get another digest of the states; `ends`,
where each player's flight ended, is rounded and holds everywhere.

Numbers are ticks of a ten-thousandth, the grid on which inputs lie (`game.moment`), so they come back
exactly. The end of a player's list is left out where there is nothing new. It holds the angles of a body, and
neither its points nor pictures.
"""

import contextlib
import hashlib
import logging
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import msgspec
from msgspec import Meta, Struct

from griffin.arms import Arm, Arms
from griffin.errors import ConfigError
from griffin.events import EventKind, GestureEvent, LinkState, Steering
from griffin.flight.state import FlightState
from griffin.game.moment import Inputs, PlayerInput, from_ticks, to_ticks
from griffin.game.session import RULES_VERSION, SessionStart
from griffin.input.hands import NO_COMMAND, HandCommand

log = logging.getLogger(__name__)

JOURNAL_VERSION = 4
MAX_LINE_BYTES = 65_536  # one turn of a flood of events takes less
_END_DIGITS = 4  # a tenth of a millimetre
_NEAR = 0.01  # metres or seconds: far more than rounding, far less than another flight

Ticks = Annotated[int, Meta(ge=-(10**9), le=10**9)]
Passed = Annotated[int, Meta(ge=0, le=10**12)]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class _AnyHeader(Struct):
    journal: int
    rules: int


class _Header(Struct, kw_only=True, forbid_unknown_fields=True):
    journal: int
    rules: int
    start: SessionStart


class FlightEnd(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where one player's flight ended, rounded."""

    position_world: tuple[float, float, float]
    distance_m: float
    airborne_s: float

    @classmethod
    def of(cls, state: FlightState) -> "FlightEnd":
        """That of a flight's last state."""
        x_m, y_m, z_m = (round(float(value), _END_DIGITS) for value in state.position_world)
        return cls(
            position_world=(x_m, y_m, z_m),
            distance_m=round(state.distance_m, _END_DIGITS),
            airborne_s=round(state.airborne_s, _END_DIGITS),
        )

    def is_near(self, other: "FlightEnd") -> bool:
        """Whether no more than rounding lies between the two."""
        ours = (*self.position_world, self.distance_m, self.airborne_s)
        theirs = (*other.position_world, other.distance_m, other.airborne_s)
        return all(abs(a - b) <= _NEAR for a, b in zip(ours, theirs, strict=True))


class _End(Struct, kw_only=True, forbid_unknown_fields=True):
    turns: Annotated[int, Meta(ge=0)]
    states_sha256: Digest
    ends: tuple[FlightEnd, ...]
    lines_sha256: Digest


class _Steering(Struct, array_like=True, forbid_unknown_fields=True):
    age: Ticks  # since the camera took the picture
    arm_line: Ticks
    roll: Ticks
    climb: Ticks
    left: tuple[Ticks, ...]  # the angles of an arm, in the order of Arm
    right: tuple[Ticks, ...]
    body: Ticks
    sight: Annotated[int, Meta(ge=0, le=2)]  # of the player: nobody, somebody, somebody who sits


class _Event(Struct, array_like=True, forbid_unknown_fields=True):
    age: Ticks
    kind: EventKind
    strength: Ticks | None = None


class _Hand(Struct, array_like=True, forbid_unknown_fields=True):
    bank: Annotated[int, Meta(ge=-1, le=1)]
    climb: Annotated[int, Meta(ge=-1, le=1)]
    has_tapped_wings: bool
    has_reset: bool


class _Heard(Struct, array_like=True, forbid_unknown_fields=True):
    steering: _Steering | None = None
    events: tuple[_Event, ...] = ()
    link: LinkState | None = None  # None: as in the turn before
    hand: _Hand | None = None
    is_demo: bool | None = None  # None: as in the turn before
    is_guide_hidden: bool | None = None  # None: as in the turn before


class _Turn(Struct, array_like=True, forbid_unknown_fields=True):
    passed: Passed
    players: tuple[_Heard, ...] = ()


_encoder = msgspec.json.Encoder()
_any_header = msgspec.json.Decoder(_AnyHeader)
_header = msgspec.json.Decoder(_Header)
_end = msgspec.json.Decoder(_End)
_turn = msgspec.json.Decoder(_Turn)
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class JournalWriter:
    """Notes the inputs of each turn before they are used.

    A disk that fills up ends the journal, not the flight. `is_whole`: all was written, so far.
    """

    def __init__(self, path: Path, begin: SessionStart) -> None:
        """Raises ConfigError when the file can't be written."""
        self.path = path
        self.is_whole = True
        self._last = [PlayerInput()] * begin.player_count
        self._before = 0
        self._turns = 0
        self._digest = hashlib.sha256()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO | None = path.open("wb")
        except OSError as error:
            raise ConfigError(f"The journal can't be written to {path}: {error.strerror}.") from error
        self._write(_encoder.encode(_Header(journal=JOURNAL_VERSION, rules=RULES_VERSION, start=begin)))

    def note(self, inputs: Inputs) -> None:
        """The inputs of the next turn."""
        now = to_ticks(inputs.now_s)
        turn: list[Any] = [now - self._before]
        for index, heard in enumerate(inputs.players):
            turn.append(_shorten(heard, self._last[index], now))
            self._last[index] = heard
        while turn[-1] == []:
            turn.pop()
        self._write(_encoder.encode([turn[0], turn[1:]] if len(turn) > 1 else turn))
        self._before = now
        self._turns += 1

    def close(self, states_sha256: str, states: Sequence[FlightState]) -> None:
        """Write the last line, once: what came of the inputs. `states`: each player's last one."""
        end = _End(
            turns=self._turns,
            states_sha256=states_sha256,
            ends=tuple(FlightEnd.of(state) for state in states),
            lines_sha256=self._digest.hexdigest(),
        )
        self._write(_encoder.encode(end))
        file, self._file = self._file, None
        if file is not None:
            try:
                file.close()
            except OSError as error:
                self._report_loss(error)

    def _write(self, line: bytes) -> None:
        if self._file is None:
            return
        line += b"\n"
        self._digest.update(line)
        try:
            self._file.write(line)
        except OSError as error:
            self._report_loss(error)
            with contextlib.suppress(OSError):  # closing tries once more to write what is left
                self._file.close()
            self._file = None

    def _report_loss(self, error: OSError) -> None:
        self.is_whole = False
        log.warning("The journal %s breaks off: %s. The flight goes on.", self.path, error.strerror)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A journal that is whole. `states_sha256`, `ends`: of the flight that it was written in."""

    path: Path
    start: SessionStart
    turns: int
    states_sha256: str
    ends: tuple[FlightEnd, ...]  # one for each player

    def inputs(self) -> Iterator[Inputs]:
        """The inputs of each turn, in order. Raises ConfigError when the file has changed meanwhile."""
        now = 0
        last = [PlayerInput()] * self.start.player_count
        for turn in self._read_turns():
            now += turn.passed
            players = []
            for index in range(self.start.player_count):
                heard = turn.players[index] if index < len(turn.players) else _Heard()
                last[index] = _unfold(heard, last[index], now)
                players.append(last[index])
            yield Inputs(now_s=from_ticks(now), players=tuple(players))

    def _read_turns(self) -> Iterator[_Turn]:
        try:
            with self.path.open("rb") as file:
                file.readline(MAX_LINE_BYTES)
                for _ in range(self.turns):
                    yield _turn.decode(file.readline(MAX_LINE_BYTES))
        except (OSError, *_UNREADABLE) as error:
            raise ConfigError(f"The journal {self.path} has changed while it was read.") from error


def open_journal(path: Path) -> Journal:
    """Read a journal through once, to know that all of it is there.

    Raises:
        ConfigError: there is no such file, it is not a journal or one of other rules, it is cut or damaged.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # it is read twice
            raise ConfigError(f"{path} is not an ordinary file, so it can't be replayed.")
        with path.open("rb") as file:
            return _examine(path, file)
    except OSError as error:
        raise ConfigError(f"The journal {path} can't be read: {error.strerror}.") from error


def _examine(path: Path, file: BinaryIO) -> Journal:
    digest = hashlib.sha256()
    first = file.readline(MAX_LINE_BYTES)
    header = _read_header(path, first)
    digest.update(first)
    turns, line = 0, b""
    while line := file.readline(MAX_LINE_BYTES):
        if not line.endswith(b"\n") or line.startswith(b"{"):
            break
        try:
            if len(_turn.decode(line).players) > header.start.player_count:
                raise msgspec.ValidationError("more players than the first line says")
        except _UNREADABLE as error:
            raise ConfigError(f"The journal {path} is damaged in line {turns + 2}: {error}.") from error
        digest.update(line)
        turns += 1
    try:
        end = _end.decode(line)
    except _UNREADABLE as error:
        raise ConfigError(f"The journal {path} is cut: its last line is missing.") from error
    is_whole = (end.turns, end.lines_sha256) == (turns, digest.hexdigest())
    if not is_whole or len(end.ends) != header.start.player_count or file.read(1):
        raise ConfigError(f"The journal {path} is damaged: its lines are not those that were written.")
    return Journal(path=path, start=header.start, turns=turns, states_sha256=end.states_sha256, ends=end.ends)


def _read_header(path: Path, line: bytes) -> _Header:
    try:
        known = _any_header.decode(line)
    except _UNREADABLE as error:
        raise ConfigError(f"{path} is not a journal of a flight.") from error
    if (known.journal, known.rules) != (JOURNAL_VERSION, RULES_VERSION):
        raise ConfigError(
            f"The journal {path} was written under other rules (version {known.journal}.{known.rules},"
            f" here {JOURNAL_VERSION}.{RULES_VERSION}).",
            hint="Replay it with the version of Griffin that wrote it.",
        )
    try:
        return _header.decode(line)
    except _UNREADABLE as error:
        raise ConfigError(f"The journal {path} is damaged in line 1: {error}.") from error


def _shorten(heard: PlayerInput, before: PlayerInput, now: int) -> list[Any]:
    hand = heard.hand
    parts: list[Any] = [
        None if heard.steering is None else _fold_steering(heard.steering, now),
        [_fold_event(event, now) for event in heard.events],
        None if heard.link is before.link else heard.link,
        None if hand == NO_COMMAND else _Hand(hand.bank, hand.climb, hand.has_tapped_wings, hand.has_reset),
        None if heard.is_demo is before.is_demo else heard.is_demo,
        None if heard.is_guide_hidden is before.is_guide_hidden else heard.is_guide_hidden,
    ]
    while parts and (parts[-1] is None or parts[-1] == []):
        parts.pop()
    return parts


def _fold_steering(said: Steering, now: int) -> _Steering:
    return _Steering(
        age=now - to_ticks(said.captured_s),
        arm_line=to_ticks(said.arm_line_rad),
        roll=to_ticks(said.roll_rad),
        climb=to_ticks(said.climb_frac),
        left=_fold_arm(said.arms.left),
        right=_fold_arm(said.arms.right),
        body=to_ticks(said.body_frac),
        sight=said.is_tracked + (said.is_tracked and said.is_seated),
    )


def _fold_arm(arm: Arm) -> tuple[int, ...]:
    return tuple(to_ticks(getattr(arm, name)) for name in Arm.__struct_fields__)


def _unfold_arm(angles: tuple[int, ...]) -> Arm:
    return Arm(**dict(zip(Arm.__struct_fields__, map(from_ticks, angles), strict=False)))


def _fold_event(event: GestureEvent, now: int) -> _Event:
    strength = None if event.strength is None else to_ticks(event.strength)
    return _Event(now - to_ticks(event.captured_s), event.kind, strength)


def _unfold(heard: _Heard, before: PlayerInput, now: int) -> PlayerInput:
    hand = heard.hand
    return PlayerInput(
        steering=None if heard.steering is None else _unfold_steering(heard.steering, now),
        events=tuple(
            GestureEvent(
                captured_s=from_ticks(now - event.age),
                kind=event.kind,
                strength=None if event.strength is None else from_ticks(event.strength),
            )
            for event in heard.events
        ),
        link=heard.link or before.link,
        hand=NO_COMMAND
        if hand is None
        else HandCommand(
            bank=hand.bank,
            climb=hand.climb,
            has_tapped_wings=hand.has_tapped_wings,
            has_reset=hand.has_reset,
        ),
        is_demo=before.is_demo if heard.is_demo is None else heard.is_demo,
        is_guide_hidden=before.is_guide_hidden if heard.is_guide_hidden is None else heard.is_guide_hidden,
    )


def _unfold_steering(said: _Steering, now: int) -> Steering:
    return Steering(
        captured_s=from_ticks(now - said.age),
        arm_line_rad=from_ticks(said.arm_line),
        roll_rad=from_ticks(said.roll),
        climb_frac=from_ticks(said.climb),
        arms=Arms(left=_unfold_arm(said.left), right=_unfold_arm(said.right)),
        body_frac=from_ticks(said.body),
        is_tracked=said.sight > 0,
        is_seated=said.sight == 2,
    )
