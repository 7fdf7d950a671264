"""Who becomes the pilot, as long as nobody is; and who may take over from one.

- *A free place.* The only body there is gets it; of several, the first to hold both arms up, or after a
  moment the one nearest the picture's middle. Once there has been a pilot, it must face the camera.
- *A claim.* On the branch another body that holds both arms up for `claim_s` takes over from a pilot that
  stands with hanging arms, is a picture, or only talks. Against a pilot who moves, and in the air, it does
  nothing.

The model follows one body. If another one is chosen, that is the `target`: the model is led to it, and it
becomes the pilot once it is followed. How the model is led, and when looks are taken, isn't known here.
"""

import math

import msgspec

from griffin.gesture.bystanders import Bystander
from griffin.gesture.pilot_tuning import PilotTuning
from griffin.gesture.track import Place, Track
from griffin.gesture.tuning import GestureTuning


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody but the followed body, as known at this moment."""

    now_s: float
    middle_x: float  # of the picture, in picture heights
    others: list[Bystander]
    looked_s: float | None  # when the newest look was taken; None before the first

    def off_middle(self, x: float) -> float:
        """How far it is from there to the picture's middle."""
        return abs(x - self.middle_x)


class PilotChoice:
    """Chooses a pilot, and weighs claims. `target` is who shall be followed to become the pilot."""

    def __init__(self, tuning: GestureTuning, pilot_tuning: PilotTuning) -> None:
        self._tuning = tuning
        self._pilot_tuning = pilot_tuning
        self._target_until_s = -math.inf
        self._vain: Place | None = None  # the last target that the model couldn't be led to
        self._searching_since_s: float | None = None
        self._chosen_s = -math.inf
        self._has_had_pilot = False
        self.target: Place | None = None

    def choose(self, body: Track | None, company: Company) -> Track | None:
        """The track that becomes the pilot now; None while nobody does.

        `body`: the one followed in this frame. The caller confirms the choice with `begin`.
        """
        now_s = company.now_s
        if body is None and self.target is None:
            self._searching_since_s = None
            return None
        if self._searching_since_s is None:
            self._searching_since_s = now_s
        track = body if body is not None and body.is_confirmed else None
        if self.target is not None:
            apart = self._pilot_tuning.apart_torsos
            if track is not None and self.target.torsos_to(track.trunk.x, track.trunk.y) < apart:
                return track
            if now_s <= self._target_until_s:
                return None
            self._vain, self.target = self.target, None  # it can't be followed
        if track is None or not self._is_believed(track, company):
            self._aim_beside(body, company)
            return None
        return self._choose_among(track, company, searching_s=now_s - self._searching_since_s)

    def begin(self, now_s: float) -> None:
        """There is a new pilot."""
        self._chosen_s, self._has_had_pilot = now_s, True
        self._searching_since_s = self.target = None

    def aim(self, other: Bystander, now_s: float) -> None:
        """Have the model follow somebody else, who then becomes the pilot."""
        self.target = other.place(now_s)
        self._target_until_s = now_s + self._pilot_tuning.aim_s

    def may_be_relieved(self, pilot: Track) -> bool:
        """Whether another may take over: the pilot stands with hanging arms, only talks, or isn't alive."""
        tuning = self._pilot_tuning
        if pilot.seen_s - self._chosen_s < tuning.keep_s:
            return False
        stands = pilot.has_hung(tuning.claim_s) and pilot.is_still(tuning.claim_s)
        talks = pilot.has_been_cut_off(tuning.claim_s) and pilot.has_idled(tuning.idle_s)
        return stands or talks or pilot.is_picture()

    def claim_frac(self, other: Bystander) -> float:
        """How far a claim has gone to take over from a pilot who may be relieved."""
        return min(1.0, other.held_up_s() / self._pilot_tuning.claim_s)

    def _choose_among(self, track: Track, company: Company, *, searching_s: float) -> Track | None:
        now_s, tuning = company.now_s, self._tuning
        place = track.place(now_s)
        apart = self._pilot_tuning.apart_torsos
        others = [each for each in self._aimable(company) if place.torsos_to(*each.expected(now_s)) >= apart]
        if not others:
            may_fly = not self._has_had_pilot or track.has_faced(self._pilot_tuning.face_s)
            return track if may_fly else None
        if track.holds_arms_up(tuning.raise_s) and track.is_still(tuning.raise_s):
            return track
        raising = [each for each in others if each.held_up_s() >= tuning.raise_s]
        if raising:
            self.aim(raising[0], now_s)
        elif searching_s >= tuning.choose_s:
            return self._choose_in_the_middle(track, others, company)
        return None

    def _choose_in_the_middle(self, track: Track, others: list[Bystander], company: Company) -> Track | None:
        best = self._facing_in_the_middle(others, company)
        if self._has_had_pilot and not track.has_faced(self._pilot_tuning.face_s):
            if best is not None:
                self.aim(best, company.now_s)
            return None
        if best is None or company.off_middle(best.trunk.x) >= company.off_middle(track.middle_x):
            return track
        self.aim(best, company.now_s)
        return None

    def _aim_beside(self, body: Track | None, company: Company) -> None:
        """Leave a body that doesn't turn out to be a person, where somebody else faces the camera."""
        if body is None or company.now_s - body.first_s < self._pilot_tuning.look_patience_s:
            return
        best = self._facing_in_the_middle(self._aimable(company), company)
        if best is not None:
            self.aim(best, company.now_s)

    def _facing_in_the_middle(self, others: list[Bystander], company: Company) -> Bystander | None:
        """Of those who face the camera, the one nearest the picture's middle."""
        facing = [each for each in others if each.faced_s() >= self._pilot_tuning.face_s]
        return min(facing, key=lambda each: company.off_middle(each.trunk.x), default=None)

    def _aimable(self, company: Company) -> list[Bystander]:
        """The bystanders whom the model can be led to, as far as that was tried."""
        vain, tuning, now_s = self._vain, self._pilot_tuning, company.now_s
        if vain is None or now_s - vain.time_s > tuning.keep_s:
            return company.others
        apart = tuning.apart_torsos
        return [each for each in company.others if vain.torsos_to(*each.expected(now_s)) >= apart]

    def _is_believed(self, track: Track, company: Company) -> bool:
        """Whether the looks say so, too: following a body, a model invents one more easily than looking anew.

        Small bodies are found in enlarged parts only, which looks don't have.
        """
        tuning, looked_s = self._pilot_tuning, company.looked_s
        if looked_s is None or track.sighted_for_s >= tuning.sighted_s:
            return True
        has_looked = looked_s >= track.first_s
        if has_looked and track.torso >= tuning.look_least_torso:
            return False
        return has_looked or company.now_s - track.first_s >= tuning.look_patience_s
