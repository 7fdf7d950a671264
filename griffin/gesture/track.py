"""Landmarks into tracks: the same body from frame to frame, and whether it is anybody at all.

A pose model sees bodies in hands, cars and tables. What it invents is seldom whole, upright and of a person's
proportions for a third of a second on end; a new body waits that long before it counts as a person.
"""

import math

import msgspec

from griffin.gesture.clothes import ClothesMemory, Colours
from griffin.gesture.features import BodyFeatures, locate_trunk, shoulder_width, torso_length
from griffin.gesture.pilot_tuning import PilotTuning
from griffin.gesture.points import BodyPoints
from griffin.gesture.reader import BodyReader
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import Joint, PoseFrame


class Trunk(msgspec.Struct, frozen=True, kw_only=True):
    """Where a trunk is in the picture, how near, and how long its torso is there, from one frame.

    `scale` (picture heights a metre) and `torso` (picture heights) are the same whichever way the body turns
    or bows.
    """

    x: float
    y: float
    scale: float
    torso: float


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a body was, in picture heights, and its torso's length there."""

    time_s: float
    x: float
    y: float
    torso: float

    @classmethod
    def of(cls, trunk: Trunk, time_s: float) -> "Place":
        """Where a trunk was seen."""
        return cls(time_s=time_s, x=trunk.x, y=trunk.y, torso=trunk.torso)

    def torsos_to(self, x: float, y: float) -> float:
        """How far it is from there, in torso lengths."""
        return math.hypot(x - self.x, y - self.y) / self.torso


def find_trunk(points: BodyPoints, tuning: GestureTuning) -> Trunk | None:
    """The trunk, if there is one that the body of a player could have."""
    visibility = points.visibility
    sure = min(visibility[Joint.LEFT_SHOULDER], visibility[Joint.RIGHT_SHOULDER])
    if sure < tuning.trunk_visibility:
        return None
    x, y, size = locate_trunk(points.picture)
    _, _, size_m = locate_trunk(points.world)
    if size < tuning.least_trunk or size_m < tuning.least_trunk_m:
        return None
    torso_m = torso_length(points.world)
    if not tuning.least_torso_m <= torso_m <= tuning.most_torso_m:
        return None
    scale = size / size_m
    return Trunk(x=x, y=y, scale=scale, torso=max(scale * torso_m, 1e-4))


def looks_like_a_person(points: BodyPoints, body: BodyFeatures, aspect: float, tuning: GestureTuning) -> bool:
    """Whether a new body stands or sits upright, shows head and shoulders, and has a person's proportions."""
    if points.visibility[Joint.NOSE] < tuning.trunk_visibility:
        return False
    if body.upright_frac < tuning.begin_upright_frac or body.head_y > body.shoulder_y:
        return False
    if not tuning.least_torso <= body.torso <= tuning.most_torso:
        return False
    margin = tuning.edge_margin
    for joint in (Joint.NOSE, Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER):
        x, y, _ = points.picture[joint]
        if not (-margin <= x <= aspect + margin and -margin <= y <= 1.0 + margin):
            return False
    torso_m, width_m = torso_length(points.world), shoulder_width(points.world)
    return tuning.least_shoulder_ratio * torso_m <= width_m <= tuning.most_shoulder_ratio * torso_m


def holds_hands_up(points: BodyPoints, torso: float, tuning: GestureTuning) -> bool:
    """Whether both hands are seen above the shoulders."""
    picture, visibility = points.picture, points.visibility
    shoulders_y = (picture[Joint.LEFT_SHOULDER][1] + picture[Joint.RIGHT_SHOULDER][1]) / 2.0
    return all(
        visibility[wrist] >= tuning.arm_visibility
        and (shoulders_y - picture[wrist][1]) / torso >= tuning.raised_torsos
        for wrist in (Joint.LEFT_WRIST, Joint.RIGHT_WRIST)
    )


def since(before_s: float | None, now_s: float, *, is_so: bool) -> float | None:
    """Since when something has been so, None while it isn't."""
    if not is_so:
        return None
    return now_s if before_s is None else before_s


