"""A camera → frames, each stamped when it came. It must not know threads.

A camera may be slow to start, too slow in the mode that it lists, and away for a while; it may come back
under another number. Only when it is gone for good does its reader fail.
"""

import logging
from dataclasses import dataclass
from enum import Enum

import numpy as np

from griffin.clock import Clock
from griffin.errors import CameraError
from griffin.vision.camera_access import Cameras, Capture, SystemCameras
from griffin.vision.camera_choice import same_camera, usable_cameras
from griffin.vision.capture_mode import USUAL_MODES, CaptureMode, ModeTrial, choose_modes
from griffin.vision.frame import Frame, Picture, fit, from_opencv
from griffin.vision.opencv import cv2
from griffin.vision.v4l2 import CameraInfo

log = logging.getLogger(__name__)

_MS = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTuning:
    """How long a camera is waited for, and how long it is missed."""

    stamp_age_s: float = 0.5  # a driver's time stamp older than this is taken for another clock's
    first_frame_s: float = 8.0  # some cameras take 5 s to start, above all on a hub that slept
    refusal_s: float = 0.5  # a camera that fails sooner doesn't send late, but not at all
    refusals: int = 3  # in a row; a camera may fail once while it starts
    refusal_pause_s: float = 0.1
    damaged_frames: int = 15  # in a row; some cameras send a JPEG now and then that can't be decoded
    reopen_s: float = 8.0  # a replugged USB camera is back within about 3 s
    reopen_pause_s: float = 0.5
    same_only_s: float = 4.0  # until then only the camera itself is looked for, then any other one will do
    grey_levels: float = 2.0  # between a pixel's colours on average; in an infra-red picture they are equal
    warm_up_frames: int = 5  # the first ones may be late or black while the exposure settles

    def __post_init__(self) -> None:
        if self.refusal_pause_s <= 0.0:
            raise ValueError("refusal_pause_s must be above 0")
        if not 0.0 < self.reopen_pause_s <= self.same_only_s <= self.reopen_s:
            raise ValueError("a pause must be above 0 and must not exceed same_only_s, nor that reopen_s")
        if not 0.0 < self.refusal_s < self.first_frame_s:
            raise ValueError("refusal_s must be above 0 and below first_frame_s")
        if min(self.refusals, self.warm_up_frames, self.damaged_frames) < 1 or self.grey_levels <= 0.0:
            raise ValueError("refusals, numbers of frames and grey_levels must be above 0")


