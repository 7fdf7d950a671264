"""The body that the pose model follows, and looks at everybody, into the pilot.

A model that follows one body doesn't know persons apart, and sees one of them. So once in a while another
model looks at everybody (`look_interval_s`): a moment late, which is enough to know who else is there. Only
the body that is followed ever steers.

- *Becoming the pilot*, and handing over: pilot_choice.py.
- *Staying it.* The pilot stays it while seen where it could have moved to, at about the same size, and
  while identity.py doesn't say that the model has gone over to somebody else. Then the model is shown only
  the part of the picture (`view`) in which the pilot should be.
- *Coming back.* A pilot that was covered or away is known again by its clothes at its place, or by standing
  still: near the old place at once, elsewhere if nobody else is there. It is waited for `keep_s`.
"""

import math
from collections import deque
from enum import Enum

from griffin.events import MOST_ONLOOKERS, Onlooker
from griffin.gesture.bystanders import Bystander, Bystanders, Sighted, read_sighted
from griffin.gesture.features import BodyFeatures
from griffin.gesture.identity import IdentityWatch
from griffin.gesture.look_plan import LookPlan
from griffin.gesture.model_view import view_of
from griffin.gesture.pilot_choice import Company, PilotChoice
from griffin.gesture.pilot_tuning import PilotTuning
from griffin.gesture.points import read_points
from griffin.gesture.track import Place, Track, find_trunk
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import Landmarks, PictureSpan, PoseFrame

Sight = tuple[Track, BodyFeatures]
_PILOT_TUNING = PilotTuning()


class PilotPhase(Enum):
    """Whether there is a pilot, and in view."""

    SEARCHING = "searching"
    FLYING = "flying"
    LOST = "lost"


class PilotSign(Enum):
    """What the frames say about the pilot."""

    CHOSEN = "chosen"
    UNSEEN = "unseen"  # for longer than is bridged
    RETURNED = "returned"
    GONE = "gone"  # for longer than the place is kept, or another one takes over


_NEXT = {
    PilotPhase.SEARCHING: {PilotSign.CHOSEN: PilotPhase.FLYING},
    PilotPhase.FLYING: {PilotSign.UNSEEN: PilotPhase.LOST, PilotSign.GONE: PilotPhase.SEARCHING},
    PilotPhase.LOST: {PilotSign.RETURNED: PilotPhase.FLYING, PilotSign.GONE: PilotPhase.SEARCHING},
}


