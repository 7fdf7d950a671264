"""Frame → Landmarks: cameras and the pose model."""
