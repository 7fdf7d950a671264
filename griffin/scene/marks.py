"""Marks: what is heard, as small pictures for those who don't hear it. Pure.

A cry sends waves out from the beak, a soft one fewer and smaller ones. A sign is an eye beside the badge that
opens when somebody is found and shuts when they are lost. All goes by the screen's time since the call.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from griffin.creature.rig import GriffinPose, beak_world
from griffin.easing import clamp, mix, smooth_between
from griffin.game.calls import Call, CallKind
from griffin.scene.frame import Mark, MarkShape


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkTuning:
    """How marks come and go. Sizes are of the picture's height."""

    beak_s: float = 0.12  # after take-off: the beak is open
    waves: int = 3
    soft_waves: int = 2
    wave_every_s: float = 0.15
    wave_s: float = 0.45
    wave_frac: tuple[float, float] = (0.07, 0.155)  # a wave's breadth, from its start to its end
    soft_frac: float = 0.7  # a soft cry's waves, of a loud one's
    sign_frac: float = 0.06
    eye_frac: float = 0.62  # an eye's breadth, of its sign's
    narrow_frac: float = 0.12  # an eye's height when it is as good as shut, of its height when open
    sign_in_s: float = 0.25
    sign_stay_s: float = 1.3
    sign_out_s: float = 0.4
    lids_s: tuple[float, float] = (0.3, 0.6)  # when the eye opens or shuts
    swell_frac: float = 0.12  # it swells so much as it opens

    def __post_init__(self) -> None:
        if not self.sign_in_s < self.lids_s[1] < self.sign_stay_s:
            raise ValueError("an eye opens or shuts while its sign is there")


TUNING = MarkTuning()
KEPT_S = 2.0  # no mark is seen for longer
_SIGN_FRAC = TUNING.sign_frac * (1.0 + TUNING.swell_frac)
MOST_FRAC = {
    MarkShape.WAVE: TUNING.wave_frac[1],
    MarkShape.DISC: _SIGN_FRAC,
    MarkShape.OPEN_EYE: TUNING.eye_frac * _SIGN_FRAC,
    MarkShape.SHUT_EYE: TUNING.eye_frac * _SIGN_FRAC,
}  # the largest breadth at which each shape is ever shown, of the picture's height
_CRIES = (CallKind.CRY, CallKind.SOFT_CRY)


def recent_calls(calls: tuple[Call, ...], shown_s: float) -> tuple[Call, ...]:
    """Those that may still be seen."""
    return tuple(call for call in calls if shown_s - call.at_s < KEPT_S)


def call_marks(calls: tuple[Call, ...], shown_s: float, griffin: GriffinPose) -> tuple[Mark, ...]:
    """The marks of the newest cry and of the newest sign, if they are still seen."""
    cries = [call for call in calls if call.kind in _CRIES]
    signs = [call for call in calls if call.kind not in _CRIES]
    marks: list[Mark] = []
    if cries:
        is_soft = cries[-1].kind is CallKind.SOFT_CRY
        marks += cry_marks(shown_s - cries[-1].at_s, beak_world(griffin), is_soft=is_soft)
    if signs:
        marks += sign_marks(shown_s - signs[-1].at_s, is_found=signs[-1].kind is CallKind.FOUND)
    return tuple(marks)


def cry_marks(
    age_s: float, place_world: NDArray[np.float64], *, is_soft: bool, tuning: MarkTuning = TUNING
) -> list[Mark]:
    """The waves of a cry so long after it began."""
    marks = []
    size = tuning.soft_frac if is_soft else 1.0
    for number in range(tuning.soft_waves if is_soft else tuning.waves):
        part = (age_s - tuning.beak_s - number * tuning.wave_every_s) / tuning.wave_s
        if 0.0 < part < 1.0:
            breadth = size * mix(*tuning.wave_frac, 1.0 - (1.0 - part) ** 2)
            alpha = smooth_between(part, 0.0, 0.2) * (1.0 - smooth_between(part, 0.35, 1.0))
            marks.append(
                Mark(
                    shape=MarkShape.WAVE,
                    size_frac=(breadth, breadth),
                    alpha_frac=alpha,
                    place_world=place_world,
                )
            )
    return marks


def sign_marks(age_s: float, *, is_found: bool, tuning: MarkTuning = TUNING) -> list[Mark]:
    """An eye on its disc so long after the sign was given."""
    coming = 1.0 - (1.0 - clamp(age_s / tuning.sign_in_s, 0.0, 1.0)) ** 3
    going = clamp((age_s - tuning.sign_stay_s) / tuning.sign_out_s, 0.0, 1.0) ** 3
    alpha = coming * (1.0 - going)
    if alpha <= 0.0:
        return []
    moved = smooth_between(age_s, *tuning.lids_s)
    swell = 4.0 * moved * (1.0 - moved) * tuning.swell_frac if is_found else 0.0
    size = tuning.sign_frac * (1.0 + swell)
    open_frac = moved if is_found else 1.0 - moved
    is_shut = open_frac < tuning.narrow_frac
    eye = tuning.eye_frac * size
    return [
        Mark(shape=MarkShape.DISC, size_frac=(size, size), alpha_frac=alpha),
        Mark(
            shape=MarkShape.SHUT_EYE if is_shut else MarkShape.OPEN_EYE,
            size_frac=(eye, eye if is_shut else eye * open_frac),
            alpha_frac=alpha,
        ),
    ]
