"""scripts/install and scripts/uninstall: what they put where, and that all of it goes again."""

import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from griffin import paths
from tests.scripts_loader import load_script

from .machine import Machine

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the scripts are tried on Linux")

ENTRY = Path(".local/share/applications/griffin.desktop")
ICON = Path(".local/share/icons/hicolor/scalable/apps/griffin.svg")
COMMAND = Path(".local/bin/griffin")


@pytest.fixture
def home(machine: Machine) -> Path:
    """The home of somebody who has set the game up; the icon needs the game's own packages to be drawn."""
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("Eva's $games"))
    machine.pretend_set_up()
    machine.checkout.joinpath("scripts", "lib", "draw_icon.py").write_text("print('<svg/>')\n")
    return machine.checkout.parent


def test_the_command_and_the_menus_entry_start_the_game(machine: Machine, home: Path) -> None:
    done = machine.start("install")
    assert done.returncode == 0, done.stderr
    assert f"your PATH lacks {home}/.local/bin" in done.stderr
    assert machine.run(str(home / COMMAND), "doctor", "a b").stdout == "<doctor><a b>"
    assert (home / ICON).read_text() == "<svg/>\n"
    entry = (home / ENTRY).read_text()
    assert f'Exec="{home}/.local/bin/griffin" play\n' in entry
    assert f"Icon={home / ICON}\n" in entry
    if validate := shutil.which("desktop-file-validate"):
        said = subprocess.run([validate, str(home / ENTRY)], capture_output=True, text=True, check=False)
        assert (said.returncode, said.stdout) == (0, "")
    again = machine.start("install", PATH=f"{machine.programs}:{home}/.local/bin")
    assert again.returncode == 0
    assert "PATH lacks" not in again.stderr


def test_letters_that_mean_something_in_an_entry_are_escaped(machine: Machine, home: Path) -> None:
    odd = home / '50% "$x` \\'
    odd.mkdir()
    assert machine.start("install", HOME=str(odd)).returncode == 0
    entry = (odd / ENTRY).read_text()
    assert f'Exec="{home}/50%% \\\\"\\\\$x\\\\` \\\\\\\\/.local/bin/griffin" play\n' in entry


@pytest.mark.parametrize("place", [COMMAND, ENTRY])
def test_what_is_somebody_elses_stays(machine: Machine, home: Path, place: Path) -> None:
    (home / place).parent.mkdir(parents=True)
    (home / place).write_text("theirs")
    done = machine.start("install")
    assert done.returncode == 1
    assert f"at {home / place}. Move it away, then start again." in done.stderr
    machine.start("uninstall")
    assert (home / place).read_text() == "theirs"


def test_uninstalling_asks_for_what_is_the_users_own(machine: Machine, home: Path) -> None:
    machine.start("install")
    settings, state, cache = home / ".config/griffin", home / ".local/state/griffin", home / ".cache/griffin"
    for folder in (settings, state, cache):
        folder.mkdir(parents=True)
    done = machine.start("uninstall", said="n\ny\n")  # and nothing for the cache
    assert done.returncode == 0, done.stderr
    assert settings.exists()
    assert not state.exists()
    assert cache.exists()
    left = [path for path in home.joinpath(".local").rglob("*") if not path.is_dir()]
    assert left == []
    assert not machine.checkout.joinpath(".venv").exists()
    assert machine.start("uninstall", "--yes").returncode == 0
    assert not settings.exists()
    assert not cache.exists()


def test_uninstalling_knows_where_the_game_keeps_things(
    machine: Machine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
    for folder in ("", str(home / "own")):
        for name, value in {"HOME": str(home), **dict.fromkeys(variables, folder)}.items():
            monkeypatch.setenv(name, value)
        done = machine.in_setup(
            '. "$1/scripts/lib/desktop.sh"; printf "%s\\n" "$state" "$cache"',
            **dict.fromkeys(variables, folder),
        )
        assert done.stdout.splitlines() == [str(paths.state_folder()), str(paths.cache_folder())]


def test_sudo_and_no_home_are_refused_in_a_sentence(machine: Machine) -> None:
    for command in ("install", "uninstall"):
        assert "call it without sudo" in machine.start(command, SUDO_USER="eva").stderr
        assert "Set HOME." in machine.start(command, HOME="").stderr
    assert "no option but --yes" in machine.start("uninstall", "--all").stderr


def test_the_icon_is_whole() -> None:
    text = load_script("lib/draw_icon").icon()
    root = ET.fromstring(text)
    name = "{http://www.w3.org/2000/svg}"
    defined = {f"url(#{each.get('id')})" for each in root.iter(f"{name}linearGradient")}
    used = {each.get("fill") for each in root.iter(f"{name}path")}
    assert used <= defined
    assert len(list(root.iter(f"{name}path"))) > 100
    assert "nan" not in text
