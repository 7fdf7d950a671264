"""Measures how small a player is still found and kept, and what a look costs, with the real pose model.

    python scripts/measure_far.py                 the demo pilot, at five places of two pictures
    python scripts/measure_far.py --film FILE     somebody from a film, scaled down into the demo pilot's room
    python scripts/measure_far.py --costs         CPU time of a look, in pairs of runs in turn

Each figure comes twice: with looks at the whole picture only, and with looks into parts of it. Found is who
is seen within 2 s, kept is who is then seen in 19 of 20 pictures for 2 s.
"""

import argparse
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from statistics import median

import numpy as np

from griffin.landmarks import Landmarks
from griffin.vision.demo_performance import TAKE_OFF_S
from griffin.vision.demo_room import draw_room
from griffin.vision.frame import Frame, Picture, fit, from_opencv
from griffin.vision.landmarker import PoseLandmarker
from griffin.vision.opencv import cv2
from griffin.vision.pose_model import provision_pose_model
from griffin.vision.search_view import ViewSearch
from griffin.vision.synthetic import draw_demo_frame
from griffin.vision.view import Size, View, locate, size_of, whole

SIZES_PX: tuple[Size, ...] = ((640, 480), (960, 540))
PLACES = (*product((0.0, 1.0), repeat=2), (0.5, 0.5))
TALL_FRAC = (0.12, 0.14, 0.16, 0.18, 0.20, 0.23, 0.26, 0.29, 0.32, 0.36, 0.40, 0.45, 0.50)
RATE_HZ = 15.0
WINDOW_S = 2.0
KEPT_FRAC = 0.95
PILOT_FRAC = 0.645  # how tall the demo pilot is in a picture of its own

Scene = Callable[[float], Picture]
"""A moment → a picture of somebody, who is in its middle."""


class WholeOnly(ViewSearch):
    """What was done before there were parts."""

    def choose(self, frame: Frame) -> tuple[Picture, View]:
        """The whole picture."""
        return frame.picture, whole(size_of(frame.picture))

    def note(self, frame: Frame, body: Landmarks | None) -> None:
        """Nothing is learned."""


WAYS: dict[str, Callable[[], ViewSearch]] = {"whole picture": WholeOnly, "and parts": ViewSearch}


def draw_far(
    t_s: float,
    tall_frac: float,
    at: tuple[float, float],
    size_px: Size = (640, 480),
    *,
    scene: Scene = draw_demo_frame,
    scene_frac: float = PILOT_FRAC,
) -> Picture:
    """The demo pilot's room with a small scene in it, whose person is that tall in the whole picture.

    `at`: (0, 0) puts the scene into the upper left corner, (1, 1) into the lower right one. `scene_frac`: how
    tall the person is in the scene.
    """
    picture = draw_room(size_px).copy()
    height = round(size_px[1] * tall_frac / scene_frac)
    if scene is draw_demo_frame:
        small = draw_demo_frame(t_s, (round(height * 4.0 / 3.0), height))
    else:
        drawn = scene(t_s)
        size = round(height * drawn.shape[1] / drawn.shape[0]), height
        small = np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_AREA), np.uint8)
    width = min(small.shape[1], size_px[0])
    aside = (small.shape[1] - width) // 2
    left, top = round(at[0] * (size_px[0] - width)), round(at[1] * (size_px[1] - height))
    picture[top : top + height, left : left + width] = small[:, aside : aside + width]
    return picture


def moments() -> Iterator[float]:
    """Of the performance: standing, then a jump."""
    for number in range(round(2.0 * WINDOW_S * RATE_HZ)):
        t_s = number / RATE_HZ
        yield t_s if t_s < WINDOW_S else TAKE_OFF_S - 1.0 + (t_s - WINDOW_S)


def is_found_and_kept(landmarker: PoseLandmarker, draw: Callable[[float], Picture]) -> bool:
    """Whether the person in these pictures is found within the window, and then kept for one."""
    seen: list[bool] = []
    for number, t_s in enumerate(moments()):
        now_s = number / RATE_HZ
        is_seen = bool(landmarker.detect(Frame(captured_s=now_s, picture=draw(t_s))).bodies)
        if is_seen or seen:
            seen.append(is_seen)
        if not seen and now_s > WINDOW_S:
            return False
    kept = seen[: round(WINDOW_S * RATE_HZ)]
    return sum(kept) >= KEPT_FRAC * len(kept)


