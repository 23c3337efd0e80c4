"""The photo without what is noise for certain: what a restored face is to agree with."""

from itertools import product

import numpy as np

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.restore.degradation import blur_and_noise, quiet_noise
from ganeditor.engine.restore.jpeg import SIDE, as_saved, cosines, quality_of
from ganeditor.opencv import cv2

NOISE = 3.5  # levels below which nothing is done about it: fine texture is taken for as much
THRESHOLD = 2.7  # deviations of the noise below which a coefficient says nothing
EVERY = 2  # pixels between the blocks' places
BRIGHTNESS = float(np.linalg.norm([0.299, 0.587, 0.114]))  # its deviation where each colour's is 1
OPPONENT = np.array([[1, 1, 1], [1, 0, -1], [1, -2, 1]], np.float32) / np.sqrt(np.array([[3], [2], [6]], np.float32))
"""RGB -> brightness and two differences of colour, orthonormal, so that noise stays what it is."""


def cleaned(
    picture: Photo8, around: Photo8, offset_xy: tuple[int, int] | None
) -> tuple[Photo8, float, float, int | None]:
    """picture [h, w, 3] without JPEG's blocks and noise; the blur that it has then; noise and quality before.

    around [H, W, 3]: as much of its photo as noise can be told in; offset_xy: how far right of and below the photo's
    corner picture stands, None where its pixels aren't the photo's own.
    """
    quality = None if offset_xy is None else quality_of(picture.astype(np.float32), offset_xy)
    if quality is not None and offset_xy is not None:
        told = as_saved(_deblocked(picture, quality), picture.astype(np.float32), offset_xy, quality)
        picture = np.rint(told).clip(0, 255).astype(np.uint8)
    most = min(quiet_noise(part.astype(np.float32)) for part in (picture, around))
    blur, noise = blur_and_noise(picture.astype(np.float32), most)
    if noise > NOISE:
        picture = _denoised(picture, noise)
        left = picture.astype(np.float32)
        blur = blur_and_noise(left, quiet_noise(left))[0]  # with the noise went what was finer
    return picture, blur, noise, quality


def _deblocked(picture: Photo8, quality: int) -> Image:
    """The mean of picture saved again with its blocks elsewhere (Nosratinia 2001)."""
    height, width = picture.shape[:2]
    total = np.zeros(picture.shape, np.float32)
    places = [*product(range(0, SIDE, EVERY), repeat=2)]
    for top, left in places:
        bordered = cv2.copyMakeBorder(picture, top, SIDE, left, SIDE, cv2.BORDER_REFLECT_101)
        _done, data = cv2.imencode(".jpg", bordered[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        saved = cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1]
        total += saved[top : top + height, left : left + width]
    return np.asarray(total / len(places), np.float32)


def _denoised(picture: Photo8, noise: float) -> Photo8:
    """picture without noise of this deviation of brightness.

    Coefficients of blocks all over it that are too small to tell are dropped (Yu and Sapiro 2011).
    """
    height, width = picture.shape[:2]
    rows, limit = cosines(), THRESHOLD * noise / BRIGHTNESS
    total = np.zeros(picture.shape, np.float32)
    places = [*product(range(0, SIDE, EVERY), repeat=2)]
    for top, left in places:
        down, right = SIDE - (top + height) % SIDE, SIDE - (left + width) % SIDE
        bordered = cv2.copyMakeBorder(picture, top, down, left, right, cv2.BORDER_REFLECT_101)
        colours = bordered.astype(np.float32) @ OPPONENT.T
        split = colours.reshape(len(colours) // SIDE, SIDE, -1, SIDE, 3).transpose(0, 2, 4, 1, 3)
        told = rows @ split @ rows.T
        kept = np.abs(told) > limit
        kept[..., 0, 0] = True
        made = (rows.T @ (told * kept) @ rows).transpose(0, 3, 1, 4, 2).reshape(colours.shape) @ OPPONENT
        total += made[top : top + height, left : left + width]
    return np.asarray(np.rint(total / len(places)).clip(0, 255), np.uint8)
