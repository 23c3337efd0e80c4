"""Where a face's bare skin shows, told by the photo itself: hair, glasses, a scarf and the background are none."""

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.light import luminance
from ganeditor.opencv import cv2

LEAST_SPREAD = np.array([0.07, 0.10, 0.30], np.float32)  # of log R/Y, log B/Y and log Y: even skin is not all alike
TOLERANCE = np.array([2.5, 2.5, 2.2], np.float32)  # deviations at which skin is half believed
LIFT = 8.0  # levels added before logarithms, so that noise in the dark counts for little
GUIDE = 1e-3  # variance of the brightness (of 1) that counts as an edge


def skin_likeness(crop: npt.NDArray[np.uint8], landmarks: Points) -> Image:
    """How much each pixel of the crop [R, R, 3] looks like the skin of cheeks and nose, [R, R] in [0, 1].

    landmarks [68, 2] in crop pixels. Colour and brightness are compared with median and deviation there; light that
    is uneven across the face makes the deviation wide. The edges are the photo's own (guided filter, He et al. 2010).
    """
    sample = cheeks_and_nose(landmarks, crop.shape[0])
    if not sample.any():
        return np.ones(crop.shape[:2], np.float32)
    return alike(crop, sample, LEAST_SPREAD * TOLERANCE)


def alike(picture: npt.NDArray[np.uint8], sample: npt.NDArray[np.bool_], least: npt.NDArray[np.float32]) -> Image:
    """How much each pixel of picture [H, W, 3] looks like those in sample [H, W], [H, W] in [0, 1].

    least [3]: distances in log R/Y, log B/Y and log Y at which a pixel is half believed, even if sample is all alike.
    """
    unit, found = max(picture.shape[:2]) / 256, looks(picture)
    middle = np.median(found[sample], axis=0)
    spread = 1.48 * np.median(np.abs(found[sample] - middle), axis=0)
    away = (found - middle) / np.maximum(spread * TOLERANCE, least)
    away[..., 2] *= np.where(away[..., 2] > 0, 0.5, 1)  # a gleam belongs to it sooner than a shadow
    likeness = (1 / (1 + np.linalg.norm(away, axis=-1) ** 6)).astype(np.float32)
    guide: Image = luminance(picture.astype(np.float32)) / np.float32(255)
    return np.clip(_guided(guide, likeness, max(1, round(4 * unit))), 0, 1)


def looks(picture: npt.NDArray[np.uint8]) -> Image:
    """log R/Y, log B/Y and log Y of picture [H, W, 3], without its grain, [H, W, 3]."""
    soft = cv2.GaussianBlur(picture.astype(np.float32), (0, 0), max(picture.shape[:2]) / 256) + np.float32(LIFT)
    light = np.log(luminance(soft))
    return np.stack([np.log(soft[..., 0]) - light, np.log(soft[..., 2]) - light, light], -1)


def cheeks_and_nose(landmarks: Points, side: int) -> npt.NDArray[np.bool_]:
    """Where skin is sure to be [side, side]; landmarks [68, 2] in crop pixels."""
    mask = np.zeros((side, side), np.uint8)
    for part in ([1, 2, 3, 31, 41, 36], [15, 14, 13, 35, 46, 45], [27, 31, 33, 35]):
        cv2.fillConvexPoly(mask, hull(landmarks[part]), 1)
    for eye in (landmarks[36:42], landmarks[42:48]):
        cv2.fillConvexPoly(mask, hull(eye), 0)
        cv2.polylines(mask, [hull(eye)], True, 0, max(1, round(0.05 * side)))
    return mask.astype(bool)


def features(landmarks: Points, side: int, grow: float) -> Image:
    """Eyes, brows, mouth and nostrils [side, side] in [0, 1], soft, and grow (of the side) beyond their landmarks."""
    mask = np.zeros((side, side), np.float32)
    for part in (slice(36, 42), slice(42, 48), slice(17, 22), slice(22, 27), slice(48, 60), slice(31, 36)):
        cv2.fillConvexPoly(mask, hull(landmarks[part]), 1.0)
        cv2.polylines(mask, [hull(landmarks[part])], True, 1.0, max(1, round(2 * grow * side)))
    soft: Image = cv2.GaussianBlur(mask, (0, 0), 0.01 * side)
    return soft


def hull(points: Points) -> npt.NDArray[np.int32]:
    return np.asarray(np.rint(cv2.convexHull(points.astype(np.float32))), np.int32)


def _guided(guide: Image, image: Image, reach: int) -> Image:
    """image [R, R] smoothed over reach pixels, with the edges that guide [R, R] has."""
    size = (2 * reach + 1, 2 * reach + 1)
    guide_mean, mean = cv2.blur(guide, size), cv2.blur(image, size)
    covariance = cv2.blur(guide * image, size) - guide_mean * mean
    slope = covariance / (cv2.blur(guide * guide, size) - guide_mean * guide_mean + GUIDE)
    return np.asarray(cv2.blur(slope, size) * guide + cv2.blur(mean - slope * guide_mean, size), np.float32)
