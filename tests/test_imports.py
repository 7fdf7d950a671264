"""Which way imports go: the layers of docs/ARCHITECTURE.md, kept true."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "griffin"

WORDS = (
    "absence",
    "errors",
    "clock",
    "progress",
    "landmarks",
    "arms",
    "events",
    "happenings",
    "camera_health",
    "exposure",
    "linalg",
    "easing",
    "paths",
    "scratch",
    "orphans",
)
# Who may read whom, beside the words and oneself. A longer name wins over a shorter one.
MAY_IMPORT = {
    **dict.fromkeys(WORDS, ()),
    "gesture": (),
    "world": (),
    "pyav": (),
    "flight": ("world",),
    "input": ("flight",),
    "creature": ("world", "flight.state"),
    "meshes": ("world", "creature"),
    "game": ("flight", "world", "input", "creature"),
    "scene": ("world", "flight.state", "creature", "game.moment", "game.calls", "game.lesson_moment"),
    "audio": ("pyav", "world.nearby", "flight.state", "game.moment", "game.calls"),
    "wire": (),
    "wire.journal": ("game", "input.hands", "flight.state"),  # what the game was given, and what came of it
    "vision": ("pyav",),
    # It draws what scene composed and what world has; the window hands over keys.
    "render": ("scene", "creature", "meshes", "input.keys", "world"),
}
# They may read everything; nobody reads them.
PROGRAMS = ("app", "tools", "arguments", "options", "cli", "__main__")
DOMAIN = (
    *("gesture", "world", "flight", "input", "creature", "game", "meshes", "scene"),
    *("audio.cues", "audio.messages", "audio.mixdown", "audio.mastering", "wire.codec"),
)
EDGE_LIBRARIES = {"OpenGL", "glfw", "cv2", "mediapipe", "pygame", "av"}

# Library: where it may be imported. What isn't named here may be imported anywhere.
HOMES = {
    "cv2": ("vision.opencv",),
    "mediapipe": ("vision.landmarker", "vision.crowd_landmarker"),
    "flatbuffers": ("vision.lean_model", "vision.task_bundle"),
    "OpenGL": ("render",),
    "glfw": ("render.core.window",),
    "av": (
        *("pyav", "render.recorder", "audio.files"),
        *("vision.film_decoder", "vision.film_end", "vision.deinterlacer"),
    ),
    "pygltflib": ("render.griffin_export",),
    "PIL": ("render", "vision.webp_film"),
    "pygame": ("audio.player",),
    "socket": ("wire",),  # app.sandbox asks the C library for one instead, to see it refused
    "time": ("clock",),
    "datetime": (),
    "random": (),  # numbers are drawn from seeded generators only
    "multiprocessing": (),  # it forks on some systems
    "subprocess": (
        "app",
        "tools.probes",
        "tools.bench_play",
        "vision.gstreamer",
        "vision.native_stderr",
        "vision.pose_model",
    ),  # pose_model runs pip or uv
}


def modules() -> list[str]:
    """All modules of the package, without `griffin.` in front."""
    files = (file for file in PACKAGE.rglob("*.py") if file.name != "__init__.py")
    return sorted(".".join(file.relative_to(PACKAGE).with_suffix("").parts) for file in files)


def source(module: str) -> ast.Module:
    return ast.parse(PACKAGE.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    """Full names of all that is imported, also within functions and for the types only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide which way they go"
            assert node.module is not None
            yield node.module
            if node.module.count(".") <= 1 and node.module.startswith("griffin"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def lies_in(module: str, place: str) -> bool:
    return module == place or module.startswith(f"{place}.")


def home_of(module: str) -> str:
    return max((place for place in MAY_IMPORT if lies_in(module, place)), key=len, default="")


@pytest.mark.parametrize("module", [name for name in modules() if name.split(".")[0] not in PROGRAMS])
def test_a_module_reads_only_what_its_layer_may(module: str) -> None:
    home = home_of(module)
    assert home, f"griffin/{module} belongs to no layer: enter its package in MAY_IMPORT"
    allowed = (home.split(".")[0], *WORDS, *MAY_IMPORT[home])
    known = set(modules())
    for imported in imports(source(module)):
        name = imported.removeprefix("griffin.")
        if imported.startswith("griffin.") and name in known:
            assert any(lies_in(name, place) for place in allowed), f"griffin.{module} imports {imported}"


@pytest.mark.parametrize("library", HOMES)
def test_a_library_stays_where_it_belongs(library: str) -> None:
    strays = [
        module
        for module in modules()
        if any(imported.split(".")[0] == library for imported in imports(source(module)))
        and not any(lies_in(module, home) for home in HOMES[library])
    ]
    assert not strays, f"{library} belongs only to {HOMES[library] or 'nobody'}"


@pytest.mark.parametrize("package", DOMAIN)
def test_the_domain_drags_in_no_edge(package: str) -> None:
    names = [f"griffin.{module}" for module in modules() if lies_in(module, package)]
    code = f"import sys, {', '.join(names)}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & EDGE_LIBRARIES


def test_help_needs_no_camera_and_no_graphics() -> None:
    code = "import sys, griffin.cli; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & (EDGE_LIBRARIES | {"numpy"})


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("__init__.py")), ids=lambda file: file.parent.name)
def test_a_package_says_what_it_is_and_imports_nothing(file: Path) -> None:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    assert len(body) == 1, f"{file} holds more than a docstring"
    assert isinstance(body[0], ast.Expr)
    assert isinstance(body[0].value, ast.Constant)


def test_random_numbers_are_seeded() -> None:
    for module in modules():
        for node in ast.walk(source(module)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                unseeded = node.func.attr == "default_rng" and not (node.args or node.keywords)
                assert not unseeded, f"griffin.{module}:{node.lineno} draws other numbers every time"


def test_only_the_game_steps_a_flight_and_a_creature() -> None:
    """A turn of the game has one home: a copy elsewhere would fly another way one day."""
    steps = {"griffin.flight.model.step", "griffin.creature.creature.step_creature"}
    copies = [module for module in modules() if steps.intersection(names_imported(source(module)))]
    assert sorted(copies) == ["game.posing", "game.session"]
    scripts = {
        file.name for file in (ROOT / "scripts").glob("*.py") if "step_creature" in file.read_text("utf-8")
    }
    assert scripts <= {"measure_costs.py"}  # takes single steps, in vain


def names_imported(tree: ast.Module) -> set[str]:
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {f"{node.module}.{alias.name}" for node in froms for alias in node.names}
