"""Clips: a person's face is edited, or becomes another's, in every frame."""
