"""MainWindow: canvas, docks, film strip, menus and toolbar, made from tables; it shows Views and passes requests on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDockWidget,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QProgressBar,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ganeditor import version
from ganeditor.ui.action_row import FILE, LOOK, MENUS, Reach
from ganeditor.ui.actions import ACTIONS, GESTURES, LAST, make_action, text_of
from ganeditor.ui.dialogs.error import show_error
from ganeditor.ui.dialogs.log import LogHandler, LogWindow
from ganeditor.ui.dialogs.shortcuts import ShortcutsDialog
from ganeditor.ui.features.table import FEATURES, Feature
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.session import Session
from ganeditor.ui.session.view import View
from ganeditor.ui.settings import Settings, SettingsDialog
from ganeditor.ui.widgets.canvas import Canvas
from ganeditor.ui.widgets.film_strip import FilmStrip
from ganeditor.ui.widgets.icons import app_icon, icon
from ganeditor.ui.widgets.inversion import InversionOverlay
from ganeditor.ui.widgets.start_page import StartPage
from ganeditor.ui.widgets.tool_window import ToolWindow

LAYOUT_VERSION = 1  # of the docks' arrangement; another one is not restored
PANEL_WIDTH = 380  # pixels of the docks beside the canvas, with the tabs at their edge
MARGIN = 12  # pixels from the canvas's corner to the view of a running inversion
SAID_MILLISECONDS = 8000


class MainWindow(QMainWindow):
    """Built once; show_view brings everything in it up to date."""

    def __init__(self, session: Session, settings: Settings, log: LogHandler, features: Mapping[str, Any]) -> None:
        """features: the verbs of each, or where it has none the Desk, by its id."""
        super().__init__()
        self._session, self._settings, self._log, self._features = session, settings, log, features
        self._tools: dict[str, ToolWindow] = {}
        self._log_window: LogWindow | None = None
        self._may_close = False
        self._docked = True
        self._layout = QByteArray()
        self.canvas = Canvas()
        self._overlay = InversionOverlay(self.canvas)
        self._overlay.move(MARGIN, MARGIN)
        self._strip = FilmStrip()
        self._start = StartPage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._start)
        self._stack.addWidget(self._editor_page())
        self.setCentralWidget(self._stack)
        self._rows = (*ACTIONS, *(action for feature in FEATURES for action in feature.actions), *LAST)
        reach = Reach(session, self.canvas, self, features)
        self._actions = {row.id: make_action(row, reach, self) for row in self._rows}
        self._docks: dict[str, QDockWidget] = {}
        self._panels: list[Panel] = []
        self._make_docks()
        self._recent_menu = QMenu(self.tr("Open recent"), self)
        self._make_menus()
        self._make_toolbar()
        self._make_status_bar()
        self._connect()
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize()))
        self._restore()
        self.show_view(View())

    # --- building ------------------------------------------------------------------------------------------------

    def _editor_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._strip)
        return page

    def _make_docks(self) -> None:
        for row in FEATURES:
            if row.panel is None:
                continue
            panel = row.panel(self._features[row.id])
            dock = QDockWidget(QCoreApplication.translate("Panels", row.title), self)
            dock.setObjectName(row.id)
            dock.setWidget(panel)
            dock.visibilityChanged.connect(panel.attend)
            self.addDockWidget(row.area, dock)
            self._panels.append(panel)
            self._docks[row.id] = dock
            if row.behind:
                self.tabifyDockWidget(self._docks[row.behind], dock)
                self._docks[row.behind].raise_()
                for tab in (dock, self._docks[row.behind]):
                    tab.setTitleBarWidget(QWidget(tab))  # the tab has the title
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        # More panels lie one behind the other than have room for their titles side by side.
        self.setTabPosition(Qt.DockWidgetArea.RightDockWidgetArea, QTabWidget.TabPosition.East)
        self.resizeDocks(list(self._docks.values()), [PANEL_WIDTH] * len(self._docks), Qt.Orientation.Horizontal)

    def _make_menus(self) -> None:
        menus = {name: self.menuBar().addMenu(text_of(name)) for name in MENUS}
        for row in self._rows:
            if row.separated:
                menus[row.menu].addSeparator()
            menus[row.menu].addAction(self._actions[row.id])
        menus[FILE].insertMenu(self._actions["save"], self._recent_menu)
        panels = menus[LOOK].addMenu(self.tr("Panels"))
        for dock in self._docks.values():
            panels.addAction(dock.toggleViewAction())

    def _make_toolbar(self) -> None:
        bar = QToolBar(self.tr("Tools"), self)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        menu = ""
        for row in self._rows:
            if row.toolbar:
                if menu and menu != row.menu:
                    bar.addSeparator()
                menu = row.menu
                bar.addAction(self._actions[row.id])
        self.addToolBar(bar)

    def _make_status_bar(self) -> None:
        self._pixel, self._zoom = QLabel(), QLabel()
        self._busy = QProgressBar(maximum=0, textVisible=False)
        self._busy.setFixedSize(90, 8)
        self._busy.setAccessibleName(self.tr("Working"))
        self._busy.hide()
        for widget in (self._busy, self._pixel, self._zoom):
            self.statusBar().addPermanentWidget(widget)

    def _connect(self) -> None:
        self._start.open_wanted.connect(self._session.open_photos)
        self._start.sample_wanted.connect(self._session.open_sample)
        self._start.file_chosen.connect(lambda path: self._session.open_paths([path]))
        self._strip.photo_chosen.connect(self._session.choose_photo)
        self._strip.photo_closed.connect(self._session.close_photo)
        self._overlay.stopped.connect(self._session.refining.stop)
        self._session.desk.tool_wanted.connect(self.canvas.use)
        self._session.desk.window_wanted.connect(self.show_tool)
        self._session.desk.panel_wanted.connect(self._show_panel)
        self.canvas.face_clicked.connect(self._session.finding.choose_face)
        self.canvas.pixel_hovered.connect(self._pixel.setText)
        self.canvas.zoomed.connect(lambda zoom: self._zoom.setText(f"{100 * zoom * self.devicePixelRatioF():.0f} %"))

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        photo = view.photo
        self._stack.setCurrentIndex(1 if view.tabs else 0)
        # In a step of its own: laying out and painting all panels at once keeps the window busy for 50 ms.
        QTimer.singleShot(0, self, lambda: self._show_docks(bool(view.tabs)))
        self._start.show_recent(view.recent)
        self._show_recent(view.recent)
        self._strip.show_tabs(view.tabs, photo.number if photo else None)
        for panel in self._panels:
            panel.show_view(view)
        self.canvas.show_faces(photo.faces if photo else (), photo.chosen if photo else None)
        self.canvas.show_hint(hint_for(view))
        self._overlay.show_inversion(photo.inversion if photo else None)
        for row in self._rows:
            self._actions[row.id].setEnabled(row.enabled(view))
        self.setWindowTitle(f"{photo.name}[*] – ganeditor" if photo else "ganeditor")
        self.setWindowModified(bool(photo and photo.dirty))

    def show_failure(self, sentence: str, details: str) -> None:
        show_error(self, sentence, details)

    def say(self, sentence: str) -> None:
        self.statusBar().showMessage(sentence, SAID_MILLISECONDS)

    def show_busy(self, busy: bool) -> None:
        self._busy.setVisible(busy)

    def _show_recent(self, recent: tuple[Path, ...]) -> None:
        if [action.data() for action in self._recent_menu.actions()] == list(recent):
            return
        self._recent_menu.clear()
        self._recent_menu.setEnabled(bool(recent))
        for path in recent:
            action = QAction(path.name, self._recent_menu)
            action.setData(path)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _on=False, path=path: self._session.open_paths([path]))
            self._recent_menu.addAction(action)

    # --- what the window itself does -----------------------------------------------------------------------------

    def show_settings(self) -> None:
        self._open(SettingsDialog(self._settings, *self._session.offered(), self._session.clear_cache, None, self))

    def show_shortcuts(self) -> None:
        gestures = [(text_of(what), text_of(how)) for what, how in GESTURES]
        self._open(ShortcutsDialog(self._actions.values(), gestures, self))

    def show_log(self) -> None:
        if self._log_window is None:
            self._log_window = LogWindow(self._log, self)
        self._log_window.show()
        self._log_window.raise_()

    def show_tool(self, name: str) -> None:
        """Open the window of this name, or bring it to the front."""
        if name not in self._tools:
            self._tools[name] = self._made_tool(next(row for row in FEATURES if row.id == name))
        self._tools[name].show()
        self._tools[name].raise_()
        self._tools[name].activateWindow()

    def _show_panel(self, name: str) -> None:
        self._docks[name].show()
        self._docks[name].raise_()
        self.activateWindow()

    def _made_tool(self, row: Feature) -> ToolWindow:
        assert row.window, f"{row.id} has no window"
        verbs = self._features[row.id]
        window = row.window(verbs, self)
        verbs.changed.connect(window.show_view)
        window.show_view(verbs.view)
        window.shown.connect(verbs.open)
        return window

    def show_about(self) -> None:
        text = self.tr("ganeditor {version}\n\nA photo editor for faces. Everything is computed on this computer.")
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, self.tr("About ganeditor"), text.format(version=version.described()), parent=self
        )
        box.setIconPixmap(app_icon().pixmap(64, 64))
        self._open(box)

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def close_now(self) -> None:
        """Close without asking again."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:
            event.ignore()
            self._session.quit()
            return
        self._show_docks(False)
        self._settings.ini.setValue("window/geometry", self.saveGeometry())
        self._settings.ini.setValue("window/state", self._layout)
        super().closeEvent(event)

    def _restore(self) -> None:
        geometry, state = (self._settings.ini.value(f"window/{name}") for name in ("geometry", "state"))
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(state, QByteArray):
            self.restoreState(state, LAYOUT_VERSION)
        self._show_docks(False)

    def _show_docks(self, on: bool) -> None:
        """The start page stands alone; with a photo, the docks come back as they were."""
        if on == self._docked:
            return
        self._docked = on
        if on:
            self.restoreState(self._layout, LAYOUT_VERSION)
        else:
            self._layout = self.saveState(LAYOUT_VERSION)
            for dock in self._docks.values():
                dock.hide()

    # --- events --------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._session.would_take(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._session.open_dropped(event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_B and not event.modifiers() and not event.isAutoRepeat():
            self.canvas.show_before(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_B and not event.isAutoRepeat():
            self.canvas.show_before(False)
        else:
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_actions"):
            for row in self._rows:
                if row.icon:
                    self._actions[row.id].setIcon(icon(row.icon))
            self._start.show_colours()
        elif event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.canvas.show_before(False)  # the key's release goes to another window
        super().changeEvent(event)


def hint_for(view: View) -> str:
    """What a person should know or do next, as a sentence over the photo."""
    photo = view.photo
    if photo is None:
        return ""
    if not photo.searched:
        looking = QCoreApplication.translate("Hints", "Looking for faces… {percent} % (Esc stops)")
        return looking.format(percent=round(100 * photo.looked))
    if not photo.faces:
        return QCoreApplication.translate(
            "Hints",
            "No face was found. Try a photo in which a face looks at the camera and is at least 40 pixels wide, or "
            "mark it by hand (Face ▸ Mark a face by hand).",
        )
    if photo.chosen is None:
        return QCoreApplication.translate(
            "Hints", "%n faces were found; click the one to edit.", None, len(photo.faces)
        )
    return ""
