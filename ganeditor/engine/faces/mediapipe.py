"""Networks of Google's MediaPipe, run by OpenCV."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ganeditor import paths
from ganeditor.engine.faces.detect import Photo8
from ganeditor.opencv import cv2


class Network:
    """A file of models/mediapipe, read when it is first needed."""

    def __init__(self, file: str, outputs: Sequence[str]) -> None:
        self._file, self._outputs = file, list(outputs)
        self._network: Any = None

    def __call__(self, window: Photo8) -> tuple[npt.NDArray[np.float32], ...]:
        """window [S, S, 3], of the network's own size -> its outputs."""
        if self._network is None:
            self._network = cv2.dnn.readNetFromTFLite(str(paths.bundled_models() / "mediapipe" / self._file))
        self._network.setInput(cv2.dnn.blobFromImage(window.astype(np.float32) / 255))
        return tuple(self._network.forward(self._outputs))
