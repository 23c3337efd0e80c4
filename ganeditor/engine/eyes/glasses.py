"""Glasses over a face's eyes: their frame stays as the photo has it, whatever is done to the eyes behind."""

from dataclasses import replace

import numpy as np

from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image, invert, resample, shifted
from ganeditor.engine.latent.painted import segments_of
from ganeditor.engine.paste import Overlay
from ganeditor.opencv import cv2
from ganeditor.segments import NUMBERS

REACH = 0.01  # of the crop's side: how far a frame goes beyond what the head finds of it
FEATHER = 0.004  # of the side: deviation of the blur of its rim


def behind(face: FaceState, overlay: Overlay, shrink: float) -> Overlay:
    """The overlay of a face's photo, a pixel of which is the mean of shrink × shrink, without what a frame hides."""
    frame = face.known("frame of glasses", lambda: _frame(face))
    if frame is None:
        return overlay
    x0, y0, x1, y1 = overlay.box_xyxy
    to_crop = np.hstack([face.matrix[:, :2] * shrink, face.matrix[:, 2:]])
    seen = resample(frame, invert(shifted(to_crop, x0, y0)), (x1 - x0, y1 - y0), enlarge=cv2.INTER_LINEAR)
    return replace(overlay, mask=np.asarray(overlay.mask * (1 - seen), np.float32))


def _frame(face: FaceState) -> Image | None:
    """How much of each pixel of the crop [R, R] is a frame; None without glasses, or where no head can tell."""
    if not face.glasses or face.model.segmentation is None:
        return None
    side = len(face.crop)
    found = (segments_of(face.model, face.ws, face.replaced) == NUMBERS["glasses"]).astype(np.float32)
    large = cv2.resize(found, (side, side), interpolation=cv2.INTER_LINEAR)
    size = 2 * round(REACH * side) + 1
    grown = cv2.dilate(large, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    return np.asarray(cv2.GaussianBlur(grown, (0, 0), FEATHER * side), np.float32)
