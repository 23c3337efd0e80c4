"""Where a person's hair is, told by the photo: what is of the person, above the chin, and no skin."""

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.skin import alike, features, hull, skin_likeness
from ganeditor.opencv import cv2

LEAST = np.array([0.30, 0.45, 1.1], np.float32)  # as in alike: hair shines and has shadows in it
FEWEST = 0.002  # share of the picture that has to be hair for its colour to be known
CROWN = 0.30  # of the face's height: how far above the brows hair begins where it is sure to be hair


def hair_mask(picture: npt.NDArray[np.uint8], landmarks: Points, person: Image) -> Image:
    """Hair in a square picture [S, S, 3] around a head, [S, S] in [0, 1].

    landmarks [68, 2] in its pixels; person [S, S] in [0, 1]. Its colour is looked for above the brows. A hat or a
    scarf can't be told from hair; a beard and the brows are left alone.
    """
    side = picture.shape[0]
    rows = np.arange(side, dtype=np.float32)[:, None]
    brows, chin = float(landmarks[17:27, 1].mean()), float(landmarks[8, 1])
    height = chin - brows
    bare = skin_likeness(picture, landmarks)
    own = (person * (1 - bare) * (1 - _face(landmarks, side))).astype(np.float32)
    near = (own > 0.6) & (np.abs(np.arange(side) - landmarks[:, 0].mean())[None] < 0.8 * height)
    samples = [near & (rows < brows - up * height) & (rows > brows - 1.1 * height) for up in (CROWN, 0)]
    sample = next((sample for sample in samples if sample.mean() >= FEWEST), None)
    if sample is None:
        return np.zeros((side, side), np.float32)
    # Fair hair looks like skin; where the hair begins there is none.
    above = np.clip((brows - CROWN * height - rows) / (0.15 * height), 0, 1)
    own = np.maximum(own, person * above)
    # Below the chin clothes begin, whose colour may be that of the hair.
    reach = np.clip(1 - (rows - chin + 0.1 * height) / (0.5 * height), 0, 1)
    mask = own * alike(picture, sample, LEAST) * reach * reach * (3 - 2 * reach)
    return np.asarray(np.clip(mask * 1.15, 0, 1) * _fade(side), np.float32)


def _face(landmarks: Points, side: int) -> Image:
    """What of the face is no skin and no hair either: eyes, brows, mouth, and below the eyes all of it."""
    mask = np.zeros((side, side), np.float32)
    cv2.fillConvexPoly(mask, hull(np.concatenate([landmarks[:17], landmarks[36:48]])), 1.0)
    soft = cv2.GaussianBlur(mask, (0, 0), 0.01 * side)
    return np.asarray(np.maximum(soft, features(landmarks, side, 0.008)), np.float32)


def _fade(side: int) -> Image:
    """1, and 0 at the picture's border."""
    centres = (np.arange(side, dtype=np.float32) + 0.5) / side
    ramp = np.clip(np.minimum(centres, 1 - centres) / 0.08, 0, 1)
    return np.asarray(ramp[:, None] * ramp[None], np.float32)
