"""Directions found, trained, imported and kept."""
