"""How much is there of what a first picture shows. No OpenGL."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What is there of all that a first picture shows.

    `done_frac`: how much, 0 to 1. `is_enough`: the picture can be shown; the rest may come bit by bit.
    """

    done_frac: float
    is_enough: bool = True


ALL_THERE = Gathered(done_frac=1.0)
