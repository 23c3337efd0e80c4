"""dlib's models of faces, here or apart.

Landmarks are those of Kazemi and Sullivan (2014), upright faces are seen by HOG (Dalal and Triggs 2005; King 2015).
dlib holds the interpreter while it works: half a second for loading the models, 60 ms for a descriptor. The window,
which has to go on, therefore has them in a child process.
"""

from functools import cached_property
from typing import Any, Protocol

import dlib
import face_recognition_models
import numpy as np
import numpy.typing as npt

from ganeditor import child

Window = npt.NDArray[np.uint8]
"""A face's surroundings, [H, W, 3]."""


class Shapes(Protocol):
    """The three models."""

    def landmarks(self, window: Window, box_xyxy: tuple[int, int, int, int]) -> npt.NDArray[np.float64]:
        """[68, 2] in pixels of window; box_xyxy goes from the brows to the chin."""

    def descriptor(self, window: Window, landmarks: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """[128] of the face with these landmarks [68, 2] in pixels of window."""

    def upright(self, window: Window, least: float) -> npt.NDArray[np.float64]:
        """[N, 3]: middle (x, y) and score, at least `least`, of each face that stands upright, give or take 30°."""


class ShapesHere:
    """In this process; each is loaded when it is first asked."""

    @cached_property
    def _predictor(self) -> Any:
        return dlib.shape_predictor(face_recognition_models.pose_predictor_model_location())

    @cached_property
    def _network(self) -> Any:
        return dlib.face_recognition_model_v1(face_recognition_models.face_recognition_model_location())

    @cached_property
    def _detector(self) -> Any:
        return dlib.get_frontal_face_detector()

    def load(self) -> None:
        """All of them, before they are asked."""
        _ = self._predictor, self._network, self._detector

    def landmarks(self, window: Window, box_xyxy: tuple[int, int, int, int]) -> npt.NDArray[np.float64]:
        parts = self._predictor(window, dlib.rectangle(*box_xyxy)).parts()
        return np.array([(part.x + 0.5, part.y + 0.5) for part in parts])

    def descriptor(self, window: Window, landmarks: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        points = dlib.points([dlib.point(int(x), int(y)) for x, y in landmarks])
        shape = dlib.full_object_detection(dlib.rectangle(0, 0, window.shape[1], window.shape[0]), points)
        return np.asarray(self._network.compute_face_descriptor(window, shape))

    def upright(self, window: Window, least: float) -> npt.NDArray[np.float64]:
        boxes, scores, _parts = self._detector.run(window, 0, least)
        rows = [(box.center().x, box.center().y, score) for box, score in zip(boxes, scores, strict=True)]
        return np.array(rows, np.float64).reshape(-1, 3)


class ShapesApart:
    """In a child process, which starts at once and loads them without being asked."""

    def __init__(self) -> None:
        self._child = child.Standing("ganeditor.engine.faces.apart:answer")
        self._window = self._child.folder / "window.npy"

    def landmarks(self, window: Window, box_xyxy: tuple[int, int, int, int]) -> npt.NDArray[np.float64]:
        return self._ask("landmarks", window, box_xyxy)

    def descriptor(self, window: Window, landmarks: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        return self._ask("descriptor", window, landmarks.tolist())

    def upright(self, window: Window, least: float) -> npt.NDArray[np.float64]:
        return self._ask("upright", window, least).reshape(-1, 3)

    def _ask(self, what: str, window: Window, given: Any) -> npt.NDArray[np.float64]:
        np.save(self._window, window)
        return np.array(self._child.ask({"what": what, "window": str(self._window), "given": given}), np.float64)
