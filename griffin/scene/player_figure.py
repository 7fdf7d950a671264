"""The joints of a player from the wire → a figure that moves like a mirror image. Pure.

Joints follow the camera within a few hundredths of a second; limbs that it doesn't see hang down. Only the
size of the figure, and the lengths of limbs that hang, are smoothed over seconds.
"""

import math
from dataclasses import dataclass

from griffin.easing import approach, clamp, mix
from griffin.events import Figure, FigurePoint
from griffin.scene.figure_body import TUNING as FIGURE
from griffin.scene.figure_body import Body, Limb, bend_leg
from griffin.scene.shapes import Point

_TORSO = FIGURE.shoulder[1] - FIGURE.hip[1]  # of a figure's height


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerFigureTuning:
    """How a player's figure follows. Lengths are in torso lengths."""

    joint_hz: float = 45.0  # 80 % of a step in two frames: smooth between a camera's pictures
    seen_hz: float = 9.0  # a limb that is lost sinks in a quarter of a second
    length_hz: float = 0.5  # proportions change over 2 s
    unlearn_frac: float = 0.3  # and shrink more slowly: what looks short may point at the camera
    ground_hz: float = 8.0  # feet are uncertain, and the whole figure would jump with them
    turn_hz: float = 12.0
    trail_hz: float = 10.0  # feathers lag 0.1 s behind the arm
    most_drag_rad: float = 0.5
    forget_s: float = 0.7  # a body that was unseen for longer starts afresh
    back_facing: float = 0.25  # of a full turn of the shoulders: from here on it is believed
    full_breadth_frac: float = 0.8  # of the broadest shoulders: from here on they face the camera
    stretch_frac: float = 1.35  # a limb that looks longer than this is an error of the model's
    neck: float = 0.56  # from the shoulders to the middle of the head, until it has been seen
    least_length: float = 0.25
    most_length: float = 1.2
    head_per_neck: float = 0.71
    head: tuple[float, float] = (0.10, 0.158)  # of the height: a grown-up's and a toddler's

    def __post_init__(self) -> None:
        if not 0.0 < self.least_length < self.neck < self.most_length:
            raise ValueError("neck must lie between least_length and most_length")


TUNING = PlayerFigureTuning()

# Each joint of a side hangs from the one before it, in this direction: across (outwards) and up.
_LEFT = (
    FigurePoint.LEFT_SHOULDER,
    FigurePoint.LEFT_ELBOW,
    FigurePoint.LEFT_WRIST,
    FigurePoint.LEFT_HAND,
    FigurePoint.LEFT_HIP,
    FigurePoint.LEFT_KNEE,
    FigurePoint.LEFT_ANKLE,
    FigurePoint.LEFT_FOOT,
)
_SIDES = (tuple(int(point) for point in _LEFT), tuple(int(point) + 1 for point in _LEFT))
_HEAD = int(FigurePoint.HEAD)
_COUNT = len(FigurePoint)
_HANGING = {
    1: (0.26, -0.97),
    2: (0.12, -0.99),
    3: (0.05, -1.0),
    5: (0.12, -0.99),
    6: (0.12, -0.99),
    7: (1.0, 0.0),
}
_USUAL = (
    FIGURE.shoulder[0] / _TORSO,
    FIGURE.upper_arm / _TORSO,
    FIGURE.forearm / _TORSO,
    FIGURE.hand / _TORSO,
    FIGURE.hip[0] / _TORSO,
    FIGURE.thigh / _TORSO,
    FIGURE.shank / _TORSO,
    FIGURE.foot / _TORSO,
)
_NECK = len(_USUAL)  # index of its length, after those of a side


