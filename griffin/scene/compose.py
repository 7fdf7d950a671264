"""Moment → SceneFrame: each player's griffin posed, under the eyes that follow it."""

from griffin.creature.rig import pose_griffin
from griffin.game.moment import Moment
from griffin.scene.frame import CameraView, HudView, SceneFrame


def compose(moment: Moment, view: CameraView, hud: HudView) -> SceneFrame:
    """All that one picture of the moment needs."""
    (player,) = moment.players
    return SceneFrame(
        time_s=moment.world_s,
        camera=view,
        griffin=pose_griffin(player.flight, player.creature),
        hud=hud,
        veil_frac=player.flight.veil_frac,
    )
