"""The faces of the photo as thumbnails; a click chooses one."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QListView, QListWidget, QListWidgetItem, QVBoxLayout

from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.icons import picture_icon
from ganeditor.ui.widgets.qimage import to_qimage
from ganeditor.ui.widgets.values import FACE_FORMAT, FaceView

SIDE = 56  # pixels


class FaceRow(QListWidget):
    """Faces that can be dragged to where others look for them."""

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        data = QMimeData()
        data.setData(FACE_FORMAT, str(items[0].data(Qt.ItemDataRole.UserRole)).encode())
        return data


class FacesPanel(Panel):
    """From left to right, as in the photo."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._list = FaceRow()
        self._list.setIconSize(QSize(SIDE, SIDE))
        self._list.setSpacing(2)
        self._list.setFixedHeight(SIDE + 34)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setAccessibleName(self.tr("Faces in the photo"))
        self._list.itemClicked.connect(self._choose)
        self._list.itemActivated.connect(self._choose)
        self._empty = QLabel(self.tr("The faces of the photo appear here."))
        self._empty.setWordWrap(True)
        self._empty.setEnabled(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 4, 9, 4)
        layout.addWidget(self._empty)
        layout.addWidget(self._list)
        self._shown: dict[str, QListWidgetItem] = {}
        self._photo: int | None = None

    def show_view(self, view: View) -> None:
        photo = view.photo
        faces = photo.faces if photo else ()
        number = photo.number if photo else None
        if number != self._photo or list(self._shown) != [face.id for face in faces]:
            self._photo = number
            self._list.clear()
            self._shown = {face.id: self._item(face, index) for index, face in enumerate(faces, 1)}
        for index, face in enumerate(faces, 1):
            self._shown[face.id].setText(f"{index} •" if face.edited else str(index))
        chosen = self._shown.get(photo.chosen or "") if photo else None
        if chosen is not self._list.currentItem():
            self._list.setCurrentItem(chosen)  # type: ignore[arg-type]
        self._list.setVisible(bool(faces))
        self._empty.setVisible(not faces)

    def _item(self, face: FaceView, index: int) -> QListWidgetItem:
        pixmap = QPixmap.fromImage(to_qimage(face.thumbnail))
        smooth = Qt.TransformationMode.SmoothTransformation
        pixmap = pixmap.scaled(2 * SIDE, 2 * SIDE, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        item = QListWidgetItem(picture_icon(pixmap), str(index), self._list)
        item.setData(Qt.ItemDataRole.UserRole, face.id)
        notes = {"tiny": self.tr("It is small in the photo."), "profile": self.tr("It is seen from the side.")}
        told = [notes[mark] for mark in face.marks if mark in notes]
        tip = self.tr("Face {number}").format(number=index)
        if told:
            tip = " ".join([f"{tip}.", *told, self.tr("An edit may look poor.")])
        item.setToolTip(tip)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, tip)
        return item

    def _choose(self, item: QListWidgetItem) -> None:
        self._desk.finding.choose_face(item.data(Qt.ItemDataRole.UserRole))
