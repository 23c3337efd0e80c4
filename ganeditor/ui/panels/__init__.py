"""PANELS: the docks of the window, one row each."""

from dataclasses import dataclass

from PySide6.QtCore import Qt

from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.panels.attributes import AttributesPanel
from ganeditor.ui.panels.faces import FacesPanel
from ganeditor.ui.panels.history import HistoryPanel
from ganeditor.ui.panels.panel import Panel
from ganeditor.ui.panels.readout import ReadoutPanel

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
