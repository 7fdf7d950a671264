"""Session: the whole game between its inputs and its picture, one turn at a time. Pure.

It knows no clock, no device, no file, no socket and no OpenGL: the same start and the same inputs give the
same moments, bit for bit, whatever draws them and however often. So a journal of inputs is a flight.

    Inputs ──► per player: merge body and hand ──► Controls ──► step the flight, then the creature ──► Moment
                           or the griffin by itself             (whole steps of a hundredth of a second)
"""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from griffin.creature.creature import blend_creatures, settle_creature, step_creature
from griffin.events import MOST_PLAYERS, LinkState
from griffin.flight.blend import blend_states
from griffin.flight.model import Surroundings, start, step
from griffin.flight.state import FlightState, pack_state
from griffin.flight.timestep import FixedStep
from griffin.flight.tuning import CALM_FLIGHT, FlightTuning
from griffin.game.lesson_moment import Move
from griffin.game.lessons import Lessons, Seen
from griffin.game.moment import Inputs, Moment, PlayerInput, PlayerMoment, SteeredBy
from griffin.happenings import Happening, HappeningKind
from griffin.input.attract import AttractShow, AttractTuning
from griffin.input.hands import NO_COMMAND, ControlMerger
from griffin.input.pilotless import PilotlessFlight
from griffin.world.nearby import NOTHING_NEARBY, Nearby
from griffin.world.perch import Perch
from griffin.world.terrain import Terrain

# Raised whenever the same inputs no longer give the same states: an older journal is then refused.
RULES_VERSION = 6

NearbyAt = Callable[[NDArray[np.float64]], Nearby]  # position (3,) → what sounds near it
_LOOK_S = 0.25  # at 46 m/s it goes 12 m meanwhile, and a look costs as much as a step
_LOOK_M = 8.0  # nearer to the last look there is nothing new: a fifth of what a sound is heard from

_MISSED_S = 2.0  # whoever was gone for less was only hidden for a moment, and isn't greeted again

