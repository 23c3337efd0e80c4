"""What is scrolled where the window is too low for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


def scrolled_column(*parts: QWidget) -> QScrollArea:
    """The parts one below the other, as wide as the panel."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 6, 0)
    for part in parts:
        column.addWidget(part)
    column.addStretch()
    area = scroll_area()
    area.setWidget(inside)
    return area


def scroll_area() -> QScrollArea:
    """As wide as what it lies in; keys go to what is inside, which it follows."""
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
