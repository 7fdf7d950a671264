"""What an object has acquired and must release, also when its constructor fails half-way.

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
    """Anything that can be released."""

    def release(self) -> None:
        """Release what it holds."""


Thing = TypeVar("Thing", bound=Releasable)


class Owned(ExitStack):
    """A stack of what is held. Closing it twice is fine."""

    def hold(self, thing: Thing) -> Thing:
        """Release the thing with the rest."""
        self.callback(thing.release)
        return thing
