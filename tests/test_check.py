"""Which tests scripts/check.py asks pytest for; the arguments are the developer's."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check", ROOT / "scripts" / "check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], ["-m", "not slow"]),
        (["-k", "gesture"], ["-m", "not slow", "-k", "gesture"]),
        (["--slow"], []),
        (["-x", "--slow", "tests/app"], ["-x", "tests/app"]),
        (["-m", "slow"], ["-m", "not slow", "-m", "slow"]),  # pytest takes the last one
    ],
)
def test_slow_tests_run_when_asked_for(check: ModuleType, arguments: list[str], options: list[str]) -> None:
    assert check.pytest_options(arguments)[1:] == options
