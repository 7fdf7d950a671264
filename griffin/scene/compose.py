"""Moment → SceneFrame: each player's griffin posed, under the eyes that follow it."""

from griffin.creature.rig import pose_griffin
from griffin.game.moment import Moment
from griffin.scene.frame import CameraView, Label, SceneFrame


def compose(moment: Moment, views: tuple[CameraView, ...], labels: tuple[Label, ...] = ()) -> SceneFrame:
    """All that one picture of the moment needs. The veil is that of the player who is behind the thickest."""
    return SceneFrame(
        world_s=moment.world_s,
        shown_s=moment.shown_s,
        views=views,
        creatures=tuple(pose_griffin(player.flight, player.creature) for player in moment.players),
        labels=labels,
        veil_frac=max(player.flight.veil_frac for player in moment.players),
    )
