"""RunFacts: what is trained in a run, what it says, and how it goes on and is kept."""

from PySide6.QtCore import QLocale, QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from ganeditor.project.runs import Seen
from ganeditor.ui.features.training.boxes import licence_box, minutes_box, pictures_box
from ganeditor.ui.features.training.views import Result, TrainingView
from ganeditor.ui.i18n import translated


class RunFacts(QWidget):
    """Length, name and licence are read off when it goes on or is taken as a model."""

    def __init__(self) -> None:
        super().__init__()
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.pictures, self.minutes = pictures_box(), minutes_box()
        self.name = QLineEdit()
        self.licence = licence_box()
        self.words = QListWidget()
        self.words.setWordWrap(True)
        self.words.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.words.setAccessibleName(self.tr("What it says"))
        self.words.setTextElideMode(Qt.TextElideMode.ElideNone)
        form = QFormLayout()
        for text, widget in (
            (self.tr("Pictures seen"), self.pictures),
            (self.tr("Minutes"), self.minutes),
            (self.tr("Model's name"), self.name),
            (self.tr("Licence"), self.licence),
        ):
            widget.setAccessibleName(text)
            form.addRow(text, widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.about)
        layout.addLayout(form)
        layout.addWidget(QLabel(self.tr("What it says")))
        layout.addWidget(self.words, 1)
        self._result = Result("")
        self._folder: object = None

    @property
    def result(self) -> Result:
        """How the model is kept."""
        return Result(self.name.text(), self.licence.currentText().strip())

    def show_view(self, view: TrainingView) -> None:
        for widget in (self.pictures, self.minutes):
            widget.setEnabled(not view.busy)
        if (view.folder, view.result) != (self._folder, self._result):
            self._folder, self._result = view.folder, view.result
            self.name.setText(view.result.name)
            self.licence.setEditText(view.result.licence)
        if view.run:
            self._show_run(view.run, view.busy)
        else:
            self.about.setText(str(view.folder or ""))
            self.words.clear()

    def _show_run(self, run: Seen, busy: bool) -> None:
        settings = run.job["settings"]
        text = self.tr(
            "{task} at {side} pixels, {batch} pictures a step, loss {loss}\nPictures: {pictures}\nRun: {run}"
        )
        self.about.setText(
            text.format(
                task=run.task,
                side=settings["side"],
                batch=settings["batch"],
                loss=settings["loss"],
                pictures=run.job["pictures"],
                run=run.folder,
            )
        )
        if busy or not self.pictures.hasFocus():
            with QSignalBlocker(self.pictures):
                self.pictures.setValue(settings["pictures"])
        step = self.tr("Step {step}: {text}")
        said = [
            step.format(step=QLocale().toString(number), text=translated(text, "Words"))
            for number, text in reversed(run.words)
        ]
        if said != [self.words.item(row).text() for row in range(self.words.count())]:
            self.words.clear()
            self.words.addItems(said)
