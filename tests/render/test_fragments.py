"""What is left of a video that breaks off is cut so that it plays."""

import struct
from pathlib import Path

import pytest

from griffin.render.fragments import has_whole_fragment, keep_whole_fragments


def box(kind: bytes, content: bytes, *, is_long: bool = False) -> bytes:
    if is_long:
        return struct.pack(">I4sQ", 1, kind, 16 + len(content)) + content
    return struct.pack(">I4s", 8 + len(content), kind) + content


HEAD = box(b"ftyp", b"isom") + box(b"free", b"") + box(b"moov", b"x" * 30)
FRAGMENT = box(b"moof", b"y" * 20) + box(b"mdat", b"z" * 100)


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (HEAD + FRAGMENT * 3, len(HEAD + FRAGMENT * 3)),
        (HEAD + FRAGMENT * 2 + FRAGMENT[:-1], len(HEAD + FRAGMENT * 2)),
        (HEAD + FRAGMENT * 2 + FRAGMENT[:5], len(HEAD + FRAGMENT * 2)),
        (HEAD + FRAGMENT + box(b"mdat", b"w" * 50, is_long=True)[:-2], len(HEAD + FRAGMENT)),
        (HEAD + FRAGMENT + box(b"mdat", b"w" * 50, is_long=True), len(HEAD + FRAGMENT) + 66),
        (HEAD + FRAGMENT + bytes(64), len(HEAD + FRAGMENT)),
    ],
)
def test_it_ends_behind_the_last_whole_fragment(tmp_path: Path, content: bytes, kept: int) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    assert has_whole_fragment(path)
    assert path.read_bytes() == content
    assert keep_whole_fragments(path)
    assert path.read_bytes() == content[:kept]


@pytest.mark.parametrize("content", [b"", HEAD, HEAD + FRAGMENT[:60], b"no boxes at all"])
def test_where_nothing_plays_nothing_is_cut(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    assert not has_whole_fragment(path)
    assert not keep_whole_fragments(path)
    assert path.read_bytes() == content
