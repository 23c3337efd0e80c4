"""What is known about a face in a photo."""
