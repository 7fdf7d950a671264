"""What an object has taken and must release, also when its constructor fails half-way.

    def __init__(self) -> None:
        with Owned() as owned:
            self._ripple = owned.hold(Texture(ripple_picture()))
            self._disc = owned.hold(VertexArray(...))  # if this fails, the texture is released
            self._owned = owned.pop_all()

    def release(self) -> None:
        self._owned.close()

What is held last is released first.
"""

from contextlib import ExitStack
from typing import Protocol, TypeVar


class Releasable(Protocol):
    """Anything with the verb."""

    def release(self) -> None:
        """Give back what it has taken."""


Thing = TypeVar("Thing", bound=Releasable)


class Owned(ExitStack):
    """A stack of what is held. Closing it twice is fine."""

    def hold(self, thing: Thing) -> Thing:
        """Release the thing with the rest."""
        self.callback(thing.release)
        return thing
