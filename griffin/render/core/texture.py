"""A picture on the GPU, with one owner and an explicit `release()`. Import it only after a `Window`."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from OpenGL import GL

from griffin.render.core.owned import Owned
from griffin.render.mipmaps import smaller_levels
from griffin.render.qualities import is_software


class Texture:
    """A picture on the GPU: (H, W) or (H, W, 1|2|3|4), uint8 or float32; row 0 is at v = 0."""

    def __init__(
        self,
        picture: NDArray[Any],
        *,
        wraps: bool = False,
        is_mipmapped: bool = True,
        is_smooth: bool = True,
        is_smooth_small: bool = True,
        sharper: float = 0.0,
        mips: Sequence[NDArray[np.uint8]] = (),
    ) -> None:
        """`is_smooth_small`: also where it is shown smaller than it is; else the nearest pixel of a mipmap.

        `sharper`: by how many mipmap levels, for what is mostly seen at a flat angle.

        `mips`: smaller levels of one's own of a picture of four bytes a pixel, the largest first; those that
        are missing are averages.
        """
        with Owned() as owned:
            self.id = int(GL.glGenTextures(1))
            owned.callback(GL.glDeleteTextures, 1, [self.id])
            self.write(picture)
            wrap = GL.GL_REPEAT if wraps else GL.GL_CLAMP_TO_EDGE
            GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_WRAP_S, wrap)
            GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_WRAP_T, wrap)
            smooth = GL.GL_LINEAR if is_smooth else GL.GL_NEAREST
            GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_MAG_FILTER, smooth)
            of_mipmap = GL.GL_LINEAR_MIPMAP_NEAREST if is_smooth_small else GL.GL_NEAREST_MIPMAP_NEAREST
            shrinking = of_mipmap if is_mipmapped else smooth
            GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_MIN_FILTER, shrinking)
            if is_mipmapped:
                GL.glTexParameterf(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_LOD_BIAS, -sharper)
                self._write_smaller(picture)
            for level, mip in enumerate(mips, start=1):
                GL.glTexSubImage2D(
                    GL.GL_TEXTURE_2D,
                    level,
                    0,
                    0,
                    mip.shape[1],
                    mip.shape[0],
                    GL.GL_RGBA,
                    GL.GL_UNSIGNED_BYTE,
                    mip,
                )
            self._owned = owned.pop_all()

    def write(self, picture: NDArray[Any]) -> None:
        """Replace the picture, which may change in size; mipmaps are not made again."""
        height, width = picture.shape[:2]
        self._size_px = (width, height)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.id)
        _write_level(picture, 0)

    def _write_smaller(self, picture: NDArray[Any]) -> None:
        """The averages of the picture, which must be bound."""
        levels = smaller_levels(picture) if picture.dtype == np.uint8 else []
        if not levels:
            GL.glGenerateMipmap(GL.GL_TEXTURE_2D)
            return
        for level, smaller in enumerate(levels, start=1):
            _write_level(smaller, level)
        GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_MAX_LEVEL, len(levels))

    def write_part(self, picture: NDArray[np.uint8], left_px: int, low_px: int) -> None:
        """Replace a part of a picture of four bytes a pixel; mipmaps are not made again."""
        height, width = picture.shape[:2]
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.id)
        GL.glTexSubImage2D(
            GL.GL_TEXTURE_2D, 0, left_px, low_px, width, height, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, picture
        )

    def copy_screen(self, size_px: tuple[int, int], from_row: int = 0, *, has_samples: bool = False) -> None:
        """Replace the picture by what the current framebuffer shows, from a row (from below) on upwards.

        `has_samples`: several a pixel, which are merged.
        """
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.id)
        width, height = size_px
        if self._size_px != size_px:
            GL.glTexImage2D(
                GL.GL_TEXTURE_2D, 0, GL.GL_RGBA8, width, height, 0, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, None
            )
            self._size_px = size_px
        if has_samples:
            self._merge_samples(width, height, from_row)
        elif is_software(GL.glGetString(GL.GL_RENDERER).decode()):
            self._copy_bytes(width, height, from_row)
        else:
            GL.glCopyTexSubImage2D(GL.GL_TEXTURE_2D, 0, 0, from_row, 0, from_row, width, height - from_row)

    def _copy_bytes(self, width: int, height: int, from_row: int) -> None:
        """A software renderer would compile a shader to copy pixels, and run it in twice the time of this."""
        pixels: NDArray[np.uint8] = np.empty((height - from_row, width, 4), dtype=np.uint8)
        GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
        GL.glReadPixels(0, from_row, width, height - from_row, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, pixels)
        self.write_part(pixels, 0, from_row)

    def _merge_samples(self, width: int, height: int, from_row: int) -> None:
        drawn_to = int(GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING))
        merged = int(GL.glGenFramebuffers(1))
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, merged)
        GL.glFramebufferTexture2D(
            GL.GL_DRAW_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, self.id, 0
        )
        box = (0, from_row, width, height)
        GL.glBlitFramebuffer(*box, *box, GL.GL_COLOR_BUFFER_BIT, GL.GL_NEAREST)
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, drawn_to)
        GL.glDeleteFramebuffers(1, [merged])

    def bind(self, unit: int) -> None:
        """Make it what samplers set to `unit` read."""
        GL.glActiveTexture(GL.GL_TEXTURE0 + unit)
        GL.glBindTexture(GL.GL_TEXTURE_2D, self.id)

    def release(self) -> None:
        """Give it back to the driver."""
        self._owned.close()


def _write_level(picture: NDArray[Any], level: int) -> None:
    """Replace one level of the texture that is bound."""
    height, width = picture.shape[:2]
    channels = picture.shape[2] if picture.ndim == 3 else 1
    is_float = picture.dtype != np.uint8
    layout = (GL.GL_RED, GL.GL_RG, GL.GL_RGB, GL.GL_RGBA)[channels - 1]
    stored = (
        (GL.GL_R16F, GL.GL_RG16F, GL.GL_RGB16F, GL.GL_RGBA16F)
        if is_float
        else (GL.GL_R8, GL.GL_RG8, GL.GL_RGB8, GL.GL_RGBA8)
    )[channels - 1]
    data = np.ascontiguousarray(picture, dtype=np.float32 if is_float else np.uint8)
    GL.glPixelStorei(GL.GL_UNPACK_ALIGNMENT, 1)
    kind = GL.GL_FLOAT if is_float else GL.GL_UNSIGNED_BYTE
    GL.glTexImage2D(GL.GL_TEXTURE_2D, level, stored, width, height, 0, layout, kind, data)
