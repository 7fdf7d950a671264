"""The OpenGL calls that a picture makes by the dozen, straight to the driver: numbers and addresses go in.

PyOpenGL wraps whatever takes an array, in Python that looks for the array's type, size and owner at each
call: 8 us instead of 1. Here an array goes in by its `address_of`, and must live until the call is over.
All other calls go through PyOpenGL's `GL`, which has them as they are. Import it only after a `Window`.
"""

import ctypes
from typing import Any

from numpy.typing import NDArray
from OpenGL.platform import PLATFORM
from OpenGL.raw.GL import _errors

_INT, _UINT, _SIZE, _FLOAT, _ADDRESS = (
    ctypes.c_int,
    ctypes.c_uint,
    ctypes.c_ssize_t,
    ctypes.c_float,
    ctypes.c_size_t,  # PyOpenGL would turn void pointers into its arrays
)


def address_of(array: NDArray[Any]) -> int:
    """Where a contiguous array begins."""
    return array.ctypes.data


def _function(name: str, *types: Any) -> Any:
    """With PyOpenGL's check of the driver's errors, if that is on."""
    try:
        return _found(name, types, is_extension=False)
    except AttributeError:  # Windows' own library stops at OpenGL 1.1
        return _found(name, types, is_extension=True)


def _found(name: str, types: tuple[Any, ...], *, is_extension: bool) -> Any:
    return PLATFORM.constructFunction(
        name,
        PLATFORM.GL,
        resultType=None,
        argTypes=types,
        argNames=[f"argument_{number}" for number in range(len(types))],
        force_extension=is_extension,
        error_checker=_errors._error_checker,
    )


draw_arrays = _function("glDrawArrays", _UINT, _INT, _INT)
draw_elements = _function("glDrawElements", _UINT, _INT, _UINT, _ADDRESS)
draw_arrays_instanced = _function("glDrawArraysInstanced", _UINT, _INT, _INT, _INT)
draw_elements_instanced = _function("glDrawElementsInstanced", _UINT, _INT, _UINT, _ADDRESS, _INT)
multi_draw_elements_base_vertex = _function(
    "glMultiDrawElementsBaseVertex", _UINT, _ADDRESS, _UINT, _ADDRESS, _INT, _ADDRESS
)
buffer_sub_data = _function("glBufferSubData", _UINT, _SIZE, _SIZE, _ADDRESS)
uniform_1i = _function("glUniform1i", _INT, _INT)
uniform_2i = _function("glUniform2i", _INT, _INT, _INT)
uniform_1f = _function("glUniform1f", _INT, _FLOAT)
uniform_2f = _function("glUniform2f", _INT, _FLOAT, _FLOAT)
uniform_3f = _function("glUniform3f", _INT, _FLOAT, _FLOAT, _FLOAT)
uniform_4f = _function("glUniform4f", _INT, _FLOAT, _FLOAT, _FLOAT, _FLOAT)
uniform_2iv = _function("glUniform2iv", _INT, _INT, _ADDRESS)
uniform_2fv = _function("glUniform2fv", _INT, _INT, _ADDRESS)
uniform_3fv = _function("glUniform3fv", _INT, _INT, _ADDRESS)
uniform_4fv = _function("glUniform4fv", _INT, _INT, _ADDRESS)
uniform_matrix_3fv = _function("glUniformMatrix3fv", _INT, _INT, ctypes.c_ubyte, _ADDRESS)
uniform_matrix_4fv = _function("glUniformMatrix4fv", _INT, _INT, ctypes.c_ubyte, _ADDRESS)
_get_active_uniform = _function(
    "glGetActiveUniform", _UINT, _UINT, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS
)
_LONGEST_NAME = 256


def active_uniform(program_id: int, index: int) -> tuple[str, int]:
    """Name and type of one of a program's uniforms: a start asks for hundreds."""
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    length, size, kind = ctypes.c_int(), ctypes.c_int(), ctypes.c_uint()
    _get_active_uniform(
        program_id,
        index,
        _LONGEST_NAME,
        *(ctypes.addressof(each) for each in (length, size, kind, name)),
    )
    return name.value.decode(), kind.value
