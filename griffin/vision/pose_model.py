"""Nothing → a verified pose model on disk. Runs before the network is closed and never imports MediaPipe.

Google's pose weights (Apache-2.0) have no download page that a game may rely on, but an older wheel of the
`mediapipe` package contains them. So the model is installed like every other dependency, by the
user's own installer (pip, or uv) with the user's own index settings, pinned by hash. The wheel's code is
never run; two files are taken out of it, checked, bundled (`task_bundle`) and cached. The bundle is the
same byte for byte on every machine, so one SHA-256 verifies a cached one.
"""

import hashlib
import importlib.util
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from griffin import paths
from griffin.clock import Clock, MonotonicClock
from griffin.errors import PoseModelError
from griffin.orphans import ending_with_parent
from griffin.progress import Progress
from griffin.scratch import scratch_folder, sweep_folders

log = logging.getLogger(__name__)

MODEL_VARIABLE = "GRIFFIN_POSE_MODEL"
MODEL_FILE = "pose_landmarker_full.task"
FASTER_MODEL_FILE = "pose_landmarker_lite.task"  # Google's own; no package carries it
AUTO_MODEL = Path("auto")  # the full one, and the faster one where that is too slow
MODEL_SHA256 = "935f494bb3b19715b363fdb8cd804c8262ea2cf5ac27630b8db3cef3f1ee8b44"

_WHEEL_REQUIREMENT = (
    "mediapipe==0.10.21 --hash=sha256:05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3\n"
)
WHEEL_SIZE = 35_622_638  # bytes, for the progress bar
# One platform's wheel serves all: the weights in it are the same, and only one hash need be pinned.
_PIP_PLATFORM = ("--platform", "manylinux_2_28_x86_64", "--implementation", "cp", "--abi", "cp311")
_UV_PLATFORM = ("--python-platform", "x86_64-manylinux_2_28")
_WHEEL_PYTHON = ("--python-version", "3.11")

_DETECTOR = "mediapipe/modules/pose_detection/pose_detection.tflite"
_DETECTOR_SHA256 = "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c"
_LANDMARKS = "mediapipe/modules/pose_landmark/pose_landmark_full.tflite"
_LANDMARKS_SHA256 = "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"

_POLL_S = 0.1  # often enough for a bar that moves smoothly
_HINT = (
    "Connect to the internet and start again, or give an official pose landmarker .task file with"
    f" --model FILE or {MODEL_VARIABLE}. The keyboard alone needs no model: `griffin play --source none`."
)


def resolve_pose_model(option: Path | None, progress: Progress) -> Path:
    """The model to use: the player's choice, else the environment's, else the provisioned one.

    Raises PoseModelError when a file that was asked for is not there, or when none can be fetched.
    """
    if option == AUTO_MODEL:
        return provision_pose_model(progress)
    if option is not None:
        return _existing_file(option, f"--model {option}")
    if from_environment := os.environ.get(MODEL_VARIABLE):
        return _existing_file(Path(from_environment), f"{MODEL_VARIABLE}={from_environment}")
    return provision_pose_model(progress)


def find_faster_model(option: Path | None) -> Path | None:
    """What `auto` may fall back on: the lite model, where somebody has put it into the cache folder."""
    if option != AUTO_MODEL:
        return None
    faster = paths.cache_folder() / FASTER_MODEL_FILE
    if faster.is_file():
        return faster
    log.info("There is no %s, so the full pose model plays however slow it is.", faster)
    return None


def provision_pose_model(progress: Progress, *, clock: Clock | None = None) -> Path:
    """The full model in the user's cache folder, fetched and built where it is missing or damaged.

    Quick (one hash over 9 MB) when it is there. Raises PoseModelError when it can't be had.
    """
    try:
        target = paths.cache_folder() / MODEL_FILE
        if target.is_file():
            if _sha256(target.read_bytes()) == MODEL_SHA256:
                return target
            log.warning("The pose model in %s is damaged and is made anew.", target.parent)
        sweep_folders()
        with scratch_folder("griffin-model-") as scratch:
            weights = fetch_weights(scratch.path, progress, clock or MonotonicClock())
        progress("Building the pose model", None)
        _write_atomically(target, build_model(weights))
    except OSError as error:
        raise PoseModelError(f"The pose model could not be stored: {error}.", hint=_HINT) from error
    progress("The pose model is ready", 1.0)
    return target


def build_model(weights: dict[str, bytes]) -> bytes:
    """Weights by their path in the wheel → the bundle.

    Raises PoseModelError where a hash is not the known one.
    """
    # FlatBuffers bring numpy along, and whoever finds the model ready needs neither.
    from griffin.vision.task_bundle import Normalization, add_normalization, write_bundle

    for name, expected in ((_DETECTOR, _DETECTOR_SHA256), (_LANDMARKS, _LANDMARKS_SHA256)):
        if _sha256(weights[name]) != expected:
            raise PoseModelError(f"The pose weights {Path(name).name} are not the known ones.", hint=_HINT)
    # The landmark model takes its colours as 0 to 1 (MediaPipe's pose_landmark_cpu graph).
    bundle = write_bundle(
        {
            "pose_detector.tflite": weights[_DETECTOR],
            "pose_landmarks_detector.tflite": add_normalization(
                weights[_LANDMARKS], Normalization(mean=0.0, std=255.0)
            ),
        }
    )
    if _sha256(bundle) != MODEL_SHA256:
        raise PoseModelError("The pose model came out differently than it should.", hint=_HINT)
    return bundle


