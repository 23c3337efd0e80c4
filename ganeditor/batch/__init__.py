"""A job as a value, and the queue that does it photo by photo on this machine."""
