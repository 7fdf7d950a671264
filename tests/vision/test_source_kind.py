"""What the words after --source name, whether it is there or not."""

import tempfile
from pathlib import Path

import pytest
from PIL import Image

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


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="this system has no /dev/shm")
def test_a_film_may_lie_in_a_folder_of_devices() -> None:
    with tempfile.NamedTemporaryFile(dir="/dev/shm", suffix=".mp4") as film:
        assert find_source_kind(film.name) is SourceKind.VIDEO
    assert find_source_kind(film.name) is SourceKind.CAMERA  # it isn't there any more, as a camera may be


def test_a_picture_that_is_there_is_asked_what_it_is(tmp_path: Path) -> None:
    pictures = [Image.new("RGB", (64, 48), (60 * number, 80, 90)) for number in range(3)]
    pictures[0].save(tmp_path / "still.mp4", "PNG")
    pictures[0].save(tmp_path / "still.gif", "GIF")
    assert find_source_kind(str(tmp_path / "still.mp4")) is SourceKind.IMAGE
    assert find_source_kind(str(tmp_path / "still.gif")) is SourceKind.IMAGE
    for kind in ("GIF", "PNG", "WEBP"):
        path = tmp_path / f"{kind}.jpg"
        pictures[0].save(path, kind, save_all=True, append_images=pictures[1:], duration=50)
        assert find_source_kind(str(path)) is SourceKind.VIDEO
    (tmp_path / "text.jpg").write_text("hello")
    assert find_source_kind(str(tmp_path / "text.jpg")) is SourceKind.IMAGE
