"""What the tests of seeing share: the real pose model, and the folder of real pictures where there is one."""

from pathlib import Path

import pytest

from griffin.vision.pose_model import provision_pose_model

PEOPLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "people"


@pytest.fixture(scope="session")
def pose_model() -> Path:
    """The provisioned full model; the first run of all fetches it."""
    return provision_pose_model(lambda _what, _done: None)


@pytest.fixture(scope="session")
def people() -> Path:
    """The folder of real pictures and clips."""
    if not PEOPLE.is_dir():
        pytest.skip(f"the pictures of people are not there ({PEOPLE})")
    return PEOPLE
