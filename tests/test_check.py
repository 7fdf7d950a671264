"""Which tests scripts/check.py asks pytest for; the arguments are the developer's."""

from types import ModuleType

import pytest

from tests.scripts_loader import load_script


@pytest.fixture(scope="module")
def check() -> ModuleType:
    return load_script("check")


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
