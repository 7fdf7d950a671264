"""Which part of each picture the pose model looks at: small bodies are found in parts, followed in the whole.

Theory. MediaPipe looks for bodies in a picture that it scales to 224 pixels, whatever its size, and finds the
drawn pilot from about a quarter of the longer side on. Once it has one, it cuts a square about the place in
the picture before, in full resolution, and follows the body down to 8 % of the height. So only finding needs
enlarged parts: while nobody is there, every second look goes into one square of a tiling, in turn.

The tracker keeps a body's place in coordinates of the picture that it is given: a body found in a part is
lost if the next picture is the whole. But it tolerates a step in which the body moves or shrinks by less than
a third of its length, and steps of a tenth are below the noise of its landmarks. So the view grows from the
part to the whole picture in 7 to 24 steps, right after the finding and before the body can have become the
pilot; from then on everything is as if it had been found in the whole. During play the view stays still.

A small body that gets lost is looked for first in a part about its last place. One that was large may only
have moved fast: for a moment only the whole picture is looked at, or somebody in the background would become
the player.
"""

from dataclasses import dataclass

from griffin.landmarks import Joint, Landmarks
from griffin.vision.frame import Frame, Picture
from griffin.vision.rotation import RotationFinder, Turn, turned
from griffin.vision.view import Place, Size, View, grow, locate, part_about, size_of, tile, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTuning:
    """How bodies are looked for. Shares of the picture are of its shorter side."""

    side_frac: float = 0.6  # of a part: a body of 18 % of the height fills 30 % of it, 24 to 28 % are needed
    overlap_frac: float = 0.2  # of neighbouring parts: whoever stands across is in one of them to the knees
    step_frac: float = 0.1  # of the body's length, that it moves in a growing view; from 0.3 on some get lost
    small_frac: float = 0.32  # of the longer side: longer bodies are found in the whole picture
    fill_frac: float = 0.45  # of a part about somebody lost: they may have moved by their length
    least_frac: float = 0.3  # the least side of such a part
    near_s: float = 0.3  # only the whole picture is looked at: whoever is near comes before the background
    linger_s: float = 1.0  # somebody lost is looked for at the last place
    # A body found in a part must be upright with limbs in view by then, or it isn't one; rotations need 2 s.
    doubt_s: float = 2.5
    visibility: float = 0.5  # of limbs in view; those of bodies seen in empty rooms have 0.1 to 0.3

    def __post_init__(self) -> None:
        if not 0.0 < self.overlap_frac < self.side_frac <= 1.0:
            raise ValueError("overlap_frac must be above 0 and below side_frac")
        for name in ("step_frac", "small_frac", "fill_frac", "least_frac", "visibility"):
            if not 0.0 < getattr(self, name) < 1.0:
                raise ValueError(f"{name} must be within 0 and 1")
        if min(self.near_s, self.linger_s) < 0.0 or self.doubt_s <= 0.0:
            raise ValueError("times must not be negative, and doubt_s must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lost:
    """Whom one looks for."""

    since_s: float
    place: Place
    is_small: bool


class ViewSearch:
    """Chooses the view for each picture and learns what was seen in it; `choose`, then `note`, in turn.

    It outlives a landmarker: the next one goes on with it.
    """

    def __init__(self, tuning: SearchTuning | None = None, *, finds_rotation: bool = False) -> None:
        """`finds_rotation`: the pictures are turned if the bodies in them say so."""
        self._tuning = tuning or SearchTuning()
        self._rotation = RotationFinder() if finds_rotation else None
        self._size_px: Size = (0, 0)
        self._tiles: tuple[View, ...] = ()
        self._view = View(left=0, top=0, right=0, bottom=0)
        self._body: Landmarks | None = None
        self._lost: _Lost | None = None
        self._searching_since_s: float | None = None
        self._looks = 0  # at nobody
        self._parts = 0  # of these, at tiles
        self._doubted_since_s: float | None = None
        self.is_from_part = False  # whether the body was found in a part

    @property
    def turn(self) -> Turn:
        """How far pictures are turned."""
        return Turn.NONE if self._rotation is None else self._rotation.turn

    def choose(self, frame: Frame) -> tuple[Picture, View]:
        """The upright picture, and the view of it to look at."""
        picture = turned(frame.picture, self.turn)
        if size_of(picture) != self._size_px:
            self._begin(picture)
        if self._body is None:
            self._view = self._next_look(frame.captured_s)
        return picture, self._view

    def note(self, frame: Frame, body: Landmarks | None) -> None:
        """Take what was seen; the body's landmarks are those of the whole upright picture."""
        now_s = frame.captured_s
        before, self._body = self._body, body
        if body is None:
            if before is not None:
                self._lose(now_s, before)
        else:
            if before is None:
                self.is_from_part = not self._view.shows_all(self._size_px)
                self._doubted_since_s = now_s if self.is_from_part else None
            if not self._view.shows_all(self._size_px):
                place = locate(body, self._size_px)
                self._view = grow(self._view, self._size_px, place, self._tuning.step_frac)
            self._doubt(now_s, body)
        if self._rotation is not None and self._rotation.watch(now_s, frame.picture, body):
            self._begin(turned(frame.picture, self.turn))

    def _begin(self, picture: Picture) -> None:
        """Search pictures of this size anew, the whole first."""
        tuning = self._tuning
        self._size_px = size_of(picture)
        self._tiles = tile(self._size_px, tuning.side_frac, tuning.overlap_frac)
        self._body = self._lost = self._doubted_since_s = self._searching_since_s = None
        self._looks = 0
        self.is_from_part = False

    def _next_look(self, now_s: float) -> View:
        tuning, lost = self._tuning, self._lost
        if lost is not None and now_s - lost.since_s > tuning.linger_s:
            lost = self._lost = None
        if self._searching_since_s is None:
            self._searching_since_s = now_s
        if lost is None and now_s - self._searching_since_s < tuning.near_s:
            return whole(self._size_px)
        self._looks += 1
        # The first look goes into the whole, but for somebody who would not be found there.
        is_part = (self._looks % 2 == 0) != (lost is not None and lost.is_small)
        if not is_part or (lost is not None and not lost.is_small):
            return whole(self._size_px)
        if lost is not None:
            return part_about(lost.place, self._size_px, tuning.fill_frac, tuning.least_frac)
        self._parts += 1
        return self._tiles[self._parts % len(self._tiles)]

    def _lose(self, now_s: float, body: Landmarks) -> None:
        place = locate(body, self._size_px)
        is_small = place.length_px < self._tuning.small_frac * max(self._size_px)
        self._lost = _Lost(since_s=now_s, place=place, is_small=is_small)
        self._looks = 0

    def _doubt(self, now_s: float, body: Landmarks) -> None:
        """Drop a body that was found in a part and turns out not to be one."""
        if self._doubted_since_s is None:
            return
        if _is_somebody(body, self._tuning.visibility):
            self._doubted_since_s = None
        elif now_s - self._doubted_since_s > self._tuning.doubt_s:
            self._body = self._lost = self._doubted_since_s = None
            self._looks = 1  # a part is next, for in the same view the tracker would go on


def _is_somebody(body: Landmarks, visibility: float) -> bool:
    """Whether the body is upright and shows both wrists or both knees."""
    heights, seen = body.picture[:, 1], body.visibility
    shoulders = heights[Joint.LEFT_SHOULDER] + heights[Joint.RIGHT_SHOULDER]
    hips = heights[Joint.LEFT_HIP] + heights[Joint.RIGHT_HIP]
    wrists = min(seen[Joint.LEFT_WRIST], seen[Joint.RIGHT_WRIST])
    knees = min(seen[Joint.LEFT_KNEE], seen[Joint.RIGHT_KNEE])
    return bool(2.0 * heights[Joint.NOSE] < shoulders < hips and max(wrists, knees) >= visibility)
