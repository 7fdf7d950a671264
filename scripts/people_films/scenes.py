"""What the films show, and what is expected of each: the table that they are made and judged by.

Everything is in picture heights and seconds. For somebody who fills two thirds of the picture half a height a
second is 1.3 m/s.
"""

from dataclasses import dataclass, replace
from enum import Enum

from people_films.cast import (
    ASPECT,
    BANK,
    DANCER,
    FLIER,
    JUGGLER,
    MARGIN,
    RED,
    SINGER,
    STANDS,
    WALKER,
    WOMAN,
    Drawn,
    Filmed,
    Spot,
    SpotAt,
    as_filmed,
    at,
    holding,
    raising,
    taking_off,
)

RATE_HZ = 10.0
PILOT, OTHER = "pilot", "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Somebody in a film, and where; the table has the farther ones first."""

    name: str
    who: Filmed | Drawn
    spot_at: SpotAt


class Room(Enum):
    """What is behind everybody."""

    DRAWN = "drawn"
    OWN = "own"  # the first role's film as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A television in the room, and the film on it, from there on again and again.

    `left`, `top`, `tall`: of its picture, picture heights.
    """

    film: str
    left: float
    top: float
    tall: float
    from_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Who steers. `taken_over_s`: between which moments the other takes over; None: never.

    `other_at_most_s`: how long in all the wrong one may steer, until it is noticed.
    """

    taken_over_s: tuple[float, float] | None = None
    other_at_most_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One film."""

    name: str
    shows: str
    duration_s: float
    roles: tuple[Role, ...]
    expected: Expected
    room: Room = Room.DRAWN
    screen: Screen | None = None


# --- crossings ---
_ALONE_S = 2.0  # the pilot, before anybody comes
_AFTER_S = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """How somebody walks past the pilot, who is at `past_x`.

    `speed`: heights a second, below 0 to the left. `stops_s`: before the pilot, for so long.
    """

    speed: float = 0.45
    tall: float = 0.66
    floor_y: float = 0.92
    past_x: float = ASPECT / 2.0
    stops_s: float = 0.0
    is_in_front: bool = True

    @property
    def start_x(self) -> float:
        """Where it begins, out of the picture."""
        return -MARGIN if self.speed > 0.0 else ASPECT + MARGIN

    @property
    def gone_s(self) -> float:
        """When it has left the picture."""
        return _ALONE_S + (ASPECT + 2.0 * MARGIN) / abs(self.speed) + self.stops_s

    def spot_at(self, t_s: float) -> Spot | None:
        """Where it is."""
        past_s = _ALONE_S + (self.past_x - self.start_x) / self.speed
        walked_s = min(t_s, past_s) - _ALONE_S + max(0.0, t_s - past_s - self.stops_s)
        x = self.start_x + self.speed * walked_s
        return Spot(x=x, floor_y=self.floor_y, tall=self.tall) if _ALONE_S < t_s < self.gone_s else None


def crossing(
    name: str,
    shows: str,
    pilot: Filmed | Drawn,
    walker: Filmed | Drawn,
    walk: Walk,
    *,
    is_in_room: bool = False,
) -> Scene:
    """Somebody walks past. `is_in_room`: the pilot is in the drawn room and not in its own film."""
    spot_at = at(ASPECT / 2.0) if is_in_room else as_filmed
    roles = (Role(name=PILOT, who=pilot, spot_at=spot_at), Role(name=OTHER, who=walker, spot_at=walk.spot_at))
    return Scene(
        name=name,
        shows=shows,
        duration_s=walk.gone_s + _AFTER_S,
        roles=roles if walk.is_in_front else roles[::-1],
        room=Room.DRAWN if is_in_room else Room.OWN,
        expected=Expected(other_at_most_s=1.0),
    )


CROSSINGS = (
    crossing("front_woman", "a woman walks past somebody drawn", FLIER, WOMAN, Walk(), is_in_room=True),
    crossing(
        "stops_man",
        "a man stops before somebody drawn, for 2 s",
        FLIER,
        JUGGLER,
        Walk(speed=-0.6, stops_s=2.0),
        is_in_room=True,
    ),
    crossing(
        "behind_woman",
        "a woman walks past behind",
        FLIER,
        WOMAN,
        Walk(tall=0.6, is_in_front=False),
        is_in_room=True,
    ),
    crossing(
        "front_child",
        "a child runs past",
        FLIER,
        WOMAN,
        Walk(tall=0.45, floor_y=0.95, speed=-0.8),
        is_in_room=True,
    ),
    crossing(
        "front_larger",
        "a man strides past, nearer to the camera",
        FLIER,
        STANDS,
        Walk(tall=0.85, floor_y=1.05, speed=0.7),
        is_in_room=True,
    ),
    crossing(
        "dancer_front_man",
        "a man walks past a woman who dances",
        DANCER,
        STANDS,
        Walk(speed=-0.5),
        is_in_room=True,
    ),
    crossing(
        "man_front_drawn",
        "somebody drawn walks past a man",
        JUGGLER,
        WALKER,
        Walk(tall=0.7, floor_y=0.93),
    ),
    crossing(
        "man_behind_drawn",
        "somebody drawn walks past behind a man",
        JUGGLER,
        WALKER,
        Walk(tall=0.62, speed=-0.5, is_in_front=False),
    ),
    crossing(
        "man_front_woman",
        "a woman walks past a man",
        JUGGLER,
        WOMAN,
        Walk(tall=0.7, floor_y=0.93, speed=-0.45),
    ),
    crossing(
        "man_stops_woman",
        "a woman stops before a man, for 3 s",
        JUGGLER,
        WOMAN,
        Walk(tall=0.7, floor_y=0.94, speed=0.6, past_x=1.0, stops_s=3.0),
    ),
    crossing(
        "man_behind_dancer",
        "a woman dances past behind a man",
        JUGGLER,
        DANCER,
        Walk(tall=0.6, speed=0.5, is_in_front=False),
    ),
    crossing(
        "man_front_double",
        "his double walks past a man",
        JUGGLER,
        STANDS,
        Walk(tall=0.7, floor_y=0.93, speed=-0.5),
    ),
    crossing(
        "seated_front_drawn",
        "somebody drawn walks past a woman on the floor",
        SINGER,
        WALKER,
        Walk(tall=0.8, floor_y=1.0, past_x=0.75),
    ),
    crossing(
        "woman_front_man",
        "a man walks past a woman",
        WOMAN,
        STANDS,
        Walk(floor_y=0.97, past_x=0.35, speed=-0.5),
    ),
)


# --- hand-overs: the other one claims the place, or finds it free ---
def handover(
    name: str,
    shows: str,
    duration_s: float,
    pilot: Role,
    other: Role,
    taken_over_s: tuple[float, float] | None = None,
) -> Scene:
    """The pilot's own film is behind where the pilot is as filmed."""
    return Scene(
        name=name,
        shows=shows,
        duration_s=duration_s,
        roles=(pilot, other),
        room=Room.OWN if pilot.spot_at is as_filmed else Room.DRAWN,
        expected=Expected(taken_over_s=taken_over_s),
    )


