"""Shapes as triangles: pure builders, run once, of the griffin, the plants, the places and the clouds."""
