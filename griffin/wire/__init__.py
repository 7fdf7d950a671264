"""Gesture events ═ wire ═ gesture events: one JSON line a message over a local socket."""