class _PictureWatch:
    """Whether a body moves at all. People do, however still they stand: they breathe, sway and look around.

    The head says it best. Of a still picture, too, the model shows shoulders that shift, and hands that it
    can't see jump about, but the nose stays in its place. Hands count where they are seen, and move far.
    """

    def __init__(self, tuning: PilotTuning, now_s: float) -> None:
        self._tuning = tuning
        self._most_torsos = {
            Joint.NOSE: tuning.picture_torsos,
            Joint.LEFT_WRIST: tuning.picture_hand_torsos,
            Joint.RIGHT_WRIST: tuning.picture_hand_torsos,
        }
        self._calm: dict[Joint, tuple[float, float]] = {}  # their places, the model's noise averaged out
        self._anchors: dict[Joint, tuple[float, float]] = {}
        self._since_s = self._time_s = now_s

    def watch(self, now_s: float, points: BodyPoints, torso: float) -> None:
        """Follow the joints by one frame; a few in a second are enough."""
        tuning = self._tuning
        if now_s - self._time_s < tuning.picture_step_s:
            return
        dt_s, self._time_s = now_s - self._time_s, now_s
        share = dt_s / (tuning.picture_calm_s + dt_s)
        has_moved = False
        for joint, most_torsos in self._most_torsos.items():
            if points.visibility[joint] < tuning.picture_visibility:
                self._calm.pop(joint, None)
                self._anchors.pop(joint, None)
                continue
            x, y, _ = points.picture[joint]
            calm_x, calm_y = self._calm.get(joint, (x, y))
            calm = self._calm[joint] = calm_x + share * (x - calm_x), calm_y + share * (y - calm_y)
            has_moved |= math.dist(calm, self._anchors.setdefault(joint, calm)) > most_torsos * torso
        if has_moved:
            self._anchors, self._since_s = dict(self._calm), now_s

    def is_still(self, now_s: float) -> bool:
        """Whether nothing has moved for long."""
        return now_s - self._since_s >= self._tuning.picture_s


