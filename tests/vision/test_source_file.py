"""What is said of names that lead to no film: one sentence each, and what to do."""

import os
from pathlib import Path

import pytest

from griffin.errors import CameraError
from griffin.vision.source_file import find_file, printable

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
    with pytest.raises(CameraError, match="is not an ordinary file"):
        find_file(str(tmp_path / "a.mp4"))


def test_devices_without_end_are_no_files():
    with pytest.raises(CameraError, match="is not an ordinary file"):
        find_file("/dev/zero")


def test_every_name_can_be_printed(tmp_path):
    assert printable("a\udcff.mp4") == "a?.mp4"
    with pytest.raises(CameraError, match=r"There is no file a\?\.mp4") as caught:
        find_file("a\udcff.mp4")
    str(caught.value).encode()
