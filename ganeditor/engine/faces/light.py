"""How bright a picture is, and how much that varies."""

import numpy as np

from ganeditor.engine.faces.align import Image
from ganeditor.opencv import cv2


def luminance(image: Image) -> Image:
    """RGB [..., 3] -> grey [...] (ITU-R BT.601)."""
    grey: Image = image @ np.array([0.299, 0.587, 0.114], np.float32)
    return grey


def contrast(image: Image) -> Image:
    """Local deviation [R, R] of the brightness of image [R, R, 3] around its mean, at the scale of wrinkles."""
    unit = image.shape[0] / 256
    grey = luminance(image)
    detail = grey - cv2.GaussianBlur(grey, (0, 0), 4 * unit)
    return np.asarray(np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), 10 * unit) + 1), np.float32)
