"""Patch → vertices in a pass' own layout. Knows nothing of OpenGL."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from griffin.meshes.mesh import Patch


def lay_out(patch: Patch, layout: "np.dtype[Any]") -> NDArray[Any]:
    """One structured array of `layout`, an entry a vertex.

    Every field `a_NAME` for which the patch has a NAME is filled from it; others are 0, for the pass to fill.
    """
    vertices = np.zeros(len(patch.position), dtype=layout)
    for field in layout.names or ():
        name = field.removeprefix("a_")
        if hasattr(patch, name):
            vertices[field] = getattr(patch, name)
    return vertices
