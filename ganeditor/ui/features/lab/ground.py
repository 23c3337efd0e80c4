"""Ground: a square view of the plane or of a latent space, without axes and menus, on which items are put."""

import pyqtgraph
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ganeditor.ui.features.lab.colours import lab_colours


class Ground(pyqtgraph.GraphicsView):  # type: ignore[misc]
    """From -reach to reach in both directions; of single items, since pyqtgraph's whole plot has menus that stay."""

    def __init__(self, name: str, reach: float, side: int, parent: QWidget | None = None) -> None:
        """name: for who hears the screen; side: pixels, at least."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(side, side)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.box = pyqtgraph.ViewBox(lockAspect=True, enableMouse=False, enableMenu=False)
        self.setCentralItem(self.box)
        self.box.setRange(QRectF(-reach, -reach, 2 * reach, 2 * reach), padding=0.01)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "box"):
            self.put_on()

    def put_on(self) -> None:
        """The theme that is on now."""
        self.setBackground(lab_colours().plane)
