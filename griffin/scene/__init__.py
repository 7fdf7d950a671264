"""Moment → SceneFrame: what there is to be seen, without a word of OpenGL."""
