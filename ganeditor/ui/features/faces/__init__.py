"""The photo's faces."""
