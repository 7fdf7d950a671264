"""How much of the first picture's land is ready. No OpenGL."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """How much of all that the first picture shows is ready.

    `done_frac`: 0 to 1. `is_enough`: the picture can be shown; the rest may follow bit by bit.
    """

    done_frac: float
    is_enough: bool = True


ALL_THERE = Gathered(done_frac=1.0)
