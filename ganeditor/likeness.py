"""How unlike two pictures of a face may be: one figure for engine, commands and window."""

SAME_PERSON = 0.6
"""Distance of two of dlib's descriptors below which they count as one person, as published with the model."""
