"""One body's points into its Figure: the joints that a picture of the player is drawn of, and no more.

In the body's own measure and place, so that it says neither where in the room somebody stands nor how near;
of the face it has the middle of the head alone.
"""

from griffin.events import Figure, FigurePoint
from griffin.gesture.features import BodyFeatures
from griffin.gesture.points import BodyPoints
from griffin.gesture.tuning import GestureTuning
from griffin.landmarks import Joint

_MOST_TORSOS = 4.0  # a body reaches to 2.6; what lies beyond is a guess outside the picture
_PER_TORSO = 100.0  # a hundredth of a torso is less than the model knows

# The middle of each figure point's joints.
_JOINTS: dict[FigurePoint, tuple[Joint, ...]] = {
    FigurePoint.HEAD: (Joint.LEFT_EAR, Joint.RIGHT_EAR),
    FigurePoint.LEFT_SHOULDER: (Joint.LEFT_SHOULDER,),
    FigurePoint.RIGHT_SHOULDER: (Joint.RIGHT_SHOULDER,),
    FigurePoint.LEFT_ELBOW: (Joint.LEFT_ELBOW,),
    FigurePoint.RIGHT_ELBOW: (Joint.RIGHT_ELBOW,),
    FigurePoint.LEFT_WRIST: (Joint.LEFT_WRIST,),
    FigurePoint.RIGHT_WRIST: (Joint.RIGHT_WRIST,),
    FigurePoint.LEFT_HAND: (Joint.LEFT_INDEX, Joint.LEFT_PINKY),
    FigurePoint.RIGHT_HAND: (Joint.RIGHT_INDEX, Joint.RIGHT_PINKY),
    FigurePoint.LEFT_HIP: (Joint.LEFT_HIP,),
    FigurePoint.RIGHT_HIP: (Joint.RIGHT_HIP,),
    FigurePoint.LEFT_KNEE: (Joint.LEFT_KNEE,),
    FigurePoint.RIGHT_KNEE: (Joint.RIGHT_KNEE,),
    FigurePoint.LEFT_ANKLE: (Joint.LEFT_ANKLE,),
    FigurePoint.RIGHT_ANKLE: (Joint.RIGHT_ANKLE,),
    FigurePoint.LEFT_FOOT: (Joint.LEFT_FOOT_INDEX,),
    FigurePoint.RIGHT_FOOT: (Joint.RIGHT_FOOT_INDEX,),
}
# Plain numbers: an enum's member costs several times as much as an index.
_ORDERED = tuple((int(_JOINTS[point][0]), int(_JOINTS[point][-1])) for point in FigurePoint)


def measure_figure(points: BodyPoints, body: BodyFeatures, tuning: GestureTuning) -> Figure:
    """The figure of a body whose left and right are put right, and whose features are known."""
    # Hips that aren't seen lie anywhere: as far as that is so, they are a torso below the neck.
    sure = body.trunk_certainty
    middle_x = body.shoulder_x + sure * (body.hip_x - body.shoulder_x)
    middle_y = body.shoulder_y + body.torso + sure * (body.hip_y - body.shoulder_y - body.torso)
    half_per_torso = 0.5 / body.torso
    picture, visibility, least = points.picture, points.visibility, tuning.joint_from_visibility
    places: list[tuple[float, float]] = []
    seen: list[bool] = []
    for first, last in _ORDERED:
        (ax, ay, _), (bx, by, _) = picture[first], picture[last]
        x = half_per_torso * (2.0 * middle_x - ax - bx)
        y = half_per_torso * (2.0 * middle_y - ay - by)
        places.append((_round(x), _round(y)))
        seen.append(visibility[first] >= least and visibility[last] >= least)
    return Figure(captured_s=body.captured_s, points=tuple(places), seen=tuple(seen))


def _round(torsos: float) -> float:
    if not -_MOST_TORSOS < torsos < _MOST_TORSOS:
        torsos = _MOST_TORSOS if torsos > 0.0 else -_MOST_TORSOS
    return round(_PER_TORSO * torsos) / _PER_TORSO  # Python's own rounding to digits takes five times as long