class Track:
    """One body followed from frame to frame, with its own detectors."""

    def __init__(
        self, tuning: GestureTuning, pilot_tuning: PilotTuning, *, is_seated: bool, now_s: float
    ) -> None:
        self._tuning = tuning
        self._pilot_tuning = pilot_tuning
        self.reader = BodyReader(tuning, is_seated=is_seated)
        self.first_s = self.seen_s = now_s
        self.is_confirmed = False
        self._sighted_since_s: float | None = None
        self.sighted_for_s = -1.0  # how long all looks have found it, too; below 0 when the last one hasn't
        self.middle_x = 0.0
        self._trunk: Trunk | None = None
        self._torso = 1.0
        self._whole_since_s: float | None = None
        self._raised_since_s: float | None = None
        self._idle_since_s: float | None = None
        self._feet_s = now_s  # when both feet were seen last
        self._still_since_s = now_s
        self._still_at = (0.0, 0.0)
        self._front_since_s: float | None = None
        self._picture = _PictureWatch(pilot_tuning, now_s)
        self._hung_since_s: float | None = None
        self.clothes: Colours | None = None  # as seen last
        self._wardrobe = ClothesMemory(pilot_tuning.learn_s)

    def distance(self, trunk: Trunk, gap_s: float) -> float | None:
        """How far (in torso lengths) a trunk is from where this one was `gap_s` ago; None if out of reach."""
        tuning = self._tuning
        if self._trunk is None:
            return None
        far = math.hypot(trunk.x - self._trunk.x, trunk.y - self._trunk.y) / self._torso
        grown = trunk.scale / self._trunk.scale
        most_grown = tuning.gate_scale + tuning.gate_scale_per_s * gap_s
        if far > min(tuning.gate_torsos + tuning.gate_per_s * gap_s, tuning.gate_most_torsos):
            return None
        return far if 1.0 / most_grown <= grown <= most_grown else None

    def follow(self, points: BodyPoints, trunk: Trunk, frame: PoseFrame) -> BodyFeatures:
        """Take the body as this track's."""
        tuning, now_s = self._tuning, frame.captured_s
        body = self.reader.measure(now_s, points)
        self._trunk, self._torso, self.seen_s, self.middle_x = trunk, body.torso, now_s, trunk.x
        if not self.is_confirmed:
            self._wait(now_s, looks_like_a_person(points, body, frame.aspect, tuning))
        if (
            math.hypot(trunk.x - self._still_at[0], trunk.y - self._still_at[1])
            > tuning.still_torsos * body.torso
        ):
            self._still_since_s, self._still_at = now_s, (trunk.x, trunk.y)
        has_raised = holds_hands_up(points, body.torso, tuning)
        self._raised_since_s = since(self._raised_since_s, now_s, is_so=has_raised)
        is_front = body.shoulder_span >= self._pilot_tuning.front_torsos
        self._front_since_s = since(self._front_since_s, now_s, is_so=is_front)
        hang = max(body.left.up, body.right.up) <= -self._pilot_tuning.hanging_torsos
        self._hung_since_s = since(self._hung_since_s, now_s, is_so=hang)
        if body.feet_visibility >= tuning.feet_visibility:
            self._feet_s = now_s
        self._idle_since_s = since(self._idle_since_s, now_s, is_so=self.reader.arms_frac < 1.0)
        self._picture.watch(now_s, points, body.torso)
        return body

    def dress(self, clothes: Colours | None) -> None:
        """Take the clothes seen in the last frame, if they were looked at."""
        if clothes is not None:
            self.clothes = clothes
            self._wardrobe.learn(self.seen_s, clothes)

    @property
    def usual_clothes(self) -> Colours | None:
        """The mean of those seen within seconds: a single frame may show a hand before the chest."""
        return self._wardrobe.colours

    @property
    def torso(self) -> float:
        """The torso's length in picture heights."""
        return self._torso

    def has_hung(self, for_s: float) -> bool:
        """Whether both arms have hung for this long."""
        return self._hung_since_s is not None and self.seen_s - self._hung_since_s >= for_s

    def has_idled(self, for_s: float) -> bool:
        """Whether the arms haven't been held out for this long."""
        return self._idle_since_s is not None and self.seen_s - self._idle_since_s >= for_s

    def has_been_cut_off(self, for_s: float) -> bool:
        """Whether the feet haven't been seen for this long."""
        return self.seen_s - self._feet_s >= for_s

    def carry_on(self, before: "Track") -> None:
        """This is the body that another track has followed: what it hasn't done there counts here as well."""
        if self._idle_since_s is not None and before._idle_since_s is not None:
            self._idle_since_s = before._idle_since_s
        if self._feet_s == self.first_s:
            self._feet_s = before._feet_s

    def has_faced(self, for_s: float) -> bool:
        """Whether it has faced the camera for this long."""
        return self._front_since_s is not None and self.seen_s - self._front_since_s >= for_s

    def is_picture(self) -> bool:
        """Whether it has moved so little for so long that it is a poster, or a still on a screen."""
        return self._picture.is_still(self.seen_s)

    def note_look(self, look_s: float, *, is_sighted: bool) -> None:
        """Whether a look at everybody has found it, too."""
        if not is_sighted:
            self._sighted_since_s = None
            self.sighted_for_s = -1.0
            return
        if self._sighted_since_s is None:
            self._sighted_since_s = look_s
        self.sighted_for_s = look_s - self._sighted_since_s

    def miss(self) -> None:
        """A frame without this body: one that isn't known yet waits anew."""
        self._whole_since_s = None

    def _wait(self, now_s: float, is_whole: bool) -> None:
        if not is_whole:
            self._whole_since_s = None
        elif self._whole_since_s is None:
            self._whole_since_s = now_s
        elif now_s - self._whole_since_s >= self._tuning.confirm_s:
            self.is_confirmed = True

    @property
    def trunk(self) -> Trunk:
        """Where the trunk was seen last; there is one once a body was followed."""
        assert self._trunk is not None
        return self._trunk

    def place(self, now_s: float) -> Place:
        """Where it was seen last, as the place of this moment; its torso's length is the one learned."""
        trunk = self.trunk
        return Place(time_s=now_s, x=trunk.x, y=trunk.y, torso=self._torso)

    @property
    def is_promising(self) -> bool:
        """Whether it looked like a person in the last frame, confirmed or not."""
        return self.is_confirmed or self._whole_since_s is not None

    def is_still(self, for_s: float) -> bool:
        """Whether it has kept its place for this long."""
        return self.seen_s - self._still_since_s >= for_s

    def holds_arms_up(self, for_s: float) -> bool:
        """Whether both hands have been above the shoulders for this long."""
        return self._raised_since_s is not None and self.seen_s - self._raised_since_s >= for_s
