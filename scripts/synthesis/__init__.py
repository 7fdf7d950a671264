"""Sounds and music from numbers, for `scripts/build_sounds.py` and `build_music.py`. For development only.

Each family of sounds is one module and each sound one function of a seeded generator. A sound is (samples,)
or (2, samples) at 48 kHz; its level doesn't matter, `catalogue.py` has that. A loop has no seam by
construction: everything in it goes round in a circle. A piece of music is written in `calm_pieces.py` or
`flight_pieces.py`, becomes a score in `arrangement.py` and sound in `music.py`, by one module an instrument.
"""
