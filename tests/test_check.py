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
        (["--slow"], []),
        (["-x", "--slow", "tests/app"], ["-x", "tests/app"]),
    ],
)
def test_with_slow_all_tests_run_one_after_the_other(
    check: ModuleType, arguments: list[str], options: list[str]
) -> None:
    assert check.pytest_options(arguments)[1:] == options


def test_tests_chosen_by_their_marks_run_one_after_the_other(check: ModuleType) -> None:
    assert check.pytest_options(["-m", "slow"])[1:] == ["-m", "not slow", "-m", "slow"]  # the last one counts


@pytest.mark.parametrize("given", [["-k", "gesture"], ["-n", "0"]])
def test_quick_ones_run_side_by_side_and_what_is_given_comes_last(
    check: ModuleType, given: list[str]
) -> None:
    options = check.pytest_options(given)
    assert options[1:4] == ["-m", "not slow", "-n"]
    assert 1 <= int(options[4]) <= 4
    assert options[-len(given) :] == given
