"""shaders/NAME.vert + NAME.frag turned into a Program. Knows nothing of what the shaders draw.

    programs = Programs(shaders_folder(), {"JOINT_COUNT": 131})
    program = programs.load("terrain")                   # terrain.vert and terrain.frag
    program = programs.load("terrain", "terrain_far")    # terrain.vert and terrain_far.frag

Every source begins with a #define for each of the numbers. It may say `#include "lib/grain.glsl"` (each file
once); errors of the driver come back as file:line.
"""

import re
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from OpenGL import GL

from griffin.errors import ShaderError
from griffin.render.core.gpu import Program

VERSION_LINE = "#version 330 core"
# Uniform blocks and samplers that several programs may share, and where they are found.
BLOCK_BINDINGS = {"Scene": 0, "Tiles": 1, "Joints": 2, "SunShadow": 3, "Hills": 4}
SAMPLER_UNITS = {"u_hills_near": 5, "u_hills_far": 6, "u_sun_shadow": 7}

Numbers = Mapping[str, int | float]  # names to values; a float keeps its point in GLSL

_INCLUDE = re.compile(r'^\s*#include\s+"([^"]+)"')
_UNIFORM = re.compile(r"^\s*uniform\s+\w+\s+([^;{]+);", re.MULTILINE)
_LOG_PLACE = re.compile(r"\b(\d+)[:(](\d+)\)?")  # Mesa, Intel: 1:23(4); NVIDIA: 1(23)


class Source:
    """One shader with its includes written out, and the names of the files that its lines come from."""

    def __init__(self, folder: Path, name: str, numbers: Numbers | None = None) -> None:
        self.name = name
        self.files: list[str] = []
        lines = [VERSION_LINE, *(f"#define {key} {value!r}" for key, value in (numbers or {}).items())]
        self._append(folder, name, lines)
        self.text = "\n".join(lines) + "\n"

    @property
    def uniforms(self) -> frozenset[str]:
        """All uniforms declared outside blocks, used or not."""
        found: set[str] = set()
        for names in _UNIFORM.findall(re.sub(r"//[^\n]*", "", self.text)):
            found.update(re.sub(r"\[.*", "", name).strip() for name in names.split(","))
        return frozenset(found)

    def _append(self, folder: Path, name: str, lines: list[str]) -> None:
        try:
            text = (folder / name).read_text(encoding="utf-8")
        except OSError as reason:
            raise ShaderError(
                f"The shader file {name} can't be read.", hint="Install Griffin again."
            ) from reason
        number = len(self.files)
        self.files.append(name)
        lines.append(f"#line 1 {number}")
        for line_number, line in enumerate(text.splitlines(), start=1):
            include = _INCLUDE.match(line)
            if include is None:
                lines.append(line)
            elif include[1] not in self.files:
                self._append(folder, include[1], lines)
                lines.append(f"#line {line_number + 1} {number}")
            else:
                lines.append("")

    def explain(self, log: str) -> str:
        """The driver's log with file numbers turned into names."""

        def name_place(match: re.Match[str]) -> str:
            number = int(match[1])
            return f"{self.files[number]}:{match[2]}" if number < len(self.files) else match[0]

        return "\n".join(_LOG_PLACE.sub(name_place, line, count=1) for line in log.splitlines())


class Programs:
    """Loads programs, and owns them: each pair is built once and released with the rest."""

    def __init__(self, folder: Path, numbers: Numbers | None = None) -> None:
        """`numbers`: what the sources share with Python."""
        self._folder = folder
        self._numbers = numbers
        self._programs: dict[tuple[str, str], Program] = {}

    def load(self, vertex: str, fragment: str | None = None) -> Program:
        """The program of shaders/`vertex`.vert and `fragment`.frag, which without a name is `vertex`.frag.

        Raises ShaderError with the driver's words.
        """
        pair = (vertex, fragment or vertex)
        if pair not in self._programs:
            self._programs[pair] = build_program(self._folder, *pair, numbers=self._numbers)
        return self._programs[pair]

    def release(self) -> None:
        """Give all programs back to the driver."""
        GL.glUseProgram(0)  # one in use would live on
        for program in self._programs.values():
            program.release()
        self._programs.clear()


def build_program(
    folder: Path, vertex: str, fragment: str | None = None, *, numbers: Numbers | None = None
) -> Program:
    """Compile and link one pair of `folder`."""
    fragment = fragment or vertex
    name = vertex if fragment == vertex else f"{vertex}.vert, {fragment}.frag"
    sources = (Source(folder, f"{vertex}.vert", numbers), Source(folder, f"{fragment}.frag", numbers))
    kinds = (GL.GL_VERTEX_SHADER, GL.GL_FRAGMENT_SHADER)
    with ExitStack() as on_failure, ExitStack() as shaders:
        program_id = int(GL.glCreateProgram())
        on_failure.callback(GL.glDeleteProgram, program_id)
        for kind, source in zip(kinds, sources, strict=True):
            shader_id = int(GL.glCreateShader(kind))
            shaders.callback(GL.glDeleteShader, shader_id)
            _compile(shader_id, source)
            GL.glAttachShader(program_id, shader_id)
            shaders.callback(GL.glDetachShader, program_id, shader_id)
        GL.glLinkProgram(program_id)
        if not GL.glGetProgramiv(program_id, GL.GL_LINK_STATUS):
            log = _text(GL.glGetProgramInfoLog(program_id))
            raise ShaderError(f"The shader pair {name} does not link: {log}")
        uniforms = sources[0].uniforms | sources[1].uniforms
        program = Program(name, program_id, uniforms, BLOCK_BINDINGS)
        program.use()
        for sampler in uniforms & SAMPLER_UNITS.keys():
            program.set(sampler, SAMPLER_UNITS[sampler])
        on_failure.pop_all()
    return program


def _compile(shader_id: int, source: Source) -> None:
    GL.glShaderSource(shader_id, source.text)
    GL.glCompileShader(shader_id)
    if not GL.glGetShaderiv(shader_id, GL.GL_COMPILE_STATUS):
        log = source.explain(_text(GL.glGetShaderInfoLog(shader_id)))
        raise ShaderError(f"The shader {source.name} does not compile: {log}")


def _text(log: bytes | str) -> str:
    return log.decode(errors="replace").strip("\0 \n") if isinstance(log, bytes) else log.strip()
