"""Draws the pictures and films of docs/gallery, off-screen, at full quality.

    python scripts/gallery.py                     all of them
    python scripts/gallery.py griffin-dive ...    some of them
    python scripts/gallery.py --out DIR           to another folder

What the gallery holds is one list, GALLERY. Everything is drawn at twice its size and reduced, for off-screen
there are no smooth edges.
"""

import argparse
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from griffin.app.griffin_scenes import GRIFFIN_SCENES, STILL_S, Look, frame_griffin
from griffin.app.shot import Stage, find_scene, make_stage
from griffin.flight.state import FlightMode, FlightState
from griffin.flight.timestep import STEP_S
from griffin.render.quality import Quality
from griffin.render.window import Window
from griffin.scene.creature import settle_creature, step_creature
from griffin.scene.frame import SceneFrame

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "gallery"
FRAMES_HZ = 30
COLOURS = 256  # of a still: a quarter of the bytes; chosen so that small bright things keep their colour
FILM_CRF = 26  # x264's scale: a gallery is small, and its films are shown small
BEAT_HZ = 1.4
SETTLE_S = 3.0  # of life before a film begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A scene of `griffin shot` as NAME.png."""

    name: str
    size_px: tuple[int, int] = (960, 540)


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """NAME.mp4: what `frames` gives, one for each picture of `seconds`."""

    name: str
    seconds: float
    frames: Callable[[Stage, int], Iterator[SceneFrame]]
    size_px: tuple[int, int] = (640, 400)


def _living(stage: Stage, count: int, change: Callable[[FlightState, float], FlightState]) -> Iterator[tuple]:
    """(state, creature) for each picture, the creature living all the time; `change` leads the flight."""
    place, heading_rad = GRIFFIN_SCENES["griffin-back"].site(stage)
    state = FlightState(
        mode=FlightMode.FLYING,
        mode_s=STILL_S,
        time_s=STILL_S,
        position_world=place,
        heading_rad=heading_rad,
        speed_mps=16.0,
        clearance_m=60.0,
        left_wing_rad=0.1,
        right_wing_rad=0.1,
    )
    creature = settle_creature(state)
    steps = round((SETTLE_S + count / FRAMES_HZ) / STEP_S)
    drawn = 0
    for step in range(steps):
        t = step * STEP_S - SETTLE_S
        state = change(replace(state, time_s=STILL_S + t), t)
        creature = step_creature(creature, state, STEP_S)
        if t >= drawn / FRAMES_HZ and drawn < count:
            drawn += 1
            yield state, creature


def turntable(stage: Stage, count: int) -> Iterator[SceneFrame]:
    """Once around a gliding griffin, which sways and looks about."""
    look = Look(eye_m=(0.0, 2.4, -8.4), target_m=(0.0, 0.0, 0.0))

    def glide(state: FlightState, t: float) -> FlightState:
        arm = 0.10 * math.sin(1.1 * t)
        return replace(
            state, left_wing_rad=0.1 + arm, right_wing_rad=0.1 - arm, roll_rad=-0.12 * math.sin(1.1 * t)
        )

    for index, (state, creature) in enumerate(_living(stage, count, glide)):
        yield frame_griffin(state, creature, look, stage, turn_rad=2.0 * math.pi * index / count)


def flap_cycle(stage: Stage, count: int) -> Iterator[SceneFrame]:
    """Beats of the wings from behind and aside, as the player sees them in a climb."""
    look = Look(eye_m=(4.4, 2.0, -7.0), target_m=(0.0, 0.3, 0.0))

    def beat(state: FlightState, t: float) -> FlightState:
        phase = 2.0 * math.pi * BEAT_HZ * (t + SETTLE_S)
        return replace(state, stroke_frac=1.0, stroke_phase_rad=phase % (2.0 * math.pi))

    for state, creature in _living(stage, count, beat):
        yield frame_griffin(state, creature, look, stage)


GALLERY: list[Still | Film] = [
    *(Still(name=name) for name in GRIFFIN_SCENES),
    Film(name="griffin-turntable", seconds=8.0, frames=turntable),
    Film(name="griffin-flap-cycle", seconds=6 / BEAT_HZ, frames=flap_cycle),
]


class Painter:
    """One window and the renderers that it needs, one after the other."""

    def __init__(self, largest_px: tuple[int, int]) -> None:
        self._window = Window(size_px=largest_px, title="Gallery", is_headless=True)

    def draw(
        self, stage: Stage, size_px: tuple[int, int], frames: Iterator[SceneFrame]
    ) -> Iterator[NDArray[np.uint8]]:
        """The frames, reduced to `size_px`."""
        from griffin.render.renderer import Renderer

        double = (2 * size_px[0], 2 * size_px[1])
        renderer = Renderer(
            size_px=double, terrain=stage.terrain, perch=stage.perch, quality=Quality.HIGH, sun=stage.sun
        )
        try:
            for index, frame in enumerate(frames):
                if index == 0:
                    renderer.settle(frame)
                renderer.draw(frame)
                whole = Image.fromarray(renderer.read_pixels())
                yield np.asarray(whole.resize(size_px, Image.Resampling.BOX))
        finally:
            renderer.release()

    def release(self) -> None:
        """Close the window."""
        self._window.release()


def paint(painter: Painter, entry: Still | Film, folder: Path) -> Path:
    """One entry as a file."""
    if isinstance(entry, Still):
        scene = find_scene(entry.name)
        stage = make_stage(1, scene.hour_h)
        (rgb,) = painter.draw(stage, entry.size_px, iter([scene.compose(stage)]))
        path = folder / f"{entry.name}.png"
        picture = Image.fromarray(rgb)
        palette = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
        dithered = picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
        dithered.save(path, optimize=True)
        return path
    from griffin.render.recorder import TUNING, FlightRecorder

    stage = make_stage(1)
    path = folder / f"{entry.name}.mp4"
    count = round(entry.seconds * FRAMES_HZ)
    recorder = FlightRecorder(path, entry.size_px, replace(TUNING, quality_crf=FILM_CRF))
    for index, rgb in enumerate(painter.draw(stage, entry.size_px, entry.frames(stage, count))):
        recorder.add(rgb, index / FRAMES_HZ)
    recorder.close()
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="entries of the gallery; none means all")
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args()
    known = {entry.name: entry for entry in GALLERY}
    missing = [name for name in options.names if name not in known]
    if missing:
        parser.error(f"there is no {missing[0]}; there are {', '.join(known)}")
    chosen = [known[name] for name in options.names] or GALLERY
    options.out.mkdir(parents=True, exist_ok=True)
    widths, heights = zip(*(entry.size_px for entry in chosen), strict=True)
    painter = Painter((2 * max(widths), 2 * max(heights)))
    try:
        for entry in chosen:
            path = paint(painter, entry, options.out)
            print(f"{path.name}: {path.stat().st_size // 1024} KiB", flush=True)
    finally:
        painter.release()
    return 0


if __name__ == "__main__":
    sys.exit(main())
