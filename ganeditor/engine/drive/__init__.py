"""Reenactment: the still face of a photo follows another's pose, gaze, lids, brows and mouth."""
