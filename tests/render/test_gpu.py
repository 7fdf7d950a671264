from pathlib import Path

import numpy as np
import pytest

from griffin.linalg import mat_translate
from griffin.render.core.window import Window

pytestmark = pytest.mark.gl

VERT = """
uniform mat4 u_moved;
in vec2 a_place;
in vec4 a_tint;
in vec2 a_shift;
out vec4 v_tint;
void main() { gl_Position = u_moved * vec4(a_place + a_shift, 0.0, 1.0); v_tint = a_tint; }
"""
FRAG = "in vec4 v_tint;\nout vec4 o_colour;\nvoid main() { o_colour = v_tint; }\n"
SIZE_PX = (64, 32)


def test_matrices_go_over_as_columns(window: Window) -> None:
    from griffin.render.core.gpu import gl_matrix

    flat = gl_matrix(mat_translate([1.0, 2.0, 3.0]))
    assert flat.dtype == np.float32
    assert flat.ravel()[12:15].tolist() == [1.0, 2.0, 3.0]
    assert gl_matrix(np.zeros((5, 4, 4))).shape == (5, 4, 4)


def test_instances_colours_and_matrix_arrive_where_they_should(window: Window, tmp_path: Path) -> None:
    from OpenGL import GL

    from griffin.render.core.gpu import VertexArray, read_pixels
    from griffin.render.core.shaders import build_program

    (tmp_path / "t.vert").write_text(VERT)
    (tmp_path / "t.frag").write_text(FRAG)
    program = build_program(tmp_path, "t")
    corners = np.zeros(4, dtype=[("a_place", "f4", 2), ("a_tint", "u1", 4)])
    corners["a_place"] = [(0, 0), (0.5, 0), (0, 0.5), (0.5, 0.5)]
    corners["a_tint"] = (255, 128, 0, 255)
    shifts = np.zeros(2, dtype=[("a_shift", "f4", 2)])
    shifts["a_shift"] = [(-1.0, 0.0), (0.0, -1.0)]
    indices = np.array([0, 1, 2, 2, 1, 3], dtype=np.uint16)
    shape = VertexArray(program, corners, indices, shifts)
    GL.glViewport(0, 0, *SIZE_PX)
    GL.glDisable(GL.GL_DEPTH_TEST)
    GL.glDisable(GL.GL_CULL_FACE)
    GL.glClearColor(0.0, 0.0, 0.0, 1.0)
    GL.glClear(GL.GL_COLOR_BUFFER_BIT)
    program.use()
    program.set("u_moved", mat_translate([0.5, 0.0, 0.0]))
    shape.draw()
    rgb = read_pixels(SIZE_PX)
    # The top row comes first: the first square stands above the middle, the second below it, to the right.
    assert rgb[10, 20].tolist() == [255, 128, 0]
    assert rgb[28, 52].tolist() == [255, 128, 0]
    assert (rgb.max(axis=2) > 0).sum() == 2 * 16 * 8
    shape.draw(instances=1)
    shape.release()
    program.release()


UNIFORMS = """
uniform float u_number;
uniform bool u_flag;
uniform ivec2 u_pair;
uniform vec3 u_vector;
uniform vec2 u_vectors[2];
uniform mat3 u_small;
void main() {
    gl_Position = vec4(u_small * u_vector, u_number) + vec4(u_vectors[0], u_vectors[1])
        + vec4(u_pair, float(u_flag), 0.0);
}
"""


def test_every_kind_of_uniform_arrives(window: Window, tmp_path: Path) -> None:
    from OpenGL import GL

    from griffin.render.core.shaders import build_program

    (tmp_path / "u.vert").write_text(UNIFORMS)
    (tmp_path / "u.frag").write_text("out vec4 o_colour;\nvoid main() { o_colour = vec4(1.0); }\n")
    program = build_program(tmp_path, "u")
    program.use()
    current = int(GL.glGetIntegerv(GL.GL_CURRENT_PROGRAM))

    def read(name: str, count: int, *, is_integer: bool = False) -> list[float]:
        into = np.zeros(count, dtype=np.int32 if is_integer else np.float32)
        get = GL.glGetUniformiv if is_integer else GL.glGetUniformfv
        get(current, GL.glGetUniformLocation(current, name), into)
        values: list[float] = into.tolist()
        return values

    for number in (1.5, np.float32(2.5), np.array(3.5), 3.5, 1.5):
        program.set("u_number", number)
        assert read("u_number", 1) == [float(number)]
    program.set("u_flag", True)
    program.set("u_pair", (7, 8))
    assert read("u_flag", 1, is_integer=True) == [1]
    assert read("u_pair", 2, is_integer=True) == [7, 8]
    for vector in ((1.0, 2.0, 3.0), np.array([4.0, 5.0, 6.0]), np.array([1.0, 2.0, 3.0], dtype=np.float32)):
        program.set("u_vector", vector)
        assert read("u_vector", 3) == list(vector)
    program.set("u_vectors", [(1.0, 2.0), (3.0, 4.0)])
    assert read("u_vectors[0]", 2) + read("u_vectors[1]", 2) == [1.0, 2.0, 3.0, 4.0]
    program.set("u_small", np.arange(9.0).reshape(3, 3))
    assert read("u_small", 9) == [0.0, 3.0, 6.0, 1.0, 4.0, 7.0, 2.0, 5.0, 8.0]
    program.release()


def test_a_picture_is_timed_without_waiting_for_it(window: Window) -> None:
    from OpenGL import GL

    from griffin.render.core.gpu_timer import GpuTimer

    timer = GpuTimer()
    assert timer.take() == []
    for _ in range(6):  # more than it can keep: the others aren't timed
        timer.begin()
        GL.glClear(GL.GL_COLOR_BUFFER_BIT)
        timer.end()
    GL.glFinish()
    taken = timer.take()
    assert 1 <= len(taken) <= 4
    assert all(0.0 <= spent_s < 10.0 for spent_s in taken)
    timer.begin()
    timer.end()
    GL.glFinish()
    assert len(timer.take()) == 1
    timer.release()


def test_a_call_that_the_driver_refuses_is_an_error(window: Window) -> None:
    from OpenGL.error import GLError

    from griffin.render.core import fast_gl

    with pytest.raises(GLError):
        fast_gl.draw_elements(0xFFFF, 3, 0, 0)


def test_the_screen_can_be_copied_into_a_texture(window: Window) -> None:
    from OpenGL import GL

    from griffin.render.core.texture import Texture

    GL.glClearColor(0.0, 1.0, 0.0, 1.0)
    GL.glClear(GL.GL_COLOR_BUFFER_BIT)
    texture = Texture(np.zeros((1, 1, 3), dtype=np.uint8), is_mipmapped=False)
    for _ in range(2):  # the second time in place
        texture.copy_screen(SIZE_PX)
    texture.bind(0)
    back = GL.glGetTexImage(GL.GL_TEXTURE_2D, 0, GL.GL_RGB, GL.GL_UNSIGNED_BYTE, outputType=bytes)
    assert np.frombuffer(back, np.uint8).reshape(32, 64, 3).mean(axis=(0, 1)).tolist() == [0.0, 255.0, 0.0]
    texture.release()
