"""Who is near whom: a body covers another across the picture, at whatever height its trunk is."""

import pytest

from griffin.gesture.bystanders import Bystander, Sighted
from griffin.gesture.pilot_tuning import PilotTuning
from griffin.gesture.track import Place, Trunk

TUNING = PilotTuning()
PILOT = Place(time_s=1.0, x=0.6, y=0.5, torso=0.2)


@pytest.mark.parametrize(
    ("across", "down", "covers"),
    [
        (0.0, 0.0, True),
        (1.0, 0.0, True),
        (1.2, 0.0, False),
        (0.5, 1.8, True),
        (-0.5, -1.8, True),
        (0.0, 2.2, False),
    ],
)
def test_a_child_covers_an_adult(across: float, down: float, covers: bool) -> None:
    trunk = Trunk(x=PILOT.x + across * PILOT.torso, y=PILOT.y + down * PILOT.torso, scale=0.3, torso=0.1)
    seen = Sighted(trunk=trunk, clothes=None, has_arms_up=False, faces_camera=True)
    assert Bystander(seen, 0.9, TUNING).covers(PILOT, 1.0, TUNING.apart_torsos) == covers