class DeviceReader:
    """A camera. When it vanishes it is looked for, and in the end another one is taken.

    `camera`: what its driver says of it, if anything. `size_px`: of its last picture, before scaling.
    """

    is_demo = False

    def __init__(
        self,
        device: str,
        clock: Clock,
        tuning: DeviceTuning | None = None,
        *,
        cameras: Cameras | None = None,
    ) -> None:
        """`device`: a path or a number. Raises CameraError where no first picture comes from it."""
        self.name = f"camera {device}"
        self.frames_read = 0
        self._clock = clock
        self._tuning = tuning or DeviceTuning()
        self._cameras = cameras or SystemCameras()
        self._device = device
        self._must_change = False
        self.size_px = (0, 0)
        self.camera = self._cameras.describe(device)
        self._trial = ModeTrial(_modes_of(self.camera))
        self._capture = self._start(device, self._trial)

    @property
    def is_settled(self) -> bool:
        """Whether the mode stays: it has been found to give enough pictures, or none gives more."""
        return self._trial.is_settled

    def read(self) -> Frame | None:
        """The next picture, stamped when it came; None never: a camera has no end.

        Raises CameraError when it has been away for too long, and there is no other one.
        """
        damaged = 0
        while True:
            if self._must_change:
                self._change_mode()
            if self._capture.grab():
                captured_s = self._stamp()
                ok, image = self._capture.retrieve()
                if ok:
                    return self._frame(captured_s, np.asarray(image, np.uint8))
                damaged += 1
                if damaged < self._tuning.damaged_frames:
                    continue
            damaged = 0
            self._reopen()

    def shows_colours(self) -> bool:
        """Whether one of the next few pictures isn't grey, as all are of an infra-red camera. Reads them."""
        for _ in range(self._tuning.warm_up_frames):
            frame = self.read()
            if frame is not None and _colour_levels(frame.picture) > self._tuning.grey_levels:
                return True
        return False

    def release(self) -> None:
        """Let the device go."""
        self._capture.release()

    def _stamp(self) -> float:
        """The driver's time where it is of our clock (V4L2 stamps with the monotonic one), else now."""
        now_s = self._clock.now_s()
        driver_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) * _MS
        return driver_s if 0.0 <= now_s - driver_s <= self._tuning.stamp_age_s else now_s

    def _frame(self, captured_s: float, picture: Picture) -> Frame:
        self.frames_read += 1
        self.size_px = picture.shape[1], picture.shape[0]
        self._must_change = self._trial.note(captured_s)
        return Frame(captured_s=captured_s, picture=from_opencv(fit(picture)))

    def _start(self, device: str, trial: ModeTrial) -> Capture:
        """The device opened in the trial's mode, or in another one where it refuses that; it sends pictures.

        Raises CameraError where it can't be opened, or sends none.
        """
        while True:
            capture = self._cameras.open(device, trial.mode)
            outcome = self._await_picture(capture)
            if outcome is _Outcome.SENDS:
                trial.restart()
                return capture
            capture.release()
            if outcome is _Outcome.SILENT or not trial.refuse():
                raise CameraError(
                    f"The camera {device} is there but sends no picture.",
                    hint="Close other programs that use it, or replug it.",
                )

    def _await_picture(self, capture: Capture) -> "_Outcome":
        give_up_s = self._clock.now_s() + self._tuning.first_frame_s
        refusals = 0
        while True:
            asked_s = self._clock.now_s()
            if capture.grab():
                return _Outcome.SENDS
            now_s = self._clock.now_s()
            refusals = refusals + 1 if now_s - asked_s < self._tuning.refusal_s else 0
            if refusals == self._tuning.refusals:
                return _Outcome.REFUSES
            if now_s >= give_up_s:
                return _Outcome.SILENT
            self._clock.sleep(self._tuning.refusal_pause_s)

    def _change_mode(self) -> None:
        self._must_change = False
        log.info("The %s is slow; trying %s.", self.name, self._trial.mode.in_words)
        self._capture.release()
        try:
            self._capture = self._start(self._device, self._trial)
        except CameraError as error:
            log.info("%s", error)
            self._reopen()

    def _reopen(self) -> None:
        log.warning("The %s has stopped sending pictures; looking for it.", self.name)
        began_s = self._clock.now_s()
        while (missed_s := self._clock.now_s() - began_s) < self._tuning.reopen_s:
            self._capture.release()
            self._clock.sleep(self._tuning.reopen_pause_s)
            if any(map(self._take, self._candidates(may_differ=missed_s >= self._tuning.same_only_s))):
                return
        raise CameraError(f"The {self.name} has stopped sending pictures.", hint="Replug it and start again.")

    def _candidates(self, *, may_differ: bool) -> list[CameraInfo]:
        """The camera under whatever number it is found; then the others, if another one will do."""
        if self.camera is None:  # the system lists none: the number is all that is known
            same, others = [CameraInfo(path=self._device, name=self.name)], self._cameras.listed()
        else:
            others = self._cameras.listed()
            same = same_camera(others, self.camera)
        return same + [info for info in usable_cameras(others) if may_differ and info not in same]

    def _take(self, camera: CameraInfo) -> bool:
        """Whether this camera sends pictures; then it is the one that is read from now on."""
        is_same = bool(same_camera([camera], self.camera)) if self.camera else camera.path == self._device
        trial = self._trial if is_same else ModeTrial(_modes_of(camera))
        try:
            self._capture = self._start(camera.path, trial)
        except CameraError as error:
            log.debug("%s", error)
            return False
        what = "is back" if is_same else "is gone"
        where = "" if camera.path == self._device else f": {camera.name} ({camera.path}) is used now"
        log.warning("The %s %s%s.", self.name, what, where)
        if camera.path != self._device:
            self._device, self.name = camera.path, f"camera {camera.path}"
        self.camera = None if self.camera is None else camera
        self._trial, self._must_change = trial, False
        return True


class _Outcome(Enum):
    """What a camera does once it is opened."""

    SENDS = "it sends pictures"
    REFUSES = "it fails at once"
    SILENT = "no picture comes in time"


def _modes_of(camera: CameraInfo | None) -> tuple[CaptureMode, ...]:
    return choose_modes(camera.sizes) if camera is not None else USUAL_MODES


def _colour_levels(picture: Picture) -> float:
    """How far a pixel's three colours are apart, on average over some of the pixels; 0 in a grey picture."""
    some = picture[::8, ::8].astype(np.int16)
    return float((some.max(axis=2) - some.min(axis=2)).mean())
