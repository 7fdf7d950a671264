"""Judges the pictures of the land by figures, and prints which of them miss their targets.

Usage: python scripts/judge_pictures.py [--quality low medium high] [--scene NAME ...] [--pictures FOLDER]
           [--keep FOLDER] [--against FILE] [--save-figures FILE [--of COMMIT]]

Status 1 if a target is missed, 2 and one sentence if the figures can't be had. Without --pictures, everything
is drawn here; with it, pictures are read that --keep or another version's `griffin shot` has left, as
NAME-QUALITY.png of 960x540. Figures that look up places in a picture are right only if it shows this land.
Views are the land's scenes and three more: `light` isn't drawn but asked of the ground's colours, `pan` is
thirty pictures of glide (pan-00 ...) as the camera turns by a tenth of a degree each, `rock` is a wide slope
of rock. docs/land.md says what each figure means.
"""

import argparse
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from griffin.errors import ConfigError, GriffinError
from griffin.linalg import vec_normalize
from griffin.render.detail import DETAIL_M
from griffin.render.quality import Quality
from griffin.scene.frame import SceneFrame
from griffin.tools.picture_feet import foot_darkening
from griffin.tools.picture_figures import (
    LUMINANCE,
    Picture,
    autocorrelation,
    cielab_from_linear,
    clipped_frac,
    edge_wobble_px,
    value_spread,
    without_low_frequencies,
)
from griffin.tools.picture_ground import (
    Camera,
    PictureGround,
    creatures_and_perch,
    light_and_shade,
    survey_picture,
    turned,
    turned_places,
)
from griffin.tools.picture_rock import RockSlope, find_rock_slope
from griffin.tools.shot import FOV_Y_RAD, find_scene
from griffin.tools.stage import Stage, make_stage, open_renderer
from griffin.world.sun import SUN_TUNING, sun_at

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "tests" / "data" / "picture_figures.json"
SIZE_PX = (960, 540)
SEED = 1
SCENES = ("perch", "glide", "water", "into-sun", "high", "cliff", "wood", "dawn", "evening")
VIEWS = ("light", *SCENES, "pan", "rock")
QUALITIES = ("low", "medium", "high")
POINTS = (128, 72)  # of a picture, at which the land is looked up
NEAR_M = 1500.0  # beyond, the air colours what is lit and what isn't alike
LEAST_POINTS, LEAST_TREES = 20, 6  # fewer say nothing
FEET_SCENES = ("perch", "glide", "wood")
PAN_SCENE, PAN_PICTURES, PAN_STEP_RAD = "glide", 30, math.radians(0.1)
HOURS_H = (6.0, SUN_TUNING.morning_h, 10.0, 13.0, 17.0, 19.4)
SLOPE_RAD = math.radians(20.0)
ROCK_BLUR_M = 5.0  # forms larger than this aren't the grain's
ROCK_LAGS_M = (DETAIL_M, DETAIL_M / 5.0, DETAIL_M / 7.0)  # repeats of the whole tile and of finer grain

# (figure, view): the least and the most it may be. The ratios are to the figures of --against.
ANY = math.inf
TARGETS: dict[tuple[str, str], tuple[float, float]] = {
    (f"level_{SUN_TUNING.morning_h:g}h", "light"): (2.2, 3.2),
    ("level_13h", "light"): (0.0, 3.5),
    ("slope_13h", "light"): (0.0, 3.5),
    ("warmth", "evening"): (25.0, ANY),
    ("feet_frac", "wood"): (0.15, ANY),
    ("repeat", "rock"): (-ANY, 0.3),
    ("wobble_ratio", "pan"): (0.0, 0.5),
    **{("clipped_frac", scene): (0.0, 0.005) for scene in SCENES},
    **{("spread_ratio", scene): (0.95, ANY) for scene in SCENES},
    **{("spread_ratio", scene): (1.1, ANY) for scene in ("cliff", "dawn")},
    **{("spread_ratio", scene): (1.2, ANY) for scene in ("glide", "wood")},
}
RATIOS = {"spread": "spread_ratio", "wobble_px": "wobble_ratio"}  # a figure, and its ratio to the reference

Figures = dict[str, float]  # by name
Report = dict[str, dict[str, Figures]]  # by quality ("any" for `light`), then by view


# --- views ------------------------------------------------------------------------------------------------


