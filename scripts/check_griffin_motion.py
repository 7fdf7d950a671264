"""Flies the griffin by recorded bodies and looks at every joint: does anything leap, do wings follow arms?

    python scripts/check_griffin_motion.py ../shared/data/motion     all clips of a folder
    python scripts/check_griffin_motion.py ../shared/data/motion/jump_a.npz --sheet out/jump.png
    python scripts/check_griffin_motion.py demo --minutes 10         the drawn demo pilot, seen by the model

The way is the game's own: landmarks → Recognizer → Session → creature → pose, drawn 60 times a second.
A joint's speed is how far it turns within the body's frame from one picture to the next. Exits with 1 when
one is faster than 20 rad/s.
"""

import argparse
import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from griffin.creature.creature import CreatureState
from griffin.creature.rig import GriffinPose, pose_griffin
from griffin.creature.skeleton import joint_name
from griffin.events import LinkState
from griffin.flight.model import Surroundings
from griffin.flight.state import FlightState
from griffin.game.moment import Inputs, PlayerInput
from griffin.game.session import Session, SessionStart
from griffin.gesture.recognizer import Recognizer
from griffin.gesture.recording import load_recording
from griffin.landmarks import PoseFrame
from griffin.world.perch import find_perch
from griffin.world.terrain import Terrain

