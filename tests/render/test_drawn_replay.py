"""A journal flown with real pictures of real land, while the workers lag behind: the same states."""

import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from griffin.clock import ManualClock
from griffin.input.keys import KeyInput
from griffin.render.core.background_worker import BackgroundWorker
from griffin.render.core.window import Window
from griffin.render.quality import Quality
from griffin.wire.journal import open_journal
from tests.replays import ROOT, fly_journal, land, land_session, write_journal

pytestmark = pytest.mark.gl

SIZE_PX = (160, 96)
PICTURE_S = 1 / 15
SECONDS = 5.0
SLOWER_S = 0.2  # everything that a worker makes


class Screen:
    """The tests' own window, as one that shows a picture every `PICTURE_S` of a manual clock."""

    framebuffer_px = SIZE_PX
    should_close = False

    def __init__(self, window: Window, clock: ManualClock) -> None:
        self.renderer_name = window.renderer_name
        self.swaps = 0
        self._window = window
        self._clock = clock

    def keys(self) -> KeyInput:
        return KeyInput()

    def swap(self) -> None:
        self.swaps += 1
        self._window.swap()
        self._clock.advance(PICTURE_S)


class SlowWorkers:
    """Starts workers that are slow. `slowed`: the names of those that made something in their thread."""

    def __init__(self) -> None:
        self.slowed: set[str] = set()

    def start(self, name: str, make: Callable[[Any], Any]) -> BackgroundWorker[Any, Any]:
        def make_slowly(wish: Any) -> Any:
            if threading.current_thread() is not threading.main_thread():  # which makes the first picture
                self.slowed.add(name)
                time.sleep(SLOWER_S)
            return make(wish)

        return BackgroundWorker(name, make_slowly)


def test_pictures_that_lag_behind_change_nothing(window: Window, tmp_path: Path) -> None:
    from griffin.render.renderer import Renderer

    recorded = open_journal(ROOT / "tests" / "data" / "hands.journal")
    begin = recorded.start
    turns = itertools.takewhile(lambda inputs: inputs.now_s <= SECONDS, recorded.inputs())
    journal = write_journal(tmp_path / "start.journal", begin, land_session(begin), turns)
    terrain, perch = land(begin.seed)
    clock, session = ManualClock(), land_session(begin)
    screen, workers = Screen(window, clock), SlowWorkers()
    renderer = Renderer(
        size_px=SIZE_PX,
        terrain=terrain,
        perch=perch,
        quality=Quality.LOW,
        start_worker=workers.start,
    )
    try:
        fly_journal(journal, session, screen, renderer, clock, terrain.surface_at)
    finally:
        renderer.release()
    assert screen.swaps >= SECONDS / PICTURE_S / 2.0
    assert workers.slowed - {"places"} == {"flora", "land"}  # there may be no place near the start
    assert session.states[0].distance_m > 50.0
    assert session.states_sha256 == journal.states_sha256
