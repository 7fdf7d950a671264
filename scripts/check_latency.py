"""Checks that the latency that the game reports is true: by a source that blinks, and the screen's pixels.

    python scripts/check_latency.py [--seconds 60] [--size 1280x720] [--within 5]

A drawn player blinks between two poses of the arms. A process like the camera process watches it with the
real pose model and sends its steering to `griffin fly`, whose window is on a screen of its own: an Xvfb that
keeps its pixels in a file. This script reads that file some hundred times a second, finds the pixels that
differ between the two poses, and when they changed. From the capture of the movement that is shown first
after a blink to that change is the true latency. Its median is compared with that of what the flight process
says of the same movements; the legs of all movements, whose sum that is, are printed as well.

Gestures are kept back, so the griffin stays on its branch.

Status 0: both agree within so many milliseconds. 1: they don't. 2: it couldn't be measured.
"""

import argparse
import json
import math
import mmap
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 15.0
HOLD_S = (0.8, 1.4)  # of a pose: between these, so that blinks fall on all phases of the pictures
SETTLE_S = 0.5  # after a blink the wings are where they go to
POLL_S = 0.002
LOOKED_AT_PX = 320  # of the screen's width, evenly: enough to see wings
CHANGED_FRAC = 0.15  # of the way from one pose to the other: more than breath and wind make of it
LEAST_CHANGE = 12.0  # of 255 levels, for a pixel to show the pose
LEAST_BLINKS = 20
GRIFFIN = (sys.executable, "-m", "griffin")
LOOKS = ("--quality", "low", "--follow-parent", "--verbose")
TOLD = re.compile(r"captured at ([0-9.]+) s, on the screen at ([0-9.]+) s")  # griffin/app/latency.py
TIME_DIGITS = 4  # of what is logged
POSES_DEG = (-10.0, 50.0)  # both arms, above the horizontal

Pixels = NDArray[np.uint8]


class NotMeasuredError(Exception):
    """It couldn't be measured; the text is a sentence for the user."""


# --- the blinking source ----------------------------------------------------------------------------------


def pose_at(t_s: float) -> int:
    """Which pose the player holds, `t_s` after the start: changes at uneven times, the same in every run."""
    shortest_s, longest_s = HOLD_S
    count = 0
    while t_s >= 0.0:
        count += 1
        t_s -= shortest_s + (longest_s - shortest_s) * (count * 0.6180339887498949 % 1.0)
    return (count - 1) % 2 if count else 0


def run_source(address: str, log: Path, seconds: float) -> None:
    """The camera process, with a source that blinks; notes captured_s and pose of what it sends."""
    from griffin.app.camera_main import watch
    from griffin.app.delegate import leave_a_core_to_the_renderer
    from griffin.app.outbox import Outbox
    from griffin.app.report import PoseTally
    from griffin.clock import MonotonicClock
    from griffin.events import PROTOCOL_VERSION, Hello, Steering
    from griffin.gesture.advice import Adviser
    from griffin.gesture.recognizer import Recognizer
    from griffin.progress import ignore_progress
    from griffin.vision.camera import FrameSource
    from griffin.vision.demo_performance import ArmPose, BodyPose
    from griffin.vision.frame import Frame
    from griffin.vision.landmarker import PoseLandmarker
    from griffin.vision.lookout import BackgroundLookout
    from griffin.vision.pose_model import resolve_pose_model
    from griffin.vision.synthetic import Person, draw_people
    from griffin.wire.address import Address
    from griffin.wire.client import LinkClient, Sendable

    def draw(arm_deg: float) -> Any:
        arm = ArmPose(**dict.fromkeys(("upper_rad", "forearm_rad", "hand_rad"), math.radians(arm_deg)))
        still = dict.fromkeys(
            ("hips_m", "feet_m", "heels_m", "lean_rad", "turn_rad", "sway_m", "breath_frac"), 0.0
        )
        return draw_people([Person(pose=BodyPose(left=arm, right=arm, **still))])

    class BlinkingReader:
        name = "blinking player"
        is_demo = False

        def __init__(self) -> None:
            self.frames_read = 0
            self._pictures = [draw(arm_deg) for arm_deg in POSES_DEG]
            self._began_s = time.monotonic()

        def read(self) -> Frame | None:
            late = math.floor((time.monotonic() - self._began_s) * RATE_HZ)
            self.frames_read = max(self.frames_read + 1, late)
            t_s = self.frames_read / RATE_HZ
            if t_s > seconds:
                return None
            return Frame(captured_s=self._began_s + t_s, picture=self._pictures[self.pose(t_s)])

        def pose(self, t_s: float) -> int:
            return pose_at(t_s)

        def pose_of(self, captured_s: float) -> int:
            return self.pose(captured_s - self._began_s)

        def release(self) -> None:
            """Nothing is held."""

    class SteeringClient(LinkClient):
        """Sends nothing but steering, and notes it."""

        def send(self, message: Sendable) -> None:
            if isinstance(message, Steering):
                super().send(message)
                if message.is_tracked:
                    noted.append([message.captured_s, reader.pose_of(message.captured_s)])

    noted: list[list[float]] = []
    leave_a_core_to_the_renderer()
    clock = MonotonicClock()
    model = resolve_pose_model(None, ignore_progress)
    with ExitStack() as owned:
        landmarker = PoseLandmarker(model)
        owned.callback(landmarker.close)
        lookout = owned.enter_context(BackgroundLookout(model))
        reader = BlinkingReader()
        source = FrameSource(reader, clock)
        owned.callback(source.close)
        source.prepare = landmarker.prepare
        client = SteeringClient(Address.parse(address), Hello(protocol=PROTOCOL_VERSION, source=reader.name))
        owned.callback(client.close)
        outbox = Outbox(client, Adviser(is_camera=False), clock, lambda: source.frames_seen)
        watch(
            source,
            landmarker,
            lookout,
            Recognizer(),
            outbox,
            client,
            PoseTally(),
            clock,
            threading.Event(),
            lambda: None,
        )
    log.write_text(json.dumps(noted))


