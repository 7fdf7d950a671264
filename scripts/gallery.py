"""Draws docs/gallery, off-screen: scenes of `griffin shot` as pictures, films, and contact sheets.

    python scripts/gallery.py [SET ...] [--only NAME ...] [--out DIR] [--before DIR]   (all sets, all of each)

A set is an entry of SETS below. The same version draws the same pictures on the same rasteriser. A set that
`is_doubled` is drawn at twice its size and reduced, for off-screen there are no smooth edges. With --before,
which names the gallery of an older commit, there is a sheet of pairs, too: before on the left.
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

from griffin.creature.creature import CreatureState
from griffin.flight.state import FlightMode, FlightState
from griffin.flight.timestep import STEP_S
from griffin.game.posing import live_through
from griffin.render.quality import Quality
from griffin.scene.frame import SceneFrame
from griffin.tools.griffin_scenes import GLIDING_ARMS, GRIFFIN_SCENES, Look, frame_griffin, wings
from griffin.tools.shot import compose_scene, find_scene
from griffin.tools.stage import STILL_S, Stage, make_stage, open_renderer
from griffin.tools.welcome_scenes import WELCOME_SCENES

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "gallery"
JPEG_QUALITY = 88
COLOURS = 256  # of a PNG: a third of the bytes; chosen so that small bright things keep their colour
THUMBNAIL_PX = (480, 270)
FILM_PX = (640, 400)
FILM_HZ = 30
FILM_CRF = 28  # x264's scale: a gallery is small, and its films are shown small
BEAT_HZ = 1.4
SETTLE_S = 3.0  # of life before a film begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """NAME.mp4: what `frames` gives, one for each picture of `seconds`."""

    name: str
    seconds: float
    frames: Callable[[Stage, int], Iterator[SceneFrame]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSet:
    """`scenes` as `griffin shot` names them, each at some qualities, and films.

    With more than one quality there is a contact sheet, too: a row for each scene, a column for each quality.
    """

    scenes: tuple[str, ...]
    qualities: tuple[str, ...]
    size_px: tuple[int, int]
    ending: str
    jpeg_quality: int = JPEG_QUALITY
    is_doubled: bool = False
    films: tuple[Film, ...] = ()


Living = Iterator[tuple[FlightState, CreatureState]]


def _living(stage: Stage, count: int, change: Callable[[FlightState, float], FlightState]) -> Living:
    """State and creature of each picture, the creature living all the time; `change` leads the flight."""
    place, heading_rad = GRIFFIN_SCENES["griffin-back"].site(stage)
    state = FlightState(
        mode=FlightMode.FLYING,
        mode_s=STILL_S,
        time_s=STILL_S,
        position_world=place,
        heading_rad=heading_rad,
        speed_mps=16.0,
        clearance_m=60.0,
        arms=GLIDING_ARMS,
    )
    times_s = [step * STEP_S - SETTLE_S for step in range(round((SETTLE_S + count / FILM_HZ) / STEP_S))]
    states = (change(replace(state, time_s=STILL_S + t), t) for t in times_s)
    drawn = 0
    for t, (shown, creature) in zip(times_s, live_through(states), strict=True):
        if t >= drawn / FILM_HZ and drawn < count:
            drawn += 1
            yield shown, creature


def turntable(stage: Stage, count: int) -> Iterator[SceneFrame]:
    """Once around a gliding griffin, which sways and looks about."""
    look = Look(eye_m=(0.0, 2.4, -8.4))

    def glide(state: FlightState, t: float) -> FlightState:
        sway = math.sin(1.1 * t)
        arm = 0.10 * sway
        return replace(state, arms=wings(0.1 + arm, 0.1 - arm), roll_rad=-0.12 * sway)

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


SETS = {
    "welcome": PictureSet(
        scenes=tuple(WELCOME_SCENES),
        qualities=("high",),
        size_px=(480, 270),
        ending="jpg",
        jpeg_quality=78,  # there are many of them, for a glance each
        is_doubled=True,
    ),
    "land": PictureSet(
        scenes=("perch", "glide", "water", "into-sun", "dawn", "high", "cliff", "wood", "evening"),
        qualities=("high", "medium", "low"),
        size_px=(1280, 720),
        ending="jpg",
    ),
    "griffin": PictureSet(
        scenes=tuple(GRIFFIN_SCENES),
        qualities=("high",),
        size_px=(960, 540),
        ending="png",
        is_doubled=True,
        films=(
            Film(name="griffin-turntable", seconds=8.0, frames=turntable),
            Film(name="griffin-flap-cycle", seconds=6 / BEAT_HZ, frames=flap_cycle),
        ),
    ),
}


def picture_path(name: str, scene: str, quality: str, folder: Path = FOLDER) -> Path:
    """Where a picture of a set lies."""
    pictures = SETS[name]
    at = f"-{quality}" if len(pictures.qualities) > 1 else ""
    return folder / f"{name}-{scene.removeprefix(f'{name}-')}{at}.{pictures.ending}"


def draw_frames(
    stage: Stage, size_px: tuple[int, int], quality: str, frames: Iterator[SceneFrame], *, is_doubled: bool
) -> Iterator[Image.Image]:
    """The frames as pictures of `size_px`, through a window of their own."""
    drawn_px = (2 * size_px[0], 2 * size_px[1]) if is_doubled else size_px
    with open_renderer(stage, size_px=drawn_px, quality=Quality(quality)) as renderer:
        for index, frame in enumerate(frames):
            if index == 0:
                renderer.complete(frame)
            renderer.draw(frame)
            whole = Image.fromarray(renderer.read_pixels())
            yield whole.resize(size_px, Image.Resampling.BOX) if is_doubled else whole


def draw_picture(name: str, scene: str, quality: str, folder: Path) -> Path:
    """One scene as a file."""
    pictures, path = SETS[name], picture_path(name, scene, quality, folder)
    found = find_scene(scene)
    stage = make_stage(1, found.hour_h)
    frames = iter([compose_scene(found, stage, pictures.size_px)])
    (picture,) = draw_frames(stage, pictures.size_px, quality, frames, is_doubled=pictures.is_doubled)
    if pictures.ending == "png":
        palette = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
        picture.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)
    else:
        picture.save(path, quality=pictures.jpeg_quality, optimize=True)
    return path


def draw_film(film: Film, folder: Path) -> Path:
    """One film as a file."""
    from griffin.render.recorder import TUNING, FlightRecorder

    stage, count = make_stage(1), round(film.seconds * FILM_HZ)
    path = folder / f"{film.name}.mp4"
    recorder = FlightRecorder(path, FILM_PX, replace(TUNING, quality_crf=FILM_CRF))
    pictures = draw_frames(stage, FILM_PX, "high", film.frames(stage, count), is_doubled=True)
    for index, picture in enumerate(pictures):
        rgb: NDArray[np.uint8] = np.asarray(picture)
        recorder.add(rgb, index / FILM_HZ)
    recorder.close()
    return path


def draw_sheet(name: str, folder: Path) -> Path:
    """All pictures of a set on one sheet: a row for each scene."""
    pictures = SETS[name]
    rows = [[picture_path(name, scene, q, folder) for q in pictures.qualities] for scene in pictures.scenes]
    return _lay_out(rows, folder / f"{name}.jpg")


def draw_pairs(name: str, before: Path, folder: Path) -> Path:
    """The pictures at the best quality beside those of an older gallery."""
    pictures = SETS[name]
    best = pictures.qualities[0]
    rows = [[picture_path(name, scene, best, each) for each in (before, folder)] for scene in pictures.scenes]
    return _lay_out(rows, folder / f"{name}-before-after.jpg")


def _lay_out(rows: list[list[Path]], path: Path) -> Path:
    """Pictures as thumbnails in rows, saved."""
    width, height = THUMBNAIL_PX
    sheet = Image.new("RGB", (width * len(rows[0]), height * len(rows)))
    for row, files in enumerate(rows):
        for column, file in enumerate(files):
            with Image.open(file) as picture:
                small = picture.resize(THUMBNAIL_PX, Image.Resampling.LANCZOS)
                sheet.paste(small, (column * width, row * height))
    sheet.save(path, quality=JPEG_QUALITY, optimize=True)
    return path


def draw_set(name: str, only: list[str], folder: Path, before: Path | None = None) -> Iterator[Path]:
    """The files of a set, one by one; `only`: names of scenes and films, none meaning all.

    `before`: the folder of an older gallery, for a sheet of pairs.
    """
    pictures = SETS[name]
    for scene in pictures.scenes:
        for quality in pictures.qualities:
            if not only or scene in only:
                yield draw_picture(name, scene, quality, folder)
    for film in pictures.films:
        if not only or film.name in only:
            yield draw_film(film, folder)
    on_sheet = [picture_path(name, scene, q, folder) for scene in pictures.scenes for q in pictures.qualities]
    if len(pictures.qualities) > 1 and all(path.is_file() for path in on_sheet):
        yield draw_sheet(name, folder)
        if before is not None:
            yield draw_pairs(name, before, folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="scenes and films, not all")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--before", type=Path, metavar="DIR", help="an older gallery, for a sheet of pairs")
    options = parser.parse_args()
    unknown = [name for name in options.sets if name not in SETS]
    if unknown:
        parser.error(f"there is no set {unknown[0]}: try {', '.join(SETS)}")
    options.out.mkdir(parents=True, exist_ok=True)
    for name in options.sets or SETS:
        for path in draw_set(name, options.only, options.out, options.before):
            print(f"{path.name}: {path.stat().st_size // 1024} KiB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
