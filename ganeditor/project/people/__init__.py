"""Who is in a person's photos: the faces that were found in them, and what was said of these."""
