import os
import subprocess
import sys

import glfw
import pytest

from griffin.input.keys import Key, KeyInput
from griffin.render.core.window import Window, WindowKeys

FRENCH = {"Q": "a", "W": "z", "A": "q", "Z": "w", ";": "m", "M": ","}


def us_label(code: int) -> str:
    return chr(code).lower()


def french_label(code: int) -> str:
    return FRENCH.get(chr(code), us_label(code))


def test_every_key_of_ours_is_on_the_keyboard() -> None:
    keys = WindowKeys(us_label)
    for code in range(-1, glfw.KEY_LAST + 1):
        keys.on_key(code, glfw.PRESS)
    assert set(keys.take().pressed) == set(Key)


def test_keys_are_read_from_the_events_of_the_window() -> None:
    keys = WindowKeys(us_label)
    for code, action in (
        (glfw.KEY_SPACE, glfw.PRESS),
        (glfw.KEY_SPACE, glfw.REPEAT),
        (glfw.KEY_SPACE, glfw.RELEASE),
        (glfw.KEY_F12, glfw.PRESS),
        (glfw.KEY_UNKNOWN, glfw.PRESS),
        (glfw.KEY_W, glfw.PRESS),
    ):
        keys.on_key(code, action)
    assert keys.take() == KeyInput(held=frozenset({Key.W}), pressed=(Key.SPACE, Key.W), holds_unknown=True)
    keys.on_focus(True)
    assert keys.take().held == {Key.W}
    keys.on_focus(False)
    assert keys.take().held == frozenset()


def test_the_key_labelled_a_means_nothing_on_a_french_keyboard() -> None:
    keys = WindowKeys(french_label)
    keys.on_key(glfw.KEY_Q, glfw.PRESS)
    keys.on_key(glfw.KEY_A, glfw.PRESS)
    assert keys.take() == KeyInput(held=frozenset({Key.A}), pressed=(Key.A,), holds_unknown=True)


def test_another_layout_between_press_and_release_leaves_nothing_held() -> None:
    layouts = [us_label, french_label]
    keys = WindowKeys(lambda code: layouts[0](code))
    keys.on_key(glfw.KEY_M, glfw.PRESS)
    layouts.reverse()
    keys.on_key(glfw.KEY_M, glfw.RELEASE)
    assert keys.take() == KeyInput(pressed=(Key.M,))


def test_a_key_without_a_label_goes_by_position() -> None:
    keys = WindowKeys(lambda code: None)
    keys.on_key(glfw.KEY_P, glfw.PRESS)
    assert keys.take().pressed == (Key.P,)


@pytest.mark.gl
def test_the_off_screen_window_has_a_core_context(window: Window) -> None:
    major, minor = window.gl_version.split(".")[:2]
    assert (int(major), int(minor[0])) >= (3, 3)
    assert window.renderer_name
    assert window.framebuffer_px == (640, 360)
    assert not window.should_close
    assert window.keys().pressed == ()


@pytest.mark.gl
def test_what_is_newer_than_the_context_is_not_wrapped(window: Window) -> None:
    from OpenGL import GL

    assert GL.glMultiDrawElementsBaseVertex  # of 3.2
    assert not [name for name in sys.modules if name.startswith("OpenGL.raw.GL.VERSION.GL_4")]


def run_fresh(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "PYOPENGL_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-c", code], env={**kept, **environment}, capture_output=True, text=True, timeout=60
    )


def test_without_a_display_it_says_what_to_do() -> None:
    code = (
        "from griffin.render.core.window import Window\n"
        "from griffin.errors import RenderError\n"
        "try:\n"
        "    Window(size_px=(64, 64), title='t', is_headless=False)\n"
        "except RenderError as reason:\n"
        "    print(reason.hint)\n"
    )
    done = run_fresh(code)
    assert "--headless" in done.stdout, done.stderr


def test_a_window_that_cannot_be_leaves_glfw_closed() -> None:
    code = (
        "import glfw\n"
        "from griffin.render.core import window\n"
        "from griffin.errors import RenderError\n"
        "def no_egl(*_):\n"
        "    raise RenderError('no EGL')\n"
        "window.EglContext = no_egl\n"
        "glfw.create_window = lambda *_: None\n"
        "try:\n"
        "    window.Window(size_px=(64, 64), title='t', is_headless=True)\n"
        "except RenderError as reason:\n"
        "    print(reason, glfw.get_time())\n"  # GLFW answers 0 when it isn't initialised
    )
    done = run_fresh(code)
    assert done.stdout.startswith("Nothing here can draw off-screen."), done.stderr
    assert done.stdout.endswith(" 0.0\n")


@pytest.mark.gl
def test_opengl_imported_too_early_is_told_clearly() -> None:
    code = (
        "import OpenGL.GL\n"
        "from griffin.render.core.window import Window\n"
        "from griffin.errors import RenderError\n"
        "try:\n"
        "    Window(size_px=(64, 64), title='t', is_headless=True)\n"
        "except RenderError as reason:\n"
        "    print(reason)\n"
    )
    done = run_fresh(code, PYOPENGL_PLATFORM="glx")
    assert "Window first" in done.stdout, done.stderr


@pytest.mark.gl
def test_egl_takes_over_where_osmesa_is_missing() -> None:
    code = (
        "import glfw, sys\n"
        "glfw.PLATFORM_NULL = glfw.PLATFORM_WAYLAND\n"  # which is not there: as if OSMesa failed
        "from griffin.render.core.window import Window\n"
        "from griffin.errors import RenderError\n"
        "try:\n"
        "    window = Window(size_px=(64, 48), title='t', is_headless=True)\n"
        "except RenderError as reason:\n"
        "    sys.exit(str(reason))\n"
        "from OpenGL import GL\n"
        "from griffin.render.core.gpu import read_pixels\n"
        "GL.glClearColor(1, 0, 0, 1)\n"
        "GL.glClear(GL.GL_COLOR_BUFFER_BIT)\n"
        "print(window.gl_version, read_pixels(window.framebuffer_px).mean(axis=(0, 1)))\n"
        "window.release()\n"
    )
    done = run_fresh(code)
    if "off-screen" in done.stderr:
        pytest.skip("no EGL here")
    assert "[255.   0.   0.]" in done.stdout, done.stderr
