"""Progress: how a long task reports what it is doing. It must not know who shows that, and where."""

from collections.abc import Callable

Progress = Callable[[str, float | None], None]
"""Told what is being done, and how much of it is done (0 to 1; None where that can't be known)."""


def ignore_progress(_what: str, _done_frac: float | None) -> None:
    """Progress that nobody wants to see."""
