"""A body that is known to be in a picture, hidden from a model that looks for the others.

The model then has a body less to place, a third of what a look costs, and sees who is half behind it: of the
recorded and drawn crossings' 240 other bodies it finds all, and 32 more.
"""

from dataclasses import dataclass

import numpy as np

from griffin.landmarks import Joint, Landmarks
from griffin.vision.frame import Picture, hide_box

_SHOULDERS = [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]
_HIPS = [Joint.LEFT_HIP, Joint.RIGHT_HIP]
_HEAD = [Joint.NOSE, Joint.LEFT_EAR, Joint.RIGHT_EAR]


@dataclass(frozen=True, slots=True, kw_only=True)
class HidingTuning:
    """What is hidden, in torso lengths: not the arms, which alone are taken for nobody and reach far."""

    beside: float = 0.2  # of the widest of head, shoulders and hips
    above: float = 0.45  # of ears and nose: the hair
    below: float = 2.2  # of the hips: the legs, as long as a tall person's
    same_place: float = 0.6  # a trunk found no farther away is what the model makes of the rest

    def __post_init__(self) -> None:
        if min(self.beside, self.above, self.below, self.same_place) <= 0.0:
            raise ValueError("what is hidden reaches beyond the joints")


_TUNING = HidingTuning()


class KnownBody:
    """One body of a picture."""

    def __init__(self, body: Landmarks, tuning: HidingTuning = _TUNING) -> None:
        points = body.picture[:, :2]
        shoulders, hips = points[_SHOULDERS].mean(axis=0), points[_HIPS].mean(axis=0)
        self._tuning = tuning
        self._torso = float(np.hypot(*(hips - shoulders)))
        self._middle = (shoulders + hips) / 2.0
        across = points[_HEAD + _SHOULDERS + _HIPS, 0]
        self._left, self._right = float(across.min()), float(across.max())
        self._top, self._bottom = float(points[_HEAD, 1].min()), float(hips[1])

    def hide(self, picture: Picture) -> Picture:
        """A copy of the picture without this body."""
        tuning, torso = self._tuning, self._torso
        return hide_box(
            picture,
            left=self._left - tuning.beside * torso,
            top=self._top - tuning.above * torso,
            right=self._right + tuning.beside * torso,
            bottom=self._bottom + tuning.below * torso,
        )

    def is_at(self, found: Landmarks) -> bool:
        """Whether a body that was found is where this one is."""
        middle = found.picture[_SHOULDERS + _HIPS, :2].mean(axis=0)
        return float(np.hypot(*(middle - self._middle))) < self._tuning.same_place * self._torso