def _pilot(who: Filmed | Drawn, spot_at: SpotAt) -> Role:
    return Role(name=PILOT, who=who, spot_at=spot_at)


def _other(who: Filmed | Drawn, spot_at: SpotAt) -> Role:
    return Role(name=OTHER, who=who, spot_at=spot_at)


HANDOVERS = (
    handover(
        "hanging_pilot",
        "a man stands with hanging arms; somebody comes and holds both arms up from 12 s on",
        16.5,
        _pilot(STANDS, as_filmed),
        _other(raising(12.0), at(1.5, tall=0.7, floor_y=0.93, comes_s=3.0)),
        taken_over_s=(14.0, 16.0),
    ),
    handover(
        "dancing_pilot",
        "a woman dances; somebody comes and holds both arms up from 11.5 s on, in vain",
        16.0,
        _pilot(DANCER, at(0.6)),
        _other(raising(11.5), at(1.3, comes_s=2.0)),
    ),
    handover(
        "pilot_in_the_air",
        "somebody takes off and rests the arms from 9 s on; another one raises them from 11.5 s on, in vain",
        16.0,
        _pilot(taking_off(3.0, 9.0), at(0.6)),
        _other(raising(11.5), at(1.3, comes_s=4.0)),
    ),
    handover(
        "free_place",
        "the pilot leaves at 2 s; a man comes at 5 s, whose place it is after ten seconds",
        15.5,
        _pilot(holding(BANK, RED), at(0.6, leaves_s=2.0)),
        _other(STANDS, at(1.2, comes_s=5.0)),
        taken_over_s=(12.5, 14.5),
    ),
    handover(
        "free_place_in_the_air",
        "the same after a take-off: the pilot leaves at 4 s, a woman comes at 6 s",
        17.5,
        _pilot(taking_off(2.0), at(0.6, leaves_s=4.0)),
        _other(DANCER, at(1.2, comes_s=6.0)),
        taken_over_s=(14.5, 16.5),
    ),
)


# --- televisions: who is on the screen must not hold the place ---
def television(name: str, shows: str, screen: Screen) -> Scene:
    """A player comes, holds the arms out, and then up."""
    player = Role(name=OTHER, who=raising(12.0, BANK), spot_at=at(1.25, tall=0.7, comes_s=7.0))
    return Scene(
        name=name,
        shows=f"{shows} is on; a player comes at 7 s and holds both arms up from 12 s on",
        duration_s=17.5,
        roles=(player,),
        screen=screen,
        expected=Expected(taken_over_s=(7.0, 16.5)),
    )


_LARGE = Screen(film="still_astronaut.mp4", left=0.3, top=0.15, tall=0.5)
TELEVISIONS = (
    television("tv_still", "a picture of an astronaut", _LARGE),
    television(
        "tv_concert",
        "a singer, with cuts,",
        # From here on the arms seldom reach out: with arms like a player's, somebody filmed holds the place.
        replace(_LARGE, film="fr_singer_cuts.mp4", left=0.1, from_s=6.0),
    ),
    television(
        "tv_desk",
        "somebody at a desk",
        Screen(film="volcomix_doctor_at_desk.mp4", left=0.1, top=0.2, tall=0.42),
    ),
)
SCENES = (*CROSSINGS, *HANDOVERS, *TELEVISIONS)
