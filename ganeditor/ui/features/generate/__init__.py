"""Faces that never were."""
