"""The visible face: what of a face's oval is neither hair nor glasses nor a thing held before it."""

import numpy as np

from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.faces.regions import part_mask
from ganeditor.engine.faces.skin import alike, cheeks_and_nose, features
from ganeditor.engine.latent.painted import Labels
from ganeditor.opencv import cv2
from ganeditor.segments import NUMBERS

COVERING = tuple(NUMBERS[name] for name in ("background", "hair", "glasses", "clothing"))
"""Of SEGMENTS, what is before a face."""

LEAST = np.array([0.3, 0.42, 2.0], np.float32)
"""As in alike: shadows are of the face, and what else is as dark mostly has another colour."""

ALONE = 0.03
"""Of the side: how far from what covers a face it is sure to be alone."""

FOREIGN, OWN = 0.08, 0.35
"""Likeness to the face's skin below which a pixel belongs to something else, and from which on it is skin."""


def visible(crop: Photo8, mesh: Mesh, landmarks: Points, person: Image, segments: Labels | None) -> Image:
    """How much of the face is seen at each pixel of its crop [R, R, 3], [R, R] in [0, 1].

    mesh and landmarks [68, 2] in the crop's pixels; person [R, R] in [0, 1]; segments [S, S] are the classes that the
    model's head tells, which sees hair and glasses, but nothing that the generator can't draw. That is told by its
    colour: what is not like the skin of cheeks and nose, and is no part of a face either.
    """
    side = len(crop)
    seen = part_mask(mesh, "oval", side, side)
    sample = cheeks_and_nose(landmarks, side)
    likeness = alike(crop, sample, LEAST) if sample.any() else np.ones_like(seen)
    likeness = np.clip((likeness - FOREIGN) / (OWN - FOREIGN), 0, 1)
    seen = seen * np.maximum(likeness, features(landmarks, side, 0.012))
    if segments is not None:
        seen = seen * cv2.resize(bare(segments), (side, side), interpolation=cv2.INTER_LINEAR)
    seen = seen * np.clip(2 * person - 0.5, 0, 1)
    return np.asarray(cv2.GaussianBlur(seen, (0, 0), side / 256), np.float32)


def alone(seen: Image, mesh: Mesh) -> Image:
    """seen [R, R] of the face with mesh without what is next to something that covers it, for its rim and its shadow;
    1 outside the oval."""
    oval = part_mask(mesh, "oval", *seen.shape)
    covered = np.clip(oval - seen, 0, 1) * (cv2.blur(oval, (5, 5)) > 0.99)  # the oval's own rim is soft
    return inner(np.asarray(1 - covered, np.float32))


def bare(segments: Labels) -> Image:
    """Where segments [S, S] are of a face that nothing covers, [S, S]."""
    return 1 - np.isin(segments, COVERING).astype(np.float32)


def inner(seen: Image) -> Image:
    """seen [R, R] without its rim, where what covers a face is in the picture already."""
    unit = len(seen) * ALONE
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(unit) + 1,) * 2)
    return np.asarray(cv2.GaussianBlur(cv2.erode(seen, disc), (0, 0), unit / 2), np.float32)
