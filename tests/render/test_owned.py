"""What a constructor has taken is released when it fails half-way."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from griffin.errors import RenderError
from griffin.render.core.owned import Owned


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
    from griffin.render.core.gpu import Texture

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
