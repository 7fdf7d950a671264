"""What the pose model sees in one picture, as JSON; or how far two such answers are apart.

Usage: look_once.py MODEL PICTURE.png             prints the points, in picture heights
       look_once.py --draw PICTURE.png            draws the demo pilot, for want of a picture
       look_once.py --compare A.json B.json       prints the greatest distance; status 1 if it is above 1 %
"""

import json
import sys
from pathlib import Path

import numpy as np

MOST_APART_FRAC = 0.01  # of the picture's height
LEAST_VISIBLE_FRAC = 0.5  # points that the model itself holds for hidden are guesses
PERFORMING_S = 2.0  # into the demo pilot's performance: the arms are up


def look(model: Path, picture: Path) -> dict[str, object]:
    """The first body's 33 points and how visible each is."""
    import cv2

    from griffin.vision.frame import Frame, fit, from_opencv
    from griffin.vision.landmarker import PoseLandmarker

    landmarker = PoseLandmarker(model)
    pixels = np.asarray(cv2.imread(str(picture)), np.uint8)
    seen = landmarker.detect(Frame(captured_s=0.0, picture=from_opencv(fit(pixels))))
    body = seen.bodies[0]
    return {
        "look_s": landmarker.last_model_s,
        "points": body.picture[:, :2].tolist(),
        "visible": body.visibility.tolist(),
    }


def draw(picture: Path) -> None:
    """The demo pilot with spread arms."""
    import cv2

    from griffin.vision.synthetic import draw_demo_frame

    cv2.imwrite(str(picture), cv2.cvtColor(draw_demo_frame(PERFORMING_S), cv2.COLOR_RGB2BGR))


def distance_frac(one: dict[str, list[float]], other: dict[str, list[float]]) -> float:
    """The greatest distance of a visible point from its counterpart, in picture heights."""
    apart = np.linalg.norm(np.asarray(one["points"]) - np.asarray(other["points"]), axis=1)
    return float(apart[np.asarray(one["visible"]) >= LEAST_VISIBLE_FRAC].max())


def main(arguments: list[str]) -> int:
    """See the module's docstring."""
    if arguments[0] == "--draw":
        draw(Path(arguments[1]))
        return 0
    if arguments[0] == "--compare":
        one, other = (json.loads(Path(name).read_text()) for name in arguments[1:])
        apart_frac = distance_frac(one, other)
        print(f"points differ by up to {100 * apart_frac:.3f} % of the picture's height")
        return int(apart_frac > MOST_APART_FRAC)
    print(json.dumps(look(Path(arguments[0]), Path(arguments[1]))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
