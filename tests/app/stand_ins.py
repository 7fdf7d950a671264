"""Stand-ins for what the two loops are given: no window, no GPU, no camera, no socket, no real time."""

from collections.abc import Callable

import numpy as np

from griffin.clock import ManualClock
from griffin.events import (
    Advice,
    CameraAdvice,
    Figure,
    GestureEvent,
    GoodbyeReason,
    Hello,
    LinkState,
    Onlookers,
    Refusal,
    Steering,
)
from griffin.game.moment import Moment
from griffin.input.keys import Key, KeyInput
from griffin.landmarks import Landmarks, PictureSpan, PoseFrame
from griffin.render.gathered import ALL_THERE, Gathered
from griffin.render.quality import Quality
from griffin.scene.frame import SceneFrame
from griffin.scene.shapes import Overlay
from griffin.vision.frame import Frame
from griffin.wire.client import Sendable
from griffin.wire.server import Inbox

Said = tuple[Steering | GestureEvent | CameraAdvice | Figure | Onlookers | LinkState, ...]


class StandInWindow:
    """Shows a picture every `period_s`; keys are pressed, and held, at the given turns."""

    renderer_name = "stand-in"

    def __init__(
        self,
        clock: ManualClock,
        pressed: dict[int, Key] | None = None,
        *,
        held: dict[int, tuple[Key, ...]] | None = None,
        period_s: float = 1 / 60,
    ) -> None:
        self.framebuffer_px = (320, 180)
        self.should_close = False
        self.swaps = 0
        self._clock = clock
        self._pressed = dict(pressed or {})
        self._held = held or {}
        self._period_s = period_s

    def keys(self) -> KeyInput:
        keys = self.poll()
        self._pressed.pop(self.swaps, None)
        return keys

    def poll(self) -> KeyInput:
        key = self._pressed.get(self.swaps)
        held = frozenset(self._held.get(self.swaps, ()))
        return KeyInput(held=held, pressed=(key,) if key else ())

    def press(self, key: Key) -> None:
        self._pressed[self.swaps] = key

    def hold(self, key: Key) -> None:
        """From now on."""
        self._held = dict.fromkeys(range(self.swaps, self.swaps + 1000), (key,))

    def swap(self) -> None:
        self.swaps += 1
        self._clock.advance(self._period_s)


class StandInRenderer:
    """Keeps the frames that it was asked to draw."""

    quality = Quality.LOW
    keeps_pace = True

    def __init__(self, *, draws_by_processor: bool = False) -> None:
        self.draws_by_processor = draws_by_processor
        self.refreshes = False  # asks for the newest before it draws the creatures
        self.frames: list[SceneFrame] = []
        self.sizes_px: list[tuple[int, int]] = []
        self.paces_s: list[float] = []
        self.work: Callable[[], None] = lambda: None  # what is left to do of a picture that was drawn

    def gather(self, frame: SceneFrame) -> Gathered:
        return ALL_THERE

    def draw(self, frame: SceneFrame, *, refresh: Callable[[SceneFrame], SceneFrame] | None = None) -> None:
        self.frames.append(refresh(frame) if refresh and self.refreshes else frame)

    def resize(self, size_px: tuple[int, int]) -> None:
        self.sizes_px.append(size_px)

    def keep_pace(self, work_s: float) -> None:
        self.paces_s.append(work_s)

    def read_pixels(self) -> np.ndarray:
        return np.zeros((180, 320, 3), dtype=np.uint8)

    def finish(self) -> None:
        self.work()


class StandInPainter:
    """Keeps what it drew of the title."""

    def __init__(self) -> None:
        self.fronts: list[Overlay] = []
        self.is_released = False

    def draw(self, ground: Overlay, front: Overlay, size_px: tuple[int, int]) -> None:
        self.fronts.append(front)

    def release(self) -> None:
        self.is_released = True


class StandInLink:
    """Delivers what `said` has for a turn: messages, or a change of state from then on."""

    refusal: Refusal | None = None
    goodbye: GoodbyeReason | None = None
    dropped_lines = 0

    def __init__(self, said: Callable[[int], Said]) -> None:
        self._advice = Advice.NONE
        self.hello: Hello | None = None
        self.state = LinkState.WAITING
        self._said = said
        self._turn = 0

    def poll(self, now_s: float) -> Inbox:
        said = self._said(self._turn)
        self._turn += 1
        for each in said:
            self.state = each if isinstance(each, LinkState) else LinkState.LIVE
            if isinstance(each, CameraAdvice):
                self._advice = each.advice
        onlookers = [each for each in said if isinstance(each, Onlookers)]
        return Inbox(
            state=self.state,
            steering={each.player: each for each in said if isinstance(each, Steering)},
            events=tuple(each for each in said if isinstance(each, GestureEvent)),
            advice=self._advice,
            figures={each.player: each for each in said if isinstance(each, Figure)},
            onlookers=onlookers[-1] if onlookers else None,
        )


class StandInCapture:
    """Counts what it was asked to keep."""

    def __init__(self) -> None:
        self.kept_s: list[float] = []
        self.heard_s: list[float] = []
        self.snaps = 0

    def hear(self, moment: Moment) -> None:
        self.heard_s.append(moment.shown_s)

    def keep(self, renderer: object, state: object, now_s: float) -> None:
        self.kept_s.append(now_s)

    def snap(self, renderer: object) -> None:
        self.snaps += 1


class StandInCueWriter:
    """Keeps the lines that it was given."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def say_loops(self, line: bytes) -> None:
        self.lines.append(line)

    say_shot = say_loops

    def pump(self) -> None:
        pass


class StandInSource:
    """A source of `count` frames, one each 1/30 s; then it ends."""

    name = "stand-in"
    note = ""
    is_demo = False

    def __init__(self, clock: ManualClock, count: int) -> None:
        self._clock = clock
        self._left = count
        self.frames_seen = 0

    @property
    def has_ended(self) -> bool:
        return self._left == 0

    def newest(self, timeout_s: float) -> Frame | None:
        if self._left == 0:
            return None
        self._left -= 1
        self.frames_seen += 1
        self._clock.advance(1 / 30)
        return Frame(captured_s=self._clock.now_s(), picture=np.zeros((2, 2, 3), dtype=np.uint8))


class StandInLooks:
    """Never looks at anybody."""

    def look(self, frame: Frame, interval_s: float, known: Landmarks | None = None) -> None:
        """No look."""

    def close(self) -> None:
        """Nothing is held."""


class StandInLandmarker:
    """Sees in each frame what `see` gives for it."""

    last_model_s = 0.010

    def __init__(self, clock: ManualClock, see: Callable[[Frame], PoseFrame]) -> None:
        self._clock = clock
        self._see = see

    def detect(self, frame: Frame, *, within: PictureSpan | None = None) -> PoseFrame:
        self._clock.advance(self.last_model_s)
        return self._see(frame)

    def prepare(self, frame: Frame) -> Frame:
        """As it is."""
        return frame

    def upright(self, frame: Frame) -> Frame:
        """As it is."""
        return frame


class StandInClient:
    """Keeps what is sent; `silent_s` is how long nobody has listened."""

    is_empty = True

    def __init__(self) -> None:
        self.sent: list[Sendable] = []
        self.silent_s = 0.0

    def send(self, message: Sendable) -> None:
        self.sent.append(message)

    def pump(self, now_s: float) -> float:
        return self.silent_s
