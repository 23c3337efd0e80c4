"""From a document to pixels, touching no more of the photo than the edits do."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ganeditor.project.document import Document

Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Box = tuple[int, int, int, int]
"""(x0, y0, x1, y1) in whole pixels."""


class Overlay(Protocol):
    """What an edit does to one rectangle."""

    @property
    def box_xyxy(self) -> Box: ...

    def apply_to(self, pixels: Pixels) -> None: ...


class Editor(Protocol):
    """What rendering needs of the engine."""

    def overlay(
        self,
        face_id: str,
        amounts: Mapping[str, float],
        layers: Mapping[str, tuple[int, int]] | None = None,
        keep: Sequence[str] = (),
        mode: str = "detail",
    ) -> Overlay | None: ...


class Rendering:
    """A photo [H, W, C] and its edited copy, which is brought up to date rectangle by rectangle."""

    def __init__(self, photo: Pixels) -> None:
        self.photo = photo
        self.pixels: Pixels = photo.copy()
        self._touched: list[Box] = []

    def update(self, document: Document, editor: Editor) -> list[Box]:
        """Make pixels show document; returns the boxes that may have changed."""
        overlays = [
            editor.overlay(edits.face, edits.amounts, edits.layers, edits.keep, edits.mode)
            for edits in document.faces
            if not edits.neutral
        ]
        before = self._touched
        for x0, y0, x1, y1 in before:
            self.pixels[y0:y1, x0:x1] = self.photo[y0:y1, x0:x1]
        self._touched = []
        for overlay in overlays:
            if overlay is not None:
                overlay.apply_to(self.pixels)
                self._touched.append(overlay.box_xyxy)
        return before + self._touched


def render(document: Document, photo: Pixels, editor: Editor) -> Pixels:
    """The edited photo, once; photo itself stays as it is."""
    rendering = Rendering(photo)
    rendering.update(document, editor)
    return rendering.pixels
