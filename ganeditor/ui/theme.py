"""The look of the window: colours for dark and light, and how they become Qt's palette and style."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

THEMES = ("system", "dark", "light")
MINIMUM_CONTRAST = 4.5
"""Between text and what is behind it: level AA of the Web Content Accessibility Guidelines 2.2, 1.4.3."""


@dataclass(frozen=True)
class Colours:
    """One theme, as #rrggbb; texts have MINIMUM_CONTRAST on window, base and raised."""

    window: str  # panels and dialogs
    base: str  # lists and fields to type in
    raised: str  # buttons and headings
    canvas: str  # around the photo
    text: str
    muted: str  # text that matters less
    disabled: str  # text that can't be used now; no contrast is asked of it
    outline: str  # edges of fields and separators
    accent: str  # what is chosen
    accent_text: str  # on accent
    link: str
    ok: str  # as text or mark: all is well
    warning: str  # look here
    error: str  # this went wrong


DARK = Colours(
    window="#26282c",
    base="#1d1f22",
    raised="#33363b",
    canvas="#141518",
    text="#e8e9eb",
    muted="#a9adb5",
    disabled="#70757e",
    outline="#4a4e55",
    accent="#2f7d78",
    accent_text="#ffffff",
    link="#6cc7bf",
    ok="#6fcf97",
    warning="#f2b84b",
    error="#ff8f85",
)
LIGHT = Colours(
    window="#f3f4f5",
    base="#ffffff",
    raised="#e6e8ea",
    canvas="#d3d6d9",
    text="#1c1f23",
    muted="#555b63",
    disabled="#989da5",
    outline="#b9bec5",
    accent="#1f6f6a",
    accent_text="#ffffff",
    link="#176660",
    ok="#176639",
    warning="#7d4e00",
    error="#b3261e",
)

_STYLE = """
QToolTip {{ color: {text}; background: {raised}; border: 1px solid {outline}; padding: 3px; }}
QDockWidget::title {{ background: {raised}; padding: 5px 8px; }}
QTabBar {{ qproperty-elideMode: ElideNone; qproperty-usesScrollButtons: true; }}
QTabBar::tab:right {{
    padding: 3px 4px; color: {muted}; background: {raised}; border: 1px solid {outline}; border-left: none;
    border-top-right-radius: 4px; border-bottom-right-radius: 4px;
}}
QTabBar::tab:right:selected {{ color: {text}; background: {window}; }}
QMainWindow::separator {{ background: {outline}; width: 1px; height: 1px; }}
QGroupBox {{ border: 1px solid {outline}; border-radius: 5px; margin-top: 1.2em; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 8px; padding: 0 3px; }}
QCheckBox::indicator:unchecked:enabled, QAbstractItemView::indicator:unchecked:enabled {{
    width: 11px; height: 11px; background: {base}; border: 1px solid {muted}; border-radius: 2px;
}}
QLabel[role="title"] {{ font-size: 15pt; font-weight: 600; }}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="muted"]:disabled {{ color: {disabled}; }}
QLabel[role="ok"] {{ color: {ok}; }}
QLabel[role="warning"] {{ color: {warning}; }}
QLabel[role="error"] {{ color: {error}; }}
QLabel[role="light"] {{ color: #ffffff; background: #b3261e; border-radius: 4px; padding: 6px; font-weight: 600; }}
"""


def apply_theme(app: QApplication, name: str) -> None:
    """Put on the theme called name, one of THEMES; "system" also follows the system's later changes."""
    follower = app.findChild(_Follower) or _Follower(app)
    follower.name = name
    follower.put_on()


def colours() -> Colours:
    """The theme that is on now; a widget asks again when it gets QEvent.Type.PaletteChange."""
    return DARK if QApplication.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window) else LIGHT


class _Follower(QObject):
    """Keeps one application in its theme."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.name = "system"
        self._app = app
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def put_on(self) -> None:
        theme = DARK if self.name == "dark" or (self.name == "system" and _system_is_dark(self._app)) else LIGHT
        self._app.setStyle("Fusion")
        self._app.setPalette(_palette(theme))
        self._app.setStyleSheet(_STYLE.format(**vars(theme)))

    def _follow(self) -> None:
        if self.name == "system":
            self.put_on()


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _palette(theme: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(theme.raised), QColor(theme.window))  # derives the shades of edges
    for colour, roles in {
        theme.window: (role.Window,),
        theme.base: (role.Base,),
        theme.raised: (role.Button, role.AlternateBase, role.ToolTipBase),
        theme.text: (role.WindowText, role.Text, role.ButtonText, role.ToolTipText),
        theme.muted: (role.PlaceholderText,),
        theme.accent: (role.Highlight, role.Accent),
        theme.accent_text: (role.HighlightedText, role.BrightText),
        theme.link: (role.Link, role.LinkVisited),
    }.items():
        for each in roles:
            palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.outline))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Accent, QColor(theme.outline))
    return palette
