"""Proofs run in fresh interpreters: a closed network can't be opened again."""

import json
import platform
import struct
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from griffin.app import sandbox

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or platform.machine() not in ("x86_64", "aarch64"),
    reason="the filter exists on Linux on x86-64 and aarch64 only",
)

PRELUDE = """
import ctypes, json, socket, subprocess, sys, threading
from griffin.app.sandbox import close_network, network_is_closed

def attempt(family, kind=socket.SOCK_STREAM):
    try:
        socket.socket(family, kind).close()
    except PermissionError:
        return "refused"
    return "open"

NETWORK = [(socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET, socket.SOCK_DGRAM),
           (socket.AF_INET6, socket.SOCK_STREAM), (socket.AF_INET6, socket.SOCK_DGRAM),
           (socket.AF_NETLINK, socket.SOCK_RAW), (socket.AF_PACKET, socket.SOCK_RAW),
           (40, socket.SOCK_STREAM)]  # 40: AF_VSOCK

def attempts():
    return [attempt(*which) for which in NETWORK]
"""


def run(body: str) -> dict[str, object]:
    """What the program prints as JSON in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + textwrap.dedent(body)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert isinstance(result, dict)
    return result


def test_every_network_family_is_refused_and_local_sockets_work():
    result = run(
        """
        before = network_is_closed()
        status = close_network()
        left, right = socket.socketpair()
        left.sendall(b"hello")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind("\\0griffin-test-%d" % id(listener))
        print(json.dumps({"before": before, "status": status.in_force, "sentence": status.sentence,
                          "after": network_is_closed(), "attempts": attempts(),
                          "pair": right.recv(5).decode(), "local": attempt(socket.AF_UNIX)}))
        """
    )
    assert result["status"] is True
    assert (result["before"], result["after"]) == (False, True)
    assert result["attempts"] == ["refused"] * 7
    assert (result["pair"], result["local"]) == ("hello", "open")
    assert "can't reach any network" in str(result["sentence"])


def test_threads_started_before_and_after_are_bound():
    result = run(
        """
        found = {}
        closed = threading.Event()
        def early():
            closed.wait()
            found["early"] = attempts()
        def late():
            found["late"] = attempts()
        first = threading.Thread(target=early)
        first.start()
        found["status"] = close_network().in_force
        closed.set()
        second = threading.Thread(target=late)
        second.start()
        first.join()
        second.join()
        print(json.dumps(found))
        """
    )
    assert result == {"status": True, "early": ["refused"] * 7, "late": ["refused"] * 7}


def test_children_are_bound():
    result = run(
        """
        close_network()
        code = "from griffin.app.sandbox import network_is_closed; print(network_is_closed())"
        child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        print(json.dumps({"child": child.stdout.strip()}))
        """
    )
    assert result == {"child": "True"}


def test_a_ring_that_could_open_sockets_is_refused():
    result = run(
        """
        close_network()
        libc = ctypes.CDLL(None, use_errno=True)
        parameters = ctypes.create_string_buffer(120)
        outcome = libc.syscall(ctypes.c_long(425), ctypes.c_long(4), parameters)
        print(json.dumps({"outcome": outcome, "errno": ctypes.get_errno()}))
        """
    )
    assert result == {"outcome": -1, "errno": 13}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the x32 calls exist on x86-64 only")
def test_the_x32_calls_are_refused():
    result = run(
        """
        close_network()
        libc = ctypes.CDLL(None, use_errno=True)
        outcome = libc.syscall(ctypes.c_long(0x40000000 | 41), *map(ctypes.c_long, (2, 1, 0)))
        print(json.dumps({"outcome": outcome, "errno": ctypes.get_errno()}))
        """
    )
    assert result == {"outcome": -1, "errno": 13}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the 32-bit calls exist on x86-64 only")
def test_the_32_bit_calls_are_refused():
    # push rbx; eax = 359 (socket); ebx = AF_INET; ecx = SOCK_STREAM; edx = 0; int 0x80; pop rbx; ret
    body = """
        import mmap
        code = bytes.fromhex("53 b867010000 bb02000000 b901000000 31d2 cd80 5b c3")
        page = mmap.mmap(-1, len(code), prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(code)
        call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
        if {closed}:
            close_network()
        print(json.dumps({{"outcome": call()}}), flush=True)
        import os
        os._exit(0)
    """
    try:
        unfiltered = run(body.format(closed=False))["outcome"]
    except AssertionError:
        pytest.skip("this kernel doesn't run 32-bit calls at all")
    assert isinstance(unfiltered, int)
    if unfiltered < 0:
        pytest.skip("this kernel doesn't run 32-bit calls at all")
    assert run(body.format(closed=True)) == {"outcome": -13}


ALLOWED, REFUSED = 0x7FFF0000, 0x0005000D


def decide(machine: sandbox._Machine, *, architecture: int, number: int, argument: int = 0) -> int:
    """What the kernel would make of a call: the few BPF instructions that the filter uses, carried out."""
    record = struct.pack("<IIQ6Q", number, architecture, 0, argument, 0, 0, 0, 0, 0)
    program = sandbox._filter(machine)
    accumulator, at = 0, 0
    while True:
        step = program[at]
        at += 1
        if step.code == 0x06:
            return int(step.constant)
        if step.code == 0x20:
            (accumulator,) = struct.unpack_from("<I", record, step.constant)
            continue
        holds = accumulator == step.constant if step.code == 0x15 else bool(accumulator & step.constant)
        at += step.jump_true if holds else step.jump_false


@pytest.mark.parametrize("name", ["x86_64", "aarch64"])
def test_the_filter_decides_as_its_theory_says(name):
    machine = sandbox._MACHINES[name]
    own, i386 = machine.architecture, 0x40000003
    families = {1: ALLOWED, 2: REFUSED, 10: REFUSED, 16: REFUSED, 17: REFUSED, 40: REFUSED, 0: REFUSED}
    for family, verdict in families.items():
        assert decide(machine, architecture=own, number=machine.socket, argument=family) == verdict
        dirty = family | 0xABCD_0000_0000_0000  # the kernel looks at the lower half only
        assert decide(machine, architecture=own, number=machine.socket, argument=dirty) == verdict
    assert decide(machine, architecture=own, number=425, argument=1) == REFUSED
    for harmless in (0, 1, machine.socket + 1, machine.socket - 1, 424, 426):
        assert decide(machine, architecture=own, number=harmless, argument=2) == ALLOWED
        assert decide(machine, architecture=i386, number=harmless, argument=2) == REFUSED
    x32 = decide(machine, architecture=own, number=0x40000000, argument=1)
    assert x32 == (REFUSED if machine.has_x32 else ALLOWED)


def test_closing_twice_does_no_harm():
    result = run("print(json.dumps({'both': [close_network().in_force, close_network().in_force]}))")
    assert result == {"both": [True, True]}


def test_other_systems_say_that_nothing_is_in_force(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    status = sandbox.close_network()
    assert not status.in_force
    assert "Darwin" in status.sentence
    assert not sandbox.network_is_closed()


def test_other_processors_say_that_nothing_is_in_force(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    status = sandbox.close_network()
    assert not status.in_force
    assert "riscv64" in status.sentence


DECODERS = """
import http.server, pathlib, tempfile
import av, numpy as np
from griffin.vision.opencv import cv2

folder = pathlib.Path(tempfile.mkdtemp())
film = folder / "a.avi"
writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 20.0, (160, 120))
for number in range(5):
    writer.write(np.full((120, 160, 3), 40 * number, np.uint8))
