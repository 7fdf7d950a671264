"""Two bare TensorFlow Lite models → the one `.task` bundle that MediaPipe loads. Bytes in, bytes out.

The Tasks API refuses weights that don't say how their input picture is to be normalised. The pose detector's
say it, the pose landmarks' are older than that rule: they get a metadata table before the two are bundled.

How a table gets into a finished flatbuffer. A flatbuffer refers only forwards: a table stands before all
that it refers to, and the file starts with the offset of its root. So nothing of the old file need be
parsed or moved: it stays whole, and a new head goes in front of it.

    old    [root offset | "TFL3" | ... Model table → vectors, tables, weights ...]
    new    [root offset | "TFL3" | new Model → metadata, new vectors | the old file, byte for byte]

The new Model table holds the old one's fields, its references pointing into the old file; only the list of
buffers (one more: the metadata's bytes) and the list of metadata entries are new. Builders write a flatbuffer
from its end, so the old file goes in first, as a vector of bytes. The old file is padded to whole alignment
units, as the distance from the end of the file is what keeps its weights aligned.

Sources: TensorFlow's schema.fbs (Model, Buffer, Metadata) and MediaPipe's metadata_schema.fbs, both
Apache-2.0; the slot numbers below are their fields' positions.
"""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import flatbuffers
from flatbuffers.table import Table

_ALIGNMENT = 16  # bytes; schema.fbs: Buffer.data has force_align 16
_MEMBER_ALIGNMENT = 4  # bytes; MediaPipe maps a bundle's members into memory where they lie
_OFFSET_SIZE = 4  # bytes of a reference, a vector's length, and a slot in a vector of references
_VTABLE_HEAD = 4  # bytes before the first slot of a vtable
_VTABLE_SLOT = 2  # bytes

_MODEL_IDENTIFIER = b"TFL3"
_METADATA_IDENTIFIER = b"M001"
_METADATA_NAME = "TFLITE_METADATA"

# Model's slots
_VERSION, _BUFFERS, _METADATA = 0, 4, 6
_MODEL_REFERENCES = (1, 2, 3, 5, 7)  # operator codes, subgraphs, description, metadata buffer, signatures
_MODEL_SLOTS = 8

_RGB = 1  # ColorSpaceType
_IMAGE_PROPERTIES = 2  # ContentProperties
_NORMALIZATION_OPTIONS = 1  # ProcessUnitOptions

_ZIP_HEADER_SIZE = 30  # bytes before a member's name
_PADDING_FIELD = struct.Struct("<HH")  # an extra field's id and length; readers want it well-formed
_PADDING_FIELD_ID = 0xD935  # the id under which Android's tools pad too
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: the bundle must not depend on the day


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalization:
    """What a model does to each channel (0 to 255) of its picture: (value - mean) / std."""

    mean: float
    std: float


def add_normalization(model: bytes, normalization: Normalization) -> bytes:
    """The same TensorFlow Lite model with input metadata for one RGB picture.

    Raises ValueError when the bytes are no such model or carry metadata already.
    """
    if model[4:8] != _MODEL_IDENTIFIER:
        raise ValueError("not a TensorFlow Lite model")
    root = Table(model, int.from_bytes(model[:_OFFSET_SIZE], "little"))
    if _has_metadata(root):
        raise ValueError("the model has metadata already")

    builder = flatbuffers.Builder(len(model) + 65536)
    padded = model + bytes(-len(model) % _ALIGNMENT)
    builder.CreateByteVector(padded)  # the first thing built is the last in the file

    def reference(position: int) -> int:
        """The builder's name (distance from the end) of what lies at a position of the old file."""
        return len(padded) - position

    buffers = [reference(position) for position in _vector_of_tables(root, _BUFFERS)]
    metadata_buffer = _table(builder, 3, {0: _aligned_bytes(builder, _input_metadata(normalization))})
    name = builder.CreateString(_METADATA_NAME)
    builder.StartObject(2)
    builder.PrependUOffsetTRelativeSlot(0, name, 0)
    builder.PrependUint32Slot(1, len(buffers), 0)
    entries = [*map(reference, _vector_of_tables(root, _METADATA)), builder.EndObject()]
    references = {
        _BUFFERS: _vector(builder, [*buffers, metadata_buffer]),
        _METADATA: _vector(builder, entries),
    }
    for slot in _MODEL_REFERENCES:
        if field := _field(root, slot):
            references[slot] = reference(root.Indirect(root.Pos + field))

    builder.StartObject(_MODEL_SLOTS)
    version = _field(root, _VERSION)
    builder.PrependUint32Slot(_VERSION, _uint32(model, root.Pos + version) if version else 0, 0)
    for slot, target in sorted(references.items()):
        builder.PrependUOffsetTRelativeSlot(slot, target, 0)
    builder.Finish(builder.EndObject(), file_identifier=_MODEL_IDENTIFIER)
    return bytes(builder.Output())


