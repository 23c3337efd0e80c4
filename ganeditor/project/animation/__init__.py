"""What moves, its frames, and the files they are saved in."""
