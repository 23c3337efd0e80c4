"""Which pixels of a picture are people, by MediaPipe's selfie segmentation."""

import numpy as np

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.mediapipe import Network
from ganeditor.opencv import cv2

SIDE = 256
"""Pixels of the network's picture."""


class PersonNetwork:
    """A picture -> how much of each pixel is a person."""

    def __init__(self) -> None:
        self._network = Network("selfie_segmentation.tflite", ("activation_10",))

    def mask(self, picture: Photo8) -> Image:
        """picture [H, W, 3] -> [H, W] in [0, 1]; the network sees it squeezed to SIDE × SIDE pixels, in about 6 ms."""
        height, width = picture.shape[:2]
        squeezed = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        (found,) = self._network(squeezed)
        return np.asarray(cv2.resize(found.reshape(SIDE, SIDE), (width, height), interpolation=cv2.INTER_LINEAR))
