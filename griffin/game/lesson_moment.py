"""What a picture knows of the lessons: the move that is shown, and how far it has got. Values only."""

from dataclasses import dataclass
from enum import Enum


class Move(Enum):
    """What a player can learn. The first four come before the first flight, the others in the air."""

    STEP_IN = "step_in"
    ARMS_OUT = "arms_out"
    JUMP = "jump"
    FLAP_OFF = "flap_off"  # take off by flapping
    TILT = "tilt"
    RAISE = "raise"
    REST = "rest"
    FLAP = "flap"
    HOME = "home"  # turn the back to the camera: the griffin flies home


IN_THE_AIR = (Move.TILT, Move.RAISE, Move.REST, Move.FLAP, Move.HOME)  # in the order of their lessons
REMEMBERED = (Move.JUMP, Move.FLAP_OFF, *IN_THE_AIR)  # from game to game, once a player has done them


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneTuning:
    """How long a move that was done is shown as done."""

    stay_s: float = 1.2  # the tick comes and is seen, by somebody who looks at the griffin first
    out_s: float = 0.4  # then it fades, and the guide with it

    @property
    def shown_s(self) -> float:
        """From the move to the end of its tick."""
        return self.stay_s + self.out_s


DONE = DoneTuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonMoment:
    """The lesson of this moment, for one player.

    Attributes:
        moves: what is shown now: none, one, or two that the guides show in turn (jump or flap).
        done_age_s: since the player did it, less than `DONE.shown_s`; None before.
        is_by_griffin: nobody did it, so the griffin does it by itself.
        pearls: before the first flight, whether each step to it is done, for a row of beads.
        has_flown: the first flight of whoever is there has begun: figures are small from then on.
        room_age_s: since "room to jump?" is asked, once before the first flight; None while it isn't.
        privacy_age_s: since it is said that no picture leaves this machine, once before the first flight;
            None while it isn't.
    """

    moves: tuple[Move, ...] = ()
    done_age_s: float | None = None
    is_by_griffin: bool = False
    pearls: tuple[bool, ...] = ()
    has_flown: bool = False
    room_age_s: float | None = None
    privacy_age_s: float | None = None


NO_LESSON = LessonMoment()
