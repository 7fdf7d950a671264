"""The user's folders, also where there are none."""

import logging

import platformdirs
import pytest

from griffin import paths
from griffin.app.lesson_memory import open_memory
from griffin.app.log_file import keep_log
from griffin.errors import ConfigError
from griffin.options import PlayOptions
from griffin.tools import doctor


@pytest.fixture
def _without_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a user without HOME and without a line in /etc/passwd."""

    def fail(*_arguments: object, **_options: object) -> str:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr(platformdirs, "user_cache_dir", fail)
    monkeypatch.setattr(platformdirs, "user_state_dir", fail)


@pytest.mark.usefixtures("_without_home")
def test_without_a_home_a_sentence_says_what_to_set() -> None:
    with pytest.raises(ConfigError, match="no home folder") as caught:
        paths.cache_folder()
    assert "HOME, or XDG_CACHE_HOME" in caught.value.hint
    with pytest.raises(ConfigError, match="XDG_STATE_HOME"):
        paths.state_folder()


@pytest.mark.usefixtures("_without_home")
def test_without_a_home_the_game_runs_and_the_doctor_says_so(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_log("play")
    with caplog.at_level(logging.WARNING):
        assert open_memory(PlayOptions()) is None
    assert "What is learned isn't kept." in caplog.text
    monkeypatch.delenv("GRIFFIN_POSE_MODEL", raising=False)
    cache, model = doctor._examine_cache()
    assert "no home folder" in cache.found
    assert "no place to keep it" in model.found
