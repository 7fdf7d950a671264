"""The programs of scripts/ as modules: the tests call their functions without a process of their own."""

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"


@cache
def load_script(name: str) -> ModuleType:
    """The script of that name, without `.py`; one in a subfolder as `lib/name`."""
    path = SCRIPTS / f"{name}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # a dataclass looks up its module there
    spec.loader.exec_module(module)
    return module
