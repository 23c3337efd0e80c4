"""What was done to a face before it came into the photo: how wide it is blurred, and how strong its noise is.

Both are read off its spectrum: faces have the same one, blur takes away from high frequencies as a Gaussian does, and
noise adds the same to all of them.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.light import luminance
from ganeditor.opencv import cv2

Powers = npt.NDArray[np.float64]

SLOPE = -3.8
"""Power of brightness in a sharp face goes with the frequency to this: median of 24 portraits of 256 pixels, of which
each has -3.3 to -4.6."""

LOWEST = 0.04  # cycles a pixel: what is slower is light and the face's own form
BINS = 24
FREQUENCIES = LOWEST + (0.5 - LOWEST) * (np.arange(BINS) + 0.5) / BINS
"""Cycles a pixel at which spectra are looked at, up to what pixels can hold."""

BLURS = np.arange(0.0, 4.05, 0.1)  # deviations that are tried, in pixels
WIDE = 2.5  # pixels: a blur that is read off half as many of them
SMALLEST = 32  # pixels of a picture's side of which anything can be told
NOISES = np.concatenate([[0.0], np.geomspace(0.5, 40.0, 24)])  # levels of 255 that are tried
FLOOR = 0.05  # power that rounding to levels leaves anywhere
QUIET = 7  # pixels of a side of the patches that are compared for how little is to be seen in them
QUIETEST = 0.1  # share of the patches in which only noise is seen
QUIETER = 0.87  # of the noise's deviation: what the quietest patches show of it by chance
LEVELS = 25, 230  # mean brightness of patches in which noise is not cut off


@dataclass(frozen=True)
class Degradation:
    """What a face has gone through; pixels are the photo's, or for a large face means of several."""

    shrunk: float = 1.0  # pixels of the generator's picture for one of these
    blur: float = 0.0  # deviation of a Gaussian, in pixels, once blocks and noise are taken out
    noise: float = 0.0  # deviation of brightness, in levels of 255
    quality: int | None = None  # of the JPEG whose blocks are seen, from 1 to 100


def blur_and_noise(seen: Image, most: float) -> tuple[float, float]:
    """Deviation of the blur, in pixels, and of the noise, in levels, of a face in seen [h, w, 3].

    most: of the noise, as quiet_noise has it.
    """
    there = spectrum(luminance(seen), FREQUENCIES)
    tried = [(blur, noise) for blur, noise in product(BLURS, NOISES) if noise <= max(most, NOISES[1])]
    misses = [_miss(there, blur, noise) for blur, noise in tried]
    blur, noise = tried[int(np.argmin(misses))]
    if blur > WIDE and min(seen.shape[:2]) >= 2 * SMALLEST:  # next to nothing is left of what these pixels could hold
        half = cv2.resize(seen, (seen.shape[1] // 2, seen.shape[0] // 2), interpolation=cv2.INTER_AREA)
        blur = 2 * blur_and_noise(np.asarray(half, np.float32), quiet_noise(half))[0]
    return float(blur), float(noise)


def quiet_noise(seen: Image) -> float:
    """Deviation of the brightness of seen [h, w, 3] where least is to be seen, in levels: fine texture is no noise.

    It is that of a second difference both ways, which edges and slopes leave at nothing (Immerkær 1996).
    """
    grey, middle = luminance(seen), slice(QUIET, -QUIET)
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6
    response = cv2.blur(np.abs(cv2.filter2D(grey, -1, kernel)), (QUIET, QUIET))[middle, middle]
    bright = cv2.blur(grey, (QUIET, QUIET))[middle, middle]
    told = response[(bright > LEVELS[0]) & (bright < LEVELS[1])]
    return float(np.quantile(told, QUIETEST) * np.sqrt(np.pi / 2) / QUIETER) if len(told) else 0.0


def spectrum(grey: Image, frequencies: Powers) -> Powers:
    """Power of grey [h, w] for each pixel at frequencies [N] in cycles a pixel, at even distances, whatever way."""
    height, width = grey.shape
    window = np.outer(np.hanning(height + 2)[1:-1], np.hanning(width + 2)[1:-1])
    centred = (grey - np.average(grey, weights=window)) * window
    power = np.abs(np.fft.fft2(centred)) ** 2 / (window**2).sum()
    radius = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width)[None])
    half = (frequencies[1] - frequencies[0]) / 2
    order = np.argsort(radius, axis=None)
    total = np.concatenate([[0.0], np.cumsum(power.ravel()[order])])
    first = np.searchsorted(radius.ravel()[order], frequencies - half)
    last = np.maximum(np.searchsorted(radius.ravel()[order], frequencies + half), first + 1)
    return np.asarray((total[last] - total[first]) / (last - first))


def _miss(there: Powers, blur: float, noise: float) -> float:
    """How far there is from the spectrum of a face with this blur and noise, whatever its contrast."""
    model = FREQUENCIES**SLOPE * np.exp(-((2 * np.pi * blur * FREQUENCIES) ** 2))
    slow = slice(0, BINS // 6)
    rest = np.maximum(there[slow] - noise**2, FLOOR)
    contrast = np.exp(np.mean(np.log(rest) - np.log(model[slow])))
    expected = contrast * model + noise**2
    return float(np.mean((np.log(there + FLOOR) - np.log(expected + FLOOR)) ** 2))
