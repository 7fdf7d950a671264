"""A body that is known needn't be sought: it is hidden from the looks at everybody, and still in them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from griffin.landmarks import LANDMARK_COUNT, Joint, Landmarks
from griffin.vision.crowd_landmarker import CrowdLandmarker
from griffin.vision.demo_performance import perform
from griffin.vision.frame import Frame
from griffin.vision.known_body import HidingTuning, KnownBody
from griffin.vision.landmarker import PoseLandmarker
from griffin.vision.synthetic import Person, draw_people

from .people import RED

PLACES = {
    Joint.NOSE: (0.5, 0.20),
    Joint.LEFT_EAR: (0.53, 0.20),
    Joint.RIGHT_EAR: (0.47, 0.20),
    Joint.LEFT_SHOULDER: (0.6, 0.3),
    Joint.RIGHT_SHOULDER: (0.4, 0.3),
    Joint.LEFT_HIP: (0.55, 0.5),
    Joint.RIGHT_HIP: (0.45, 0.5),
    Joint.LEFT_WRIST: (0.9, 0.3),
    Joint.RIGHT_WRIST: (0.1, 0.3),
}


def standing(shift: float = 0.0) -> Landmarks:
    """Arms held out; the torso is 0.2 picture heights long."""
    picture = np.full((LANDMARK_COUNT, 3), 0.5)
    for joint, place in PLACES.items():
        picture[joint, :2] = place
    picture[:, 0] += shift
    return Landmarks(picture=picture, visibility=np.ones(LANDMARK_COUNT), world=np.zeros((LANDMARK_COUNT, 3)))


def test_head_trunk_and_legs_are_hidden_and_what_is_beside_them_is_not() -> None:
    picture = np.full((100, 140, 3), 7, np.uint8)
    shown = KnownBody(standing()).hide(picture)
    rows, columns = np.nonzero((shown != picture).any(axis=2))
    assert (rows.min(), rows.max()) == pytest.approx((11, 93), abs=1)
    assert (columns.min(), columns.max()) == pytest.approx((36, 63), abs=1)
    assert np.all(picture == 7)  # the frame's own picture stays


@pytest.mark.parametrize("shift", [-0.9, 0.95, 3.0])
def test_a_body_at_the_edge_or_beyond_is_hidden_as_far_as_it_is_in_the_picture(shift: float) -> None:
    picture = np.full((100, 140, 3), 7, np.uint8)
    assert KnownBody(standing(shift)).hide(picture).shape == picture.shape


def test_what_is_found_in_its_place_is_the_known_body() -> None:
    known = KnownBody(standing())
    assert known.is_at(standing(0.1))
    assert not known.is_at(standing(-0.15))


def test_hiding_reaches_beyond_the_joints() -> None:
    with pytest.raises(ValueError, match="beyond the joints"):
        HidingTuning(above=0.0)


@pytest.mark.pose
def test_a_look_has_the_known_body_and_finds_the_others(pose_model: Path) -> None:
    people = [
        Person(pose=perform(2.4), right_m=-0.5),
        Person(pose=perform(0.3), right_m=0.8, wardrobe=RED),
    ]
    frame = Frame(captured_s=1.0, picture=draw_people(people))
    landmarker, crowd = PoseLandmarker(pose_model), CrowdLandmarker(pose_model)
    try:
        everybody = crowd.detect(frame)
        (known,) = landmarker.detect(frame).bodies
        look = crowd.detect(frame, known)
        alone = crowd.detect(replace(frame, picture=draw_people(people[:1])), known)
    finally:
        landmarker.close()
        crowd.close()
    assert look.bodies[-1].picture is known.picture
    assert len(look.bodies) == len(everybody.bodies) == 2
    assert all(body.clothes is not None for body in look.bodies)
    middles = sorted(body.picture[Joint.NOSE, 0] for body in look.bodies)
    assert middles == pytest.approx(
        sorted(body.picture[Joint.NOSE, 0] for body in everybody.bodies), abs=0.03
    )
    assert len(alone.bodies) == 1
