"""Several bodies before one camera, and a pose model of the kind that follows one of them.

It goes on with whoever is in front where it saw its body last, as MediaPipe does, and when nobody is there it
takes the largest in the part of the picture that it is shown. A look at everybody misses who is covered.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from griffin.gesture.recognizer import Recognition, Recognizer
from griffin.landmarks import Joint, Landmarks, PictureSpan

from .bodies import ASPECT, TORSO_M, body, frame

FPS = 30.0
LOOK_TAKES_S = 0.07
REACH_TORSOS = 0.9  # from frame to frame, of the tracker
Colours = NDArray[np.float64]
RED = np.array([[0.3, -0.1, 0.35], [0.2, 0.0, 0.0]])
BLUE = np.array([[0.35, 0.25, -0.1], [0.3, 0.1, -0.05]])
ARMS_UP = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody: a pose for each moment (None: not there), how near, and the clothes."""

    pose_at: Callable[[float], Landmarks | None]
    clothes: Colours | None = None
    depth: float = 0.0  # smaller is nearer

    def at(self, t: float) -> Landmarks | None:
        """How it is seen."""
        seen = self.pose_at(t)
        return None if seen is None else replace(seen, clothes=self.clothes)


def trunk_x(seen: Landmarks) -> float:
    """Where its trunk is, in picture heights."""
    trunk = [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP]
    return float(seen.picture[trunk, 0].mean())


def torso(seen: Landmarks) -> float:
    """Its torso's length in picture heights."""
    return TORSO_M * float(np.ptp(seen.picture[:, 1]) / np.ptp(seen.world[:, 1]))


def covers(one: Landmarks, other: Landmarks) -> bool:
    """Whether two bodies are seen at the same place."""
    return abs(trunk_x(one) - trunk_x(other)) < 0.45 * torso(other)


class OneBodyModel:
    """Follows one body."""

    def __init__(self) -> None:
        self._at: Landmarks | None = None

    def follow(self, seen: list[Landmarks], view: PictureSpan | None) -> Landmarks | None:
        """Of these bodies, the nearest first, the one that the model reports."""
        shown = [each for each in seen if view is None or view.left <= trunk_x(each) <= view.right]
        near = [
            each
            for number, each in enumerate(shown)
            if self._at is not None
            and abs(trunk_x(each) - trunk_x(self._at)) < REACH_TORSOS * torso(self._at)
            and not any(covers(front, each) for front in shown[:number])
        ]
        if near and self._at is not None:
            last = self._at
            self._at = min(near, key=lambda each: abs(trunk_x(each) - trunk_x(last)))
        else:
            self._at = max(shown, key=torso, default=None)
        return self._at


def play(
    *actors: Actor,
    duration_s: float,
    recognizer: Recognizer | None = None,
    has_looks: bool = True,
    misses: Callable[[float, Actor], bool] = lambda t, actor: False,
) -> Iterator[tuple[float, Landmarks | None, Recognition, Recognizer]]:
    """The moments of a scene: time, the body that the model followed, what was recognised, and by whom.

    `misses`: whether a look at that time doesn't see an actor.
    """
    recognizer = recognizer or Recognizer()
    model = OneBodyModel()
    ordered = sorted(actors, key=lambda actor: actor.depth)
    looked_s, coming = -math.inf, None
    for number in range(round(duration_s * FPS)):
        t = number / FPS
        there = [(actor, each) for actor in ordered if (each := actor.at(t)) is not None]
        there = [(actor, each) for actor, each in there if -0.1 < trunk_x(each) < ASPECT + 0.1]
        inside = [each for _, each in there]
        if has_looks and t - looked_s >= recognizer.look_interval_s and coming is None:
            looked_s = t
            visible = [
                each
                for index, (actor, each) in enumerate(there)
                if not any(covers(a, each) for a in inside[:index]) and not misses(t, actor)
            ]
            coming = frame(t, *visible[:3])
        look = None
        if coming is not None and t - looked_s >= LOOK_TAKES_S:
            look, coming = coming, None
        followed = model.follow(inside, recognizer.view)
        bodies = () if followed is None else (followed,)
        yield t, followed, recognizer.recognize(frame(t, *bodies), look), recognizer


def standing(x: float, **pose: float) -> Callable[[float], Landmarks | None]:
    """Somebody who stays there, and sways a little as people do."""
    return lambda t: body(**{"x": x + 0.004 * math.sin(1.3 * t), **pose})


def walking(
    start_x: float, speed: float, since_s: float, **pose: float
) -> Callable[[float], Landmarks | None]:
    """Somebody who walks through the picture (picture heights a second)."""
    return lambda t: body(x=start_x + speed * (t - since_s), **pose) if t >= since_s else None
