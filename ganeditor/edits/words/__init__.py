"""What people say they want of a face, read as moves of sliders."""
