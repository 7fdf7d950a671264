"""A Frame → the landmarks of everybody in it, each picture on its own: nobody is followed."""

from pathlib import Path

from griffin.errors import PoseModelError
from griffin.landmarks import Landmarks, PoseFrame
from griffin.vision.clothing import with_clothes
from griffin.vision.frame import Frame
from griffin.vision.known_body import KnownBody
from griffin.vision.landmarker import first_line, loading_error, prepare_mediapipe, to_landmarks
from griffin.vision.lean_model import lean_file
from griffin.vision.view import whole

MOST_BODIES = 3  # each costs as much as following one; enough for a family in front of the sofa


class CrowdLandmarker:
    """Sees up to three bodies in a picture. Always on the CPU: the followed player has the GPU."""

    def __init__(self, model: Path) -> None:
        """Load the model. Raises PoseModelError when it can't be used."""
        prepare_mediapipe()
        try:
            import mediapipe
            from mediapipe.tasks.python import BaseOptions, vision

            self._mediapipe = mediapipe
            with lean_file(model) as path:
                self._landmarker = vision.PoseLandmarker.create_from_options(
                    vision.PoseLandmarkerOptions(
                        base_options=BaseOptions(model_asset_path=str(path)),
                        running_mode=vision.RunningMode.IMAGE,
                        num_poses=MOST_BODIES,
                    )
                )
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise loading_error(model, error) from error

    def detect(self, frame: Frame, known: Landmarks | None = None) -> PoseFrame:
        """Everybody in the picture, with clothes. Raises PoseModelError when the model fails.

        `known`: a body that is there for certain, and needn't be sought.
        """
        hidden = None if known is None else KnownBody(known)
        picture = frame.picture if hidden is None else hidden.hide(frame.picture)
        image = self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=picture)
        try:
            result = self._landmarker.detect(image)
        except (RuntimeError, ValueError) as error:
            raise PoseModelError(f"The pose model failed: {first_line(error)}.") from error
        height, width = frame.picture.shape[:2]
        view = whole((width, height))
        found = (
            to_landmarks(points, world, view, height)
            for points, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True)
        )
        bodies = [body for body in found if hidden is None or not hidden.is_at(body)]
        bodies += [] if known is None else [known]
        dressed = tuple(with_clothes(body, frame.picture) for body in bodies)
        return PoseFrame(captured_s=frame.captured_s, aspect=width / height, bodies=dressed)

    def close(self) -> None:
        """Let the model go."""
        self._landmarker.close()
