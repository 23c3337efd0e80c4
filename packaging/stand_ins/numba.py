"""Stands for numba in the built program, where its compiler would take 210 MB for two loops over 68 points.

face-alignment alone asks for it, and gets its functions as they are written: slower by a thousandth of a second a face.
"""

from collections.abc import Callable
from typing import Any


def jit(**_options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return lambda function: function
