"""ACTIONS: what stands in the menus and the toolbar beside the features, one row each."""

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QWidget

from ganeditor.ui.action_row import (
    EDIT,
    FACE,
    FILE,
    HELP,
    LOOK,
    ActionRow,
    Reach,
    can_redo,
    can_undo,
    face_is_edited,
    has_face,
    has_photo,
    is_edited,
    is_searched,
    is_searching,
    makes_recipe,
)
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.widgets.icons import icon
from ganeditor.ui.widgets.tools import FacePoints
from ganeditor.version import PAGE

ACTIONS = (
    ActionRow(
        "open",
        FILE,
        QT_TRANSLATE_NOOP("Actions", "Open…"),
        QT_TRANSLATE_NOOP("Actions", "Open photos or a project"),
        lambda reach, _on: reach.session.open_photos(),
        ("Ctrl+O",),
        "open",
        toolbar=True,
    ),
    ActionRow(
        "paste",
        EDIT,
        QT_TRANSLATE_NOOP("Actions", "Paste as new photo"),
        QT_TRANSLATE_NOOP("Actions", "Open the picture in the clipboard"),
        lambda reach, _on: reach.session.paste_from_clipboard(),
        ("Ctrl+V",),
        "paste",
    ),
    ActionRow(
        "save",
        FILE,
        QT_TRANSLATE_NOOP("Actions", "Save project"),
        QT_TRANSLATE_NOOP("Actions", "Keep photo, edits and history in a project file"),
        lambda reach, _on: reach.session.save(),
        ("Ctrl+S",),
        "save",
        has_photo,
        toolbar=True,
        separated=True,
    ),
    ActionRow(
        "save-as",
        FILE,
        QT_TRANSLATE_NOOP("Actions", "Save project as…"),
        QT_TRANSLATE_NOOP("Actions", "Save under another name"),
        lambda reach, _on: reach.session.save_as(),
        ("Ctrl+Shift+S",),
        enabled=has_photo,
    ),
    ActionRow(
        "export",
        FILE,
        QT_TRANSLATE_NOOP("Actions", "Export picture…"),
        QT_TRANSLATE_NOOP("Actions", "Save the edited photo as a picture file"),
        lambda reach, _on: reach.session.export(),
        ("Ctrl+E",),
        "export",
        has_photo,
        toolbar=True,
    ),
    ActionRow(
        "save-recipe",
        FILE,
        QT_TRANSLATE_NOOP("Actions", "Do this to other photos…"),
        QT_TRANSLATE_NOOP(
            "Actions", "Keep what is done to this face and to the photo as a recipe, and do it to many photos"
        ),
        lambda reach, _on: reach.session.save_recipe(),
        enabled=makes_recipe,
    ),
    ActionRow(
        "close-photo",
        FILE,
        QT_TRANSLATE_NOOP("Actions", "Close photo"),
        QT_TRANSLATE_NOOP("Actions", "Close the photo in the window"),
        lambda reach, _on: reach.session.close_photo(),
        ("Ctrl+W",),
        enabled=has_photo,
        separated=True,
    ),
    ActionRow(
        "quit",
        FILE,
        QT_TRANSLATE_NOOP("Actions", "Quit"),
        QT_TRANSLATE_NOOP("Actions", "Close ganeditor"),
        lambda reach, _on: reach.shell.close(),
        ("Ctrl+Q",),
    ),
    ActionRow(
        "undo",
        EDIT,
        QT_TRANSLATE_NOOP("Actions", "Undo"),
        QT_TRANSLATE_NOOP("Actions", "Take back the last step"),
        lambda reach, _on: reach.session.editing.undo(),
        ("Ctrl+Z",),
        "undo",
        can_undo,
        toolbar=True,
    ),
    ActionRow(
        "redo",
        EDIT,
        QT_TRANSLATE_NOOP("Actions", "Redo"),
        QT_TRANSLATE_NOOP("Actions", "Do the step again that was taken back"),
        lambda reach, _on: reach.session.editing.redo(),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        can_redo,
        toolbar=True,
    ),
    ActionRow(
        "copy",
        EDIT,
        QT_TRANSLATE_NOOP("Actions", "Copy picture"),
        QT_TRANSLATE_NOOP("Actions", "Put the edited photo in the clipboard"),
        lambda reach, _on: reach.session.copy_to_clipboard(),
        ("Ctrl+C",),
        "copy",
        has_photo,
        separated=True,
    ),
    ActionRow(
        "settings",
        EDIT,
        QT_TRANSLATE_NOOP("Actions", "Settings…"),
        QT_TRANSLATE_NOOP("Actions", "Device, model, theme and more"),
        lambda reach, _on: reach.shell.show_settings(),
        ("Ctrl+,",),
        "settings",
        separated=True,
    ),
    ActionRow(
        "add-face",
        FACE,
        QT_TRANSLATE_NOOP("Actions", "Mark a face by hand"),
        QT_TRANSLATE_NOOP("Actions", "Click two eyes and the mouth of a face that was missed"),
        lambda reach, _on: reach.canvas.use(FacePoints(reach.session.finding.add_face_by_points)),
        ("Ctrl+M",),
        "add-face",
        is_searched,
        toolbar=True,
    ),
    ActionRow(
        "stop-looking",
        FACE,
        QT_TRANSLATE_NOOP("Actions", "Stop looking for faces"),
        QT_TRANSLATE_NOOP("Actions", "Go on without; a face can be marked by hand"),
        lambda reach, _on: reach.session.finding.stop(),
        ("Esc",),
        enabled=is_searching,
    ),
    ActionRow(
        "close-up",
        FACE,
        QT_TRANSLATE_NOOP("Actions", "Zoom to the face"),
        QT_TRANSLATE_NOOP("Actions", "A close-up of the chosen face"),
        lambda reach, _on: reach.canvas.zoom_to_face(),
        ("Ctrl+2",),
        "face",
        has_face,
        toolbar=True,
    ),
    ActionRow(
        "reset-face",
        FACE,
        QT_TRANSLATE_NOOP("Actions", "Reset this face"),
        QT_TRANSLATE_NOOP("Actions", "Take back everything done to the chosen face"),
        lambda reach, _on: reach.session.editing.reset_face(),
        ("Ctrl+R",),
        "reset",
        face_is_edited,
        separated=True,
    ),
    ActionRow(
        "reset-all",
        FACE,
        QT_TRANSLATE_NOOP("Actions", "Reset all faces"),
        QT_TRANSLATE_NOOP("Actions", "Take back everything done to this photo"),
        lambda reach, _on: reach.session.editing.reset_all(),
        ("Ctrl+Shift+R",),
        enabled=is_edited,
    ),
    ActionRow(
        "fit",
        LOOK,
        QT_TRANSLATE_NOOP("Actions", "Whole photo"),
        QT_TRANSLATE_NOOP("Actions", "Fit the photo in the window"),
        lambda reach, _on: reach.canvas.fit(),
        ("Ctrl+0",),
        "fit",
        has_photo,
        toolbar=True,
    ),
    ActionRow(
        "actual-size",
        LOOK,
        QT_TRANSLATE_NOOP("Actions", "Actual size"),
        QT_TRANSLATE_NOOP("Actions", "One pixel of the photo is one of the screen"),
        lambda reach, _on: reach.canvas.zoom_to_pixels(),
        ("Ctrl+1",),
        "actual-size",
        has_photo,
        toolbar=True,
    ),
    ActionRow(
        "zoom-in",
        LOOK,
        QT_TRANSLATE_NOOP("Actions", "Zoom in"),
        QT_TRANSLATE_NOOP("Actions", "Larger"),
        lambda reach, _on: reach.canvas.zoom_in(),
        ("Ctrl++", "Ctrl+="),
        "zoom-in",
        has_photo,
    ),
    ActionRow(
        "zoom-out",
        LOOK,
        QT_TRANSLATE_NOOP("Actions", "Zoom out"),
        QT_TRANSLATE_NOOP("Actions", "Smaller"),
        lambda reach, _on: reach.canvas.zoom_out(),
        ("Ctrl+-",),
        "zoom-out",
        has_photo,
    ),
    ActionRow(
        "split",
        LOOK,
        QT_TRANSLATE_NOOP("Actions", "Split before and after"),
        QT_TRANSLATE_NOOP("Actions", "The photo as it was on the left; drag the line. Hold B to see it whole."),
        lambda reach, on: reach.canvas.show_split(on),
        ("Ctrl+B",),
        "split",
        has_photo,
        toolbar=True,
        checkable=True,
        separated=True,
    ),
    ActionRow(
        "outlines",
        LOOK,
        QT_TRANSLATE_NOOP("Actions", "Outlines of faces"),
        QT_TRANSLATE_NOOP("Actions", "Show where the faces are"),
        lambda reach, on: reach.canvas.show_outlines(on),
        ("Ctrl+H",),
        enabled=has_photo,
        checkable=True,
        checked=True,
    ),
)
"""In the order of the menus and of the toolbar; those of the features follow."""

