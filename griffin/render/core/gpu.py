"""OpenGL objects with one owner each and an explicit `release()`. Knows nothing of what is drawn.

Import it only after a `Window` exists: the window decides which way PyOpenGL reaches the driver.

    program = programs.load("griffin")                 # shaders/griffin.vert + .frag, see shaders.py
    vertices = np.zeros(n, dtype=[("a_position", "f4", 3), ("a_colour", "u1", 4)])
    body = VertexArray(program, vertices, indices)     # field names are the shader's attributes
    program.use()
    program.set("u_rel_from_body", context.rel_from_world @ pose.world_from_body)
    body.draw()
    body.release()

A call through PyOpenGL costs microseconds: few calls, whole arrays, uniform blocks.
"""

import ctypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from OpenGL import GL

from griffin.errors import RenderError, ShaderError
from griffin.render.core import fast_gl
from griffin.render.core.fast_gl import address_of
from griffin.render.core.owned import Owned

_FLOATS = {"f4": GL.GL_FLOAT, "f2": GL.GL_HALF_FLOAT}
_NORMALIZED = {
    "u1": GL.GL_UNSIGNED_BYTE,
    "i1": GL.GL_BYTE,
    "u2": GL.GL_UNSIGNED_SHORT,
    "i2": GL.GL_SHORT,
}
_INTEGERS = {"u4": GL.GL_UNSIGNED_INT, "i4": GL.GL_INT}
_INDEX_TYPES = {"u1": GL.GL_UNSIGNED_BYTE, "u2": GL.GL_UNSIGNED_SHORT, "u4": GL.GL_UNSIGNED_INT}


def gl_matrix(matrix: ArrayLike) -> NDArray[np.float32]:
    """Column-vector matrices (..., 4, 4) or (..., 3, 3) in OpenGL's memory order, float32."""
    return np.ascontiguousarray(np.swapaxes(np.asarray(matrix), -1, -2), dtype=np.float32)


@dataclass(slots=True)
class DrawTally:
    """What draw calls were made since it was reset: for the bench.

    `clock_s`, when set, is read around each call: a driver that draws with the processor works through the
    vertices within the call, which is its own time and not the program's.
    """

    calls: int = 0
    triangles: int = 0
    within_s: float = 0.0
    clock_s: Callable[[], float] | None = None

    def reset(self) -> None:
        """Reset the counts."""
        self.calls, self.triangles, self.within_s = 0, 0, 0.0

    def begin(self, triangles: int) -> float:
        """Count a draw call that is made now; give `end` what this returns."""
        self.calls += 1
        self.triangles += triangles
        return 0.0 if self.clock_s is None else self.clock_s()

    def end(self, began_s: float) -> None:
        """The call has returned."""
        if self.clock_s is not None:
            self.within_s += self.clock_s() - began_s


TALLY = DrawTally()  # one, as the current OpenGL context is one


class Buffer:
    """Bytes on the GPU."""

    def __init__(self, data: NDArray[Any] | int, *, is_dynamic: bool = False, is_index: bool = False) -> None:
        """Hold a copy of `data`, or room for that many bytes."""
        self._target = GL.GL_ELEMENT_ARRAY_BUFFER if is_index else GL.GL_ARRAY_BUFFER
        usage = GL.GL_DYNAMIC_DRAW if is_dynamic else GL.GL_STATIC_DRAW
        with Owned() as owned:
            self.id = int(GL.glGenBuffers(1))
            owned.callback(GL.glDeleteBuffers, 1, [self.id])
            self.bind()
            if isinstance(data, int):
                GL.glBufferData(self._target, data, None, usage)
            else:
                GL.glBufferData(self._target, data.nbytes, np.ascontiguousarray(data), usage)
            self._owned = owned.pop_all()

    def bind(self) -> None:
        """Make it the current buffer of its kind."""
        GL.glBindBuffer(self._target, self.id)

    def write(self, data: NDArray[Any], offset_bytes: int = 0) -> None:
        """Replace a part."""
        self.bind()
        whole = np.ascontiguousarray(data)
        fast_gl.buffer_sub_data(self._target, offset_bytes, whole.nbytes, address_of(whole))

    def release(self) -> None:
        """Give it back to the driver."""
        self._owned.close()


class UniformBlock:
    """A std140 block that all programs read at one binding point."""

    def __init__(self, binding: int, size_bytes: int) -> None:
        self._binding = binding
        with Owned() as owned:
            self._id = int(GL.glGenBuffers(1))
            owned.callback(GL.glDeleteBuffers, 1, [self._id])
            GL.glBindBufferBase(GL.GL_UNIFORM_BUFFER, binding, self._id)
            GL.glBufferData(GL.GL_UNIFORM_BUFFER, size_bytes, None, GL.GL_DYNAMIC_DRAW)
            self._owned = owned.pop_all()

    def write(self, data: NDArray[Any]) -> None:
        """Replace the block from its start; `data` lies as std140 wants it."""
        GL.glBindBufferBase(GL.GL_UNIFORM_BUFFER, self._binding, self._id)  # may be bound to another
        whole = np.ascontiguousarray(data)
        fast_gl.buffer_sub_data(GL.GL_UNIFORM_BUFFER, 0, whole.nbytes, address_of(whole))

    def release(self) -> None:
        """Give it back to the driver."""
        self._owned.close()


