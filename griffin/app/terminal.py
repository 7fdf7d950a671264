"""What the player's session can show: a bar of progress, and whether there is a screen at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from griffin.progress import Progress


def has_display() -> bool:
    """Whether there is a screen to open a window on. Only Linux runs without one."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar that appears with the first word of progress; nothing where standard error is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, visible=False)

        def tell(what: str, done_frac: float | None) -> None:
            total = None if done_frac is None else 1.0
            bar.update(task, description=what, total=total, completed=done_frac or 0.0, visible=True)

        yield tell