LAST = (
    ActionRow(
        "shortcuts",
        HELP,
        QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts"),
        QT_TRANSLATE_NOOP("Actions", "All keys and gestures"),
        lambda reach, _on: reach.shell.show_shortcuts(),
        ("F1",),
    ),
    ActionRow(
        "log",
        HELP,
        QT_TRANSLATE_NOOP("Actions", "Log"),
        QT_TRANSLATE_NOOP("Actions", "What the program has done"),
        lambda reach, _on: reach.shell.show_log(),
        icon="log",
    ),
    ActionRow(
        "versions",
        HELP,
        QT_TRANSLATE_NOOP("Actions", "Look for a newer version"),
        QT_TRANSLATE_NOOP("Actions", "Open the program's page in your browser; ganeditor itself asks nobody"),
        lambda _reach, _on: QDesktopServices.openUrl(QUrl(PAGE)),
        separated=True,
    ),
    ActionRow(
        "about",
        HELP,
        QT_TRANSLATE_NOOP("Actions", "About ganeditor"),
        QT_TRANSLATE_NOOP("Actions", "Version and licence"),
        lambda reach, _on: reach.shell.show_about(),
        icon="info",
    ),
)
"""What stands behind those of the features."""

GESTURES = (
    (QT_TRANSLATE_NOOP("Actions", "See the photo as it was"), QT_TRANSLATE_NOOP("Actions", "hold B")),
    (QT_TRANSLATE_NOOP("Actions", "Zoom"), QT_TRANSLATE_NOOP("Actions", "turn the wheel, pinch")),
    (
        QT_TRANSLATE_NOOP("Actions", "Move the photo"),
        QT_TRANSLATE_NOOP("Actions", "drag it, or hold the space bar and drag"),
    ),
    (QT_TRANSLATE_NOOP("Actions", "Set a slider back"), QT_TRANSLATE_NOOP("Actions", "double click, Delete")),
    (QT_TRANSLATE_NOOP("Actions", "Move a slider finely"), QT_TRANSLATE_NOOP("Actions", "arrow keys")),
)
"""What has no action: what it does, and how."""


def text_of(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def make_action(row: ActionRow, reach: Reach, parent: QWidget) -> QAction:
    action = QAction(text_of(row.text), parent)
    action.setObjectName(row.id)
    action.setShortcuts([QKeySequence(keys) for keys in row.keys])
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{text_of(row.tooltip)} ({keys})" if keys else text_of(row.tooltip))
    action.setStatusTip(text_of(row.tooltip))
    action.setCheckable(row.checkable)
    action.setChecked(row.checked)
    if row.icon:
        action.setIcon(icon(row.icon))
    action.triggered.connect(lambda on=False: row.run(reach, on))
    return action
