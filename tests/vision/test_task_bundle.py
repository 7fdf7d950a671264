import io
import zipfile

import flatbuffers
import pytest
from flatbuffers.table import Table

from griffin.vision.task_bundle import Normalization, add_normalization, write_bundle

NORMALIZATION = Normalization(mean=3.0, std=7.0)


def small_model(*, identifier: bytes = b"TFL3") -> bytes:
    """A flatbuffer with a Model's version, description and two empty buffers; an odd length on purpose."""
    builder = flatbuffers.Builder()
    description = builder.CreateString("a model")
    buffers = []
    for _ in range(2):
        builder.StartObject(3)
        buffers.append(builder.EndObject())
    builder.StartVector(4, 2, 4)
    for buffer in buffers:
        builder.PrependUOffsetTRelative(buffer)
    vector = builder.EndVector()
    builder.StartObject(8)
    builder.PrependUint32Slot(0, 3, 0)
    builder.PrependUOffsetTRelativeSlot(3, description, 0)
    builder.PrependUOffsetTRelativeSlot(4, vector, 0)
    builder.Finish(builder.EndObject(), file_identifier=identifier)
    return bytes(builder.Output()) + b"\0"


def root_of(content: bytes) -> Table:
    return Table(content, int.from_bytes(content[:4], "little"))


def child(table: Table, slot: int) -> Table:
    return Table(table.Bytes, table.Indirect(table.Pos + table.Offset(4 + 2 * slot)))


def items(table: Table, slot: int) -> list[Table]:
    field = table.Offset(4 + 2 * slot)
    start = table.Vector(field)
    return [Table(table.Bytes, table.Indirect(start + 4 * i)) for i in range(table.VectorLen(field))]


def text(table: Table, slot: int) -> bytes:
    return bytes(table.String(table.Pos + table.Offset(4 + 2 * slot)))


def data(buffer: Table) -> tuple[int, bytes]:
    """Where a Buffer's data begins, and the data."""
    field = buffer.Offset(4)
    start = buffer.Vector(field)
    return start, bytes(buffer.Bytes[start : start + buffer.VectorLen(field)])


def test_the_metadata_says_rgb_and_the_normalization():
    model = root_of(add_normalization(small_model(), NORMALIZATION))
    (entry,) = items(model, 6)
    assert text(entry, 0) == b"TFLITE_METADATA"
    index = entry.Bytes[entry.Pos + entry.Offset(6)]
    start, metadata = data(items(model, 4)[index])
    assert start % 16 == 0
    assert metadata[4:8] == b"M001"
    (subgraph,) = items(root_of(metadata), 3)
    (tensor,) = items(subgraph, 2)
    content = child(tensor, 3)
    assert metadata[content.Pos + content.Offset(4)] == 2  # ImageProperties
    image = child(content, 1)
    assert metadata[image.Pos + image.Offset(4)] == 1  # RGB
    (unit,) = items(tensor, 4)
    assert metadata[unit.Pos + unit.Offset(4)] == 1  # NormalizationOptions
    options = child(unit, 1)
    means = [options.Get(flatbuffers.number_types.Float32Flags, options.Vector(options.Offset(4)))]
    stds = [options.Get(flatbuffers.number_types.Float32Flags, options.Vector(options.Offset(6)))]
    assert (means, stds) == ([3.0], [7.0])


def test_the_old_model_stays_as_it_was():
    old = small_model()
    new = add_normalization(old, NORMALIZATION)
    model = root_of(new)
    assert new[4:8] == b"TFL3"
    assert new.find(old) % 16 == 0
    assert new[model.Pos + model.Offset(4)] == 3
    assert text(model, 3) == b"a model"
    assert len(items(model, 4)) == 3


def test_a_model_that_has_metadata_is_refused():
    with pytest.raises(ValueError, match="already"):
        add_normalization(add_normalization(small_model(), NORMALIZATION), NORMALIZATION)


def test_other_bytes_are_refused():
    with pytest.raises(ValueError, match="not a TensorFlow Lite model"):
        add_normalization(small_model(identifier=b"TFL2"), NORMALIZATION)


def test_a_bundle_is_stored_aligned_and_always_the_same():
    members = {"a.tflite": b"A" * 7, "bcd.tflite": b"B" * 5, "e": b""}
    bundle = write_bundle(members)
    assert bundle == write_bundle(members)
    assert bundle.find(b"A" * 7) % 4 == 0
    assert bundle.find(b"B" * 5) % 4 == 0
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        assert archive.testzip() is None
        assert {info.filename: info.compress_type for info in archive.infolist()} == dict.fromkeys(members, 0)
        assert {name: archive.read(name) for name in archive.namelist()} == members
