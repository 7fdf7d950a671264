"""The figure: a body's joints in its own measure, as a mirror shows them; nothing of its face or place."""

import math
from dataclasses import replace

import numpy as np
import pytest

from griffin.events import Figure, FigurePoint
from griffin.gesture.recognizer import Recognizer
from griffin.landmarks import Joint, Landmarks, PoseFrame
from griffin.vision.demo_body import pose_body
from griffin.vision.demo_landmarks import ASPECT, demo_landmarks
from griffin.vision.demo_performance import perform
from griffin.wire.codec import encode
from tests.gesture.bodies import FOREARM_M, TORSO_M, UPPER_ARM_M, body, film, frame, recognize, unseen

ARM = (UPPER_ARM_M + FOREARM_M) / TORSO_M


def figure_of(seen: Landmarks) -> Figure:
    figure = recognize(film(lambda _: seen, 1.0))[-1].figure
    assert figure is not None
    return figure


def at(figure: Figure, point: FigurePoint) -> tuple[float, float]:
    return figure.points[point]


def test_it_is_drawn_as_a_mirror_shows_the_player() -> None:
    figure = figure_of(body(left_arm=0.0, right_arm=0.5))
    x, y = at(figure, FigurePoint.HEAD)
    assert x == pytest.approx(0.0, abs=0.02)
    assert y == pytest.approx(1.48, abs=0.03)
    (left_x, left_y), (right_x, right_y) = (
        at(figure, point) for point in (FigurePoint.LEFT_WRIST, FigurePoint.RIGHT_WRIST)
    )
    assert left_x < -1.0  # the left hand on the left
    assert right_x > 1.0
    assert (left_y, right_y) == pytest.approx((1.0, 1.0 + ARM * math.sin(0.5)), abs=0.03)
    assert at(figure, FigurePoint.LEFT_HIP)[1] == pytest.approx(0.0, abs=0.02)
    assert at(figure, FigurePoint.RIGHT_FOOT)[1] < -1.5


def test_it_says_neither_how_near_nor_where_somebody_stands() -> None:
    near = figure_of(body(left_arm=0.2, x=0.5, heights_per_m=0.6))
    far = figure_of(body(left_arm=0.2, x=0.9, heights_per_m=0.2))
    assert np.allclose(near.points, far.points, atol=0.02)


def test_of_the_face_nothing_gets_into_it() -> None:
    plain = body()
    picture = plain.picture.copy()
    face = [joint for joint in Joint if joint <= Joint.MOUTH_RIGHT and "EAR" not in joint.name]
    picture[face, :2] += 0.01
    assert figure_of(replace(plain, picture=picture)) == figure_of(plain)


def test_hidden_joints_are_marked_and_hidden_hips_move_nothing() -> None:
    hidden = figure_of(unseen(body(), Joint.LEFT_WRIST, Joint.RIGHT_PINKY))
    assert [point for point in FigurePoint if not hidden.seen[point]] == [
        FigurePoint.LEFT_WRIST,
        FigurePoint.RIGHT_HAND,
    ]
    legs = (Joint.LEFT_HIP, Joint.RIGHT_HIP)
    below, astray = unseen(body(), *legs), unseen(body(), *legs)
    astray.picture[list(legs), :2] += [0.2, 0.3]
    heads = [at(figure_of(seen), FigurePoint.HEAD) for seen in (below, astray)]
    assert heads[0] == pytest.approx(heads[1], abs=0.1)


def test_a_wild_guess_stays_within_what_the_wire_lets_through() -> None:
    wild = unseen(body(), Joint.LEFT_ANKLE)
    wild.picture[Joint.LEFT_ANKLE, :2] = [-15.0, 15.0]
    figure = figure_of(wild)
    assert at(figure, FigurePoint.LEFT_ANKLE) == (4.0, -4.0)
    assert len(encode(figure)) < 500


def test_only_the_pilot_in_view_has_one() -> None:
    recognizer = Recognizer()
    assert recognizer.recognize(frame(0.0, body())).figure is None  # not known for a person yet
    stranger, pilot = body(x=0.2, heights_per_m=0.2), body(left_arm=0.4)
    said = recognize(film(lambda _: pilot, 1.0, start_s=0.1), recognizer)
    assert said[-1].figure is not None
    both = recognizer.recognize(frame(1.2, pilot), frame(1.15, stranger, pilot))
    assert both.figure is not None
    assert both.figure.points[FigurePoint.LEFT_WRIST] == said[-1].figure.points[FigurePoint.LEFT_WRIST]
    assert len(both.onlookers) == 1
    assert recognizer.recognize(frame(1.25, stranger)).figure is None


def test_it_follows_the_demo_pilot_s_arms_within_a_frame() -> None:
    recognizer = Recognizer()
    for number in range(30 * 6):
        truth = demo_landmarks(pose_body(perform(number / 30)))
        said = recognizer.recognize(PoseFrame(captured_s=number / 30, aspect=ASPECT, bodies=(truth,)))
        if number < 30 or said.figure is None:
            continue
        wrist, neck = (
            truth.picture[Joint.LEFT_WRIST][:2],
            (truth.picture[Joint.LEFT_SHOULDER] + truth.picture[Joint.RIGHT_SHOULDER])[:2] / 2.0,
        )
        points = said.figure.points
        shown = np.array(points[FigurePoint.LEFT_WRIST]) - np.mean(
            [points[FigurePoint.LEFT_SHOULDER], points[FigurePoint.RIGHT_SHOULDER]], axis=0
        )
        true_rad = math.atan2(neck[1] - wrist[1], wrist[0] - neck[0])
        assert math.atan2(shown[1], -shown[0]) == pytest.approx(true_rad, abs=0.05)


def test_a_figure_point_is_no_joint_of_the_face() -> None:
    assert len(FigurePoint) == 17
    assert not {"NOSE", "EYE", "EAR", "MOUTH"} & {
        part for point in FigurePoint for part in point.name.split("_")
    }
