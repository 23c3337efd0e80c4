"""Another person's face in a photo: reenactment, texture, the visible face, blending; one file a step."""
