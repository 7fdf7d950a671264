"""Where the program's own files and the user's folders are, in a checkout and in an installed wheel."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from griffin.errors import AssetError, ConfigError

_PACKAGE = Path(__file__).resolve().parent


def _find_data_folder(name: str) -> Path:
    # A wheel carries the folder inside the package; a checkout has it beside the package.
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise AssetError(f"Griffin's {name} folder is missing.", hint="Install Griffin again.")


def shaders_folder() -> Path:
    """The folder of the GLSL sources. Raises AssetError when the installation lacks it."""
    return _find_data_folder("shaders")


def assets_folder() -> Path:
    """The folder of files that the code can't make at start. Raises AssetError when it is missing."""
    return _find_data_folder("assets")


def insist_on_file(path: Path) -> None:
    """Raises OSError unless it is an ordinary file: a pipe or a device may make its reader wait forever."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))


def cache_folder() -> Path:
    """The user's cache folder for Griffin, made if need be.

    Raises ConfigError where there is no home folder.
    """
    with _naming_what_to_set("XDG_CACHE_HOME"):
        return Path(platformdirs.user_cache_dir("griffin", appauthor=False, ensure_exists=True))


def state_folder() -> Path:
    """The user's folder for what Griffin remembers from game to game. It needn't be there yet.

    Raises ConfigError where there is no home folder.
    """
    with _naming_what_to_set("XDG_STATE_HOME"):
        return Path(platformdirs.user_state_dir("griffin", appauthor=False))


@contextmanager
def _naming_what_to_set(variable: str) -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:  # neither HOME nor a line in /etc/passwd, as in a container
        raise ConfigError(
            "This user has no home folder.",
            hint=f"Set HOME, or {variable}, to a folder that may be written to.",
        ) from error


def safe_environment() -> dict[str, str]:
    """The environment for an interpreter that is started with `-m`.

    It would look for modules in the current folder first: a stray numpy.py there must not matter (where
    Python knows how to leave that out, from 3.11 on), unless Griffin itself lies there.
    """
    try:
        is_here = _PACKAGE.parent == Path.cwd().resolve()
    except OSError:  # the current folder is gone
        is_here = False
    return dict(os.environ) if is_here else os.environ | {"PYTHONSAFEPATH": "1"}
