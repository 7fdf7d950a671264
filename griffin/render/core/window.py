"""A window (or an off-screen stand-in) with an OpenGL 3.3 core context, and its keys.

Make the Window first and import what draws (`griffin.render.renderer`, `gpu`) afterwards: only the window
knows by which way PyOpenGL has to reach the driver, and PyOpenGL asks once, when it is imported.
GRIFFIN_GL_CHECKS=1 in the environment turns on PyOpenGL's check after every call (tests do).
"""

import importlib
import logging
import os
import string
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import glfw

from griffin.errors import RenderError
from griffin.input.keys import Key, KeyBoard, KeyInput, find_letter_keys
from griffin.render.core.egl import EglContext
from griffin.render.core.owned import Owned
from griffin.render.core.x_server import XServerWatch
from griffin.render.qualities import is_software

log = logging.getLogger(__name__)

GL_MAJOR, GL_MINOR = 3, 3
GL_RENDERER, GL_VERSION = 0x1F01, 0x1F02  # OpenGL itself can't be imported up here
MSAA_SAMPLES = 4  # edges of feathers against the sky; a GPU gives it for little
CHECKS_VARIABLE = "GRIFFIN_GL_CHECKS"

_HINT_NO_DISPLAY = "Start it in a desktop session, or with --headless."
_HINT_NO_OSMESA = "Install OSMesa or EGL (Debian, Ubuntu: apt-get install libosmesa6 libegl1)."
_HINT_NO_GL = (
    "Griffin needs OpenGL 3.3: update the graphics driver (Debian, Ubuntu: apt-get install libgl1-mesa-dri)."
)

_SPECIAL_KEYS = {
    glfw.KEY_LEFT: Key.LEFT,
    glfw.KEY_RIGHT: Key.RIGHT,
    glfw.KEY_UP: Key.UP,
    glfw.KEY_DOWN: Key.DOWN,
    glfw.KEY_SPACE: Key.SPACE,
    glfw.KEY_ENTER: Key.ENTER,
    glfw.KEY_KP_ENTER: Key.ENTER,
    glfw.KEY_ESCAPE: Key.ESCAPE,
    glfw.KEY_F3: Key.F3,
}
# GLFW's code of a printable key is the character that stands there on a US keyboard.
_POSITIONS = {
    ord(character): character for character in f"{string.ascii_uppercase}{string.digits}`-=[]\\;',./"
}


class WindowKeys:
    """GLFW's key events → KeyInput."""

    def __init__(self, label_of: Callable[[int], str | None]) -> None:
        """`label_of`: the character that the layout in use gives to a key's code."""
        self._label_of = label_of
        self._keyboard = KeyBoard()

    def on_key(self, code: int, action: int) -> None:
        """A key went down, went up, or repeats."""
        if action == glfw.RELEASE:
            self._keyboard.up(code)
        elif action == glfw.PRESS:
            self._keyboard.down(code, self._meaning(code))

    def on_focus(self, is_focused: bool) -> None:
        """The window got or lost the keyboard."""
        if not is_focused:
            self._keyboard.forget_held()

    def peek(self) -> KeyInput:
        """The input since the last `take`; it stays there for the next one."""
        return self._keyboard.peek()

    def take(self) -> KeyInput:
        """The input since the last call."""
        return self._keyboard.take()

    def _meaning(self, code: int) -> Key | None:
        position = _POSITIONS.get(code)
        if position is None:
            return _SPECIAL_KEYS.get(code)
        # Asked at every press, because players switch layouts while they play.
        labels = {character: self._label_of(known) or "" for known, character in _POSITIONS.items()}
        return find_letter_keys(labels).get(position)


