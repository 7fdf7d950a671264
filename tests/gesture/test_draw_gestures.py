"""The pictures of docs/gestures.md are those that the script draws."""

import importlib.util
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw_gestures", ROOT / "scripts" / "draw_gestures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_committed_pictures_are_what_is_drawn_and_shown(tmp_path: Path) -> None:
    assert load_script().main([str(tmp_path)]) == 0
    drawn = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    folder = ROOT / "docs" / "gestures"
    assert drawn == {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    page = (ROOT / "docs" / "gestures.md").read_text(encoding="utf-8")
    for name, svg in drawn.items():
        ET.fromstring(svg)
        assert f"gestures/{name}" in page