# --- the screen -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the screen showed at a time, where that was new; `before_s`: the last look before it."""

    at_s: float
    before_s: float
    pixels: Pixels


class ScreenFile:
    """The pixels of an Xvfb, in the file that it keeps them in: an XWD dump, written in place."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        words = struct.unpack(">25I", self._map[:100])
        header_bytes, width, height, line_bytes, colours = (words[at] for at in (0, 4, 5, 12, 19))
        whole = np.frombuffer(
            self._map, np.uint8, count=height * line_bytes, offset=header_bytes + 12 * colours
        )
        pixels = whole.reshape(height, line_bytes // 4, 4)[:, :width, 1]
        step = max(1, width // LOOKED_AT_PX)
        self._green = pixels[height // 4 : height * 9 // 10 : step, width // 4 : width * 3 // 4 : step]

    def look(self) -> Pixels:
        """The middle of the screen, where the griffin is: some of its pixels, as one row."""
        return self._green.ravel()


class Watcher:
    """Looks at the screen all the time, in a thread, and keeps what is new."""

    def __init__(self, screen: ScreenFile) -> None:
        self.looks: list[Look] = []
        self._screen = screen
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        before_s, last = time.monotonic(), self._screen.look()
        while not self._is_over.wait(POLL_S):
            pixels, at_s = self._screen.look(), time.monotonic()
            if not np.array_equal(pixels, last):
                self.looks.append(Look(at_s=at_s, before_s=before_s, pixels=pixels))
                last = pixels
            before_s = at_s


# --- what it amounts to -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Blink:
    """A change of pose: the capture of the first movement to be shown that has it, and when it was shown.

    `told_s`: as the flight process says, `seen_s`: as the screen's pixels do.
    """

    captured_s: float
    told_s: float
    seen_s: float


def find_blinks(
    looks: Sequence[Look], noted: Sequence[Sequence[float]], told: Sequence[tuple[float, float]]
) -> list[Blink]:
    """The blinks that were seen, in order.

    `noted`: captured_s and pose of each steering that was sent. `told`: captured_s of each that was shown,
    and when the flight process says that it was.
    """
    poses = {round(captured_s, TIME_DIGITS): int(pose) for captured_s, pose in noted}
    changes = [
        (captured_s, told_s, poses[captured_s])
        for (before_s, _), (captured_s, told_s) in pairwise(told)
        if before_s in poses and captured_s in poses and poses[before_s] != poses[captured_s]
    ]
    if not changes or not looks:
        return []
    times_s = np.array([look.at_s for look in looks])
    settled = _settled(times_s, [(told_s, pose) for _, told_s, pose in changes])
    row = _pose_row(looks, settled)
    shown = np.array([float(row @ look.pixels) for look in looks])
    level = [float(np.median(shown[settled == pose])) for pose in (0, 1)]
    blinks = []
    ends_s = [captured_s for captured_s, _, _ in changes[1:]]
    for (captured_s, told_s, pose), end_s in zip(changes, [*ends_s, math.inf], strict=True):
        progress = (shown - level[1 - pose]) / (level[pose] - level[1 - pose])
        before = np.flatnonzero(times_s < captured_s)
        if not before.size or progress[before[-1]] > CHANGED_FRAC:
            continue  # the screen hadn't come to rest
        after = np.flatnonzero((times_s > captured_s) & (times_s < end_s) & (progress > CHANGED_FRAC))
        if after.size:
            first = looks[int(after[0])]
            seen_s = (first.before_s + first.at_s) / 2.0
            blinks.append(Blink(captured_s=captured_s, told_s=told_s, seen_s=seen_s))
    return blinks


def read_told(complaints: str) -> list[tuple[float, float]]:
    """The capture of each movement that was shown, and when it was, in what the flight process logs."""
    return [(float(captured), float(shown)) for captured, shown in TOLD.findall(complaints)]


def _settled(times_s: NDArray[np.float64], changes: Sequence[tuple[float, int]]) -> NDArray[np.int64]:
    """The pose that each look shows at rest; -1 where it is on its way, or nothing is known."""
    settled = np.full(len(times_s), -1)
    for (since_s, pose), (until_s, _) in pairwise(changes):
        settled[(times_s > since_s + SETTLE_S) & (times_s < until_s)] = pose
    return settled


def _pose_row(looks: Sequence[Look], settled: NDArray[np.int64]) -> NDArray[np.float64]:
    """What a row of pixels is multiplied with to see the pose: those that differ by it, and hardly else."""
    of_pose = []
    for pose in (0, 1):
        rows = [look.pixels for look, at in zip(looks, settled, strict=True) if at == pose]
        if not rows:
            raise NotMeasuredError("The screen never came to rest: is the machine too busy?")
        of_pose.append(np.array(rows, dtype=np.float32))
    change = of_pose[1].mean(axis=0) - of_pose[0].mean(axis=0)
    noise = of_pose[0].std(axis=0) + of_pose[1].std(axis=0)
    row = np.where(np.abs(change) > np.maximum(LEAST_CHANGE, 2.0 * noise), np.sign(change), 0.0)
    if not row.any():
        raise NotMeasuredError("No pixel of the screen shows the player's pose.")
    return row.astype(np.float64)


# --- the run ----------------------------------------------------------------------------------------------


@contextmanager
def open_screen(folder: Path, size: str) -> Iterator[tuple[str, Path]]:
    """An Xvfb of our own: its display, and the file of its pixels."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        raise NotMeasuredError("Xvfb not found; Debian has it as xvfb.")
    reading, writing = os.pipe()
    command = [xvfb, "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-fbdir", str(folder)]
    server = subprocess.Popen([*command, "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as stream:
            number = stream.readline().strip()
        yield f":{number}", folder / "Xvfb_screen0"
    finally:
        server.terminate()
        server.wait()


def measure(size: str, seconds: float) -> tuple[list[Blink], dict[str, Any]]:
    """Play for so long: the blinks that were seen, and the flight's report."""
    with tempfile.TemporaryDirectory(prefix="griffin-") as name, ExitStack() as owned:
        folder = Path(name)
        display, pixels = owned.enter_context(open_screen(folder, size))
        address, report, log = f"unix:{folder / 'link'}", folder / "report.json", folder / "noted.json"
        environment = os.environ | {"DISPLAY": display, "XDG_STATE_HOME": name}
        environment.pop("WAYLAND_DISPLAY", None)
        complaints = owned.enter_context((folder / "flight.log").open("w+"))
        # It flies on after the source has ended, until it is told to end.
        flight = subprocess.Popen(
            [*GRIFFIN, "fly", "--listen", address, "--report", str(report), *LOOKS, "--size", size],
            env=environment,
            stdin=subprocess.PIPE,
            stderr=complaints,
        )
        try:
            wait_for(folder / "link", flight)
            watcher = owned.enter_context(closing(Watcher(ScreenFile(pixels))))
            subprocess.run(
                [sys.executable, __file__, "--source-of", address, "--log", log, "--seconds", str(seconds)],
                check=True,
            )
            watcher.close()
            flight.communicate(timeout=60.0)
        finally:
            flight.kill()
            flight.wait()
        if not report.is_file():
            raise NotMeasuredError("The flight has left no report.")
        complaints.seek(0)
        told = read_told(complaints.read())
        return find_blinks(watcher.looks, json.loads(log.read_text()), told), json.loads(report.read_text())


def wait_for(path: Path, process: "subprocess.Popen[bytes]") -> None:
    """Until the flight process listens."""
    until_s = time.monotonic() + 120.0
    while not path.exists():
        if process.poll() is not None or time.monotonic() > until_s:
            raise NotMeasuredError("The flight process doesn't listen.")
        time.sleep(0.1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and compare. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--within", type=float, default=5.0, metavar="MS")
    parser.add_argument("--source-of", help=argparse.SUPPRESS)
    parser.add_argument("--log", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.source_of:
        run_source(given.source_of, given.log, given.seconds)
        return 0
    try:
        blinks, report = measure(given.size, given.seconds)
        if len(blinks) < LEAST_BLINKS:
            raise NotMeasuredError(f"Only {len(blinks)} blinks were seen, and {LEAST_BLINKS} are needed.")
    except NotMeasuredError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{report['renderer']}, {report['frames']} pictures of {report['frame_ms']['median']:.1f} ms")
    for leg, spread in report["latency_ms"].items():
        print(f"{leg:30}{spread['median']:8.1f}{spread['p95']:8.1f}")
    told_ms = [1e3 * (blink.told_s - blink.captured_s) for blink in blinks]
    seen_ms = [1e3 * (blink.seen_s - blink.captured_s) for blink in blinks]
    apart_ms = np.subtract(seen_ms, told_ms)
    for name, values_ms in (("told", told_ms), ("seen", seen_ms), ("seen later than told", apart_ms)):
        print(
            f"{f'{len(blinks)} blinks, {name}':30}"
            + "{:8.1f}{:8.1f}".format(*np.percentile(values_ms, [50, 95]))
        )
    is_true = abs(float(np.median(apart_ms))) <= given.within
    print(f"The report is {'true' if is_true else 'NOT true'} to {given.within:g} ms.")
    return 0 if is_true else 1


if __name__ == "__main__":
    sys.exit(main())
