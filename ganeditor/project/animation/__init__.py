"""What moves, its frames, and the files they are saved in."""

CROPS = ("portrait", "photo", "face")
"""What is cut out: a square around the face, all of the photo, or the aligned face alone."""

DRIVEN = ("pose", "gaze", "lids", "brows", "mouth")
"""What of a face can follow another's."""
