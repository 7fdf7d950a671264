import os
import sys

import pytest

from griffin.vision.native_stderr import without_native_notes

NOTES = (
    b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n",
    b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n",
    b"WARNING: Logging before InitGoogle() is written to STDERR\n",
    b"W0000 00:00:1795490408.578308   10984 inference_feedback_manager.cc:121] Feedback manager\n",
    b"I0000 00:00:1795490408.578308   10984 gl_context_egl.cc:85] Successfully initialized EGL.\n",
    b"W1124 03:07:11.123456 140 landmark_projection_calculator.cc:81] Using NORM_RECT\n",
)
WORDS = (
    b"E0000 00:00:1795490408.578308   10984 graph.cc:1] it broke\n",
    b"F1124 03:07:11.123456 140 check.cc:1] it broke for good\n",
    b"WARNING: the camera is slow\n",
    b"INFO: Created a log file\n",
    b"no newline at the end",
)


def test_notes_are_dropped_and_all_else_is_passed_on(capfd):
    with without_native_notes():
        for line in (*NOTES, *WORDS):
            os.write(2, line)
        assert capfd.readouterr().err == ""
    assert capfd.readouterr().err.encode() == b"".join(WORDS)


def test_python_may_write_meanwhile_and_afterwards(capfd):
    with without_native_notes():
        print("within", file=sys.__stderr__, flush=True)
    print("after", file=sys.__stderr__, flush=True)
    assert capfd.readouterr().err == "within\nafter\n"


def test_an_error_within_leaves_the_terminal_as_it_was(capfd):
    def fail() -> None:
        with without_native_notes():
            os.write(2, b"before the error\n")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    os.write(2, NOTES[0])
    assert capfd.readouterr().err.encode() == b"before the error\n" + NOTES[0]


def test_descriptors_are_not_leaked():
    def open_descriptors() -> int:
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208

    if not os.path.isdir("/proc/self/fd"):  # noqa: PTH112
        pytest.skip("this system doesn't list a process' descriptors")
    before = open_descriptors()
    for _ in range(5):
        with without_native_notes():
            pass
    assert open_descriptors() == before
