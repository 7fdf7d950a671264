"""The pictures of docs/gestures.md are those that the script draws."""

import xml.etree.ElementTree as ET
from pathlib import Path

from tests.scripts_loader import load_script

ROOT = Path(__file__).resolve().parents[2]


def test_the_committed_pictures_are_what_is_drawn_and_shown(tmp_path: Path) -> None:
    assert load_script("draw_gestures").main([str(tmp_path)]) == 0
    drawn = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    folder = ROOT / "docs" / "gestures"
    assert drawn == {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    page = (ROOT / "docs" / "gestures.md").read_text(encoding="utf-8")
    for name, svg in drawn.items():
        ET.fromstring(svg)
        assert f"gestures/{name}" in page
