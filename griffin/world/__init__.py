"""The land itself: seeded, pure functions of place and time, used by flight and scene."""
