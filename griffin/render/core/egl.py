"""An OpenGL context without any window system, by EGL's surfaceless platform: where OSMesa is missing.

Straight to libEGL by ctypes: PyOpenGL's own EGL module can't be imported with its error checks off.
Source of the constants: the Khronos EGL registry.
"""

import ctypes
from typing import Any

from griffin.errors import RenderError
from griffin.render.core.owned import Owned

_PLATFORM_SURFACELESS_MESA = 0x31DD
_OPENGL_API = 0x30A2
_NONE = 0x3038
_SURFACE_TYPE, _PBUFFER_BIT = 0x3033, 0x1
_RENDERABLE_TYPE, _OPENGL_BIT = 0x3040, 0x8
_RED_SIZE, _GREEN_SIZE, _BLUE_SIZE, _DEPTH_SIZE = 0x3024, 0x3023, 0x3022, 0x3025
_WIDTH, _HEIGHT = 0x3057, 0x3056
_CONTEXT_MAJOR, _CONTEXT_MINOR = 0x3098, 0x30FB
_CONTEXT_PROFILE_MASK, _CONTEXT_CORE = 0x30FD, 0x1


class EglContext:
    """A pbuffer of a fixed size, current in this thread from the start."""

    def __init__(self, size_px: tuple[int, int], version: tuple[int, int]) -> None:
        """Raises RenderError when EGL is missing or gives no such context."""
        try:
            self._egl = _load_library()
        except (OSError, AttributeError) as reason:
            raise RenderError("EGL is missing.") from reason
        egl = self._egl
        area = _attributes({_WIDTH: size_px[0], _HEIGHT: size_px[1]})
        about = {
            _CONTEXT_MAJOR: version[0],
            _CONTEXT_MINOR: version[1],
            _CONTEXT_PROFILE_MASK: _CONTEXT_CORE,
        }
        display = _need(egl.eglGetPlatformDisplay(_PLATFORM_SURFACELESS_MESA, None, None), "platform")
        with Owned() as owned:
            owned.callback(egl.eglTerminate, display)
            _need(egl.eglInitialize(display, None, None), "start")
            _need(egl.eglBindAPI(_OPENGL_API), "desktop OpenGL")
            config = self._choose_config(display)
            surface = _need(egl.eglCreatePbufferSurface(display, config, area), "picture")
            owned.callback(egl.eglDestroySurface, display, surface)
            context = _need(egl.eglCreateContext(display, config, None, _attributes(about)), "context")
            owned.callback(egl.eglDestroyContext, display, context)
            owned.callback(egl.eglMakeCurrent, display, None, None, None)
            _need(egl.eglMakeCurrent(display, surface, surface, context), "current context")
            self._owned = owned.pop_all()

    def _choose_config(self, display: Any) -> ctypes.c_void_p:
        wish = {
            _SURFACE_TYPE: _PBUFFER_BIT,
            _RENDERABLE_TYPE: _OPENGL_BIT,
            _RED_SIZE: 8,
            _GREEN_SIZE: 8,
            _BLUE_SIZE: 8,
            _DEPTH_SIZE: 24,
        }
        config, count = ctypes.c_void_p(), ctypes.c_int()
        self._egl.eglChooseConfig(display, _attributes(wish), ctypes.byref(config), 1, ctypes.byref(count))
        _need(count.value, "picture format")
        return config

    def release(self) -> None:
        """Give everything back."""
        self._owned.close()


def _load_library() -> Any:
    egl = ctypes.CDLL("libEGL.so.1")
    handle, attributes = ctypes.c_void_p, ctypes.POINTER(ctypes.c_int)
    egl.eglGetPlatformDisplay.argtypes = [ctypes.c_uint, handle, handle]
    egl.eglInitialize.argtypes = [handle, handle, handle]
    egl.eglBindAPI.argtypes = [ctypes.c_uint]
    egl.eglChooseConfig.argtypes = [handle, attributes, handle, ctypes.c_int, handle]
    egl.eglCreatePbufferSurface.argtypes = [handle, handle, attributes]
    egl.eglCreateContext.argtypes = [handle, handle, handle, attributes]
    egl.eglMakeCurrent.argtypes = [handle, handle, handle, handle]
    egl.eglDestroyContext.argtypes = egl.eglDestroySurface.argtypes = [handle, handle]
    egl.eglTerminate.argtypes = [handle]
    for maker in (egl.eglGetPlatformDisplay, egl.eglCreatePbufferSurface, egl.eglCreateContext):
        maker.restype = handle
    return egl


def _attributes(pairs: dict[int, int]) -> Any:
    flat = [number for pair in pairs.items() for number in pair]
    return (ctypes.c_int * (len(flat) + 1))(*flat, _NONE)


def _need(result: Any, what: str) -> Any:
    if not result:
        raise RenderError(f"EGL gives no {what}.")
    return result
