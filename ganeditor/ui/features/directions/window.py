"""DirectionsWindow: directions are found, trained, tried on a face, kept and brought from files."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ganeditor.ui.features.directions.boundary import BoundaryTab
from ganeditor.ui.features.directions.keep import ComponentRow
from ganeditor.ui.features.directions.mine import MineTab
from ganeditor.ui.features.directions.verbs import Directing
from ganeditor.ui.features.directions.views import DirectionsView, DiscoveryChoice
from ganeditor.ui.widgets.column import scroll_area
from ganeditor.ui.widgets.controls import PictureView, set_icon
from ganeditor.ui.widgets.said import SaidLabel
from ganeditor.ui.widgets.tool_window import ToolWindow
from ganeditor.ui.widgets.values import HIGHEST_SEED

LAYER_SAMPLES = 2_000  # each costs a synthesis
MOST_SAMPLES = 10_000_000
MOST_COMPONENTS = 100
PREVIEW_SIDE = 240  # pixels


class DirectionsWindow(ToolWindow):
    """Modeless; show_view brings everything in it up to date."""

    def __init__(self, verbs: Directing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verbs = verbs
        self.setWindowTitle(self.tr("Directions"))
        self.resize(1120, 740)
        self.discover, self.boundary, self.mine = DiscoverTab(verbs), BoundaryTab(verbs), MineTab(verbs)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Ways to a direction"))
        self.tabs.addTab(self.discover, self.tr("Discover"))
        self.tabs.addTab(self.boundary, self.tr("Boundary"))
        self.tabs.addTab(self.mine, self.tr("Mine"))
        self.tabs.currentChanged.connect(lambda _index: self._start_faces())
        self._view = DirectionsView()
        self._said = SaidLabel()
        left = QVBoxLayout()
        left.addWidget(self.tabs, 1)
        left.addWidget(self._said)
        layout = QHBoxLayout(self)
        layout.addLayout(left, 1)
        layout.addLayout(self._preview_column())

    def _preview_column(self) -> QVBoxLayout:
        self._preview = PictureView(self.tr("Preview"), PREVIEW_SIDE)
        self._preview.setFixedSize(PREVIEW_SIDE, PREVIEW_SIDE)
        self._preview.show_words(self.tr("Move a slider to see what a direction does"))
        self._previewed, self._face = QLabel(), QLabel()
        for label in (self._previewed, self._face):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setFixedWidth(PREVIEW_SIDE)
        self._face.setProperty("role", "muted")
        column = QVBoxLayout()
        for widget in (self._preview, self._previewed, self._face):
            column.addWidget(widget)
        column.addStretch()
        return column

    def _start_faces(self) -> None:
        """Random faces are made once somebody looks at their tab."""
        if self.tabs.currentWidget() is self.boundary and not self._view.faces:
            self._verbs.more_faces()

    def show_view(self, view: DirectionsView) -> None:
        self._view = view
        for tab in (self.discover, self.boundary, self.mine):
            tab.show_view(view)
        self._preview.show_picture(view.preview)
        self._previewed.setText(view.previewed)
        self._face.setText(
            self.tr("Previews start from the photo's face.")
            if view.on_photo
            else self.tr("Previews start from the mean face; open a photo and choose a face to see it instead.")
        )
        self._said.say(view.said, view.wrong)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._verbs.stop()
        super().closeEvent(event)


class DiscoverTab(QWidget):
    """Choices above, one row a component below."""

    def __init__(self, verbs: Directing) -> None:
        super().__init__()
        self._verbs = verbs
        self.rows: list[ComponentRow] = []
        start = DiscoveryChoice()
        self.components = QSpinBox(minimum=1, maximum=MOST_COMPONENTS, value=start.components)
        self.samples = QSpinBox(minimum=2, maximum=MOST_SAMPLES, value=start.samples)
        self.samples.setGroupSeparatorShown(True)
        self.layer = QComboBox()
        self.layer.addItem("w", None)
        self.layer.currentIndexChanged.connect(self._suggest_samples)
        self.seed = QSpinBox(maximum=HIGHEST_SEED)
        self.start = QPushButton(self.tr("Discover"), autoDefault=False)
        set_icon(self.start, "search")
        self.start.clicked.connect(self._discover)
        self.stop = QPushButton(self.tr("Stop"), autoDefault=False)
        set_icon(self.stop, "stop")
        self.stop.clicked.connect(lambda: verbs.stop())
        self._bar = QProgressBar(maximum=1000, textVisible=False)
        self._bar.setFixedHeight(8)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._hint = QLabel(
            self.tr("Principal components of what the model does, found without labels: see what each one changes.")
        )
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setAlignment(Qt.AlignmentFlag.AlignTop)
        area = scroll_area()
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.addWidget(self._hint)
        layout.addLayout(self._choices())
        below = QHBoxLayout()
        below.addWidget(self._bar, 1)
        below.addStretch()
        below.addWidget(self.stop)
        below.addWidget(self.start)
        layout.addLayout(below)
        layout.addWidget(area, 1)

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, widget, tip in (
            (self.tr("Components"), self.components, self.tr("How many, the strongest first")),
            (self.tr("Samples"), self.samples, self.tr("Random faces that are looked at")),
            (
                self.tr("of"),
                self.layer,
                self.tr("The latent space w itself, or a layer's activations, which take long"),
            ),
            (self.tr("Seed"), self.seed, self.tr("The same seed gives the same components")),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            widget.setToolTip(tip)
            widget.setAccessibleName(text if widget is not self.layer else self.tr("What is looked at"))
            row.addWidget(label)
            row.addWidget(widget)
        row.addStretch()
        return row

    def show_view(self, view: DirectionsView) -> None:
        if self.layer.count() != 1 + len(view.layer_names):
            while self.layer.count() > 1:
                self.layer.removeItem(1)
            for name in view.layer_names:
                self.layer.addItem(name, name)
        running = view.discovering is not None
        self.start.setEnabled(not running)
        self.stop.setEnabled(running)
        self._bar.setVisible(running)
        self._bar.setMaximum(1000 if view.discovering else 0)  # at first it may wait for a face that is learnt
        self._bar.setValue(round(1000 * (view.discovering or 0)))
        while len(self.rows) > len(view.components):
            row = self.rows.pop()
            self._list.removeWidget(row)
            row.deleteLater()
        while len(self.rows) < len(view.components):
            self.rows.append(ComponentRow(self._verbs))
            self._list.addWidget(self.rows[-1])
        for row, found in zip(self.rows, view.components, strict=True):
            row.show_found(found, view.layers)

    def _suggest_samples(self) -> None:
        self.samples.setValue(LAYER_SAMPLES if self.layer.currentData() else DiscoveryChoice.samples)

    def _discover(self) -> None:
        self._verbs.discover(
            DiscoveryChoice(self.components.value(), self.samples.value(), self.layer.currentData(), self.seed.value())
        )
