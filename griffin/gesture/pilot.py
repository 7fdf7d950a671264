"""The bodies of each frame into tracks, and one of the tracks into the pilot.

A pose model doesn't know persons apart: asked for one pose, it may change over to another body. So the
pilot is kept here. The only body there is becomes the pilot; of several, the first to stand still with both
arms raised, or after a moment the one nearest the picture's middle. The pilot stays it while seen where that
body could have moved to since the last frame, no nearer and no farther; nobody else takes over.

Once lost for longer than is bridged, a pilot is known again by standing still: near the old place at once, or
anywhere after a while if nobody else is there although two bodies were asked for. Who walks past does
neither. Out of sight for `release_s`, the pilot has left.
"""

import math
from collections import deque
from enum import Enum

from griffin.gesture.features import BodyFeatures
from griffin.gesture.points import read_points
from griffin.gesture.track import Track, find_trunk
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import PoseFrame

Sight = tuple[Track, BodyFeatures]


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
    GONE = "gone"  # for longer than the place is kept


_NEXT = {
    PilotPhase.SEARCHING: {PilotSign.CHOSEN: PilotPhase.FLYING},
    PilotPhase.FLYING: {PilotSign.UNSEEN: PilotPhase.LOST},
    PilotPhase.LOST: {PilotSign.RETURNED: PilotPhase.FLYING, PilotSign.GONE: PilotPhase.SEARCHING},
}


