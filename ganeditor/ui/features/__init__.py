"""One folder a feature of the window."""