class PilotTracker:
    """Follows the pilot, and knows who else is there."""

    def __init__(
        self, tuning: GestureTuning, *, is_seated: bool, pilot_tuning: PilotTuning = _PILOT_TUNING
    ) -> None:
        self._tuning = tuning
        self._pilot_tuning = pilot_tuning
        self._is_seated = is_seated
        self._tracks: list[Track] = []
        self._identity = IdentityWatch(pilot_tuning)
        self._bystanders = Bystanders(pilot_tuning)
        self._choice = PilotChoice(tuning, pilot_tuning)
        self._looks = LookPlan(pilot_tuning)
        self._previous_s = -math.inf  # when the frame before this one was taken
        self._looked_s: float | None = None  # when the newest look was taken; None before the first
        self._is_flying = False
        self._aspect = 1.0
        self._pending_s: deque[float] = deque()  # when a newcomer was seen who isn't known for a person yet
        self._view_until_s = -math.inf
        self.view: PictureSpan | None = None  # where the followed body is to be sought; None: everywhere
        self.keeps_facing = False  # whether the pilot looks the way that was known before it was lost
        self.phase = PilotPhase.SEARCHING
        self.pilot: Track | None = None
        self.candidate: Track | None = None  # the body in this frame, if it could be a person
        self.frames_with_player = 0  # of this frame, and those before it that were pending

    def follow(self, frame: PoseFrame, look: PoseFrame | None = None, *, is_flying: bool) -> Sight | None:
        """Give the body of the frame to its track; returns who was seen.

        `look`: everybody, seen a moment ago; None when there is no new look.
        """
        now_s = frame.captured_s
        self._is_flying, self._aspect = is_flying, frame.aspect
        if now_s - self._previous_s > self._tuning.stall_s:
            self._forget(now_s)
        seen = self._assign(frame, now_s)
        if look is not None:
            self._look(look, seen)
        self._count(seen, now_s)
        self._forget(now_s)
        if self.phase is PilotPhase.SEARCHING:
            self._choose(seen, now_s)
        elif self.phase is PilotPhase.LOST:
            self._welcome_back(seen)
        others = self._bystanders.fresh(now_s)
        self._hand_over(others, now_s)
        self._previous_s = now_s
        self.candidate = seen[0] if seen is not None and seen[0].is_promising else None
        if self.pilot is not None and seen is not None and self.pilot.seen_s < now_s:
            self.pilot.reader.doubt()
        self._plan_look(others, now_s)
        self._plan_view(seen, others, now_s)
        return seen

    @property
    def look_interval_s(self) -> float:
        """When the next look at everybody is due after the last one."""
        return self._looks.interval_s

    def known_in(self, frame: PoseFrame) -> Landmarks | None:
        """The frame's body, where it is the pilot's beyond doubt: then a look needn't seek it once more."""
        pilot = self.pilot
        is_known = pilot is not None and self.phase is PilotPhase.FLYING and pilot.seen_s == self._previous_s
        if not is_known or self._looks.is_crossing or not self._identity.is_beyond_doubt:
            return None
        return frame.bodies[0] if frame.bodies else None

    @property
    def onlookers(self) -> tuple[Onlooker, ...]:
        """Everybody but the pilot, as of the last look; of several of whom none is the pilot, all."""
        others = [
            Onlooker(
                across_frac=self._across_frac(each.trunk.x),
                size_frac=round(min(1.0, each.trunk.torso), 3),
                has_arms_up=each.arms_up_since_s is not None,
                claim_frac=round(self._claim_frac(each), 3),
            )
            for each in self._bystanders.fresh(self._previous_s)
        ]
        if self.pilot is None and self.candidate is not None and others:
            x, torso = self.candidate.middle_x, self.candidate.torso
            others.insert(0, Onlooker(across_frac=self._across_frac(x), size_frac=round(min(1.0, torso), 3)))
        return tuple(others[:MOST_ONLOOKERS])

    def _across_frac(self, x: float) -> float:
        return round(max(-1.0, min(1.0, 2.0 * x / self._aspect - 1.0)), 3)

    # --- looks at everybody ---
    def _look(self, look: PoseFrame, seen: Sight | None) -> None:
        look_s = self._looked_s = look.captured_s
        sighted = read_sighted(look, self._tuning, self._pilot_tuning)
        if self.pilot is not None:
            followed = self._identity.look(sighted, self._bystanders.bodies, look_s)
        else:
            followed = self._find_followed(sighted, seen[0]) if seen is not None else None
            if seen is not None:
                seen[0].note_look(look_s, is_sighted=followed is not None)
        rest = [each for each in sighted if each is not followed]
        self._bystanders.see(rest, look_s)
        asking = sighted if self.pilot is None else rest
        if any(each.has_arms_up for each in asking) and self._is_open_to_claims():
            self._looks.note_raised_arms(look_s)

    def _find_followed(self, sighted: list[Sighted], track: Track) -> Sighted | None:
        """The body of a look that the model follows, where there is no pilot."""
        return min(
            (each for each in sighted if _torsos_between(track, each) < self._pilot_tuning.apart_torsos),
            key=lambda each: _torsos_between(track, each),
            default=None,
        )

    def _plan_look(self, others: list[Bystander], now_s: float) -> None:
        candidate, pilot, is_open = self.candidate, self.pilot, self._choice.target is not None
        if self.phase is PilotPhase.SEARCHING and candidate is not None:
            is_open |= now_s - candidate.first_s < self._pilot_tuning.busy_s
        is_crossing = pilot is not None and self._identity.elsewhere is not None
        if pilot is not None and others and not is_crossing:
            place, tuning = pilot.place(now_s), self._pilot_tuning
            near_torsos = tuning.leave_torsos if self._looks.is_crossing else tuning.apart_torsos
            is_crossing = any(each.comes_near(place, near_torsos) for each in others)
        self._looks.plan(now_s, is_open=is_open, is_crossing=is_crossing)

    def _plan_view(self, seen: Sight | None, others: list[Bystander], now_s: float) -> None:
        target = self._choice.target
        wanted = target or (self._identity.elsewhere if self.pilot is not None else None)
        # Where nobody else is, a pilot who has moved faster than could be followed must be found again.
        if wanted is None or (target is None and not others):
            if now_s > self._view_until_s:
                self.view = None
            return
        stranger = seen[0].trunk if seen is not None and seen[0] is not self.pilot else None
        view = view_of(wanted, (each.place(now_s) for each in others), stranger, self._pilot_tuning)
        if view is not None:
            self.view, self._view_until_s = view, now_s + self._pilot_tuning.view_s

    # --- the body that is followed ---
    def _assign(self, frame: PoseFrame, now_s: float) -> Sight | None:
        body = frame.bodies[0] if frame.bodies else None
        points = read_points(body, self._tuning) if body is not None else None
        trunk = find_trunk(points, self._tuning) if points is not None else None
        owner: Track | None = None
        followed = [track for track in self._tracks if self._is_followed(track, now_s)]
        if body is not None and points is not None and trunk is not None:
            within_reach = {
                id(track): far
                for track in followed
                if (far := track.distance(trunk, now_s - track.seen_s)) is not None
            }
            pilot, others = self.pilot, self._bystanders.fresh(now_s)
            if pilot is not None and self._identity.is_pilot(
                Place.of(trunk, now_s), body.clothes, others, is_within_reach=id(pilot) in within_reach
            ):
                owner = pilot
            else:
                near = [track for track in followed if track is not pilot and id(track) in within_reach]
                owner = min(near, key=lambda track: within_reach[id(track)], default=None)
            if owner is None:
                owner = Track(self._tuning, self._pilot_tuning, is_seated=self._is_seated, now_s=now_s)
                self._tracks.append(owner)
        for track in followed:
            if track is not owner:
                track.miss()
        if owner is None or points is None or trunk is None or body is None:
            return None
        features = owner.follow(points, trunk, frame)
        owner.dress(body.clothes)
        return owner, features

    def _is_followed(self, track: Track, now_s: float) -> bool:
        """Whether a body in this frame may be this track's: not if it was out of sight for too long.

        Time without frames, as on a busy machine, doesn't count as out of sight: a track seen in the last
        frame before such a gap is followed for up to `stall_s`.
        """
        gap_s = now_s - track.seen_s
        is_blind_gap = track.is_confirmed and track.seen_s == self._previous_s
        return gap_s <= self._tuning.bridge_s or (is_blind_gap and gap_s <= self._tuning.stall_s)

    def _count(self, seen: Sight | None, now_s: float) -> None:
        """Frames of a newcomer count once it proves to be a person: before, a model may have made it up."""
        while self._pending_s and now_s - self._pending_s[0] > self._tuning.pending_s:
            self._pending_s.popleft()
        self.frames_with_player = 0
        if seen is not None and seen[0].is_confirmed:
            self.frames_with_player = 1 + len(self._pending_s)
            self._pending_s.clear()
        elif seen is not None:
            self._pending_s.append(now_s)

    def _forget(self, now_s: float) -> None:
        tuning = self._tuning
        if self.pilot is not None:
            unseen_s = now_s - self.pilot.seen_s
            if unseen_s > tuning.bridge_s:
                self._advance(PilotSign.UNSEEN)
            elif self.phase is PilotPhase.LOST:
                self._advance(PilotSign.RETURNED)
                self.keeps_facing = True
            if unseen_s > self._pilot_tuning.keep_s:
                self._release()
        self._tracks = [
            track for track in self._tracks if track is self.pilot or now_s - track.seen_s <= tuning.bridge_s
        ]

    def _release(self) -> None:
        self._advance(PilotSign.GONE)
        self.pilot = None
        self._identity = IdentityWatch(self._pilot_tuning)

    # --- who is the pilot ---
    def _choose(self, seen: Sight | None, now_s: float) -> None:
        company = Company(
            now_s=now_s,
            middle_x=self._aspect / 2.0,
            others=self._bystanders.fresh(now_s),
            looked_s=self._looked_s,
        )
        chosen = self._choice.choose(seen[0] if seen is not None else None, company)
        if chosen is not None:
            self._appoint(chosen, now_s)

    def _appoint(self, track: Track, now_s: float) -> None:
        self._choice.begin(now_s)
        self.pilot, self.keeps_facing = track, False
        self._identity = IdentityWatch(self._pilot_tuning)
        place = track.place(now_s)
        self._identity.accept(place, track.clothes)
        self._bystanders.leave_out(place)
        track.reader.begin()
        self._advance(PilotSign.CHOSEN)

    def _welcome_back(self, seen: Sight | None) -> None:
        pilot = self.pilot
        if pilot is None or seen is None or seen[0] is pilot:
            return
        tuning, track = self._tuning, seen[0]
        if self._identity.is_dressed_otherwise(track.clothes):
            return
        is_near = pilot.distance(track.trunk, self._pilot_tuning.near_gap_s) is not None
        if not (is_near or self._identity.may_be_dressed(track.usual_clothes)):
            return
        elsewhere = self._identity.elsewhere
        if elsewhere is not None:
            is_near = elsewhere.torsos_to(track.trunk.x, track.trunk.y) < self._pilot_tuning.apart_torsos
        if not is_near and self._bystanders.fresh(track.seen_s):
            return
        # Who comes into an empty room and stands there is the pilot, more so the longer it was empty.
        is_old = track.seen_s - pilot.seen_s > self._pilot_tuning.facing_s
        if track.is_confirmed and track.is_still(tuning.confirm_s if is_near or is_old else tuning.recover_s):
            self.keeps_facing = not is_old
            track.reader.begin(pilot.reader, keeps_facing=self.keeps_facing)
            track.carry_on(pilot)
            self._tracks.remove(pilot)
            self.pilot = track
            self._identity.accept(track.place(track.seen_s), track.clothes)
            self._advance(PilotSign.RETURNED)

    def _hand_over(self, others: list[Bystander], now_s: float) -> None:
        claimant = next((each for each in others if self._claim_frac(each) >= 1.0), None)
        if claimant is not None:
            self._release()
            self._choice.aim(claimant, now_s)

    def _claim_frac(self, other: Bystander) -> float:
        """How far a claim to take over has gone, where the pilot's place may be claimed at all."""
        if self.pilot is None or not self._is_open_to_claims():
            return 0.0
        return self._choice.claim_frac(other)

    def _is_open_to_claims(self) -> bool:
        """Whether raised arms mean anything: on the branch, without a pilot, or with one to be relieved."""
        if self._is_flying or self.phase is PilotPhase.LOST:
            return False
        return self.pilot is None or self._choice.may_be_relieved(self.pilot)

    def _advance(self, sign: PilotSign) -> None:
        self.phase = _NEXT[self.phase].get(sign, self.phase)


def _torsos_between(track: Track, sighted: Sighted) -> float:
    return track.place(track.seen_s).torsos_to(sighted.trunk.x, sighted.trunk.y)
