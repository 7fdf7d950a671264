"""Everybody but the pilot, as far as the looks at everybody show them: about once a second, a moment late.

Between two looks a bystander is expected to walk on as before.
"""

import math
from dataclasses import dataclass

from griffin.gesture.clothes import ClothesMemory, Colours, colour_distance
from griffin.gesture.pilot_tuning import PilotTuning
from griffin.gesture.points import BodyPoints, read_points
from griffin.gesture.track import Place, Trunk, find_trunk, holds_hands_up, since
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import Joint, PoseFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighted:
    """One body of a look at everybody."""

    trunk: Trunk
    clothes: Colours | None
    has_arms_up: bool
    faces_camera: bool


def read_sighted(look: PoseFrame, tuning: GestureTuning, pilot_tuning: PilotTuning) -> list[Sighted]:
    """The bodies of a look that a player could have."""
    found = []
    for body in look.bodies:
        points = read_points(body, tuning)
        trunk = find_trunk(points, tuning) if points is not None else None
        if points is None or trunk is None:
            continue
        torso = trunk.torso
        found.append(
            Sighted(
                trunk=trunk,
                clothes=body.clothes,
                has_arms_up=holds_hands_up(points, torso, tuning),
                faces_camera=faces_camera(points, torso, pilot_tuning),
            )
        )
    return found


def faces_camera(points: BodyPoints, torso: float, tuning: PilotTuning) -> bool:
    """Whether the shoulders are seen from the front."""
    left, right = points.picture[Joint.LEFT_SHOULDER], points.picture[Joint.RIGHT_SHOULDER]
    return left[0] - right[0] >= tuning.front_torsos * torso


class Bystander:
    """One body followed from look to look."""

    def __init__(self, sighted: Sighted, now_s: float, tuning: PilotTuning) -> None:
        self._tuning = tuning
        self._clothes = ClothesMemory(tuning.learn_s)
        self._velocity = (0.0, 0.0)
        self.number_of_looks = 0
        self.arms_up_since_s: float | None = None
        self.front_since_s: float | None = None
        self.trunk = sighted.trunk
        self.seen_s = now_s
        self.see(sighted, now_s)

    @property
    def colours(self) -> Colours | None:
        """Of its clothes."""
        return self._clothes.colours

    def see(self, sighted: Sighted, now_s: float) -> None:
        """Take what a look shows of it."""
        dt_s = now_s - self.seen_s
        if dt_s > 0.0:
            before = self.trunk
            self._velocity = ((sighted.trunk.x - before.x) / dt_s, (sighted.trunk.y - before.y) / dt_s)
        self.trunk, self.seen_s = sighted.trunk, now_s
        self.number_of_looks += 1
        self._clothes.learn(now_s, sighted.clothes)
        self.arms_up_since_s = since(self.arms_up_since_s, now_s, is_so=sighted.has_arms_up)
        self.front_since_s = since(self.front_since_s, now_s, is_so=sighted.faces_camera)

    def expected(self, now_s: float) -> tuple[float, float]:
        """Where its trunk should be now, x and y in picture heights."""
        dt_s = now_s - self.seen_s
        return self.trunk.x + dt_s * self._velocity[0], self.trunk.y + dt_s * self._velocity[1]

    def place(self, now_s: float) -> Place:
        """The place where it should be now."""
        x, y = self.expected(now_s)
        return Place(time_s=now_s, x=x, y=y, torso=self.trunk.torso)

    def comes_near(self, place: Place, near_torsos: float) -> bool:
        """Whether it is that near to whoever stands at this place, or may be about to be."""
        if self.number_of_looks < 2:
            return True  # only a second look shows which way it goes
        return any(
            self.covers(place, place.time_s + part * self._tuning.approach_s, near_torsos)
            for part in (0.0, 0.5, 1.0)
        )

    def covers(self, place: Place, time_s: float, near_torsos: float) -> bool:
        """Whether it should be that near to a place then, across the picture; trunks may differ in height."""
        x, y = self.expected(time_s)
        across, down = abs(x - place.x) / place.torso, abs(y - place.y) / place.torso
        return across < near_torsos and down < self._tuning.cover_torsos

    @property
    def _stray_per_s(self) -> float:
        """How far it may be off the expected place, in torso lengths for each second unseen."""
        # Of somebody seen once it isn't known whether it walks.
        return self._tuning.place_per_s if self.number_of_looks > 1 else self._tuning.walk_per_s

    def could_be_at(self, x: float, y: float, now_s: float) -> bool:
        """Whether it may be at this place by now."""
        expected_x, expected_y = self.expected(now_s)
        far = math.hypot(x - expected_x, y - expected_y) / self.trunk.torso
        return far <= self._tuning.apart_torsos + self._stray_per_s * max(0.0, now_s - self.seen_s)

    def cost(self, sighted: Sighted, now_s: float) -> float:
        """How unlikely it is that this body is the one seen now."""
        unseen_s = max(0.0, now_s - self.seen_s)
        place, per_s = self.expected(now_s), self._stray_per_s
        return match_cost(place, self.trunk.torso, self.colours, unseen_s, per_s, sighted, self._tuning)

    def held_up_s(self) -> float:
        """How long both arms have been up, as of the last look."""
        return self.seen_s - self.arms_up_since_s if self.arms_up_since_s is not None else 0.0

    def faced_s(self) -> float:
        """How long it has faced the camera, as of the last look."""
        return self.seen_s - self.front_since_s if self.front_since_s is not None else 0.0


def match_cost(
    place: tuple[float, float],
    torso: float,
    colours: Colours | None,
    unseen_s: float,
    per_s: float,
    sighted: Sighted,
    tuning: PilotTuning,
) -> float:
    """How unlikely it is that a body is the one expected at this place: about 1 for each thing that is off.

    `unseen_s`: how old the expectation is. `per_s`: how far (torso lengths a second) it may be off by then.
    """
    far = math.hypot(sighted.trunk.x - place[0], sighted.trunk.y - place[1]) / torso
    cost = far / (tuning.place_torsos + per_s * unseen_s)
    cost += abs(math.log(sighted.trunk.torso / torso)) / tuning.size_frac
    colour = colour_distance(colours, sighted.clothes)
    return cost + (colour / tuning.colour_step if colour is not None else 0.0)


class Bystanders:
    """All of them."""

    def __init__(self, tuning: PilotTuning) -> None:
        self._tuning = tuning
        self.bodies: list[Bystander] = []

    def fresh(self, now_s: float) -> list[Bystander]:
        """Those who haven't left."""
        return [each for each in self.bodies if now_s - each.seen_s <= self._tuning.forget_s]

    def see(self, sighted: list[Sighted], now_s: float) -> None:
        """Give each body of a look, the pilot's left out, to whom it is likeliest to be."""
        tuning = self._tuning
        self.bodies = self.fresh(now_s)
        costs = sorted(
            (cost, number, index)
            for number, body in enumerate(self.bodies)
            for index, found in enumerate(sighted)
            if (cost := body.cost(found, now_s)) < tuning.most_cost
        )
        known: dict[int, Bystander] = {}
        for _, number, index in costs:
            if index not in known and self.bodies[number] not in known.values():
                known[index] = self.bodies[number]
        for index, found in enumerate(sighted):
            if index in known:
                known[index].see(found, now_s)
            else:
                self.bodies.append(Bystander(found, now_s, tuning))

    def leave_out(self, place: Place) -> None:
        """Whoever is at this place is the pilot now, and no bystander any more."""
        apart = self._tuning.apart_torsos
        self.bodies = [each for each in self.bodies if place.torsos_to(*each.expected(place.time_s)) >= apart]