def fetch_weights(scratch: Path, progress: Progress, clock: Clock) -> dict[str, bytes]:
    """Both weight files by their path in the wheel, fetched through the user's own installer.

    Raises PoseModelError when there is no installer, no network, or no such file.
    """
    requirements = scratch / "requirements.txt"
    requirements.write_text(_WHEEL_REQUIREMENT)
    wheel_folder = scratch / "wheel"
    _run_installer(_installer_command(requirements, wheel_folder), scratch, progress, clock)
    try:
        wheels = list(wheel_folder.glob("*.whl"))
        if not wheels:  # uv has unpacked it
            return {name: (wheel_folder / name).read_bytes() for name in (_DETECTOR, _LANDMARKS)}
        with zipfile.ZipFile(wheels[0]) as wheel:
            return {name: wheel.read(name) for name in (_DETECTOR, _LANDMARKS)}
    except (KeyError, OSError, zipfile.BadZipFile) as error:
        raise PoseModelError("The package with the pose weights lacks them.", hint=_HINT) from error


def _installer_command(requirements: Path, wheel_folder: Path) -> list[str]:
    choice = (
        "--no-deps",
        "--only-binary",
        ":all:",
        *_WHEEL_PYTHON,
        "--require-hashes",
        "-r",
        str(requirements),
    )
    if importlib.util.find_spec("pip") is not None:
        # One retry: a player who is offline should learn it soon.
        manners = ("--no-input", "--disable-pip-version-check", "--retries", "1", "--progress-bar", "off")
        place = ("--dest", str(wheel_folder))
        return [sys.executable, "-m", "pip", "download", *manners, *choice, *_PIP_PLATFORM, *place]
    if uv := shutil.which("uv"):
        place = ("--target", str(wheel_folder))
        return [uv, "pip", "install", "--no-progress", *choice, *_UV_PLATFORM, *place]
    raise PoseModelError("Neither pip nor uv is there to fetch the pose model.", hint=_HINT)


def _run_installer(command: list[str], scratch: Path, progress: Progress, clock: Clock) -> None:
    """Run it to its end; its temporary files lie in `scratch`, so their growth is the progress.

    That works with every pip. Those before 24.1 can't report progress to a program.
    """
    report = scratch / "installer.log"
    environment = paths.safe_environment() | {name: str(scratch) for name in ("TMPDIR", "TEMP", "TMP")}
    progress("Fetching the pose model", None)
    with report.open("wb") as stream:
        # In a session of its own: Ctrl-C is for us, and what ends it then is not a failure to report.
        installer = subprocess.Popen(
            ending_with_parent(command),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
        try:
            while installer.poll() is None:
                # Reported even without progress, as the callback may stop the download.
                fetched_frac = min(1.0, _wheel_bytes(scratch) / WHEEL_SIZE)
                progress("Fetching the pose model", fetched_frac or None)
                clock.sleep(_POLL_S)
        finally:
            if installer.poll() is None:
                installer.kill()
            installer.wait()
    if installer.returncode != 0:
        text = report.read_text(errors="replace")
        log.debug("The installer said:\n%s", text)
        raise PoseModelError(f"The pose model could not be fetched ({_reason(text)}).", hint=_HINT)


def _wheel_bytes(scratch: Path) -> int:
    """The size of the wheel as far as it has come; it may vanish or move while we look."""
    total = 0
    for folder, _, names in os.walk(scratch):
        for name in names:
            if name.endswith(".whl"):
                try:
                    total = max(total, (Path(folder) / name).stat().st_size)
                except OSError:
                    continue
    return total


def _reason(installer_text: str) -> str:
    """The installer's complaint in a few words of ours where it is a known one, else its own last line."""
    text = installer_text.lower()
    if "do not match the hashes" in text or "hash mismatch" in text:
        return "what the package index sent is not the known file"
    if "no space left" in text:
        return "the disk is full"
    signs = ("connection", "failed to resolve", "name resolution", "timed out", "unreachable", "dns error")
    if any(sign in text for sign in signs):
        return "no way to the package index"
    lines = [line.strip() for line in installer_text.splitlines() if line.strip()]
    return lines[-1].removeprefix("ERROR: ").rstrip(".") if lines else "the installer gave no reason"


def _write_atomically(target: Path, content: bytes) -> None:
    """Readers see the whole file or none, even when two programs do it at once."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _existing_file(path: Path, said: str) -> Path:
    try:
        path = path.expanduser()
        is_file = path.is_file()
    except (OSError, RuntimeError):  # a name that is too long, a user who doesn't exist
        is_file = False
    if not is_file:
        raise PoseModelError(f"There is no pose model at {path} ({said}).", hint="Check the path.")
    return path


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
