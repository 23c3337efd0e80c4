"""Faces, latents and synthesis: torch and numpy, arrays at the door, tensors inside."""

import ganeditor.opencv  # noqa: F401  (first, so that libraries which import cv2 can't upset Qt)
