"""MineTab: the directions that are kept, files that bring more, and their removal."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDoubleSpinBox,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ganeditor.ui.features.directions.verbs import Directing
from ganeditor.ui.features.directions.views import DirectionsView, ImportChoice, Kept
from ganeditor.ui.widgets.controls import set_icon

FILES = "*.npy *.npz *.pt *.pth *.pkl *.safetensors"
MOST_COMPONENTS = 100_000


class MineTab(QWidget):
    """One row a direction."""

    def __init__(self, verbs: Directing) -> None:
        super().__init__()
        self._verbs = verbs
        self._kept: tuple[Kept, ...] = ()
        headings = (self.tr("Name"), self.tr("Slider"), self.tr("Layers"), self.tr("1 σ"), self.tr("Comes from"))
        self.table = QTableWidget(0, len(headings))
        self.table.setHorizontalHeaderLabels(headings)
        self.table.setAccessibleName(self.tr("Kept directions"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table.itemSelectionChanged.connect(self._enable)
        self._empty = QLabel(
            self.tr("There are none for this model yet: discover some, train a boundary, or import a file.")
        )
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self.delete = QPushButton(self.tr("Remove…"), autoDefault=False)
        self.delete.setToolTip(self.tr("Delete the chosen direction"))
        self.delete.clicked.connect(self._ask_whether)
        below = QHBoxLayout()
        below.addStretch()
        below.addWidget(self.delete)
        layout = QVBoxLayout(self)
        layout.addWidget(self._empty)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        layout.addWidget(self._import_box())
        self._enable()

    def _import_box(self) -> QGroupBox:
        box = QGroupBox(self.tr("Import from a file"))
        about = QLabel(
            self.tr("InterFaceGAN, GANSpace, e4e, EditGAN, StyleCLIP and ganeditor's own; no code in a file is run.")
        )
        about.setProperty("role", "muted")
        about.setWordWrap(True)
        self.name = QLineEdit(placeholderText=self.tr("Name (the file's)"))
        self.name.setAccessibleName(self.tr("Name of the attribute"))
        self.component = QSpinBox(minimum=-1, maximum=MOST_COMPONENTS, value=-1)
        self.component.setSpecialValueText(self.tr("only one"))
        self.component.setAccessibleName(self.tr("Component"))
        self.component.setToolTip(self.tr("Which one, of a file that holds several; the first is 0"))
        label = QLabel(self.tr("Component"))
        label.setBuddy(self.component)
        self.in_w = QCheckBox(self.tr("it is in W"))
        self.in_w.setToolTip(self.tr("Take it as a direction in W although the file's name tells Z"))
        self.choose = QPushButton(self.tr("Import…"), autoDefault=False)
        set_icon(self.choose, "open")
        self.choose.clicked.connect(self._ask_which)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        for widget in (label, self.component, self.in_w, self.choose):
            row.addWidget(widget)
        layout = QVBoxLayout(box)
        layout.addWidget(about)
        layout.addLayout(row)
        layout.addLayout(self._by_text())
        return box

    def _by_text(self) -> QHBoxLayout:
        """Of a table of style channels, which needs words and a CLIP."""
        self.text = QLineEdit(placeholderText=self.tr("In English, for StyleCLIP's fs3.npy: a smiling face"))
        self.text.setAccessibleName(self.tr("Text that the direction leads to"))
        self.text.setToolTip(self.tr("Your own CLIP says what it means; the README tells where that is put"))
        self.beta = QDoubleSpinBox(minimum=0, maximum=1, singleStep=0.01, value=ImportChoice(Path()).beta)
        self.beta.setAccessibleName(self.tr("Beta"))
        self.beta.setToolTip(self.tr("Relevance below which a channel stays: the larger, the less else changes"))
        row = QHBoxLayout()
        for name, field in ((self.tr("Text"), self.text), ("β", self.beta)):
            label = QLabel(name)
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, int(field is self.text))
        return row

    def show_view(self, view: DirectionsView) -> None:
        self._empty.setVisible(not view.kept)
        if view.kept == self._kept:
            return
        if len(view.kept) > len(self._kept):
            self.name.clear()
        self._kept = view.kept
        self.table.setRowCount(len(view.kept))
        for row, kept in enumerate(view.kept):
            layers = self.tr("all") if kept.layers is None else f"{kept.layers[0]}–{kept.layers[1]}"
            for column, text in enumerate((kept.name, kept.label, layers, f"{kept.scale:.3g}", kept.source)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        self.table.clearSelection()
        self._enable()

    @property
    def chosen(self) -> str | None:
        rows = self.table.selectionModel().selectedRows()
        return self._kept[rows[0].row()].name if rows else None

    def _enable(self) -> None:
        self.delete.setEnabled(self.chosen is not None)

    def _ask_which(self) -> None:
        kinds = self.tr("Directions ({files});;All files (*)").format(files=FILES)
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("Import a direction"), "", kinds)
        if name:
            component = self.component.value()
            self._verbs.bring(
                ImportChoice(
                    Path(name),
                    None if component < 0 else component,
                    self.name.text().strip(),
                    self.in_w.isChecked(),
                    self.text.text().strip(),
                    self.beta.value(),
                )
            )

    def _ask_whether(self) -> None:
        name = self.chosen
        if name is None:
            return
        text = self.tr("Delete the direction '{name}'? This can't be undone.").format(name=name)
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Remove a direction"), text, buttons, self)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.accepted.connect(lambda: self._verbs.remove(name))
        box.open()
