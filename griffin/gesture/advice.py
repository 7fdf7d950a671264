"""What a camera sees into one piece of advice: what keeps a player from being seen well. Pure, by times.

It is looked into twice a second. A cause that two looks in a row agree on becomes the advice, and goes at the
first look that finds it gone; every cause has a stricter bar for coming than for staying, so that nothing
flickers. Of several the first in `ORDER` is said.

The model loses a body that comes too near, goes too far or leaves at a side: then there is no body left to be
measured. So for a while after a body was lost it counts how it was seen last.
"""

import math
from collections import deque
from dataclasses import dataclass

from griffin.events import Advice, Onlooker, Steering
from griffin.exposure import Exposure
from griffin.landmarks import Joint, Landmarks, PoseFrame

# Light before all, for in the dark nothing else can be known; then who is meant; then how that body stands.
# Nobody comes after what may be the reason, and a slow camera last: it keeps nobody from flying.
ORDER = (
    Advice.COVERED,
    Advice.TOO_DARK,
    Advice.AGAINST_THE_LIGHT,
    Advice.SEVERAL_PEOPLE,
    Advice.TOO_NEAR,
    Advice.OFF_TO_LEFT,
    Advice.OFF_TO_RIGHT,
    Advice.TOO_FAR,
    Advice.NOBODY,
    Advice.CAMERA_SLOW,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceTuning:
    """The bars; of a pair the first one is for coming, the second one for staying.

    Light is a part of white, sizes are picture heights, rooms are torso lengths.
    """

    look_s: float = 0.5  # two looks make a second: there within 1.5 s, gone within 1 s
    hold_s: float = 0.4  # two looks in a row, whatever the camera's rate
    unseen_s: float = 0.25  # a body that is missing for some frames of a webcam is only blurred
    known_s: float = 1.0  # a player is known for one within half a second
    memory_s: float = 10.0  # as long as a pilot's place is kept
    # The drawn pilot is found at a brightness of 0.063 and lost at 0.044.
    dark: tuple[float, float] = (0.07, 0.09)
    # A lens cap gives 0.00, a dark room at least a glimmer; a finger or tape has hardly an edge in it, and a
    # dark room has the contrast of a bright one.
    black: tuple[float, float] = (0.008, 0.012)
    flat_spread: tuple[float, float] = (0.05, 0.07)
    flat_contrast: tuple[float, float] = (0.3, 0.4)  # spread over brightness
    # Of a silhouette the model can't say front from back: so it is for the drawn pilot below 0.02. A dark
    # face in good light is at 0.15.
    silhouette: tuple[float, float] = (0.08, 0.11)
    bright: tuple[float, float] = (0.45, 0.4)
    # Nobody found before a window that is white: a quarter of the picture, and the rest in its shade.
    window_frac: tuple[float, float] = (0.25, 0.2)
    shade: tuple[float, float] = (0.15, 0.2)
    # The model loses whom it follows at a torso of 0.75, with the head at the picture's edge.
    near: tuple[float, float] = (0.7, 0.65)
    near_when_lost: float = 0.55
    guess_s: float = 1.0  # before the model loses it, it makes guesses at it, small ones among them
    # A torso below 0.04 is no player's; a child of 18 % of the height, who may fly, has one of 0.05.
    far: tuple[float, float] = (0.042, 0.047)
    far_when_lost: float = 0.09  # where the model stops finding anybody, unless it looks into enlarged parts
    # An elbow is 0.9 torsos from the trunk's middle, a wrist 1.45: from here on the upper arm can't stand in.
    off: tuple[float, float] = (0.9, 1.1)
    off_when_lost: float = 0.6
    off_by: tuple[float, float] = (0.8, 0.6)  # so much more room on the other side, or a step won't help
    near_middle_frac: float = 0.5  # of half the picture's width: bodies beyond it only watch
    # 12 frames a second is what a jump needs to be seen; a webcam in the dark gives 15, a poor one 5 to 10.
    slow_hz: tuple[float, float] = (12.0, 14.0)
    slow_s: float = 2.0
    pause_s: float = 1.5  # no pictures for longer than that: the camera was away, not slow

    def __post_init__(self) -> None:
        rising = (self.dark, self.black, self.flat_spread, self.flat_contrast, self.silhouette, self.shade)
        falling = (self.bright, self.window_frac, self.near, self.off_by)
        if any(come >= stay for come, stay in (*rising, self.far, self.off, self.slow_hz)):
            raise ValueError("below such a bar it comes, and further up it goes")
        if any(come <= stay for come, stay in falling):
            raise ValueError("above such a bar it comes, and further down it goes")
        if not 0.0 < self.hold_s <= self.look_s < self.pause_s < self.slow_s:
            raise ValueError("two looks must fit between two that are too far apart")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Framing:
    """How a body stands in the picture: its torso in picture heights, the room beside its trunk in torsos."""

    torso: float
    room_left: float  # on the picture's left
    room_right: float
    is_cut_off: bool
    is_upright: bool


class Adviser:
    """Finds the advice of one camera. Call `see` with every frame, and `look` whenever one is due."""

    def __init__(self, tuning: AdviceTuning | None = None, *, is_camera: bool = True) -> None:
        """`is_camera`: only a camera can be slow; a film has the rate that it has."""
        self._tuning = tuning or AdviceTuning()
        self._is_camera = is_camera
        self.advice = Advice.NONE
        self._now_s = 0.0
        self._steering = Steering(captured_s=0.0)
        self._frame: PoseFrame | None = None
        self._body: tuple[float, Landmarks, float] | None = None  # when it was seen last, and the aspect
        self._torsos: deque[tuple[float, float]] = deque()  # of the last moment in which a body was seen
        self._tracked_s = -math.inf
        self._in_sight_since_s = 0.0
        self._looked_s = -math.inf
        self._since_s: dict[Advice, float] = {}
        self._held: set[Advice] = set()
        self._counts: deque[tuple[float, int]] = deque()

    def see(self, frame: PoseFrame, steering: Steering) -> None:
        """What was found in a frame."""
        self._now_s, self._frame, self._steering = frame.captured_s, frame, steering
        if steering.is_tracked:
            self._tracked_s = frame.captured_s
        bodies = [body for body in frame.bodies if _is_plain(body)]
        if bodies:
            if self._unseen_s > self._tuning.known_s:  # what flickers is in sight all the while, and nobody
                self._in_sight_since_s = frame.captured_s
            torso, body = max(((_torso(body), body) for body in bodies), key=lambda each: each[0])
            self._body = (frame.captured_s, body, frame.aspect)
            self._torsos.append((frame.captured_s, torso))
            while self._torsos[0][0] < frame.captured_s - self._tuning.guess_s:
                self._torsos.popleft()

    @property
    def is_look_due(self) -> bool:
        """Whether it is time to look into it again."""
        return self._now_s - self._looked_s >= self._tuning.look_s

    def look(self, exposure: Exposure, *, frames: int, onlookers: tuple[Onlooker, ...] = ()) -> Advice:
        """The advice from now on.

        `exposure`: of the frame seen last. `frames`: how many pictures the camera has had so far.
        `onlookers`: everybody who is known of beside the pilot; as long as there is none, everybody.
        """
        now_s, tuning = self._now_s, self._tuning
        if now_s - self._looked_s > tuning.pause_s:
            self._counts.clear()
        self._looked_s = now_s
        self._counts.append((now_s, frames))
        causes = self._causes(exposure, self._count_people(onlookers))
        self._since_s = {cause: self._since_s.get(cause, now_s) for cause in causes}
        self._held = {
            cause for cause in causes if cause in self._held or now_s - self._since_s[cause] >= tuning.hold_s
        }
        self.advice = next((cause for cause in ORDER if cause in self._held), Advice.NONE)
        return self.advice

    def _count_people(self, onlookers: tuple[Onlooker, ...]) -> int:
        """How many stand near the middle: of those in the frame, or of those who were found beside it."""
        most = self._tuning.near_middle_frac
        in_frame = 0
        if self._frame is not None:
            half = self._frame.aspect / 2.0
            bodies = (body for body in self._frame.bodies if _is_plain(body))
            in_frame = sum(abs(_middle_x(body) - half) < most * half for body in bodies)
        return max(in_frame, sum(abs(each.across_frac) < most for each in onlookers))

    def _causes(self, exposure: Exposure, people: int) -> set[Advice]:
        checks = {
            Advice.COVERED: self._is_covered(exposure),
            Advice.TOO_DARK: self._is_dark(exposure),
            Advice.AGAINST_THE_LIGHT: self._is_against_light(exposure),
            Advice.SEVERAL_PEOPLE: people > 1 and not self._steering.is_tracked,
            Advice.NOBODY: self._is_unseen or (people < 2 and self._is_unknown),
            Advice.CAMERA_SLOW: self._is_slow(),
        }
        return {cause for cause, is_there in checks.items() if is_there} | self._framing_causes()

    @property
    def _unseen_s(self) -> float:
        return math.inf if self._body is None else self._now_s - self._body[0]

    @property
    def _is_unseen(self) -> bool:
        """Whether no body is in sight."""
        return self._unseen_s > self._tuning.unseen_s

    @property
    def _is_unknown(self) -> bool:
        """Whether a body is in sight that isn't taken for a player, although there was time to."""
        in_sight_s = self._now_s - self._in_sight_since_s
        return not self._steering.is_tracked and in_sight_s > self._tuning.known_s

    @property
    def _is_seen_well(self) -> bool:
        said = self._steering
        return said.is_tracked and (said.is_left_arm_seen or said.is_right_arm_seen)

    def _bar(self, cause: Advice, pair: tuple[float, float]) -> float:
        return pair[1] if cause in self._held else pair[0]

    def _is_covered(self, light: Exposure) -> bool:
        tuning, cause = self._tuning, Advice.COVERED
        if self._is_seen_well:
            return False
        is_flat = light.spread < self._bar(cause, tuning.flat_spread)
        is_plain = light.spread < self._bar(cause, tuning.flat_contrast) * light.brightness
        return light.brightness < self._bar(cause, tuning.black) or (is_flat and is_plain)

    def _is_dark(self, light: Exposure) -> bool:
        is_dark = light.brightness < self._bar(Advice.TOO_DARK, self._tuning.dark)
        return is_dark and not self._is_seen_well

    def _is_against_light(self, light: Exposure) -> bool:
        tuning, cause = self._tuning, Advice.AGAINST_THE_LIGHT
        if light.body is not None and light.around is not None:
            is_silhouette = light.body < self._bar(cause, tuning.silhouette)
            return is_silhouette and light.around > self._bar(cause, tuning.bright)
        has_window = light.blown_frac > self._bar(cause, tuning.window_frac)
        return self._is_unseen and has_window and light.rest < self._bar(cause, tuning.shade)

    def _framing_causes(self) -> set[Advice]:
        """How the body in sight stands; for a while after it was lost, how it stood last."""
        tuning = self._tuning
        if self._body is None or self._unseen_s > tuning.memory_s:
            return set()
        seen_s, body, aspect = self._body
        framing = _framing_of(body, aspect)
        if self._is_unseen:
            if self._tracked_s < seen_s - tuning.guess_s:
                return set()
            largest = max(torso for _, torso in self._torsos)
            near, far, off = tuning.near_when_lost, tuning.far_when_lost, (tuning.off_when_lost,) * 2
            if largest > tuning.near[0]:  # that it was lost for this needs no second look
                self._since_s.setdefault(Advice.TOO_NEAR, seen_s)
        else:
            if not (framing.is_upright or self._steering.is_tracked):
                return set()  # the model sees bodies in hands and tables as well
            largest = framing.torso
            near, far = self._bar(Advice.TOO_NEAR, tuning.near), self._bar(Advice.TOO_FAR, tuning.far)
            off = tuning.off
        if largest > near or framing.is_cut_off:
            return {Advice.TOO_NEAR}
        return {Advice.TOO_FAR} if framing.torso < far else self._sides(framing, off)

    def _sides(self, framing: _Framing, off: tuple[float, float]) -> set[Advice]:
        # The player's left is the picture's right: cameras don't mirror.
        rooms = {
            Advice.OFF_TO_LEFT: (framing.room_right, framing.room_left),
            Advice.OFF_TO_RIGHT: (framing.room_left, framing.room_right),
        }
        return {
            side
            for side, (room, other) in rooms.items()
            if room < self._bar(side, off) and other - room > self._bar(side, self._tuning.off_by)
        }

    def _is_slow(self) -> bool:
        tuning, counts = self._tuning, self._counts
        while len(counts) > 2 and counts[1][0] <= self._now_s - tuning.slow_s:
            counts.popleft()
        if not self._is_camera or len(counts) < 2:
            return False
        if Advice.CAMERA_SLOW in self._held:
            return _rate_hz(counts[-2], counts[-1]) < tuning.slow_hz[1]
        is_long = self._now_s - counts[0][0] >= tuning.slow_s
        return is_long and _rate_hz(counts[0], counts[-1]) < tuning.slow_hz[0]


def _rate_hz(before: tuple[float, int], now: tuple[float, int]) -> float:
    return (now[1] - before[1]) / max(now[0] - before[0], 1e-6)


_UPRIGHT_FRAC = 0.5  # of the torso that the shoulders are above the hips, as of somebody who stands or sits
_SURE = 0.5  # people's shoulders are surer than this even from behind


def _is_plain(body: Landmarks) -> bool:
    """Whether the model has somebody's shoulders before it, and doesn't guess."""
    visibility = body.visibility
    return bool(min(visibility[Joint.LEFT_SHOULDER], visibility[Joint.RIGHT_SHOULDER]) >= _SURE)


def _torso(body: Landmarks) -> float:
    points = body.picture
    shoulders = points[Joint.LEFT_SHOULDER] + points[Joint.RIGHT_SHOULDER]
    hips = points[Joint.LEFT_HIP] + points[Joint.RIGHT_HIP]
    return math.hypot(hips[0] - shoulders[0], hips[1] - shoulders[1]) / 2.0


_TRUNK = [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP]


def _middle_x(body: Landmarks) -> float:
    return float(body.picture[_TRUNK, 0].mean())


def _framing_of(body: Landmarks, aspect: float) -> _Framing:
    (ax, ay, _), (bx, by, _), (_, cy, _), (_, dy, _) = body.picture[_TRUNK].tolist()
    torso, middle = max(_torso(body), 1e-6), _middle_x(body)
    head_y = float(body.picture[Joint.NOSE][1])
    are_shoulders_out = min(ay, by) < 0.0 or (min(ax, bx) < 0.0 and max(ax, bx) > aspect)
    return _Framing(
        torso=torso,
        room_left=middle / torso,
        room_right=(aspect - middle) / torso,
        is_upright=head_y < (ay + by) / 2.0 < (cy + dy) / 2.0 - _UPRIGHT_FRAC * torso,
        is_cut_off=min(cy, dy) > 1.0 and (are_shoulders_out or head_y < 0.0),
    )