class Views:
    """All that is looked at under one hour's sun: named frames, and what is known of the land in them."""

    def __init__(self, hour_h: float, names: Sequence[str]) -> None:
        self.stage = make_stage(SEED, hour_h)
        self.names = names
        self.frames: dict[str, SceneFrame] = {}
        self._ground: dict[str, PictureGround] = {}
        self._rock: RockSlope | None = None
        for name in names:
            if name == "pan":
                first = find_scene(PAN_SCENE).compose(self.stage)
                for index in range(PAN_PICTURES):
                    angle_rad = PAN_STEP_RAD * (index - (PAN_PICTURES - 1) / 2.0)
                    view = turned(first.views[0], angle_rad)
                    self.frames[f"pan-{index:02d}"] = replace(first, views=(view,))
            elif name == "rock":
                self._rock = find_rock_slope(self.stage, FOV_Y_RAD, SIZE_PX[0] / SIZE_PX[1])
                frame = find_scene(PAN_SCENE).compose(self.stage)
                self.frames[name] = replace(frame, views=(self._rock.view,), creatures=())
            else:
                self.frames[name] = find_scene(name).compose(self.stage)

    def judge(self, name: str, pictures: Mapping[str, Picture]) -> Figures:
        """The figures of one view, of the pictures of all frames."""
        if name == "pan":
            return self._judge_pan(pictures)
        if name == "rock":
            return self._judge_rock(pictures[name])
        return self._judge_scene(name, pictures[name])

    def _judge_scene(self, name: str, rgb: Picture) -> Figures:
        frame = self.frames[name]
        camera = Camera(view=frame.views[0], size_px=SIZE_PX)
        before = creatures_and_perch(self.stage, frame)
        if name not in self._ground:
            self._ground[name] = survey_picture(self.stage, camera, before, points=POINTS)
        figures = {"clipped_frac": clipped_frac(rgb), "spread": value_spread(rgb)}
        if name in FEET_SCENES:
            feet = foot_darkening(self.stage, camera, rgb, before)
            if len(feet) >= LEAST_TREES:
                figures["feet_frac"] = float(np.median(feet))
        return figures | judge_light(self._ground[name], rgb)

    def _judge_pan(self, pictures: Mapping[str, Picture]) -> Figures:
        names = [name for name in self.frames if name.startswith("pan-")]
        still = names[len(names) // 2]
        camera = Camera(view=self.frames[still].views[0], size_px=SIZE_PX)
        places = [turned_places(camera, self.frames[name].views[0]) for name in names]
        return {"wobble_px": edge_wobble_px(pictures[still], [pictures[name] for name in names], places)}

    def _judge_rock(self, rgb: Picture) -> Figures:
        assert self._rock is not None
        fine = without_low_frequencies(self._rock.read(rgb), self._rock.is_rock, ROCK_BLUR_M)
        found = [
            autocorrelation(fine, self._rock.is_rock, lag)
            for lag_m in ROCK_LAGS_M
            for along in (-1, 0, 1)
            for aside in (0, 1)
            for lag in ((round(lag_m) + along, aside), (aside, round(lag_m) + along))
        ]
        return {"repeat": float(np.nanmax(found))}


def judge_light(ground: PictureGround, rgb: Picture) -> Figures:
    """Sunlit and shaded land as the picture shows them: their warmth in b* of CIELAB, their luminance."""
    linear = ground.colours(rgb)
    warm = cielab_from_linear(linear)[:, 2]
    luminance = linear @ LUMINANCE
    is_near = ground.distance_m < NEAR_M
    figures: Figures = {}
    for name, is_wanted, values in (
        ("warmth", is_near, warm),
        ("sun_to_shade", is_near & ground.land.is_meadow, luminance),
    ):
        lit, shaded = values[is_wanted & ground.land.is_lit], values[is_wanted & ground.land.is_shaded]
        if min(len(lit), len(shaded)) >= LEAST_POINTS:
            sun, shade = float(np.median(lit)), float(np.median(shaded))
            figures[name] = sun - shade if name == "warmth" else sun / shade
    return figures


def judge_ground() -> Figures:
    """Luminance that leaves a meadow in the sun to that in the shade, level and on a slope, by the hour."""
    figures: Figures = {}
    morning = make_stage(SEED)
    for hour_h in HOURS_H:
        stage = replace(morning, sun=sun_at(hour_h))
        sun_level = vec_normalize(stage.sun.direction_world * [1.0, 0.0, 1.0])
        towards = math.sin(SLOPE_RAD) * sun_level + [0.0, math.cos(SLOPE_RAD), 0.0]
        for name, normal in (("level", np.array([0.0, 1.0, 0.0])), ("slope", towards)):
            lit, shaded = light_and_shade(stage, normal)
            figures[f"{name}_{hour_h:g}h"] = lit / shaded
    return figures


# --- pictures ---------------------------------------------------------------------------------------------


def draw_pictures(
    stage: Stage, frames: Mapping[str, SceneFrame], quality: str, keep: Path | None
) -> dict[str, Picture]:
    """The frames, drawn; `keep`: a folder that they are written to as well."""
    pictures: dict[str, Picture] = {}
    with open_renderer(stage, size_px=SIZE_PX, quality=Quality(quality)) as renderer:
        for name, frame in frames.items():
            renderer.complete(frame)
            renderer.draw(frame)
            pictures[name] = renderer.read_pixels()
            if keep is not None:
                Image.fromarray(pictures[name]).save(keep / f"{name}-{quality}.png")
    return pictures


def read_pictures(frames: Mapping[str, SceneFrame], quality: str, folder: Path) -> dict[str, Picture]:
    """The frames as somebody drew them. Raises ConfigError for a missing file or one of another size."""
    pictures: dict[str, Picture] = {}
    for name in frames:
        path = folder / f"{name}-{quality}.png"
        try:
            with Image.open(path) as picture:
                pictures[name] = np.asarray(picture.convert("RGB"))
        except OSError as error:
            raise ConfigError(f"{path} can't be read.", hint="Leave it out with --scene.") from error
        if pictures[name].shape[:2] != SIZE_PX[::-1]:
            raise ConfigError(f"{path} isn't {SIZE_PX[0]}x{SIZE_PX[1]}.", hint="Draw it with --size 960x540.")
    return pictures


def judge_views(options: argparse.Namespace) -> Iterator[tuple[str, str, Figures]]:
    """Quality, view and figures, as they are found."""
    if "light" in options.scene:
        yield "any", "light", judge_ground()
    by_hour: defaultdict[float, list[str]] = defaultdict(list)
    for name in options.scene:
        if name != "light":
            by_hour[find_scene(name).hour_h if name in SCENES else SUN_TUNING.morning_h].append(name)
    for hour_h, names in by_hour.items():
        views = Views(hour_h, names)
        for quality in options.quality:
            if options.pictures is None:
                pictures = draw_pictures(views.stage, views.frames, quality, options.keep)
            else:
                pictures = read_pictures(views.frames, quality, options.pictures)
            for name in names:
                yield quality, name, views.judge(name, pictures)


# --- the verdict ------------------------------------------------------------------------------------------


def add_ratios(figures: Figures, reference: Figures) -> Figures:
    """The figures, and the ratios of those that are compared with a reference's."""
    ratios = {
        ratio: figures[name] / reference[name]
        for name, ratio in RATIOS.items()
        if name in figures and reference.get(name, 0.0) > 0.0
    }
    return figures | ratios


def missing_targets(view: str, figures: Figures) -> list[str]:
    """Names of figures that a view must have and doesn't."""
    return [name for name, where in TARGETS if where == view and name not in figures]


def is_held(view: str, name: str, value: float) -> bool | None:
    """Whether a figure is within its target; None where there is no target."""
    if (name, view) not in TARGETS:
        return None
    least, most = TARGETS[name, view]
    return least <= value <= most


def show_target(view: str, name: str) -> str:
    least, most = TARGETS.get((name, view), (-ANY, ANY))
    if least > 0.0 and most < ANY:
        return f"{least:g} to {most:g}"
    if most < ANY:
        return f"at most {most:g}"
    return f"at least {least:g}" if least > -ANY else ""


def show_rows(quality: str, view: str, figures: Figures) -> Iterator[str]:
    """A line for each figure of a view."""
    words = {True: "holds", False: "MISSED", None: ""}
    for name, value in figures.items():
        verdict = words[is_held(view, name, value)]
        target = show_target(view, name)
        yield f"{view:9} {quality:7} {name:13} {value:9.4f}  {target:14} {verdict}".rstrip()
    for name in missing_targets(view, figures):
        target = show_target(view, name)
        yield f"{view:9} {quality:7} {name:13} {'-':>9}  {target:14} MISSED: can't be measured"


def is_good(view: str, figures: Figures) -> bool:
    """Whether a view holds all its targets."""
    return not missing_targets(view, figures) and all(
        is_held(view, name, value) is not False for name, value in figures.items()
    )


# --- the command ------------------------------------------------------------------------------------------


def load_reference(path: Path) -> tuple[str, Report]:
    """Whose figures they are, and the figures. Raises ConfigError."""
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return str(stored["of"]), stored["figures"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path} holds no figures.", hint="--save-figures writes such a file.") from error


def parse_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quality", nargs="+", choices=QUALITIES, default=list(QUALITIES), metavar="NAME")
    parser.add_argument(
        "--scene", nargs="+", choices=VIEWS, metavar="NAME", help=f"of {', '.join(VIEWS)} (all)"
    )
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="read pictures, draw nothing")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave what is drawn there")
    parser.add_argument("--against", type=Path, metavar="FILE", default=REFERENCE, help="to compare with")
    parser.add_argument("--save-figures", type=Path, metavar="FILE", help="write all figures as JSON")
    parser.add_argument("--of", default="this checkout", metavar="COMMIT", help="whose figures they are")
    options = parser.parse_args(arguments)
    if options.scene is None:
        options.scene = [view for view in VIEWS if view != "light" or options.pictures is None]
    return options


def run(options: argparse.Namespace) -> int:
    """Judge and print. Raises GriffinError."""
    of, reference = load_reference(options.against)
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
    print(f"ratios are to {of}", flush=True)
    report: defaultdict[str, dict[str, Figures]] = defaultdict(dict)
    are_good = []
    for quality, view, found in judge_views(options):
        report[quality][view] = {name: round(value, 4) for name, value in found.items()}
        figures = add_ratios(found, reference.get(quality, {}).get(view, {}))
        are_good.append(is_good(view, figures))
        print("\n".join(show_rows(quality, view, figures)), flush=True)
    if options.save_figures is not None:
        stored = {"of": options.of, "size_px": SIZE_PX, "figures": report}
        options.save_figures.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    return 0 if all(are_good) else 1


def main() -> int:
    try:
        return run(parse_options())
    except GriffinError as error:
        print(f"judge_pictures: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
