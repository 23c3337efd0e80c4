"""ActionRow: one entry of the menus, and whom it can ask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.session.session import Session
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.canvas import Canvas

FILE, EDIT, LOOK, FACE, CREATE, HELP = (
    QT_TRANSLATE_NOOP("Actions", "&File"),
    QT_TRANSLATE_NOOP("Actions", "&Edit"),
    QT_TRANSLATE_NOOP("Actions", "&View"),
    QT_TRANSLATE_NOOP("Actions", "F&ace"),
    QT_TRANSLATE_NOOP("Actions", "&Create"),
    QT_TRANSLATE_NOOP("Actions", "&Help"),
)
MENUS = (FILE, EDIT, FACE, LOOK, CREATE, HELP)


class Shell(Protocol):
    """What the window itself does."""

    def close(self) -> bool: ...
    def show_settings(self) -> None: ...
    def show_shortcuts(self) -> None: ...
    def show_log(self) -> None: ...
    def show_about(self) -> None: ...
    def show_tool(self, name: str) -> None: ...


@dataclass(frozen=True)
class Reach:
    """Whom an action can ask."""

    session: Session
    canvas: Canvas
    shell: Shell
    features: Mapping[str, Any]  # the verbs of each, by its id


def always(_view: View) -> bool:
    return True


def has_photo(view: View) -> bool:
    return view.photo is not None


def has_face(view: View) -> bool:
    return view.photo is not None and view.photo.chosen is not None


def has_faces(view: View) -> bool:
    return view.photo is not None and bool(view.photo.faces)


def is_searched(view: View) -> bool:
    return view.photo is not None and view.photo.searched


def is_searching(view: View) -> bool:
    return view.photo is not None and not view.photo.searched


def can_undo(view: View) -> bool:
    return view.photo is not None and view.photo.index > 0


def can_redo(view: View) -> bool:
    return view.photo is not None and view.photo.index < len(view.photo.steps) - 1


def is_edited(view: View) -> bool:
    return view.photo is not None and not view.photo.document.neutral


def face_is_edited(view: View) -> bool:
    return view.photo is not None and not view.photo.neutral


def makes_recipe(view: View) -> bool:
    return face_is_edited(view) or (view.photo is not None and bool(view.photo.document.whole))


@dataclass(frozen=True)
class ActionRow:
    """One action; run gets its reach and, for one that is ticked, whether it is on."""

    id: str
    menu: str  # one of MENUS
    text: str  # translated in the context "Actions"
    tooltip: str
    run: Callable[[Reach, bool], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: Callable[[View], bool] = always
    toolbar: bool = False
    checkable: bool = False
    checked: bool = False
    separated: bool = False  # from what stands before it
