"""The steps so far."""
