"""Moment → SceneFrame: what a picture needs of a moment, and nothing else."""

from dataclasses import replace

import numpy as np

from griffin.creature.rig import pose_griffin
from griffin.scene.camera import ChaseCamera
from griffin.scene.compose import compose
from griffin.scene.frame import Label
from griffin.world.sun import hour_at
from tests.flights import PLAIN, one, plain_session, tracked_body

LABELS = (Label(text="hello"),)


def test_a_frame_holds_all_that_one_picture_needs() -> None:
    session = plain_session()
    for n in range(20):
        moment = session.advance(one(n / 30, steering=tracked_body(0.3)))
    (player,) = moment.players
    veiled = replace(player, flight=replace(player.flight, veil_frac=0.25))
    view = ChaseCamera(PLAIN.surface_m).follow(player.flight, 0.01)
    frame = compose(replace(moment, players=(veiled,)), (view,), LABELS)
    assert frame.views == (view,)
    assert frame.labels is LABELS
    assert frame.veil_frac == 0.25
    assert (frame.world_s, frame.shown_s) == (moment.world_s, moment.shown_s)
    (griffin,) = frame.creatures
    pose = pose_griffin(player.flight, player.creature)
    np.testing.assert_array_equal(griffin.world_from_body, pose.world_from_body)
    np.testing.assert_array_equal(griffin.body_from_joint, pose.body_from_joint)


def test_the_hour_goes_by_with_the_worlds_time_or_stands_still() -> None:
    session = plain_session()
    moment = replace(session.moment(), world_s=600.0, shown_s=900.0)
    view = ChaseCamera(PLAIN.surface_m).follow(moment.players[0].flight, 0.01)
    assert compose(moment, (view,)).hour_h is None
    assert compose(moment, (view,), moves_from_h=8.6).hour_h == hour_at(8.6, 600.0)