def least_size(
    model: Path, views: Callable[[], ViewSearch], draw: Callable[[float, float], Picture]
) -> float | None:
    """The least share of the height at which the person is found and kept: halved in, as larger is easier."""

    def is_good(tall_frac: float) -> bool:
        landmarker = PoseLandmarker(model, views=views())  # nobody is known
        try:
            return is_found_and_kept(landmarker, lambda t_s: draw(t_s, tall_frac))
        finally:
            landmarker.close()

    number = bisect_left(TALL_FRAC, x=True, key=is_good)
    return TALL_FRAC[number] if number < len(TALL_FRAC) else None


def film_scene(model: Path, film: Path) -> tuple[Scene, float]:
    """A film's pictures by their moment, and how tall the person is in them."""
    capture = cv2.VideoCapture(str(film))
    rate_hz = capture.get(cv2.CAP_PROP_FPS)
    pictures = []
    while (read := capture.read())[0]:
        pictures.append(from_opencv(fit(np.asarray(read[1], np.uint8))))
    capture.release()
    landmarker = PoseLandmarker(model, views=WholeOnly())
    tall = [
        locate(body, size_of(picture)).length_px / picture.shape[0]
        for number, picture in enumerate(pictures[:30])
        for body in landmarker.detect(Frame(captured_s=number / rate_hz, picture=picture)).bodies
    ]
    landmarker.close()
    return lambda t_s: pictures[round(t_s * rate_hz) % len(pictures)], median(tall)


def print_sizes(model: Path, film: Path | None) -> None:
    scene, scene_frac = (draw_demo_frame, PILOT_FRAC) if film is None else film_scene(model, film)
    print(f"the least share of the height at each of {len(PLACES)} places")
    for size_px in SIZES_PX:
        for name, views in WAYS.items():
            leasts = [
                least_size(
                    model,
                    views,
                    lambda t_s, tall, at=at, size=size_px: draw_far(
                        t_s, min(tall, scene_frac), at, size, scene=scene, scene_frac=scene_frac
                    ),
                )
                for at in PLACES
            ]
            known = [1.0 if least is None else least for least in leasts]
            words = " ".join("none" if least is None else f"{least:.2f}" for least in leasts)
            width, height = size_px
            print(f"{width}x{height}, {name:14} median {median(known):.2f}: {words}", flush=True)


def print_costs(model: Path, pairs: int = 7, looks: int = 40) -> None:
    """CPU time of this process by look, MediaPipe's own threads included."""
    tracked = [draw_demo_frame(2.5 + number / 30.0) for number in range(looks)]
    empty = [draw_room((640, 480)).copy()] * looks
    for scene, pictures in (("a player", tracked), ("nobody", empty)):
        landmarkers = {name: PoseLandmarker(model, views=views()) for name, views in WAYS.items()}
        spent: dict[str, list[float]] = {name: [] for name in WAYS}
        for number in range(pairs + 1):
            for name, landmarker in landmarkers.items():
                began_s = time.process_time()
                for look, picture in enumerate(pictures):
                    frame = Frame(captured_s=(number * looks + look) / 30.0, picture=picture)
                    landmarker.detect(frame)
                if number:  # the first run warms up
                    spent[name].append((time.process_time() - began_s) / looks)
        before, after = (spent[name] for name in WAYS)
        ratio = median(a / b for a, b in zip(after, before, strict=True))
        print(
            f"{scene}: {1e3 * median(before):.2f} ms a look, with parts {1e3 * median(after):.2f} ms; "
            f"median of {pairs} pairs {ratio:.3f}",
            flush=True,
        )
        for landmarker in landmarkers.values():
            landmarker.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--film", type=Path, help="take somebody from this film")
    parser.add_argument("--costs", action="store_true", help="measure the CPU time of looks instead")
    given = parser.parse_args()
    model = provision_pose_model(lambda _what, _done: None)
    if given.costs:
        print_costs(model)
    else:
        print_sizes(model, given.film)


if __name__ == "__main__":
    main()
