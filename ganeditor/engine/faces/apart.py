"""The child process of ShapesApart: importing this loads the models, before the first request comes."""

from typing import Any

import numpy as np

from ganeditor.engine.faces.shapes import ShapesHere
from ganeditor.progress import Progress

_SHAPES = ShapesHere()
_SHAPES.load()


def answer(request: Any, _progress: Progress) -> Any:
    """request: what is wanted, the file in which the window is, and what else the method takes."""
    window, given = np.load(request["window"]), request["given"]
    if request["what"] == "landmarks":
        return _SHAPES.landmarks(window, tuple(given)).tolist()
    if request["what"] == "upright":
        return _SHAPES.upright(window, given).tolist()
    return _SHAPES.descriptor(window, np.array(given)).tolist()
