"""Controls → FlightState: how the griffin flies."""
