"""Between RGB and CIELAB (D65) exactly enough that a photo's lightness survives a change of all its colours."""

import numpy as np

from ganeditor.engine.faces.align import Image
from ganeditor.opencv import cv2

TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
)
WHITE = TO_XYZ.sum(1)
FROM_XYZ = np.linalg.inv(TO_XYZ)
BEND, SLOPE = (6 / 29) ** 3, (29 / 6) ** 2 / 3  # below BEND of its white, light goes in as a straight line
HALVINGS = 12  # of the interval in which the largest chroma that a screen can show is looked for


def lab_of(rgb: Image) -> Image:
    """rgb [h, w, 3] in [0, 1] -> lightness in [0, 100], a and b."""
    light = np.where(
        rgb <= 0.04045, rgb / np.float32(12.92), cv2.pow((rgb + np.float32(0.055)) / np.float32(1.055), 2.4)
    )
    xyz = light @ (TO_XYZ / WHITE[:, None]).T.astype(np.float32)
    bent = np.where(xyz > BEND, cv2.pow(np.maximum(xyz, np.float32(BEND)), 1 / 3), SLOPE * xyz + 4 / 29)
    x, y, z = np.moveaxis(bent, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1).astype(np.float32)


def rgb_of(lab: Image) -> Image:
    """lab [h, w, 3] -> rgb in [0, 1] of the same lightness and hue; chroma that no screen can show is taken back."""
    light = _linear(lab)
    beyond = (light.min(-1) < 0) | (light.max(-1) > 1)
    if beyond.any():
        far = lab[beyond]
        low, high = np.zeros(len(far), np.float32), np.ones(len(far), np.float32)
        for _ in range(HALVINGS):
            share: Image = (low + high) / np.float32(2)
            tried = _linear(_weaker(far, share))
            inside = (tried.min(-1) >= 0) & (tried.max(-1) <= 1)
            low, high = np.where(inside, share, low), np.where(inside, high, share)
        light[beyond] = _linear(_weaker(far, low))
    light = light.clip(0, 1)
    curved = np.float32(1.055) * cv2.pow(light, 1 / 2.4).reshape(light.shape) - np.float32(0.055)
    return np.asarray(np.where(light <= 0.0031308, light * np.float32(12.92), curved), np.float32)


def _weaker(lab: Image, share: Image) -> Image:
    """lab [N, 3] with share [N] of its chroma."""
    return np.concatenate([lab[:, :1], lab[:, 1:] * share[:, None]], -1)


def _linear(lab: Image) -> Image:
    """lab [..., 3] -> the light of red, green and blue, of which some may be beyond [0, 1]."""
    y = (lab[..., 0] + 16) / 116
    bent = np.stack([y + lab[..., 1] / 500, y, y - lab[..., 2] / 200], -1)
    xyz = np.where(bent > 6 / 29, bent**3, (bent - 4 / 29) / SLOPE)
    return np.asarray(xyz @ (FROM_XYZ * WHITE).T, np.float32)
