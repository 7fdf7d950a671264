"""The bodies of each frame into tracks, and one of the tracks into the pilot.

A pose model has no idea of persons: with one pose asked for, it follows whoever suits it, and it sees bodies
in hands and cars. So a body must first hold still and whole for a while (`confirm_s`) before it is anybody at
all. Of those, one becomes the pilot: the only one there is; of several, the first to stand still with both
arms raised, or after a moment the one nearest the picture's middle. The pilot stays it while seen where a
body could have moved to; others take over nothing. Out of sight for `release_s`, the pilot is released.

The case of a model that has lost the pilot and hangs on to nobody else is told from a stranger by asking for
two bodies: if only one is there, and it stands still, it is the pilot, moved while unseen.
"""

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np

from griffin.gesture.features import BodyFeatures
from griffin.gesture.reader import BodyReader
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import Joint, Landmarks, PoseFrame


class PilotPhase(Enum):
    """Whether there is a pilot, and in view."""

    SEARCHING = "searching"
    FLYING = "flying"
    LOST = "lost"


class PilotSign(Enum):
    """What the frames say about the pilot."""

    CHOSEN = "chosen"
    SEEN = "seen"
    UNSEEN = "unseen"  # for longer than is bridged
    GONE = "gone"  # for so long that the place is free


PILOT_TABLE = {
    PilotPhase.SEARCHING: {PilotSign.CHOSEN: PilotPhase.FLYING},
    PilotPhase.FLYING: {PilotSign.UNSEEN: PilotPhase.LOST},
    PilotPhase.LOST: {PilotSign.SEEN: PilotPhase.FLYING, PilotSign.GONE: PilotPhase.SEARCHING},
}


@dataclass(frozen=True, slots=True)
class Trunk:
    """Middle and size (root of the summed squares of the four corners' distances), in picture heights."""

    x: float
    y: float
    size: float


def find_trunk(landmarks: Landmarks, tuning: GestureTuning) -> Trunk | None:
    """The trunk, if there is one that a body of a player could have."""
    sure = min(landmarks.visibility[Joint.LEFT_SHOULDER], landmarks.visibility[Joint.RIGHT_SHOULDER])
    if sure < tuning.trunk_visibility:
        return None
    corners = landmarks.picture[_CORNERS, :2].tolist()
    x = sum(corner[0] for corner in corners) / len(corners)
    y = sum(corner[1] for corner in corners) / len(corners)
    size = math.sqrt(sum((a - x) ** 2 + (b - y) ** 2 for a, b in corners))
    return Trunk(x, y, size) if size >= tuning.least_trunk else None


_CORNERS = [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP]


