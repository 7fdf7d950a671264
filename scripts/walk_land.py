"""Walks the eye straight away and back over the land, and reports whether memory and land stay the same.

Usage: python scripts/walk_land.py [--km 20] [--quality low]     Status 1 if they don't.
The picture at the start is drawn again at the end and must be the same, but for one level of 255 in one value
of a thousand: a tile's picture may lie elsewhere in the atlas, where its place is rounded otherwise. The
heights below the way are asked for on both ways. The memory of the second half of the way may not be more
than that of the first half by over 5 %.
"""

import argparse
import sys
import time

import numpy as np
from numpy.typing import NDArray

from griffin.render.quality import Quality
from griffin.tools.bench import resident_memory_mb, shift
from griffin.tools.shot import find_scene, heading_of
from griffin.tools.stage import make_stage, open_renderer

SIZE_PX = (320, 180)
STEP_M = 25.0  # from picture to picture
SETTLE_M = 500.0  # so often everything that is in view is waited for
MOST_GROWTH = 1.05
MOST_ROUNDED_FRAC = 1e-3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--km", type=float, default=20.0, help="straight away, and then back")
    parser.add_argument("--quality", default="low", choices=("low", "medium", "high"))
    options = parser.parse_args()
    stage = make_stage(1)
    start = find_scene("glide").compose(stage)
    ahead = heading_of(start)
    there_m = np.arange(0.0, options.km * 1000.0, STEP_M)
    first: NDArray[np.uint8] | None = None
    memory_mb: list[float] = []
    heights: list[dict[float, float]] = []
    began_s = time.monotonic()
    with open_renderer(stage, size_px=SIZE_PX, quality=Quality(options.quality)) as renderer:
        for way_m in (there_m, there_m[::-1]):
            heights.append({})
            for at_m in way_m:
                eye = start.views[0].eye_world + ahead * at_m
                ground_m = float(stage.terrain.height_m(eye[0], eye[2]))
                heights[-1][float(at_m)] = ground_m
                lift_m = max(0.0, ground_m + 60.0 - eye[1])
                frame = shift(start, ahead * at_m + np.array([0.0, lift_m, 0.0]), start.world_s)
                if at_m % SETTLE_M == 0.0:
                    renderer.complete(frame)
                renderer.draw(frame)
                if first is None:
                    first = renderer.read_pixels()
                memory_mb.append(resident_memory_mb() or 0.0)
        assert first is not None
        off = np.abs(renderer.read_pixels().astype(int) - first)
    half = len(memory_mb) // 2
    early, late = max(memory_mb[half // 2 : half]), max(memory_mb[half:])
    is_same = off.max() <= 1 and (off > 0).mean() <= MOST_ROUNDED_FRAC and heights[0] == heights[1]
    is_flat = late <= MOST_GROWTH * early
    print(f"{2 * options.km:g} km in {time.monotonic() - began_s:.0f} s, {len(memory_mb)} pictures")
    print(f"memory: {memory_mb[0]:.0f} MB at the start, {early:.0f} MB away, {late:.0f} MB on the way back")
    print(f"values of the picture that are off by a level: {int((off > 0).sum())} of {off.size}")
    print(f"the land is {'the same' if is_same else 'ANOTHER ONE'}, memory {'flat' if is_flat else 'GROWS'}")
    return 0 if is_same and is_flat else 1


if __name__ == "__main__":
    sys.exit(main())
