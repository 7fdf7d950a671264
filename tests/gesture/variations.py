"""The same motion seen otherwise: what may not change what a recogniser makes of it.

Unlike the variations of `griffin.gesture.recording`, these are made for tests: they hide, swap and spoil.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import numpy as np

from griffin.gesture.recording import Recording, mirrored, resampled, scaled, shifted
from griffin.landmarks import Joint, Landmarks, PoseFrame

from .bodies import swapped

WRISTS = {
    "left": [Joint.LEFT_WRIST],
    "right": [Joint.RIGHT_WRIST],
    "both": [Joint.LEFT_WRIST, Joint.RIGHT_WRIST],
}
HANDS = {
    "left": [Joint.LEFT_PINKY, Joint.LEFT_INDEX, Joint.LEFT_THUMB],
    "right": [Joint.RIGHT_PINKY, Joint.RIGHT_INDEX, Joint.RIGHT_THUMB],
}
HANDS["both"] = HANDS["left"] + HANDS["right"]
FEET = range(Joint.LEFT_ANKLE, Joint.RIGHT_FOOT_INDEX + 1)
UNSEEN = 0.02
DEPTH_NOISE_M = 0.08  # of a wrist in the recordings, as a standard deviation
JOIN_S = 0.6  # from the end of a clip back to its beginning
SWAP_HZ = 30.0  # the rate at which frames with swapped sides are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """All ways in which a clip may be seen otherwise; none of them unless it is set.

    `faster` compresses time, `repeats` plays the clip so often. `swaps` are (part of the clip at which it
    begins, frames at 30 a second) in which left and right are exchanged, `hidden` is a key of WRISTS.
    """

    faster: float = 1.0
    repeats: int = 1
    scale: float = 1.0
    depth_noise: float = 1.0
    is_mirrored: bool = False
    shift: tuple[float, float] = (0.0, 0.0)
    fps: float | None = None
    feet: str = "seen"
    swaps: tuple[tuple[float, int], ...] = ()
    hidden: str | None = None

    def __str__(self) -> str:
        """What is set, as a test is called after it."""
        set_here = [each.name for each in fields(self) if getattr(self, each.name) != each.default]
        return ", ".join(f"{name} {getattr(self, name)}" for name in set_here) or "as it is"

    def apply(self, clip: Recording) -> Recording:
        """The clip so seen."""
        if self.depth_noise != 1.0:
            clip = _with_depth_noise(clip, self.depth_noise)
        if self.repeats > 1:
            clip = repeated(clip, self.repeats)
        if self.faster != 1.0:
            clip = hastened(clip, self.faster)
        if self.is_mirrored:
            clip = mirrored(clip)
        if self.scale != 1.0:
            clip = scaled(clip, self.scale)
        if self.shift != (0.0, 0.0):
            clip = shifted(clip, *self.shift)
        if self.feet == "unseen":
            clip = with_frames(clip, lambda body, _: fade(body, FEET))
        elif self.feet == "cut":
            clip = cut_at_the_knees(clip)
        if self.fps is not None:
            clip = resampled(clip, self.fps)
        if self.swaps:
            clip = _with_swaps(clip, self.swaps)
        if self.hidden is not None:
            clip = _without_wrists(clip, self.hidden)
        return clip


def with_frames(clip: Recording, change: Callable[[Landmarks, PoseFrame], Landmarks]) -> Recording:
    """The clip with each body changed."""
    frames = tuple(
        replace(each, bodies=tuple(change(body, each) for body in each.bodies)) for each in clip.frames
    )
    return replace(clip, frames=frames)


def hastened(clip: Recording, factor: float) -> Recording:
    """The same motion in less time, by a camera of the same rate."""

    def earlier(frames: tuple[PoseFrame, ...]) -> tuple[PoseFrame, ...]:
        return tuple(replace(each, captured_s=each.captured_s / factor) for each in frames)

    quick = replace(clip, fps=clip.fps * factor, frames=earlier(clip.frames), truth=earlier(clip.truth))
    return resampled(quick, clip.fps)


def repeated(clip: Recording, times: int) -> Recording:
    """The clip several times, each time moving from its end to its beginning in `JOIN_S`."""
    joining = round(JOIN_S * clip.fps)
    frames: list[PoseFrame] = []
    for number in range(times):
        if number > 0:
            frames += [
                _between(clip.frames[-1], clip.frames[0], (step + 1) / joining) for step in range(joining - 1)
            ]
        frames += clip.frames
    timed = tuple(replace(each, captured_s=number / clip.fps) for number, each in enumerate(frames))
    return replace(clip, frames=timed, truth=timed)


def round_s(clip: Recording) -> float:
    """From one beginning of a repeated clip to the next."""
    return (len(clip.frames) + round(JOIN_S * clip.fps) - 1) / clip.fps


def _between(before: PoseFrame, after: PoseFrame, part: float) -> PoseFrame:
    if not before.bodies or not after.bodies:
        return replace(before, bodies=())
    a, b, eased = before.bodies[0], after.bodies[0], 0.5 - 0.5 * np.cos(np.pi * part)
    arrays = {
        name: getattr(a, name) + eased * (getattr(b, name) - getattr(a, name))
        for name in ("picture", "visibility", "world")
    }
    return replace(before, bodies=(Landmarks(**arrays),))


def fade(body: Landmarks, joints: "range | list[Joint]") -> Landmarks:
    """The body with joints that the model only guesses."""
    visibility = body.visibility.copy()
    visibility[list(joints)] = np.minimum(visibility[list(joints)], UNSEEN)
    return replace(body, visibility=visibility)


def cut_at_the_knees(clip: Recording) -> Recording:
    """The camera looks higher: the lower edge of the picture is where the knees are while standing."""
    knees = [
        float(each.bodies[0].picture[Joint.LEFT_KNEE : Joint.RIGHT_KNEE + 1, 1].mean())
        for each in clip.frames
        if each.bodies
    ]
    lower = shifted(clip, 0.0, 1.0 - float(np.median(knees)))

    def cut(body: Landmarks, _: PoseFrame) -> Landmarks:
        outside = [joint for joint in Joint if body.picture[joint, 1] > 1.0]
        return fade(body, outside)

    return with_frames(lower, cut)


def _with_depth_noise(clip: Recording, factor: float) -> Recording:
    """Wrists whose depth is noisier by this factor, in the picture and in space."""
    made = np.random.default_rng(len(clip.frames)).normal(0.0, DEPTH_NOISE_M, (len(clip.frames), 2))
    is_drawn = clip.truth is clip.frames
    wrists = WRISTS["both"]

    def shake(seen: PoseFrame, true: PoseFrame, noise_m: np.ndarray) -> PoseFrame:
        if not seen.bodies or not true.bodies:
            return seen
        body = seen.bodies[0]
        picture, world = body.picture.copy(), body.world.copy()
        if is_drawn:
            added_m = factor * noise_m
        elif clip.is_real_video:
            added_m = (factor - 1.0) * noise_m
        else:
            added_m = (factor - 1.0) * (world - true.bodies[0].world)[wrists, 2]
        world[wrists, 2] += added_m
        picture[wrists, 2] += added_m
        return replace(seen, bodies=(replace(body, picture=picture, world=world),))

    shaken = (shake(*each) for each in zip(clip.frames, clip.truth, made, strict=True))
    return replace(clip, frames=tuple(shaken))


def _with_swaps(clip: Recording, swaps: tuple[tuple[float, int], ...]) -> Recording:
    """Left and right exchanged for as long as that many frames at 30 a second take, in one frame at least."""
    exchanged: set[int] = set()
    for part, frames in swaps:
        first = math.ceil(part * (len(clip.frames) - 1))
        count = max(1, math.floor(frames * clip.fps / SWAP_HZ + 1e-6))
        exchanged.update(range(first, first + count))
    return replace(
        clip,
        frames=tuple(
            replace(each, bodies=tuple(swapped(body) for body in each.bodies))
            if number in exchanged
            else each
            for number, each in enumerate(clip.frames)
        ),
    )


def _without_wrists(clip: Recording, which: str) -> Recording:
    """Wrists that aren't seen: the model guesses them, near their elbows and anew in each frame."""
    noise = np.random.default_rng(len(clip.frames))

    def hide(body: Landmarks, _: PoseFrame) -> Landmarks:
        picture, world = body.picture.copy(), body.world.copy()
        for wrist in WRISTS[which]:
            guess_m = noise.normal(0.0, 0.08, 3)
            world[wrist] += guess_m
            picture[wrist, :2] += 0.3 * guess_m[:2]
        return fade(replace(body, picture=picture, world=world), WRISTS[which] + HANDS[which])

    return with_frames(clip, hide)