class Track:
    """One body followed from frame to frame, with its own detectors."""

    def __init__(self, tuning: GestureTuning, *, is_seated: bool, now_s: float) -> None:
        self._tuning = tuning
        self.reader = BodyReader(tuning, is_seated=is_seated)
        self.seen_s = now_s
        self.is_confirmed = False
        self.pending_frames = 0
        self._body: BodyFeatures | None = None
        self._size = 0.0
        self._whole_since_s: float | None = None
        self._raised_since_s: float | None = None
        self._still_since_s = now_s
        self._still_at = (0.0, 0.0)

    def distance(self, trunk: Trunk, now_s: float) -> float | None:
        """How far (in torso lengths) the body is from this track, or None if it can't be the same."""
        tuning = self._tuning
        if self._body is None:
            return None
        gap_s = now_s - self.seen_s
        far = math.hypot(trunk.x - self._body.middle_x, trunk.y - self._body.middle_y) / self._body.torso
        gate = min(tuning.gate_frac + tuning.gate_per_s * gap_s, tuning.gate_most_frac)
        grown = trunk.size / self._size
        most = tuning.gate_scale + gap_s
        return far if far <= gate and 1.0 / most <= grown <= most else None

    def follow(self, landmarks: Landmarks, trunk: Trunk, frame: PoseFrame) -> BodyFeatures:
        """Take the body as this track's."""
        tuning, now_s = self._tuning, frame.captured_s
        body = self.reader.measure(now_s, landmarks)
        self._body, self._size, self.seen_s = body, trunk.size, now_s
        if not self.is_confirmed:
            self._wait(now_s, looks_like_a_person(landmarks, body, frame.aspect, tuning))
        moved = math.hypot(body.middle_x - self._still_at[0], body.middle_y - self._still_at[1])
        if moved > tuning.still_frac * body.torso:
            self._still_since_s, self._still_at = now_s, (body.middle_x, body.middle_y)
        if min(body.left.up, body.right.up) < tuning.raised_frac:
            self._raised_since_s = None
        elif self._raised_since_s is None:
            self._raised_since_s = now_s
        return body

    def _wait(self, now_s: float, is_whole: bool) -> None:
        if not is_whole:
            self._whole_since_s = None
        elif self._whole_since_s is None:
            self._whole_since_s = now_s
        elif now_s - self._whole_since_s >= self._tuning.confirm_s:
            self.is_confirmed = True

    def is_still(self, for_s: float) -> bool:
        """Whether it has kept its place for so long."""
        return self.seen_s - self._still_since_s >= for_s

    def holds_arms_up(self, for_s: float) -> bool:
        """Whether both hands have been above the shoulders for so long."""
        return self._raised_since_s is not None and self.seen_s - self._raised_since_s >= for_s


def looks_like_a_person(
    landmarks: Landmarks, body: BodyFeatures, aspect: float, tuning: GestureTuning
) -> bool:
    """Whether a new body stands or sits upright, shows head and shoulders, and has a person's proportions."""
    if landmarks.visibility[Joint.NOSE] < tuning.trunk_visibility:
        return False
    if body.upright_frac < tuning.begin_upright_frac or body.head_y > body.shoulder_y:
        return False
    if body.torso > tuning.most_torso:
        return False
    margin = tuning.edge_margin
    for joint in (Joint.NOSE, Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER):
        x, y, _ = landmarks.picture[joint].tolist()
        if not (-margin <= x <= aspect + margin and -margin <= y <= 1.0 + margin):
            return False
    left, right, left_hip, right_hip = landmarks.world[_CORNERS]
    torso_m = float(np.linalg.norm(left + right - left_hip - right_hip)) / 2.0
    width_m = float(np.linalg.norm(left - right))
    return tuning.least_shoulder_ratio * torso_m <= width_m <= tuning.most_shoulder_ratio * torso_m


Sight = tuple[Track, BodyFeatures]