class PlayerFigure:
    """The figure of one player, which follows the newest joints from picture to picture."""

    def __init__(self, tuning: PlayerFigureTuning = TUNING) -> None:
        self._tuning = tuning
        self._seen_s: float | None = None
        self._shown_s = 0.0
        self._begin()

    def _begin(self) -> None:
        self._points: list[Point] = []
        self._sureness = [0.0] * _COUNT
        self._lengths = [*_USUAL, self._tuning.neck]
        self._feet: Point | None = None  # middle of the ankles across, and the lower one
        self._facing = 1.0
        self._trails: list[Point] = []

    @property
    def is_known(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self._points)

    def follow(self, figure: Figure | None, shown_s: float) -> None:
        """Follow the newest joints at the screen's time; None: there are none."""
        dt_s = clamp(shown_s - self._shown_s, 0.0, 0.1)
        self._shown_s = shown_s
        if figure is None:
            return
        if self._seen_s is not None and shown_s - self._seen_s > self._tuning.forget_s:
            self._begin()
        self._seen_s = shown_s
        if not self._points:
            self._points = list(figure.points)
            self._sureness = [1.0 if seen else 0.0 for seen in figure.seen]
            self._learn_lengths(figure, 1.0)
        toward = 1.0 - math.exp(-self._tuning.joint_hz * dt_s)
        self._points = [
            (x + (to_x - x) * toward, y + (to_y - y) * toward)
            for (x, y), (to_x, to_y) in zip(self._points, figure.points, strict=True)
        ]
        surely = 1.0 - math.exp(-self._tuning.seen_hz * dt_s)
        self._sureness = [
            sure + (seen - sure) * surely for sure, seen in zip(self._sureness, figure.seen, strict=True)
        ]
        self._learn_lengths(figure, 1.0 - math.exp(-self._tuning.length_hz * dt_s))
        self._turn(dt_s)
        self._place(dt_s)

    def body(
        self, ground: Point, height_u: float, *, breath_frac: float = 0.0, is_seated: bool = False
    ) -> Body:
        """The figure with its feet on the ground. `height_u`: its height when it stands upright."""
        tuning, lengths = self._tuning, self._lengths
        whole = 1.0 + lengths[5] + lengths[6] + FIGURE.leg[1] / _TORSO + lengths[_NECK]
        low, high = tuning.head
        head = clamp(
            tuning.head_per_neck * lengths[_NECK], low * whole / (1.0 - low), high * whole / (1.0 - high)
        )
        scale = height_u / (whole + head)
        breath = FIGURE.breath * breath_frac * height_u
        head_point, sides = self._joints()
        feet_x, feet_y = self._feet or (0.0, -lengths[5] - lengths[6])
        if is_seated:
            sides = [
                [*side[:4], *_seated_leg(side[4], out, height_u / scale)]
                for side, out in zip(sides, (-1.0, 1.0), strict=True)
            ]
            feet_x = 0.0
            feet_y = 0.5 * (sides[0][6][1] + sides[1][6][1])
        floor = feet_y - FIGURE.leg[1] * height_u / scale

        def place(point: Point) -> Point:
            return ground[0] + (point[0] - feet_x) * scale, ground[1] - (point[1] - floor) * scale

        neck = _middle(sides[0][0], sides[1][0])
        hips = _middle(sides[0][4], sides[1][4])
        chest_part, belly_part = ((up - FIGURE.hip[1]) / _TORSO for up in (FIGURE.chest_up, FIGURE.belly_up))
        left, right = ([place(point) for point in side] for side in sides)
        head_x, head_y = place(head_point)
        return Body(
            unit_u=height_u,
            ground=ground,
            head=(head_x, head_y - breath),
            head_radius_u=head * scale,
            chest=place((mix(hips[0], neck[0], chest_part), mix(hips[1], neck[1], chest_part))),
            chest_radius_u=FIGURE.chest * height_u + breath,
            belly=place((mix(hips[0], neck[0], belly_part), mix(hips[1], neck[1], belly_part))),
            arms=(_limb(left[:4]), _limb(right[:4])),
            legs=(_limb(left[4:]), _limb(right[4:])),
            facing=self._facing,
            drag_rad=self._drags(sides),
        )

    def _learn_lengths(self, figure: Figure, part: float) -> None:
        """Measure the limbs. `part`: how far the lengths go to the new ones, 1 the first time."""
        points, seen, tuning = figure.points, figure.seen, self._tuning
        for number in (1, 2, 5, 6):
            measured = [
                math.dist(points[side[number - 1]], points[side[number]])
                for side in _SIDES
                if seen[side[number - 1]] and seen[side[number]]
            ]
            if measured:
                self._learn(number, max(measured), part)
        if seen[1] and seen[2]:
            self._learn(0, 0.5 * math.dist(points[1], points[2]), part)
            if seen[_HEAD]:
                middle = _middle(points[1], points[2])
                self._learn(
                    _NECK,
                    clamp(math.dist(middle, points[_HEAD]), tuning.least_length, tuning.most_length),
                    part,
                )

    def _learn(self, number: int, length: float, part: float) -> None:
        known = self._lengths[number]
        length = clamp(length, 0.5 * known, self._tuning.most_length)
        is_first = part == 1.0
        slowly = 1.0 if length > known or is_first else self._tuning.unlearn_frac
        self._lengths[number] = mix(known, length, part * slowly)

    def _turn(self, dt_s: float) -> None:
        (left_x, _), (right_x, _) = self._points[1], self._points[2]
        tuning = self._tuning
        breadth = 2.0 * tuning.full_breadth_frac * self._lengths[0]
        turned = clamp((right_x - left_x) / breadth, -1.0, 1.0)
        if abs(turned) < tuning.back_facing:
            turned = math.copysign(tuning.back_facing, self._facing)
        self._facing = approach(self._facing, turned, tuning.turn_hz, dt_s)

    def _place(self, dt_s: float) -> None:
        """Smooth where the feet stand, and the directions of the arms that the feathers lag behind."""
        _, sides = self._joints()
        ankles = sides[0][6], sides[1][6]
        feet = _middle(*ankles)[0], min(ankles[0][1], ankles[1][1])
        if self._feet is None:
            self._feet, self._trails = feet, [_way(side) for side in sides]
        hz = self._tuning.ground_hz
        self._feet = approach(self._feet[0], feet[0], hz, dt_s), approach(self._feet[1], feet[1], hz, dt_s)
        trail = 1.0 - math.exp(-self._tuning.trail_hz * dt_s)
        self._trails = [
            (mix(old[0], new[0], trail), mix(old[1], new[1], trail))
            for old, new in zip(self._trails, map(_way, sides), strict=True)
        ]

    def _joints(self) -> tuple[Point, list[list[Point]]]:
        """The head, and the joints on the left and on the right of the picture, in torso lengths."""
        lengths, is_away = self._lengths, self._facing < 0.0
        sides = []
        for out, indices in zip((-1.0, 1.0), _SIDES[::-1] if is_away else _SIDES, strict=True):
            joints: list[Point] = []
            for number, index in enumerate(indices):
                sure = self._sureness[index]
                x, y = self._points[index]
                if number in _HANGING:
                    across, up = _HANGING[number]
                    parent_x, parent_y = joints[-1]
                    length = lengths[number]
                    most = self._tuning.stretch_frac * length
                    away = math.hypot(x - parent_x, y - parent_y)
                    if away > most:
                        x, y = (
                            parent_x + (x - parent_x) * most / away,
                            parent_y + (y - parent_y) * most / away,
                        )
                    hung_x, hung_y = parent_x + out * across * length, parent_y + up * length
                else:
                    hung_x, hung_y = out * lengths[number], 1.0 if number == 0 else 0.0
                joints.append((hung_x + (x - hung_x) * sure, hung_y + (y - hung_y) * sure))
            sides.append(joints)
        neck_x, neck_y = _middle(sides[0][0], sides[1][0])
        sure, (x, y) = self._sureness[_HEAD], self._points[_HEAD]
        return (mix(neck_x, x, sure), mix(neck_y + lengths[_NECK], y, sure)), sides

    def _drags(self, sides: list[list[Point]]) -> tuple[float, float]:
        most = self._tuning.most_drag_rad
        drags = []
        for out, side, trail in zip((-1.0, 1.0), sides, self._trails, strict=True):
            now = _way(side)
            turn = math.atan2(now[0] * trail[1] - now[1] * trail[0], now[0] * trail[0] + now[1] * trail[1])
            drags.append(clamp(out * turn, -most, most))
        return drags[0], drags[1]


def _seated_leg(hip: Point, out: float, height: float) -> list[Point]:
    """A leg whose thigh points at the viewer. `height`: the figure's, in torso lengths."""
    lengths = FIGURE.seated_thigh * height, FIGURE.shank * height
    knee, ankle = bend_leg(hip, out, lengths, FIGURE.seated_hip_rad, FIGURE.seated_knee_rad)
    return [hip, knee, ankle, (ankle[0] + out * FIGURE.foot * height, ankle[1])]


def _way(side: list[Point]) -> Point:
    """From the shoulder to the wrist."""
    return side[2][0] - side[0][0], side[2][1] - side[0][1]


def _middle(a: Point, b: Point) -> Point:
    return 0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1])


def _limb(points: list[Point]) -> Limb:
    first, second, third, fourth = points
    return first, second, third, fourth
