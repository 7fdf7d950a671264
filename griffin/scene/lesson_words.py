"""The moves that the guides show → a line of words, for those who can read. Pure.

The guides are enough without words. So each line is shown for a few seconds only, and doesn't come back while
the guides repeat the move.
"""

from dataclasses import dataclass

from griffin.game.lesson_moment import LessonMoment, Move
from griffin.scene.hud import HudLine

_OF_MOVES = {
    (Move.ARMS_OUT,): HudLine.ARMS_OUT,
    (Move.JUMP, Move.FLAP_OFF): HudLine.JUMP_OR_FLAP,
    (Move.FLAP_OFF,): HudLine.FLAP_OFF,
    (Move.TILT,): HudLine.TILT,
    (Move.RAISE,): HudLine.RAISE,
    (Move.REST,): HudLine.REST,
    (Move.FLAP,): HudLine.FLAP,
    (Move.HOME,): HudLine.HOME,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonWordsTuning:
    """How long words are shown."""

    stay_s: float = 5.0  # read twice by a slow reader: they are two to four words
    again_s: float = 30.0  # the same words don't come back sooner: two rounds of arms out and take-off

    def __post_init__(self) -> None:
        if not 0.0 < self.stay_s < self.again_s:
            raise ValueError("words must stay for a while, and be gone before they come back")


def words_of(lesson: LessonMoment) -> HudLine:
    """The words for what is shown, whether or not they have been said; NOTHING once it is done."""
    return _OF_MOVES.get(lesson.moves, HudLine.NOTHING) if lesson.done_age_s is None else HudLine.NOTHING


class LessonWords:
    """Remembers what was said. All times are the screen's."""

    def __init__(self, tuning: LessonWordsTuning | None = None) -> None:
        self._tuning = tuning or LessonWordsTuning()
        self._said_s: dict[HudLine, float] = {}

    def choose(self, lesson: LessonMoment, shown_s: float) -> HudLine:
        """The words for what is shown now, NOTHING where it needs none. They count as said."""
        line = words_of(lesson)
        if line is HudLine.NOTHING:
            return line
        said_s = self._said_s.get(line)
        if said_s is None or shown_s - said_s >= self._tuning.again_s:
            said_s = self._said_s[line] = shown_s
        return line if shown_s - said_s < self._tuning.stay_s else HudLine.NOTHING
