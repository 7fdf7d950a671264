"""Keys and gestures → Controls: what the hands and the body of a player ask for, merged."""
