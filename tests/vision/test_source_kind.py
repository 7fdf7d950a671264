"""What the words after --source name, whether it is there or not."""

import pytest

from griffin.vision.source_kind import SourceKind, find_source_kind


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("auto", SourceKind.AUTO),
        ("none", SourceKind.NONE),
        ("demo", SourceKind.DEMO),
        ("0", SourceKind.CAMERA),
        ("/dev/video2", SourceKind.CAMERA),
        ("me.jpg", SourceKind.IMAGE),
        ("~/scans/me.TIFF", SourceKind.IMAGE),
        ("film.mp4", SourceKind.VIDEO),
        ("wave.gif", SourceKind.VIDEO),
        ("no suffix", SourceKind.VIDEO),
        ("~no-such-user/film.mp4", SourceKind.VIDEO),
        ("x" * 300, SourceKind.VIDEO),
        ("camera", SourceKind.VIDEO),  # a file may have that name
    ],
)
def test_a_source_names_its_kind(source: str, kind: SourceKind) -> None:
    assert find_source_kind(source) is kind
