"""Photos enlarged by networks, tile by tile, in the depth and the channels of the photo."""
