"""A group photo in which everybody's eyes are opened from other photos."""
