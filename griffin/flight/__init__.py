"""Gesture events → Controls → FlightState: what the griffin does with what the body says."""
