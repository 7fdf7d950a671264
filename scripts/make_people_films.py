"""Makes films of several people before one camera, by which is tried who the pilot is.

    python scripts/make_people_films.py FOLDER --people FOLDER [NAME ...]

Recorded people, cut out of films, and drawn ones walk past each other, take over, or are on a television.
`--people`: the folder with the films that they are cut out of. With names only those films are made. Beside
each film lies a JSON file: what is expected, and where everybody is in each picture.
"""

import argparse
import json
import sys
from dataclasses import asdict
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream

from griffin.vision.demo_canvas import Pinhole
from griffin.vision.demo_room import draw_room
from griffin.vision.frame import Picture
from griffin.vision.opencv import cv2
from griffin.vision.pose_model import provision_pose_model
from griffin.vision.synthetic import Person
from people_films.cast import SIZE_PX, Drawn, Filmed, Spot
from people_films.cut_outs import (
    CutOut,
    FilmedPerson,
    Place,
    cut_out_of_film,
    draw_cut_out,
    film_pictures,
    paste,
)
from people_films.scenes import PILOT, RATE_HZ, SCENES, Room, Scene, Screen

_CRF = 20  # x264's scale: nothing of a person is lost at that
_BEZEL_PX = 6
_BEZEL = (24, 22, 20)
Places = dict[str, list[float | None]]


class Studio:
    """Draws scenes. What was cut out of a film is kept for the next scene."""

    def __init__(self, people: Path, model: Path) -> None:
        self._people = people
        self._model = model
        self._cut = lru_cache(maxsize=None)(self._cut_out)
        self._shown = lru_cache(maxsize=None)(self._read)

    def _cut_out(self, who: Filmed) -> FilmedPerson:
        return cut_out_of_film(
            self._people / who.film,
            self._model,
            height_px=SIZE_PX[1],
            rate_hz=RATE_HZ,
            from_s=who.from_s,
            to_s=who.to_s,
        )

    def _read(self, screen: Screen) -> list[Picture]:
        height_px = round(screen.tall * SIZE_PX[1])
        film = self._people / screen.film
        return film_pictures(film, height_px=height_px, rate_hz=RATE_HZ, from_s=screen.from_s)

    def draw(self, scene: Scene, t_s: float) -> tuple[Picture, dict[str, float]]:
        """The picture at a moment, and where everybody's trunk is in it (x in picture heights)."""
        picture = self._behind(scene, t_s).copy()
        places: dict[str, float] = {}
        for role in scene.roles:
            spot = role.spot_at(t_s)
            if spot is not None:
                cut_out = self._look(role.who, t_s)
                place = _resolve(spot, cut_out)
                paste(picture, cut_out, place)
                places[role.name] = round(place.x, 3)
        return picture, places

    def _behind(self, scene: Scene, t_s: float) -> Picture:
        if scene.room is Room.OWN:
            own = next(role.who for role in scene.roles if role.name == PILOT)
            assert isinstance(own, Filmed)
            return self._cut(own).picture_at(t_s)
        room = draw_room(SIZE_PX)
        if scene.screen is None:
            return room
        picture, screen = room.copy(), scene.screen
        shown = self._shown(screen)
        image = shown[round(t_s * RATE_HZ) % len(shown)]
        top, left = (round(each * SIZE_PX[1]) for each in (screen.top, screen.left))
        height, width = image.shape[:2]
        corners = (left - _BEZEL_PX, top - _BEZEL_PX), (left + width + _BEZEL_PX, top + height + _BEZEL_PX)
        cv2.rectangle(picture, *corners, _BEZEL, cv2.FILLED)
        picture[top : top + height, left : left + width] = image
        return picture

    def _look(self, who: Filmed | Drawn, t_s: float) -> CutOut:
        if isinstance(who, Filmed):
            return self._cut(who).actor_at(t_s)
        return draw_cut_out(Person(pose=who.pose_at(t_s), wardrobe=who.wardrobe), SIZE_PX[1], Pinhole())


def _resolve(spot: Spot, cut_out: CutOut) -> Place:
    seen = cut_out.place
    return Place(
        x=seen.x if spot.x is None else spot.x,
        floor_y=seen.floor_y if spot.floor_y is None else spot.floor_y,
        tall=seen.tall if spot.tall is None else spot.tall,
    )


def films_needed() -> set[str]:
    """The names of the films that somebody is cut out of, or that are shown on a screen."""
    people = {role.who.film for scene in SCENES for role in scene.roles if isinstance(role.who, Filmed)}
    return people | {scene.screen.film for scene in SCENES if scene.screen is not None}


def make_film(studio: Studio, scene: Scene, folder: Path) -> Path:
    """Write a scene's film, and beside it what is expected."""
    path = folder / f"{scene.name}.mp4"
    places: Places = {role.name: [] for role in scene.roles}
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(RATE_HZ))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = SIZE_PX
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": str(_CRF), "preset": "veryfast"}
        for number in range(round(scene.duration_s * RATE_HZ)):
            picture, seen = studio.draw(scene, number / RATE_HZ)
            for name, xs in places.items():
                xs.append(seen.get(name))
            container.mux(
                stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24"))
            )
        container.mux(stream.encode())
    told = {"shows": scene.shows, "rate_hz": RATE_HZ, "expected": asdict(scene.expected), "places": places}
    path.with_suffix(".json").write_text(json.dumps(told) + "\n", encoding="utf-8")
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="where the films are written")
    parser.add_argument("--people", type=Path, required=True, help="the folder with films of people")
    parser.add_argument("names", nargs="*", metavar="NAME", help="make only these")
    given = parser.parse_intermixed_args()
    missing = [name for name in sorted(films_needed()) if not (given.people / name).is_file()]
    if missing:
        parser.error(f"{given.people} lacks {', '.join(missing)}; give the folder with the films of people")
    unknown = set(given.names) - {scene.name for scene in SCENES}
    if unknown:
        parser.error(f"no film is called {', '.join(sorted(unknown))}")
    given.folder.mkdir(parents=True, exist_ok=True)
    studio = Studio(given.people, provision_pose_model(lambda _what, _done: None))
    for scene in SCENES:
        if not given.names or scene.name in given.names:
            print(f"{make_film(studio, scene, given.folder)}: {scene.shows}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
