import re
from pathlib import Path

import pytest

from griffin.errors import ShaderError
from griffin.paths import shaders_folder
from griffin.render.core.window import Window
from griffin.render.quality import TUNINGS, Quality
from griffin.render.shared_numbers import SHARED_NUMBERS, numbers_for

pytestmark = pytest.mark.gl

PAIRS = sorted(path.stem for path in shaders_folder().glob("*.vert"))
# Fragment shaders that share another's vertices: `programs.load("terrain", "terrain_far")`.
SHARING = {
    "terrain_close": "terrain",
    "terrain_middle": "terrain",
    "terrain_far": "terrain",
    "terrain_bare": "terrain",
    "terrain_fine_middle": "terrain_fine",
    "terrain_bordered": "terrain_fine",
    "terrain_bordered_middle": "terrain_fine",
    "flora_leafy": "flora",
    "overlay_round": "overlay",
    "perch_leaves": "perch",
    "places_fine": "places",
}
PASSES = sorted(Path(__file__).parents[2].glob("griffin/render/passes/*.py"))

VERT = "in vec2 a_place;\nvoid main() { gl_Position = vec4(a_place, 0.0, 1.0); }\n"


SOURCES = sorted(path for path in shaders_folder().rglob("*.*"))


def code_of(path: Path) -> str:
    """The source without comments."""
    return re.sub(r"//[^\n]*", "", path.read_text())


def write_pair(folder: Path, frag: str, vert: str = VERT) -> None:
    (folder / "trial.vert").write_text(vert)
    (folder / "trial.frag").write_text(frag)


def test_vertex_and_fragment_shaders_come_in_pairs() -> None:
    assert sorted(path.stem for path in shaders_folder().glob("*.frag")) == sorted([*PAIRS, *SHARING])


@pytest.mark.parametrize("quality", TUNINGS)
@pytest.mark.parametrize("name", PAIRS)
def test_every_pair_compiles(window: Window, name: str, quality: Quality) -> None:
    from griffin.render.core.shaders import build_program

    build_program(shaders_folder(), name, numbers=numbers_for(TUNINGS[quality].shadow)).release()


@pytest.mark.parametrize("quality", TUNINGS)
@pytest.mark.parametrize("fragment", SHARING)
def test_every_shared_vertex_shader_fits(window: Window, fragment: str, quality: Quality) -> None:
    from griffin.render.core.shaders import build_program

    numbers = numbers_for(TUNINGS[quality].shadow)
    build_program(shaders_folder(), SHARING[fragment], fragment, numbers=numbers).release()


def test_land_under_water_fits_the_fine_vertices(window: Window) -> None:
    from griffin.render.core.shaders import build_program

    build_program(shaders_folder(), "terrain_fine_far", "terrain_bare", numbers=SHARED_NUMBERS).release()


@pytest.mark.parametrize("name", PAIRS)
def test_every_shader_says_what_it_is(name: str) -> None:
    for ending in ("vert", "frag"):
        head = (shaders_folder() / f"{name}.{ending}").read_text().split("#include")[0]
        assert "// use:" in head
        assert "Licence:" in head


@pytest.mark.parametrize("path", PASSES, ids=lambda path: path.stem)
def test_uniforms_set_in_python_are_declared(window: Window, path: Path) -> None:
    from griffin.render.core.shaders import Source

    code = path.read_text()
    names = [name for name in PAIRS if f'"{name}"' in code]
    declared: set[str] = set()
    for name in names:
        for ending in ("vert", "frag"):
            declared |= Source(shaders_folder(), f"{name}.{ending}").uniforms
    for fragment, name in SHARING.items():
        if name in names:
            declared |= Source(shaders_folder(), f"{fragment}.frag").uniforms
    assert set(re.findall(r'\.set\(\s*"(u_\w+)"', code)) <= declared


def test_an_include_is_taken_once_and_lines_keep_their_numbers(window: Window, tmp_path: Path) -> None:
    from griffin.render.core.shaders import Source

    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "a.glsl").write_text('#include "lib/b.glsl"\nconst float A = B;\n')
    (tmp_path / "lib" / "b.glsl").write_text("const float B = 2.0;\n")
    (tmp_path / "x.frag").write_text('#include "lib/a.glsl"\n#include "lib/b.glsl"\nvoid main() {}\n')
    source = Source(tmp_path, "x.frag")
    assert source.text.count("const float B") == 1
    assert source.files == ["x.frag", "lib/a.glsl", "lib/b.glsl"]
    assert source.explain("2:1(7): error: no") == "lib/b.glsl:1(7): error: no"


