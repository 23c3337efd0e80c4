"""The only door to OpenCV: importing cv2 on Linux points Qt at OpenCV's own plugins, and this puts that right."""

import os
from typing import Any

_QT_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
_before = {name: os.environ.get(name) for name in _QT_VARIABLES}

import cv2 as _cv2  # noqa: E402

for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

cv2: Any = _cv2  # its stubs reject array types that it takes
cv2.setNumThreads(min(4, os.cpu_count() or 1))

__all__ = ["cv2"]
