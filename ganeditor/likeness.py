"""Who is meant and who counts as the same person: one figure and one word for engine, commands and window."""

SAME_PERSON = 0.6
"""Distance of two of dlib's descriptors below which they count as one person, as published with the model."""

LIKE = "like:"
"""Before the name of a file, as a choice of faces: the face that is nearest to the one in that picture."""

PERSON = "person:"
"""Before a name, as a choice of faces: the face of the person who was given it, among those in the user's photos."""
