"""Python's collector of garbage: it rests while a program starts, when nearly all that is made is to stay."""

import gc

_USUAL = gc.get_threshold()
_RARE = (20_000, *_USUAL[1:])  # objects more than before; importing the flight makes a hundred thousand


def collect_rarely() -> None:
    """For the start of a program."""
    gc.set_threshold(*_RARE)


def collect_as_usual() -> None:
    """For a loop of pictures: often and a little, rather than rarely and for long."""
    gc.set_threshold(*_USUAL)