def write_bundle(members: Mapping[str, bytes]) -> bytes:
    """A zip of stored (never deflated), aligned members; the same members always give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, date_time=_ZIP_DATE)
            info.create_system = 3  # else it would differ between systems
            start = stream.tell() + _ZIP_HEADER_SIZE + len(name.encode())
            padding = bytes(-(start + _PADDING_FIELD.size) % _MEMBER_ALIGNMENT)
            info.extra = _PADDING_FIELD.pack(_PADDING_FIELD_ID, len(padding)) + padding
            bundle.writestr(info, content)
    return stream.getvalue()


def _input_metadata(normalization: Normalization) -> bytes:
    """A ModelMetadata of one subgraph with one input: an RGB picture, normalised so."""
    builder = flatbuffers.Builder()
    mean = _vector(builder, [normalization.mean], builder.PrependFloat32)
    std = _vector(builder, [normalization.std], builder.PrependFloat32)
    options = _table(builder, 2, {0: mean, 1: std})
    unit = _union(builder, 2, _NORMALIZATION_OPTIONS, options)
    builder.StartObject(2)
    builder.PrependInt8Slot(0, _RGB, 0)
    content = _union(builder, 3, _IMAGE_PROPERTIES, builder.EndObject())
    tensor = _table(builder, 7, {3: content, 4: _vector(builder, [unit])})
    subgraph = _table(builder, 10, {2: _vector(builder, [tensor])})
    model = _table(builder, 8, {3: _vector(builder, [subgraph])})
    builder.Finish(model, file_identifier=_METADATA_IDENTIFIER)
    return bytes(builder.Output())


def _table(builder: flatbuffers.Builder, slots: int, references: Mapping[int, int]) -> int:
    builder.StartObject(slots)
    for slot, target in references.items():
        builder.PrependUOffsetTRelativeSlot(slot, target, 0)
    return int(builder.EndObject())


def _union(builder: flatbuffers.Builder, slots: int, kind: int, target: int) -> int:
    """A table whose first two slots are a union: what it is, and where."""
    builder.StartObject(slots)
    builder.PrependUint8Slot(0, kind, 0)
    builder.PrependUOffsetTRelativeSlot(1, target, 0)
    return int(builder.EndObject())


def _vector(
    builder: flatbuffers.Builder,
    items: Sequence[float],
    prepend: Callable[[float], None] | None = None,
) -> int:
    """Four-byte items: references, unless another way to prepend is given."""
    builder.StartVector(_OFFSET_SIZE, len(items), _OFFSET_SIZE)
    for item in reversed(items):
        (prepend or builder.PrependUOffsetTRelative)(item)
    return int(builder.EndVector())


def _aligned_bytes(builder: flatbuffers.Builder, content: bytes) -> int:
    builder.StartVector(1, len(content), _ALIGNMENT)
    for byte in reversed(content):
        builder.PrependByte(byte)
    return int(builder.EndVector())


def _field(table: Table, slot: int) -> int:
    """A field's distance from its table, 0 where it is absent."""
    return int(table.Offset(_VTABLE_HEAD + slot * _VTABLE_SLOT))


def _vector_of_tables(table: Table, slot: int) -> list[int]:
    """The positions of the tables that a vector of references leads to; none where it is absent."""
    field = _field(table, slot)
    if not field:
        return []
    first = table.Vector(field)
    return [table.Indirect(first + _OFFSET_SIZE * i) for i in range(table.VectorLen(field))]


def _has_metadata(model: Table) -> bool:
    for position in _vector_of_tables(model, _METADATA):
        entry = Table(model.Bytes, position)
        name = _field(entry, 0)
        if name and bytes(entry.String(entry.Pos + name)) == _METADATA_NAME.encode():
            return True
    return False


def _uint32(content: bytes, position: int) -> int:
    return int.from_bytes(content[position : position + 4], "little")
