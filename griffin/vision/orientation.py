"""How a source's pictures lie: turned, mirrored, or as the model wants them.

It loads no library, so that the options and the command line may name it, too.
"""

from dataclasses import dataclass
from enum import Enum


class Rotation(Enum):
    """How far pictures are turned clockwise, in degrees, before anything else is done with them."""

    AUTO = "auto"  # as they come, as long as nobody has found out better
    NONE = "0"
    RIGHT = "90"
    HALF = "180"
    LEFT = "270"

    @property
    def turn_deg(self) -> int:
        """The angle itself, clockwise."""
        return 0 if self is Rotation.AUTO else int(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """What sets a source's pictures upright: they are turned first, and then mirrored back if it mirrors."""

    is_mirrored: bool = False
    rotation: Rotation = Rotation.AUTO

    @property
    def in_words(self) -> str:
        """What is done to the pictures; "" where they stay as they come."""
        words = [f"turned by {self.rotation.turn_deg} deg"] if self.rotation.turn_deg else []
        words += ["mirrored back"] if self.is_mirrored else []
        return ", ".join(words)


AS_IT_COMES = Orientation()
