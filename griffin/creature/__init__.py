"""FlightState → how the griffin's body moves with it, step by step, and the joints of a picture."""
