"""Where the pose model must look to find the one body that is wanted, and no other."""

from collections.abc import Iterable

from griffin.gesture.pilot_tuning import PilotTuning
from griffin.gesture.track import Place, Trunk
from griffin.landmarks import PictureSpan


def view_of(
    wanted: Place, others: Iterable[Place], stranger: Trunk | None, tuning: PilotTuning
) -> PictureSpan | None:
    """The columns in which the wanted body is, and if possible nobody else.

    `others`: where the looks show bodies, perhaps the wanted one among them. `stranger`: the body that the
    model follows instead, if it does. Returns None where that one stands in the wanted one's place, so that
    no part of the picture shows only one of them.
    """
    covered = tuning.apart_torsos / 2.0
    apart_x = [each.x for each in others if wanted.torsos_to(each.x, each.y) > covered]
    if stranger is not None:
        if wanted.torsos_to(stranger.x, wanted.y) < covered:
            return None
        apart_x.append(stranger.x)
    reach, least = tuning.view_torsos * wanted.torso, tuning.view_least_torsos * wanted.torso
    # Half the way to whoever is next to it, but enough for its trunk.
    left_of = [(wanted.x - x) / 2.0 for x in apart_x if x < wanted.x]
    right_of = [(x - wanted.x) / 2.0 for x in apart_x if x > wanted.x]
    return PictureSpan(
        left=wanted.x - max(least, min([reach, *left_of])),
        right=wanted.x + max(least, min([reach, *right_of])),
    )