class Program:
    """A linked pair of shaders and its uniforms. `shaders.py` makes them."""

    def __init__(
        self, name: str, program_id: int, declared: frozenset[str], blocks: Mapping[str, int]
    ) -> None:
        """`declared`: every uniform in the source, used or not; `blocks`: binding points by block name."""
        self.name = name
        self.declared_uniforms = declared
        self._id = program_id
        self._uniforms = _active_uniforms(program_id)
        self._last: dict[str, float | tuple[float, ...]] = {}  # single numbers and vectors, as they were set
        for block, binding in blocks.items():
            index = GL.glGetUniformBlockIndex(program_id, block)
            if index != GL.GL_INVALID_INDEX:
                GL.glUniformBlockBinding(program_id, index, binding)

    def use(self) -> None:
        """Draw with it from now on. Uniforms can be set only after this."""
        GL.glUseProgram(self._id)

    def attribute(self, name: str) -> int:
        """Where an attribute lives, -1 when the program does without it."""
        return int(GL.glGetAttribLocation(self._id, name))

    def set(self, name: str, value: ArrayLike) -> None:
        """Set a uniform: a number, a vector, a column-vector matrix, or an array of the last two.

        One that the driver optimised away is fine; one that the source doesn't declare is an error.
        """
        uniform = self._uniforms.get(name)
        if uniform is None:
            if name not in self.declared_uniforms:
                raise ShaderError(f"The shader {self.name} has no uniform {name}.")
            return
        location, kind = uniform
        if kind in _NUMBER_SETTERS:
            setter, make = _NUMBER_SETTERS[kind]
            number = make(value)
            if self._last.get(name) != number:
                self._last[name] = number
                setter(location, number)
        elif kind in _VECTOR_SETTERS:
            self._set_vector(name, location, _VECTOR_SETTERS[kind], value)
        elif kind in _MATRIX_SETTERS:
            flat = gl_matrix(value)
            matrix_setter, size = _MATRIX_SETTERS[kind]
            matrix_setter(location, flat.size // size, GL.GL_FALSE, address_of(flat))
        else:
            raise ShaderError(f"The uniform {name} of {self.name} has a type that nobody needed before.")

    def _set_vector(
        self, name: str, location: int, setters: tuple[Any, Any, int, type], value: ArrayLike
    ) -> None:
        set_one, set_many, width, dtype = setters
        numbers = value if isinstance(value, tuple) else np.asarray(value).ravel().tolist()
        if len(numbers) == width and not isinstance(numbers[0], tuple):
            numbers = tuple(numbers)
            if self._last.get(name) != numbers:
                self._last[name] = numbers
                set_one(location, *numbers)
        else:
            flat: NDArray[Any] = np.ascontiguousarray(value, dtype=dtype)
            set_many(location, flat.size // width, address_of(flat))

    def release(self) -> None:
        """Give it back to the driver."""
        GL.glDeleteProgram(self._id)


# What sets a uniform of one number, and what makes that number.
_NUMBER_SETTERS: dict[int, tuple[Any, type]] = {
    GL.GL_FLOAT: (fast_gl.uniform_1f, float),
    GL.GL_INT: (fast_gl.uniform_1i, int),
    GL.GL_BOOL: (fast_gl.uniform_1i, int),
    GL.GL_SAMPLER_2D: (fast_gl.uniform_1i, int),
    GL.GL_SAMPLER_2D_ARRAY_SHADOW: (fast_gl.uniform_1i, int),
}
# What sets one vector, what sets an array of them, how many numbers a vector has and of which kind.
_VECTOR_SETTERS: dict[int, tuple[Any, Any, int, type]] = {
    GL.GL_FLOAT_VEC2: (fast_gl.uniform_2f, fast_gl.uniform_2fv, 2, np.float32),
    GL.GL_FLOAT_VEC3: (fast_gl.uniform_3f, fast_gl.uniform_3fv, 3, np.float32),
    GL.GL_FLOAT_VEC4: (fast_gl.uniform_4f, fast_gl.uniform_4fv, 4, np.float32),
    GL.GL_INT_VEC2: (fast_gl.uniform_2i, fast_gl.uniform_2iv, 2, np.int32),
}
_MATRIX_SETTERS: dict[int, tuple[Any, int]] = {
    GL.GL_FLOAT_MAT3: (fast_gl.uniform_matrix_3fv, 9),
    GL.GL_FLOAT_MAT4: (fast_gl.uniform_matrix_4fv, 16),
}


def _active_uniforms(program_id: int) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for index in range(int(GL.glGetProgramiv(program_id, GL.GL_ACTIVE_UNIFORMS))):
        name, kind = fast_gl.active_uniform(program_id, index)
        name = name.removesuffix("[0]")
        location = int(GL.glGetUniformLocation(program_id, name))
        if location >= 0:  # members of blocks have none
            found[name] = (location, kind)
    return found


class VertexArray:
    """Vertices, perhaps indices, perhaps instances, ready to be drawn with one call.

    The arrays are structured: each field is named after the attribute it feeds. Fields of f4 and f2 arrive
    as they are, u1 i1 u2 i2 arrive scaled to 0..1 or -1..1, u4 and i4 arrive as integers.
    """

    def __init__(
        self,
        program: Program,
        vertices: NDArray[Any],
        indices: NDArray[Any] | None = None,
        instances: NDArray[Any] | None = None,
        *,
        is_dynamic: bool = False,
    ) -> None:
        """`is_dynamic`: the vertices or instances are written again, with `vertices.write(...)`."""
        self.index_type = GL.GL_NONE if indices is None else _INDEX_TYPES[indices.dtype.str[1:]]
        self.count = len(vertices) if indices is None else int(indices.size)
        self.instance_count = 0 if instances is None else len(instances)
        with Owned() as owned:
            self.id = int(GL.glGenVertexArrays(1))
            owned.callback(GL.glDeleteVertexArrays, 1, [self.id])
            GL.glBindVertexArray(self.id)
            self.vertices = owned.hold(Buffer(vertices, is_dynamic=is_dynamic))
            _point_attributes(program, vertices.dtype, divisor=0)
            self.instances: Buffer | None = None
            if instances is not None:
                self.instances = owned.hold(Buffer(instances, is_dynamic=is_dynamic))
                _point_attributes(program, instances.dtype, divisor=1)
            if indices is not None:
                owned.hold(Buffer(indices, is_index=True))
            GL.glBindVertexArray(0)
            self._owned = owned.pop_all()

    def bind(self) -> None:
        """Make it current, for a draw call of one's own."""
        GL.glBindVertexArray(self.id)

    def draw(
        self, mode: int = GL.GL_TRIANGLES, *, count: int | None = None, instances: int | None = None
    ) -> None:
        """Draw all of it, or the first `count` vertices (indices) of the first `instances`."""
        many = self.count if count is None else count
        copies = self.instance_count if instances is None else instances
        GL.glBindVertexArray(self.id)
        each = many // 3 if mode == GL.GL_TRIANGLES else many - 2
        began_s = TALLY.begin(each if self.instances is None else each * copies)
        if self.index_type == GL.GL_NONE:
            if self.instances is None:
                fast_gl.draw_arrays(mode, 0, many)
            else:
                fast_gl.draw_arrays_instanced(mode, 0, many, copies)
        elif self.instances is None:
            fast_gl.draw_elements(mode, many, self.index_type, 0)
        else:
            fast_gl.draw_elements_instanced(mode, many, self.index_type, 0, copies)
        TALLY.end(began_s)

    def release(self) -> None:
        """Give everything back to the driver."""
        self._owned.close()


def _point_attributes(program: Program, dtype: np.dtype[Any], *, divisor: int) -> None:
    for name in dtype.names or ():
        field, offset = dtype.fields[name][:2]  # type: ignore[index]
        location = program.attribute(name)
        if location < 0:
            continue
        width = int(np.prod(field.shape, dtype=int)) if field.shape else 1
        code = field.base.str[1:]
        pointer = ctypes.c_void_p(offset)
        if code in _INTEGERS:
            GL.glVertexAttribIPointer(location, width, _INTEGERS[code], dtype.itemsize, pointer)
        elif code in _FLOATS:
            GL.glVertexAttribPointer(location, width, _FLOATS[code], GL.GL_FALSE, dtype.itemsize, pointer)
        elif code in _NORMALIZED:
            GL.glVertexAttribPointer(location, width, _NORMALIZED[code], GL.GL_TRUE, dtype.itemsize, pointer)
        else:
            raise RenderError(
                f"The vertex field {name} has the type {field.base}, which no attribute can be."
            )
        GL.glEnableVertexAttribArray(location)
        GL.glVertexAttribDivisor(location, divisor)


def read_pixels(size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """What the current framebuffer shows: (H, W, 3) uint8, RGB, top row first. Waits for the drawing."""
    width, height = size_px
    GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
    rgb: NDArray[np.uint8] = np.empty((height, width, 3), dtype=np.uint8)
    GL.glReadPixels(0, 0, width, height, GL.GL_RGB, GL.GL_UNSIGNED_BYTE, rgb)
    return np.ascontiguousarray(rgb[::-1])
