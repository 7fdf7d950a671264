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


def collect_what_is_new() -> None:
    """For a loop over a library that leaves cycles, as MediaPipe does with each result (`ctypes.cast`).

    A full collection waits until the new objects are a quarter of the old ones, of which an import of
    MediaPipe leaves a hundred thousand: by then dead results take 90 MB. So what is there now is kept for
    good, neither counted nor looked at any more, and full collections become frequent and short.
    """
    gc.collect()  # or garbage would be kept
    gc.freeze()
    gc.collect()  # only this counts the old objects anew
    collect_as_usual()
