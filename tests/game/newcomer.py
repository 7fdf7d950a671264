"""A model of somebody who has never seen the game: a body that copies what the guide shows, with mistakes.

It sees a picture, needs a moment, and does what it understood: two jumps that leave no floor, then strokes.
How well it moves, how fast it is and where it stands comes from a seed.
"""

import math
import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from griffin.events import LinkState
from griffin.game.lesson_moment import NO_LESSON, LessonMoment, Move
from griffin.game.moment import Inputs, Moment, PlayerInput, event_on_grid, on_grid, put_on_grid
from griffin.game.session import Session
from griffin.gesture.recognizer import Recognizer
from griffin.landmarks import Landmarks, PoseFrame
from tests.gesture.bodies import Pose, body, frame

CAMERA_HZ = 30.0
HANGING_RAD = -1.4
FAILED_JUMPS = 2
SPREAD_HZ = 5.0  # how quickly arms follow: a calm player's

# Seconds of an action → what it changes in a pose.
Action = Callable[[float], dict[str, float]]
# What a camera sees of somebody who sees the screen: a body, or all that a pose model makes of a picture.
BodyAt = Callable[[float, LessonMoment], Landmarks | None]
FrameAt = Callable[[float, LessonMoment], PoseFrame]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of a game that a body plays."""

    now_s: float
    inputs: Inputs
    moment: Moment


def play(
    session: Session, body_at: BodyAt, seconds: float, recognizer: Recognizer | None = None
) -> list[Turn]:
    """A body before a camera, the real recogniser behind it, and a turn of the game for each picture."""

    def frame_at(now_s: float, lesson: LessonMoment) -> PoseFrame:
        seen = body_at(now_s, lesson)
        return frame(now_s, *(() if seen is None else (seen,)))

    return list(play_frames(session, frame_at, seconds, recognizer or Recognizer()))


def play_frames(
    session: Session, frame_at: FrameAt, seconds: float, recognizer: Recognizer, rate_hz: float = CAMERA_HZ
) -> Iterator[Turn]:
    """The same with frames."""
    moment = session.moment()
    for number in range(round(seconds * rate_hz)):
        now_s = on_grid(number / rate_hz)
        said = recognizer.recognize(frame_at(now_s, moment.players[0].lesson))
        heard = PlayerInput(
            steering=put_on_grid(said.steering, now_s),
            events=tuple(event_on_grid(event, event.captured_s) for event in said.events),
            link=LinkState.LIVE,
        )
        inputs = Inputs(now_s=now_s, players=(heard,))
        moment = session.advance(inputs)
        yield Turn(now_s=now_s, inputs=inputs, moment=moment)


class Newcomer:
    """Copies the guide. `comes_s`: steps into view then. `reaction_s`: from seeing a move to doing it."""

    def __init__(self, seed: int, comes_s: float = 1.0, reaction_s: float = 1.5) -> None:
        self._chance = chance = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        self._comes_s = comes_s
        self._reaction_s = reaction_s
        self._build = Pose(
            x=chance.uniform(0.5, 0.83),
            heights_per_m=chance.uniform(0.22, 0.36),  # a child far away, or an adult
            lean=chance.uniform(-0.05, 0.05),
        )
        self._sag_rad = (chance.uniform(-0.25, 0.1), chance.uniform(-0.25, 0.1))
        self._noise_frac = chance.uniform(0.0, 0.004)  # of a picture's height
        self._is_spread = False
        self._spread_frac = 0.0
        self._now_s: float | None = None
        self._failed_jumps = 0
        self._action: tuple[float, float, Action] | None = None  # begins, takes, and what it is
        self._looks: deque[tuple[float, LessonMoment]] = deque()
        self._understood = NO_LESSON

    def __call__(self, now_s: float, lesson: LessonMoment) -> Landmarks | None:
        """How it is seen now, while the screen shows this."""
        pose = self.pose(now_s, lesson)
        if pose is None:
            return None
        seen = body(pose)
        jitter = self._noise.normal(0.0, self._noise_frac, seen.picture.shape)
        return replace(seen, picture=seen.picture + jitter)

    def pose(self, now_s: float, lesson: LessonMoment) -> Pose | None:
        """How it stands there now; None before it comes."""
        if now_s < self._comes_s:
            return None
        self._looks.append((now_s, lesson))
        self._decide(now_s)
        eased = 1.0 - math.exp(-SPREAD_HZ * (now_s - (self._now_s or now_s)))
        self._now_s = now_s
        self._spread_frac += (self._is_spread - self._spread_frac) * eased
        left_rad, right_rad = (
            HANGING_RAD + self._spread_frac * (sag_rad - HANGING_RAD) for sag_rad in self._sag_rad
        )
        sway = 0.02 * math.sin(1.7 * now_s)
        pose = replace(self._build, left_arm=left_rad + sway, right_arm=right_rad - sway)
        if self._action is not None:
            begun_s, _, action = self._action
            pose = replace(pose, **action(now_s - begun_s))
        return pose

    def _decide(self, now_s: float) -> None:
        if self._action is not None and now_s - self._action[0] > self._action[1]:
            self._action = None
        while self._looks and self._looks[0][0] <= now_s - self._reaction_s:
            self._understood = self._looks.popleft()[1]
        if self._action is not None or self._understood.done_age_s is not None:
            return
        moves = self._understood.moves
        if Move.ARMS_OUT in moves:
            self._is_spread = True
        elif Move.JUMP in moves and self._failed_jumps < FAILED_JUMPS:
            self._failed_jumps += 1
            self._act(now_s, self._chance.uniform(0.9, 1.4), self._no_jump())
        elif Move.FLAP_OFF in moves or Move.FLAP in moves:
            period_s = self._chance.uniform(0.6, 0.95)
            self._act(now_s, self._chance.choice([2, 4, 5]) * period_s, self._strokes(period_s))
        elif Move.TILT in moves:
            self._act(now_s, 3.0, self._tilt())
        elif Move.RAISE in moves:
            self._act(now_s, 3.0, lambda _: {"left_arm": 1.0, "right_arm": 0.9})
        elif Move.REST in moves:
            self._act(now_s, 4.0, lambda _: {"left_arm": HANGING_RAD, "right_arm": HANGING_RAD})
        elif Move.HOME in moves:
            self._act(now_s, 4.0, lambda at_s: {"yaw": math.pi * min(1.0, at_s, 4.0 - at_s)})

    def _act(self, now_s: float, takes_s: float, action: Action) -> None:
        rest_s = self._chance.uniform(0.3, 1.0)  # until it looks at the screen again
        self._action = (now_s, takes_s + rest_s, lambda at_s: action(at_s) if 0.0 < at_s < takes_s else {})

    def _no_jump(self) -> Action:
        """Knees that bend and straighten, or heels that leave the floor and toes that don't."""
        depth_m = self._chance.choice([self._chance.uniform(0.1, 0.25), -0.04])
        return lambda at_s: {"crouch": depth_m * math.sin(math.pi * min(1.0, at_s / 0.9)) ** 2}

    def _strokes(self, period_s: float) -> Action:
        wide_rad, skew = self._chance.uniform(0.7, 1.0), self._chance.uniform(0.8, 1.0)
        return lambda at_s: {
            "left_arm": -wide_rad * math.cos(math.tau * at_s / period_s),
            "right_arm": -skew * wide_rad * math.cos(math.tau * at_s / period_s),
        }

    def _tilt(self) -> Action:
        side = self._chance.choice([-1.0, 1.0])  # the guide's mirror image, or not
        wide_rad = self._chance.uniform(0.3, 0.6)

        def tilt(at_s: float) -> dict[str, float]:
            angle_rad = side * wide_rad * min(1.0, 2.5 * at_s, 2.5 * (3.0 - at_s))
            return {"left_arm": angle_rad, "right_arm": -angle_rad}

        return tilt
