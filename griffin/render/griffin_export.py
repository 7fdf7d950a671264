"""The griffin's mesh → a .glb file (glTF 2.0) that any viewer opens: a skin, two levels of detail, a clip.

What glTF has words for is in its words: POSITION, NORMAL, COLOR_0 (the colour in the sun), JOINTS_0,
WEIGHTS_0. The rest of a `Patch` lies in attributes of our own, which viewers pass over: _SHADE (the colour in
the shade, and how much sky is seen), _PATTERN, _FINISH (gloss, looseness, fur). Each level of detail is a
scene of its own. glTF's creatures look along +Z: a root node turns ours around. `griffin_file` reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pygltflib as gltf
from numpy.typing import NDArray

from griffin.creature.skeleton import JOINT_COUNT, joint_name, parent_joint
from griffin.linalg import Array
from griffin.meshes.griffin_mesh import SkinnedMesh
from griffin.meshes.mesh import Patch
from griffin.render.griffin_file import COMPONENTS, KINDS

GENERATOR = "Griffin, scripts/build_griffin.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A movement: `body_from_joint` (keys, joints, 4, 4) and the body's place (keys, 3), at `times_s`."""

    name: str
    times_s: Array
    body_from_joint: Array
    place: Array


class _Writer:
    """Arrays one after another in the file's one buffer, each with its accessor."""

    def __init__(self) -> None:
        self.model = gltf.GLTF2(asset=gltf.Asset(version="2.0", generator=GENERATOR))
        self._bytes = bytearray()

    def add(
        self,
        values: NDArray[Any],
        *,
        target: int | None = None,
        is_scaled: bool = False,
        has_range: bool = False,
    ) -> int:
        """The number of the new accessor. `is_scaled`: whole numbers stand for 0 to 1 (or -1 to 1)."""
        model, data = self.model, np.ascontiguousarray(values)
        view = gltf.BufferView(buffer=0, byteOffset=len(self._bytes), byteLength=data.nbytes, target=target)
        self._bytes += data.tobytes()
        self._bytes += b"\0" * (-len(self._bytes) % 4)
        model.bufferViews.append(view)
        flat = data.reshape(len(data), -1)
        accessor = gltf.Accessor(
            bufferView=len(model.bufferViews) - 1,
            byteOffset=0,
            componentType=COMPONENTS[data.dtype.str[1:]],
            normalized=is_scaled,
            count=len(data),
            type=KINDS[flat.shape[1]],
            min=flat.min(axis=0).tolist() if has_range else None,
            max=flat.max(axis=0).tolist() if has_range else None,
        )
        model.accessors.append(accessor)
        return len(model.accessors) - 1

    def as_bytes(self) -> bytes:
        self.model.buffers = [gltf.Buffer(byteLength=len(self._bytes))]
        self.model.set_binary_blob(bytes(self._bytes))
        return b"".join(bytes(part) for part in self.model.save_to_bytes())


def encode_griffin(levels: Mapping[str, SkinnedMesh], clips: tuple[Clip, ...] = ()) -> bytes:
    """A .glb with each level as a scene, the first one being shown. The same meshes give the same bytes."""
    writer = _Writer()
    model = writer.model
    joint_from_body = next(iter(levels.values())).joint_from_body
    root = _add_joints(model, np.linalg.inv(joint_from_body).astype(np.float64))
    bind = np.swapaxes(joint_from_body, -1, -2).astype(np.float32).reshape(JOINT_COUNT, 16)
    bind[:, [3, 7, 11]], bind[:, 15] = 0.0, 1.0
    model.skins.append(
        gltf.Skin(
            name="griffin",
            inverseBindMatrices=writer.add(bind),
            skeleton=root,
            joints=list(range(JOINT_COUNT)),
        )
    )
    model.materials.append(
        gltf.Material(
            name="plumage",
            doubleSided=True,
            pbrMetallicRoughness=gltf.PbrMetallicRoughness(metallicFactor=0.0, roughnessFactor=0.85),
        )
    )
    for name, mesh in levels.items():
        model.meshes.append(gltf.Mesh(name=name, primitives=[_add_surface(writer, mesh.surface)]))
        model.nodes.append(gltf.Node(name=f"griffin_{name}", mesh=len(model.meshes) - 1, skin=0))
        model.scenes.append(gltf.Scene(name=name, nodes=[root, len(model.nodes) - 1]))
    model.scene = 0
    for clip in clips:
        _add_clip(writer, clip, root)
    return writer.as_bytes()


def _local(body_from_joint: Array) -> Array:
    """parent_from_joint (..., joints, 4, 4)."""
    local: Array = body_from_joint.copy()
    for joint in range(JOINT_COUNT):
        parent = parent_joint(joint)
        if parent is not None:
            local[..., joint, :, :] = (
                np.linalg.inv(body_from_joint[..., parent, :, :]) @ body_from_joint[..., joint, :, :]
            )
    return local


def _add_joints(model: Any, body_from_joint: Array) -> int:
    """A node for each joint, in their order, and the root above them, whose number is returned."""
    local = _local(body_from_joint)
    turns = quaternions(local[:, :3, :3])
    for joint in range(JOINT_COUNT):
        children = [child for child in range(JOINT_COUNT) if parent_joint(child) == joint]
        model.nodes.append(
            gltf.Node(
                name=joint_name(joint),
                translation=_rounded(local[joint, :3, 3]),
                rotation=_rounded(turns[joint]),
                children=children or None,
            )
        )
    model.nodes.append(gltf.Node(name="griffin", rotation=[0.0, 1.0, 0.0, 0.0], children=[0]))
    return JOINT_COUNT