class Window:
    """One window for the life of the program. All methods belong to the main thread."""

    def __init__(
        self,
        *,
        size_px: tuple[int, int],
        title: str,
        is_headless: bool,
        is_fullscreen: bool = False,
        is_kiosk: bool = False,
        vsync: bool = True,
    ) -> None:
        """`is_kiosk`: a TV's, over the whole screen, without a cursor.

        Raises RenderError when there is no display, or no OpenGL 3.3.
        """
        self._keys = WindowKeys(lambda code: glfw.get_key_name(code, 0))
        self._size_px = size_px
        self._window: Any = None
        self._x_server: XServerWatch | None = None
        with Owned() as owned:
            if is_headless:
                self._open_headless(owned, title)
            else:
                owned.callback(self._close)
                self._open_on_display(title, is_fullscreen=is_fullscreen, is_kiosk=is_kiosk, vsync=vsync)
            self.renderer_name = _gl_string(GL_RENDERER)
            self.gl_version = _gl_string(GL_VERSION)
            self._owned = owned.pop_all()
        log.info("OpenGL %s on %s", self.gl_version, self.renderer_name)

    @property
    def should_close(self) -> bool:
        """Whether somebody has closed the window, or the X server is gone."""
        if self._x_server is not None and self._x_server.is_lost:
            return True
        return self._window is not None and bool(glfw.window_should_close(self._window))

    @property
    def framebuffer_px(self) -> tuple[int, int]:
        """Width and height to draw, which a screen may count differently from the window's own size."""
        if self._window is None:
            return self._size_px
        width, height = glfw.get_framebuffer_size(self._window)
        return max(1, width), max(1, height)  # 0 while minimised

    def keys(self) -> KeyInput:
        """Polls the window's events; returns the keys since the last call."""
        if self._window is not None:
            glfw.poll_events()
        return self._keys.take()

    def poll(self) -> KeyInput:
        """Polls the window's events; returns what the next `keys` will return, without taking it."""
        if self._window is not None:
            glfw.poll_events()
        return self._keys.peek()

    def swap(self) -> None:
        """Show what was drawn."""
        if self._window is not None:
            glfw.swap_buffers(self._window)

    def release(self) -> None:
        """Close it. Whatever lives on the GPU must be gone before."""
        self._owned.close()

    def _close(self) -> None:
        self._window = None
        glfw.terminate()  # destroys the window, too

    def _open_headless(self, owned: Owned, title: str) -> None:
        _choose_platform("osmesa")
        try:
            with Owned() as tried:
                tried.callback(self._close)
                glfw.init_hint(glfw.PLATFORM, glfw.PLATFORM_NULL)
                _init_glfw(_HINT_NO_OSMESA)
                glfw.window_hint(glfw.CONTEXT_CREATION_API, glfw.OSMESA_CONTEXT_API)
                self._create(title, None)
                owned.push(tried.pop_all())
        except (RenderError, ImportError, AttributeError) as no_osmesa:
            log.info("no OSMesa (%s), trying EGL", no_osmesa)
            _forget_opengl()
            _choose_platform("egl")
            try:
                owned.hold(EglContext(self._size_px, (GL_MAJOR, GL_MINOR)))
            except RenderError as no_egl:
                raise RenderError("Nothing here can draw off-screen.", hint=_HINT_NO_OSMESA) from no_egl

    def _open_on_display(self, title: str, *, is_fullscreen: bool, is_kiosk: bool, vsync: bool) -> None:
        _init_glfw(_HINT_NO_DISPLAY)
        glfw.window_hint(glfw.AUTO_ICONIFY, not is_kiosk)  # a notification takes the focus: don't minimise
        platform = glfw.get_platform()
        if platform == glfw.PLATFORM_NULL:
            raise RenderError("There is no display.", hint=_HINT_NO_DISPLAY)
        if platform == glfw.PLATFORM_WAYLAND:
            _choose_platform("egl")
        elif platform == glfw.PLATFORM_X11:
            self._x_server = XServerWatch(glfw.get_x11_display())  # type: ignore[no-untyped-call]
            _choose_platform("glx")
        else:
            _choose_platform("")
        monitor = glfw.get_primary_monitor() if is_fullscreen or is_kiosk else None
        if monitor is not None:
            mode = glfw.get_video_mode(monitor)
            self._size_px = (mode.size.width, mode.size.height)
        glfw.window_hint(glfw.SAMPLES, MSAA_SAMPLES)
        self._create(title, monitor)
        if is_software(_gl_string(GL_RENDERER)):  # smooth edges cost too much on a software renderer
            glfw.destroy_window(self._window)
            glfw.window_hint(glfw.SAMPLES, 0)
            self._create(title, monitor)
        glfw.swap_interval(1 if vsync else 0)
        if is_kiosk:
            glfw.set_input_mode(self._window, glfw.CURSOR, glfw.CURSOR_HIDDEN)

    def _create(self, title: str, monitor: Any) -> None:
        glfw.window_hint(glfw.CONTEXT_VERSION_MAJOR, GL_MAJOR)
        glfw.window_hint(glfw.CONTEXT_VERSION_MINOR, GL_MINOR)
        glfw.window_hint(glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)
        # macOS gives a core context only when it is forward compatible; OSMesa refuses one that is.
        glfw.window_hint(glfw.OPENGL_FORWARD_COMPAT, sys.platform == "darwin")
        self._window = glfw.create_window(*self._size_px, title, monitor, None)
        if not self._window:
            raise RenderError(f"No window with OpenGL {GL_MAJOR}.{GL_MINOR} could be made.", hint=_HINT_NO_GL)
        glfw.make_context_current(self._window)
        keys = self._keys
        glfw.set_key_callback(
            self._window, lambda _window, code, _scan, action, _mods: keys.on_key(code, action)
        )
        glfw.set_window_focus_callback(self._window, lambda _window, focused: keys.on_focus(bool(focused)))
        _gl_string(GL_VERSION)  # fails here if the library is not there


def _gl_string(name: int) -> str:
    return _decode(importlib.import_module("OpenGL.GL").glGetString(name))


def _init_glfw(hint: str) -> None:
    complaints: list[str] = []
    glfw.set_error_callback(lambda _code, text: complaints.append(_decode(text)))
    is_ready = glfw.init()
    glfw.set_error_callback(lambda code, text: log.debug("glfw %s: %s", code, text))
    if not is_ready:
        raise RenderError(f"No window can be opened here ({'; '.join(complaints)}).", hint=hint)


def _decode(text: Any) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else str(text)


def _choose_platform(name: str) -> None:
    """Choose how PyOpenGL reaches the driver; "" leaves the choice to it."""
    loaded = sys.modules.get("OpenGL.platform")
    if loaded is not None and name and os.environ.get("PYOPENGL_PLATFORM") != name:
        raise RenderError(
            "OpenGL was imported before the window existed.",
            hint="Make the Window first, then import what draws.",
        )
    if name:
        os.environ["PYOPENGL_PLATFORM"] = name
    opengl: Any = importlib.import_module("OpenGL")
    has_checks = os.environ.get(CHECKS_VARIABLE, "") not in ("", "0")
    opengl.ERROR_CHECKING = has_checks
    opengl.ERROR_LOGGING = False
    _leave_out_newer_versions()


def _leave_out_newer_versions() -> None:
    """Keeps PyOpenGL from wrapping OpenGL 4, which isn't used and takes two fifths of its import."""
    for name in (f"OpenGL.GL.VERSION.GL_4_{minor}" for minor in range(7)):
        sys.modules.setdefault(name, ModuleType(name))


def _forget_opengl() -> None:
    # A failed import of one platform leaves modules of PyOpenGL behind that would keep using it.
    for name in [name for name in sys.modules if name == "OpenGL" or name.startswith("OpenGL.")]:
        del sys.modules[name]
