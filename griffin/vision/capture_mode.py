"""The sizes and rates that a camera lists → the mode in which it is used. Pure: it opens no camera.

A camera's field of view isn't listed anywhere. But the largest size that it films in is, as a rule, the whole
sensor (larger ones, at a few pictures a second, are for photographs), and a size of another shape is cut out
of that: 640x480 on a sensor of 16:9 shows three quarters of its width, and outstretched arms end outside. So
of the modes that give enough pictures a second one is taken that has the sensor's shape, and of these the
smallest that still has all the pixels the pose model has use for.

Real rates may be lower than the listed ones, as behind a USB hub or with some drivers. Then other modes are
tried, one after the other, and the fastest is kept. If none is faster, the room is dim (webcams then expose
for longer), and the mode with the widest view is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from griffin.vision.frame import LONG_SIDE_PX
from griffin.vision.v4l2 import FrameSize

# What OpenCV turns into colour pictures. Greys are left out (infra-red cameras), and so are raw sensors'
# formats, whose pictures would be green and dark. JPEGs come first: raw pictures take most of a USB 2 bus,
# and many cameras give few of them a second.
COLOUR_FORMATS = (
    *("MJPG", "JPEG", "NV12", "NV21", "YU12", "YV12", "YUYV", "UYVY"),
    *("411P", "BGR3", "RGB3", "XR24", "AR24"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureMode:
    """What a camera is asked for."""

    fourcc: str
    size_px: tuple[int, int]
    rate_hz: float

    @property
    def in_words(self) -> str:
        """Such as 1280x720 (MJPG)."""
        return f"{self.size_px[0]}x{self.size_px[1]} ({self.fourcc})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeTuning:
    """What is asked of a mode, and how long it is tried."""

    least_hz: float = 24.0  # below it quick strokes are seen in two frames or fewer
    wanted_hz: float = 30.0  # more costs processor time and, as each exposure is shorter, light
    slack_hz: float = 0.5  # 24 pictures a second are often 23.98
    whole_view_frac: float = 0.97  # 848x480 and 1024x576 are 16:9 but for a rounding
    useful_px: int = LONG_SIDE_PX  # what larger pictures are scaled down to
    cheap_px: int = 1280  # decoding 1280x720 takes 3 ms, 1920x1080 over 5, 848x480 one
    coarse_px: int = 640  # below it people far away are lost
    settle_s: float = 1.0  # the first pictures come unevenly, while the exposure settles
    judge_s: float = 2.0  # 48 pictures; half of that would be off by one in twenty
    judgements: int = 2  # in a row must be bad: while a game starts the whole machine is slow
    gain: float = 1.15  # another mode must be this much faster to have been worth it

    def __post_init__(self) -> None:
        if not 0.0 <= self.slack_hz < self.least_hz <= self.wanted_hz:
            raise ValueError("rates must be above 0, the least one not above the one that is wanted")
        if not 0 < self.coarse_px <= self.useful_px <= self.cheap_px:
            raise ValueError("sizes must not fall from coarse to useful to cheap")
        if not 0.0 < self.whole_view_frac <= 1.0 or self.gain < 1.0:
            raise ValueError("whole_view_frac must be within 0 and 1, gain at least 1")
        if self.settle_s < 0.0 or self.judge_s <= 0.0 or self.judgements < 1:
            raise ValueError("times must not be below 0, and there must be a judgement")


# Where a system can't list any: what nearly every webcam has.
USUAL_MODES = (
    CaptureMode(fourcc="MJPG", size_px=(1280, 720), rate_hz=30.0),
    CaptureMode(fourcc="MJPG", size_px=(640, 360), rate_hz=30.0),
    CaptureMode(fourcc="MJPG", size_px=(640, 480), rate_hz=30.0),
)


def choose_modes(sizes: Sequence[FrameSize], tuning: ModeTuning | None = None) -> tuple[CaptureMode, ...]:
    """The mode to use, and up to two to fall back on: a smaller one with the same view, and a narrower view.

    `USUAL_MODES` where nothing of use is listed.
    """
    tuning = tuning or ModeTuning()
    modes = [_mode(size, tuning) for size in sizes if size.fourcc in COLOUR_FORMATS and min(size.size_px) > 0]
    if not modes:
        return USUAL_MODES
    largest = min(modes, key=lambda mode: (_lacking_hz(mode, tuning), -_pixels(mode)))
    whole_aspect = _aspect(largest)

    def view(mode: CaptureMode) -> float:
        """How much of the sensor is lost, if the mode is cut out of it as large as can be."""
        seen_frac = min(_aspect(mode), whole_aspect) / max(_aspect(mode), whole_aspect)
        return 0.0 if seen_frac >= tuning.whole_view_frac else 1.0 - seen_frac

    def rank(mode: CaptureMode) -> tuple[float, ...]:
        return (
            _lacking_hz(mode, tuning),
            view(mode),
            *_rank_size(mode.size_px, tuning),
            COLOUR_FORMATS.index(mode.fourcc),
        )

    best = min(modes, key=rank)
    others = [
        mode
        for mode in modes
        if _pixels(mode) < _pixels(best)
        and _lacking_hz(mode, tuning) <= _lacking_hz(best, tuning)
        and max(mode.size_px) >= min(tuning.coarse_px, max(best.size_px))
    ]
    same_view = [mode for mode in others if view(mode) <= view(best)]
    narrower = [mode for mode in others if view(mode) > view(best)]
    return (
        best,
        *sorted(same_view, key=lambda mode: (_pixels(mode), rank(mode)))[:1],
        *sorted(narrower, key=rank)[:1],
    )


def _mode(size: FrameSize, tuning: ModeTuning) -> CaptureMode:
    enough = [hz for hz in size.rates_hz if hz >= tuning.least_hz - tuning.slack_hz]
    rates_hz = enough or size.rates_hz[:1] or (tuning.wanted_hz,)
    rate_hz = min(rates_hz, key=lambda hz: abs(hz - tuning.wanted_hz))
    return CaptureMode(fourcc=size.fourcc, size_px=size.size_px, rate_hz=rate_hz)


def _rank_size(size_px: tuple[int, int], tuning: ModeTuning) -> tuple[float, float]:
    """The smallest useful one; then smaller ones, the largest first; then costly and coarse ones."""
    long_px = max(size_px)
    if tuning.useful_px <= long_px <= tuning.cheap_px:
        return 0, long_px
    if tuning.coarse_px <= long_px < tuning.useful_px:
        return 1, -long_px
    return (2, long_px) if long_px > tuning.cheap_px else (3, -long_px)


def _lacking_hz(mode: CaptureMode, tuning: ModeTuning) -> float:
    return max(0.0, tuning.least_hz - tuning.slack_hz - mode.rate_hz)


def _aspect(mode: CaptureMode) -> float:
    return mode.size_px[0] / mode.size_px[1]


def _pixels(mode: CaptureMode) -> int:
    return mode.size_px[0] * mode.size_px[1]


class ModeTrial:
    """Which of a camera's modes is used, by the times at which its pictures come. The first is tried first.

    `mode` is the one to use now.
    """

    def __init__(self, modes: Sequence[CaptureMode], tuning: ModeTuning | None = None) -> None:
        self._modes = modes
        self._tuning = tuning or ModeTuning()
        self._rates_hz: list[float] = []
        self._is_settled = len(modes) == 1
        self.mode = modes[0]
        self.restart()

    @property
    def is_settled(self) -> bool:
        """Whether the mode stays."""
        return self._is_settled

    def restart(self) -> None:
        """The mode has been opened: the pictures from now on are counted anew."""
        self._first_s: float | None = None
        self._since_s = 0.0
        self._count = 0
        self._measured_hz: list[float] = []

    def refuse(self) -> bool:
        """The camera can't be started in this mode. Whether there is another `mode` to be opened."""
        if self._is_settled:
            return False
        before = self.mode
        self._rates_hz.append(0.0)
        if len(self._rates_hz) < len(self._modes):
            self.mode = self._modes[len(self._rates_hz)]
        else:
            self._settle()
        return self.mode is not before and self._rates_hz != [0.0] * len(self._modes)

    def note(self, captured_s: float) -> bool:
        """A picture has come. Whether the camera must now be opened again, with another `mode`."""
        if self._is_settled:
            return False
        if self._first_s is None:
            self._first_s = captured_s
        if captured_s - self._first_s < self._tuning.settle_s:
            self._since_s, self._count = captured_s, 0
            return False
        self._count += 1
        span_s = captured_s - self._since_s
        if span_s < self._tuning.judge_s:
            return False
        self._measured_hz.append(self._count / span_s)
        self._since_s, self._count = captured_s, 0
        fastest_hz = max(self._measured_hz)
        if self._is_enough(fastest_hz) or len(self._measured_hz) == self._tuning.judgements:
            before = self.mode
            self._judge(fastest_hz)
            return self.mode is not before
        return False

    def _is_enough(self, rate_hz: float) -> bool:
        return rate_hz >= self._tuning.least_hz - self._tuning.slack_hz

    def _judge(self, rate_hz: float) -> None:
        self._rates_hz.append(rate_hz)
        tried = len(self._rates_hz)
        if self._is_enough(rate_hz):
            self._is_settled = True
        elif tried < len(self._modes) and (tried == 1 or rate_hz >= self._tuning.gain * self._rates_hz[0]):
            self.mode = self._modes[tried]
        else:
            self._settle()

    def _settle(self) -> None:
        """Keep the fastest of those that were tried, or the first one where none is worth the change."""
        self._is_settled = True
        fastest_hz = max(self._rates_hz)
        is_worth_it = fastest_hz >= self._tuning.gain * self._rates_hz[0]
        self.mode = self._modes[self._rates_hz.index(fastest_hz) if is_worth_it else 0]
