"""The land itself: seeded, pure functions of place and time, used by flight, game, meshes and render."""
