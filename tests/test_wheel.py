"""The wheel brings along all that a checkout has."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (path,) = folder.glob("*.whl")
    return path


def test_holds_the_package_its_shaders_and_its_assets(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder, place, pattern in (
        ("griffin", "griffin", "*.py"),
        ("shaders", "griffin/_data/shaders", "*.*"),
        ("assets", "griffin/_data/assets", "*.*"),
    ):
        ours = [file.relative_to(ROOT / folder) for file in (ROOT / folder).rglob(pattern) if file.is_file()]
        assert ours
        missing = [file for file in ours if f"{place}/{file.as_posix()}" not in held]
        assert not missing


def test_holds_the_licence_the_notices_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = next(name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name)
        assert {f"{info}/licenses/LICENSE", f"{info}/licenses/THIRD_PARTY_NOTICES.md"} <= set(
            archive.namelist()
        )
        assert "griffin = griffin.cli:main" in archive.read(f"{info}/entry_points.txt").decode()


def test_finds_its_files_outside_of_a_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    # Put first, it comes before an editable install of the checkout.
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from griffin import paths; print(paths.shaders_folder()); print(paths.assets_folder())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "site")],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    data = (tmp_path / "site" / "griffin" / "_data").resolve()
    assert done.stdout.splitlines() == [str(data / "shaders"), str(data / "assets")]
