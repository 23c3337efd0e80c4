"""Video files: what is in a clip, its frames one after the other, and how a clip is written piece by piece."""
