"""Whether the body that the pose model follows is still the pilot.

Theory. A model that follows one body goes over to whoever walks past in front of it, and stays with that one
until it has left the picture. Two things tell. The *clothes*: while somebody is near, a body that is dressed
like that one, and not like the pilot, is that one. And the *way*: who walks past walks on, who stands stays.
So the pilot's place and speed are kept from before the two came together; once a look at everybody shows two
bodies apart again, each of them is who it is likeliest to be, by place, size and clothes.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from griffin.gesture.bystanders import Bystander, Sighted, match_cost
from griffin.gesture.clothes import ClothesMemory, Colours, colour_distance
from griffin.gesture.pilot_tuning import PilotTuning
from griffin.gesture.track import Place, since


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meeting:
    """Somebody has come near the pilot: where the pilot was before, its speed in picture heights a second."""

    place: Place
    velocity_x: float
    velocity_y: float

    def expected(self, now_s: float, most_s: float) -> Place:
        """Where the pilot should be now. Nobody walks for long within a picture; who stands, stays."""
        dt_s = min(now_s - self.place.time_s, most_s)
        x, y = self.place.x + dt_s * self.velocity_x, self.place.y + dt_s * self.velocity_y
        return Place(time_s=now_s, x=x, y=y, torso=self.place.torso)


class IdentityWatch:
    """Follows one pilot. `elsewhere` is where it should be while the model follows somebody else."""

    def __init__(self, tuning: PilotTuning) -> None:
        self._tuning = tuning
        self._clothes = ClothesMemory(tuning.learn_s)
        self._places: deque[Place] = deque()  # of the body that is followed, pilot or not
        self._sure: Place | None = None  # where the pilot was seen last
        self._meeting: _Meeting | None = None
        self._near_s = -math.inf  # when somebody was near last
        self._like_other_since_s: float | None = None
        self._is_dressed_like_other = False
        self.elsewhere: Place | None = None

    def is_pilot(
        self,
        place: Place,
        clothes: Colours | None,
        others: Sequence[Bystander],
        *,
        is_within_reach: bool,
    ) -> bool:
        """Whether the body followed in this frame is the pilot.

        `is_within_reach`: the pilot could have moved to that place since it was seen last.
        """
        tuning, now_s = self._tuning, place.time_s
        self._places.append(place)
        while self._places[0].time_s < now_s - tuning.history_s:
            self._places.popleft()
        self._note_meeting(place, others)
        is_like_other = self._is_like_other(place, clothes, others)
        if self.elsewhere is None and (is_like_other or not (is_within_reach or self._is_where_seen(place))):
            self.elsewhere = self._expected(now_s)
        if self.elsewhere is not None:
            if is_like_other or not self._has_returned(
                place, clothes, others, is_within_reach=is_within_reach
            ):
                return False
            self.elsewhere = self._meeting = None
        if self._like_other_since_s is None:
            self._sure = place
            if self._meeting is None:
                self._clothes.learn(now_s, clothes)
        return True

    def accept(self, place: Place, clothes: Colours | None) -> None:
        """The body at this place is the pilot, for reasons of others."""
        self._sure, self.elsewhere, self._meeting = place, None, None
        self._clothes.learn(place.time_s, clothes)

    @property
    def is_beyond_doubt(self) -> bool:
        """Whether nothing says that the model follows, or may soon follow, somebody else."""
        return self.elsewhere is None and self._meeting is None and self._like_other_since_s is None

    def is_dressed_otherwise(self, clothes: Colours | None) -> bool:
        """Whether these are certainly not the pilot's clothes."""
        distance = self._clothes.distance(clothes)
        return distance is not None and distance > self._tuning.colours_other

    def may_be_dressed(self, clothes: Colours | None) -> bool:
        """Whether these are the pilot's clothes, as far as they can be compared."""
        distance = self._clothes.distance(clothes)
        return distance is None or distance < self._tuning.colours_alike

    def _is_where_seen(self, place: Place) -> bool:
        """Whether a look has just shown the pilot there."""
        sure = self._sure
        is_recent = sure is not None and place.time_s - sure.time_s < self._tuning.seen_there_s
        return sure is not None and is_recent and sure.torsos_to(place.x, place.y) < self._tuning.apart_torsos

    def _has_returned(
        self, place: Place, clothes: Colours | None, others: Sequence[Bystander], *, is_within_reach: bool
    ) -> bool:
        tuning, expected = self._tuning, self.elsewhere
        assert expected is not None
        far = expected.torsos_to(place.x, place.y)
        if far > tuning.apart_torsos or abs(math.log(place.torso / expected.torso)) > tuning.size_most_frac:
            return False
        distance = self._clothes.distance(clothes)
        if distance is not None and distance < tuning.colours_alike and self._are_dressed_otherwise(others):
            return True
        # By its place alone, it may as well be somebody who was seen there.
        is_other = any(place.torsos_to(*each.expected(place.time_s)) < far for each in others)
        return is_within_reach and not is_other

    def _are_dressed_otherwise(self, others: Sequence[Bystander]) -> bool:
        """Whether everybody else can be told from the pilot by the clothes."""
        distances = [self._clothes.distance(each.colours) for each in others]
        return all(each is not None and each > self._tuning.colours_other for each in distances)

    def _note_meeting(self, place: Place, others: Sequence[Bystander]) -> None:
        tuning, now_s = self._tuning, place.time_s
        if any(each.covers(place, now_s, tuning.apart_torsos) for each in others):
            self._near_s = now_s
            if self._meeting is None and self.elsewhere is None:
                first = next(each for each in self._places if each.time_s >= now_s - tuning.pace_s)
                span_s = max(now_s - first.time_s, tuning.pace_s)
                self._meeting = _Meeting(
                    place=place,
                    velocity_x=(place.x - first.x) / span_s,
                    velocity_y=(place.y - first.y) / span_s,
                )
        elif now_s - self._near_s > tuning.parted_s and self.elsewhere is None:
            self._meeting = None

    def _is_like_other(self, place: Place, clothes: Colours | None, others: Sequence[Bystander]) -> bool:
        """Whether the body has been dressed otherwise for a moment: like somebody near, or all new.

        Who turns around may show another chest, but not other legs.
        """
        tuning, now_s, own = self._tuning, place.time_s, self._clothes.distance(clothes)
        if own is None:  # not looked at in this frame
            return self._is_dressed_like_other
        # Those who could have come here since they were seen last.
        near = [each for each in others if each.could_be_at(place.x, place.y, now_s)]
        distances = [colour_distance(each.colours, clothes) for each in near]
        theirs = min((each for each in distances if each is not None), default=math.inf)
        # In its own place, and where nobody could have come, the light has changed, or a jacket has come off.
        sure = self._sure
        has_leapt = sure is not None and sure.torsos_to(place.x, place.y) > tuning.apart_torsos
        least = self._clothes.least_distance(clothes)
        is_new = (bool(near) or has_leapt) and own > tuning.colours_other and least > tuning.colours_alike
        is_like = is_new or theirs + tuning.colours_margin < own
        self._like_other_since_s = since(self._like_other_since_s, now_s, is_so=is_like)
        since_s = self._like_other_since_s
        self._is_dressed_like_other = since_s is not None and now_s - since_s >= tuning.other_s
        return self._is_dressed_like_other

    def _expected(self, now_s: float) -> Place | None:
        if self.elsewhere is not None:
            return self.elsewhere
        if self._meeting is not None:
            return self._meeting.expected(now_s, self._tuning.approach_s)
        return self._sure

    def look(self, sighted: Sequence[Sighted], others: Sequence[Bystander], look_s: float) -> Sighted | None:
        """Which body of a look is the pilot, or may be; notes when it isn't the one that the model follows.

        `others` are the bystanders as known before this look.
        """
        tuning, followed = self._tuning, self._place_at(look_s)
        at = None if followed is None else _nearest(followed, sighted, tuning.apart_torsos)
        as_pilot = [self._cost_as_pilot(each, look_s) for each in sighted]
        rest = [index for index in range(len(sighted)) if index != at]
        rival = min(rest, key=as_pilot.__getitem__, default=None)
        if at is None:
            # The look may have missed the pilot: a bystander who is known of isn't it for that.
            is_surprise = self._meeting is None and self.elsewhere is None
            if rival is not None and is_surprise:
                is_known = _cost_as_other(sighted[rival], others, look_s, tuning) <= as_pilot[rival]
                rival = None if is_known else rival
            return self._find_elsewhere(sighted, as_pilot, rival, look_s)
        if rival is None:
            # Whoever is followed in the pilot's place is one of the others, or it isn't known who that is.
            is_other = self.elsewhere is not None and (
                _cost_as_other(sighted[at], others, look_s, tuning) < as_pilot[at]
            )
            return None if is_other else sighted[at]
        if self._is_exchanged(at, rival, as_pilot, sighted, others, look_s):
            return self._find_elsewhere(sighted, as_pilot, rival, look_s)
        if self.elsewhere is not None and as_pilot[at] < min(tuning.most_cost, as_pilot[rival]):
            self.elsewhere = self._meeting = None
            self._sure = followed
        return sighted[at]

    def _find_elsewhere(
        self, sighted: Sequence[Sighted], as_pilot: list[float], rival: int | None, look_s: float
    ) -> Sighted | None:
        if rival is None or as_pilot[rival] > self._tuning.most_cost:
            return None
        found = sighted[rival]
        if self.is_dressed_otherwise(found.clothes):
            return None
        self.elsewhere = Place.of(found.trunk, look_s)
        return found

    def _is_exchanged(
        self,
        at: int,
        rival: int,
        as_pilot: list[float],
        sighted: Sequence[Sighted],
        others: Sequence[Bystander],
        look_s: float,
    ) -> bool:
        """Whether it is likelier that the rival is the pilot, and the followed body a bystander."""
        tuning = self._tuning
        is_surprise = self._meeting is None and self.elsewhere is None
        if is_surprise:
            # Nobody was seen to come near. Clothes say it, or else the body that is left where the pilot was.
            own = self._clothes.distance(sighted[at].clothes)
            theirs = self._clothes.distance(sighted[rival].clothes)
            if own is not None and theirs is not None and abs(own - theirs) > tuning.colours_margin:
                return theirs < own and theirs < tuning.colours_alike
        as_they_are = as_pilot[at] + _cost_as_other(sighted[rival], others, look_s, tuning)
        exchanged = as_pilot[rival] + _cost_as_other(sighted[at], others, look_s, tuning)
        trust = -tuning.trust_cost if self.elsewhere is not None else tuning.trust_cost
        return exchanged + trust < as_they_are

    def _cost_as_pilot(self, sighted: Sighted, look_s: float) -> float:
        place = self._expected(look_s)
        if self._meeting is None and self.elsewhere is None:
            place = self._place_at(look_s - self._tuning.look_s) or place
        if place is None:
            return 0.0
        unseen_s = max(0.0, look_s - place.time_s)
        colours = self._clothes.colours
        per_s = self._tuning.stand_per_s
        return match_cost((place.x, place.y), place.torso, colours, unseen_s, per_s, sighted, self._tuning)

    def _place_at(self, time_s: float) -> Place | None:
        """Where the followed body was then; None if none was."""
        nearest = min(self._places, key=lambda place: abs(place.time_s - time_s), default=None)
        if nearest is None or abs(nearest.time_s - time_s) > self._tuning.same_moment_s:
            return None
        return nearest


def _nearest(place: Place, sighted: Sequence[Sighted], most_torsos: float) -> int | None:
    distances = [place.torsos_to(each.trunk.x, each.trunk.y) for each in sighted]
    nearest = min(range(len(sighted)), key=distances.__getitem__, default=None)
    return nearest if nearest is not None and distances[nearest] <= most_torsos else None


def _cost_as_other(
    sighted: Sighted, others: Sequence[Bystander], look_s: float, tuning: PilotTuning
) -> float:
    """How unlikely it is that the body is one of the bystanders, or a new one."""
    return min([*(each.cost(sighted, look_s) for each in others), tuning.most_cost])
