"""The machine's camera: its pictures come one by one, as a mirror shows them, and nothing keeps them."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from ganeditor.errors import UserError
from ganeditor.opencv import cv2
from ganeditor.project.animation.tracks import Frame


class Camera:
    """Is on from the moment it is made until it is closed."""

    def __init__(self) -> None:
        """UserError where none answers."""
        self._capture = cv2.VideoCapture(0)
        if not self._capture.isOpened():
            self.close()
            raise UserError(
                QCoreApplication.translate(
                    "Camera", "No camera answers; connect one, close other programs that use it, or allow its use."
                )
            )
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # what is seen is now

    def read(self) -> Frame:
        """The next picture [H, W, 3]; UserError where none comes any more."""
        there, picture = self._capture.read()
        if not there:
            raise UserError(
                QCoreApplication.translate("Camera", "The camera gives no pictures any more; connect it again.")
            )
        return np.ascontiguousarray(picture[:, ::-1, ::-1])

    def close(self) -> None:
        """Turn it off."""
        self._capture.release()
