"""Makes assets/griffin.glb: the griffin's mesh in two levels of detail, its skin, and a beat of its wings.

    python scripts/build_griffin.py [FILE]

The same source gives the same bytes. Run it after a change to griffin/meshes/*.py that shows in the mesh.
"""

import math
import sys
import time
from pathlib import Path

import numpy as np

from griffin.creature.rig import pose_griffin
from griffin.flight.state import FlightMode, FlightState
from griffin.linalg import Array
from griffin.meshes.griffin_mesh import HIGH_DETAIL, LOW_DETAIL, griffin_mesh
from griffin.render.griffin_export import Clip, encode_griffin
from griffin.render.griffin_file import GRIFFIN_FILE

TARGET = Path(__file__).resolve().parent.parent / "assets" / GRIFFIN_FILE
BEAT_S = 1 / 1.4  # as the flight model beats
KEYS = 25  # the last one is the first one again


def flap_clip() -> Clip:
    """One beat of the wings in level flight, standing in the air."""
    poses = [
        pose_griffin(
            FlightState(
                mode=FlightMode.FLYING,
                mode_s=60.0,
                speed_mps=16.0,
                clearance_m=60.0,
                stroke_frac=1.0,
                stroke_phase_rad=2.0 * math.pi * key / (KEYS - 1),
            )
        )
        for key in range(KEYS)
    ]
    place: Array = np.array([pose.world_from_body[:3, 3] for pose in poses])
    return Clip(
        name="flap",
        times_s=np.linspace(0.0, BEAT_S, KEYS),
        body_from_joint=np.stack([pose.body_from_joint for pose in poses]),
        place=place,
    )


def build() -> bytes:
    """The whole file."""
    levels = {"high": griffin_mesh(HIGH_DETAIL), "low": griffin_mesh(LOW_DETAIL)}
    return encode_griffin(levels, (flap_clip(),))


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    began_s = time.perf_counter()
    data = build()
    took_s = time.perf_counter() - began_s
    target.write_bytes(data)
    print(f"{target.name}: {len(data):,} bytes in {took_s:.2f} s")


if __name__ == "__main__":
    main()