_OF_LINKS = {
    LinkState.LIVE: HappeningKind.CAMERA_LIVE,
    LinkState.STALE: HappeningKind.CAMERA_STALE,
    LinkState.ENDED: HappeningKind.CAMERA_ENDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStart:
    """All that a session starts from, besides its inputs.

    `hour_h`: of the day; None is the morning. `known_moves`: what is known from earlier games, so that no
    lesson asks for it.
    """

    seed: int = 1
    hour_h: float | None = None
    has_show: bool = False  # the griffin flies by itself while nobody plays
    player_count: int = 1
    known_moves: tuple[Move, ...] = ()
    asks_jump: bool = True  # a jump takes off in any case
    is_calm: bool = False  # wider, slower turns

    def __post_init__(self) -> None:
        if not 1 <= self.player_count <= MOST_PLAYERS:
            raise ValueError(f"a session has 1 to {MOST_PLAYERS} players")


class Session:
    """One game, from the branch on. `advance` it by what came in, and show the moment that comes out."""

    def __init__(
        self,
        begin: SessionStart,
        surroundings: Surroundings,
        *,
        look: NearbyAt | None = None,
        show_tuning: AttractTuning | None = None,
    ) -> None:
        """`look`: finds what sounds near a place; without it nothing is near. No state depends on it."""
        self._surroundings = surroundings
        self._look = look
        self._timestep = FixedStep()
        self._steps = 0
        self._shown_s = 0.0
        self._digest = hashlib.sha256()
        self._players = tuple(
            _Player(
                surroundings,
                CALM_FLIGHT if begin.is_calm else FlightTuning(),
                AttractShow(show_tuning) if begin.has_show else None,
                Lessons(begin.known_moves, asks_jump=begin.asks_jump),
            )
            for _ in range(begin.player_count)
        )

    @classmethod
    def over_land(
        cls, begin: SessionStart, terrain: Terrain, perch: Perch, look: NearbyAt | None = None
    ) -> "Session":
        """A session over a land of `world`: that of `begin.seed`."""
        return cls(begin, Surroundings.of_land(terrain, perch), look=look)

    @property
    def states(self) -> tuple[FlightState, ...]:
        """Each player's flight after the last step."""
        return tuple(player.now for player in self._players)

    @property
    def known_moves(self) -> frozenset[Move]:
        """What the first player has done, in this game or before: no lesson is needed for it."""
        return self._players[0].lessons.known

    @property
    def states_sha256(self) -> str:
        """Hexadecimal digest of all states of all steps so far, flights and creatures."""
        return self._digest.hexdigest()

    def advance(self, inputs: Inputs) -> Moment:
        """One turn: as many steps as the time since the last turn holds."""
        if len(inputs.players) != len(self._players):
            raise ValueError(f"inputs of {len(inputs.players)} players for {len(self._players)}")
        self._shown_s = inputs.now_s
        happenings: list[Happening] = []
        for index, (player, heard) in enumerate(zip(self._players, inputs.players, strict=True)):
            kinds = player.hear(heard, inputs.now_s)
            happenings += [Happening(kind=kind, at_s=player.now.time_s, player=index) for kind in kinds]
        for _ in range(self._timestep.advance(inputs.now_s)):
            self._steps += 1
            for index, player in enumerate(self._players):
                happened = player.step(self._surroundings, self._timestep.dt_s)
                happenings += [replace(each, player=index) for each in happened]
                self._digest.update(pack_state(player.now))
                self._digest.update(player.creature.row.tobytes())
        for index, (player, heard) in enumerate(zip(self._players, inputs.players, strict=True)):
            if player.learn(heard):
                happenings.append(Happening(kind=HappeningKind.LEARNED, at_s=player.now.time_s, player=index))
        if self._look:
            for player in self._players:
                player.look_around(self._look)
        return replace(self.moment(), happenings=tuple(happenings))

    def moment(self) -> Moment:
        """The game as it stands, without another turn."""
        alpha = self._timestep.alpha
        return Moment(
            players=tuple(player.show_between(alpha) for player in self._players),
            world_s=max(0.0, (self._steps - 1 + alpha) * self._timestep.dt_s),
            shown_s=self._shown_s,
        )


class _Player:
    """One player's griffin, and who has its controls."""

    def __init__(
        self, surroundings: Surroundings, tuning: FlightTuning, show: AttractShow | None, lessons: Lessons
    ) -> None:
        self.before = self.now = start(surroundings, tuning)
        self.creature_before = self.creature = settle_creature(self.now)
        self._merger = ControlMerger()
        self._show = show
        self._pilotless = PilotlessFlight(surroundings, flight=tuning)
        self._tuning = tuning
        self.lessons = lessons
        self._link = LinkState.WAITING
        self._is_present = False  # somebody is in view, as far as a live link says
        self._has_met = False  # anybody, ever
        self._greets = False  # somebody, in the next step
        self._nearby = NOTHING_NEARBY
        self._is_over_water = False
        self._looked: FlightState | None = None  # the state at the last look
        self._is_led_by_body = False

    def hear(self, heard: PlayerInput, now_s: float) -> list[HappeningKind]:
        """Take in what came. Returns what that means: the flight's own happenings come with its steps."""
        is_linked = heard.link is LinkState.LIVE
        self._merger.hear(
            steering=heard.steering,
            events=heard.events,
            is_linked=is_linked,
            hand=heard.hand,
            now_s=now_s,
            is_demo=heard.is_demo,
        )
        kinds = self._note_link(heard.link)
        kinds += self._note_presence(is_linked and self._merger.is_tracked)
        if HappeningKind.FOUND in kinds:
            self._greets = not self._has_met or self._pilotless.gone_s >= _MISSED_S
            self._has_met = True
        is_steered = self._is_present or heard.hand != NO_COMMAND
        if self._show:
            self._show.hear(is_present=is_steered, now_s=now_s)
        is_missed = self._show is not None or self._link is not LinkState.WAITING
        self._pilotless.hear(is_present=is_steered, is_missed=is_missed, now_s=now_s)
        return kinds

    def _note_link(self, link: LinkState) -> list[HappeningKind]:
        is_new, self._link = link is not self._link, link
        return [_OF_LINKS[link]] if is_new and link in _OF_LINKS else []

    def _note_presence(self, is_present: bool) -> list[HappeningKind]:
        """A camera that falls silent loses its player; one that speaks again has found somebody anew."""
        is_new, self._is_present = is_present is not self._is_present, is_present
        return [HappeningKind.FOUND if is_present else HappeningKind.LOST] if is_new else []

    def step(self, surroundings: Surroundings, dt_s: float) -> tuple[Happening, ...]:
        """One step of the flight, and of the creature that lives through it."""
        asked = self._merger.take(dt_s)
        wanted = self.lessons.steer(asked, self.now, surroundings.perch_world, dt_s)
        shown = self._show.take(self.now) if self._show else None
        controls = shown or self._pilotless.take(self.now, wanted)
        self._is_led_by_body = self._merger.is_led_by_body and controls.arms is asked.arms
        self.before, self.creature_before = self.now, self.creature
        self.now, happened = step(self.before, controls, surroundings, dt_s, self._tuning)
        self._is_over_water = surroundings.is_over_water(self.now)
        self.creature = step_creature(
            self.creature_before,
            self.now,
            dt_s,
            interests=(surroundings.perch_world,),
            is_over_water=self._is_over_water,
            has_found=self._greets,
        )
        self._greets = False
        return happened

    def learn(self, heard: PlayerInput) -> bool:
        """Follow the lessons by one turn. Returns whether the player has done the move that is shown."""
        return self.lessons.follow(
            Seen(
                said=self._merger.said,
                events=heard.events,
                link=self._link,
                steered_by=self._steered_by(),
                flight=self.now,
                is_demo=heard.is_demo,
                is_hidden=heard.is_guide_hidden,
            )
        )

    def look_around(self, look: NearbyAt) -> None:
        """See what sounds near the griffin, if the last look was long ago and elsewhere."""
        last, now = self._looked, self.now
        if last is not None:
            is_recent = now.time_s - last.time_s < _LOOK_S
            if is_recent or math.dist(now.position_world, last.position_world) < _LOOK_M:
                return
        self._looked = now
        self._nearby = look(now.position_world)

    def show_between(self, alpha: float) -> PlayerMoment:
        """The griffin between the last two steps, 0 to 1."""
        return PlayerMoment(
            flight=blend_states(self.before, self.now, alpha),
            creature=blend_creatures(self.creature_before, self.creature, alpha),
            link=self._link,
            steered_by=self._steered_by(),
            is_tracked=self._merger.is_tracked,
            is_seated=self._merger.is_seated,
            is_over_water=self._is_over_water,
            nearby=self._nearby,
            lesson=self.lessons.moment,
            absence=self._pilotless.stage,
            is_led_by_body=self._is_led_by_body,
        )

    def _steered_by(self) -> SteeredBy:
        if self._merger.is_steered_by_hand:
            return SteeredBy.HAND
        if self._show is not None and self._show.is_flying:
            return SteeredBy.SHOW
        return SteeredBy.BODY if self._is_present else SteeredBy.NOBODY
