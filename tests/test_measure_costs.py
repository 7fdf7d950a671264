"""The script that measures costs runs, and its pilot is one whom the recogniser follows."""

import sys
from types import ModuleType

import pytest

from griffin.events import EventKind
from griffin.gesture.recognizer import Recognizer
from griffin.vision.demo_performance import TAKE_OFF_S
from tests.scripts_loader import load_script


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return load_script("measure_costs")


def test_the_demo_pilot_is_seen_and_takes_off(script: ModuleType) -> None:
    recognizer = Recognizer()
    frames = [script.see_demo_pilot(number / 30) for number in range(round(30 * (TAKE_OFF_S + 2.0)))]
    kinds = [event.kind for frame in frames for event in recognizer.recognize(frame).events]
    assert kinds[0] is EventKind.PLAYER_FOUND
    assert EventKind.JUMP in kinds
    assert EventKind.PLAYER_LOST not in kinds


def test_every_cost_is_a_line(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["measure_costs.py", "--seconds", "0.2"])
    script.main()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 12
    assert lines[1].startswith("recognizer, a camera frame")
    assert float(lines[1].split()[-3]) > 0.0
