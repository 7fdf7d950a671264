"""Frame → Landmarks: cameras, the pose model, and the sandbox that keeps the picture in."""
