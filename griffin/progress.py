"""Progress: how whatever takes long tells what it is doing. Who shows it, and where, it must not know."""

from collections.abc import Callable

Progress = Callable[[str, float | None], None]
"""Told what is being done, and how much of it is done (0 to 1; None where that can't be known)."""


def ignore_progress(_what: str, _done_frac: float | None) -> None:
    """Progress that nobody wants to see."""