class PilotTracker:
    """Follows all bodies, and knows who flies."""

    def __init__(self, tuning: GestureTuning, *, is_seated: bool) -> None:
        self._tuning = tuning
        self._is_seated = is_seated
        self._tracks: list[Track] = []
        self._searching_since_s: float | None = None
        self.phase = PilotPhase.SEARCHING
        self.pilot: Track | None = None
        self.frames_with_player = 0  # of this frame, and those before it that were pending
        self._misses_pilot = False

    @property
    def wants_second_body(self) -> bool:
        """Whether the model should look for two: while nobody flies, or the pilot isn't where expected."""
        return self.pilot is None or self.phase is PilotPhase.LOST or self._misses_pilot

    def follow(self, frame: PoseFrame) -> list[Sight]:
        """Give each body of the frame to its track; returns who was seen."""
        now_s = frame.captured_s
        seen = self._assign(frame, now_s)
        self._count(seen)
        self._forget(now_s)
        self._choose(frame, seen, now_s)
        self._misses_pilot = self.pilot is not None and self.pilot.seen_s < now_s
        if self.pilot is not None and self._misses_pilot and seen:
            self.pilot.reader.doubt()
        return seen

    def _assign(self, frame: PoseFrame, now_s: float) -> list[Sight]:
        # Nearest pairs first, and the pilot before all; with a handful of bodies nothing cleverer is needed.
        found = [(body, find_trunk(body, self._tuning)) for body in frame.bodies]
        bodies = [(body, trunk) for body, trunk in found if trunk is not None]
        pairs = sorted(
            (track is not self.pilot, far, number, index)
            for number, track in enumerate(self._tracks)
            for index, (_, trunk) in enumerate(bodies)
            if (far := track.distance(trunk, now_s)) is not None
        )
        owners: dict[int, Track] = {}
        for _, _, number, index in pairs:
            if index not in owners and self._tracks[number] not in owners.values():
                owners[index] = self._tracks[number]
        seen = []
        for index, (body, trunk) in enumerate(bodies):
            track = owners.get(index)
            if track is None:
                track = Track(self._tuning, is_seated=self._is_seated, now_s=now_s)
                self._tracks.append(track)
            seen.append((track, track.follow(body, trunk, frame)))
        return seen

    def _count(self, seen: list[Sight]) -> None:
        self.frames_with_player = 0
        known = [track for track, _ in seen if track.is_confirmed and not track.pending_frames]
        if known:
            self.frames_with_player = 1
        for track, _ in seen:
            if track in known:
                continue
            track.pending_frames += 0 if known else 1
            if track.is_confirmed:
                self.frames_with_player = max(self.frames_with_player, track.pending_frames)
                track.pending_frames = 0

    def _forget(self, now_s: float) -> None:
        tuning = self._tuning
        self._tracks = [
            track for track in self._tracks if track is self.pilot or now_s - track.seen_s <= tuning.bridge_s
        ]
        if self.pilot is None:
            return
        unseen_s = now_s - self.pilot.seen_s
        if unseen_s == 0.0:
            self._advance(PilotSign.SEEN)
        elif unseen_s > tuning.bridge_s:
            self._advance(PilotSign.UNSEEN)
        if unseen_s > tuning.release_s:
            self._advance(PilotSign.GONE)
            self._tracks.remove(self.pilot)
            self.pilot = None

    def _choose(self, frame: PoseFrame, seen: list[Sight], now_s: float) -> None:
        if self.pilot is not None:
            self._recover(seen)
            return
        if not self._tracks:
            self._searching_since_s = None
            return
        if self._searching_since_s is None:
            self._searching_since_s = now_s
        ready = [(track, body) for track, body in seen if track.is_confirmed]
        chosen = self._best(ready, frame.aspect, now_s)
        if chosen is not None:
            self.pilot = chosen
            self._searching_since_s = None
            self._advance(PilotSign.CHOSEN)

    def _best(self, ready: list[Sight], aspect: float, now_s: float) -> Track | None:
        if len(self._tracks) == 1:
            return ready[0][0] if ready else None
        tuning = self._tuning
        for track, _ in ready:
            if track.holds_arms_up(tuning.raise_s) and track.is_still(tuning.raise_s):
                return track
        assert self._searching_since_s is not None
        if not ready or now_s - self._searching_since_s < tuning.choose_s:
            return None
        return min(ready, key=lambda entry: abs(entry[1].middle_x - aspect / 2.0))[0]

    def _recover(self, seen: list[Sight]) -> None:
        """A single still body while the pilot is lost and two were asked for: the pilot, moved unseen."""
        tuning = self._tuning
        if self.phase is not PilotPhase.LOST or len(seen) != 1:
            return
        track = seen[0][0]
        if track is self.pilot or not track.is_confirmed or not track.is_still(tuning.recover_s):
            return
        assert self.pilot is not None
        self._tracks.remove(self.pilot)
        self.pilot = track
        self._advance(PilotSign.SEEN)

    def _advance(self, sign: PilotSign) -> None:
        self.phase = PILOT_TABLE[self.phase].get(sign, self.phase)
