"""MP4 and QuickTime files cut off at every place that matters: before, within and after their index."""

import struct
from pathlib import Path

import av
import numpy as np
import pytest

from griffin.errors import CameraError
from griffin.vision.film_decoder import FilmDecoder
from griffin.vision.film_index import lacks_index


def write_phone_film(path: Path) -> bytes:
    """A film with its index at the end, as phones write it. Returns what is in the file."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        noise = np.random.default_rng(1)
        for _ in range(10):
            picture = noise.integers(0, 255, (48, 64, 3), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        container.mux(stream.encode())
    return path.read_bytes()


@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_a_film_without_its_index_ends_early(tmp_path, suffix):
    content = write_phone_film(tmp_path / f"whole{suffix}")
    index = content.rindex(b"moov") - 4
    cut = tmp_path / f"cut{suffix}"
    for kept in (index // 2, index, index + 3, index + 8, (index + len(content)) // 2):
        cut.write_bytes(content[:kept])
        with pytest.raises(CameraError, match=r"ends early: the index, .*\. Copy it again"):
            FilmDecoder(cut)
    cut.write_bytes(content[: index // 2] + bytes(len(content)))  # as an unfinished download leaves it
    with pytest.raises(CameraError, match="ends early"):
        FilmDecoder(cut)


def test_a_whole_film_has_its_index(tmp_path):
    write_phone_film(tmp_path / "whole.mp4")
    assert not lacks_index(tmp_path / "whole.mp4")
    film = FilmDecoder(tmp_path / "whole.mp4")
    assert film.next() is not None
    film.close()


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


START = box(b"ftyp", b"isom")
LONG = struct.pack(">I4sQ", 1, b"mdat", 2**40)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (START, True),
        (START + LONG, True),
        (START + LONG[:12], True),
        (START + struct.pack(">I4s", 0, b"mdat") + b"x" * 99, True),
        (box(b"wide") + box(b"mdat", b"x" * 99), True),
        (START + box(b"moov", b"x"), False),
        (START + struct.pack(">I4s", 0, b"moov"), False),
        (START + box(b"meta") + box(b"mdat"), False),  # a HEIC picture
        (START + struct.pack(">I4s", 5, b"mdat") + b"x" * 99, False),
        (START + box(b"free") * 20_000, False),  # no end of it
        (b"", False),
        (b"ftyp", False),
        (b"A text, and no film. " * 9, False),
        (b"\x1a\x45\xdf\xa3" * 9, False),
    ],
)
def test_only_a_row_of_boxes_can_lack_an_index(tmp_path, content, expected):
    (tmp_path / "a.mp4").write_bytes(content)
    assert lacks_index(tmp_path / "a.mp4") is expected


def test_what_can_not_be_read_lacks_none(tmp_path):
    assert not lacks_index(tmp_path / "none.mp4")
    assert not lacks_index(tmp_path)
