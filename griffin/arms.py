"""Arms: the angles of a player's two arms, which are the griffin's two wings from the camera to the screen.

One type for the wire, the journal, the controls and the state of the flight: an angle that is added here, and
to `Arm.blend`, travels the whole way. Angles are radians.
"""

import math
from collections.abc import Callable
from typing import Annotated

from msgspec import Meta, Struct

Angle = Annotated[float, Meta(ge=-math.pi, le=math.pi)]


class Arm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One arm's angles.

    `wing_rad`: the upper arm above the horizontal. `elbow_rad`: the fold of the elbow, 0 when it is straight.
    `wrist_rad`: the bend of the wrist, 0 when the hand is in line with the forearm, positive when raised.
    """

    wing_rad: Angle = 0.0
    elbow_rad: Angle = 0.0
    wrist_rad: Angle = 0.0

    def blend(self, other: "Arm", frac: float) -> "Arm":
        """This arm at 0, the other one at 1, linear in between."""
        return Arm(
            wing_rad=self.wing_rad + (other.wing_rad - self.wing_rad) * frac,
            elbow_rad=self.elbow_rad + (other.elbow_rad - self.elbow_rad) * frac,
            wrist_rad=self.wrist_rad + (other.wrist_rad - self.wrist_rad) * frac,
        )

    def map(self, change: Callable[[float], float]) -> "Arm":
        """The arm with each of its angles changed in the same way."""
        return Arm(**{name: change(getattr(self, name)) for name in Arm.__struct_fields__})


class Arms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Both arms; left and right are the player's own."""

    left: Arm = Arm()
    right: Arm = Arm()

    @classmethod
    def both(cls, arm: Arm) -> "Arms":
        """Two arms alike."""
        return cls(left=arm, right=arm)

    def blend(self, other: "Arms", frac: float) -> "Arms":
        """These arms at 0, the other ones at 1, linear in between."""
        return Arms(left=self.left.blend(other.left, frac), right=self.right.blend(other.right, frac))

    def map(self, change: Callable[[float], float]) -> "Arms":
        """The arms with each of their angles changed in the same way."""
        return Arms(left=self.left.map(change), right=self.right.map(change))

    def mirror(self) -> "Arms":
        """The same arms in a mirror: no angle changes, only its side."""
        return Arms(left=self.right, right=self.left)
