"""What can be done to a photo, as frozen values: an edit is data, and the engine's stages draw it."""