PICTURE_S = 1 / 60
MOST_RADPS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One drawn picture of a flight, and the newest body that had been seen by then."""

    time_s: float
    body: PoseFrame
    state: FlightState
    creature: CreatureState
    pose: GriffinPose


def fly(frames: Iterable[PoseFrame], surroundings: Surroundings) -> Iterator[Picture]:
    """The flight that these bodies make, picture by picture."""
    recognizer, session = Recognizer(), Session(SessionStart(), surroundings)
    began_s: float | None = None
    pictures = 0
    for frame in frames:
        recognition = recognizer.recognize(frame)
        began_s = frame.captured_s if began_s is None else began_s
        events = recognition.events
        while (now_s := pictures * PICTURE_S) < frame.captured_s - began_s + 1e-9:
            heard = PlayerInput(steering=recognition.steering, events=events, link=LinkState.LIVE)
            (shown,) = session.advance(Inputs(now_s=now_s, players=(heard,))).players
            events = ()
            pose = pose_griffin(shown.flight, shown.creature)
            yield Picture(time_s=now_s, body=frame, state=shown.flight, creature=shown.creature, pose=pose)
            pictures += 1


@dataclass(slots=True, kw_only=True)
class Fastest:
    """The fastest turn that any joint made."""

    pictures: int = 0
    violations: int = 0
    radps: float = 0.0
    joint: int = 0
    at_s: float = 0.0


def watch(moments: Iterable[Picture]) -> Fastest:
    """Look at every joint of every picture."""
    found, before = Fastest(), None
    for moment in moments:
        turns = moment.pose.body_from_joint[:, :3, :3]
        if before is not None:
            # The trace of a turn from the one to the other is 1 + 2 cos of its angle.
            cosines = (np.einsum("jab,jab->j", before, turns) - 1.0) / 2.0
            speeds = np.arccos(np.clip(cosines, -1.0, 1.0)) / PICTURE_S
            found.violations += int((speeds > MOST_RADPS).sum())
            if speeds.max() > found.radps:
                found.radps, found.joint = float(speeds.max()), int(speeds.argmax())
                found.at_s = moment.time_s
        found.pictures += 1
        before = turns
    return found


def demo_frames(minutes: float) -> Iterator[PoseFrame]:
    """The drawn pilot as the pose model sees it: one loop of the performance, over and over."""
    from griffin.vision.demo_performance import LOOP_S
    from griffin.vision.frame import Frame
    from griffin.vision.landmarker import PoseLandmarker
    from griffin.vision.pose_model import provision_pose_model
    from griffin.vision.synthetic import draw_demo_frame

    landmarker = PoseLandmarker(provision_pose_model(lambda *_: None))
    count = round(LOOP_S * 30)
    loop = [
        landmarker.detect(Frame(captured_s=i / 30, picture=draw_demo_frame(i / 30))) for i in range(count)
    ]
    landmarker.close()
    for i in range(round(minutes * 60 * 30)):
        yield replace(loop[i % count], captured_s=i / 30)


def draw_sheet(moments: list[Picture], path: Path, size_px: tuple[int, int] = (300, 225)) -> None:
    """Body and griffin side by side, twelve times: the body mirrored, for the griffin shows its back."""
    from griffin.linalg import mat_look_at
    from griffin.render.quality import Quality
    from griffin.render.recorder import save_png
    from griffin.scene.frame import CameraView, SceneFrame
    from griffin.tools.stage import make_stage, open_renderer

    tiles = []
    with open_renderer(make_stage(1), size_px=size_px, quality=Quality.LOW) as renderer:
        for moment in moments:
            place = moment.pose.world_from_body[:3, 3]
            heading = moment.state.heading_rad
            eye = place + 9.0 * np.array([-math.sin(heading), 0.18, math.cos(heading)])
            view = CameraView(eye_world=eye, view_from_world=mat_look_at(eye, place), fov_y_rad=0.75)
            now_s = moment.time_s
            frame = SceneFrame(world_s=now_s, shown_s=now_s, views=(view,), creatures=(moment.pose,))
            renderer.complete(frame)
            renderer.draw(frame)
            tiles.append(np.hstack([draw_body(moment.body, size_px), renderer.read_pixels()]))
    rows = [np.hstack(tiles[i : i + 3]) for i in range(0, len(tiles) - len(tiles) % 3, 3)]
    path.parent.mkdir(parents=True, exist_ok=True)
    save_png(path, np.vstack(rows))


_HAND_COLOURS = {15: (150, 30, 20), 16: (20, 50, 130)}
_BONES = ((11, 13), (13, 15), (12, 14), (14, 16), (11, 12), (11, 23), (12, 24), (23, 24), (23, 25), (25, 27),
          (24, 26), (26, 28))  # fmt: skip


def draw_body(frame: PoseFrame, size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """A stick figure as in a mirror; the left arm is red, the right one blue, a hand darker than its arm."""
    from PIL import Image, ImageDraw

    width, height = size_px
    picture = Image.new("RGB", size_px, (245, 243, 238))
    pen = ImageDraw.Draw(picture)
    for body in frame.bodies[:1]:
        if not np.isfinite(body.picture).all():
            continue
        points = [
            (width - x * height - 0.5 * (width - frame.aspect * height), y * height)
            for x, y, _ in body.picture
        ]
        for a, b in _BONES:
            colour = {13: (200, 60, 40), 15: (200, 60, 40), 14: (40, 80, 190), 16: (40, 80, 190)}.get(
                b, (90, 90, 90)
            )
            pen.line([points[a], points[b]], fill=colour, width=4)
        for wrist, colour in _HAND_COLOURS.items():
            pinky, index = points[wrist + 2], points[wrist + 4]
            knuckles = ((pinky[0] + index[0]) / 2.0, (pinky[1] + index[1]) / 2.0)
            pen.line([points[wrist], knuckles], fill=colour, width=5)
        x, y = points[0]
        pen.ellipse([x - 9, y - 11, x + 9, y + 9], outline=(90, 90, 90), width=3)
    return np.asarray(picture)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", nargs="+", help="clips (.npz), folders of clips, or the word demo")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long the demo pilot flies")
    parser.add_argument("--sheet", type=Path, help="also draw a contact sheet of the (last) source")
    options = parser.parse_args()
    terrain = Terrain(1)
    surroundings = Surroundings.of_land(terrain, find_perch(terrain))
    clips: list[Path | None] = []
    for source in options.sources:
        path = Path(source)
        clips += [None] if source == "demo" else sorted(path.glob("*.npz")) if path.is_dir() else [path]
    print(f"{'clip':<30} {'pictures':>8} {'violations':>10} {'fastest':>14}  joint, when")
    violations = 0
    for clip in clips:
        frames = demo_frames(options.minutes) if clip is None else iter(load_recording(clip).frames)
        kept: list[Picture] = []

        def keep(moments: Iterator[Picture], kept: list[Picture] = kept) -> Iterator[Picture]:
            for moment in moments:
                if options.sheet:
                    kept.append(moment)
                yield moment

        found = watch(keep(fly(frames, surroundings)))
        violations += found.violations
        name = "demo pilot" if clip is None else clip.stem
        print(
            f"{name:<30} {found.pictures:>8} {found.violations:>10} {found.radps:>8.1f} rad/s"
            f"  {joint_name(found.joint)}, {found.at_s:.2f} s",
            flush=True,
        )
        if options.sheet:
            draw_sheet([kept[i] for i in np.linspace(0, len(kept) - 1, 12).astype(int)], options.sheet)
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