def _rounded(values: Array) -> list[float]:
    return [float(value) for value in np.asarray(values, dtype=np.float32)]


def quaternions(turns: Array) -> Array:
    """(..., 3, 3) rotations as (..., 4) unit quaternions x, y, z, w with w >= 0.

    Source: I. Bar-Itzhack, "New method for extracting the quaternion from a rotation matrix" (2000), by
    way of the largest eigenvector, which no rotation makes singular.
    """
    m = turns
    xx, yy, zz = m[..., 0, 0], m[..., 1, 1], m[..., 2, 2]
    k = np.zeros((*m.shape[:-2], 4, 4))
    k[..., 0, 0], k[..., 1, 1], k[..., 2, 2] = xx - yy - zz, yy - xx - zz, zz - xx - yy
    k[..., 3, 3] = xx + yy + zz
    for i, j, value in (
        (0, 1, m[..., 1, 0] + m[..., 0, 1]),
        (0, 2, m[..., 2, 0] + m[..., 0, 2]),
        (1, 2, m[..., 2, 1] + m[..., 1, 2]),
        (0, 3, m[..., 2, 1] - m[..., 1, 2]),
        (1, 3, m[..., 0, 2] - m[..., 2, 0]),
        (2, 3, m[..., 1, 0] - m[..., 0, 1]),
    ):
        k[..., i, j] = k[..., j, i] = value
    q = np.linalg.eigh(k)[1][..., -1]
    largest = np.take_along_axis(q, np.abs(q).argmax(axis=-1)[..., None], axis=-1)
    sign = np.where(np.abs(q[..., 3:]) > 1e-9, q[..., 3:], largest)
    return np.asarray(q * np.where(sign < 0.0, -1.0, 1.0))


def _add_surface(writer: _Writer, surface: Patch) -> Any:
    array, index = gltf.ARRAY_BUFFER, gltf.ELEMENT_ARRAY_BUFFER
    open_sky = surface.finish[:, :1]
    full = np.ones_like(open_sky)
    gloss_loose_fur = np.column_stack([surface.finish[:, 1:], np.zeros(len(full))])
    joints, weights = _bindings(surface)
    attributes = gltf.Attributes(
        POSITION=writer.add(surface.position.astype(np.float32), target=array, has_range=True),
        NORMAL=writer.add(surface.normal.astype(np.float32), target=array),
        COLOR_0=writer.add(_whole(np.hstack([surface.lit, full]), np.uint16), target=array, is_scaled=True),
        JOINTS_0=writer.add(joints, target=array),
        WEIGHTS_0=writer.add(weights, target=array, is_scaled=True),
        _SHADE=writer.add(
            _whole(np.hstack([surface.shade, open_sky]), np.uint16), target=array, is_scaled=True
        ),
        _PATTERN=writer.add(surface.pattern.astype(np.float32), target=array),
        _FINISH=writer.add(_whole(gloss_loose_fur, np.int8), target=array, is_scaled=True),
    )
    indices = writer.add(surface.triangles.astype(np.uint16).reshape(-1), target=index)
    return gltf.Primitive(attributes=attributes, indices=indices, material=0)


def _whole(values: Array, kind: type[np.integer[Any]]) -> NDArray[Any]:
    most = np.iinfo(kind).max
    return np.round(np.clip(values, -1.0 if kind is np.int8 else 0.0, 1.0) * most).astype(kind)


def _bindings(surface: Patch) -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """Two joints and their weights in fours. glTF wants a joint named once, and none that has no weight."""
    most = np.iinfo(np.uint16).max
    second = np.round(surface.weights[:, 1] * most).astype(np.int64)
    second[surface.joints[:, 0] == surface.joints[:, 1]] = 0
    weights = np.zeros((len(second), 4), dtype=np.uint16)
    weights[:, 0], weights[:, 1] = most - second, second
    joints = np.zeros((len(second), 4), dtype=np.uint8)
    joints[:, :2] = np.where(weights[:, :2] > 0, surface.joints, 0)
    return joints, weights


def _add_clip(writer: _Writer, clip: Clip, root: int) -> None:
    local = _local(clip.body_from_joint)
    turns = quaternions(local[..., :3, :3])
    times = writer.add(clip.times_s.astype(np.float32), has_range=True)
    animation = gltf.Animation(name=clip.name)

    def animate(node: int, path: str, values: Array) -> None:
        output = writer.add(values.astype(np.float32))
        animation.samplers.append(gltf.AnimationSampler(input=times, output=output, interpolation="LINEAR"))
        target = gltf.AnimationChannelTarget(node=node, path=path)
        animation.channels.append(gltf.AnimationChannel(sampler=len(animation.samplers) - 1, target=target))

    for joint in range(JOINT_COUNT):
        turn = turns[:, joint]
        flips = np.cumprod(np.where((turn[1:] * turn[:-1]).sum(axis=1) < 0.0, -1.0, 1.0))
        turn[1:] *= flips[:, None]  # the shorter way from key to key
        if np.ptp(turn, axis=0).max() > 1e-4:
            animate(joint, "rotation", turn)
    animate(root, "translation", clip.place)
    writer.model.animations.append(animation)
