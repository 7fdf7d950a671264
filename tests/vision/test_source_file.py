"""What is said of names that lead to no film: one sentence each, and what to do."""

import os
import sys
from pathlib import Path

import pytest

from griffin.errors import CameraError
from griffin.vision.picture_kind import PictureKind, find_picture_kind
from griffin.vision.source_file import find_file, is_ordinary, printable

ADDRESSES = [
    "rtsp://admin:secret@10.0.0.7/live",
    "http://host/a.mp4",
    "https:/host/a.mp4",
    "RTMP://x/y",
    "srt://:9",
]


@pytest.mark.parametrize("spec", ADDRESSES)
def test_an_address_is_refused_with_the_reason(spec):
    with pytest.raises(CameraError, match="no network, on purpose") as caught:
        find_file(spec)
    assert caught.value.hint
    assert "secret" not in str(caught.value)
    assert caught.value.sentence.startswith(f"Griffin can't watch {spec.split(':')[0].lower()}:// addresses")


def test_a_file_may_be_named_as_an_address(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("rtsp:").mkdir()
    Path("rtsp:/cam").write_text("anything")
    assert find_file("rtsp://cam") == Path("rtsp:/cam")


@pytest.mark.parametrize("spec", ["none.mp4", "17:30.mp4", "C:/films/a.mp4", "no/such/folder/a.mp4"])
def test_other_names_are_files(spec, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CameraError, match="There is no file"):
        find_file(spec)


LISTS = [
    "#EXTM3U\nhttp://host/a.ts\n",
    "\ufeff#EXTM3U\n",
    "ffconcat version 1.0\nfile a.mp4\n",
    "[playlist]\nFile1=http://host/a\n",
    "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n",
    '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011">',
]


@pytest.mark.parametrize("text", LISTS)
def test_a_list_is_no_film(tmp_path, text):
    path = tmp_path / "a.mp4"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CameraError, match="names other files or addresses"):
        find_file(str(path))


def test_a_pipe_that_nobody_writes_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.mp4")
    with pytest.raises(CameraError, match="is a special file of the system, not a film"):
        find_file(str(tmp_path / "a.mp4"))


SPECIAL = ["/dev/zero", "/proc/self/mem", "/proc/self/environ", "/proc/kmsg", "/sys/kernel/uevent_seqnum"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="these files are Linux's")
@pytest.mark.parametrize("name", SPECIAL)
def test_special_files_are_no_films(tmp_path, name):
    if not Path(name).exists():
        pytest.skip(f"this system has no {name}")
    link = tmp_path / "a.mp4"
    link.symlink_to(name)
    for path in (Path(name), link):
        sentence = rf"^{path} is a special file of the system, not a film or a picture\. --source takes"
        with pytest.raises(CameraError, match=sentence):
            find_file(str(path))
        assert not is_ordinary(path)
        assert find_picture_kind(path) is PictureKind.UNKNOWN


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_a_film_that_proc_leads_to_is_a_film(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_text("anything")
    with path.open() as file:
        name = f"/proc/self/fd/{file.fileno()}"
        assert find_file(name) == Path(name)


def test_every_name_can_be_printed(tmp_path):
    assert printable("a\udcff.mp4") == "a?.mp4"
    with pytest.raises(CameraError, match=r"There is no file a\?\.mp4") as caught:
        find_file("a\udcff.mp4")
    str(caught.value).encode()
