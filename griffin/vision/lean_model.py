"""A pose landmarker bundle → the same without the mask, which Griffin doesn't use.

Besides its points the landmark network computes a mask of the body, 256x256. The interpreter always runs that
part, a third of the network's time, as no other layers are as large. Here the operators that only the mask
needs are removed. The points stay the same to the last bit.

How. In a flatbuffer a vector may be shortened where it lies, so nothing is moved and no weight is touched:
the operators that stay are written to the front of their vector, and its length is lowered. MediaPipe counts
on five outputs, so the mask's place in the list goes to a small output that is there already.

Sources: TensorFlow's schema.fbs (Model, SubGraph, Tensor, Operator), Apache-2.0; the slot numbers below are
their fields' positions.
"""

import io
import logging
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flatbuffers.table import Table

from griffin.scratch import scratch_folder
from griffin.vision.task_bundle import write_bundle

log = logging.getLogger(__name__)

LANDMARKS_MEMBER = "pose_landmarks_detector.tflite"

# Model's, SubGraph's, Tensor's and Operator's slots
_SUBGRAPHS = 2
_TENSORS, _OUTPUTS, _OPERATORS = 0, 2, 3
_SHAPE = 0
_OPERATOR_INPUTS, _OPERATOR_OUTPUTS = 1, 2

# The outputs: points, whether it is a body, mask, heat map, points in metres.
_OUTPUT_COUNT, _FLAG, _MASK = 5, 1, 2
_LEAST_MASK_SIDE = 64  # of the lite, full and heavy models it is 256

_VTABLE_HEAD = 4  # bytes before the first slot of a vtable
_SLOT_SIZE = 2
_INT = struct.Struct("<i")
_UINT = struct.Struct("<I")


# All that zipfile and flatbuffers raise for a damaged file, or one of another kind.
_DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError),
    *(KeyError, IndexError, ValueError, TypeError, struct.error),
)


@contextmanager
def lean_file(model: Path) -> Iterator[Path]:
    """A lean copy of a model's file, deleted afterwards; the file itself where no copy can be made.

    A file rather than its bytes: MediaPipe maps a file into memory, but copies bytes (40 MB more).
    """
    if os.name != "posix":  # elsewhere a file that is mapped can't be deleted
        yield model
        return
    with ExitStack() as owned:
        try:
            folder = owned.enter_context(scratch_folder("griffin-model-"))
            copy = folder.path / model.name
            copy.write_bytes(lean_bundle(model.read_bytes()))
        except OSError as error:
            log.debug("The pose model is used as it is: %s.", error)
            copy = model
        yield copy


def lean_bundle(bundle: bytes) -> bytes:
    """The bundle without the mask; the same bundle where it isn't built as expected."""
    try:
        with zipfile.ZipFile(io.BytesIO(bundle)) as stored:
            members = {name: stored.read(name) for name in stored.namelist()}
        members[LANDMARKS_MEMBER] = _without_mask(members[LANDMARKS_MEMBER])
    except _DAMAGES:
        return bundle
    return write_bundle(members)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vector:
    """A vector of four-byte items: where it is, and how many there are."""

    start: int
    count: int


def _without_mask(model: bytes) -> bytes:
    """Raises ValueError, or one of _UNREADABLE, for any other network."""
    content = bytearray(model)
    root = Table(content, _UINT.unpack_from(content)[0])
    subgraphs = _vector(root, _SUBGRAPHS)
    if subgraphs.count != 1:
        raise ValueError("more than one subgraph")
    graph = _item(root, subgraphs, 0)
    outputs = _vector(graph, _OUTPUTS)
    wanted = _numbers(content, outputs)
    if len(wanted) != _OUTPUT_COUNT or not _is_mask(graph, wanted[_MASK]):
        raise ValueError("other outputs")
    _INT.pack_into(content, outputs.start + _INT.size * _MASK, wanted[_FLAG])
    del wanted[_MASK]

    operators = _vector(graph, _OPERATORS)
    kept = _needed(graph, operators, set(wanted))
    for number, position in enumerate(kept):
        place = operators.start + _UINT.size * number
        _UINT.pack_into(content, place, position - place)
    _UINT.pack_into(content, operators.start - _UINT.size, len(kept))
    return bytes(content)


def _needed(graph: Table, operators: _Vector, tensors: set[int]) -> list[int]:
    """The positions of the operators that compute these tensors, in their order."""
    content, needed = graph.Bytes, set(tensors)
    kept: list[int] = []
    for number in reversed(range(operators.count)):
        operator = _item(graph, operators, number)
        if needed.intersection(_numbers(content, _vector(operator, _OPERATOR_OUTPUTS))):
            needed.update(_numbers(content, _vector(operator, _OPERATOR_INPUTS)))
            kept.append(operator.Pos)
    return kept[::-1]


def _is_mask(graph: Table, tensor: int) -> bool:
    shape = _numbers(graph.Bytes, _vector(_item(graph, _vector(graph, _TENSORS), tensor), _SHAPE))
    return len(shape) == 4 and shape[3] == 1 and min(shape[1:3]) >= _LEAST_MASK_SIDE


def _vector(table: Table, slot: int) -> _Vector:
    field = table.Offset(_VTABLE_HEAD + _SLOT_SIZE * slot)
    if not field:
        return _Vector(start=0, count=0)
    vector = _Vector(start=table.Vector(field), count=table.VectorLen(field))
    if vector.start + _UINT.size * vector.count > len(table.Bytes):
        raise ValueError("a vector beyond the file's end")
    return vector


def _item(table: Table, vector: _Vector, number: int) -> Table:
    if not 0 <= number < vector.count:
        raise ValueError("a number beyond its vector")
    return Table(table.Bytes, table.Indirect(vector.start + _UINT.size * number))


def _numbers(content: bytearray, vector: _Vector) -> list[int]:
    return list(struct.unpack_from(f"<{vector.count}i", content, vector.start))
