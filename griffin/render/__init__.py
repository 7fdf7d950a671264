"""SceneFrame → pixels: the window and everything that speaks OpenGL."""
