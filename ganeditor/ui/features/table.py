"""FEATURES: what stands beside the canvas and in windows of its own, one row each.

Panels, windows, menus, shortcuts and settings are made from these rows. To add a feature, write its folder and a row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ganeditor.ui.action_row import CREATE, FACE, ActionRow, always, has_faces, has_photo
from ganeditor.ui.features.animate.verbs import Animating
from ganeditor.ui.features.animate.window import AnimateWindow
from ganeditor.ui.features.attributes.panel import AttributesPanel
from ganeditor.ui.features.directions.verbs import Directing
from ganeditor.ui.features.directions.window import DirectionsWindow
from ganeditor.ui.features.enhance.panel import EnhancePanel
from ganeditor.ui.features.enhance.verbs import Enhancing
from ganeditor.ui.features.eyes.panel import EyesPanel
from ganeditor.ui.features.eyes.verbs import CLOSED_BELOW, OpeningEyes
from ganeditor.ui.features.faces.panel import FacesPanel
from ganeditor.ui.features.generate.verbs import Generating
from ganeditor.ui.features.generate.window import GenerateWindow
from ganeditor.ui.features.group.verbs import OpeningAllEyes
from ganeditor.ui.features.group.window import GroupWindow
from ganeditor.ui.features.history.panel import HistoryPanel
from ganeditor.ui.features.lab.verbs import Experimenting
from ganeditor.ui.features.likeness.panel import ReadoutPanel
from ganeditor.ui.features.mask.panel import MaskPanel
from ganeditor.ui.features.mask.verbs import Masking
from ganeditor.ui.features.models.verbs import ManagingModels
from ganeditor.ui.features.models.window import ModelsWindow
from ganeditor.ui.features.people.verbs import SearchingPeople
from ganeditor.ui.features.people.window import PeopleWindow
from ganeditor.ui.features.queue.verbs import Queueing
from ganeditor.ui.features.queue.window import QueueWindow
from ganeditor.ui.features.restore.panel import RestorePanel
from ganeditor.ui.features.restore.verbs import Restoring
from ganeditor.ui.features.restyle.panel import RestylePanel
from ganeditor.ui.features.restyle.verbs import Restyling
from ganeditor.ui.features.swap.panel import SwapPanel
from ganeditor.ui.features.swap.verbs import Swapping
from ganeditor.ui.features.training.verbs import Training
from ganeditor.ui.features.training.window import TrainingWindow
from ganeditor.ui.features.video.verbs import Filming
from ganeditor.ui.features.video.window import VideoWindow
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.session.desk import QUEUE, Desk
from ganeditor.ui.session.feature import Panel, Verbs
from ganeditor.ui.session.view import View
from ganeditor.ui.settings import Setting
from ganeditor.ui.widgets.tool_window import ToolWindow

RIGHT = Qt.DockWidgetArea.RightDockWidgetArea


@dataclass(frozen=True)
class Feature:
    """One feature: a panel in a dock, or a window of its own, or both."""

    id: str  # the dock's name in the saved layout, too
    title: str = ""  # of the dock, translated in the context "Panels"
    verbs: Callable[[Desk], Verbs] | None = None  # for one that asks for more than the Desk itself can do
    panel: Callable[[Any], Panel] | None = None  # gets the verbs, or where there are none the Desk
    window: Callable[[Any, QWidget], ToolWindow] | None = None  # gets the verbs; made when it is first wanted
    actions: tuple[ActionRow, ...] = ()
    settings: tuple[Setting, ...] = ()
    area: Qt.DockWidgetArea = RIGHT
    behind: str = ""  # id of the feature as whose tab the dock starts


def opening(
    id: str,
    text: str,
    tooltip: str,
    keys: str = "",
    icon: str = "",
    toolbar: bool = False,
    separated: bool = False,
    menu: str = CREATE,
    enabled: Callable[[View], bool] = always,
) -> ActionRow:
    """The action that shows the window of the feature with this id."""
    chords = (keys,) if keys else ()
    run = lambda reach, _on: reach.shell.show_tool(id)  # noqa: E731
    return ActionRow(id, menu, text, tooltip, run, chords, icon, enabled, toolbar, separated=separated)


def _lab_window(verbs: Any, parent: QWidget) -> ToolWindow:
    from ganeditor.ui.features.lab.window import LabWindow  # pyqtgraph's import takes a third of a second

    return LabWindow(verbs, parent)


FEATURES = (
    Feature("faces", QT_TRANSLATE_NOOP("Panels", "Faces"), panel=FacesPanel),
    Feature("attributes", QT_TRANSLATE_NOOP("Panels", "Attributes"), panel=AttributesPanel),
    Feature(
        "eyes",
        QT_TRANSLATE_NOOP("Panels", "Eyes"),
        verbs=OpeningEyes,
        panel=EyesPanel,
        settings=(CLOSED_BELOW,),
        behind="attributes",
    ),
    Feature("mask", QT_TRANSLATE_NOOP("Panels", "Mask"), verbs=Masking, panel=MaskPanel, behind="attributes"),
    Feature("swap", QT_TRANSLATE_NOOP("Panels", "Swap"), verbs=Swapping, panel=SwapPanel, behind="attributes"),
    Feature(
        "enhance", QT_TRANSLATE_NOOP("Panels", "Enhance"), verbs=Enhancing, panel=EnhancePanel, behind="attributes"
    ),
    Feature(
        "restore", QT_TRANSLATE_NOOP("Panels", "Restore"), verbs=Restoring, panel=RestorePanel, behind="attributes"
    ),
    Feature(
        "restyle", QT_TRANSLATE_NOOP("Panels", "Restyle"), verbs=Restyling, panel=RestylePanel, behind="attributes"
    ),
    Feature("history", QT_TRANSLATE_NOOP("Panels", "History"), panel=HistoryPanel, behind="attributes"),
    Feature("readout", QT_TRANSLATE_NOOP("Panels", "Likeness"), panel=ReadoutPanel),
    Feature(
        "group",
        verbs=OpeningAllEyes,
        window=GroupWindow,
        actions=(
            opening(
                "group",
                QT_TRANSLATE_NOOP("Actions", "Open all eyes from…"),
                QT_TRANSLATE_NOOP("Actions", "Every closed eye in the photo is opened from a folder of other photos"),
                menu=FACE,
                enabled=has_faces,
            ),
        ),
    ),
    Feature(
        "people",
        verbs=SearchingPeople,
        window=PeopleWindow,
        actions=(
            ActionRow(
                "draw-face",
                FACE,
                QT_TRANSLATE_NOOP("Actions", "Mark a face for People"),
                QT_TRANSLATE_NOOP("Actions", "A face that the search through your photos missed: drag a rectangle"),
                lambda reach, _on: reach.features["people"].begin_drawing(),
                enabled=has_photo,
            ),
            opening(
                "people",
                QT_TRANSLATE_NOOP("Actions", "People…"),
                QT_TRANSLATE_NOOP("Actions", "Who is in your photos: search them by face"),
                "Ctrl+P",
                "people",
                toolbar=True,
            ),
        ),
    ),
    Feature(
        "generate",
        verbs=Generating,
        window=GenerateWindow,
        actions=(
            opening(
                "generate",
                QT_TRANSLATE_NOOP("Actions", "Generate faces…"),
                QT_TRANSLATE_NOOP("Actions", "Random faces, their neighbours and mixtures"),
                "Ctrl+G",
                "generate",
                toolbar=True,
            ),
        ),
    ),
    Feature(
        "animate",
        verbs=Animating,
        window=AnimateWindow,
        actions=(
            opening(
                "animate",
                QT_TRANSLATE_NOOP("Actions", "Animate…"),
                QT_TRANSLATE_NOOP(
                    "Actions",
                    "Age progression, sweeps, walks, morphs, replays, faces that follow others, as GIF, WebP or video",
                ),
                "Ctrl+T",
                "film",
                toolbar=True,
            ),
        ),
    ),
    Feature(
        "video",
        verbs=Filming,
        window=VideoWindow,
        actions=(
            opening(
                "video",
                QT_TRANSLATE_NOOP("Actions", "Video…"),
                QT_TRANSLATE_NOOP("Actions", "A person's face in a clip, edited or become another's in every frame"),
            ),
        ),
    ),
    Feature(
        QUEUE,
        verbs=Queueing,
        window=QueueWindow,
        actions=(
            opening(
                QUEUE,
                QT_TRANSLATE_NOOP("Actions", "Many photos…"),
                QT_TRANSLATE_NOOP("Actions", "What was done to one photo, done to many: a queue of photos and recipes"),
                "Ctrl+Shift+B",
            ),
        ),
    ),
    Feature(
        "directions",
        verbs=Directing,
        window=DirectionsWindow,
        actions=(
            opening(
                "directions",
                QT_TRANSLATE_NOOP("Actions", "Directions…"),
                QT_TRANSLATE_NOOP("Actions", "Attributes of your own: discover, train or import them"),
                "Ctrl+D",
                separated=True,
            ),
        ),
    ),
    Feature(
        "training",
        verbs=Training,
        window=TrainingWindow,
        actions=(
            opening(
                "training",
                QT_TRANSLATE_NOOP("Actions", "Training…"),
                QT_TRANSLATE_NOOP("Actions", "A model learnt from your own pictures, watched while it learns"),
            ),
        ),
    ),
    Feature(
        "lab",
        verbs=Experimenting,
        window=_lab_window,
        actions=(
            opening(
                "lab",
                QT_TRANSLATE_NOOP("Actions", "Lab…"),
                QT_TRANSLATE_NOOP(
                    "Actions", "How GANs learn, and what goes wrong: small ones that learn while you watch"
                ),
                separated=True,
            ),
        ),
    ),
    Feature(
        "models",
        verbs=ManagingModels,
        window=ModelsWindow,
        actions=(
            opening(
                "models",
                QT_TRANSLATE_NOOP("Actions", "Models…"),
                QT_TRANSLATE_NOOP("Actions", "The models on this computer, and how to bring more"),
            ),
        ),
    ),
)
"""Docks, menu items and buttons stand in this order."""
