"""What a constructor has taken is released when it fails half-way."""

import ctypes
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pytest

from griffin.errors import RenderError
from griffin.render.core.owned import Owned
from griffin.render.quality import Quality
from griffin.tools.stage import make_stage


class Thing:
    """Writes down that it was released."""

    def __init__(self, name: str, log: list[str]) -> None:
        self._name, self._log = name, log

    def release(self) -> None:
        self._log.append(self._name)


def test_what_is_held_last_is_released_first_and_once() -> None:
    log: list[str] = []
    owned = Owned()
    assert isinstance(owned.hold(Thing("first", log)), Thing)
    owned.hold(Thing("second", log))
    owned.close()
    owned.close()
    assert log == ["second", "first"]


def make(log: list[str], *, fails: bool) -> Owned:
    with Owned() as owned:
        owned.hold(Thing("taken", log))
        if fails:
            raise RenderError("no")
        return owned.pop_all()


def test_only_a_failure_releases_what_was_taken() -> None:
    log: list[str] = []
    kept = make(log, fails=False)
    assert log == []
    with pytest.raises(RenderError):
        make(log, fails=True)
    assert log == ["taken"]
    kept.close()
    assert log == ["taken", "taken"]


@pytest.fixture
def program(window: Any, tmp_path: Any) -> Iterator[Any]:
    from griffin.render.core.shaders import build_program

    (tmp_path / "t.vert").write_text("in vec2 a_at;\nvoid main() { gl_Position = vec4(a_at, 0.0, 1.0); }\n")
    (tmp_path / "t.frag").write_text("out vec4 o_c;\nvoid main() { o_c = vec4(1.0); }\n")
    made = build_program(tmp_path, "t")
    yield made
    made.release()


@pytest.mark.gl
def test_a_vertex_array_of_a_strange_type_leaves_nothing(program: Any, live_objects: Any) -> None:
    from griffin.render.core.gpu import VertexArray

    before = live_objects()
    with pytest.raises(RenderError, match="a_at"):
        VertexArray(program, np.zeros(3, dtype=[("a_at", "f8", 2)]))
    assert live_objects() == before


@pytest.mark.gl
def test_a_texture_that_cannot_be_leaves_nothing(window: Any, live_objects: Any) -> None:
    from griffin.render.core.texture import Texture

    before = live_objects()
    with pytest.raises(IndexError):
        Texture(np.zeros((2, 2, 7), dtype=np.uint8))
    assert live_objects() == before


@pytest.mark.gl
def test_a_shader_that_does_not_compile_leaves_nothing(window: Any, tmp_path: Any, live_objects: Any) -> None:
    from griffin.errors import ShaderError
    from griffin.render.core.shaders import build_program

    (tmp_path / "t.vert").write_text("void main() { gl_Position = vec4(0.0); }\n")
    (tmp_path / "t.frag").write_text("nonsense\n")
    before = live_objects()
    with pytest.raises(ShaderError):
        build_program(tmp_path, "t")
    assert live_objects() == before


