"""Makes films of several people before one camera, of recorded people and drawn ones."""
