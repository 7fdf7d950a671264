"""assets/griffin.glb → the griffin's mesh. `griffin_export` describes the file's layout."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pygltflib as gltf
from numpy.typing import NDArray

from griffin.errors import AssetError
from griffin.linalg import Array
from griffin.meshes.griffin_mesh import SkinnedMesh
from griffin.meshes.mesh import Patch

GRIFFIN_FILE = "griffin.glb"
COMPONENTS = {
    "f4": gltf.FLOAT,
    "u2": gltf.UNSIGNED_SHORT,
    "u1": gltf.UNSIGNED_BYTE,
    "i1": gltf.BYTE,
}
# What the library raises over a file that is damaged, or is something else.
UNREADABLE = (
    OSError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    StopIteration,
    struct.error,
)
KINDS = {1: gltf.SCALAR, 3: gltf.VEC3, 4: gltf.VEC4, 16: gltf.MAT4}


def load_griffin(path: Path, level: str) -> SkinnedMesh:
    """One level of detail of a file that `griffin_export` made.

    Raises:
        AssetError: the file is missing, is not such a file, or lacks the level.
    """
    try:
        model = gltf.GLTF2.load_from_bytes(path.read_bytes())
        mesh = next(mesh for mesh in model.meshes if mesh.name == level)
        (primitive,) = mesh.primitives
        bind = _read(model, model.skins[0].inverseBindMatrices)
        surface = _read_surface(model, primitive)
    except UNREADABLE as reason:
        raise AssetError(
            f"{path.name} is not the griffin's model, or lacks the level {level}.",
            hint="Install Griffin again.",
        ) from reason
    return SkinnedMesh(
        surface=surface, joint_from_body=np.swapaxes(bind.reshape(-1, 4, 4), -1, -2).astype(np.float64)
    )


def _read(model: Any, number: int) -> NDArray[Any]:
    """(count, width) values of an accessor; scaled ones as 0 to 1 (or -1 to 1)."""
    accessor = model.accessors[number]
    view = model.bufferViews[accessor.bufferView]
    code = next(code for code, component in COMPONENTS.items() if component == accessor.componentType)
    width = next(width for width, kind in KINDS.items() if kind == accessor.type)
    start = view.byteOffset + (accessor.byteOffset or 0)
    values = np.frombuffer(model.binary_blob(), dtype=f"<{code}", count=accessor.count * width, offset=start)
    values = values.reshape(accessor.count, width)
    return values / np.float64(np.iinfo(values.dtype).max) if accessor.normalized else values


def _read_surface(model: Any, primitive: Any) -> Patch:
    def read(name: str) -> Array:
        return _read(model, getattr(primitive.attributes, name)).astype(np.float64)

    shade, finish = read("_SHADE"), read("_FINISH")
    return Patch(
        position=read("POSITION"),
        normal=read("NORMAL"),
        lit=read("COLOR_0")[:, :3],
        shade=shade[:, :3],
        pattern=read("_PATTERN"),
        finish=np.column_stack([shade[:, 3], finish[:, :3]]),
        joints=read("JOINTS_0")[:, :2].astype(np.int64),
        weights=read("WEIGHTS_0")[:, :2],
        triangles=_read(model, primitive.indices).reshape(-1, 3).astype(np.int64),
    )