@pytest.mark.gl
def test_a_target_that_cannot_be_leaves_nothing(
    window: Any, live_objects: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from OpenGL import GL

    from griffin.render.core.target import Target

    before = live_objects()
    target = Target(0)
    monkeypatch.setattr(GL, "glCheckFramebufferStatus", lambda _: GL.GL_FRAMEBUFFER_UNSUPPORTED)
    with pytest.raises(RenderError, match="32x16"):
        target.begin((32, 16), (64, 32))
    target.release()
    assert live_objects() == before


@pytest.fixture
def refuse(window: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[int | None], list[str]]:
    """`refuse(n)`: the driver refuses the n-th object from now on, None: no one. The list: those made."""
    from OpenGL import GL

    made: list[str] = []
    refused: list[int | None] = [None]

    def watch(name: str) -> None:
        generate = getattr(GL, name)

        def counted(count: int) -> Any:
            if len(made) == refused[0]:
                raise RenderError(f"{name} is refused")
            made.append(name)
            return generate(count)

        monkeypatch.setattr(GL, name, counted)

    for kind in ("Buffers", "Framebuffers", "Renderbuffers", "Textures", "VertexArrays"):
        watch(f"glGen{kind}")

    def start(number: int | None) -> list[str]:
        made.clear()
        refused[0] = number
        return made

    return start


PASSES = ("birds", "clouds", "flora", "griffin", "hud", "motes", "perch", "places", "sky", "terrain", "water")


@pytest.mark.gl
@pytest.mark.parametrize("name", PASSES)
def test_a_pass_that_fails_half_way_leaves_nothing(
    name: str, studio: Any, live_objects: Any, refuse: Any
) -> None:
    from griffin.render import renderer

    (make,) = (each for each in renderer.PASSES if each.__module__ == f"griffin.render.passes.{name}")
    setup = replace(studio.setup, quality=Quality.HIGH)
    assert setup.patterns.leaves is setup.patterns.leaves  # made once, and the studio's
    assert setup.patterns.relief is setup.patterns.relief
    made = refuse(None)
    make(setup).release()  # now its programs are there, which belong to the studio
    count, before, threads = len(made), live_objects(), threading.enumerate()
    for number in sorted({0, 1, count // 2, count - 1} & set(range(count))):
        refuse(number)
        with pytest.raises(RenderError, match="refused"):
            make(setup)
        refuse(None)
        assert live_objects() == before
        assert threading.enumerate() == threads


@pytest.mark.gl
@pytest.mark.parametrize("name", ["flora", "places", "terrain"])
def test_a_pass_whose_thread_does_not_start_leaves_nothing(name: str, studio: Any, live_objects: Any) -> None:
    from griffin.render import renderer

    def fail(*_: Any) -> Any:
        raise RuntimeError("can't start new thread")

    (make,) = (each for each in renderer.PASSES if each.__module__ == f"griffin.render.passes.{name}")
    make(studio.setup).release()
    before = live_objects()
    with pytest.raises(RuntimeError, match="thread"):
        make(replace(studio.setup, start_worker=fail))
    assert live_objects() == before


NEEDED = {"flora": 3, "griffin": 3, "perch": 2, "sky": 2, "terrain": 5}  # programs of a pass, others have one


class FewPrograms:
    """Programs of which only so many load."""

    def __init__(self, programs: Any, left: int) -> None:
        self._programs, self._left = programs, left

    def load(self, vertex: str, fragment: str | None = None) -> Any:
        if self._left == 0:
            raise RenderError("the program is refused")
        self._left -= 1
        return self._programs.load(vertex, fragment)


@pytest.mark.gl
@pytest.mark.parametrize("name", PASSES)
def test_a_pass_without_one_of_its_programs_leaves_nothing(name: str, studio: Any, live_objects: Any) -> None:
    from griffin.render import renderer

    (make,) = (each for each in renderer.PASSES if each.__module__ == f"griffin.render.passes.{name}")
    setup = replace(studio.setup, quality=Quality.HIGH)
    make(setup).release()
    before, threads = live_objects(), threading.enumerate()
    for left in range(NEEDED.get(name, 1)):
        with pytest.raises(RenderError, match="refused"):
            make(replace(setup, programs=FewPrograms(studio.programs, left)))
        assert live_objects() == before
        assert threading.enumerate() == threads
    make(replace(setup, programs=FewPrograms(studio.programs, NEEDED.get(name, 1)))).release()


@pytest.mark.gl
def test_a_renderer_whose_last_pass_fails_leaves_nothing(window: Any, live_objects: Any) -> None:
    from griffin.render.context import Pass, PassSetup
    from griffin.render.renderer import PASSES, Renderer

    class Broken(Pass):
        def __init__(self, setup: PassSetup) -> None:
            raise RenderError("no such thing")

        def draw(self, context: Any, frame: Any) -> None:
            raise AssertionError

    stage = make_stage(1)
    before, threads = live_objects(), threading.enumerate()
    with pytest.raises(RenderError, match="no such thing"):
        Renderer(
            size_px=(64, 36),
            terrain=stage.terrain,
            perch=stage.perch,
            quality=Quality.LOW,
            passes=(*PASSES, Broken),
        )
    assert live_objects() == before
    assert threading.enumerate() == threads


def test_an_egl_context_that_cannot_be_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from griffin.render.core.egl import EglContext

    library = MagicMock()

    def choose(*arguments: Any) -> None:
        arguments[-1]._obj.value = 1  # configurations

    library.eglChooseConfig.side_effect = choose
    library.eglCreateContext.return_value = None
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    with pytest.raises(RenderError, match="context"):
        EglContext((64, 36), (3, 3))
    library.eglDestroySurface.assert_called_once()
    library.eglTerminate.assert_called_once()
    library.eglDestroyContext.assert_not_called()