class PilotTracker:
    """Follows all bodies, and knows who flies."""

    def __init__(self, tuning: GestureTuning, *, is_seated: bool) -> None:
        self._tuning = tuning
        self._is_seated = is_seated
        self._tracks: list[Track] = []
        self._previous_s = -math.inf  # when the frame before this one was taken
        self._searching_since_s: float | None = None
        self._second_until_s = -math.inf
        self._pending_s: deque[float] = deque()  # when a newcomer was seen who isn't known for a person yet
        self.wants_second_body = False  # whether the model should look for two in the next frame
        self.phase = PilotPhase.SEARCHING
        self.pilot: Track | None = None
        self.candidate: Track | None = None  # the only body in this frame, if it could be a person
        self.frames_with_player = 0  # of this frame, and those before it that were pending

    def follow(self, frame: PoseFrame) -> list[Sight]:
        """Give each body of the frame to its track; returns who was seen."""
        now_s = frame.captured_s
        seen = self._assign(frame, now_s)
        self._count(seen, now_s)
        self._forget(now_s)
        if self.phase is PilotPhase.SEARCHING:
            self._choose(seen, frame.aspect, now_s)
        elif self.phase is PilotPhase.LOST:
            self._welcome_back(seen)
        self._previous_s = now_s
        self.candidate = seen[0][0] if len(seen) == 1 and seen[0][0].is_promising else None
        is_another_seen = bool(seen) and self.pilot is not None and self.pilot.seen_s < now_s
        if self.pilot is not None and is_another_seen:
            self.pilot.reader.doubt()
        self._ask_for_second(is_another_seen, seen, now_s)
        return seen

    def _ask_for_second(self, is_another_seen: bool, seen: list[Sight], now_s: float) -> None:
        """Two are looked for while it is open who flies, and when the model has gone over to somebody else.

        Not when merely nobody is seen: to look for two costs double, and a model that changes between one
        and two loses whom it followed. So it stays at two for a moment, too.
        """
        if is_another_seen:
            self._second_until_s = now_s + self._tuning.second_body_s
        is_open = self.phase is not PilotPhase.FLYING and bool(seen)
        self.wants_second_body = is_open or now_s < self._second_until_s

    def _assign(self, frame: PoseFrame, now_s: float) -> list[Sight]:
        # Nearest pairs first, and the pilot before all; with a handful of bodies nothing cleverer is needed.
        bodies = []
        for body in frame.bodies:
            points = read_points(body, self._tuning)
            trunk = find_trunk(points, self._tuning) if points is not None else None
            if points is not None and trunk is not None:
                bodies.append((points, trunk))
        followed = [track for track in self._tracks if self._is_followed(track, now_s)]
        pairs = sorted(
            (track is not self.pilot, far, number, index)
            for number, track in enumerate(followed)
            for index, (_, trunk) in enumerate(bodies)
            if (far := track.distance(trunk, now_s - track.seen_s)) is not None
        )
        owners: dict[int, Track] = {}
        for _, _, number, index in pairs:
            if index not in owners and followed[number] not in owners.values():
                owners[index] = followed[number]
        for track in followed:
            if track not in owners.values():
                track.miss()
        seen = []
        for index, (points, trunk) in enumerate(bodies):
            owner = owners.get(index)
            if owner is None:
                owner = Track(self._tuning, is_seated=self._is_seated, now_s=now_s)
                self._tracks.append(owner)
            seen.append((owner, owner.follow(points, trunk, frame)))
        return seen

    def _is_followed(self, track: Track, now_s: float) -> bool:
        """Whether a body in this frame may be this track's: not if it was out of sight for too long.

        Time without frames, as on a busy machine, doesn't count as out of sight: a track seen in the last
        frame before such a gap is followed for up to `stall_s`.
        """
        gap_s = now_s - track.seen_s
        is_blind_gap = track.is_confirmed and track.seen_s == self._previous_s
        return gap_s <= self._tuning.bridge_s or (is_blind_gap and gap_s <= self._tuning.stall_s)

    def _count(self, seen: list[Sight], now_s: float) -> None:
        """Frames of a newcomer count once it proves to be a person: before, a model may have made it up."""
        while self._pending_s and now_s - self._pending_s[0] > self._tuning.pending_s:
            self._pending_s.popleft()
        self.frames_with_player = 0
        if any(track.is_confirmed for track, _ in seen):
            self.frames_with_player = 1 + len(self._pending_s)
            self._pending_s.clear()
        elif seen:
            self._pending_s.append(now_s)

    def _forget(self, now_s: float) -> None:
        tuning = self._tuning
        if self.pilot is not None:
            unseen_s = now_s - self.pilot.seen_s
            if unseen_s > tuning.bridge_s:
                self._advance(PilotSign.UNSEEN)
            if unseen_s > tuning.release_s:
                self._advance(PilotSign.GONE)
                self.pilot = None
        self._tracks = [
            track for track in self._tracks if track is self.pilot or now_s - track.seen_s <= tuning.bridge_s
        ]

    def _choose(self, seen: list[Sight], aspect: float, now_s: float) -> None:
        if not self._tracks:
            self._searching_since_s = None
            return
        if self._searching_since_s is None:
            self._searching_since_s = now_s
        ready = [track for track, _ in seen if track.is_confirmed]
        self.pilot = self._best(ready, aspect, now_s - self._searching_since_s)
        if self.pilot is not None:
            self._searching_since_s = None
            self.pilot.reader.begin()
            self._advance(PilotSign.CHOSEN)

    def _best(self, ready: list[Track], aspect: float, searching_s: float) -> Track | None:
        if not ready:
            return None
        if len(self._tracks) == 1:
            return ready[0]
        tuning = self._tuning
        for track in ready:
            if track.holds_arms_up(tuning.raise_s) and track.is_still(tuning.raise_s):
                return track
        if searching_s < tuning.choose_s:
            return None
        return min(ready, key=lambda track: abs(track.middle_x - aspect / 2.0))

    def _welcome_back(self, seen: list[Sight]) -> None:
        assert self.pilot is not None
        tuning = self._tuning
        for track, _ in seen:
            is_near = self.pilot.distance(track.trunk, tuning.release_s) is not None
            if not is_near and len(seen) > 1:
                continue
            if track.is_confirmed and track.is_still(tuning.confirm_s if is_near else tuning.recover_s):
                track.reader.begin(self.pilot.reader)
                self._tracks.remove(self.pilot)
                self.pilot = track
                self._advance(PilotSign.RETURNED)
                return

    def _advance(self, sign: PilotSign) -> None:
        self.phase = _NEXT[self.phase].get(sign, self.phase)
