"""The visible face: what of a face's oval is neither hair nor glasses nor a thing held before it."""

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.glasses import frame
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.faces.regions import part_mask
from ganeditor.engine.faces.skin import alike, cheeks_and_nose, features, looks
from ganeditor.engine.latent.painted import Labels
from ganeditor.opencv import cv2
from ganeditor.segments import NUMBERS

Mask = npt.NDArray[np.bool_]

COVERING = tuple(NUMBERS[name] for name in ("background", "hair", "glasses", "clothing"))
"""Of SEGMENTS, what is before a face."""

LEAST = np.array([0.15, 0.21, 1.0], np.float32)
"""As in alike, for skin in one light."""

LIGHTS = 3
"""Kinds of light at most that skin is seen in: lit, in the shade, and in a lamp's colour."""

APART = np.array([8.0, 6.0, 2.0], np.float32)
"""What log R/Y, log B/Y and log Y count when kinds of light are told apart."""

RARE = 0.1
"""Share of the skin below which what is alike is no kind of light, but something that lies before it."""

DEEP = 0.06
"""Of the side: how far from the oval's outline skin is learned, since hair lies along it."""

ALONE = 0.045
"""Of the side: how far from what covers a face it is sure to be alone."""

FOREIGN, OWN = 0.08, 0.35
"""Likeness to the face's skin below which a pixel belongs to something else, and from which on it is skin."""


def visible(crop: Photo8, mesh: Mesh, landmarks: Points, person: Image, segments: Labels | None) -> Image:
    """How much a face is seen at each pixel of its crop [R, R, 3], if it reaches there, [R, R] in [0, 1].

    mesh and landmarks [68, 2] in the crop's pixels; person [R, R] in [0, 1]; segments [S, S] are the classes that the
    model's head tells, which sees hair and glasses, but nothing that the generator can't draw. That is told by its
    colour: what is not like the skin of cheeks and nose, and is no part of a face either.
    """
    side = len(crop)
    deep = cv2.erode(
        part_mask(mesh, "oval", side, side),
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(DEEP * side) + 1,) * 2),
    )
    sample = cheeks_and_nose(landmarks, side) & (deep > 0)
    likeness = _skin_likeness(crop, sample) if sample.any() else np.ones_like(deep)
    likeness = np.clip((likeness - FOREIGN) / (OWN - FOREIGN), 0, 1)
    seen = np.maximum(likeness, features(landmarks, side, 0.018))
    if segments is not None:
        seen = seen * cv2.resize(bare(segments), (side, side), interpolation=cv2.INTER_LINEAR)
    seen = seen * np.clip(2 * person - 0.5, 0, 1)
    glasses = frame(crop, mesh)
    if glasses is not None:
        seen = seen * (1 - glasses)
    return np.asarray(cv2.GaussianBlur(seen, (0, 0), side / 256), np.float32)


def _skin_likeness(crop: Photo8, sample: Mask) -> Image:
    """How much each pixel of crop [R, R, 3] looks like the skin in sample [R, R], in any of the lights that fall on it,
    [R, R] in [0, 1]."""
    points = looks(crop)[sample] * APART
    start = np.argsort(np.argsort(points[:, 2])) * LIGHTS // len(points)  # by brightness
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.01)
    _, kinds, _ = cv2.kmeans(points, LIGHTS, start.astype(np.int32), stop, 1, cv2.KMEANS_USE_INITIAL_LABELS)
    likeness = np.zeros(sample.shape, np.float32)
    for kind in range(LIGHTS):
        of_kind = np.zeros_like(sample)
        of_kind[sample] = kinds.ravel() == kind
        if of_kind.sum() > RARE * len(points):
            likeness = np.maximum(likeness, alike(crop, of_kind, LEAST))
    return likeness


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
