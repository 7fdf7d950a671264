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
from enum import Enum

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


class Track:
    """One body followed from frame to frame, with its own detectors."""

    def __init__(self, tuning: GestureTuning, *, is_seated: bool, now_s: float) -> None:
        self._tuning = tuning
        self.reader = BodyReader(tuning, is_seated=is_seated)
        self.since_s = now_s
        self.seen_s = now_s
        self.body: BodyFeatures | None = None
        self.is_confirmed = False
        self.pending_frames = 0
        self.raised_since_s: float | None = None
        self.still_since_s = now_s
        self._still_at = (0.0, 0.0)

    def distance(self, landmarks: Landmarks, now_s: float) -> float | None:
        """How far (in torso lengths) the body is from this track, or None if it can't be the same."""
        if self.body is None:
            return None
        tuning, torso = self._tuning, self.body.torso
        gap_s = now_s - self.seen_s
        x, y, trunk = trunk_of(landmarks)
        far = math.hypot(x - self.body.middle_x, y - self.body.middle_y) / torso
        gate = min(tuning.gate_frac + tuning.gate_per_s * gap_s, tuning.gate_most_frac)
        grown = max(trunk, 1e-6) / max(self._trunk, 1e-6)
        most = tuning.gate_scale + gap_s
        return far if far <= gate and 1.0 / most <= grown <= most else None

    def follow(self, landmarks: Landmarks, now_s: float) -> BodyFeatures:
        """Take the body as this track's."""
        tuning = self._tuning
        body = self.reader.measure(now_s, landmarks)
        self._trunk = trunk_of(landmarks)[2]
        self.body, self.seen_s = body, now_s
        moved = math.hypot(body.middle_x - self._still_at[0], body.middle_y - self._still_at[1])
        if moved > tuning.still_frac * body.torso:
            self.still_since_s, self._still_at = now_s, (body.middle_x, body.middle_y)
        if min(body.left.up, body.right.up) < tuning.raised_frac:
            self.raised_since_s = None
        elif self.raised_since_s is None:
            self.raised_since_s = now_s
        return body

    @property
    def seen_for_s(self) -> float:
        """From the first sight to the last."""
        return self.seen_s - self.since_s

    def is_still(self, for_s: float) -> bool:
        """Whether it has kept its place for so long."""
        return self.seen_s - self.still_since_s >= for_s

    def holds_arms_up(self, for_s: float) -> bool:
        """Whether both hands have been above the shoulders for so long."""
        return self.raised_since_s is not None and self.seen_s - self.raised_since_s >= for_s


def trunk_of(landmarks: Landmarks) -> tuple[float, float, float]:
    """Middle (x, y) of the trunk and its size, in picture heights."""
    corners = landmarks.picture[[11, 12, 23, 24], :2].tolist()
    x = sum(corner[0] for corner in corners) / len(corners)
    y = sum(corner[1] for corner in corners) / len(corners)
    return x, y, math.sqrt(sum((a - x) ** 2 + (b - y) ** 2 for a, b in corners))


def is_credible(landmarks: Landmarks, tuning: GestureTuning) -> bool:
    """Whether these points could be a person: sure shoulders and face, and a person's proportions."""
    visibility, world = landmarks.visibility, landmarks.world
    sure = min(visibility[Joint.LEFT_SHOULDER], visibility[Joint.RIGHT_SHOULDER], visibility[Joint.NOSE])
    if sure < tuning.trunk_visibility:
        return False
    left, right = world[Joint.LEFT_SHOULDER].tolist(), world[Joint.RIGHT_SHOULDER].tolist()
    hips = ((world[Joint.LEFT_HIP] + world[Joint.RIGHT_HIP]) / 2.0).tolist()
    shoulders = [(a + b) / 2.0 for a, b in zip(left, right, strict=True)]
    torso_m = math.dist(shoulders, hips)
    if torso_m <= 0.0:
        return False
    ratio = math.dist(left, right) / torso_m
    if not tuning.least_shoulder_ratio <= ratio <= tuning.most_shoulder_ratio:
        return False
    return trunk_of(landmarks)[2] >= tuning.least_torso


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

    @property
    def wants_second_body(self) -> bool:
        """Whether the model should look for two: while nobody flies, or the pilot isn't where expected."""
        return self.pilot is None or self.phase is PilotPhase.LOST or self._misses_pilot

    _misses_pilot = False

    def follow(self, frame: PoseFrame) -> list[tuple[Track, BodyFeatures]]:
        """Give each body of the frame to its track; returns who was seen."""
        now_s = frame.captured_s
        bodies = [body for body in frame.bodies if is_credible(body, self._tuning)]
        seen = self._assign(bodies, now_s)
        self._confirm(seen)
        self._forget(now_s)
        self._choose(frame, seen, now_s)
        self._misses_pilot = self.pilot is not None and self.pilot.seen_s < now_s
        return seen

    def _assign(self, bodies: list[Landmarks], now_s: float) -> list[tuple[Track, BodyFeatures]]:
        # Nearest pairs first; with a handful of bodies nothing cleverer is needed. The pilot chooses first.
        pairs = sorted(
            (track is not self.pilot, far, number, index)
            for number, track in enumerate(self._tracks)
            for index, body in enumerate(bodies)
            if (far := track.distance(body, now_s)) is not None
        )
        taken: dict[int, int] = {}
        for _, _, number, index in pairs:
            if number not in taken.values() and index not in taken:
                taken[index] = number
        seen = []
        tracks = list(self._tracks)
        for index, body in enumerate(bodies):
            if index in taken:
                track = tracks[taken[index]]
            else:
                track = Track(self._tuning, is_seated=self._is_seated, now_s=now_s)
                self._tracks.append(track)
            seen.append((track, track.follow(body, now_s)))
        return seen

    def _confirm(self, seen: list[tuple[Track, BodyFeatures]]) -> None:
        had_player = any(track.is_confirmed for track, _ in seen)
        self.frames_with_player = 1 if had_player else 0
        for track, _ in seen:
            if track.is_confirmed:
                continue
            track.pending_frames += 0 if had_player else 1
            if track.seen_for_s >= self._tuning.confirm_s:
                track.is_confirmed = True
                self.frames_with_player = max(self.frames_with_player, track.pending_frames)

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

    def _choose(self, frame: PoseFrame, seen: list[tuple[Track, BodyFeatures]], now_s: float) -> None:
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

    def _best(self, ready: list[tuple[Track, BodyFeatures]], aspect: float, now_s: float) -> Track | None:
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

    def _recover(self, seen: list[tuple[Track, BodyFeatures]]) -> None:
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
