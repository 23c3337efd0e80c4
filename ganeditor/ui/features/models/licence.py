"""LicenceDialog: what a public model may be used for, agreed to before it is fetched."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from ganeditor.ui.features.models.views import OfferedModel

WIDTH = 520  # pixels


class LicenceDialog(QDialog):
    """Accepted only with the tick."""

    def __init__(self, row: OfferedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Get {name}").format(name=row.name))
        form = QFormLayout()
        for title, text in (
            (self.tr("Model"), row.title),
            (self.tr("Download"), self.tr("about {megabytes} MB").format(megabytes=row.megabytes)),
            (self.tr("Licence"), row.licence),
            (self.tr("Page"), f'<a href="{row.page}">{row.page}</a>'),
        ):
            label = QLabel(text)
            label.setWordWrap(True)
            label.setOpenExternalLinks(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
            label.setMinimumWidth(WIDTH - 120)
            form.addRow(title, label)
        self.agree = QCheckBox(
            self.tr("I agree to this licence and use the model for no commercial purpose")
            if row.non_commercial
            else self.tr("I agree to this licence")
        )
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.get = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.get.setText(self.tr("Go on fetching") if row.started else self.tr("Fetch"))
        self.get.setEnabled(False)
        self.agree.toggled.connect(self.get.setEnabled)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        if row.non_commercial:
            warning = QLabel(self.tr("This model is not for commercial use."))
            warning.setProperty("role", "warning")
            layout.addWidget(warning)
        layout.addLayout(form)
        layout.addWidget(self.agree)
        layout.addWidget(self.buttons)