def test_the_drivers_error_names_file_and_line(window: Window, tmp_path: Path) -> None:
    from griffin.render.core.shaders import build_program

    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "broken.glsl").write_text("// fine\n\nfloat f() { return missing; }\n")
    write_pair(
        tmp_path, '// one\n#include "lib/broken.glsl"\nout vec4 o_c;\nvoid main() { o_c = vec4(f()); }\n'
    )
    with pytest.raises(ShaderError, match=r"lib/broken\.glsl:3"):
        build_program(tmp_path, "trial")
    write_pair(tmp_path, "// one\n\nout vec4 o_c;\nvoid main() { o_c = wrong; }\n")
    with pytest.raises(ShaderError, match=r"trial\.frag:4"):
        build_program(tmp_path, "trial")


def test_numbers_reach_every_source_and_lines_keep_theirs(window: Window, tmp_path: Path) -> None:
    from OpenGL import GL

    from griffin.render.core.shaders import Programs

    numbers = {"COUNT": 2, "WIDTH_M": 4.0, "SMALL": 1e-7}
    vert = "uniform vec2 u_at[COUNT];\n" + VERT.replace("a_place", "a_place + u_at[1]", 2).replace(
        "in vec2 a_place + u_at[1]", "in vec2 a_place"
    )
    frag = "out vec4 o_c;\nvoid main() { o_c = vec4(1.0 / WIDTH_M + SMALL); }\n"
    write_pair(tmp_path, frag, vert)
    programs = Programs(tmp_path, numbers)
    programs.load("trial")
    write_pair(tmp_path, "// one\n" + frag.replace("SMALL", "missing"), vert)
    with pytest.raises(ShaderError, match=r"trial\.frag:3"):
        Programs(tmp_path, numbers).load("trial")
    programs.release()
    assert GL.glGetError() == GL.GL_NO_ERROR


def test_each_pair_is_built_once(window: Window, tmp_path: Path) -> None:
    from griffin.render.core.shaders import Programs

    frag = "out vec4 o_c;\nvoid main() { o_c = vec4(1.0); }\n"
    write_pair(tmp_path, frag)
    (tmp_path / "other.vert").write_text(VERT)
    (tmp_path / "other.frag").write_text(frag)
    programs = Programs(tmp_path)
    trial = programs.load("trial")
    assert programs.load("trial") is programs.load("trial", "trial") is trial
    assert programs.load("other", "trial") is not trial
    assert programs.load("trial", "other") is not programs.load("other")
    programs.release()


@pytest.mark.parametrize("name", SHARED_NUMBERS)
def test_every_shared_number_is_used_by_some_shader(name: str) -> None:
    users = [path.name for path in SOURCES if re.search(rf"\b{name}\b", code_of(path))]
    assert users, f"no shader uses {name}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_shader_has_a_shared_number_of_its_own(path: Path) -> None:
    """Not as the length of an array, and not as a constant."""
    code = code_of(path)
    assert not re.findall(r"\bu_\w+\s*\[\s*\d+\s*\]\s*;", code)
    constants = " ".join(re.findall(r"\bconst\s+(?!int)\w+\s+\w+\s*=([^;]*);", code))
    literals = {float(each) for each in re.findall(r"(?<![\w.])\d+\.?\d*(?:e-?\d+)?", constants)}
    assert not literals & {float(value) for value in SHARED_NUMBERS.values()}
    for name in SHARED_NUMBERS:
        assert not re.search(rf"(#define|const\s+\w+)\s+{name}\b", code)


def test_a_missing_file_is_told(window: Window, tmp_path: Path) -> None:
    from griffin.render.core.shaders import build_program

    with pytest.raises(ShaderError, match=r"nothing\.vert"):
        build_program(tmp_path, "nothing")


def test_unknown_uniforms_are_errors_and_optimised_ones_are_not(window: Window, tmp_path: Path) -> None:
    from griffin.render.core.shaders import build_program

    write_pair(
        tmp_path,
        "uniform float u_used, u_unused;\nout vec4 o_c;\nvoid main() { o_c = vec4(u_used); }\n",
    )
    program = build_program(tmp_path, "trial")
    program.use()
    program.set("u_used", 0.5)
    program.set("u_unused", 0.5)
    with pytest.raises(ShaderError, match="u_typo"):
        program.set("u_typo", 0.5)
    program.release()


@pytest.mark.parametrize("name", [path.name for path in SOURCES if path.suffix != ".glsl"])
def test_the_driver_has_nothing_to_complain_about(window: Window, name: str) -> None:
    from OpenGL import GL

    from griffin.render.core.shaders import Source

    kind = GL.GL_VERTEX_SHADER if name.endswith(".vert") else GL.GL_FRAGMENT_SHADER
    shader = GL.glCreateShader(kind)
    GL.glShaderSource(shader, Source(shaders_folder(), name, numbers_for(TUNINGS[Quality.HIGH].shadow)).text)
    GL.glCompileShader(shader)
    log = GL.glGetShaderInfoLog(shader)
    GL.glDeleteShader(shader)
    if "llvmpipe" in window.renderer_name:  # other drivers chat when all is well
        assert not log.strip(b"\0 \n" if isinstance(log, bytes) else "\0 \n")
