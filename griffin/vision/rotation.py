"""Which way up a camera hangs: bodies in its pictures → how far these have to be turned.

MediaPipe finds people whichever way they lie in the picture, as often as upright ones, and its landmarks say
how they lie. So no picture has to be turned to find out: a body that stands or sits upright in another
rotation, steadily, means that the picture lies wrong.

People also lie down. So once somebody was upright in the picture the turn is settled, until nobody has been
seen for a while. After that the room decides: if it looks as it did when a player was upright in it, the
camera hasn't been turned, and a body that lies is somebody lying down. A sideways picture takes longer to be
turned than one that is upside down, as nobody stands on their head. And a wrong turn is undone, within half a
minute even while somebody is seen, once they are upright in the picture as it came.
"""

import logging
import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from griffin.landmarks import Joint, Landmarks
from griffin.vision.frame import Picture
from griffin.vision.opencv import cv2

log = logging.getLogger(__name__)


class Turn(IntEnum):
    """How far pictures are turned clockwise, in quarters."""

    NONE = 0
    RIGHT = 1
    HALF = 2
    LEFT = 3

    def then(self, other: "Turn") -> "Turn":
        """Both, one after the other."""
        return Turn((self + other) % 4)


_HEAD = [Joint.NOSE, Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]
_HIPS = [Joint.LEFT_HIP, Joint.RIGHT_HIP]
_WRISTS = [Joint.LEFT_WRIST, Joint.RIGHT_WRIST]
_KNEES = [Joint.LEFT_KNEE, Joint.RIGHT_KNEE]
_CODES = {
    Turn.RIGHT: cv2.ROTATE_90_CLOCKWISE,
    Turn.HALF: cv2.ROTATE_180,
    Turn.LEFT: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def turned(picture: Picture, turn: Turn) -> Picture:
    """The picture turned clockwise; itself if there is nothing to turn."""
    return picture if turn is Turn.NONE else np.asarray(cv2.rotate(picture, _CODES[turn]), np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationTuning:
    """When a body says which way up the camera hangs."""

    tilt_rad: float = math.radians(
        30.0
    )  # of a trunk that still counts as upright; players lean by up to 25 deg
    visibility: float = 0.5  # of joints that count as seen
    head_frac: float = 0.05  # nose beyond the shoulders, in trunk lengths; who looks at the feet has 0.1
    settle_s: float = 0.3  # as long as the recogniser waits until a body counts as a person
    half_s: float = 1.0  # nobody does a headstand for so long
    side_s: float = 2.0  # who falls or rolls over is up by then
    gap_s: float = 0.4  # a body unseen for longer is another one
    unclear_s: float = (
        0.7  # and one whose pose isn't clear for longer, as of somebody who bows, has changed it
    )
    away_s: float = 5.0  # without anybody: the camera may have been moved
    regret_s: float = 30.0  # a turn may be taken back at once: whoever lay on the sofa at first has got up
    room_every_s: float = 2.0  # the room is looked at so often while a player is upright in it
    # Correlation of a few spots of light and dark. In films the same room has 0.66 to 1, whoever moves in it;
    # turned by a quarter -0.4 to 0.3, by a half -0.6 to 0.5.
    same_room: float = 0.6

    def __post_init__(self) -> None:
        if not 0.0 < self.tilt_rad < math.pi / 4.0:
            raise ValueError("tilt_rad must be below an eighth of a turn, or two rotations would do")
        if self.regret_s < 0.0:
            raise ValueError("regret_s must not be negative")
        if not 0.0 < self.settle_s <= self.half_s <= self.side_s:
            raise ValueError("settle_s, half_s and side_s must grow in this order")
        if not (0.0 < self.gap_s <= self.away_s and self.unclear_s > 0.0 and 0.0 < self.same_room < 1.0):
            raise ValueError("gap_s must be above 0 and at most away_s, same_room a correlation")


class RotationFinder:
    """Watches the body in each picture and decides on `turn`, how far pictures must be turned."""

    def __init__(self, tuning: RotationTuning | None = None) -> None:
        self.turn = Turn.NONE
        self._tuning = tuning or RotationTuning()
        self._seen_s: float | None = None  # when anybody was seen last
        self._is_settled = False
        self._pose: Turn | None = None  # of the body of late
        self._since_s = 0.0  # when it took this pose
        self._posed_s = -math.inf  # when it was last seen in it
        self._began_room: NDArray[np.float64] | None = None  # as it was when the body took the pose
        self._room: NDArray[np.float64] | None = None  # as it was when a player was upright in it
        self._room_s = -math.inf
        self._turned_s = -math.inf

    def watch(self, captured_s: float, picture: Picture, body: Landmarks | None) -> bool:
        """Take the body that was seen in a picture; returns whether `turn` has changed.

        `picture` is as it came, the landmarks are of the turned one.
        """
        tuning = self._tuning
        if body is None:
            if self._seen_s is not None and captured_s - self._seen_s > tuning.away_s:
                self._is_settled = False
            return False
        if self._seen_s is not None and captured_s - self._seen_s > tuning.gap_s:
            self._pose = None
        self._seen_s = captured_s
        if self._is_settled and self.turn is Turn.NONE and captured_s - self._room_s < tuning.room_every_s:
            return False  # there is nothing to decide
        height, width = picture.shape[:2]
        pose = pose_of(body, height / width if self.turn % 2 else width / height, tuning)
        if pose is None:
            return False
        if pose is not self._pose or captured_s - self._posed_s > tuning.unclear_s:
            self._pose, self._since_s = pose, captured_s
            self._began_room = None if pose is Turn.NONE else look_at_room(picture)
        self._posed_s = captured_s
        held_s = captured_s - self._since_s
        if pose is Turn.NONE:
            self._settle(captured_s, picture, held_s)
            return False
        return self._consider(captured_s, picture, pose, held_s)

    def _settle(self, captured_s: float, picture: Picture, held_s: float) -> None:
        if held_s < self._tuning.settle_s:
            return
        self._is_settled = True
        if captured_s - self._room_s >= self._tuning.room_every_s:
            self._room, self._room_s = look_at_room(picture), captured_s

    def _consider(self, captured_s: float, picture: Picture, pose: Turn, held_s: float) -> bool:
        tuning = self._tuning
        is_back = self.turn.then(pose) is Turn.NONE
        if self._is_settled and not (is_back and captured_s - self._turned_s < tuning.regret_s):
            return False
        if held_s < (tuning.half_s if pose is Turn.HALF else tuning.side_s):
            return False
        room = look_at_room(picture)
        assert self._began_room is not None
        was_carried = not self._alike(room, self._began_room)
        lies_down = not is_back and self._room is not None and self._alike(room, self._room)
        self._pose = None
        if was_carried or lies_down:
            return False
        self.turn, self._turned_s = self.turn.then(pose), captured_s
        self._is_settled, self._room, self._room_s = False, None, -math.inf
        log.info("The pictures are turned by %d degrees from here on.", 90 * self.turn)
        return True

    def _alike(self, room: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
        return float(np.mean(room * other)) >= self._tuning.same_room


def pose_of(body: Landmarks, aspect: float, tuning: RotationTuning) -> Turn | None:
    """How far the picture must be turned for the body to be upright in it; None if that isn't to be seen.

    Of somebody who isn't upright more must be seen, for a model sees bodies of all kinds in empty rooms: both
    wrists or both knees, which these hardly ever have, and head and shoulders in the picture; of somebody on
    the side the hips as well. `aspect`: the picture's.
    """
    if body.visibility[_HEAD].min() < tuning.visibility:
        return None
    picture = body.picture[:, :2]
    shoulders = (picture[Joint.LEFT_SHOULDER] + picture[Joint.RIGHT_SHOULDER]) / 2.0
    up_x, up_y = shoulders - (picture[Joint.LEFT_HIP] + picture[Joint.RIGHT_HIP]) / 2.0
    length = math.hypot(up_x, up_y)
    head_x, head_y = picture[Joint.NOSE] - shoulders
    if length < 1e-6 or head_x * up_x + head_y * up_y < tuning.head_frac * length**2:
        return None
    tilt_rad = math.atan2(up_x, -up_y)  # clockwise from upright
    quarters = round(tilt_rad / (math.pi / 2.0))
    if abs(tilt_rad - quarters * math.pi / 2.0) > tuning.tilt_rad:
        return None
    pose = Turn(-quarters % 4)
    return pose if pose is Turn.NONE or _is_beyond_doubt(body, pose, aspect, tuning) else None


def _is_beyond_doubt(body: Landmarks, pose: Turn, aspect: float, tuning: RotationTuning) -> bool:
    limbs = max(body.visibility[_WRISTS].min(), body.visibility[_KNEES].min())
    joints = _HEAD if pose is Turn.HALF else [*_HEAD, *_HIPS]
    picture = body.picture[joints, :2]
    is_inside = bool(np.all((picture >= 0.0) & (picture <= (aspect, 1.0))))
    return is_inside and min(limbs, body.visibility[joints].min()) >= tuning.visibility


def look_at_room(picture: Picture) -> NDArray[np.float64]:
    """The room in a few grey spots, of mean 0 and variance 1: their products' mean is a correlation."""
    spots = cv2.resize(picture, (16, 12), interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(spots, cv2.COLOR_RGB2GRAY), np.float64)
    return np.asarray((grey - grey.mean()) / max(float(grey.std()), 1.0), np.float64)
