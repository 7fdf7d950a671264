"""Checks before a flight whether its output files can be written. It writes and creates nothing."""

import itertools
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from griffin.errors import ConfigError

_HINT = "Choose another file."


def check_outputs(
    outputs: Mapping[str, Path | None], inputs: Mapping[str, Path | None] | None = None
) -> None:
    """Both map an option's name to its file; those that weren't given are None.

    Raises ConfigError where a file can't be written, isn't one, or is wanted for something else as well.
    """
    taken = {_identity(path): option for option, path in (inputs or {}).items() if path is not None}
    for option, path in outputs.items():
        if path is None:
            continue
        _check(path, option)
        other = taken.setdefault(_identity(path), option)
        if other != option:
            raise ConfigError(f"{other} and {option} name the same file {path}.", hint=_HINT)


def free_names(stem: str, *suffixes: str) -> tuple[Path, ...]:
    """A file for each suffix, in the current folder: `stem`, `stem-2` and so on, the first that is free."""
    for number in itertools.count(1):
        paths = tuple(Path(f"{stem}{'' if number == 1 else f'-{number}'}{suffix}") for suffix in suffixes)
        if not any(map(os.path.lexists, paths)):
            break
    return paths


def _check(path: Path, option: str) -> None:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        _check_folder(path.parent, path, option)
        return
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(f"{option} {path} can't be written: {reason}.", hint=_HINT) from error
    if stat.S_ISDIR(mode):
        raise ConfigError(f"{option} {path} is a folder, not a file.", hint=_HINT)
    if not stat.S_ISREG(mode):  # a device would be replaced by a file, or make us wait for ever
        raise ConfigError(f"{option} {path} is not an ordinary file.", hint=_HINT)
    if not os.access(path, os.W_OK):
        raise ConfigError(f"{option} {path} may not be written by this user.", hint=_HINT)
    _check_folder(path.parent, path, option)


def _check_folder(folder: Path, path: Path, option: str) -> None:
    """The nearest folder above that exists: the others are made when they are needed."""
    while not os.path.lexists(folder) and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir():
        raise ConfigError(f"{option} {path} can't be written: {folder} is not a folder.", hint=_HINT)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError(
            f"{option} {path} can't be written: this user may not write in {folder.absolute()}.", hint=_HINT
        )


def _identity(path: Path) -> str:
    # Links followed: two names of one file are one file.
    return os.path.realpath(path)
