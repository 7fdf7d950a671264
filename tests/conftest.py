"""What all tests share: the option that rewrites the golden images, and PyOpenGL's checks."""

import os

import pytest

os.environ.setdefault("GRIFFIN_GL_CHECKS", "1")  # before anything imports OpenGL


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-goldens",
        action="store_true",
        help="rewrite the golden images from what is drawn now; look at them before committing",
    )
