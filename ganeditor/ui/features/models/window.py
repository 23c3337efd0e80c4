"""ModelsWindow: the models on this machine, files that become models, and public ones to fetch."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ganeditor.ui.features.models.licence import LicenceDialog
from ganeditor.ui.features.models.verbs import ManagingModels
from ganeditor.ui.features.models.views import InstalledModel, ModelsView, OfferedModel
from ganeditor.ui.widgets.controls import set_icon
from ganeditor.ui.widgets.said import SaidLabel
from ganeditor.ui.widgets.tool_window import ToolWindow

FILES = "*.pkl *.pt *.pth *.safetensors *.param"


class ModelsWindow(ToolWindow):
    """Modeless; what runs goes on when it is closed, since fetching can take an hour."""

    def __init__(self, verbs: ManagingModels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verbs = verbs
        self._view = ModelsView()
        self.setWindowTitle(self.tr("Models"))
        self.resize(1180, 680)
        self.installed, self.offered = InstalledBox(verbs), OfferedBox(verbs)
        self._said = SaidLabel()
        layout = QVBoxLayout(self)
        layout.addWidget(self.installed, 1)
        layout.addWidget(self.offered, 1)
        layout.addLayout(self._progress_row())
        layout.addWidget(self._said)

    def _progress_row(self) -> QHBoxLayout:
        self._doing = QLabel()
        self._bar = QProgressBar(maximum=1000, textVisible=False)
        self._bar.setFixedHeight(8)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop = QPushButton(self.tr("Stop"), autoDefault=False)
        set_icon(self._stop, "stop")
        self._stop.setToolTip(self.tr("A download can be taken up again later"))
        self._stop.clicked.connect(lambda: self._verbs.stop())
        row = QHBoxLayout()
        row.addWidget(self._doing)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        return row

    def show_view(self, view: ModelsView) -> None:
        self._view = view
        self.installed.show_view(view)
        self.offered.show_view(view)
        for widget in (self._doing, self._bar, self._stop):
            widget.setVisible(bool(view.doing))
        self._doing.setText(view.doing)
        self._bar.setMaximum(0 if view.fraction is None else 1000)
        self._bar.setValue(round(1000 * (view.fraction or 0)))
        self._said.say(view.said, view.wrong)


class ModelTable(QTableWidget):
    """Whole rows, of which one is chosen."""

    def __init__(self, name: str, headings: tuple[str, ...]) -> None:
        super().__init__(0, len(headings))
        self.setHorizontalHeaderLabels(headings)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)

    @property
    def chosen(self) -> int | None:
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def fill(self, rows: list[tuple[tuple[str, ...], str]]) -> None:
        """Texts of the cells and the tooltip of each row; the same number of rows keeps the choice."""
        chosen = self.chosen if self.rowCount() == len(rows) else None
        self.setRowCount(len(rows))
        for row, (texts, tip) in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(tip)
                self.setItem(row, column, item)
        self.clearSelection()
        if chosen is not None:
            self.selectRow(chosen)


class InstalledBox(QGroupBox):
    """The packs on this machine."""

    def __init__(self, verbs: ManagingModels) -> None:
        super().__init__()
        self.setTitle(self.tr("On this computer"))
        self._verbs = verbs
        self._rows: tuple[InstalledModel, ...] = ()
        self._busy = False
        headings = (self.tr("Name"), self.tr("Used"), self.tr("Version"), self.tr("Size"), self.tr("On disk"))
        self.table = ModelTable(self.tr("Models on this computer"), (*headings, self.tr("Licence"), self.tr("Folder")))
        self.table.itemSelectionChanged.connect(self._enable)
        self.name = QLineEdit(placeholderText=self.tr("Name (the file's)"))
        self.name.setAccessibleName(self.tr("Name of the imported model"))
        self.bring = self._button(self.tr("Import file…"), self.tr("NVIDIA, rosinality, e4e and pSp files, and others"))
        set_icon(self.bring, "open")
        self.use = self._button(self.tr("Use"), self.tr("Edit faces with the chosen model from the next start on"))
        self.verify = self._button(
            self.tr("Verify"), self.tr("Compare the files with the manifest, and the pictures with the reference")
        )
        self.remove = self._button(self.tr("Remove…"), self.tr("Delete the chosen model; only ones you brought"))
        self.bring.clicked.connect(self._ask_which)
        self.use.clicked.connect(lambda: self._with_chosen(lambda row: verbs.use(row.name)))
        self.verify.clicked.connect(lambda: self._with_chosen(lambda row: verbs.verify(row.name)))
        self.remove.clicked.connect(lambda: self._with_chosen(self._ask_whether))
        buttons = QHBoxLayout()
        buttons.addWidget(self.bring)
        buttons.addWidget(self.name)
        buttons.addStretch()
        for button in (self.use, self.verify, self.remove):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, autoDefault=False)
        button.setToolTip(tip)
        return button

    def show_view(self, view: ModelsView) -> None:
        if len(view.installed) > len(self._rows) and self._rows:
            self.name.clear()
        self._rows, self._busy = view.installed, bool(view.doing)
        self.table.fill([(self._texts(row, view.used), self._tip(row)) for row in view.installed])
        self._enable()

    def _texts(self, row: InstalledModel, used: str) -> tuple[str, ...]:
        mark = "✓" if row.name == used else ""
        if row.problem:
            return (row.name, mark, "", "", "", row.problem, str(row.folder))
        return (row.name, mark, row.version, row.about, f"{row.megabytes:.0f} MB", row.licence, str(row.folder))

    def _tip(self, row: InstalledModel) -> str:
        lines = [row.problem or row.licence]
        if row.training_data:
            lines.append(self.tr("Trained on: {data}").format(data=row.training_data))
        if row.source:
            lines.append(self.tr("Made from: {source}").format(source=row.source))
        return "\n".join([*lines, *row.notices]).replace("<", "‹")  # a pack's texts are no markup

    def _with_chosen(self, act: Callable[[InstalledModel], None]) -> None:
        index = self.table.chosen
        if index is not None:
            act(self._rows[index])

    def _enable(self) -> None:
        index = self.table.chosen
        row = self._rows[index] if index is not None and index < len(self._rows) else None
        self.use.setEnabled(row is not None and row.of_faces and not row.problem)
        self.verify.setEnabled(row is not None and not self._busy)
        self.remove.setEnabled(row is not None and row.own and not self._busy)
        self.bring.setEnabled(not self._busy)

    def _ask_which(self) -> None:
        kinds = self.tr("Models ({files});;All files (*)").format(files=FILES)
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("Import a model"), "", kinds)
        if name:
            self._verbs.bring(Path(name), "-".join(self.name.text().split()))

    def _ask_whether(self, row: InstalledModel) -> None:
        text = self.tr("Delete the model '{name}' ({megabytes} MB)? This can't be undone.")
        text = text.format(name=row.name, megabytes=f"{row.megabytes:.0f}")
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Remove a model"), text, buttons, self)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.accepted.connect(lambda: self._verbs.remove(row.name))
        box.open()


class OfferedBox(QGroupBox):
    """Public models: fetched from here, or by a person from their page."""

    def __init__(self, verbs: ManagingModels) -> None:
        super().__init__()
        self.setTitle(self.tr("Public models"))
        self._verbs = verbs
        self._rows: tuple[OfferedModel, ...] = ()
        self._busy = False
        headings = (self.tr("Name"), self.tr("What it is"), self.tr("About"), self.tr("Licence"), self.tr("Page"))
        self.table = ModelTable(self.tr("Public models"), headings)
        self.table.itemSelectionChanged.connect(self._enable)
        self.get = QPushButton(self.tr("Get…"), autoDefault=False)
        self.get.clicked.connect(self._ask_licence)
        self.page = QPushButton(self.tr("Open its page"), autoDefault=False)
        self.page.clicked.connect(self._open_page)
        self._advice = QLabel()
        self._advice.setProperty("role", "muted")
        self._advice.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self._advice, 1)
        buttons.addWidget(self.page)
        buttons.addWidget(self.get)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)

    def show_view(self, view: ModelsView) -> None:
        self._rows, self._busy = view.offered, bool(view.doing)
        self.table.fill([(self._texts(row), f"{row.licence}\n{row.page}") for row in view.offered])
        self._enable()

    def _texts(self, row: OfferedModel) -> tuple[str, ...]:
        licence = self.tr("not commercial") if row.non_commercial else row.licence
        return (row.name, row.title, f"{row.megabytes} MB", licence, row.page)

    @property
    def _row(self) -> OfferedModel | None:
        index = self.table.chosen
        return self._rows[index] if index is not None and index < len(self._rows) else None

    def _enable(self) -> None:
        row = self._row
        self.get.setEnabled(row is not None and row.direct and not self._busy)
        self.get.setText(self.tr("Go on…") if row and row.started else self.tr("Get…"))
        self.page.setEnabled(row is not None)
        self.page.setToolTip(row.page if row else "")
        if row is None:
            self._advice.clear()
        elif row.direct:
            self._advice.setText(self.tr("Its licence is shown before it is fetched."))
        else:
            self._advice.setText(
                self.tr("It has no direct address: get the file from {page}, then import it above.").format(
                    page=row.page
                )
            )

    def _open_page(self) -> None:
        if self._row:
            QDesktopServices.openUrl(QUrl(self._row.page))

    def _ask_licence(self) -> None:
        row = self._row
        if row:
            dialog = LicenceDialog(row, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(lambda: self._verbs.get(row.name))
            dialog.open()
