"""Landmarks → BodyFeatures → gesture events: what the body says, in its own measures."""