writer.release()

class Handler(http.server.SimpleHTTPRequestHandler):
    asked = []
    def do_GET(self):
        self.asked.append(self.path)
        super().do_GET()
    def log_message(self, *_): pass
    def __init__(self, *given): super().__init__(*given, directory=str(folder))

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = "http://127.0.0.1:%d/a.avi" % server.server_port

def pyav(source):
    try:
        with av.open(source) as container:
            return sum(1 for _ in container.decode(video=0))
    except av.FFmpegError as error:
        return type(error).__name__

def opencv(source):
    capture, frames = cv2.VideoCapture(source), 0
    while capture.read()[0]:
        frames += 1
    capture.release()
    return frames
"""


def test_both_film_libraries_read_files_and_no_addresses():
    result = run(
        DECODERS
        + textwrap.dedent(
            """
            before = [pyav(address), opencv(address)]
            was_asked = bool(Handler.asked)
            Handler.asked.clear()
            status = close_network()
            files = [pyav(str(film)), opencv(str(film))]
            others = [address, address.replace("http:", "tcp:"), "udp://127.0.0.1:9", "rtsp://127.0.0.1/a"]
            print(json.dumps({"before": before, "was_asked": was_asked, "status": status.in_force,
                              "files": files, "pyav": [pyav(other) for other in others],
                              "opencv": [opencv(other) for other in others], "asked": Handler.asked}))
            """
        )
    )
    assert result["before"] in ([5, 5], [5, 0])  # OpenCV may have been built without the network
    assert result["was_asked"] is True
    assert result["status"] is True
    assert result["files"] == [5, 5]
    assert all(isinstance(outcome, str) for outcome in result["pyav"])  # the name of an error
    assert result["opencv"] == [0, 0, 0, 0]
    assert result["asked"] == []


def test_a_film_plays_behind_a_closed_network_and_a_list_leads_nowhere():
    result = run(
        DECODERS
        + textwrap.dedent(
            """
            from griffin.clock import ManualClock
            from griffin.errors import CameraError
            from griffin.vision.film_decoder import FilmDecoder
            from griffin.vision.film import VideoReader
            from griffin.vision.readers import ReaderTuning

            listed = folder / "list.m3u8"
            lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:9", "#EXTINF:5,", address, "#EXT-X-ENDLIST", ""]
            listed.write_text("\\n".join(lines))
            def watch(path):
                try:
                    FilmDecoder(path).close()
                except CameraError as error:
                    return error.sentence
                return "opened"
            unlocked = watch(listed)  # the decoder's own rule holds without the lock
            status = close_network()
            reader = VideoReader(film, ManualClock(), ReaderTuning(), loop=False)
            frames = sum(1 for _ in iter(reader.read, None))
            reader.release()
            print(json.dumps({"status": status.in_force, "frames": frames, "unlocked": unlocked,
                              "locked": watch(listed), "asked": Handler.asked}))
            """
        )
    )
    assert result["status"] is True
    assert result["frames"] == 5
    assert "is not a video" in str(result["unlocked"])
    assert "is not a video" in str(result["locked"])
    assert result["asked"] == []
