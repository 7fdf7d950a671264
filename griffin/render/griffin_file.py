"""assets/griffin.glb → the griffin's mesh. `griffin_export` describes the file's layout.

The container is read here, not by the library that writes it: that one makes an object of every entry, which
took a fifteenth of the time to the first picture. Source: glTF 2.0, 4.4 "Binary glTF Layout".
"""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from griffin.errors import AssetError
from griffin.linalg import Array
from griffin.meshes.griffin_mesh import SkinnedMesh
from griffin.meshes.mesh import Patch

GRIFFIN_FILE = "griffin.glb"
COMPONENTS = {
    "f4": 5126,
    "u2": 5123,
    "u1": 5121,
    "i1": 5120,
}
KINDS = {1: "SCALAR", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
_MAGIC, _VERSION = b"glTF", 2
_CHUNKS = (b"JSON", b"BIN\0")
# What a file that is damaged, or is something else, leads to.
_UNREADABLE = (OSError, ValueError, LookupError, AttributeError, TypeError, StopIteration, struct.error)


class _Model:
    """What the file says, as JSON has it, and its numbers."""

    def __init__(self, content: bytes) -> None:
        magic, version, _length = struct.unpack_from("<4sII", content)
        if (magic, version) != (_MAGIC, _VERSION):
            raise ValueError("not a binary glTF 2.0 file")
        chunks, start = [], 12
        for kind in _CHUNKS:
            length, found = struct.unpack_from("<I4s", content, start)
            if found != kind:
                raise ValueError("a chunk is missing")
            chunks.append(content[start + 8 : start + 8 + length])
            start += 8 + length
        self.scene: dict[str, Any] = json.loads(chunks[0])
        self._blob = chunks[1]

    def read(self, number: int) -> NDArray[Any]:
        """(count, width) values of an accessor; scaled ones as 0 to 1 (or -1 to 1)."""
        accessor = self.scene["accessors"][number]
        view = self.scene["bufferViews"][accessor["bufferView"]]
        code = next(code for code, component in COMPONENTS.items() if component == accessor["componentType"])
        width = next(width for width, kind in KINDS.items() if kind == accessor["type"])
        start, count = view.get("byteOffset", 0) + accessor.get("byteOffset", 0), accessor["count"]
        values = np.frombuffer(self._blob, dtype=f"<{code}", count=count * width, offset=start)
        values = values.reshape(count, width)
        return values / np.float64(np.iinfo(values.dtype).max) if accessor.get("normalized") else values


def load_griffin(path: Path, level: str) -> SkinnedMesh:
    """One level of detail of a file that `griffin_export` made.

    Raises:
        AssetError: the file is missing, is not such a file, or lacks the level.
    """
    try:
        model = _Model(path.read_bytes())
        mesh = next(mesh for mesh in model.scene["meshes"] if mesh["name"] == level)
        (primitive,) = mesh["primitives"]
        bind = model.read(model.scene["skins"][0]["inverseBindMatrices"])
        surface = _read_surface(model, primitive)
    except _UNREADABLE as reason:
        raise AssetError(
            f"{path.name} is not the griffin's model, or lacks the level {level}.",
            hint="Install Griffin again.",
        ) from reason
    return SkinnedMesh(
        surface=surface, joint_from_body=np.swapaxes(bind.reshape(-1, 4, 4), -1, -2).astype(np.float64)
    )


def _read_surface(model: _Model, primitive: dict[str, Any]) -> Patch:
    def read(name: str) -> Array:
        return model.read(primitive["attributes"][name]).astype(np.float64)

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
        triangles=model.read(primitive["indices"]).reshape(-1, 3).astype(np.int64),
    )
