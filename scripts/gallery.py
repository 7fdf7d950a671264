"""Draws docs/gallery: the named scenes of `griffin shot` as JPEGs, and a contact sheet of each set.

Usage: python scripts/gallery.py [SET ...] [--scene NAME ...]   (all sets, all scenes)
A set is an entry of SETS below: scenes, each at some qualities. Every picture is drawn by a `griffin shot` of
its own, off-screen; the same version draws the same picture on the same rasteriser.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

GALLERY = Path(__file__).resolve().parent.parent / "docs" / "gallery"
SIZE = "1280x720"
JPEG_QUALITY = 88
THUMBNAIL_PX = (640, 360)


@dataclass(frozen=True)
class PictureSet:
    """`scenes` as `griffin shot` names them; one column of the contact sheet for each quality."""

    scenes: tuple[str, ...]
    qualities: tuple[str, ...]


SETS = {
    "land": PictureSet(
        scenes=("perch", "glide", "water", "into-sun", "dawn", "high", "cliff", "wood", "evening"),
        qualities=("high", "low"),
    ),
}


def picture_path(name: str, scene: str, quality: str) -> Path:
    """Where a picture of a set lies."""
    return GALLERY / f"{name}-{scene.removeprefix(f'{name}-')}-{quality}.jpg"


def draw(scene: str, quality: str, path: Path) -> None:
    """One scene, as a JPEG."""
    with tempfile.TemporaryDirectory() as folder:
        png = Path(folder) / "shot.png"
        options = ["--scene", scene, "--quality", quality, "--size", SIZE, str(png)]
        subprocess.run([sys.executable, "-m", "griffin", "shot", *options], check=True)
        with Image.open(png) as picture:
            picture.convert("RGB").save(path, quality=JPEG_QUALITY, optimize=True)


def draw_sheet(name: str, pictures: PictureSet) -> None:
    """All pictures of a set on one sheet: a row for each scene."""
    width, height = THUMBNAIL_PX
    sheet = Image.new("RGB", (width * len(pictures.qualities), height * len(pictures.scenes)))
    for row, scene in enumerate(pictures.scenes):
        for column, quality in enumerate(pictures.qualities):
            with Image.open(picture_path(name, scene, quality)) as picture:
                small = picture.resize(THUMBNAIL_PX, Image.Resampling.LANCZOS)
                sheet.paste(small, (column * width, row * height))
    sheet.save(GALLERY / f"{name}.jpg", quality=JPEG_QUALITY, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}")
    parser.add_argument("--scene", action="append", default=[], metavar="NAME", help="only this one")
    options = parser.parse_args()
    unknown = [name for name in options.sets if name not in SETS]
    if unknown:
        parser.error(f"there is no set {unknown[0]}: try {', '.join(SETS)}")
    GALLERY.mkdir(parents=True, exist_ok=True)
    for name in options.sets or SETS:
        for scene in SETS[name].scenes:
            for quality in SETS[name].qualities:
                if not options.scene or scene in options.scene:
                    draw(scene, quality, picture_path(name, scene, quality))
                    print(picture_path(name, scene, quality).name, flush=True)
        draw_sheet(name, SETS[name])


if __name__ == "__main__":
    main()
