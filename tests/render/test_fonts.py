"""The font of the screen: carried by a package, or of the system, or none."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from griffin.render import fonts
from griffin.render.fonts import find_font, first_file


def test_the_letters_come_with_a_package() -> None:
    found = find_font()
    assert found is not None
    assert found.name == "DejaVuSans.ttf"
    assert "matplotlib" in found.parts


def test_finding_them_imports_no_matplotlib() -> None:
    code = "from griffin.render import fonts as f; f.find_font(); assert 'matplotlib' not in f.sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_without_the_package_the_system_is_asked(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    monkeypatch.setattr(fonts, "sys", SimpleNamespace(platform=platform))
    own = tmp_path / "Own.ttf"
    own.touch()
    asked: list[str] = []

    def of_system(name: str) -> list[Path]:
        asked.append(name)
        return [tmp_path / "absent.ttf", own]

    monkeypatch.setattr(fonts, "_system_fonts", of_system)
    assert find_font() == own
    assert asked == [platform]


def test_a_package_without_its_fonts_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(fonts, "find_spec", lambda name: empty)
    monkeypatch.setattr(fonts, "_system_fonts", lambda platform: [])
    assert find_font() is None


def test_the_first_that_is_there_is_taken(tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    b.touch()
    assert first_file([a, b]) == b
    assert first_file([a]) is None


def test_windows_keeps_its_fonts_in_its_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINDIR", "D:\\Win")
    assert all("Win" in str(path.parent) for path in fonts._system_fonts("win32"))
