"""What can't be written is found before the flight, and nothing is touched by looking."""

import os
from pathlib import Path

import pytest

from griffin.app.outputs import check_outputs, free_names
from griffin.errors import ConfigError


@pytest.mark.parametrize("name", ["new.mp4", "no/such/folder/new.mp4", "old.mp4", "-dash.mp4", "two\nlines"])
def test_what_can_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "old.mp4").write_text("earlier flight")
    check_outputs({"--record": tmp_path / name, "--screenshot": None})
    assert [entry.name for entry in tmp_path.iterdir()] == ["old.mp4"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (Path(), "is a folder"),
        (Path("folder"), "is a folder"),
        (Path("file/film.mp4"), "file is not a folder"),
        (Path("x" * 300), "too long"),
        (Path("pipe"), "not an ordinary file"),
        (Path(os.devnull), "not an ordinary file"),
    ],
)
def test_what_can_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: Path, reason: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("file").touch()
    os.mkfifo("pipe")
    with pytest.raises(ConfigError, match=reason) as refusal:
        check_outputs({"--record": path})
    assert str(refusal.value).startswith("--record ")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else() -> None:
    with pytest.raises(ConfigError, match="may not write in /"):
        check_outputs({"--record": Path("/film.mp4")})


def test_one_file_serves_one_purpose(tmp_path: Path) -> None:
    film, link = tmp_path / "film.mp4", tmp_path / "link.mp4"
    film.touch()
    link.symlink_to(film)
    with pytest.raises(ConfigError, match="--record and --screenshot name the same file"):
        check_outputs({"--record": film, "--screenshot": link})
    with pytest.raises(ConfigError, match="--source and --record name the same file"):
        check_outputs({"--record": link}, {"--source": film, "--model": None})


def test_a_film_stands_beside_those_of_earlier_flights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert free_names("flight", ".mp4", ".png") == (Path("flight.mp4"), Path("flight.png"))
    Path("flight.png").touch()
    assert free_names("flight", ".mp4", ".png") == (Path("flight-2.mp4"), Path("flight-2.png"))
    Path("flight-2.mp4").symlink_to("nowhere")
    assert free_names("flight", ".mp4", ".png") == (Path("flight-3.mp4"), Path("flight-3.png"))
