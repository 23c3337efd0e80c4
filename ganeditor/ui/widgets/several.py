"""SeveralBox: the faces in a photo, of which a person is to choose one."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from ganeditor.ui.widgets.icons import picture_icon
from ganeditor.ui.widgets.qimage import to_qimage
from ganeditor.ui.widgets.values import Picture8

FACE_SIDE = 64  # pixels


class SeveralBox(QFrame):
    """Hidden while there is nothing to choose."""

    chosen = Signal(int)  # place of the face
    refused = Signal()  # it is none of them

    def __init__(self, question: str, columns: int = 4) -> None:
        super().__init__()
        self._columns = columns
        self._shown: tuple[Picture8, ...] = ()
        self.faces: list[QToolButton] = []
        self.setFrameShape(QFrame.Shape.StyledPanel)
        asked = QLabel(question)
        asked.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.none = QPushButton(self.tr("None of them"), autoDefault=False)
        self.none.clicked.connect(self.refused)
        layout = QVBoxLayout(self)
        layout.addWidget(asked)
        layout.addLayout(self._grid)
        layout.addWidget(self.none, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    def show_faces(self, pictures: tuple[Picture8, ...]) -> None:
        if pictures is self._shown:
            return
        self._shown = pictures
        for button in self.faces:
            button.deleteLater()
        self.faces = []
        for index, picture in enumerate(pictures):
            button = QToolButton()
            button.setIcon(picture_icon(QPixmap.fromImage(to_qimage(picture))))
            button.setIconSize(QSize(FACE_SIDE, FACE_SIDE))
            button.setAccessibleName(self.tr("Face {number}").format(number=index + 1))
            button.setToolTip(button.accessibleName())
            button.clicked.connect(partial(self.chosen.emit, index))
            self._grid.addWidget(button, index // self._columns, index % self._columns)
            self.faces.append(button)
        self.setVisible(bool(pictures))
