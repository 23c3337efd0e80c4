"""PANELS: the docks of the window, one row each."""

from dataclasses import dataclass

from PySide6.QtCore import Qt

from ganeditor.ui.features.attributes.panel import AttributesPanel
from ganeditor.ui.features.faces.panel import FacesPanel
from ganeditor.ui.features.history.panel import HistoryPanel
from ganeditor.ui.features.likeness.panel import ReadoutPanel
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.session.panel import Panel

RIGHT = Qt.DockWidgetArea.RightDockWidgetArea


@dataclass(frozen=True)
class PanelRow:
    """One dock."""

    id: str
    title: str  # translated in the context "Panels"
    kind: type[Panel]
    area: Qt.DockWidgetArea = RIGHT
    behind: str = ""  # id of the panel as whose tab it starts


PANELS = (
    PanelRow("faces", QT_TRANSLATE_NOOP("Panels", "Faces"), FacesPanel),
    PanelRow("attributes", QT_TRANSLATE_NOOP("Panels", "Attributes"), AttributesPanel),
    PanelRow("history", QT_TRANSLATE_NOOP("Panels", "History"), HistoryPanel, behind="attributes"),
    PanelRow("readout", QT_TRANSLATE_NOOP("Panels", "Likeness"), ReadoutPanel),
)
"""In the order in which they stand."""
