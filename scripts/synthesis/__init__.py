"""Sounds from numbers: what `scripts/build_sounds.py` makes assets/sounds of. For development only.

Each family of sounds is one module and each sound one function of a seeded generator. A sound is (samples,)
or (2, samples) at 48 kHz; its level doesn't matter, `catalogue.py` has that. A loop has no seam by
construction: everything in it goes round in a circle.
"""
