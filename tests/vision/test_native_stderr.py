"""What native libraries write to descriptor 2: notes are dropped, all else arrives, also from a crash."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griffin.vision.note_filter import NoteFilter, run

ROOT = Path(__file__).resolve().parents[2]
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
    b"\xff\r\n",
    b"no newline at the end",
)


def filtered(*pieces: bytes) -> bytes:
    notes = NoteFilter()
    return b"".join(notes.feed(piece) for piece in pieces) + notes.finish()


def test_notes_are_dropped_and_all_else_is_passed_on():
    assert filtered(*NOTES, *WORDS) == b"".join(WORDS)
    assert filtered(NOTES[0].rstrip()) == b""
    assert filtered() == b""


@settings(derandomize=True)
@given(
    lines=st.lists(st.sampled_from(NOTES + WORDS[:-1])), cuts=st.sets(st.integers(min_value=1, max_value=600))
)
def test_it_does_not_matter_in_which_pieces_they_come(lines: list[bytes], cuts: set[int]) -> None:
    data = b"".join(lines)
    ends = [*sorted(cut for cut in cuts if cut < len(data)), len(data)]
    pieces = [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    assert filtered(*pieces) == b"".join(line for line in lines if line in WORDS)


def test_what_goes_on_without_an_end_is_not_hoarded():
    assert NoteFilter().feed(b"x" * 100_000) == b"x" * 100_000


def test_everything_is_copied_until_the_source_ends(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(b"".join(NOTES + WORDS))
    with source.open("rb") as reads, target.open("wb") as writes:
        run(reads.fileno(), writes.fileno())
    assert target.read_bytes() == b"".join(WORDS)


# --- a process whose descriptor is filtered ---------------------------------------------------------------

HEAD = "import os, signal, sys\nfrom griffin.vision import native_stderr as it\n"


def run_code(code: str, *, options: tuple[str, ...] = (), closes_stderr: bool = False) -> tuple[int, bytes]:
    """The exit status of a process, and all that came out of its descriptor 2."""
    command = [sys.executable, *options, "-c", HEAD + code]
    if closes_stderr:
        command = ["sh", "-c", 'exec "$@" 2>&-', "sh", *command]
    ended = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, check=False)
    return ended.returncode, ended.stderr


def test_notes_of_a_process_are_dropped_and_all_else_arrives_in_order():
    code = f"""
it.keep_native_notes_away()
it.keep_native_notes_away()
for line in {NOTES + WORDS!r}:
    os.write(2, line)
"""
    assert run_code(code, options=("-W", "error")) == (0, b"".join(WORDS))


@pytest.mark.parametrize("ending", ["SIGABRT", "SIGSEGV", "SIGKILL"])
@pytest.mark.skipif(os.name != "posix", reason="processes don't end by signals here")
def test_what_a_crash_says_is_passed_on(ending: str) -> None:
    code = f"""
it.keep_native_notes_away()
os.write(2, {NOTES[3]!r} + {WORDS[1]!r} + b"*** Check failure stack trace: ***")
os.kill(os.getpid(), signal.{ending})
"""
    status, said = run_code(code)
    assert status < 0
    assert said == WORDS[1] + b"*** Check failure stack trace: ***"


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C works differently here")
def test_a_signal_to_the_whole_group_leaves_the_last_words(tmp_path: Path) -> None:
    code = f"""
it.keep_native_notes_away()
signal.signal(signal.SIGTERM, lambda *_: os.write(2, {WORDS[0]!r}))
os.setpgid(0, 0) if os.getpgrp() != os.getpid() else None
os.killpg(os.getpgrp(), signal.SIGTERM)
"""
    assert run_code(code) == (0, WORDS[0])


def test_python_has_a_descriptor_of_its_own():
    code = f"""
from griffin.app.terminal import open_standard_streams
open_standard_streams()
open_standard_streams()
it.keep_native_notes_away()
print("a file named \\udcff", file=sys.stderr)
assert sys.stderr.fileno() != 2
os.write(2, {NOTES[0]!r})
raise RuntimeError("of Python")
"""
    status, said = run_code(code, options=("-W", "error"))
    assert status == 1
    assert said.startswith(b"a file named \\udcff\nTraceback")
    assert said.endswith(b"RuntimeError: of Python\n")


def test_it_can_be_undone():
    code = f"""
before = os.fstat(2)
it.keep_native_notes_away()
os.write(2, {NOTES[0]!r} + b"within\\n")
it.end_filter()
it.end_filter()
assert os.path.samestat(os.fstat(2), before)
os.write(2, {NOTES[1]!r})
"""
    assert run_code(code) == (0, b"within\n" + NOTES[1])


def test_a_descriptor_that_somebody_else_redirected_is_filtered_anew(tmp_path: Path) -> None:
    code = f"""
it.keep_native_notes_away()
with open({str(tmp_path / "elsewhere")!r}, "wb") as elsewhere:
    os.dup2(elsewhere.fileno(), 2)
it.keep_native_notes_away()
os.write(2, {NOTES[0]!r} + b"a word\\n")
"""
    assert run_code(code, options=("-W", "error")) == (0, b"")
    assert (tmp_path / "elsewhere").read_bytes() == b"a word\n"


def test_a_program_without_that_descriptor_goes_on():
    if os.name != "posix":
        pytest.skip("there is no shell to start one")
    assert run_code("it.keep_native_notes_away()\n", closes_stderr=True) == (0, b"")


def test_descriptors_are_not_leaked():
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system doesn't list a process' descriptors")
    code = """
before = len(os.listdir("/proc/self/fd"))
for _ in range(3):
    it.keep_native_notes_away()
    it.end_filter()
assert len(os.listdir("/proc/self/fd")) == before
"""
    assert run_code(code) == (0, b"")
