"""Drawing over the picture: blended with the colours that are there, without writing depth."""

from collections.abc import Iterator
from contextlib import contextmanager

from OpenGL import GL


@contextmanager
def blended(
    source: int = GL.GL_SRC_ALPHA, target: int = GL.GL_ONE_MINUS_SRC_ALPHA, *, is_two_sided: bool = False
) -> Iterator[None]:
    """For the block, what is drawn is blended by these factors; `is_two_sided`: backs are seen, too."""
    GL.glEnable(GL.GL_BLEND)
    GL.glBlendFunc(source, target)
    GL.glDepthMask(False)
    if is_two_sided:
        GL.glDisable(GL.GL_CULL_FACE)
    yield
    if is_two_sided:
        GL.glEnable(GL.GL_CULL_FACE)
    GL.glDepthMask(True)
    GL.glDisable(GL.GL_BLEND)
