"""Moment → SceneFrame: each player's griffin posed, under the eyes that follow it."""

from griffin.creature.rig import GriffinPose, pose_griffin
from griffin.game.calls import Call
from griffin.game.moment import Moment
from griffin.scene.frame import NOTHING_REPORTED, CameraView, Label, RoomReport, SceneFrame
from griffin.scene.marks import call_marks
from griffin.scene.shapes import Overlay
from griffin.world.sun import hour_at


def pose_creatures(moment: Moment) -> tuple[GriffinPose, ...]:
    """Each player's griffin, in their order."""
    return tuple(pose_griffin(player.flight, player.creature) for player in moment.players)


def compose(
    moment: Moment,
    views: tuple[CameraView, ...],
    labels: tuple[Label, ...] = (),
    *,
    calls: tuple[Call, ...] = (),
    moves_from_h: float | None = None,
    room: RoomReport = NOTHING_REPORTED,
    overlay: Overlay | None = None,
) -> SceneFrame:
    """All that one picture of the moment needs. The veil is that of the player who is behind the thickest.

    `calls`: of the last seconds, of the first player. `moves_from_h`: the hour at which the day began to go
    by; None: it stands still. The hour, the `room` and the `overlay` belong to the picture: the game knows
    nothing of them.
    """
    creatures = pose_creatures(moment)
    return SceneFrame(
        world_s=moment.world_s,
        shown_s=moment.shown_s,
        views=views,
        creatures=creatures,
        labels=labels,
        marks=call_marks(calls, moment.shown_s, creatures[0]) if calls else (),
        veil_frac=max(player.flight.veil_frac for player in moment.players),
        hour_h=None if moves_from_h is None else hour_at(moves_from_h, moment.world_s),
        room=room,
        overlay=overlay,
    )
