"""Edges of leaf cards: alpha as coverage where a pixel has several samples, a plain cut where it has one."""

from collections.abc import Iterator
from contextlib import contextmanager

from OpenGL import GL

_PLAIN_CUT = 0.5


@contextmanager
def alpha_coverage() -> Iterator[float]:
    """For the block, alpha says how many samples of a pixel are covered, if what is drawn to has samples.

    Gives the alpha up to which a shader has to discard (`u_cut`).
    """
    if int(GL.glGetIntegerv(GL.GL_SAMPLES)) == 0:
        yield _PLAIN_CUT
        return
    GL.glEnable(GL.GL_SAMPLE_ALPHA_TO_COVERAGE)
    yield 0.0
    GL.glDisable(GL.GL_SAMPLE_ALPHA_TO_COVERAGE)
